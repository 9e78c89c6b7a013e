import { expect, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { deleteArticle, getArticle } from "../../../../main/store/articles";
import { getProject } from "../../../../main/store/project";
import { listCaptures } from "../../../../main/store/provenance";
import { restoreAside } from "../../../../main/store/replace-text";
import { listRevisions } from "../../../../main/store/revisions";
import { undoEdit, undoLast } from "../../../../main/store/undo";
import type { ArticleId, EditId } from "../../../../shared/ids";
import { anArticle, must } from "../../../builders";
import { alive, first, isSound, second, setUp } from "./revision-work";

test("of two revisions of one article the later one is the newest and all else comes before it", () => {
  const { actor, db, add, highlight, idOf, waiting, listed } = setUp();
  const a = idOf(add(first, { title: "A" }));
  highlight(a, "the numbers");
  const b = idOf(add(second, { title: "B", revisionOf: a }));
  highlight(b, "words of the ministry");
  const removed = must(deleteArticle(db, actor, b));
  const c = idOf(add(`${first.replaceAll("the", "teh")} C.`, { title: "C", revisionOf: a }));
  const titles = (id: ArticleId) => must(listRevisions(db, actor.analyst.id, id)).map(({ title }) => title);
  const check = () => {
    for (const id of [a, b, c]) expect(titles(id)).toEqual(["A", "B", "C"]);
    expect(listed()).toMatchObject([{ id: c, revision: 3, revisionOf: b }]);
    expect(listed()[0]?.waiting).toBe(db.prepare(alive).pluck().get());
    expect(must(getArticle(db, actor.analyst.id, a)).replacedBy).toBe(c);
    expect(must(getArticle(db, actor.analyst.id, b)).replacedBy).toBe(c);
    expect(getProject(db).counts.articles).toBe(1);
    expect(isSound(db)).toEqual([]);
  };
  must(undoEdit(db, actor, removed as EditId));
  expect(waiting(c)).toHaveLength(2);
  check();
  const again = must(deleteArticle(db, actor, b));
  // The same by an import that brings it back; what follows in the batch knows of it.
  const batch = [second, `${second} D.`].map((text, at) =>
    anArticle({ text, title: "BD"[at] as string, revisionOf: at === 0 ? "find" : a }),
  );
  expect(must(addArticles(db, actor, "Import", batch)).added).toMatchObject([
    { outcome: "returned", articleId: b, revisionOf: a },
    { outcome: "revision", revisionOf: c },
  ]);
  expect(titles(a)).toEqual(["A", "B", "C", "D"]);
  must(undoLast(db, actor));
  must(undoEdit(db, actor, again as EditId));
  check();
});

test("a text that was removed and is chosen as a revision comes back as that", () => {
  const { actor, db, add, highlight, idOf, quotes, listed } = setUp();
  const b = idOf(add(second, { title: "B" }));
  must(deleteArticle(db, actor, b));
  const a = idOf(add(first, { title: "A" }));
  highlight(a, "two officials said");
  expect(add(second, { revisionOf: a }).added).toMatchObject([
    { outcome: "revision", articleId: b, revisionOf: a, carried: 1 },
  ]);
  expect(listed()).toMatchObject([{ id: b, title: "B", revision: 2 }]);
  expect(quotes(b)).toEqual(["two officials said"]);
  must(undoLast(db, actor));
  expect(listed()).toMatchObject([{ id: a, highlights: 1 }]);
});

test("a text that another one replaced is not brought back by importing it again: the other one is", () => {
  const { actor, db, add, highlight, idOf, quotes, listed } = setUp();
  const findings = {
    asides: [{ at: first.length, text: "A caption below a picture", reason: "caption" as const }],
  };
  const a = idOf(add(first, { title: "A", findings }));
  const b = must(restoreAside(db, actor, a, 0)).articleId;
  highlight(b, "two officials said");
  const otherBytes = {
    bytes: new TextEncoder().encode(`${first}\r\n`),
    fileName: "copy.txt",
    mediaType: "text/plain",
  };
  expect(add(first, { findings, original: otherBytes }).added).toMatchObject([
    { outcome: "known", articleId: b },
  ]);
  expect(must(listCaptures(db, b)).map(({ fileName }) => fileName)).toEqual(["A.txt", "copy.txt"]);
  must(deleteArticle(db, actor, b));
  expect(add(first, { title: "A", findings }).added).toMatchObject([{ outcome: "returned", articleId: b }]);
  expect(listed().map(({ id }) => id)).toEqual([b]);
  expect(quotes(b)).toEqual(["two officials said"]);
  expect(isSound(db)).toEqual([]);
  // Once that is undone the text is itself again.
  const c = idOf(
    add(second, {
      title: "C",
      findings: { asides: [{ at: 0, text: "An advertisement", reason: "advertisement" }] },
    }),
  );
  must(restoreAside(db, actor, c, 0));
  must(undoLast(db, actor));
  expect(add(second).added).toMatchObject([{ outcome: "known", articleId: c }]);
});
