import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { must } from "../../../builders";
import { goOn, preview, sent, withSharedStart } from "../../../merge-work";
import { stateOf } from "./replicas";

type Statement = { readonly database: { readonly name: string; readonly inTransaction: boolean } };

/** Lets every write to a project or a copy beside it go well but the k-th inside a transaction; answers with how many there were. */
const failingAt = async (path: string, k: number, work: () => Promise<void>): Promise<number> => {
  const some = new Sqlite(":memory:");
  const statement = Object.getPrototypeOf(some.prepare("SELECT 1")) as {
    run: (...bound: unknown[]) => unknown;
  };
  some.close();
  const { run } = statement;
  let count = 0;
  statement.run = function (this: Statement, ...bound: unknown[]) {
    if (dirname(this.database.name) === dirname(path) && this.database.inTransaction) {
      count += 1;
      if (count === k) throw new Sqlite.SqliteError("disk I/O error", "SQLITE_IOERR_WRITE");
    }
    return run.apply(this, bound);
  };
  try {
    await work();
  } finally {
    statement.run = run;
  }
  return count;
};

test("a merge that fails at any of its writes leaves the project as it was, and goes well afterwards", async () => {
  const { a, b, articleId, highlightId, tagId } = await withSharedStart();
  must(await b.call("highlights", "update", { id: highlightId, set: { note: "theirs" } }));
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "mine" } }));
  must(await b.call("highlights", "create", { articleId, span: { start: 4, end: 20 }, tagIds: [tagId] }));
  must(
    await b.call("claims", "create", {
      statement: "Troops left",
      kind: "fact",
      evidence: { passage: { highlightId }, stance: "supports", credibility: 2 },
    }),
  );
  must(await b.call("articles", "createFromText", { text: "A second article. It has its own words." }));
  await preview(a, await sent(b));
  const before = stateOf(a);
  let failures = 0;
  for (let k = 1; ; k += 1) {
    let isMerged = false;
    await failingAt(a.path, k, async () => {
      const merged = await a.jobs.applyMerge({ take: "mine" }, goOn);
      isMerged = merged.ok;
      if (!merged.ok) expect(merged.error.kind).toBe("file-unreadable");
    });
    if (isMerged) break;
    failures += 1;
    expect(stateOf(a)).toBe(before);
    expect(must(await a.call("merges", "conflicts", { limit: 10 })).total).toBe(0);
    expect(readdirSync(dirname(a.path)).filter((name) => name.includes(".tmp"))).toEqual([]);
  }
  expect(failures).toBeGreaterThan(20);
  expect(must(await a.call("articles", "list", {}))).toHaveLength(2);
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
}, 120_000);
