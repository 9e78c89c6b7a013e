import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { FieldValue } from "../../shared/domain/change";
import { Reliability } from "../../shared/domain/grade";
import type { RatingInForce, SourceRating } from "../../shared/domain/source";
import { fail } from "../../shared/errors";
import { AnalystId, ArticleId, type EditId, RatingId, SourceId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { titleOf } from "./article-titles";
import { type Actor, createEntity, quoted, writeEdit } from "./change-log";
import { revisionLines } from "./revision-lines";
import { liveSourceName } from "./source-names";
import { all } from "./statement";

/*
 * Ratings are only ever added. For whoever looks, their own newest counts, else the newest by anybody; a rating
 * of an article beats its source's. Taking an override back adds a rating without a letter: it is the analyst's
 * newest word on the article, says "none", and leaves both the override and its end in history. A source's
 * letter is its own: it does not pass to the sources below it. An article's override does pass to its revisions.
 */

const Row = z.object({
  id: RatingId,
  sourceId: SourceId.nullable(),
  articleId: ArticleId.nullable(),
  reliability: Reliability.nullable(),
  reason: z.string(),
  at: z.string(),
  analystId: AnalystId,
  analyst: z.string(),
});
type Row = z.infer<typeof Row>;

const rows = `
  SELECT ratings.id, source_id AS sourceId, article_id AS articleId, reliability, reason,
    ratings.created_at AS at, ratings.created_by AS analystId, coalesce(analysts.name, '') AS analyst
  FROM ratings LEFT JOIN analysts ON analysts.id = ratings.created_by
  WHERE ratings.is_deleted = 0`;
const byClock = "ORDER BY ratings.clock, ratings.id";

/** The letters that count for one who looks, of every source and article. */
export type RatingsInForce = {
  readonly ofSource: (id: SourceId | null) => RatingInForce | null;
  /** The article's own letter or that of the revision it replaced, else that of its source. */
  readonly ofArticle: (id: ArticleId, sourceId: SourceId | null) => RatingInForce | null;
};

const inForce = (row: Row | undefined, isOverride: boolean): RatingInForce | null =>
  row === undefined || row.reliability === null
    ? null
    : { reliability: row.reliability, reason: row.reason, at: row.at, analyst: row.analyst, isOverride };

/** Reads all ratings once and answers for any source or article. */
export const ratingsInForce = (db: Database, viewer: AnalystId): RatingsInForce => {
  const counting = new Map<string, Row>();
  for (const row of all(db, Row, `${rows} ${byClock}`)) {
    const target = row.sourceId ?? row.articleId ?? "";
    const standing = counting.get(target);
    if (standing?.analystId === viewer && row.analystId !== viewer) continue;
    counting.set(target, row);
  }
  const ofSource = (id: SourceId | null) => (id === null ? null : inForce(counting.get(id), false));
  const { earlier } = revisionLines(db);
  return {
    ofSource,
    ofArticle: (id, sourceId) => {
      // A revision keeps the letter of what it replaced, until somebody says otherwise of it.
      const own = counting.get(id) ?? earlier(id).flatMap((old) => counting.get(old) ?? [])[0];
      return inForce(own, true) ?? ofSource(sourceId);
    },
  };
};

/**
 * The rating history of some sources and of their articles' overrides, newest first. An override that its
 * analyst took back says when.
 */
export const listRatings = (db: Database, sourceIds: readonly SourceId[]): SourceRating[] => {
  const ids = JSON.stringify(sourceIds);
  const found = all(
    db,
    Row,
    `${rows} AND (source_id IN (SELECT value FROM json_each(?))
      OR article_id IN (SELECT id FROM articles WHERE is_deleted = 0 AND source_id IN (SELECT value FROM json_each(?))))
    ${byClock}`,
    ids,
    ids,
  );
  const history: SourceRating[] = [];
  for (const row of found) {
    const { reliability } = row;
    if (reliability !== null) history.push({ ...row, reliability });
    else
      history.forEach((one, at) => {
        const isTakenBack = one.articleId === row.articleId && one.analystId === row.analystId;
        if (isTakenBack && one.takenBackAt === undefined) history[at] = { ...one, takenBackAt: row.at };
      });
  }
  return history.reverse();
};

/** Adds a rating of a source, or an override for an article, which needs a reason. The same letter again, with a reason, is a new rating. */
export const insertRating = (
  db: Database,
  actor: Actor,
  target: { readonly sourceId: SourceId } | { readonly articleId: ArticleId },
  reliability: Reliability,
  reason: string,
): Result<EditId | null> => {
  const name = "sourceId" in target ? liveSourceName(db, target.sourceId) : titleOf(db, target.articleId);
  if (!name.ok) return name;
  if ("articleId" in target && reason.trim() === "")
    return fail(
      "invalid-input",
      "An override needs a reason.",
      "Say why this article differs from its source.",
    );
  const fields: Record<string, FieldValue> = { ...target, reliability, reason };
  const label = `Rate ${"sourceId" in target ? name.value : quoted(name.value)} ${reliability}`;
  return ok(writeEdit(db, actor, label, createEntity("rating", actor.newId("rat"), fields)));
};

/** Takes an article's override back for the one who acts; `not-found` when none is in force for them. */
export const clearOverride = (db: Database, actor: Actor, articleId: ArticleId): Result<EditId | null> => {
  const title = titleOf(db, articleId);
  if (!title.ok) return title;
  if (!(ratingsInForce(db, actor.analyst.id).ofArticle(articleId, null)?.isOverride ?? false))
    return fail("not-found", `${quoted(title.value)} has no rating of its own.`);
  const label = `Take back the rating of ${quoted(title.value)}`;
  return ok(writeEdit(db, actor, label, createEntity("rating", actor.newId("rat"), { articleId })));
};
