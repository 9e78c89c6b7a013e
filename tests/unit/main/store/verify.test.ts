import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import type { z } from "zod";
import { sha256 } from "../../../../main/ids";
import type { VerifyReport } from "../../../../shared/domain/project";
import { aFolder, aSession, must } from "../../../builders";

/** A project with everything in it, damaged by SQL behind the store's back, then checked. */
const checked = async (
  damage: (db: Sqlite.Database) => void,
): Promise<{ report: z.infer<typeof VerifyReport>; problems: readonly string[] }> => {
  const path = join(aFolder(), "sample.assay");
  const session = aSession();
  must(await session.jobs.createSample({ path }));
  must(await session.jobs.close(undefined));
  const db = new Sqlite(path);
  db.pragma("foreign_keys = OFF");
  damage(db);
  db.close();
  must(await session.jobs.open({ path }));
  const report = must(await session.jobs.verify(undefined));
  const integrity = must(await session.call("project", "integrity", undefined));
  return { report, problems: integrity.problems };
};

const problemsOf = (report: z.infer<typeof VerifyReport>, name: string) =>
  report.checks.find((check) => check.name === name)?.problems ?? [];

test("the sample project is sound, and everything of it was looked at", async () => {
  const { report, problems } = await checked(() => {});
  expect(report.checks.filter((check) => check.problems.length > 0)).toEqual([]);
  expect(report.isSound).toBe(true);
  expect(problems).toEqual([]);
  for (const { checked: count } of report.checks) expect(count).toBeGreaterThan(0);
});

test("one letter changed in a text is found by its digest", async () => {
  const { report, problems } = await checked((db) =>
    db.exec("UPDATE article_texts SET text = replace(text, 'Pentagon', 'Pentagom') WHERE n = 5"),
  );
  expect(report.isSound).toBe(false);
  expect(problemsOf(report, "texts").join()).toContain("SHA-256");
  expect(problems.join()).toContain("SHA-256");
});

test("a text with a digest made to match is found by its id", async () => {
  const { report } = await checked((db) => {
    db.function("sha", (text) => sha256(String(text)));
    db.exec("UPDATE article_texts SET text = text || 'x' WHERE n = 1");
    db.exec("UPDATE article_texts SET sha256 = sha(text) WHERE n = 1");
  });
  expect(problemsOf(report, "texts").join()).toContain("wrong id");
});

test("one byte changed in a file's page is found, where SQLite itself sees nothing", async () => {
  const path = join(aFolder(), "sample.assay");
  const session = aSession();
  must(await session.jobs.createSample({ path }));
  must(await session.jobs.close(undefined));
  const bytes = readFileSync(path);
  const at = bytes.indexOf("spring sessions of the World Bank");
  expect(at).toBeGreaterThan(0);
  bytes[at] = "S".charCodeAt(0);
  writeFileSync(path, bytes);
  expect(new Sqlite(path).pragma("quick_check", { simple: true })).toBe("ok");
  must(await session.jobs.open({ path }));
  const report = must(await session.jobs.verify(undefined));
  expect(problemsOf(report, "texts")).toHaveLength(1);
});

test("an original that was changed, or that cannot be read, is found", async () => {
  const changed = await checked((db) => {
    const other = deflateRawSync(Buffer.from("another file altogether"));
    db.prepare("UPDATE originals SET bytes = ?, size = 23 WHERE rowid = 1").run(other);
    db.exec("UPDATE originals SET bytes = x'ff00ff' WHERE rowid = 2");
  });
  expect(problemsOf(changed.report, "originals")).toHaveLength(2);
  expect(changed.problems).toHaveLength(2);
});

test("an original that would swell beyond its size is not inflated", async () => {
  const { report } = await checked((db) => {
    db.prepare("UPDATE originals SET bytes = ? WHERE rowid = 1").run(
      deflateRawSync(Buffer.alloc(50_000_000)),
    );
  });
  expect(problemsOf(report, "originals")).toHaveLength(1);
});

test("an anchor that was moved is found in its place and in its history", async () => {
  const { report } = await checked((db) =>
    db.exec("UPDATE highlights SET start = start + 1, end = end + 1 WHERE rowid = 3"),
  );
  expect(problemsOf(report, "highlights in place")).toHaveLength(1);
  expect(problemsOf(report, "rows against the change log").join()).toContain("start, end");
});

