import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { ClaimQuery } from "../../shared/domain/query";
import type { AnalystId } from "../../shared/ids";
import { toCodePoints } from "../../shared/text/offsets";
import { listClaims } from "./claims";
import { first, prepare, run, transact } from "./statement";

/*
 * The rows of the claims CSV. Which rows there are is settled at the start, as numbers in a temporary table
 * (some 20 bytes a row): so the total is known, the order is that of the Claims screen, and an edit made between
 * two pages moves nothing. What a row holds is read page by page, so memory stays flat.
 */

type Cell = string | number | null;

/**
 * One row: the CSV's thirty columns in their order, then the row's number. Likelihood is ICD 203's term, tags are
 * joined by U+001F, evidence_grade is null (it is put together from its halves), offsets count Unicode code points.
 */
export type ClaimRow = readonly Cell[];

const start = 16;
const end = 17;
const articleId = 18;
const number = 30;

const tags = (
  table: "claim_tags" | "highlight_tags",
  owner: "claim_id" | "highlight_id",
  id: string,
): string => `(
    SELECT group_concat(name, char(31)) FROM (
      SELECT t.name FROM ${table} o JOIN tags t ON t.id = o.tag_id
      WHERE o.${owner} = ${id} AND t.is_deleted = 0 ORDER BY o.place, o.tag_id
    )
  )`;

const newestRating = (target: string): string =>
  `SELECT id, reliability FROM ratings WHERE ${target} AND is_deleted = 0 ORDER BY created_by = :viewer DESC, clock DESC, id DESC LIMIT 1`;

/**
 * The cells of the rows after :after. The rating is the one in force for :viewer, by the rule of ratings.ts: the
 * newest word on the article, unless it takes an override back, else the newest on its source. Analyst and times
 * are those of the evidence, else of the claim, else of the highlight. Offsets are still UTF-16 units.
 */
export const claimRowsSql = `
SELECT
  c.id, c.statement, c.kind, coalesce(asserter.name, c.asserter_description), c.event_date, c.likelihood, c.confidence,
  ${tags("claim_tags", "claim_id", "c.id")},
  e.stance, e.credibility, NULL, e.note,
  h.quote, h.id, ${tags("highlight_tags", "highlight_id", "h.id")}, h.note, h.start, h.end,
  a.id, a.title, s.name, r.reliability, r.created_at, a.published_on, a.url, a.language,
  analyst.name, coalesce(e.created_at, c.created_at, h.created_at), coalesce(e.updated_at, c.updated_at, h.updated_at),
  x.sha256, rows.n
FROM temp.export_rows rows
LEFT JOIN claims c ON c.n = rows.claim
LEFT JOIN evidence e ON e.rowid = rows.evidence
LEFT JOIN highlights h ON h.rowid = rows.highlight
LEFT JOIN articles a ON a.id = h.article_id
LEFT JOIN article_texts x ON x.id = a.id
LEFT JOIN sources s ON s.id = a.source_id AND s.is_deleted = 0
LEFT JOIN sources asserter ON asserter.id = c.asserter_source_id AND asserter.is_deleted = 0
LEFT JOIN analysts analyst ON analyst.id = coalesce(e.created_by, c.created_by, h.created_by)
LEFT JOIN ratings r ON r.id = coalesce(
  (SELECT id FROM (${newestRating("article_id = a.id")}) WHERE reliability IS NOT NULL),
  (SELECT id FROM (${newestRating("source_id = s.id")}))
)
WHERE rows.n > :after AND rows.job = :job ORDER BY rows.n LIMIT :limit`;

/** Evidence that is there: it, its passage and the passage's article are not deleted. */
const liveEvidence = `
  SELECT e.rowid AS evidence, h.rowid AS highlight, e.claim_id, e.created_at, e.id
  FROM evidence e
    JOIN highlights h ON h.id = e.highlight_id AND h.is_deleted = 0
    JOIN articles a ON a.id = h.article_id AND a.is_deleted = 0
  WHERE e.is_deleted = 0`;

const hasAny = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;

/** Filters that only a claim can pass: under one of them no highlight without a claim is exported. */
const asksForClaims = (query: ClaimQuery): boolean =>
  (query.search ?? "").trim() !== "" ||
  query.eventFrom !== undefined ||
  query.eventTo !== undefined ||
  [query.stances, query.grades, query.asserters, query.kinds].some(hasAny);

const isForAll = (query: ClaimQuery): boolean =>
  !asksForClaims(query) &&
  ![query.tagIds, query.sourceIds, query.analystIds].some(hasAny) &&
  (query.sort ?? "updated") === "updated" &&
  query.direction !== "ascending";

const chooseClaims = (db: Database, viewer: AnalystId, query: ClaimQuery): void => {
  if (isForAll(query)) {
    run(
      db,
      "INSERT INTO temp.export_claims (claim) SELECT n FROM claims WHERE is_deleted = 0 ORDER BY updated_at DESC, statement, id",
    );
    return;
  }
  // The very list that the Claims screen shows, so that the two cannot differ.
  for (const { id } of listClaims(db, viewer, query).claims)
    run(db, "INSERT INTO temp.export_claims (claim) SELECT n FROM claims WHERE id = ?", id);
};

