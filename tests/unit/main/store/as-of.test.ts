import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeAsOf } from "../../../../main/store/as-of";
import { closeProject, openProject, openView } from "../../../../main/store/open";
import { verifyProject } from "../../../../main/store/verify";
import type { AsOf, Moment } from "../../../../shared/domain/history";
import type { EditId } from "../../../../shared/ids";
import type { Result } from "../../../../shared/result";
import {
  aFolder,
  anActor,
  anOpenSession,
  type aProject,
  dump,
  must,
  someText,
  withArticle,
} from "../../../builders";
import { anyCommand, carryOut } from "./commands";

type Db = ReturnType<typeof aProject>["db"];

const asOf = async (
  db: Db,
  moment: Moment,
): Promise<{ readonly path: string; readonly result: Result<AsOf> }> => {
  const path = join(aFolder(), "as-of.assay");
  for (const steps = writeAsOf(db, path, moment); ; ) {
    const step = await steps.next();
    if (step.done === true) return { path, result: step.value };
  }
};

const stateOf = (path: string): { readonly dump: string; readonly problems: readonly string[] } => {
  const { db } = must(openView(path));
  try {
    for (const steps = verifyProject(db); ; ) {
      const step = steps.next();
      if (step.done === true)
        return { dump: dump(db), problems: step.value.checks.flatMap(({ problems }) => problems) };
    }
  } finally {
    db.close();
  }
};

const anyStep = fc.oneof(
  { weight: 8, arbitrary: anyCommand },
  { weight: 1, arbitrary: fc.constantFrom("undo" as const, "redo" as const) },
);

test("the project as it stood after each of its edits is the very state that it was in, and sound", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (commands) => {
      const path = join(aFolder(), "a.assay");
      const session = await anOpenSession({}, path);
      const { call, jobs } = session;
      /** States by the newest edit that they have. */
      const states = new Map<EditId, string>();
      const look = async () => {
        const [newest] = must(await call("history", "list", { limit: 1 }));
        must(await jobs.close(undefined));
        const file = must(openProject(path));
        if (newest !== undefined) states.set(newest.id, dump(file.db));
        closeProject(file);
        must(await jobs.open({ path }));
      };
      await withArticle(session, someText, "One");
      await look();
      await withArticle(session, `${someText} Twice.`, "Two");
      await look();
      for (const command of commands) {
        if (command === "undo") await call("history", "undo", {});
        else if (command === "redo") await call("history", "redo", undefined);
        else await carryOut(session, command);
        await look();
      }
      must(await jobs.close(undefined));
      const file = must(openProject(path));
      for (const [edit, state] of states) {
        const view = await asOf(file.db, { edit });
        expect(must(view.result).label).toBeTypeOf("string");
        expect(stateOf(view.path)).toEqual({ dump: state, problems: [] });
      }
      closeProject(file);
    }),
    { numRuns: 12 },
  );
}, 120_000);

test("a time stands for the last edit until then, and a time before the beginning for nothing", async () => {
  const session = await anOpenSession();
  await withArticle(session, someText, "One");
  const { call, jobs, path } = session;
  must(await call("tags", "create", { name: "first" }));
  const [first] = must(await call("history", "list", { limit: 1 }));
  must(await call("tags", "create", { name: "second" }));
  must(await jobs.close(undefined));
  const { db } = must(openProject(path));
  const at = await asOf(db, { at: first?.at ?? "" });
  expect(must(at.result)).toEqual({ at: first?.at, label: "Add tag “first”" });
  expect(stateOf(at.path).dump).toContain("first");
  expect(stateOf(at.path).dump).not.toContain("second");
  const before = await asOf(db, { at: "1999-01-01T00:00:00Z" });
  expect(before.result).toMatchObject({ ok: false, error: { kind: "not-found" } });
  expect(existsSync(before.path)).toBe(false);
  const after = await asOf(db, { at: "2999-01-01T00:00:00Z" });
  expect(must(after.result)).toMatchObject({ label: "Add tag “second”" });
  db.close();
});

