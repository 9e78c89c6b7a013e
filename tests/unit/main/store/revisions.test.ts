import type { Database } from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { deleteArticle, getArticle, getText, listArticles } from "../../../../main/store/articles";
import type { Actor } from "../../../../main/store/change-log";
import { chooseClaimRows, claimRowReader } from "../../../../main/store/claim-rows";
import { getClaim, insertClaim, listClaims } from "../../../../main/store/claims";
import { insertEvidence } from "../../../../main/store/evidence";
import { rebuild } from "../../../../main/store/fold";
import { deleteHighlight, insertHighlight, listHighlights } from "../../../../main/store/highlights";
import { getProject } from "../../../../main/store/project";
import { insertRating } from "../../../../main/store/ratings";
import { listRevisions, setRevisionOf } from "../../../../main/store/revisions";
import { getSource, listSources } from "../../../../main/store/sources";
import { redoLast, undoEdit, undoLast } from "../../../../main/store/undo";
import { placeHighlights, waitingHighlights } from "../../../../main/store/waiting-highlights";
import type { ArticleId, EditId, HighlightId, SourceId } from "../../../../shared/ids";
import { anArticle, anOpenSession, dump, fullDump, must } from "../../../builders";
import { alive, first, isSound, paragraphs, second, setUp } from "./revision-work";

test("a revision takes the place of its article, and what stands exactly in it goes over; one undo puts all back", () => {
  const { actor, db, add, highlight, idOf, quotes, waiting, listed } = setUp();
  const old = idOf(add(first, { sourceName: "Wire", url: "https://example.org/a" }));
  highlight(old, "two officials said");
  highlight(old, "More than one thousand remain");
  const before = dump(db, { onlyLive: true });
  const revised = add(second, { title: "Updated", revisionOf: old, publishedOn: null });
  expect(revised.added).toMatchObject([
    { outcome: "revision", revisionOf: old, carried: 1, waiting: 1, sourceName: "Wire", gaps: [] },
  ]);
  const id = idOf(revised);
  expect(listed()).toMatchObject([
    {
      id,
      title: "Updated",
      revision: 2,
      revisionOf: old,
      waiting: 1,
      highlights: 1,
      publishedOn: "2024-05-20",
    },
  ]);
  expect(must(getArticle(db, actor.analyst.id, old))).toMatchObject({
    replacedBy: id,
    revision: 1,
    waiting: 0,
  });
  expect(quotes(id)).toEqual(["two officials said"]);
  expect(quotes(old)).toEqual(["More than one thousand remain"]);
  expect(waiting(id)).toMatchObject([
    { highlight: { articleId: old, anchor: { quote: "More than one thousand remain" } } },
  ]);
  must(undoLast(db, actor));
  expect(dump(db, { onlyLive: true })).toBe(before);
  expect(listed()).toMatchObject([{ id: old, revision: 1, highlights: 2 }]);
  must(redoLast(db, actor));
  expect(quotes(id)).toEqual(["two officials said"]);
});

test("highlights that wait are placed in one edit that one undo takes back; what does not wait is refused", () => {
  const { actor, db, add, highlight, idOf, quotes, waiting } = setUp();
  const old = idOf(add(first));
  const [one, other] = [
    highlight(old, "More than one thousand remain"),
    highlight(old, "declined to comment"),
  ];
  const id = idOf(add(second, { revisionOf: old }));
  expect(waiting(id).map(({ highlight: { id: which } }) => which)).toEqual([one, other]);
  const start = second.indexOf("About nine hundred remain");
  const items = [
    { id: one, span: { start, end: start + 25 } },
    { id: other, span: { start: 0, end: 11 } },
  ];
  expect(placeHighlights(db, actor, old, items)).toMatchObject({ ok: false, error: { kind: "conflict" } });
  expect(placeHighlights(db, actor, id, [{ id: one, span: { start: 0, end: 99_999 } }])).toMatchObject({
    ok: false,
    error: { kind: "invalid-input" },
  });
  must(placeHighlights(db, actor, id, items));
  expect(quotes(id)).toEqual(["This report", "About nine hundred remain"]);
  expect(waiting(id)).toEqual([]);
  expect(must(undoLast(db, actor)).label).toBe("Place 2 highlights in the new text");
  expect(waiting(id)).toHaveLength(2);
});

