import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { ClaimQuery } from "../../shared/domain/query";
import { type AnalystId, ArticleId, SourceId } from "../../shared/ids";
import { toCodePoints } from "../../shared/text/offsets";
import { byStatement } from "./claim-filters";
import { listClaims } from "./claims";
import { fullQuoteIn } from "./full-quote";
import { type RatingsInForce, ratingsInForce } from "./ratings";
import { all, first, prepare, run, transact } from "./statement";

/*
 * The rows of the claims CSV. Which rows there are is settled at the start, as numbers in a temporary table
 * (some 20 bytes a row): so the total is known, the order is that of the Claims screen, and an edit made between
 * two pages moves nothing. What a row holds is read page by page, so memory stays flat.
 */

/** What a row may hold. */
export type Cell = string | number | null;

/**
 * One row: the CSV's thirty columns in their order. Likelihood is ICD 203's term, tags are joined by U+001F,
 * evidence_grade is null (it is put together from its halves), offsets count Unicode code points.
 */
export type ClaimRow = readonly Cell[];

/** Places and ids of the tags on something; names are put in their place afterwards, which is twice as fast. */
const tags = (
  table: "claim_tags" | "highlight_tags",
  owner: "claim_id" | "highlight_id",
  id: string,
): string => `(SELECT group_concat(place || ':' || tag_id, ' ') FROM ${table} WHERE ${owner} = ${id})`;

/**
 * What is a row's own; what it shares with all rows of its article is read once for each article. Analyst and
 * times are those of the evidence, else of the claim, else of the highlight. Offsets are UTF-16 units here.
 */
const ownCells = `
SELECT
  n.n, h.article_id,
  c.id, c.statement, c.kind, coalesce(asserter.name, c.asserter_description), c.event_date, c.likelihood, c.confidence,
  ${tags("claim_tags", "claim_id", "c.id")},
  e.stance, e.credibility, NULL, e.note,
  h.quote, h.id, ${tags("highlight_tags", "highlight_id", "h.id")}, h.note, h.start, h.end,
  analyst.name, coalesce(e.created_at, c.created_at, h.created_at), coalesce(e.updated_at, c.updated_at, h.updated_at)
FROM temp.export_rows n
LEFT JOIN claims c ON c.n = n.claim
LEFT JOIN evidence e ON e.rowid = n.evidence
LEFT JOIN highlights h ON h.rowid = coalesce(n.highlight, (SELECT rowid FROM highlights WHERE id = e.highlight_id))
LEFT JOIN sources asserter ON asserter.id = c.asserter_source_id AND asserter.is_deleted = 0
LEFT JOIN analysts analyst ON analyst.id = coalesce(e.created_by, c.created_by, h.created_by)
WHERE n.n > :after AND n.job = :job ORDER BY n.n LIMIT :limit`;

/** What all rows of an article share, beside its rating. */
const articleCells = `
SELECT a.id, a.title, s.id AS sourceId, s.name AS source, a.published_on AS publishedOn, a.url, a.language, x.sha256, x.text
FROM articles a
JOIN article_texts x ON x.id = a.id
LEFT JOIN sources s ON s.id = a.source_id AND s.is_deleted = 0
WHERE a.id = ?`;

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

type Listed = readonly [n: number, id: string, statement: string, updatedAt: string];

/** All claims in the order of the Claims screen, without reading their evidence, which is most of the work. */
const chooseAll = (db: Database): void => {
  const listed = prepare(db, "SELECT n, id, statement, updated_at FROM claims WHERE is_deleted = 0")
    .raw()
    .all() as Listed[];
  listed.sort((a, b) => (a[3] === b[3] ? byStatement(a[2], a[1], b[2], b[1]) : a[3] < b[3] ? 1 : -1));
  for (const [n] of listed) run(db, "INSERT INTO temp.export_claims (claim) VALUES (?)", n);
};

