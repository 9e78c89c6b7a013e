import type { Database } from "better-sqlite3";
import { z } from "zod";
import { type Article, type ArticleMetadata, type ArticleSummary, Block } from "../../shared/domain/article";
import type { ArticleQuery } from "../../shared/domain/query";
import { fail } from "../../shared/errors";
import { type AnalystId, ArticleId, type EditId, SourceId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { countCodePoints } from "../../shared/text/offsets";
import { articleIdOf, sha256 } from "../ids";
import { isWellFormed } from "../well-formed";
import { titleOf } from "./article-titles";
import { type Actor, createEntity, quoted, setFields, type Write, writeEdit } from "./change-log";
import { compareText } from "./compare-text";
import { isUndoneCreation } from "./origin";
import { insertOriginal } from "./originals";
import { ratingsInForce } from "./ratings";
import { searchArticles, snippetOf } from "./search";
import { liveSourceName, sourceForName } from "./source-names";
import { all, exists, first, run, transact } from "./statement";

/** An article that is to come in. Its source is named by id, by name (made when there is none), or not at all. */
export type NewArticle = {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata: Omit<ArticleMetadata, "sourceId"> & {
    readonly sourceId?: SourceId | null;
    readonly sourceName?: string | undefined;
  };
  readonly original: { readonly bytes: Uint8Array; readonly fileName: string; readonly mediaType: string };
  /** Name and version of what read it, as "plain text 1". */
  readonly importer: string;
  /** What was done between the bytes and the text, in order, in words. */
  readonly steps: readonly string[];
};

/** `isNew` is false when the same text was there already: its new original is kept beside the old one. */
export type AddedArticle = { readonly articleId: ArticleId; readonly isNew: boolean };

const checkArticle = ({ text, blocks, original }: NewArticle): Result<undefined> => {
  const name = original.fileName === "" ? "the text" : quoted(original.fileName);
  if (text.trim() === "") return fail("invalid-input", `There is no text in ${name}.`);
  if (!isWellFormed(text))
    return fail(
      "invalid-input",
      `There are broken characters in ${name}.`,
      "Choose another encoding for it.",
    );
  let end = 0;
  for (const block of blocks) {
    if (block.start < end || block.end <= block.start || block.end > text.length)
      return fail("invalid-input", `The paragraphs of ${name} do not fit its text.`);
    end = block.end;
  }
  return ok(undefined);
};

type Fact = NewArticle & { readonly id: ArticleId; readonly digest: string };

/** Writes the immutable rows of an article: its text with the index over it, its original, how it came in. */
const insertFacts = (
  db: Database,
  actor: Actor,
  { id, digest, text, blocks, original, importer, steps }: Fact,
): void => {
  if (!exists(db, "SELECT 1 FROM article_texts WHERE id = ?", id)) {
    run(
      db,
      "INSERT INTO article_texts (id, sha256, characters, blocks, text) VALUES (?, ?, ?, ?, ?)",
      id,
      digest,
      countCodePoints(text),
      JSON.stringify(blocks),
      text,
    );
    run(db, "INSERT INTO article_search (rowid, text) SELECT n, text FROM article_texts WHERE id = ?", id);
  }
  run(
    db,
    `INSERT INTO captures (article_id, original, file_name, media_type, importer, imported_at, analyst, steps)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    id,
    insertOriginal(db, original.bytes),
    original.fileName,
    original.mediaType,
    importer,
    actor.now(),
    actor.analyst.id,
    JSON.stringify(steps),
  );
};

const isLive = (db: Database, id: ArticleId): boolean =>
  exists(db, "SELECT 1 FROM articles WHERE id = ? AND is_deleted = 0", id);

/**
 * Brings articles in, in one transaction and one edit. One whose text is there already keeps its metadata and
 * gains an original; one that was deleted comes back as it was, with its highlights and corrected metadata; one
 * whose import was undone comes in as if it had never been there.
 *
 * @returns one entry for each article, in order; `invalid-input` when one of them cannot be taken: then none is
 */
export const addArticles = (
  db: Database,
  actor: Actor,
  label: string,
  articles: readonly NewArticle[],
): Result<{ readonly edit: EditId | null; readonly added: readonly AddedArticle[] }> => {
  for (const article of articles) {
    const isFit = checkArticle(article);
    if (!isFit.ok) return isFit;
  }
  const added: AddedArticle[] = [];
  const edit = transact(db, () => {
    const writes: Write[] = [];
    const seen = new Set<string>();
    const facts: Fact[] = [];
    for (const article of articles) {
      const digest = sha256(article.text);
      const id = articleIdOf(digest);
      const isNew = !seen.has(id) && !isLive(db, id);
      seen.add(id);
      added.push({ articleId: id, isNew });
      facts.push({ ...article, id, digest });
      if (isNew) writes.push(...creation(db, actor, id, article));
    }
    return writeEdit(db, actor, label, writes, {
      facts: () => {
        for (const fact of facts) insertFacts(db, actor, fact);
      },
    });
  });
  return ok({ edit, added });
};

const creation = (db: Database, actor: Actor, id: ArticleId, { metadata }: NewArticle): Write[] => {
  const wasRemoved =
    exists(db, "SELECT 1 FROM articles WHERE id = ?", id) && !isUndoneCreation(db, "article", id);
  if (wasRemoved) return setFields("article", id, { deleted: false });
  const { sourceId = null, sourceName, ...fields } = metadata;
  if (sourceName === undefined || sourceName.trim() === "")
    return createEntity("article", id, { ...fields, sourceId });
  const source = sourceForName(db, actor, sourceName);
  return [...source.writes, ...createEntity("article", id, { ...fields, sourceId: source.id })];
};

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
  fileName: z.string().nullable(),
  importedAt: z.string(),
});
type SummaryRow = z.infer<typeof SummaryRow>;

const summaries = `
  SELECT texts.n, articles.id, title, sources.id AS sourceId, sources.name AS sourceName, byline,
    published_on AS publishedOn, articles.url, language, sha256, characters,
    coalesce(is_read, 0) AS isRead,
    (SELECT file_name FROM captures WHERE article_id = articles.id ORDER BY imported_at LIMIT 1) AS fileName,
    coalesce((SELECT min(imported_at) FROM captures WHERE article_id = articles.id), articles.created_at) AS importedAt
  FROM articles
    JOIN article_texts AS texts ON texts.id = articles.id
    LEFT JOIN sources ON sources.id = articles.source_id AND sources.is_deleted = 0
    LEFT JOIN reading ON reading.article_id = articles.id
  WHERE articles.is_deleted = 0`;

const Count = z.object({ id: z.string(), count: z.number().int() });
const counts = (db: Database, sql: string): ReadonlyMap<string, number> =>
  new Map(all(db, Count, sql).map(({ id, count }) => [id, count]));

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

const oneCount = (db: Database, sql: string, id: ArticleId): number =>
  first(db, z.object({ count: z.number() }), sql, id)?.count ?? 0;

const summaryOf = (
  row: SummaryRow,
  rating: ArticleSummary["rating"],
  highlights: number,
  claims: number,
): ArticleSummary => ({
  id: row.id,
  title: row.title,
  sourceId: row.sourceId,
  sourceName: row.sourceName,
  byline: row.byline,
  publishedOn: row.publishedOn,
  url: row.url,
  language: row.language,
  fileName: row.fileName ?? "",
  rating,
  characters: row.characters,
  sha256: row.sha256,
  highlights,
  claims,
  isRead: row.isRead === 1,
  importedAt: row.importedAt,
});

const byImport = (a: ArticleSummary, b: ArticleSummary) =>
  b.importedAt.localeCompare(a.importedAt) || (a.id < b.id ? -1 : 1);
const byDate = (a: ArticleSummary, b: ArticleSummary, sign: 1 | -1) => {
  if (a.publishedOn === b.publishedOn) return 0;
  // Undated articles stand last either way.
  if (a.publishedOn === null) return 1;
  if (b.publishedOn === null) return -1;
  return a.publishedOn < b.publishedOn ? -sign : sign;
};
const orders: Readonly<
  Record<NonNullable<ArticleQuery["sort"]>, (a: ArticleSummary, b: ArticleSummary) => number>
> = {
  newest: (a, b) => byDate(a, b, -1) || byImport(a, b),
  oldest: (a, b) => byDate(a, b, 1) || byImport(a, b),
  title: (a, b) => compareText(a.title, b.title) || byImport(a, b),
  source: (a, b) =>
    compareText(a.sourceName ?? "\uffff", b.sourceName ?? "\uffff") || byDate(a, b, -1) || byImport(a, b),
  imported: byImport,
};

const taggedArticles = (db: Database, tagIds: readonly string[]): ReadonlySet<string> =>
  new Set(
    all(
      db,
      z.object({ id: z.string() }),
      `SELECT DISTINCT article_id AS id FROM highlight_tags CROSS JOIN highlights ON highlights.id = highlight_id
       WHERE is_deleted = 0 AND tag_id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(tagIds),
    ).map(({ id }) => id),
  );

const isWanted = (
  query: ArticleQuery,
  tagged: ReadonlySet<string> | null,
  article: ArticleSummary,
): boolean => {
  const { sourceIds, from, to, state } = query;
  if (
    sourceIds !== undefined &&
    sourceIds.length > 0 &&
    (article.sourceId === null || !sourceIds.includes(article.sourceId))
  )
    return false;
  if (tagged !== null && !tagged.has(article.id)) return false;
  if (from !== undefined && (article.publishedOn === null || article.publishedOn < from)) return false;
  if (to !== undefined && (article.publishedOn === null || article.publishedOn > to)) return false;
  if (state === "unread") return !article.isRead;
  if (state === "annotated") return article.highlights > 0;
  return state !== "not-annotated" || article.highlights === 0;
};

/** Excerpts are made for as many hits as anybody looks at. */
const mostSnippets = 200;

/** The Library's rows: filtered, in order, with the letter in force for `viewer`. */
export const listArticles = (db: Database, viewer: AnalystId, query: ArticleQuery): ArticleSummary[] => {
  const found =
    query.search === undefined || query.search.trim() === "" ? null : searchArticles(db, query.search);
  const ratings = ratingsInForce(db, viewer);
  const highlights = highlightCounts(db);
  const claims = claimCounts(db);
  const tagged =
    query.tagIds === undefined || query.tagIds.length === 0 ? null : taggedArticles(db, query.tagIds);
  const rowNumbers = new Map<string, number>();
  const listed: ArticleSummary[] = [];
  for (const row of all(db, SummaryRow, summaries)) {
    if (found !== null && !found.ids.has(row.id)) continue;
    const { id } = row;
    const rating = ratings.ofArticle(id, row.sourceId);
    const article = summaryOf(row, rating, highlights.get(id) ?? 0, claims.get(id) ?? 0);
    if (!isWanted(query, tagged, article)) continue;
    rowNumbers.set(id, row.n);
    listed.push(article);
  }
  listed.sort(orders[query.sort ?? "newest"]);
  if (found === null) return listed;
  return listed.map((article, at) => {
    const snippet = at < mostSnippets ? snippetOf(db, found.match, rowNumbers.get(article.id) ?? 0) : null;
    return snippet === null ? article : { ...article, snippet };
  });
};

const TextRow = z.object({ text: z.string(), blocks: z.string() });

/** One article with its text; `not-found` when it is not there or was deleted. */
export const getArticle = (db: Database, viewer: AnalystId, id: ArticleId): Result<Article> => {
  const row = first(db, SummaryRow, `${summaries} AND articles.id = ?`, id);
  const body = first(db, TextRow, "SELECT text, blocks FROM article_texts WHERE id = ?", id);
  if (row === undefined || body === undefined)
    return fail("not-found", "This article is not in the project.");
  const highlights = oneCount(
    db,
    "SELECT count(*) AS count FROM highlights WHERE article_id = ? AND is_deleted = 0",
    id,
  );
  const claims = oneCount(
    db,
    `SELECT count(DISTINCT claim_id) AS count FROM highlights
       CROSS JOIN evidence ON evidence.highlight_id = highlights.id AND evidence.is_deleted = 0
       CROSS JOIN claims ON claims.id = claim_id AND claims.is_deleted = 0
     WHERE article_id = ? AND highlights.is_deleted = 0`,
    id,
  );
  const rating = ratingsInForce(db, viewer).ofArticle(id, row.sourceId);
  const blocks = z.array(Block).parse(JSON.parse(body.blocks));
  return ok({ ...summaryOf(row, rating, highlights, claims), text: body.text, blocks });
};

/** The canonical text of an article that is there. */
export const getText = (db: Database, id: ArticleId): Result<string> => {
  const row = first(
    db,
    z.object({ text: z.string() }),
    "SELECT text FROM article_texts JOIN articles USING (id) WHERE id = ? AND is_deleted = 0",
    id,
  );
  return row === undefined ? fail("not-found", "This article is not in the project.") : ok(row.text);
};

/** Corrects an article's metadata; the text stays. */
export const updateArticle = (
  db: Database,
  actor: Actor,
  id: ArticleId,
  set: { readonly [K in keyof ArticleMetadata]?: ArticleMetadata[K] | undefined },
): Result<EditId | null> => {
  const title = titleOf(db, id);
  if (!title.ok) return title;
  if (set.sourceId !== undefined && set.sourceId !== null) {
    const source = liveSourceName(db, set.sourceId);
    if (!source.ok) return source;
  }
  return ok(
    writeEdit(db, actor, `Correct ${quoted(set.title ?? title.value)}`, setFields("article", id, set)),
  );
};

/** Takes an article out of the project. Its highlights go out of sight with it and come back with it. */
export const deleteArticle = (db: Database, actor: Actor, id: ArticleId): Result<EditId | null> => {
  const title = titleOf(db, id);
  if (!title.ok) return title;
  return ok(
    writeEdit(db, actor, `Remove ${quoted(title.value)}`, setFields("article", id, { deleted: true })),
  );
};

/** Remembers on this machine whether an article was opened. Not in the change log. */
export const setRead = (db: Database, now: string, id: ArticleId, isRead: boolean): Result<undefined> => {
  const title = titleOf(db, id);
  if (!title.ok) return title;
  run(
    db,
    "INSERT INTO reading (article_id, is_read, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET is_read = excluded.is_read, at = excluded.at",
    id,
    isRead ? 1 : 0,
    now,
  );
  return ok(undefined);
};
