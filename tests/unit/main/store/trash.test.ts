import type { Database, Statement } from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { setFields, writeEdit } from "../../../../main/store/change-log";
import { transact } from "../../../../main/store/statement";
import { listTrash } from "../../../../main/store/trash";
import type { FieldValue } from "../../../../shared/domain/change";
import type { Trashed } from "../../../../shared/domain/history";
import { anActor, anAnalyst, anArticle, anOpenSession, aProject, must, withArticle } from "../../../builders";

/** How many statements are run on a project from now on. */
const countStatements = (db: Database): (() => number) => {
  let count = 0;
  const { get, all } = Object.getPrototypeOf(db.prepare("SELECT 1")) as Statement;
  const statements = Object.getPrototypeOf(db.prepare("SELECT 1")) as Record<"get" | "all", unknown>;
  onTestFinished(() => void Object.assign(statements, { get, all }));
  for (const [name, run] of Object.entries({ get, all }))
    statements[name as "get"] = function (this: Statement, ...bound: unknown[]) {
      count += 1;
      return (run as (...bound: unknown[]) => unknown).apply(this, bound);
    };
  return () => count;
};

const aProjectWithClaim = async () => {
  const session = await anOpenSession();
  const { call } = session;
  const article = await withArticle(
    session,
    "Troops leave\n\nThe first troops left on Friday.",
    "Troops leave",
  );
  const { id: highlight } = must(
    await call("highlights", "create", { articleId: article, span: { start: 14, end: 30 }, tagIds: [] }),
  );
  const { id: claim, evidenceId } = must(
    await call("claims", "create", {
      statement: "The troops left",
      kind: "fact",
      evidence: { passage: { highlightId: highlight }, stance: "supports", credibility: 2 },
    }),
  );
  const trash = async () => must(await call("history", "trash", { limit: 100 })).items;
  const words = async () => (await trash()).map(({ entity, words: own, remark }) => [entity, own, remark]);
  const restore = (...items: readonly Pick<Trashed, "entity" | "id">[]) =>
    call("history", "restore", { items: [...items] });
  const counts = async () => must(await call("project", "get", undefined))?.counts;
  return { ...session, article, highlight, claim, evidence: evidenceId ?? "", trash, words, restore, counts };
};

test("what is removed is in the trash, with what went along; it comes back with that, and one undo removes it again", async () => {
  const { call, claim, words, trash, restore, counts } = await aProjectWithClaim();
  const before = await counts();
  expect(await trash()).toEqual([]);
  must(await call("claims", "remove", { id: claim }));
  expect(await words()).toEqual([["claim", "The troops left", "with 1 piece of evidence"]]);
  expect((await trash())[0]).toMatchObject({ deletedBy: "Analyst 1", id: claim });
  must(await restore({ entity: "claim", id: claim }));
  expect(await counts()).toEqual(before);
  expect(await trash()).toEqual([]);
  must(await call("history", "undo", {}));
  expect(await words()).toEqual([["claim", "The troops left", "with 1 piece of evidence"]]);
});

test("the making that was undone is no removal, but a removal that was redone is", async () => {
  const { call, claim, words } = await aProjectWithClaim();
  must(await call("tags", "create", { name: "numbers" }));
  must(await call("history", "undo", {}));
  expect(await words()).toEqual([]);
  must(await call("claims", "remove", { id: claim }));
  must(await call("history", "undo", {}));
  expect(await words()).toEqual([]);
  must(await call("history", "redo", undefined));
  expect(await words()).toHaveLength(1);
});

test("where the removal cannot be undone any more, the thing comes back by itself, with the evidence that still has its place", async () => {
  const { call, highlight, claim, restore, trash, counts } = await aProjectWithClaim();
  must(await call("highlights", "remove", { id: highlight }));
  // The evidence's claim is gone too: undoing the removal of the highlight would bring back what nobody sees.
  must(await call("claims", "remove", { id: claim }));
  must(await restore({ entity: "highlight", id: highlight }));
  expect(await counts()).toMatchObject({ highlights: 1, claims: 0, evidence: 0 });
  // By itself now, or bringing the claim back would lose it.
  expect((await trash()).map(({ entity }) => entity)).toEqual(["claim", "evidence"]);
});

