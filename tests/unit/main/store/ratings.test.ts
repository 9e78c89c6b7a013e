import { expect, test } from "vitest";
import type { ArticleId, SourceId } from "../../../../shared/ids";
import { anAnalyst, anOpenSession, must, someText } from "../../../builders";

const aRatedProject = async () => {
  const session = await anOpenSession();
  const outcome = must(
    await session.call("articles", "createFromText", {
      text: someText,
      title: "One",
      sourceName: "The Ledger",
    }),
  );
  const articleId = outcome.articleId as ArticleId;
  const sourceId = must(await session.call("articles", "get", { id: articleId })).sourceId as SourceId;
  const rate = async (
    target: { sourceId: SourceId } | { articleId: ArticleId },
    reliability: "A" | "B" | "C" | "D" | "E" | "F",
    reason = "a reason",
  ) => must(await session.call("sources", "rate", { target, reliability, reason }));
  const letters = async () => {
    const article = must(await session.call("articles", "get", { id: articleId })).rating;
    const source = must(await session.call("sources", "get", { id: sourceId })).rating;
    return {
      article: article?.reliability ?? null,
      isOverride: article?.isOverride ?? null,
      source: source?.reliability ?? null,
    };
  };
  return { ...session, articleId, sourceId, rate, letters };
};

test("an article has its source's letter until it has one of its own, and again once that is taken back", async () => {
  const { call, articleId, sourceId, rate, letters } = await aRatedProject();
  expect(await letters()).toEqual({ article: null, isOverride: null, source: null });
  await rate({ sourceId }, "C");
  expect(await letters()).toEqual({ article: "C", isOverride: false, source: "C" });
  await rate({ articleId }, "B", "names its officials");
  expect(await letters()).toEqual({ article: "B", isOverride: true, source: "C" });
  must(await call("sources", "clearOverride", { articleId }));
  expect(await letters()).toEqual({ article: "C", isOverride: false, source: "C" });
  expect(await call("sources", "clearOverride", { articleId })).toMatchObject({
    ok: false,
    error: { kind: "not-found" },
  });
  must(await call("history", "undo", {}));
  expect(await letters()).toEqual({ article: "B", isOverride: true, source: "C" });
});

test("nothing overwrites a rating: the history keeps each one, and says when an override was taken back", async () => {
  const { call, articleId, sourceId, rate } = await aRatedProject();
  await rate({ sourceId }, "C", "first");
  await rate({ sourceId }, "C", "again, for another reason");
  await rate({ articleId }, "B");
  must(await call("sources", "clearOverride", { articleId }));
  await rate({ sourceId }, "A");
  const { ratings } = must(await call("sources", "get", { id: sourceId }));
  expect(ratings.map(({ reliability, reason, articleId: own }) => [reliability, reason, own])).toEqual([
    ["A", "a reason", null],
    ["B", "a reason", articleId],
    ["C", "again, for another reason", null],
    ["C", "first", null],
  ]);
  expect(ratings.map(({ takenBackAt }) => takenBackAt !== undefined)).toEqual([false, true, false, false]);
});

test("for whoever looks their own newest letter counts, else the newest by anybody", async () => {
  const { call, jobs, articleId, sourceId, rate, letters } = await aRatedProject();
  await rate({ sourceId }, "B");
  must(await jobs.setAnalyst(anAnalyst(2)));
  expect((await letters()).source).toBe("B");
  await rate({ sourceId }, "D");
  await rate({ articleId }, "E");
  expect(await letters()).toEqual({ article: "E", isOverride: true, source: "D" });
  must(await jobs.setAnalyst(anAnalyst(1)));
  expect(await letters()).toEqual({ article: "E", isOverride: true, source: "B" });
  // One's own word that there is no override counts against another's.
  must(await call("sources", "clearOverride", { articleId }));
  expect(await letters()).toEqual({ article: "B", isOverride: false, source: "B" });
  must(await jobs.setAnalyst(anAnalyst(2)));
  expect(await letters()).toEqual({ article: "E", isOverride: true, source: "D" });
  must(await jobs.setAnalyst(anAnalyst(3)));
  expect(await letters()).toMatchObject({ source: "D" });
});

test("a source's letter does not pass to the sources below it", async () => {
  const { call, sourceId, rate } = await aRatedProject();
  const child = must(
    await call("sources", "create", { name: "A correspondent", kind: "author", parentId: sourceId }),
  );
  await rate({ sourceId }, "A");
  expect(must(await call("sources", "get", { id: child.id })).rating).toBeNull();
});

test("an undone rating is out of force, and in force again once redone", async () => {
  const { call, sourceId, rate, letters } = await aRatedProject();
  await rate({ sourceId }, "B");
  await rate({ sourceId }, "E");
  must(await call("history", "undo", {}));
  expect((await letters()).source).toBe("B");
  must(await call("history", "redo", undefined));
  expect((await letters()).source).toBe("E");
});

test("an override without a reason is refused, and a source may be rated without one", async () => {
  const { call, articleId, sourceId, letters } = await aRatedProject();
  for (const reason of ["", "  "])
    expect(await call("sources", "rate", { target: { articleId }, reliability: "A", reason })).toMatchObject({
      ok: false,
      error: { kind: "invalid-input", message: "An override needs a reason." },
    });
  expect((await letters()).article).toBeNull();
  must(await call("sources", "rate", { target: { sourceId }, reliability: "A", reason: "" }));
});
