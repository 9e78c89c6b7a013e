import { expect, test } from "vitest";
import type { Session } from "../../../../main/handlers/session";
import type { ArticleId } from "../../../../shared/ids";
import { must } from "../../../builders";
import { aColleague, mergeFrom, mergeWith, preview, sent } from "../../../merge-work";

const url = "https://news.example/2024/05/troops-leave-the-base";
const first = `Troops leave the base

The first troops left the base on Friday after more than a year there. More than 1,000 remain, two officials said. Nobody would say for how long.

The ministry did not comment on the numbers. It will publish a report in the autumn, as it does in every year.`;
const second = `${first.replace("More than 1,000 remain", "Fewer than 900 remain")}

Correction: an earlier version gave another number.`;

const bring = async (session: Session, text: string, publishedOn: string): Promise<ArticleId> => {
  const made = must(
    await session.call("articles", "createFromText", { text, title: "Troops leave", url, publishedOn }),
  );
  if (made.articleId === null) throw new Error("it came in");
  return made.articleId;
};

const mark = async (session: Session, articleId: ArticleId, text: string, words: string) => {
  const start = text.indexOf(words);
  return must(
    await session.call("highlights", "create", {
      articleId,
      span: { start, end: start + words.length },
      tagIds: [],
    }),
  ).id;
};

const lineOf = async (session: Session, id: ArticleId) =>
  must(await session.call("articles", "revisions", { id })).map(({ articleId }) => articleId);

/** A has the first version and marks two passages in it; B has the corrected one. */
const apart = async () => {
  const [a, b] = [await aColleague(1), await aColleague(2)];
  const old = await bring(a, first, "2024-05-20");
  await mark(a, old, first, "after more than a year there");
  await mark(a, old, first, "More than 1,000 remain");
  const newer = await bring(b, second, "2024-05-21");
  return { a, b, old, newer };
};

test("a newer copy that a colleague has becomes the next revision; what stands in it exactly goes over, the rest waits", async () => {
  const { a, b, old, newer } = await apart();
  const file = await sent(b);
  expect((await preview(a, file)).articles).toMatchObject({ new: 1, revisions: 1 });
  await mergeFrom(a, file);
  expect(await lineOf(a, newer)).toEqual([old, newer]);
  const quotes = must(await a.call("highlights", "list", { articleId: newer })).map(
    ({ anchor }) => anchor.quote,
  );
  expect(quotes).toEqual(["after more than a year there"]);
  const waiting = must(await a.call("highlights", "waiting", { articleId: newer }));
  expect(waiting.map(({ highlight }) => highlight.anchor.quote)).toEqual(["More than 1,000 remain"]);
  must(await a.call("history", "undo", {}));
  expect(must(await a.call("highlights", "list", { articleId: old }))).toHaveLength(2);
  expect(must(await a.call("articles", "list", {}))).toHaveLength(1);
  must(await a.call("history", "redo", undefined));
  expect(await lineOf(a, newer)).toEqual([old, newer]);
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
});

test("an older copy that a colleague has becomes the earlier revision, and their highlights go over to mine", async () => {
  const { a, b, old, newer } = await apart();
  await mergeWith(b, a);
  expect(await lineOf(b, newer)).toEqual([old, newer]);
  expect(must(await b.call("highlights", "list", { articleId: newer }))).toHaveLength(1);
});

test("both ways come to the same line and the same places, and meeting again changes nothing", async () => {
  const { a, b, newer } = await apart();
  const [fromA, fromB] = [await sent(a), await sent(b)];
  await mergeFrom(a, fromB);
  await mergeFrom(b, fromA);
  const shape = async (session: Session) => [
    await lineOf(session, newer),
    must(await session.call("highlights", "list", { articleId: newer })).map(({ id, anchor }) => [
      id,
      anchor.start,
    ]),
  ];
  expect(await shape(a)).toEqual(await shape(b));
  await mergeWith(a, b);
  await mergeWith(b, a);
  expect(await shape(a)).toEqual(await shape(b));
  expect(must(await a.call("merges", "conflicts", { limit: 10 })).total).toBe(0);
});

test("a highlight that arrives on an older revision of mine goes over to the newest where it stands exactly", async () => {
  const { a, b, old, newer } = await apart();
  await mergeWith(a, b);
  // C has only the first version, and marks something in it.
  const c = await aColleague(3);
  await bring(c, first, "2024-05-20");
  await mark(c, old, first, "two officials said");
  await mark(c, old, first, "1,000 remain, two");
  await mergeWith(a, c);
  const quotes = must(await a.call("highlights", "list", { articleId: newer })).map(
    ({ anchor }) => anchor.quote,
  );
  expect(quotes).toContain("two officials said");
  expect(quotes).not.toContain("1,000 remain, two");
  const waiting = must(await a.call("highlights", "waiting", { articleId: newer }));
  expect(waiting.map(({ highlight }) => highlight.anchor.quote)).toContain("1,000 remain, two");
});

test("two articles that have nothing to do with each other stay two", async () => {
  const [a, b] = [await aColleague(1), await aColleague(2)];
  await bring(a, first, "2024-05-20");
  must(
    await b.call("articles", "createFromText", {
      text: "Something else altogether, which happened elsewhere and has other words in it than those.",
      title: "Else",
      url: "https://news.example/else",
    }),
  );
  const file = await sent(b);
  expect((await preview(a, file)).articles.revisions).toBe(0);
  await mergeFrom(a, file);
  for (const { id } of must(await a.call("articles", "list", {}))) expect(await lineOf(a, id)).toEqual([id]);
});
