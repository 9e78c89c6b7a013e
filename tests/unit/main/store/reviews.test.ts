import { expect, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { getArticle, listArticles } from "../../../../main/store/articles";
import { getColumnMaps, setColumnMap } from "../../../../main/store/column-maps";
import { insertHighlight } from "../../../../main/store/highlights";
import { matchSource } from "../../../../main/store/match-source";
import { getOriginal } from "../../../../main/store/originals";
import { listCaptures } from "../../../../main/store/provenance";
import { insertRating } from "../../../../main/store/ratings";
import { replaceText, restoreAside } from "../../../../main/store/replace-text";
import { confirmArticles, listReviewRows } from "../../../../main/store/reviews";
import { insertSource, listSources, mergeSources } from "../../../../main/store/sources";
import { redoLast, undoLast } from "../../../../main/store/undo";
import type { Proposal } from "../../../../shared/domain/article";
import type { ArticleId } from "../../../../shared/ids";
import { anActor, anAnalyst, anArticle, aProject, dump, must } from "../../../builders";

const proposal = (field: Proposal["field"], value: string): Proposal => ({
  field,
  value,
  from: "test",
  strength: "stated",
});

const setUp = () => {
  const actor = anActor();
  const { db } = aProject(actor);
  const add = (text: string, set: Parameters<typeof anArticle>[0] = {}) =>
    must(addArticles(db, actor, "Import", [anArticle({ text, ...set })])).added[0]?.articleId as ArticleId;
  const article = (id: ArticleId) => must(getArticle(db, actor.analyst.id, id));
  const sources = () => listSources(db, actor.analyst.id).map(({ name }) => name);
  return { actor, db, add, article, sources };
};

test("what an article lacks and what its import doubted wants a look until somebody has reviewed it", () => {
  const { actor, db, add, article } = setUp();
  const bare = add("A bare text.", {
    publishedOn: null,
    findings: { doubts: ["title", "date", "encoding"] },
  });
  const guessed = add("Another text.", { sourceName: "Wire", findings: { doubts: ["date", "text"] } });
  const whole = add("A third text.", { sourceName: "Wire" });
  expect(article(bare).gaps).toEqual(["no-source", "no-date", "title-made", "encoding-doubtful"]);
  expect(article(guessed).gaps).toEqual(["date-guessed", "text-doubtful"]);
  expect(article(whole).gaps).toEqual([]);
  const look = () => listArticles(db, actor.analyst.id, { state: "needs-look" }).map(({ id }) => id);
  expect(new Set(look())).toEqual(new Set([bare, guessed]));
  must(confirmArticles(db, actor, [{ id: bare }]));
  expect(look()).toEqual([guessed]);
  expect(article(bare)).toMatchObject({ isReviewed: true, gaps: [] });
  const lacking = (state: "no-source" | "no-date") =>
    listArticles(db, actor.analyst.id, { state }).map(({ id }) => id);
  // That it was looked at gave it no source and no date.
  expect([lacking("no-source"), lacking("no-date")]).toEqual([[bare], [bare]]);
  must(undoLast(db, actor));
  expect(look()).toHaveLength(2);
});

test("the review shows what was found and where, and the source in the project that it points to", () => {
  const { actor, db, add } = setUp();
  const wire = must(insertSource(db, actor, { name: "Wire Agency", kind: "agency" })).id;
  const proposals = [proposal("source", "  WIRE   agency"), proposal("url", "https://www.herald.example/a")];
  const encoding = { name: "windows-1252", alternatives: [{ name: "utf-8", preview: "x" }] };
  const id = add("A text 🛩 of some words.", { part: "article 3 of 12", findings: { proposals, encoding } });
  const other = add("Another.", { isReviewed: true });
  expect(listReviewRows(db, actor.analyst.id, undefined).map(({ articleId }) => articleId)).toEqual([id]);
  const [row, second] = listReviewRows(db, actor.analyst.id, [id, other]);
  expect(row).toMatchObject({
    articleId: id,
    part: "article 3 of 12",
    proposals,
    encoding,
    matchedSource: { id: wire, name: "Wire Agency", by: "name" },
    gaps: ["no-source"],
    beginning: "A text 🛩 of some words.",
    revisionOf: null,
  });
  expect(second).toMatchObject({ articleId: other, matchedSource: null, isReviewed: true });
});

test("a source is matched by the name of one merged into it, and by a site that one source alone has", () => {
  const { actor, db, add } = setUp();
  const old = must(insertSource(db, actor, { name: "AP", kind: "agency" })).id;
  const ap = must(
    insertSource(db, actor, { name: "Associated Press", kind: "agency", url: "https://apnews.example" }),
  ).id;
  must(mergeSources(db, actor, old, ap));
  expect(matchSource(db, [proposal("source", "ap")])).toEqual({
    id: ap,
    name: "Associated Press",
    by: "name",
  });
  expect(matchSource(db, [proposal("url", "https://www.apnews.example/x")])).toMatchObject({
    id: ap,
    by: "domain",
  });
  add("One.", { sourceName: "Herald", url: "https://edition.herald.example/1" });
  expect(matchSource(db, [proposal("url", "herald.example/2")])).toMatchObject({ name: "Herald" });
  add("Two.", { sourceName: "Herald on Sunday", url: "https://herald.example/3" });
  expect(matchSource(db, [proposal("url", "https://herald.example/2")])).toBeNull();
  expect(matchSource(db, [proposal("source", "Nobody"), proposal("url", "no link")])).toBeNull();
});

test("a lesser guess does not win over a better one because its source is in the project already", () => {
  const { actor, db } = setUp();
  must(insertSource(db, actor, { name: "AP", kind: "agency" }));
  const guessed = (value: string) => ({ ...proposal("source", value), strength: "guessed" as const });
  const stated = (value: string) => ({ ...proposal("source", value), strength: "stated" as const });
  expect(matchSource(db, [guessed("NPR"), guessed("AP")])).toBeNull();
  expect(matchSource(db, [guessed("AP"), guessed("NPR")])).toMatchObject({ name: "AP" });
  expect(matchSource(db, [stated("The Associated Press"), stated("AP")])).toMatchObject({ name: "AP" });
  expect(matchSource(db, [stated("NPR"), guessed("AP")])).toBeNull();
});

test("many are confirmed in one edit, a new source is made once, and one undo takes all of it back", () => {
  const { actor, db, add, article, sources } = setUp();
  const ids = ["One.", "Two.", "Three."].map((text) => add(text));
  const before = dump(db, { onlyLive: true });
  must(
    confirmArticles(
      db,
      actor,
      ids.map((id, n) => ({
        id,
        sourceName: n === 1 ? " the  HERALD" : "The Herald",
        set: { title: `T${n}` },
      })),
    ),
  );
  expect(sources()).toEqual(["The Herald"]);
  expect(ids.map((id) => article(id))).toMatchObject(
    [0, 1, 2].map((n) => ({ title: `T${n}`, sourceName: "The Herald", isReviewed: true })),
  );
  expect(must(undoLast(db, actor)).label).toBe("Review 3 articles");
  expect(dump(db, { onlyLive: true })).toBe(before);
  expect(
    confirmArticles(db, actor, [{ id: ids[0] as ArticleId }, { id: "art-0" as ArticleId }]),
  ).toMatchObject({
    ok: false,
    error: { kind: "not-found" },
  });
  expect(dump(db, { onlyLive: true })).toBe(before);
});

test("a new source that many articles of one import name is one source, even when its first id is used up", () => {
  const { actor, db, sources } = setUp();
  const first = must(insertSource(db, actor, { name: "Wire", kind: "outlet" })).id;
  const kept = must(insertSource(db, actor, { name: "Other", kind: "outlet" })).id;
  must(mergeSources(db, actor, first, kept));
  must(
    addArticles(
      db,
      actor,
      "Import",
      ["A.", "B.", "C."].map((text) => anArticle({ text, sourceName: "Wire" })),
    ),
  );
  expect(sources()).toEqual(["Other", "Wire"]);
});

const advertisement = { at: 0, text: "Advertisement", reason: "advertisement" as const };
const caption = { at: 12, text: "Photo: somebody", reason: "caption" as const };
const asides = [advertisement, caption];
const twoParagraphs = "First one.\n\nSecond one.";

test("a piece that was set aside goes back into the text in one edit, and one undo takes it out again", () => {
  const { actor, db, add, article } = setUp();
  const places = { asides, pages: [0, 12] };
  const id = add(twoParagraphs, { sourceName: "Wire", isReviewed: true, findings: places });
  expect(article(id)).toMatchObject(places);
  const done = must(restoreAside(db, actor, id, 1));
  const restored = article(done.articleId);
  expect(restored).toMatchObject({
    text: "First one.\n\nPhoto: somebody\n\nSecond one.",
    asides: [advertisement],
    pages: [0, 12],
    title: "Troops leave",
    sourceName: "Wire",
    isReviewed: true,
    revisionOf: null,
  });
  expect(restored.blocks.map(({ start, end }) => restored.text.slice(start, end))).toEqual([
    "First one.",
    "Photo: somebody",
    "Second one.",
  ]);
  expect(listArticles(db, actor.analyst.id, {}).map((one) => one.id)).toEqual([done.articleId]);
  const [capture] = must(listCaptures(db, done.articleId));
  expect(capture?.steps.at(-1)).toBe("put back “Photo: somebody”");
  must(undoLast(db, actor));
  expect(listArticles(db, actor.analyst.id, {}).map((one) => one.id)).toEqual([id]);
  must(redoLast(db, actor));
  // The same file again is known by its original, though its text is now another.
  const again = must(addArticles(db, actor, "Import", [anArticle({ text: twoParagraphs })]));
  expect(again.added).toMatchObject([{ outcome: "known", articleId: done.articleId }]);
  const both = must(restoreAside(db, actor, done.articleId, 0));
  expect(article(both.articleId).text).toBe("Advertisement\n\nFirst one.\n\nPhoto: somebody\n\nSecond one.");
});

test("an article whose text is replaced keeps the place in lists and the import that it had", () => {
  const { actor, db, add } = setUp();
  const colleague = { ...actor, analyst: anAnalyst(2) };
  const id = add(twoParagraphs, { findings: { asides } });
  const later = ["A later text.", "The latest text."].map((text) => add(text));
  const listed = () => listArticles(db, actor.analyst.id, { sort: "imported" });
  const before = listed();
  expect(before.map((one) => one.id)).toEqual([...later.toReversed(), id]);
  const [arrival] = must(listCaptures(db, id));
  const done = must(restoreAside(db, colleague, id, 0));
  expect(listed().map((one) => one.id)).toEqual([...later.toReversed(), done.articleId]);
  expect(listed()[2]?.importedAt).toBe(before[2]?.importedAt);
  expect(must(listCaptures(db, done.articleId))[0]).toMatchObject({
    importedAt: arrival?.importedAt,
    analyst: arrival?.analyst,
  });
});

test("a text is not replaced once something is highlighted or rated in it, nor by one that is there", () => {
  const { actor, db, add } = setUp();
  const id = add(twoParagraphs, { findings: { asides } });
  const there = add("Another text.");
  expect(there).not.toBe(id);
  const by = (text: string) => replaceText(db, actor, id, anArticle({ text }));
  expect(by("Another text.")).toMatchObject({ ok: false, error: { kind: "conflict" } });
  expect(by(twoParagraphs)).toMatchObject({ ok: false, error: { kind: "conflict" } });
  expect(restoreAside(db, actor, id, 7)).toMatchObject({ ok: false, error: { kind: "not-found" } });
  must(insertRating(db, actor, { articleId: id }, "D", "a reason"));
  expect(by("A third text.")).toMatchObject({ ok: false, error: { kind: "conflict" } });
  must(undoLast(db, actor));
  must(insertHighlight(db, actor, { articleId: id, span: { start: 0, end: 5 }, tagIds: [] }));
  const refused = restoreAside(db, actor, id, 0);
  expect(refused).toMatchObject({ ok: false, error: { kind: "conflict" } });
  must(undoLast(db, actor));
  expect(by("A third text.").ok).toBe(true);
});

test("many articles of one file share its original, and each says in which part it stood", () => {
  const { actor, db } = setUp();
  const bytes = new TextEncoder().encode("all of it");
  const original = { bytes, fileName: "export.rtf", mediaType: "application/rtf" };
  const articles = [1, 2, 3].map((n) =>
    anArticle({ text: `Article ${n}.`, original, part: `article ${n} of 3`, isOnlyOne: false }),
  );
  const { added } = must(addArticles(db, actor, "Import 3 articles", articles));
  expect(db.prepare("SELECT count(*) FROM originals").pluck().get()).toBe(1);
  for (const [n, { articleId }] of added.entries()) {
    const [capture] = must(listCaptures(db, articleId));
    expect(capture).toMatchObject({
      fileName: "export.rtf",
      part: `article ${n + 1} of 3`,
      size: bytes.length,
      analyst: actor.analyst.name,
      steps: ["read as UTF-8"],
    });
    expect(getOriginal(db, capture?.original ?? "")).toEqual(Buffer.from(bytes));
  }
});

test("an article that two files bring at the same moment has the name of the first", () => {
  const { db } = setUp();
  const actor = anActor({ now: () => "2024-05-21T09:00:00.000Z" });
  const files = ["z.txt", "a.txt"].map((fileName) =>
    anArticle({ original: { bytes: Buffer.from("one text"), fileName, mediaType: "text/plain" } }),
  );
  const { added } = must(addArticles(db, actor, "Import", files));
  expect(added.map(({ outcome }) => outcome)).toEqual(["new", "known"]);
  const [listed] = listArticles(db, actor.analyst.id, {});
  expect(listed?.fileName).toBe("z.txt");
  expect(must(listCaptures(db, added[0]?.articleId as ArticleId)).map(({ fileName }) => fileName)).toEqual([
    "z.txt",
    "a.txt",
  ]);
});

test("what the columns of a table hold is remembered by its make", () => {
  const { db } = setUp();
  expect(getColumnMaps(db)).toEqual({});
  setColumnMap(db, "k:1", { text: "body", title: "headline" });
  setColumnMap(db, "k:1", { text: "body" });
  setColumnMap(db, "*", { text: "text" });
  expect(getColumnMaps(db)).toEqual({ "k:1": { text: "body" }, "*": { text: "text" } });
});