test("what waits from an earlier revision goes over once its passage is back", () => {
  const { add, highlight, idOf, quotes, waiting } = setUp();
  const a = idOf(add(first));
  highlight(a, "declined to comment");
  const b = idOf(add(second, { revisionOf: a }));
  expect(waiting(b)).toHaveLength(1);
  const c = add(`${second}\n\n${paragraphs[2]}`, { revisionOf: a });
  expect(c.added).toMatchObject([{ revisionOf: b, carried: 1, waiting: 0 }]);
  expect(quotes(idOf(c))).toEqual(["declined to comment"]);
});

test("a revision that goes leaves what it replaced as the newest; the line and its counts pass over it", () => {
  const { actor, db, add, idOf, listed } = setUp();
  const a = idOf(add(first, { title: "A" }));
  const b = idOf(add(second, { title: "B", revisionOf: a }));
  const c = idOf(add(`${second} And more.`, { title: "C", revisionOf: b }));
  const titles = (id: ArticleId) =>
    must(listRevisions(db, actor.analyst.id, id)).map(({ title, revision }) => `${revision} ${title}`);
  expect(titles(b)).toEqual(["1 A", "2 B", "3 C"]);
  must(undoLast(db, actor));
  expect(listed().map(({ id }) => id)).toEqual([b]);
  must(redoLast(db, actor));
  expect(listed().map(({ id }) => id)).toEqual([c]);
});

test("an import that a revision builds on is not undone by name", () => {
  const { actor, db, add, idOf } = setUp();
  const imported = add(first);
  add(second, { revisionOf: idOf(imported), title: "Newer" });
  const undone = undoEdit(db, actor, imported.edit as EditId);
  expect(undone).toMatchObject({ ok: false, error: { kind: "conflict" } });
  if (!undone.ok) expect(undone.error.message).toContain("its revision “Newer”");
});

test("an article is made a revision of another and one of its own again, and its highlights go and come", () => {
  const { actor, db, add, highlight, idOf, quotes, listed } = setUp();
  const [a, b] = [idOf(add(first, { title: "A" })), idOf(add(second, { title: "B" }))];
  highlight(a, "two officials said");
  const placed = highlight(a, "declined to comment");
  const own = highlight(b, "words of the ministry");
  must(setRevisionOf(db, actor, b, a));
  expect(listed().map(({ id }) => id)).toEqual([b]);
  expect(quotes(b)).toEqual(["words of the ministry", "two officials said"]);
  must(placeHighlights(db, actor, b, [{ id: placed, span: { start: 0, end: 11 } }]));
  expect(setRevisionOf(db, actor, a, b)).toMatchObject({ ok: false });
  expect(setRevisionOf(db, actor, b, b)).toMatchObject({ ok: false });
  must(setRevisionOf(db, actor, b, null));
  expect(quotes(a)).toEqual(["two officials said", "declined to comment"]);
  expect(must(listHighlights(db, b)).map(({ id }) => id)).toEqual([own]);
  must(undoLast(db, actor));
  expect(quotes(b)).toEqual(["This report", "words of the ministry", "two officials said"]);
});