test("somebody's clock that is years off moves one edit to the wrong side, not all the others", async () => {
  const actor = anActor();
  let [isOff, year] = [false, 2031];
  const session = await anOpenSession({
    ...actor,
    now: () => {
      year += 1;
      return isOff ? `${year}-01-01T00:00:00.000Z` : actor.now();
    },
  });
  const { call, jobs, path } = session;
  must(await call("tags", "create", { name: "before" }));
  isOff = true;
  must(await call("tags", "create", { name: "off" }));
  isOff = false;
  must(await call("tags", "create", { name: "after" }));
  const [newest] = must(await call("history", "list", { limit: 1 }));
  must(await jobs.close(undefined));
  const { db } = must(openProject(path));
  expect(must((await asOf(db, { at: newest?.at ?? "" })).result).label).toBe("Add tag “after”");
  db.close();
});

test("in a session the past is shown for reading, and the present is untouched and comes back", async () => {
  const session = await anOpenSession();
  const { call, jobs, path, published } = session;
  await withArticle(session, someText, "One");
  const [imported] = must(await call("history", "list", { limit: 1 }));
  await withArticle(session, `${someText} Twice.`, "Two");
  const { mtimeMs } = statSync(path);
  const shown = must(await jobs.openAsOf({ edit: imported?.id as EditId }, async () => "go-on"));
  expect(shown).toMatchObject({
    asOf: { at: imported?.at, label: "Import “One”" },
    isReadOnly: true,
    fileName: "test.assay",
    counts: { articles: 1 },
  });
  expect(must(await call("articles", "list", { sort: "title" })).map(({ title }) => title)).toEqual(["One"]);
  expect(await call("tags", "create", { name: "no" })).toMatchObject({
    ok: false,
    error: { kind: "locked", advice: "Go back to now, and do it there." },
  });
  expect(must(await jobs.verify(undefined)).isSound).toBe(true);
  published.length = 0;
  const back = must(await jobs.leaveAsOf(undefined));
  expect(back).toMatchObject({ asOf: null, isReadOnly: false, counts: { articles: 2 } });
  expect(published).toEqual([
    { event: "changed", payload: { topics: expect.arrayContaining(["articles", "project", "history"]) } },
  ]);
  must(await call("tags", "create", { name: "yes" }));
  // Opening the project that is open is a way back, too.
  must(await jobs.openAsOf({ edit: imported?.id as EditId }, async () => "go-on"));
  expect(must(await jobs.open({ path }))).toMatchObject({ asOf: null });
  must(await jobs.openAsOf({ edit: imported?.id as EditId }, async () => "go-on"));
  must(await jobs.close(undefined));
  expect(must(await call("project", "get", undefined))).toBeNull();
  expect(statSync(path).mtimeMs).toBeGreaterThan(mtimeMs);
});

test("going back in time can be cancelled, and then the present is shown", async () => {
  const session = await anOpenSession();
  const { call, jobs } = session;
  const [begin] = must(await call("history", "list", { limit: 1 }));
  for (let number = 0; number < 210; number += 1)
    must(await call("tags", "create", { name: `tag ${number}` }));
  expect(await jobs.openAsOf({ edit: begin?.id as EditId }, async () => "cancelled")).toMatchObject({
    ok: false,
    error: { kind: "cancelled" },
  });
  expect(must(await call("tags", "list", undefined))).toHaveLength(210);
  must(await call("tags", "create", { name: "on it goes" }));
});

test("a job on the project as it stood runs to its end though one goes back to now meanwhile", async () => {
  const session = await anOpenSession();
  await withArticle(session, someText);
  const [last] = must(await session.call("history", "list", { limit: 1 }));
  must(await session.jobs.openAsOf({ edit: last?.id as EditId }, async () => "go-on"));
  const path = join(aFolder(), "history.jsonl");
  const exported = await session.jobs.exportAudit({ path, filter: {} }, async () => {
    must(await session.jobs.leaveAsOf(undefined));
    return "go-on";
  });
  expect(must(exported).rows).toBeGreaterThan(1);
  must(await session.call("tags", "create", { name: "now" }));
});
