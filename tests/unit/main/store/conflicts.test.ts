import { expect, test } from "vitest";
import type { Session } from "../../../../main/handlers/session";
import type { ArticleId } from "../../../../shared/ids";
import { must } from "../../../builders";
import { type Colleague, conflictsOf, mergeWith, someWork, withSharedStart } from "../../../merge-work";

const highlightsOf = async (session: Session, articleId: ArticleId) =>
  must(await session.call("highlights", "list", { articleId }));

/** Both give one note another text, apart. */
const twoNotes = async () => {
  const start = await withSharedStart();
  const { a, b, highlightId } = start;
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "as A sees it" } }));
  must(await b.call("highlights", "update", { id: highlightId, set: { note: "as B sees it" } }));
  return start;
};

const noteOf = async (session: Session, articleId: ArticleId) =>
  (await highlightsOf(session, articleId))[0]?.note;

test("two notes on one passage are a conflict with both versions, and one of them stands", async () => {
  const { a, b, articleId, highlightId } = await twoNotes();
  const { conflicts } = await mergeWith(a, b);
  expect(conflicts).toBe(1);
  const [conflict, ...others] = await conflictsOf(a);
  expect(others).toEqual([]);
  expect(conflict).toMatchObject({
    kind: "both-changed",
    entity: "highlight",
    entityId: highlightId,
    field: "note",
    about: "More than 1,000 remain",
    articleId,
    canKeepBoth: true,
    mine: { analyst: "Analyst 1", words: "as A sees it" },
    theirs: { analyst: "Analyst 2", words: "as B sees it" },
  });
  const standing = conflict?.standing === "mine" ? "as A sees it" : "as B sees it";
  expect(await noteOf(a, articleId)).toBe(standing);
  // Whichever stands, it is the same one for the other.
  await mergeWith(b, a);
  expect(await noteOf(b, articleId)).toBe(standing);
});

const settleAs = async (session: Session, take: "mine" | "theirs" | "both") => {
  const items = (await conflictsOf(session)).map(({ id }) => ({ id, take }));
  return must(await session.call("merges", "settle", { items })).edit;
};

test("a conflict is settled by taking mine, theirs or both, in one edit that can be undone", async () => {
  const { a, b, articleId } = await twoNotes();
  await mergeWith(a, b);
  const standing = await noteOf(a, articleId);
  for (const [take, note] of [
    ["mine", "as A sees it"],
    ["theirs", "as B sees it"],
  ] as const) {
    await settleAs(a, take);
    expect(await noteOf(a, articleId)).toBe(note);
    expect(await conflictsOf(a)).toEqual([]);
    must(await a.call("history", "undo", {}));
    expect(await noteOf(a, articleId)).toBe(standing);
    expect(await conflictsOf(a)).toHaveLength(1);
  }
  await settleAs(a, "both");
  expect(await noteOf(a, articleId)).toContain("as A sees it");
  expect(await noteOf(a, articleId)).toContain("as B sees it");
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
});

test("what one settles is settled for the other, and does not come back with an old copy", async () => {
  const { a, b, articleId } = await twoNotes();
  await mergeWith(b, a);
  expect(await conflictsOf(b)).toHaveLength(1);
  await mergeWith(a, b);
  expect(await conflictsOf(a)).toHaveLength(1);
  await settleAs(a, "mine");
  await mergeWith(b, a);
  expect(await conflictsOf(b)).toEqual([]);
  expect(await noteOf(b, articleId)).toBe("as A sees it");
  await mergeWith(a, b);
  expect(await conflictsOf(a)).toEqual([]);
});

test("take mine or theirs with the merge itself settles all of it; undoing the merge takes that back", async () => {
  for (const [take, note] of [
    ["mine", "as A sees it"],
    ["theirs", "as B sees it"],
  ] as const) {
    const { a, b, articleId } = await twoNotes();
    const { conflicts } = await mergeWith(a, b, take);
    expect(conflicts).toBe(0);
    expect(await noteOf(a, articleId)).toBe(note);
    expect(await conflictsOf(a)).toEqual([]);
    must(await a.call("history", "undo", {}));
    expect(await noteOf(a, articleId)).toBe("as A sees it");
    must(await a.call("history", "redo", undefined));
    expect(await noteOf(a, articleId)).toBe(note);
  }
});

test("a colleague's change to what I made is listed, and I can take mine back", async () => {
  const { a, b, articleId, highlightId } = await withSharedStart();
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "mine" } }));
  await mergeWith(b, a);
  must(await b.call("highlights", "update", { id: highlightId, set: { note: "better" } }));
  await mergeWith(a, b);
  expect(await noteOf(a, articleId)).toBe("better");
  const [conflict] = await conflictsOf(a);
  expect(conflict).toMatchObject({
    kind: "mine-changed",
    standing: "theirs",
    mine: { words: "mine" },
    theirs: { words: "better" },
  });
  await settleAs(a, "mine");
  expect(await noteOf(a, articleId)).toBe("mine");
  await mergeWith(b, a);
  expect(await noteOf(b, articleId)).toBe("mine");
  expect(await conflictsOf(b)).toEqual([]);
});

