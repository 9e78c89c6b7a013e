import type { Database } from "better-sqlite3";
import { z } from "zod";
import { carryAnchors } from "../../shared/anchoring/carry-anchor";
import { describeAnchor } from "../../shared/anchoring/describe-anchor";
import type { Revision } from "../../shared/domain/article";
import { Anchor } from "../../shared/domain/highlight";
import { fail } from "../../shared/errors";
import { type AnalystId, ArticleId, type EditId, HighlightId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { someSummaries } from "./article-rows";
import { titleOf } from "./article-titles";
import { carryHighlights, type Moved, movingWrites, storedText } from "./carry-highlights";
import { type Actor, quoted, setFields, writeEdit } from "./change-log";
import { counting } from "./held";
import { revisionLines } from "./revision-lines";
import { all, first } from "./statement";

const AnalystRow = z.object({ id: ArticleId, analyst: z.string() });
const importers = `
  SELECT articles.id, coalesce(analysts.name, '') AS analyst FROM articles
    LEFT JOIN analysts ON analysts.id = coalesce(
      (SELECT analyst FROM captures WHERE article_id = articles.id ORDER BY imported_at, rowid LIMIT 1), articles.created_by)
  WHERE articles.id IN (SELECT value FROM json_each(?))`;

/** The line of revisions that an article belongs to, oldest first; itself alone when nothing replaces it or is replaced. */
export const listRevisions = (db: Database, viewer: AnalystId, id: ArticleId): Result<Revision[]> => {
  const title = titleOf(db, id);
  if (!title.ok) return title;
  const lines = revisionLines(db);
  const later: ArticleId[] = [];
  for (let next = lines.after(id); next !== null; next = lines.after(next)) later.push(next);
  const ids = [...lines.earlier(id).reverse(), id, ...later];
  const summaries = new Map(someSummaries(db, viewer, ids).map(({ article }) => [article.id, article]));
  const analysts = new Map(
    all(db, AnalystRow, importers, JSON.stringify(ids)).map(({ id: of, analyst }) => [of, analyst]),
  );
  return ok(
    ids.flatMap((one) => {
      const article = summaries.get(one);
      if (article === undefined) return [];
      const { revision, publishedOn, characters, highlights, importedAt } = article;
      const analyst = analysts.get(one) ?? "";
      return {
        articleId: one,
        revision,
        title: article.title,
        publishedOn,
        characters,
        highlights,
        importedAt,
        analyst,
      };
    }),
  );
};

/** Makes an article, which stands alone so far, the next revision of another; exact highlights go over to it. */
const revise = (db: Database, actor: Actor, id: ArticleId, of: ArticleId): Result<EditId | null> => {
  const [own, old] = [titleOf(db, id), titleOf(db, of)];
  if (!own.ok) return own;
  if (!old.ok) return old;
  const lines = revisionLines(db);
  if (lines.before(id) === of) return ok(null);
  if (id === of) return fail("invalid-input", "An article is no revision of itself.");
  if (lines.before(id) !== null)
    return fail(
      "conflict",
      `${quoted(own.value)} is a revision of another article already.`,
      "Make it an article of its own first.",
    );
  if (!lines.isNewest(of))
    return fail("conflict", `${quoted(old.value)} has a newer revision.`, "Choose the newest one.");
  if (!lines.isNewest(id))
    return fail("conflict", `${quoted(own.value)} has a newer revision itself.`, "Take the two apart first.");
  const moved: Moved = new Map();
  carryHighlights(db, [of, ...lines.earlier(of)], id, moved);
  return ok(
    writeEdit(db, actor, `Make ${quoted(own.value)} a revision of ${quoted(old.value)}`, [
      ...setFields("article", id, { revisionOf: of }),
      ...movingWrites(moved),
    ]),
  );
};

const HeldRow = z.object({
  id: HighlightId,
  edit: z.string(),
  old: z.string().nullable(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  prefix: z.string(),
  suffix: z.string(),
});

/** The highlights of an article, with the edit that brought each there and the article on which it stood before. */
const heldSql = `
  SELECT highlights.id, start, end, quote, prefix, suffix, moved.edit, older.value AS old
  FROM highlights
    JOIN changes AS moved ON moved.id = (SELECT id FROM changes
      WHERE entity = 'highlight' AND entity_id = highlights.id AND field = 'articleId' AND ${counting()}
      ORDER BY clock DESC, id DESC LIMIT 1)
    LEFT JOIN changes AS older ON older.id = moved.before
  WHERE article_id = ? AND is_deleted = 0`;

const StandingAnchor = z.object({ edit: z.string(), value: z.string().nullable() });
const anchorBefore = `
  SELECT own.edit, older.value FROM changes AS own LEFT JOIN changes AS older ON older.id = own.before
  WHERE own.entity = 'highlight' AND own.entity_id = ? AND own.field = 'anchor' AND ${counting("own")}
  ORDER BY own.clock DESC, own.id DESC LIMIT 1`;

type Held = {
  readonly id: HighlightId;
  readonly anchor: Anchor;
  /** Where it stood when it was last moved, as the log has it. */
  readonly stood: { readonly articleId: ArticleId; readonly anchor: Anchor } | null;
};

/** The highlights of an article that came from other ones. */
const heldBy = (db: Database, id: ArticleId, earlier: readonly ArticleId[]): Held[] =>
  all(db, HeldRow, heldSql, id).flatMap(({ id: highlight, edit, old, ...anchor }) => {
    if (old === null) return [];
    const articleId = earlier.find((one) => old === JSON.stringify(one));
    const change = articleId === undefined ? undefined : first(db, StandingAnchor, anchorBefore, highlight);
    const stood =
      articleId !== undefined && change?.edit === edit && change.value !== null
        ? { articleId, anchor: Anchor.parse(JSON.parse(change.value)) }
        : null;
    return [{ id: highlight, anchor, stood }];
  });

/**
 * Where highlights that came from earlier revisions can stand there again: in the nearest one that has their words
 * exactly, or where they stood before. What was made on the article itself stays.
 */
export const givenBack = (db: Database, id: ArticleId, earlier: readonly ArticleId[]): Moved => {
  const moved: Moved = new Map();
  if (earlier.length === 0) return moved;
  let left: Held[] = [];
  for (const held of heldBy(db, id, earlier))
    if (held.stood !== null && held.stood.articleId === earlier[0]) moved.set(held.id, held.stood);
    else left.push(held);
  const text = left.length === 0 ? "" : storedText(db, id);
  for (const articleId of earlier) {
    if (left.length === 0) break;
    const oldText = storedText(db, articleId);
    const places = carryAnchors(
      text,
      oldText,
      left.map(({ anchor }) => anchor),
    );
    left = left.filter((held, at) => {
      const place = places[at];
      if (place?.kind !== "exact") return true;
      moved.set(held.id, { articleId, anchor: describeAnchor(oldText, place.start, place.end) });
      return false;
    });
  }
  for (const { id: highlight, stood } of left) if (stood !== null) moved.set(highlight, stood);
  return moved;
};

/** Makes a revision an article of its own again; the highlights that it took over go back where that is possible. */
const separate = (db: Database, actor: Actor, id: ArticleId): Result<EditId | null> => {
  const title = titleOf(db, id);
  if (!title.ok) return title;
  const earlier = revisionLines(db).earlier(id);
  return ok(
    writeEdit(db, actor, `Make ${quoted(title.value)} an article of its own`, [
      ...setFields("article", id, { revisionOf: null }),
      ...movingWrites(givenBack(db, id, earlier)),
    ]),
  );
};

/** Makes an article a revision of another, or with null one of its own again. One edit. */
export const setRevisionOf = (
  db: Database,
  actor: Actor,
  id: ArticleId,
  of: ArticleId | null,
): Result<EditId | null> => (of === null ? separate(db, actor, id) : revise(db, actor, id, of));