const chooseHighlights = (db: Database, job: number, query: ClaimQuery): void => {
  const list = (ids: readonly string[] | undefined) => (hasAny(ids) ? JSON.stringify(ids) : null);
  prepare(
    db,
    `INSERT INTO temp.export_rows (job, highlight)
     SELECT :job, h.rowid FROM highlights h JOIN articles a ON a.id = h.article_id AND a.is_deleted = 0
       LEFT JOIN sources s ON s.id = a.source_id AND s.is_deleted = 0
     WHERE h.is_deleted = 0
       AND EXISTS (SELECT 1 FROM highlight_tags o JOIN tags t ON t.id = o.tag_id AND t.is_deleted = 0
         WHERE o.highlight_id = h.id AND (:tags IS NULL OR t.id IN (SELECT value FROM json_each(:tags))))
       AND NOT EXISTS (SELECT 1 FROM evidence e JOIN claims c ON c.id = e.claim_id AND c.is_deleted = 0
         WHERE e.highlight_id = h.id AND e.is_deleted = 0)
       AND (:sources IS NULL OR s.id IN (SELECT value FROM json_each(:sources)))
       AND (:analysts IS NULL OR h.created_by IN (SELECT value FROM json_each(:analysts)))
     ORDER BY a.published_on, a.id, h.start, h.end, h.id`,
  ).run({ job, tags: list(query.tagIds), sources: list(query.sourceIds), analysts: list(query.analystIds) });
};

const Count = z.object({ count: z.number().int() });

/** The rows of one export, chosen and counted. */
export type ClaimRows = { readonly job: number; readonly total: number };

/**
 * Chooses the rows of an export: for each claim that the query lists, in its order, one row for each piece of
 * evidence, oldest first, or one row where there is none. With `hasHighlights` then the tagged highlights that
 * belong to no claim, in reading order, as far as the query's tags, sources and analysts let them through; a
 * query that asks for what only claims have lets none through. `dropClaimRows` forgets them.
 */
export const chooseClaimRows = (
  db: Database,
  viewer: AnalystId,
  query: ClaimQuery,
  hasHighlights: boolean,
): ClaimRows => {
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS export_claims (n INTEGER PRIMARY KEY, claim INTEGER NOT NULL) STRICT;
    CREATE TEMP TABLE IF NOT EXISTS export_rows (
      n INTEGER PRIMARY KEY, job INTEGER NOT NULL, claim INTEGER, evidence INTEGER, highlight INTEGER
    ) STRICT`);
  return transact(db, () => {
    const job =
      (first(db, Count, "SELECT coalesce(max(job), 0) AS count FROM temp.export_rows")?.count ?? 0) + 1;
    chooseClaims(db, viewer, query);
    run(
      db,
      `INSERT INTO temp.export_rows (job, claim, evidence, highlight)
       SELECT ?, chosen.claim, given.evidence, given.highlight FROM temp.export_claims chosen
         JOIN claims c ON c.n = chosen.claim LEFT JOIN (${liveEvidence}) given ON given.claim_id = c.id
       ORDER BY chosen.n, given.created_at, given.id`,
      job,
    );
    run(db, "DELETE FROM temp.export_claims");
    if (hasHighlights && !asksForClaims(query)) chooseHighlights(db, job, query);
    const total =
      first(db, Count, "SELECT count(*) AS count FROM temp.export_rows WHERE job = ?", job)?.count ?? 0;
    return { job, total };
  });
};

/** Forgets the rows of an export. */
export const dropClaimRows = (db: Database, { job }: ClaimRows): void => {
  run(db, "DELETE FROM temp.export_rows WHERE job = ?", job);
};

const isCell = (cell: unknown): cell is Cell =>
  cell === null || typeof cell === "string" || typeof cell === "number";

/** A schema for each of a hundred thousand rows would cost as much as all the rest; their types are all that can be wrong. */
const parseRow = (row: unknown): Cell[] => {
  if (Array.isArray(row) && row.length === number + 1 && row.every(isCell)) return row;
  throw new TypeError("a row of the export is not made of texts and numbers");
};

const Text = z.object({ text: z.string() });

/**
 * Turns a row's offsets into Unicode code points. Only a text with characters beyond U+FFFF needs it, so each
 * text is looked at once; those are kept for as long as the page.
 */
const pointCounter = (db: Database) => {
  const wide = new Map<string, string | null>();
  return (id: string, units: number): number => {
    let text = wide.get(id);
    if (text === undefined) {
      const found = first(db, Text, "SELECT text FROM article_texts WHERE id = ?", id)?.text ?? "";
      text = /[\ud800-\udbff]/.test(found) ? found : null;
      wide.set(id, text);
    }
    return text === null ? units : toCodePoints(text, units);
  };
};

/** The rows that follow the one with number `after` (0 for the first), at most `limit`. */
export const pageOfClaimRows = (
  db: Database,
  viewer: AnalystId,
  { job }: ClaimRows,
  after: number,
  limit: number,
): ClaimRow[] => {
  const points = pointCounter(db);
  return prepare(db, claimRowsSql)
    .raw()
    .all({ viewer, after, job, limit })
    .map((found) => {
      const row = parseRow(found);
      const id = row[articleId];
      if (typeof id !== "string") return row;
      for (const at of [start, end]) row[at] = points(id, Number(row[at]));
      return row;
    });
};

/** The number of a row, for `pageOfClaimRows`. */
export const rowNumber = (row: ClaimRow | undefined): number => Number(row?.[number] ?? 0);
