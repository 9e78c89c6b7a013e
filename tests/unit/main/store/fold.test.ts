import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldChanges, foldEntity, loggedEntities, rebuild } from "../../../../main/store/fold";
import { rebuildNearCopies } from "../../../../main/store/near-copies";
import { closeProject, createProject, openProject } from "../../../../main/store/open";
import { verifyProject } from "../../../../main/store/verify";
import {
  aFolder,
  anActor,
  anAnalyst,
  anOpenSession,
  aSession,
  dump,
  fullDump,
  must,
  someText,
  withArticle,
} from "../../../builders";
import { anyCommand, type Command, carryOut } from "./commands";

const reportOf = (db: Database) => {
  for (const steps = verifyProject(db); ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

const openCopy = (path: string) => {
  const copy = join(aFolder(), "copy.assay");
  copyFileSync(path, copy);
  return must(openProject(copy));
};

/** A project in which some random work was done, with undo and redo now and then; closed. */
const worked = async (
  commands: readonly (Command | "undo" | "redo")[],
  path = join(aFolder(), "a.assay"),
): Promise<string> => {
  const session = await anOpenSession({}, path);
  await withArticle(session, someText, "One");
  await withArticle(session, `${someText} Twice.`, "Two");
  await work(session, commands);
  must(await session.jobs.close(undefined));
  return path;
};

const work = async (
  session: Awaited<ReturnType<typeof anOpenSession>> | ReturnType<typeof aSession>,
  commands: readonly (Command | "undo" | "redo")[],
) => {
  for (const command of commands) {
    if (command === "undo") await session.call("history", "undo", {});
    else if (command === "redo") await session.call("history", "redo", undefined);
    else await carryOut(session, command);
  }
};

const anyStep = fc.oneof(
  { weight: 8, arbitrary: anyCommand },
  { weight: 1, arbitrary: fc.constantFrom("undo" as const, "redo" as const) },
);
const anyWork = fc.array(anyStep, { maxLength: 25 });

test("all folded tables can be rebuilt from the log, row for row, and the indexes still agree", async () => {
  await fc.assert(
    fc.asyncProperty(anyWork, async (commands) => {
      const file = openCopy(await worked(commands));
      const before = fullDump(file.db);
      rebuild(file.db);
      expect(fullDump(file.db)).toBe(before);
      expect(reportOf(file.db)).toMatchObject({ isSound: true });
      closeProject(file);
    }),
    { numRuns: 20 },
  );
}, 120_000);

const facts = ["article_texts", "originals", "captures", "edits", "changes"];

/** The union of the facts and logs of two files, folded in the order that `shuffle` makes. */
const union = (a: string, b: string, shuffle: number): Database => {
  const made = must(createProject(join(aFolder(), "union.assay"), () => {}));
  for (const path of [a, b]) {
    const from = openCopy(path);
    made.db.transaction(() => {
      for (const table of facts) {
        const columns = (from.db.pragma(`table_info(${table})`) as { name: string }[])
          .map(({ name }) => name)
          .filter((name) => name !== "n");
        const put = made.db.prepare(
          `INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
        );
        for (const row of from.db
          .prepare(`SELECT ${columns.join(", ")} FROM ${table}`)
          .raw()
          .all() as unknown[][])
          put.run(...row);
      }
    })();
    closeProject(from);
  }
  const entities = loggedEntities(made.db);
  // A cheap shuffle that a seed decides: by the remainder of a product.
  const order = entities
    .map((entity, n) => ({ entity, key: ((n + 1) * (shuffle * 2 + 1)) % 1009 }))
    .sort((x, y) => x.key - y.key);
  made.db.transaction(() => {
    for (const { entity } of order) foldEntity(made.db, entity.entity, entity.id);
    made.db.prepare("INSERT INTO article_search (article_search) VALUES ('rebuild')").run();
    rebuildNearCopies(made.db);
  })();
  return made.db;
};

test("two analysts' logs with a shared beginning come to one state, whatever the order of putting together and folding", async () => {
  await fc.assert(
    fc.asyncProperty(anyWork, anyWork, anyWork, fc.nat(500), async (shared, mine, theirs, shuffle) => {
      const a = await worked(shared);
      const b = join(aFolder(), "b.assay");
      copyFileSync(a, b);
      for (const [path, number, commands] of [
        [a, 1, mine],
        [b, 2, theirs],
      ] as const) {
        const session = aSession({ ...anActor(), analyst: anAnalyst(number) });
        must(await session.jobs.open({ path }));
        await work(session, commands);
        must(await session.jobs.close(undefined));
      }
      const [ab, ba] = [union(a, b, shuffle), union(b, a, shuffle + 7)];
      expect(fullDump(ab)).toBe(fullDump(ba));
      const report = reportOf(ab);
      expect(report.checks.flatMap(({ problems }) => problems)).toEqual([]);
      // Idempotent: what one already has changes nothing.
      expect(dump(union(a, a, shuffle))).toBe(dump(openCopy(a).db));
      ab.close();
      ba.close();
    }),
    { numRuns: 12 },
  );
}, 120_000);

test("of one entity's changes any order comes to the same, even where clocks are equal", () => {
  const change = fc.record({
    field: fc.constantFrom("name", "colour", "parentId", "deleted"),
    clock: fc.integer({ min: 1, max: 3 }),
    value: fc.constantFrom('"troops"', '"rose"', "null", "true", "false", "17"),
    at: fc.constantFrom("2024-01-01T00:00:00Z", "2023-01-01T00:00:00Z"),
    analyst: fc.constantFrom("ana-1", "ana-2"),
  });
  const changes = fc
    .array(change, { maxLength: 12 })
    .map((all) => all.map((one, n) => ({ ...one, id: `chg-${n}` })));
  const shuffled = changes.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      expect(foldChanges("tag", "tag-1", other)).toEqual(foldChanges("tag", "tag-1", all));
    }),
    { numRuns: 500 },
  );
});