test("an article and its revisions are one: in claims, in its source's count, in the project's", () => {
  const { actor, db, add, highlight, idOf } = setUp();
  const old = idOf(add(first, { sourceName: "Wire" }));
  const kept = highlight(old, "two officials said");
  const changedSince = highlight(old, "More than one thousand remain");
  must(insertRating(db, actor, { articleId: old }, "D", "an anonymous report"));
  const evidence = { stance: "supports" as const, credibility: 2 as const };
  const claim = must(
    insertClaim(db, actor, {
      statement: "They left.",
      evidence: { ...evidence, passage: { highlightId: kept } },
    }),
  ).id;
  must(insertEvidence(db, actor, claim, { ...evidence, passage: { highlightId: changedSince } }));
  const id = idOf(add(second, { revisionOf: old }));
  const viewer = actor.analyst.id;
  const detail = must(getClaim(db, viewer, claim));
  expect(detail).toMatchObject({ articles: 1, supports: 2, bestReliability: "D", bestCredibility: 2 });
  expect(new Set(detail.evidence.map(({ articleId }) => articleId))).toEqual(new Set([old, id]));
  expect(detail.evidence.map(({ rating }) => rating?.reliability)).toEqual(["D", "D"]);
  expect(listClaims(db, viewer, {}).claims).toMatchObject([{ articles: 1 }]);
  expect(must(listHighlights(db, id))[0]?.evidence).toMatchObject([{ articles: 1 }]);
  expect(listSources(db, viewer)).toMatchObject([{ articles: 1, evidence: 2 }]);
  const source = must(getSource(db, viewer, listSources(db, viewer)[0]?.id as SourceId));
  expect(source.articleList.map((article) => article.id)).toEqual([id]);
  expect(getProject(db).counts).toMatchObject({ articles: 1, highlights: 2, evidence: 2 });
  const rows = chooseClaimRows(db, viewer, {}, true);
  expect(rows.total).toBe(2);
  const exported = claimRowReader(db, viewer, rows)(10);
  expect(exported.map((row) => [row[18], row[21]])).toEqual([
    [id, "D"],
    [old, "D"],
  ]);
});

test("the status line counts every highlight once, wherever a revision carries it and an undo takes it back", async () => {
  const session = await anOpenSession();
  const { call } = session;
  const make = async (text: string) =>
    must(await call("articles", "createFromText", { text, title: "A" })).articleId as ArticleId;
  const count = async () => must(await call("project", "integrity", undefined));
  const a = await make(first);
  for (const quote of ["two officials said", "declined to comment"]) {
    const start = first.indexOf(quote);
    const span = { start, end: start + quote.length };
    must(await call("highlights", "create", { articleId: a, span, tagIds: [] }));
  }
  const b = await make(second);
  must(await call("articles", "setRevisionOf", { id: b, of: a }));
  expect(await count()).toMatchObject({ highlights: 2, inPlace: 1, waiting: 1 });
  const [waiting] = must(await call("highlights", "waiting", { articleId: b }));
  const items = [{ id: waiting?.highlight.id as HighlightId, span: { start: 0, end: 4 } }];
  must(await call("highlights", "place", { articleId: b, items }));
  expect(await count()).toMatchObject({ highlights: 2, inPlace: 2 });
  must(await call("articles", "remove", { id: b }));
  expect(await count()).toMatchObject({ highlights: 2, inPlace: 2 });
  must(await call("articles", "remove", { id: a }));
  expect(await count()).toMatchObject({ highlights: 0 });
  for (const waits of [0, 0, 1, 0]) {
    must(await call("history", "undo", {}));
    expect(await count()).toMatchObject({ highlights: 2, inPlace: 2 - waits, waiting: waits });
  }
});

test("a text that comes back among its own revisions closes no circle", () => {
  const { actor, db, add, idOf, listed } = setUp();
  add(first);
  const imported = add(`${first} B.`, { revisionOf: "find", title: "B" });
  const c = idOf(add(`${first} C.`, { revisionOf: idOf(imported), title: "C" }));
  must(deleteArticle(db, actor, c));
  must(undoEdit(db, actor, imported.edit as EditId));
  expect(add(`${first} C.`).added).toMatchObject([{ outcome: "returned" }]);
  expect(add(`${first} B.`, { revisionOf: c }).added).toMatchObject([{ outcome: "new", revisionOf: null }]);
  expect(listed().map(({ id }) => id)).toContain(c);
  expect(isSound(db)).toEqual([]);
});

/* Random work on one line of revisions. */

const checkAnchors = (db: Database): void => {
  const astray = db
    .prepare(
      `SELECT quote, text, start, end FROM highlights JOIN article_texts ON article_texts.id = article_id WHERE is_deleted = 0`,
    )
    .all() as { quote: string; text: string; start: number; end: number }[];
  for (const { quote, text, start, end } of astray) expect(text.slice(start, end)).toBe(quote);
};

