import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { ArticleSummary, NearCopy } from "../../shared/domain/article";
import { type AnalystId, ArticleId, SourceId } from "../../shared/ids";
import { gapsOf, parseDoubts } from "./gaps";
import { ratingsInForce } from "./ratings";
import { type RevisionLines, revisionLines } from "./revision-lines";
import { all } from "./statement";

const SummaryRow = z.object({
  n: z.number().int(),
  id: ArticleId,
  title: z.string(),
  sourceId: SourceId.nullable(),
  sourceName: z.string().nullable(),
  byline: z.string(),
  publishedOn: z.string().nullable(),
  url: z.string(),
  language: z.string(),
  sha256: z.string(),
  characters: z.number().int(),
  isRead: z.number().int(),
  isReviewed: z.number().int(),
  fileName: z.string(),
  doubts: z.string(),
  importedAt: z.string(),
});
type SummaryRow = z.infer<typeof SummaryRow>;

const summaries = `
  SELECT texts.n, articles.id, title, sources.id AS sourceId, sources.name AS sourceName, byline,
    published_on AS publishedOn, articles.url, language, sha256, characters,
    coalesce(is_read, 0) AS isRead, is_reviewed AS isReviewed,
    coalesce(capture.file_name, '') AS fileName, coalesce(doubts, '[]') AS doubts,
    coalesce(capture.imported_at, articles.created_at) AS importedAt
  FROM articles
    JOIN article_texts AS texts ON texts.id = articles.id
    LEFT JOIN sources ON sources.id = articles.source_id AND sources.is_deleted = 0
    LEFT JOIN reading ON reading.article_id = articles.id
    LEFT JOIN captures AS capture ON capture.rowid =
      (SELECT rowid FROM captures WHERE article_id = articles.id ORDER BY imported_at, rowid LIMIT 1)
  WHERE articles.is_deleted = 0`;

const Count = z.object({ id: z.string(), count: z.number().int() });
const counts = (db: Database, sql: string, ...bound: readonly string[]): ReadonlyMap<string, number> =>
  new Map(all(db, Count, sql, ...bound).map(({ id, count }) => [id, count]));

const highlightCounts = (db: Database) =>
  counts(
    db,
    "SELECT article_id AS id, count(*) AS count FROM highlights WHERE is_deleted = 0 GROUP BY article_id",
  );
const claimCounts = (db: Database) =>
  counts(
    db,
    `SELECT article_id AS id, count(DISTINCT claim_id) AS count
     FROM evidence CROSS JOIN highlights ON highlights.id = highlight_id CROSS JOIN claims ON claims.id = claim_id
     WHERE evidence.is_deleted = 0 AND highlights.is_deleted = 0 AND claims.is_deleted = 0 GROUP BY article_id`,
  );
const inJson = "(SELECT value FROM json_each(?))";
const highlightCountsOf = (db: Database, ids: string) =>
  counts(
    db,
    `SELECT article_id AS id, count(*) AS count FROM highlights
     WHERE article_id IN ${inJson} AND is_deleted = 0 GROUP BY article_id`,
    ids,
  );
const claimCountsOf = (db: Database, ids: string) =>
  counts(
    db,
    `SELECT article_id AS id, count(DISTINCT claim_id) AS count FROM highlights
       CROSS JOIN evidence ON evidence.highlight_id = highlights.id AND evidence.is_deleted = 0
       CROSS JOIN claims ON claims.id = claim_id AND claims.is_deleted = 0
     WHERE article_id IN ${inJson} AND highlights.is_deleted = 0 GROUP BY article_id`,
    ids,
  );

const CopyRow = z.object({
  id: ArticleId,
  articleId: ArticleId,
  title: z.string(),
  sourceName: z.string().nullable(),
  share: z.number(),
});

const copies = (which: string) => `
  SELECT own.id, other.id AS articleId, other.title, sources.name AS sourceName, share
  FROM near_copies
    CROSS JOIN article_texts AS own ON own.n = near_copies.n
    CROSS JOIN article_texts AS texts ON texts.n = near_copies.other
    CROSS JOIN articles AS other ON other.id = texts.id AND other.is_deleted = 0
    LEFT JOIN sources ON sources.id = other.source_id AND sources.is_deleted = 0
  WHERE ${which} ORDER BY near_copies.n, share DESC, other.id`;

const isAnother = (lines: RevisionLines, id: ArticleId, other: ArticleId): boolean =>
  lines.isNewest(other) && lines.line(id) !== lines.line(other);