const chooseClaims = (db: Database, viewer: AnalystId, query: ClaimQuery): void => {
  if (isForAll(query)) {
    chooseAll(db);
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
      // Evidence is there when it, its passage and the passage's article are not deleted.
      `INSERT INTO temp.export_rows (job, claim, evidence)
       SELECT ?, chosen.claim, e.rowid FROM temp.export_claims chosen
         JOIN claims c ON c.n = chosen.claim
         LEFT JOIN evidence e ON e.claim_id = c.id AND e.is_deleted = 0 AND EXISTS (
           SELECT 1 FROM highlights h JOIN articles a ON a.id = h.article_id AND a.is_deleted = 0
           WHERE h.id = e.highlight_id AND h.is_deleted = 0)
       ORDER BY chosen.n, e.created_at, e.id`,
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

const ownLength = 23;

/** A schema for each of a hundred thousand rows would cost as much as all the rest; their types are all that can be wrong. */
const parseOwn = (row: unknown): readonly Cell[] => {
  if (Array.isArray(row) && row.length === ownLength && row.every(isCell)) return row;
  throw new TypeError("a row of the export is not made of texts and numbers");
};

const ArticleRow = z.object({
  id: ArticleId,
  title: z.string(),
  sourceId: SourceId.nullable(),
  source: z.string().nullable(),
  publishedOn: z.string().nullable(),
  url: z.string(),
  language: z.string(),
  sha256: z.string(),
  text: z.string(),
});

type Article = {
  readonly cells: readonly Cell[];
  readonly sha256: string;
  /** Only in a text with characters beyond U+FFFF do code points and UTF-16 units differ; null for others. */
  readonly text: string | null;
};

const noArticle: Article = { cells: Array.from({ length: 8 }, () => null), sha256: "", text: null };

const readArticle = (db: Database, ratings: RatingsInForce, which: string): Article => {
  const row = first(db, ArticleRow, articleCells, which);
  if (row === undefined) throw new TypeError(`the article ${which} of an export is gone`);
  const { id, title, sourceId, source, publishedOn, url, language, sha256, text } = row;
  const rating = ratings.ofArticle(id, sourceId);
  return {
    cells: [id, title, source, rating?.reliability ?? null, rating?.at ?? null, publishedOn, url, language],
    sha256,
    text: /[\ud800-\udbff]/.test(text) ? text : null,
  };
};

/** Articles kept in mind at once: rows of one article mostly stand far apart. */
const mostArticles = 500;

const rememberArticles = (db: Database, viewer: AnalystId): ((id: Cell) => Article) => {
  const known = new Map<string, Article>();
  const ratings = ratingsInForce(db, viewer);
  return (id) => {
    if (typeof id !== "string") return noArticle;
    const before = known.get(id);
    if (before !== undefined) return before;
    if (known.size >= mostArticles) known.clear();
    const article = readArticle(db, ratings, id);
    known.set(id, article);
    return article;
  };
};

const TagRow = z.object({ id: z.string(), name: z.string() });

/** Between the names of one cell: a character that no name is typed with. */
const separator = "\u001f";

/** Combinations of tags kept in mind at once. */
const mostCombinations = 5000;

/** Turns places and ids of tags into their names in the order in which they were put on; deleted tags fall out. */
const rememberTags = (db: Database): ((cell: Cell) => Cell) => {
  const names = new Map(
    all(db, TagRow, "SELECT id, name FROM tags WHERE is_deleted = 0").map(({ id, name }) => [id, name]),
  );
  const known = new Map<string, string>();
  const joined = (cell: string): string =>
    cell
      .split(" ")
      .map((one) => ({ place: Number.parseInt(one, 10), id: one.slice(one.indexOf(":") + 1) }))
      .sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
      .flatMap(({ id }) => names.get(id) ?? [])
      .join(separator);
  return (cell) => {
    if (typeof cell !== "string") return null;
    const before = known.get(cell);
    if (before !== undefined) return before;
    if (known.size >= mostCombinations) known.clear();
    const text = joined(cell);
    known.set(cell, text);
    return text;
  };
};

const inPoints = (text: string | null, units: Cell): Cell =>
  text === null || typeof units !== "number" ? units : toCodePoints(text, units);

const withWords = (db: Database, articleId: Cell, start: Cell, quote: Cell): Cell =>
  typeof articleId === "string" && typeof start === "number" && typeof quote === "string"
    ? fullQuoteIn(db, articleId, start, quote)
    : quote;

/** Reads the chosen rows from the first to the last, at most `limit` at a time; an empty page is the end. */
export const claimRowReader = (
  db: Database,
  viewer: AnalystId,
  { job }: ClaimRows,
): ((limit: number) => ClaimRow[]) => {
  const articleOf = rememberArticles(db, viewer);
  const tagNames = rememberTags(db);
  let after: Cell = 0;
  return (limit) => {
    const page = prepare(db, ownCells).raw().all({ after, job, limit }).map(parseOwn);
    after = page.at(-1)?.[0] ?? after;
    return page.map((own) => {
      const { cells, sha256, text } = articleOf(own[1] ?? null);
      const row = own.slice(2, 20);
      row[7] = tagNames(row[7] ?? null);
      row[14] = tagNames(row[14] ?? null);
      row[12] = withWords(db, own[1] ?? null, row[16] ?? null, row[12] ?? null);
      row[16] = inPoints(text, row[16] ?? null);
      row[17] = inPoints(text, row[17] ?? null);
      row.push(...cells, own[20] ?? null, own[21] ?? null, own[22] ?? null, sha256);
      return row;
    });
  };
};
