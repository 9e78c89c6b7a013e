import { readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import type { ClaimDraft } from "../../../../shared/domain/claim-draft";
import { everything } from "../../../../shared/domain/share";
import { aFolder, anAnalyst, anOpenSession, aSession, must } from "../../../builders";

const aDraft = (statement: string, set: Partial<ClaimDraft> = {}): ClaimDraft => ({
  statement,
  kind: null,
  asserter: { newSourceName: "Harbour Wire" },
  eventDate: "2024-05-03",
  tagIds: [],
  stance: "supports",
  credibility: 2,
  into: null,
  ...set,
});
const goOn = () => Promise.resolve("go-on" as const);

test("a claim that is being written is there again after a restart, for the passage and the analyst that it is of", async () => {
  const session = await anOpenSession({ analyst: anAnalyst(1) });
  must(await session.call("claims", "keepDraft", { passage: "a:1-5", draft: aDraft("They le") }));
  must(await session.call("claims", "keepDraft", { passage: "a:1-5", draft: aDraft("They leave") }));
  must(await session.call("claims", "keepDraft", { passage: "a:7-9", draft: aDraft("Another") }));
  must(await session.jobs.close(undefined));
  const again = aSession({ analyst: anAnalyst(1) });
  must(await again.jobs.open({ path: session.path }));
  const found = (passage: string) => again.call("claims", "getDraft", { passage });
  expect(must(await found("a:1-5"))).toEqual(aDraft("They leave"));
  expect(must(await found("a:7-9"))).toEqual(aDraft("Another"));
  expect(must(await found("a:1-6"))).toBeNull();
  must(await again.call("claims", "keepDraft", { passage: "a:1-5", draft: null }));
  expect(must(await found("a:1-5"))).toBeNull();
  must(await again.jobs.setAnalyst(anAnalyst(2)));
  expect(must(await found("a:7-9"))).toBeNull();
});

test("drafts are no edits, do not pile up, and are in no copy for others", async () => {
  const session = await anOpenSession();
  const edits = must(await session.call("history", "list", { limit: 100 })).length;
  for (let n = 0; n < 30; n += 1)
    must(await session.call("claims", "keepDraft", { passage: `a:${n}`, draft: aDraft(`MARKER ${n}`) }));
  expect(must(await session.call("claims", "getDraft", { passage: "a:9" }))).toBeNull();
  expect(must(await session.call("claims", "getDraft", { passage: "a:10" }))?.statement).toBe("MARKER 10");
  expect(must(await session.call("history", "list", { limit: 100 }))).toHaveLength(edits);
  expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
  const copy = join(aFolder(), "copy.assay");
  must(await session.jobs.shareCopy({ path: copy, options: everything }, goOn));
  expect(readFileSync(session.path).includes("MARKER")).toBe(true);
  expect(readFileSync(copy).includes("MARKER")).toBe(false);
});

test("drafts that make no sense are passed over, and a new one takes their place", async () => {
  const session = await anOpenSession();
  must(await session.call("claims", "keepDraft", { passage: "a", draft: aDraft("One") }));
  for (const value of ["[{", '[{"passage":1}]', '{"a":1}']) {
    must(await session.jobs.close(undefined));
    const db = new Sqlite(session.path);
    db.prepare("UPDATE meta SET value = ? WHERE key = 'drafts'").run(value);
    db.close();
    must(await session.jobs.open({ path: session.path }));
    expect(must(await session.call("claims", "getDraft", { passage: "a" }))).toBeNull();
    must(await session.call("claims", "keepDraft", { passage: "a", draft: aDraft("Two") }));
    expect(must(await session.call("claims", "getDraft", { passage: "a" }))?.statement).toBe("Two");
  }
});