test("evidence does not come back without its claim, but with it", async () => {
  const { call, claim, evidence, restore, counts } = await aProjectWithClaim();
  must(await call("evidence", "remove", { id: evidence as never }));
  must(await call("claims", "remove", { id: claim }));
  const refused = await restore({ entity: "evidence", id: evidence });
  expect(refused).toMatchObject({
    ok: false,
    error: {
      kind: "conflict",
      message:
        "“The first troops” cannot be brought back: the claim “The troops left” that it belongs to is removed too.",
    },
  });
  must(await restore({ entity: "evidence", id: evidence }, { entity: "claim", id: claim }));
  expect(await counts()).toMatchObject({ claims: 1, evidence: 1 });
  const [newest] = must(await call("history", "list", { limit: 1 }));
  expect(newest?.label).toBe("Bring back 2 things");
});

test("evidence is not given twice: what was given again in between stands", async () => {
  const { call, highlight, claim, evidence, restore } = await aProjectWithClaim();
  must(await call("evidence", "remove", { id: evidence as never }));
  must(
    await call("evidence", "create", {
      claimId: claim,
      passage: { highlightId: highlight },
      stance: "contradicts",
      credibility: null,
    }),
  );
  expect(await restore({ entity: "evidence", id: evidence })).toMatchObject({
    ok: false,
    error: { kind: "conflict" },
  });
});

test("a joined tag comes back with its uses; a removed one whose name is taken is refused in words", async () => {
  const { call, highlight, words, restore } = await aProjectWithClaim();
  const tag = async (name: string) => must(await call("tags", "create", { name })).id;
  const [figures, numbers] = [await tag("figures"), await tag("numbers")];
  must(await call("highlights", "setTag", { id: highlight, tagId: figures, isOn: true }));
  must(await call("tags", "merge", { from: figures, into: numbers }));
  expect(await words()).toEqual([["tag", "figures", "Merge tag “figures” into “numbers”"]]);
  must(await restore({ entity: "tag", id: figures }));
  const tags = must(await call("tags", "list", undefined));
  expect(tags.map(({ name, highlights }) => [name, highlights]).sort()).toEqual([
    ["figures", 1],
    ["numbers", 0],
  ]);
  must(await call("tags", "remove", { id: numbers }));
  must(await call("tags", "update", { id: figures, set: { name: "Numbers" } }));
  expect(await restore({ entity: "tag", id: numbers })).toMatchObject({
    ok: false,
    error: { kind: "conflict", message: expect.stringContaining("“numbers” cannot be brought back") },
  });
});

test("an article brings its highlights into sight again; a highlight of a removed article waits for it", async () => {
  const { call, article, highlight, restore, counts, words } = await aProjectWithClaim();
  must(await call("highlights", "remove", { id: highlight }));
  must(await call("articles", "remove", { id: article }));
  expect(await words()).toHaveLength(2);
  expect(await restore({ entity: "highlight", id: highlight })).toMatchObject({
    ok: false,
    error: { kind: "conflict" },
  });
  must(await restore({ entity: "article", id: article }, { entity: "highlight", id: highlight }));
  expect(await counts()).toMatchObject({ articles: 1, highlights: 1, evidence: 1 });
});

test("what is not in the trash is not brought back, and what a colleague removed comes back for everybody", async () => {
  const { call, jobs, claim, restore, trash } = await aProjectWithClaim();
  expect(await restore({ entity: "claim", id: claim })).toMatchObject({
    ok: false,
    error: { kind: "not-found" },
  });
  must(await jobs.setAnalyst(anAnalyst(2)));
  must(await call("claims", "remove", { id: claim }));
  expect((await trash())[0]).toMatchObject({ deletedBy: "Analyst 2" });
  must(await jobs.setAnalyst(anAnalyst(1)));
  must(await restore({ entity: "claim", id: claim }));
  expect(must(await jobs.verify(undefined)).isSound).toBe(true);
});

