import { expect, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { listNearCopies } from "../../../../main/store/article-rows";
import { deleteArticle, listArticles } from "../../../../main/store/articles";
import { nearCopyWriter, rebuildNearCopies } from "../../../../main/store/near-copies";
import { transact } from "../../../../main/store/statement";
import type { ArticleId } from "../../../../shared/ids";
import { sampledShingles } from "../../../../shared/text/shingles";
import { between, inventText, seeded } from "../../../bench/invented-text";
import { anActor, anArticle, aProject, must } from "../../../builders";

const wire = inventText(seeded(1), 400);
const own = (seed: number, words: number) => inventText(seeded(seed), words);

const setUp = () => {
  const actor = anActor();
  const { db } = aProject(actor);
  const add = (text: string, title: string, revisionOf: ArticleId | null = null) =>
    must(
      addArticles(db, actor, "Import", [anArticle({ text, title, sourceName: `${title} news`, revisionOf })]),
    ).added[0]?.articleId as ArticleId;
  const index = () =>
    JSON.stringify([
      db.prepare("SELECT * FROM shingles ORDER BY 1, 2").raw().all(),
      db.prepare("SELECT * FROM near_copies ORDER BY 1, 2").raw().all(),
    ]);
  return { actor, db, add, index };
};

test("a text that stands in another is pointed out from either side, with how much of it", () => {
  const { actor, db, add } = setUp();
  const whole = add(wire, "Agency");
  const longer = add(`${wire}\n\n${own(2, 400)}`, "Paper");
  const other = add(own(3, 400), "Elsewhere");
  expect(listNearCopies(db, whole)).toEqual([
    { articleId: longer, title: "Paper", sourceName: "Paper news", share: 1 },
  ]);
  const [back] = listNearCopies(db, longer);
  expect(back?.articleId).toBe(whole);
  expect(back?.share).toBeGreaterThan(0.45);
  expect(back?.share).toBeLessThan(0.55);
  expect(listNearCopies(db, other)).toEqual([]);
  const listed = listArticles(db, actor.analyst.id, { state: "near-copies" });
  expect(listed.map(({ id }) => id)).toContain(whole);
  expect(listed.map(({ id }) => id)).not.toContain(other);
  expect(listed.find(({ id }) => id === whole)?.nearCopy).toMatchObject({ articleId: longer, share: 1 });
});

test("what is removed, replaced, or a revision of the same article is no near copy", () => {
  const { actor, db, add } = setUp();
  const a = add(wire, "A");
  const b = add(`${wire} Updated.`, "B", a);
  expect(listNearCopies(db, b)).toEqual([]);
  const c = add(`${wire} Taken over.`, "C");
  expect(listNearCopies(db, c).map(({ articleId }) => articleId)).toEqual([b]);
  expect(listNearCopies(db, b).map(({ articleId }) => articleId)).toEqual([c]);
  must(deleteArticle(db, actor, c));
  expect(listNearCopies(db, b)).toEqual([]);
});

test("the index made anew is the one that the imports made", () => {
  const { db, add, index } = setUp();
  for (let n = 0; n < 12; n += 1)
    add(`${n % 3 === 0 ? wire : own(n + 10, 200)}\n\n${own(n + 50, 60)}`, `T${n}`);
  const before = index();
  rebuildNearCopies(db);
  expect(index()).toBe(before);
  expect(db.prepare("SELECT count(*) FROM near_copies").pluck().get()).toBe(12);
});

test("what a transaction that was rolled back had entered is not taken for what comes in after it", () => {
  const { db, add, index } = setUp();
  add(own(4, 60), "First");
  const batch = [wire, `${wire} B.`, `${wire} C.`];
  expect(() =>
    transact(db, () => {
      for (const text of batch) add(text, "Rolled back");
      throw new Error("the disk is full");
    }),
  ).toThrow("the disk is full");
  for (const [at, text] of [`${own(5, 300)} ${wire}`, `${wire} ${own(6, 300)}`, `${wire} C.`].entries())
    add(text, `T${at}`);
  const before = index();
  rebuildNearCopies(db);
  expect(index()).toBe(before);
});

test("texts that come in together are each other's near copies as those that come in one by one", () => {
  const [together, apart] = [setUp(), setUp()];
  const texts = Array.from({ length: 9 }, (_, n) => `${n % 2 === 0 ? wire : own(7, 200)} ${own(n + 20, 40)}`);
  const articles = texts.map((text) => anArticle({ text }));
  must(addArticles(together.db, together.actor, "Import", articles));
  for (const text of texts) apart.add(text, "T");
  expect(together.index()).toBe(apart.index());
});

test("texts made of the same standing phrases are entered in a time that does not grow with their number", () => {
  const { actor, db } = setUp();
  const phrases = Array.from({ length: 60 }, (_, n) => own(n + 100, 12));
  const text = (n: number) => {
    const random = seeded(n);
    return `${n} ${Array.from({ length: 12 }, () => phrases[between(random, 0, 59)]).join(" ")}`;
  };
  const seconds: number[] = [];
  for (let batch = 0; batch < 4; batch += 1) {
    const began = process.cpuUsage();
    const articles = Array.from({ length: 150 }, (_, n) =>
      anArticle({ text: text(batch * 150 + n), title: `${n}` }),
    );
    must(addArticles(db, actor, "Import", articles));
    seconds.push(process.cpuUsage(began).user / 1e6);
  }
  expect(seconds.at(-1)).toBeLessThan(3 * (seconds[1] ?? 0));
  expect(
    db.prepare("SELECT max(c) FROM (SELECT count(*) AS c FROM near_copies GROUP BY n)").pluck().get(),
  ).toBeLessThan(600);
}, 60_000);

test("entries are exact for row numbers of any size, and hashes below zero", () => {
  const { db } = setUp();
  const put = db.prepare(
    "INSERT INTO article_texts (n, id, sha256, characters, blocks, text) VALUES (?, ?, ?, 0, '[]', ?)",
  );
  const numbers = [1, 2 ** 20 - 1, 2 ** 20, 5 * 2 ** 20 + 7, 2 ** 40];
  const texts = numbers.map((n, at): readonly [number, string] => [n, own(at + 20, 300)]);
  const writer = nearCopyWriter(db);
  for (const [n, text] of texts) {
    put.run(n, `art-${n}`, `${n}`.padStart(64, "0"), text);
    writer.enter(n, text);
  }
  writer.flush();
  const expected = texts.flatMap(([n, text]) => [...sampledShingles(text)].map((hash) => [hash, n]));
  expect(expected.some(([hash = 0]) => hash < 0)).toBe(true);
  const inOrder = (pairs: unknown[]) => pairs.map((pair) => JSON.stringify(pair)).sort();
  expect(inOrder(db.prepare("SELECT hash, n FROM shingles").raw().all())).toEqual(inOrder(expected));
});
