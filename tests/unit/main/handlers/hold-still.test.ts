import { readdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import type { Session } from "../../../../main/handlers/session";
import { addArticles } from "../../../../main/store/add-articles";
import { closeProject } from "../../../../main/store/open";
import {
  aFolder,
  anActor,
  anArticle,
  anOpenSession,
  aProject,
  aSession,
  must,
  withArticle,
} from "../../../builders";

/** Has something done in the midst of the next copy of a project. */
const duringCopy = (work: () => Promise<void>): void => {
  const { backup } = Sqlite.prototype;
  const putBack = () => {
    Sqlite.prototype.backup = backup;
  };
  onTestFinished(putBack);
  Sqlite.prototype.backup = async function (this: Database, ...order: Parameters<typeof backup>) {
    putBack();
    await work();
    return backup.apply(this, order);
  };
};

const titles = async ({ call }: Session) =>
  must(await call("articles", "list", { sort: "title" })).map(({ title }) => title);
const tags = async ({ call }: Session) => must(await call("tags", "list", undefined)).map(({ name }) => name);

/** A project with a backup of the time when it had one article less. */
const aBackedUpProject = async () => {
  const session = await anOpenSession();
  await withArticle(session, "One.\n\nThe first text.", "One");
  const { key } = must(await session.jobs.backUpNow(undefined));
  await withArticle(session, "Two.\n\nThe second text.", "Two");
  return { ...session, key };
};

test("while a project goes back to a backup everybody reads and nobody writes, so that nothing is lost in between", async () => {
  const session = await aBackedUpProject();
  const { call, jobs, key } = session;
  let seen: readonly string[] = [];
  duringCopy(async () => {
    seen = await titles(session);
    for (const refused of [
      await call("tags", "create", { name: "late" }),
      await call("history", "undo", {}),
      await jobs.backUpNow(undefined),
      await jobs.restoreBackup({ key }),
    ])
      expect(refused).toMatchObject({
        ok: false,
        error: { kind: "conflict", message: expect.stringContaining("going back to a backup") },
      });
  });
  const { kept } = must(await jobs.restoreBackup({ key }));
  expect(seen).toEqual(["One", "Two"]);
  expect([await titles(session), await tags(session)]).toEqual([["One"], []]);
  must(await call("tags", "create", { name: "later" }));
  must(await jobs.restoreBackup({ key: kept }));
  expect([await titles(session), await tags(session)]).toEqual([["One", "Two"], []]);
});

test("a project does not go back to a backup under a job that has begun meanwhile", async () => {
  const session = await aBackedUpProject();
  const { jobs, key } = session;
  let goOn = () => {};
  const released = new Promise<void>((resume) => {
    goOn = resume;
  });
  let job: Promise<unknown> = released;
  duringCopy(async () => {
    job = jobs.exportAudit({ path: join(aFolder(), "audit.jsonl"), filter: {} }, () =>
      released.then(() => "go-on" as const),
    );
  });
  expect(await jobs.restoreBackup({ key })).toMatchObject({ ok: false, error: { kind: "conflict" } });
  goOn();
  expect(await job).toMatchObject({ ok: true });
  expect(await titles(session)).toEqual(["One", "Two"]);
});

/** A closed project that takes many slices to copy. */
const aLargeProject = (): string => {
  const actor = anActor();
  const file = aProject(actor);
  must(
    addArticles(file.db, actor, () => "Import", [anArticle({ text: "Many words. ".repeat(400_000).trim() })]),
  );
  closeProject(file);
  return file.path;
};

test("going back to a backup, and making one, can be cancelled, and then nothing has happened", async () => {
  const path = aLargeProject();
  const session = aSession();
  const { jobs } = session;
  must(await jobs.open({ path }));
  const { key } = must(await jobs.backUpNow(undefined));
  await withArticle(session, "One.\n\nThe first text.", "One");
  const no = () => Promise.resolve("cancelled" as const);
  for (const job of [(): unknown => jobs.backUpNow(undefined, no), () => jobs.restoreBackup({ key }, no)]) {
    // So long does it take until somebody is asked.
    duringCopy(() => new Promise((resume) => setTimeout(resume, 100)));
    expect(await job()).toMatchObject({ ok: false, error: { kind: "cancelled" } });
  }
  expect(await titles(session)).toHaveLength(2);
  expect(must(await jobs.backups(undefined))).toHaveLength(1);
  must(await jobs.close(undefined));
  expect(readdirSync(join(path, "..")).sort()).toEqual(["test.assay", "test.assay backups"]);
});

test("work goes on while a backup is made that somebody asked for", async () => {
  const session = await aBackedUpProject();
  const { call, jobs } = session;
  duringCopy(async () => {
    must(await call("tags", "create", { name: "meanwhile" }));
  });
  const { key } = must(await jobs.backUpNow(undefined));
  must(await jobs.restoreBackup({ key }));
  expect(await tags(session)).toEqual(["meanwhile"]);
});

test("during the backup before a large removal everybody reads, and what is written comes after it, in order", async () => {
  const session = await anOpenSession({ backupFolder: join(aFolder(), "backups") });
  const { call, jobs } = session;
  const id = await withArticle(session, `Text.\n\n${"word ".repeat(120)}`, "Text");
  for (let start = 10; start < 111; start += 1)
    must(await call("highlights", "create", { articleId: id, span: { start, end: start + 3 }, tagIds: [] }));
  let seen: readonly string[] = [];
  let others: readonly Promise<unknown>[] = [];
  duringCopy(async () => {
    others = [
      call("history", "undo", {}).then(must),
      call("tags", "create", { name: "after" }).then(must),
      call("articles", "remove", { id }).then(must),
    ];
    seen = await titles(session);
  });
  must(await call("articles", "remove", { id }));
  await Promise.all(others);
  expect(seen).toEqual(["Text"]);
  const edits = must(await call("history", "list", { limit: 4 })).map(
    ({ label, kind }) => `${kind} ${label}`,
  );
  expect(edits).toEqual([
    "edit Remove “Text”",
    "edit Add tag “after”",
    "undo Remove “Text”",
    "edit Remove “Text”",
  ]);
  // The second removal finds that there is a backup already.
  expect(must(await jobs.backups(undefined)).map(({ reason }) => reason)).toEqual(["before deleting"]);
});
