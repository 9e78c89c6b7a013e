import { expect, test } from "vitest";
import { must } from "../../../builders";
import { conflictsOf, mergeFrom, mergeWith, reopened, sent, withSharedStart } from "../../../merge-work";

/** Two people who gave one note two texts, apart from each other. */
const aConflict = async () => {
  const { a, b, highlightId } = await withSharedStart();
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "mine" } }));
  must(await b.call("highlights", "update", { id: highlightId, set: { note: "theirs" } }));
  return { a, b };
};

test.each(["mine", "theirs", "both"] as const)(
  "a conflict that was settled as %s is open again when that is undone, with the same two sides",
  async (take) => {
    const { a, b } = await aConflict();
    await mergeWith(a, b);
    const [open] = await conflictsOf(a);
    expect(open).toMatchObject({ mine: { words: "mine" }, theirs: { words: "theirs" } });
    const { edit } = must(await a.call("merges", "settle", { items: [{ id: open?.id ?? "", take }] }));
    expect(await conflictsOf(a)).toEqual([]);
    must(await a.call("history", "undo", edit === null ? {} : { edit }));
    expect(await conflictsOf(a)).toEqual([open]);
    must(await a.call("history", "redo", undefined));
    expect(await conflictsOf(a)).toEqual([]);
  },
);

test("a merge that was undone and merged again leaves its conflicts again", async () => {
  const { a, b } = await aConflict();
  const file = await sent(b);
  await mergeFrom(a, file);
  const [open] = await conflictsOf(a);
  must(await a.call("history", "undo", {}));
  expect(await conflictsOf(a)).toEqual([]);
  const { edit, conflicts } = await mergeFrom(a, file);
  expect(conflicts).toBe(1);
  expect(await conflictsOf(a)).toEqual([{ ...open, edit }]);
});

test("what is open after each of many writes is what a fresh start finds", async () => {
  const { a, b, highlightId, articleId, tagId } = await withSharedStart();
  for (const [who, words] of [
    [a, "mine"],
    [b, "theirs"],
  ] as const) {
    must(await who.call("highlights", "update", { id: highlightId, set: { note: words } }));
    must(await who.call("tags", "update", { id: tagId, set: { description: words } }));
    must(await who.call("articles", "update", { id: articleId, set: { byline: words } }));
  }
  await mergeWith(a, b);
  const open = await conflictsOf(a);
  expect(open.map(({ field }) => field).sort()).toEqual(["byline", "description", "note"]);
  const idOf = (field: string) => open.find((one) => one.field === field)?.id ?? "";
  const seen = [open];
  const look = async () => seen.push(await conflictsOf(a));
  must(await a.call("tags", "create", { name: "beside all this" }));
  await look();
  must(await a.call("merges", "settle", { items: [{ id: idOf("note"), take: "mine" }] }));
  await look();
  must(await a.call("articles", "update", { id: articleId, set: { byline: "a third way" } }));
  await look();
  must(await a.call("history", "undo", {}));
  await look();
  expect(seen.map((found) => found.length)).toEqual([3, 3, 2, 1, 2]);
  const fresh = await reopened(a, 1);
  expect(await conflictsOf(fresh)).toEqual(seen.at(-1));
});
