import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { listArticles } from "../../../../main/store/articles";
import { getOriginal } from "../../../../main/store/originals";
import type { ArticleQuery } from "../../../../shared/domain/query";
import type { ArticleId } from "../../../../shared/ids";
import {
  anActor,
  anAnalyst,
  anArticle,
  anOpenSession,
  aProject,
  must,
  someText,
  withArticle,
} from "../../../builders";

test("an article's id is that of its text, and the same text is not imported twice", () => {
  const actor = anActor();
  const { db } = aProject(actor);
  const twice = must(
    addArticles(db, actor, "Import", [anArticle(), anArticle({ title: "Under another title" })]),
  );
  const digest = createHash("sha256").update(someText).digest("hex");
  expect(twice.added).toEqual([
    expect.objectContaining({ articleId: `art-${digest.slice(0, 32)}`, outcome: "new" }),
    expect.objectContaining({ articleId: `art-${digest.slice(0, 32)}`, outcome: "known" }),
  ]);
  const again = must(
    addArticles(db, actor, "Import", [
      {
        ...anArticle(),
        original: { bytes: new Uint8Array([1, 2]), fileName: "b.txt", mediaType: "text/plain" },
      },
    ]),
  );
  expect(again).toMatchObject({ edit: null, added: [{ outcome: "known" }] });
  const [article] = listArticles(db, actor.analyst.id, {});
  expect(article).toMatchObject({
    title: "Troops leave",
    sha256: digest,
    fileName: "Troops leave.txt",
    characters: Array.from(someText).length,
  });
  const originals = db.prepare("SELECT sha256 FROM originals").pluck().all() as string[];
  expect(originals).toHaveLength(2);
  expect(
    originals.map((one) =>
      createHash("sha256")
        .update(getOriginal(db, one) ?? "")
        .digest("hex"),
    ),
  ).toEqual(originals);
});

test("an article that was deleted comes back with its highlights when its text is imported again", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  must(await session.call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: [] }));
  must(await session.call("articles", "remove", { id: articleId }));
  expect((await session.call("articles", "get", { id: articleId })).ok).toBe(false);
  expect((await session.call("highlights", "list", { articleId })).ok).toBe(false);
  expect(await withArticle(session)).toBe(articleId);
  expect(must(await session.call("highlights", "list", { articleId }))).toHaveLength(1);
});

test.each([
  ["no text", { ...anArticle(), text: " \n " }],
  ["a broken character", { ...anArticle(), text: "x\ud800" }],
  [
    "a paragraph outside the text",
    { ...anArticle(), blocks: [{ kind: "paragraph" as const, start: 0, end: 9999 }] },
  ],
  [
    "paragraphs that overlap",
    {
      ...anArticle(),
      blocks: [
        { kind: "paragraph" as const, start: 0, end: 9 },
        { kind: "paragraph" as const, start: 5, end: 12 },
      ],
    },
  ],
])("an article with %s is refused, and none of its company comes in", (_, broken) => {
  const actor = anActor();
  const { db } = aProject(actor);
  expect(addArticles(db, actor, "Import", [anArticle({ text: "Another text." }), broken])).toMatchObject({
    ok: false,
    error: { kind: "invalid-input" },
  });
  expect(listArticles(db, actor.analyst.id, {})).toEqual([]);
});

test("the library is searched in texts, titles and bylines, without regard to accents, with an excerpt from the right text", async () => {
  const session = await anOpenSession();
  const one = await withArticle(
    session,
    "Nothing here.\n\nThe Élysée spoke of troops in Agadez on Friday.",
    "First",
  );
  const two = await withArticle(session, "Other troops moved in Niamey.", "Second, from Zürich");
  const search = async (words: string) =>
    must(await session.call("articles", "list", { search: words, sort: "title" }));
  expect((await search("elysee")).map(({ id }) => id)).toEqual([one]);
  expect((await search("TROOPS")).map(({ snippet }) => snippet?.includes("\u0002troops\u0003"))).toEqual([
    true,
    true,
  ]);
  expect((await search("troops")).map(({ snippet }) => /Agadez|Niamey/.exec(snippet ?? "")?.[0])).toEqual([
    "Agadez",
    "Niamey",
  ]);
  expect((await search("troops niam"))[0]).toMatchObject({
    id: two,
    snippet: expect.stringContaining("\u0002Niamey\u0003"),
  });
  expect(await search("zurich")).toMatchObject([{ id: two }]);
  expect((await search("zurich"))[0]?.snippet).toBeUndefined();
  expect(await search("…")).toEqual([]);
});

test("the library filters by source, tag, date and state", async () => {
  const session = await anOpenSession();
  const { call } = session;
  const make = async (text: string, title: string, sourceName: string, publishedOn: string) =>
    must(await call("articles", "createFromText", { text, title, sourceName, publishedOn }))
      .articleId as ArticleId;
  const april = await make("April text.", "April", "Wire", "2024-04-20");
  const may = await make("May text.", "May", "Herald", "2024-05-20");
  const ids = async (query: ArticleQuery) => must(await call("articles", "list", query)).map(({ id }) => id);
  const tag = must(await call("tags", "create", { name: "t" }));
  must(await call("highlights", "create", { articleId: may, span: { start: 0, end: 3 }, tagIds: [tag.id] }));
  const wire = must(await call("articles", "get", { id: april })).sourceId;
  expect(await ids({})).toEqual([may, april]);
  expect(await ids({ sort: "oldest" })).toEqual([april, may]);
  expect(await ids({ sourceIds: wire === null ? [] : [wire] })).toEqual([april]);
  expect(await ids({ tagIds: [tag.id] })).toEqual([may]);
  expect(await ids({ from: "2024-05-01" })).toEqual([may]);
  expect(await ids({ to: "2024-04-20" })).toEqual([april]);
  expect(await ids({ state: "annotated" })).toEqual([may]);
  expect(await ids({ state: "not-annotated" })).toEqual([april]);
});

