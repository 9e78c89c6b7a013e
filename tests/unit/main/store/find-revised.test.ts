import { expect, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { deleteArticle, listArticles } from "../../../../main/store/articles";
import { getClaim, insertClaim } from "../../../../main/store/claims";
import { listHighlights } from "../../../../main/store/highlights";
import { undoLast } from "../../../../main/store/undo";
import { placeHighlights } from "../../../../main/store/waiting-highlights";
import type { HighlightId } from "../../../../shared/ids";
import { anArticle, dump, must } from "../../../builders";
import { first, isSound, paragraphs, second, setUp } from "./revision-work";

test.each([
  [
    "the same link in another dress",
    { url: "https://www.example.org/a/?utm_source=x#top" },
    "https://example.org/a",
  ],
  ["the same name of its file", { title: "report" }, ""],
])("a changed text with %s is found to be a revision", (_, set, url) => {
  const { add, idOf } = setUp();
  const original = { fileName: "report.txt", mediaType: "text/plain" };
  const bytes = (text: string) => new TextEncoder().encode(text);
  const old = idOf(add(first, { url, original: { ...original, bytes: bytes(first) } }));
  const text = `${first}\n\nOne more paragraph of the same report.`;
  const added = add(text, { ...set, revisionOf: "find", original: { ...original, bytes: bytes(text) } });
  expect(added.added).toMatchObject([{ outcome: "revision", revisionOf: old }]);
});

test("another text under the same link or file name is an article of its own", () => {
  const { add } = setUp();
  const url = "https://example.org/";
  add(first, { url });
  const text =
    "Nothing of all this. A wholly different story about the harvest of olives in the south of Italy.";
  expect(add(text, { url, revisionOf: "find" }).added).toMatchObject([{ outcome: "new", revisionOf: null }]);
  const many = add(`${first} More.`, { isOnlyOne: false, revisionOf: "find" });
  expect(many.added).toMatchObject([{ outcome: "new" }]);
});

test("what a removed revision took over goes back to the ones before it with its evidence; its own stays; one undo brings all back", () => {
  const { actor, db, add, highlight, idOf, quotes, waiting, listed } = setUp();
  const [a, bText] = [idOf(add(first, { title: "A" })), `${second} And more.`];
  const [plain, moved, placed] = ["two officials said", "The agreement", "declined to comment"].map((quote) =>
    highlight(a, quote),
  );
  const claim = must(
    insertClaim(db, actor, {
      statement: "They left.",
      evidence: { passage: { highlightId: moved as HighlightId }, stance: "supports", credibility: 2 },
    }),
  ).id;
  const b = idOf(add(second, { title: "B", revisionOf: a }));
  must(placeHighlights(db, actor, b, [{ id: placed as HighlightId, span: { start: 0, end: 11 } }]));
  const c = idOf(add(bText, { title: "C", revisionOf: b }));
  const own = highlight(c, "And more");
  expect(quotes(c)).toHaveLength(4);
  const before = dump(db, { onlyLive: true });
  must(deleteArticle(db, actor, b));
  must(deleteArticle(db, actor, c));
  expect(listed()).toMatchObject([{ id: a, highlights: 2 }]);
  expect(must(listHighlights(db, a)).map(({ id }) => id)).toEqual([plain, moved]);
  expect(must(getClaim(db, actor.analyst.id, claim)).evidence).toMatchObject([{ articleId: a }]);
  must(undoLast(db, actor));
  must(undoLast(db, actor));
  expect(dump(db, { onlyLive: true })).toBe(before);
  expect(waiting(c)).toEqual([]);
  expect(must(listHighlights(db, c)).map(({ id }) => id)).toContain(own);
  must(deleteArticle(db, actor, c));
  expect(must(listHighlights(db, b)).map(({ id }) => id)).toEqual([placed, plain, moved]);
  // Its text comes in again: back, with what stands exactly in it.
  expect(add(bText).added).toMatchObject([{ outcome: "returned", articleId: c, revisionOf: b, carried: 3 }]);
  expect(quotes(c)).toHaveLength(4);
  expect(isSound(db)).toEqual([]);
});

test("within one import the second version of an article is a revision of the first", () => {
  const { actor, db } = setUp();
  const url = "https://example.org/a";
  const articles = [first, `${first} More.`, `${first} More. And more.`].map((text, n) =>
    anArticle({ text, url, title: `V${n + 1}`, revisionOf: "find" }),
  );
  const { added } = must(addArticles(db, actor, "Import 3 articles", articles));
  expect(added.map(({ outcome }) => outcome)).toEqual(["new", "revision", "revision"]);
  expect(listArticles(db, actor.analyst.id, {})).toMatchObject([{ title: "V3", revision: 3 }]);
});

/** A file of `name` with this text; each its own bytes. */
const aFile = (text: string, name = "bulletin.txt") => ({
  text,
  original: { bytes: new TextEncoder().encode(text), fileName: name, mediaType: "text/plain" },
});

test("files of one name are two articles: with links that differ, of different days, or within one import", () => {
  const { actor, db, add, listed } = setUp();
  const more = `${first}\n\nOne more paragraph of the same report.`;
  const find = { revisionOf: "find" as const };
  const kinds = [
    [{ url: "https://example.org/a" }, { url: "https://example.org/b" }],
    [{ url: "https://example.org/a" }, {}],
    [{ publishedOn: "2024-05-20" }, { publishedOn: "2024-05-21" }],
  ];
  for (const [at, [old, set]] of kinds.entries()) {
    add("", { ...aFile(`${first} ${at}`, `${at}.txt`), ...old, ...find });
    expect(add("", { ...aFile(`${more} ${at}`, `${at}.txt`), ...set, ...find }).added).toMatchObject([
      { outcome: "new", revisionOf: null },
    ]);
  }
  const before = listed().length;
  const [one, other] = [
    anArticle({ ...aFile(`${first} X`), ...find }),
    anArticle({ ...aFile(`${more} Y`), ...find }),
  ];
  must(addArticles(db, actor, "Import", [one, other]));
  must(addArticles(db, actor, "Import", [one, anArticle({ ...aFile(`${more} Z`), ...find })]));
  expect(listed()).toHaveLength(before + 3);
});

test("articles of one file are never each other's revisions, whatever link they share; nor are theirs by that link", () => {
  const { actor, db, listed } = setUp();
  const places = ["North Town", "South Town", "East Bay"];
  const week = (name: string, day: string) =>
    places.map((place, at) =>
      anArticle({
        text: `The weather office expects rain and strong wind in ${place} on ${day}. Drivers should take care and leave early, it says.`,
        title: `Weather for ${place}`,
        url: "https://weather.example/",
        revisionOf: "find",
        isOnlyOne: false,
        part: `item ${at + 1}`,
        original: { bytes: new TextEncoder().encode(name), fileName: name, mediaType: "text/xml" },
      }),
    );
  must(addArticles(db, actor, "Import", week("1.xml", "Monday")));
  expect(listed()).toHaveLength(3);
  must(addArticles(db, actor, "Import", week("2.xml", "Tuesday")));
  expect(listed()).toHaveLength(6);
});

test("under one link two texts that share less than half of the shorter one's wording are two articles", () => {
  const { add } = setUp();
  const url = "https://example.org/live";
  add(
    [
      ...paragraphs.slice(0, 2),
      "Words of its own, quite some of them, that stand in no other text of this test.",
    ].join(" "),
    { url },
  );
  const text = [
    paragraphs[0],
    "Here a wholly different story begins, with olives and their harvest in the south.",
  ].join(" ");
  expect(add(text, { url, revisionOf: "find" }).added).toMatchObject([{ outcome: "new" }]);
});

test.each([
  ["it was published earlier", { publishedOn: "2024-05-22" }, { publishedOn: "2024-05-20" }],
  ["it states an earlier change", { modifiedOn: "2024-05-22" }, { modifiedOn: "2024-05-21" }],
])("an older copy that comes in later replaces nothing: %s", (_, newer, older) => {
  const { add, idOf, highlight, quotes, listed } = setUp();
  const set = ({ modifiedOn, ...own }: { publishedOn?: string; modifiedOn?: string }) => ({
    ...own,
    url: "https://example.org/a",
    revisionOf: "find" as const,
    findings: {
      proposals:
        modifiedOn === undefined
          ? []
          : [{ field: "modifiedOn" as const, value: modifiedOn, from: "meta", strength: "stated" as const }],
    },
  });
  const there = idOf(add(`${first} More.`, set(newer)));
  highlight(there, "two officials said");
  expect(add(first, set(older)).added).toMatchObject([
    { outcome: "new", revisionOf: null, olderThan: there, carried: 0 },
  ]);
  expect(quotes(there)).toEqual(["two officials said"]);
  expect(listed()).toHaveLength(2);
  expect(add(`${first} More. And more.`, set(newer)).added).toMatchObject([
    { outcome: "revision", revisionOf: there, olderThan: null },
  ]);
});