test("the trash is listed page by page, and nothing is passed over or told twice when something comes back in between", async () => {
  const { call, claim, trash, restore } = await aProjectWithClaim();
  const tags: string[] = [];
  for (let number = 0; number < 7; number += 1)
    tags.push(must(await call("tags", "create", { name: `tag ${number}` })).id);
  for (const id of tags.slice(0, 4)) must(await call("tags", "remove", { id: id as never }));
  must(await call("claims", "remove", { id: claim }));
  for (const id of tags.slice(4)) must(await call("tags", "remove", { id: id as never }));
  const ids = [...tags.slice(0, 4), claim, ...tags.slice(4)].reverse();
  expect((await trash()).map(({ id }) => id)).toEqual(ids);
  const page = async (before?: string) =>
    must(await call("history", "trash", { limit: 3, ...(before === undefined ? {} : { before }) }));
  const first = await page();
  expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
  // The last of that page is not there any more, but its place is.
  must(await restore({ entity: "tag", id: ids[2] ?? "" }));
  const second = await page(first.next ?? "");
  expect(second.items.map(({ id }) => id)).toEqual(ids.slice(3, 6));
  const third = await page(second.next ?? "");
  expect([third.items.map(({ id }) => id), third.next]).toEqual([ids.slice(6), null]);
  for (const before of ["", "nonsense", "[1]", '[1,"tag"]'])
    expect(await call("history", "trash", { limit: 3, before })).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
});

test("a page of thousands of removed things is there at once", () => {
  const actor = anActor();
  const { db } = aProject(actor);
  const { added } = must(addArticles(db, actor, () => "Import", [anArticle()]));
  const articleId = added[0]?.articleId ?? "";
  const anchor = { start: 4, end: 9, quote: "first", prefix: "The ", suffix: " troops" };
  const ids = Array.from({ length: 2000 }, () => actor.newId("hl"));
  const set = (fields: Record<string, FieldValue>) => ids.flatMap((id) => setFields("highlight", id, fields));
  writeEdit(db, actor, "Highlight", set({ articleId, anchor, deleted: false }));
  transact(db, () => {
    for (const id of ids)
      writeEdit(db, actor, "Remove highlight", setFields("highlight", id, { deleted: true }));
  });
  const looks = countStatements(db);
  const { items, next } = must(listTrash(db, { limit: 100 }));
  expect([items.length, next]).toEqual([100, expect.any(String)]);
  // Every thing on the page is asked about, and none that is not.
  expect(looks()).toBeLessThan(1000);
});

test("a passage that two agreed not to mark was never there", () => {
  const actor = anActor();
  const { db } = aProject(actor);
  const { added } = must(addArticles(db, actor, () => "Import", [anArticle()]));
  const anchor = { start: 4, end: 9, quote: "first", prefix: "The ", suffix: " troops" };
  const fields = {
    articleId: added[0]?.articleId ?? "",
    anchor,
    settles: [actor.newId("hl"), actor.newId("hl")],
  };
  const id = actor.newId("hl");
  writeEdit(db, actor, "Agree", setFields("highlight", id, { ...fields, deleted: true }));
  expect(must(listTrash(db, { limit: 10 })).items).toEqual([]);
  writeEdit(db, actor, "Mark it after all", setFields("highlight", id, { deleted: false }));
  writeEdit(db, actor, "Remove highlight", setFields("highlight", id, { deleted: true }));
  expect(must(listTrash(db, { limit: 10 })).items).toMatchObject([
    { entity: "highlight", id, words: "first" },
  ]);
});