test("a tag that a colleague puts on my highlight is an addition and no conflict; one that they take off is", async () => {
  const { a, b, highlightId, tagId } = await withSharedStart();
  const other = must(await b.call("tags", "create", { name: "losses" })).id;
  must(await b.call("highlights", "setTag", { id: highlightId, tagId: other, isOn: true }));
  await mergeWith(a, b);
  expect(await conflictsOf(a)).toEqual([]);
  must(await b.call("highlights", "setTag", { id: highlightId, tagId, isOn: false }));
  await mergeWith(a, b);
  expect((await conflictsOf(a)).map(({ kind, field }) => [kind, field])).toEqual([
    ["mine-changed", `tag:${tagId}`],
  ]);
});

test("deleted there while I worked on it: gone, listed, and back when I say so", async () => {
  const { a, b, articleId, highlightId } = await withSharedStart();
  must(await b.call("highlights", "remove", { id: highlightId }));
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "still needed" } }));
  await mergeWith(a, b);
  expect(await highlightsOf(a, articleId)).toEqual([]);
  const [conflict] = await conflictsOf(a);
  expect(conflict).toMatchObject({ kind: "deleted-there", standing: "theirs", field: "deleted" });
  expect(conflict?.theirs.words).toBeNull();
  expect(conflict?.mine.words).toContain("still needed");
  await settleAs(a, "mine");
  expect(await noteOf(a, articleId)).toBe("still needed");
  expect(await conflictsOf(a)).toEqual([]);
});

test("deleted here while they worked on it: stays gone, is listed, and comes back when I say so", async () => {
  const { a, b, articleId, highlightId } = await withSharedStart();
  must(await a.call("highlights", "remove", { id: highlightId }));
  must(await b.call("highlights", "update", { id: highlightId, set: { note: "from B" } }));
  await mergeWith(a, b);
  expect(await highlightsOf(a, articleId)).toEqual([]);
  const [conflict] = await conflictsOf(a);
  expect(conflict).toMatchObject({ kind: "deleted-here", standing: "mine", mine: { words: null } });
  expect(conflict?.theirs.words).toContain("from B");
  await settleAs(a, "theirs");
  expect(await noteOf(a, articleId)).toBe("from B");
  expect(await conflictsOf(a)).toEqual([]);
});

test("a conflict is over when I change the thing myself, knowing both", async () => {
  const { a, b, highlightId } = await twoNotes();
  await mergeWith(a, b);
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "both are wrong" } }));
  expect(await conflictsOf(a)).toEqual([]);
});

test("passages that differ can both be kept, as two highlights", async () => {
  const { a, b, articleId, highlightId } = await withSharedStart();
  const move = (session: Colleague, start: number) =>
    session.call("highlights", "update", { id: highlightId, set: { span: { start, end: start + 12 } } });
  must(await move(a, 50));
  must(await move(b, 60));
  await mergeWith(a, b);
  await settleAs(a, "both");
  const spans = (await highlightsOf(a, articleId)).map(({ anchor, tagIds }) => [anchor.start, tagIds.length]);
  expect(spans).toEqual([
    [50, 1],
    [60, 1],
  ]);
});

test("settling a thousand conflicts is one edit", async () => {
  const { a, b, articleId } = await withSharedStart();
  for (let number = 0; number < 20; number += 1)
    must(
      await a.call("highlights", "create", {
        articleId,
        span: { start: number, end: number + 5 },
        tagIds: [],
      }),
    );
  await mergeWith(b, a);
  for (const [session, note] of [
    [a, "one"],
    [b, "two"],
  ] as const)
    for (const { id } of await highlightsOf(session, articleId))
      must(await session.call("highlights", "update", { id, set: { note } }));
  await mergeWith(a, b);
  expect(await conflictsOf(a)).toHaveLength(21);
  await settleAs(a, "theirs");
  expect(await conflictsOf(a)).toEqual([]);
  must(await a.call("history", "undo", {}));
  expect(await conflictsOf(a)).toHaveLength(21);
});

test("tags that look like one under two names are proposed for joining until somebody keeps them apart", async () => {
  const { a, b, highlightId } = await withSharedStart();
  for (const name of ["Troop", "losses", "Casualties", "brigade 4", "brigade 5"])
    must(await b.call("tags", "create", { name }));
  must(await a.call("tags", "create", { name: "Casualities" }));
  await mergeWith(a, b);
  const joins = must(await a.call("merges", "joins", undefined));
  expect(joins.map((one) => [one.a.name, one.b.name].sort())).toEqual([
    ["Casualities", "Casualties"],
    ["Troop", "troops"],
  ]);
  const [, troops] = joins;
  must(await a.call("merges", "keepApart", { a: troops?.a.id ?? "", b: troops?.b.id ?? "" }));
  expect(must(await a.call("merges", "joins", undefined))).toHaveLength(1);
  expect(highlightId).toContain("hl-");
});

test("the words of a conflict are text, whatever they are", async () => {
  const { a, b, highlightId } = await withSharedStart();
  must(
    await a.call("highlights", "update", { id: highlightId, set: { note: "<img src=x onerror=alert(1)>" } }),
  );
  must(await b.call("highlights", "update", { id: highlightId, set: { note: "<script>1</script>" } }));
  await mergeWith(a, b);
  expect((await conflictsOf(a))[0]?.theirs.words).toBe("<script>1</script>");
  await someWork(a, { text: "A later article has words", words: "words", tag: "t" });
});