test("a source that goes leaves its articles and claims without one, and an undo brings both back", async () => {
  const session = await anOpenSession();
  const { call } = session;
  const id = must(
    await call("articles", "createFromText", { text: someText, title: "One", sourceName: "Wire" }),
  ).articleId as ArticleId;
  const sourceId = must(await call("articles", "get", { id })).sourceId as never;
  const claim = must(
    await call("claims", "create", { statement: "S", kind: "fact", asserter: { sourceId } }),
  );
  must(await call("sources", "remove", { id: sourceId }));
  expect(must(await call("articles", "get", { id }))).toMatchObject({ sourceId: null, sourceName: null });
  expect(must(await call("claims", "get", { id: claim.id }))).toMatchObject({
    asserter: null,
    asserterName: "",
  });
  must(await call("history", "undo", {}));
  expect(must(await call("articles", "get", { id }))).toMatchObject({ sourceId, sourceName: "Wire" });
  expect(must(await call("claims", "get", { id: claim.id }))).toMatchObject({ asserterName: "Wire" });
});

test("merging sources moves articles and claims, and remembers the name and the ratings of the one that went", async () => {
  const session = await anOpenSession();
  const { call } = session;
  const make = async (text: string, sourceName: string) =>
    must(await call("articles", "createFromText", { text, title: sourceName, sourceName }))
      .articleId as ArticleId;
  const [first] = [await make("First text.", "AP"), await make("Second text.", "The Associated Press")];
  const sources = must(await call("sources", "list", undefined));
  const [from, into] = ["AP", "The Associated Press"].map(
    (name) => sources.find((source) => source.name === name)?.id,
  ) as [never, never];
  must(await call("sources", "rate", { target: { sourceId: from }, reliability: "B", reason: "" }));
  const claim = must(
    await call("claims", "create", { statement: "S", kind: "fact", asserter: { sourceId: from } }),
  );
  must(await call("sources", "merge", { from, into }));
  const detail = must(await call("sources", "get", { id: into }));
  expect(detail).toMatchObject({ articles: 2, claims: 1, aliases: ["AP"], rating: null });
  expect(detail.ratings).toMatchObject([{ reliability: "B", sourceId: from }]);
  expect(must(await call("articles", "get", { id: first })).sourceId).toBe(into);
  expect(must(await call("claims", "get", { id: claim.id })).asserter).toEqual({ sourceId: into });
  must(await call("history", "undo", {}));
  expect(must(await call("sources", "get", { id: from }))).toMatchObject({ articles: 1, claims: 1 });
});

test("offsets outside a text, and half a character, are refused; a split pair is taken whole", async () => {
  const session = await anOpenSession({ analyst: anAnalyst(1) });
  const articleId = await withArticle(session);
  const create = (start: number, end: number) =>
    session.call("highlights", "create", { articleId, span: { start, end }, tagIds: [] });
  expect(await create(0, someText.length + 1)).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  const plane = someText.indexOf("🛩");
  must(await create(plane - 1, plane + 1));
  must(await create(plane + 1, plane + 2).then((done) => (done.ok ? done : create(plane, plane + 2))));
  for (const { anchor } of must(await session.call("highlights", "list", { articleId }))) {
    expect(someText.slice(anchor.start, anchor.end)).toBe(anchor.quote);
    expect(anchor.quote.includes("🛩")).toBe(true);
    expect(/[\ud800-\udbff]$|^[\udc00-\udfff]/.test(anchor.quote)).toBe(false);
  }
});

test("an original that would swell beyond its size is not inflated", () => {
  const actor = anActor();
  const { db } = aProject(actor);
  must(addArticles(db, actor, "Import", [anArticle()]));
  const digest = db.prepare("SELECT sha256 FROM originals").pluck().get() as string;
  db.prepare("UPDATE originals SET bytes = ?").run(deflateRawSync(Buffer.alloc(5_000_000)));
  expect(() => getOriginal(db, digest)).toThrow(RangeError);
});

test("an article that was removed and is imported again keeps what was corrected in it", async () => {
  const session = await anOpenSession();
  const id = await withArticle(session);
  const { id: sourceId } = must(await session.call("sources", "create", { name: "Wire", kind: "outlet" }));
  const set = { title: "Corrected", sourceId, publishedOn: "2024-01-01" };
  must(await session.call("articles", "update", { id, set }));
  must(await session.call("articles", "remove", { id }));
  await withArticle(session);
  expect(must(await session.call("articles", "get", { id }))).toMatchObject(set);
});

test("an article whose import was undone comes in as it is imported then", async () => {
  const session = await anOpenSession();
  const id = await withArticle(session, someText, "A slip");
  must(await session.call("history", "undo", {}));
  await withArticle(session, someText, "Troops leave");
  expect(must(await session.call("articles", "get", { id })).title).toBe("Troops leave");
});
