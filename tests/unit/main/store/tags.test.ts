import { expect, test } from "vitest";
import { liveParents } from "../../../../main/store/trees";
import type { TagId } from "../../../../shared/ids";
import { anOpenSession, must, withArticle } from "../../../builders";

const aCodebook = async (...names: string[]) => {
  const session = await anOpenSession();
  const ids: TagId[] = [];
  for (const name of names) ids.push(must(await session.call("tags", "create", { name })).id);
  const listed = async () => must(await session.call("tags", "list", undefined));
  const byName = async (name: string) => (await listed()).find((tag) => tag.name === name);
  return { ...session, ids, listed, byName };
};

test("the same name gives the same id in any project, and a second tag of that name is refused", async () => {
  const [one, other] = [await aCodebook("Numbers"), await aCodebook("  numbers")];
  expect(one.ids[0]).toBe(other.ids[0]);
  const again = await one.call("tags", "create", { name: "ＮＵＭＢＥＲＳ" });
  expect(again).toMatchObject({ ok: false, error: { kind: "conflict" } });
  const renamed = must(await one.call("tags", "create", { name: "Other" }));
  expect(await one.call("tags", "update", { id: renamed.id, set: { name: "NUMBERS" } })).toMatchObject({
    ok: false,
    error: { kind: "conflict" },
  });
  // Its own name in other letters is no conflict.
  must(await one.call("tags", "update", { id: one.ids[0] as TagId, set: { name: "NUMBERS" } }));
});

test("a name that was used by a tag that is gone or renamed gives a fresh id", async () => {
  const { call, ids } = await aCodebook("Numbers");
  must(await call("tags", "remove", { id: ids[0] as TagId }));
  const again = must(await call("tags", "create", { name: "Numbers" }));
  expect(again.id).not.toBe(ids[0]);
  must(await call("tags", "update", { id: again.id, set: { name: "Figures" } }));
  expect(must(await call("tags", "create", { name: "Numbers" })).id).not.toBe(again.id);
});

test("a shortcut is taken from the tag that has it, in one edit", async () => {
  const { call, ids, byName } = await aCodebook("a", "b");
  must(await call("tags", "update", { id: ids[0] as TagId, set: { shortcut: 3 } }));
  must(await call("tags", "update", { id: ids[1] as TagId, set: { shortcut: 3 } }));
  expect([(await byName("a"))?.shortcut, (await byName("b"))?.shortcut]).toEqual([null, 3]);
  must(await call("history", "undo", {}));
  expect([(await byName("a"))?.shortcut, (await byName("b"))?.shortcut]).toEqual([3, null]);
});

test("a tag cannot be put below itself", async () => {
  const { call, ids } = await aCodebook("a", "b", "c");
  const [a, b, c] = ids as [TagId, TagId, TagId];
  must(await call("tags", "update", { id: b, set: { parentId: a } }));
  must(await call("tags", "update", { id: c, set: { parentId: b } }));
  for (const parentId of [a, b, c])
    expect(await call("tags", "update", { id: a, set: { parentId } })).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
});

test("merging moves what is tagged and what stands below, once each, and one undo brings it back", async () => {
  const session = await aCodebook("from", "into", "child");
  const { call, ids, byName } = session;
  const [from, into, child] = ids as [TagId, TagId, TagId];
  const articleId = await withArticle(session);
  must(await call("tags", "update", { id: child, set: { parentId: from } }));
  const both = must(
    await call("highlights", "create", { articleId, span: { start: 0, end: 3 }, tagIds: [from, into] }),
  );
  const one = must(
    await call("highlights", "create", { articleId, span: { start: 4, end: 9 }, tagIds: [child, from] }),
  );
  const claim = must(await call("claims", "create", { statement: "S", kind: "fact", tagIds: [from] }));
  const state = async () => {
    const highlights = must(await call("highlights", "list", { articleId }));
    return {
      both: highlights.find(({ id }) => id === both.id)?.tagIds,
      one: highlights.find(({ id }) => id === one.id)?.tagIds,
      claim: must(await call("claims", "get", { id: claim.id })).tagIds,
      child: (await byName("child"))?.parentId,
    };
  };
  const before = await state();
  must(await call("tags", "merge", { from, into }));
  expect(await state()).toEqual({ both: [into], one: [child, into], claim: [into], child: into });
  expect(await byName("from")).toBeUndefined();
  expect(await byName("into")).toMatchObject({ highlights: 2, claims: 1 });
  must(await call("history", "undo", {}));
  expect(await state()).toEqual(before);
  // A tag may swallow the one that it stands below.
  must(await call("tags", "merge", { from, into: child }));
  expect((await byName("child"))?.parentId).toBeNull();
});

test("when a tag goes its children move up, and it is on nothing any more", async () => {
  const session = await aCodebook("top", "middle", "low");
  const { call, ids, byName } = session;
  const [top, middle, low] = ids as [TagId, TagId, TagId];
  const articleId = await withArticle(session);
  must(await call("tags", "update", { id: middle, set: { parentId: top } }));
  must(await call("tags", "update", { id: low, set: { parentId: middle } }));
  must(await call("highlights", "create", { articleId, span: { start: 0, end: 3 }, tagIds: [middle, low] }));
  must(await call("tags", "remove", { id: middle }));
  expect((await byName("low"))?.parentId).toBe(top);
  expect(must(await call("highlights", "list", { articleId }))[0]?.tagIds).toEqual([low]);
});

test("the list counts what is there and says when a tag was last put on", async () => {
  const session = await aCodebook("a");
  const { call, ids, byName } = session;
  const [a] = ids as [TagId];
  expect(await byName("a")).toMatchObject({ highlights: 0, claims: 0, lastUsedAt: "" });
  const articleId = await withArticle(session);
  const { id } = must(
    await call("highlights", "create", { articleId, span: { start: 0, end: 3 }, tagIds: [a] }),
  );
  expect(await byName("a")).toMatchObject({ highlights: 1 });
  expect((await byName("a"))?.lastUsedAt).toMatch(/^2024-05-21T/);
  must(await call("highlights", "remove", { id }));
  expect(await byName("a")).toMatchObject({ highlights: 0, lastUsedAt: "" });
});

test("a tree that two people's work closed to a circle still is a tree, the same for everybody", () => {
  const node = (id: string, parentId: string | null, isDeleted = 0, mergedInto: string | null = null) => ({
    id,
    parentId,
    isDeleted,
    mergedInto,
  });
  const circle = [node("c", "a"), node("a", "b"), node("b", "c"), node("d", "c")];
  const parents = { a: null, b: "c", c: "a", d: "c" };
  expect(Object.fromEntries(liveParents(circle))).toEqual(parents);
  expect(Object.fromEntries(liveParents([...circle].reverse()))).toEqual(parents);
  const gone = [node("a", null), node("b", "a", 1), node("c", "b"), node("m", "a", 1, "c"), node("x", "m")];
  expect(Object.fromEntries(liveParents(gone))).toEqual({ a: null, c: "a", x: "c" });
});