const nearCopy = ({ id: _, share, ...copy }: z.infer<typeof CopyRow>): NearCopy => ({
  ...copy,
  share: share / 1000,
});

/** Other articles that hold much of an article's text: there, the newest of their line, and not of its own; most first. */
export const listNearCopies = (db: Database, id: ArticleId): NearCopy[] => {
  const lines = revisionLines(db);
  return all(db, CopyRow, copies("near_copies.n = (SELECT n FROM article_texts WHERE id = ?)"), id)
    .filter(({ articleId }) => isAnother(lines, id, articleId))
    .map(nearCopy);
};

/** Thousandths of a text's wording from which another one that holds them is worth pointing out unasked. */
const notableShare = 500;

const notableCopies = (
  db: Database,
  lines: RevisionLines,
  ids: string | null,
): ReadonlyMap<ArticleId, NearCopy> => {
  const greatest = new Map<ArticleId, NearCopy>();
  const isNotable = `share >= ${notableShare}`;
  const rows =
    ids === null
      ? all(db, CopyRow, copies(isNotable))
      : all(
          db,
          CopyRow,
          copies(`${isNotable} AND near_copies.n IN (SELECT n FROM article_texts WHERE id IN ${inJson})`),
          ids,
        );
  for (const row of rows)
    if (!greatest.has(row.id) && isAnother(lines, row.id, row.articleId)) greatest.set(row.id, nearCopy(row));
  return greatest;
};

/** An article that is there as the Library shows it, with its row number and whether something replaces it. */
export type SummaryFacts = {
  readonly n: number;
  readonly article: ArticleSummary;
  readonly isNewest: boolean;
};

type Found = {
  readonly ratings: ReturnType<typeof ratingsInForce>;
  readonly highlights: ReadonlyMap<string, number>;
  readonly claims: ReadonlyMap<string, number>;
  readonly lines: RevisionLines;
  readonly nearCopies: ReadonlyMap<ArticleId, NearCopy>;
};

const summaryOf = (
  { n: _, doubts, ...row }: SummaryRow,
  { ratings, highlights, claims, lines, nearCopies }: Found,
): ArticleSummary => {
  const earlier = lines.earlier(row.id);
  const isReviewed = row.isReviewed === 1;
  // What waits, waits for the newest revision.
  const waiting = lines.isNewest(row.id)
    ? earlier.reduce((sum, id) => sum + (highlights.get(id) ?? 0), 0)
    : 0;
  return {
    ...row,
    isRead: row.isRead === 1,
    isReviewed,
    rating: ratings.ofArticle(row.id, row.sourceId),
    highlights: highlights.get(row.id) ?? 0,
    claims: claims.get(row.id) ?? 0,
    gaps: gapsOf({ ...row, isReviewed }, parseDoubts(doubts)),
    revisionOf: earlier[0] ?? null,
    revision: earlier.length + 1,
    waiting,
    nearCopy: nearCopies.get(row.id) ?? null,
  };
};

const facts = (rows: readonly SummaryRow[], found: Found): SummaryFacts[] =>
  rows.map((row) => ({
    n: row.n,
    article: summaryOf(row, found),
    isNewest: found.lines.isNewest(row.id),
  }));

/** All articles that are there, with the letters in force for `viewer`, in no order. */
export const allSummaries = (db: Database, viewer: AnalystId): SummaryFacts[] => {
  const lines = revisionLines(db);
  return facts(all(db, SummaryRow, summaries), {
    ratings: ratingsInForce(db, viewer),
    highlights: highlightCounts(db),
    claims: claimCounts(db),
    lines,
    nearCopies: notableCopies(db, lines, null),
  });
};

/** As `allSummaries`, for some of them, without reading the whole project. */
export const someSummaries = (db: Database, viewer: AnalystId, ids: readonly ArticleId[]): SummaryFacts[] => {
  const lines = revisionLines(db);
  const wanted = JSON.stringify(ids);
  const withEarlier = JSON.stringify(ids.flatMap((id) => [id, ...lines.earlier(id)]));
  return facts(all(db, SummaryRow, `${summaries} AND articles.id IN ${inJson}`, wanted), {
    ratings: ratingsInForce(db, viewer),
    highlights: highlightCountsOf(db, withEarlier),
    claims: claimCountsOf(db, wanted),
    lines,
    nearCopies: notableCopies(db, lines, wanted),
  });
};