const change = fc.constantFrom("drop", "swap", "typo", "insert", "same");
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("highlight" as const),
      at: fc.nat(200),
      length: fc.integer({ min: 3, max: 60 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("revise" as const), change, at: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("place" as const),
      at: fc.nat(60),
      few: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("separate" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), at: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("undo" as const, "redo" as const) }) },
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const changed = (text: string, how: string, at: number): string => {
  const parts = text.split("\n\n");
  const place = at % parts.length;
  if (how === "drop" && parts.length > 1) parts.splice(place, 1);
  if (how === "swap") parts.reverse();
  if (how === "typo") parts[place] = (parts[place] ?? "").replace("the", "teh");
  if (how === "insert") parts.splice(place, 0, `A new paragraph ${at} ${parts.length} of few words.`);
  return parts.join("\n\n");
};

const carryOut = (db: Database, actor: Actor, doing: Step): void => {
  const newest = listArticles(db, actor.analyst.id, { sort: "imported" })[0]?.id;
  if (newest === undefined) return;
  const text = must(getText(db, newest));
  const count = () => db.prepare(alive).pluck().get() as number;
  const before = count();
  switch (doing.do) {
    case "highlight": {
      const start = doing.at % text.length;
      insertHighlight(db, actor, {
        articleId: newest,
        span: { start, end: Math.min(text.length, start + doing.length) },
        tagIds: [],
      });
      return;
    }
    case "revise":
      addArticles(db, actor, "Revise", [
        anArticle({ text: changed(text, doing.change, doing.at), revisionOf: newest }),
      ]);
      expect(count()).toBe(before);
      return;
    case "place": {
      const items = must(waitingHighlights(db, newest))
        .slice(0, doing.few)
        .map(({ highlight, proposal }) => ({
          id: highlight.id,
          span:
            proposal.kind === "moved" ? proposal.span : { start: doing.at % text.length, end: text.length },
        }));
      if (items.length > 0) must(placeHighlights(db, actor, newest, items));
      expect(count()).toBe(before);
      return;
    }
    case "separate":
      must(setRevisionOf(db, actor, newest, null));
      expect(count()).toBe(before);
      return;
    case "remove": {
      const [one] = must(listHighlights(db, newest)).slice(doing.at);
      if (one !== undefined) must(deleteHighlight(db, actor, one.id));
      return;
    }
    case "undo":
      undoLast(db, actor);
      return;
    case "redo":
      redoLast(db, actor);
  }
};

test("whatever is revised, placed, undone and redone, every highlight stands on its words and none is lost", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      const { actor, db, add } = setUp();
      add(first);
      for (const one of steps) {
        carryOut(db, actor, one);
        checkAnchors(db);
      }
      // What can be reached from the Library is all that there is.
      const shown = listArticles(db, actor.analyst.id, {}).reduce(
        (sum, { highlights, waiting }) => sum + highlights + waiting,
        0,
      );
      expect(shown).toBe(db.prepare(alive).pluck().get());
      expect(isSound(db)).toEqual([]);
      const state = fullDump(db);
      rebuild(db);
      expect(fullDump(db)).toBe(state);
      expect(isSound(db)).toEqual([]);
      db.close();
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("undo walks back over revisions and placings state by state, and redo forward again", () => {
  fc.assert(
    fc.property(
      fc.array(
        step.filter((one) => one.do !== "undo" && one.do !== "redo"),
        { maxLength: 8 },
      ),
      (steps) => {
        const { actor, db, add } = setUp();
        add(first);
        const states = [dump(db, { onlyLive: true })];
        for (const one of steps) {
          carryOut(db, actor, one);
          const state = dump(db, { onlyLive: true });
          if (state !== states.at(-1)) states.push(state);
        }
        for (const state of [...states].reverse().slice(1)) {
          must(undoLast(db, actor));
          expect(dump(db, { onlyLive: true })).toBe(state);
        }
        for (const state of states.slice(1)) {
          must(redoLast(db, actor));
          expect(dump(db, { onlyLive: true })).toBe(state);
        }
        db.close();
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