test.each([
  ["a letter", "UPDATE ratings SET reliability = 'E' WHERE reliability = 'F'"],
  ["a statement", "UPDATE claims SET statement = 'Something else' WHERE n = 1"],
  ["a tag's place", "UPDATE highlight_tags SET place = 9 WHERE place = 2"],
  ["a row that is gone", "DELETE FROM evidence WHERE rowid = 1"],
  [
    "a row too many",
    "INSERT INTO tags SELECT 'tag-' || hex(randomblob(16)), 'x', 'x', NULL, 'rose', '', NULL, 1, NULL, 0, '', '', '', ''",
  ],
  [
    "a change of the log",
    "UPDATE changes SET value = '\"C\"' WHERE entity = 'rating' AND field = 'reliability' AND value = '\"B\"'",
  ],
])("%s that does not agree with the log is found", async (_, sql) => {
  const { report } = await checked((db) => db.exec(sql));
  expect(report.isSound).toBe(false);
  expect(problemsOf(report, "rows against the change log")).not.toEqual([]);
});

test("a log that contradicts itself is found", async () => {
  const clocks = await checked((db) => db.exec("UPDATE edits SET clock = clock + 1000 WHERE clock = 5"));
  expect(problemsOf(clocks.report, "change log").join()).toContain("another clock");
  const before = await checked((db) =>
    db.exec(
      "UPDATE changes SET before = (SELECT id FROM changes ORDER BY clock DESC LIMIT 1) WHERE clock = 5",
    ),
  );
  expect(problemsOf(before.report, "change log").join()).toContain("later change");
});

test("a reference to nothing, a broken index and paragraphs outside the text are found", async () => {
  const dangling = await checked((db) =>
    db.exec("UPDATE evidence SET claim_id = 'clm-00000000000000000000000000000000' WHERE rowid = 1"),
  );
  expect(problemsOf(dangling.report, "references")).not.toEqual([]);
  const search = await checked((db) =>
    db.exec(
      "INSERT INTO claim_search (claim_search, rowid, statement) SELECT 'delete', n, statement FROM claims WHERE n = 1",
    ),
  );
  expect(problemsOf(search.report, "search indexes")).toHaveLength(1);
  const blocks = await checked((db) =>
    db.exec(`UPDATE article_texts SET blocks = '[{"kind":"paragraph","start":0,"end":999999}]' WHERE n = 2`),
  );
  expect(problemsOf(blocks.report, "texts").join()).toContain("paragraphs");
});

test("a check that cannot be carried out says so, and the others go on", async () => {
  const { report } = await checked((db) =>
    db.exec("UPDATE changes SET value = '\"x\"', edit = edit WHERE field = 'anchor'"),
  );
  expect(report.isSound).toBe(false);
  expect(report.checks).toHaveLength(12);
});

test("a number of characters that is not that of the text is found", async () => {
  const { report } = await checked((db) => db.exec("UPDATE article_texts SET characters = 7 WHERE n = 2"));
  expect(problemsOf(report, "texts").join()).toContain("as many characters");
});

test.each([
  ["steps that cannot be read", "how articles came in", "UPDATE captures SET steps = '[1]' WHERE rowid = 1"],
  ["findings that cannot be read", "how articles came in", `UPDATE captures SET findings = '{"pages":1}'`],
  ["a doubt that there is not", "how articles came in", `UPDATE captures SET doubts = '["love"]'`],
  [
    "an aside outside of the text",
    "how articles came in",
    `UPDATE captures SET findings = '{"proposals":[],"asides":[{"at":99999999,"text":"x","reason":"other"}],"pages":[],"encoding":null}'`,
  ],
  ["a hash too few", "near copies", "DELETE FROM shingles WHERE hash = (SELECT min(hash) FROM shingles)"],
  ["a hash too many", "near copies", "INSERT INTO shingles VALUES (123456789, 1)"],
  ["a share that is another", "near copies", "INSERT OR REPLACE INTO near_copies VALUES (1, 2, 999)"],
  [
    "a line of revisions without a beginning",
    "revisions",
    "UPDATE articles SET revision_of = (SELECT id FROM articles AS other WHERE other.n = 3 - articles.n) WHERE n < 3",
  ],
])("%s is found", async (_, check, sql) => {
  const { report } = await checked((db) => db.exec(sql));
  expect(report.isSound).toBe(false);
  expect(problemsOf(report, check)).not.toEqual([]);
});
