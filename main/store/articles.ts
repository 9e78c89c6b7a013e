import type { Database } from "better-sqlite3";
import { z } from "zod";
import { type Article, type ArticleMetadata, type ArticleSummary, Block } from "../../shared/domain/article";
import type { ArticleQuery } from "../../shared/domain/query";
import { fail } from "../../shared/errors";
import { type AnalystId, ArticleId, type EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { allSummaries, someSummaries } from "./article-rows";
import { titleOf } from "./article-titles";
import { movingWrites } from "./carry-highlights";
import { type Actor, quoted, setFields, writeEdit } from "./change-log";
import { compareText } from "./compare-text";
import { firstFindings } from "./provenance";
import { revisionLines } from "./revision-lines";
import { givenBack } from "./revisions";
import { searchArticles, snippetOf } from "./search";
import { liveSourceName } from "./source-names";
import { all, first, run } from "./statement";

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

/** Articles with a highlight under one of the tags, in themselves or waiting in an earlier revision. */
const taggedArticles = (db: Database, tagIds: readonly string[]): ReadonlySet<string> => {
  const { newest } = revisionLines(db);
  const found = all(
    db,
    z.object({ id: ArticleId }),
    `SELECT DISTINCT article_id AS id FROM highlight_tags CROSS JOIN highlights ON highlights.id = highlight_id
     WHERE is_deleted = 0 AND tag_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(tagIds),
  );
  return new Set(found.map(({ id }) => newest(id)));
};

const isInState = (state: ArticleQuery["state"], article: ArticleSummary): boolean => {
  const isAnnotated = article.highlights + article.waiting > 0;
  switch (state) {
    case undefined:
      return true;
    case "unread":
      return !article.isRead;
    case "annotated":
      return isAnnotated;
    case "not-annotated":
      return !isAnnotated;
    case "needs-look":
      return article.gaps.length > 0;
    case "no-source":
      return article.sourceId === null;
    case "no-date":
      return article.publishedOn === null;
    case "near-copies":
      return article.nearCopy !== null;
  }
};

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
  return isInState(state, article);
};

/** Excerpts are made for as many hits as anybody looks at. */
const mostSnippets = 200;

/** The Library's rows: the newest revisions, filtered, in order, with the letter in force for `viewer`. */
export const listArticles = (db: Database, viewer: AnalystId, query: ArticleQuery): ArticleSummary[] => {
  const found =
    query.search === undefined || query.search.trim() === "" ? null : searchArticles(db, query.search);
  const tagged =
    query.tagIds === undefined || query.tagIds.length === 0 ? null : taggedArticles(db, query.tagIds);
  const rowNumbers = new Map<string, number>();
  const listed: ArticleSummary[] = [];
  for (const { n, article, isNewest } of allSummaries(db, viewer)) {
    if (!isNewest || (found !== null && !found.ids.has(article.id))) continue;
    if (!isWanted(query, tagged, article)) continue;
    rowNumbers.set(article.id, n);
    listed.push(article);
  }
  listed.sort(orders[query.sort ?? "newest"]);
  if (found === null) return listed;
  return listed.map((article, at) => {
    const snippet = at < mostSnippets ? snippetOf(db, found.match, rowNumbers.get(article.id) ?? 0) : null;
    return snippet === null ? article : { ...article, snippet };
  });
};

const TextRow = z.object({ text: z.string(), blocks: z.string(), kept: z.enum(["whole", "quotes", "none"]) });
const textRow = `SELECT text, blocks, coalesce(kept, 'whole') AS kept
  FROM article_texts LEFT JOIN redacted_texts ON article_id = id WHERE id = ?`;

/** One article with its text; `not-found` when it is not there or was deleted. */
export const getArticle = (db: Database, viewer: AnalystId, id: ArticleId): Result<Article> => {
  const [found] = someSummaries(db, viewer, [id]);
  const body = first(db, TextRow, textRow, id);
  if (found === undefined || body === undefined)
    return fail("not-found", "This article is not in the project.");
  const { asides, pages } = firstFindings(db, id);
  return ok({
    ...found.article,
    text: body.text,
    blocks: z.array(Block).parse(JSON.parse(body.blocks)),
    asides,
    pages,
    replacedBy: found.isNewest ? null : revisionLines(db).newest(id),
    kept: body.kept,
  });
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

/**
 * Takes an article out of the project. Highlights that it took over from earlier revisions go back to those, with their
 * evidence; its own go out of sight with it and come back with it.
 */
export const deleteArticle = (db: Database, actor: Actor, id: ArticleId): Result<EditId | null> => {
  const title = titleOf(db, id);
  if (!title.ok) return title;
  return ok(
    writeEdit(db, actor, `Remove ${quoted(title.value)}`, [
      ...setFields("article", id, { deleted: true }),
      ...movingWrites(givenBack(db, id, revisionLines(db).earlier(id))),
    ]),
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
