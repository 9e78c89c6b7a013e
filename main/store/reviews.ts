import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { ArticleMetadata, ArticleSummary, ReviewRow } from "../../shared/domain/article";
import type { AnalystId, ArticleId, EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { allSummaries, someSummaries } from "./article-rows";
import { titleOf } from "./article-titles";
import { type Actor, quoted, setFields, type Write, writeEdit } from "./change-log";
import { matchSource } from "./match-source";
import { firstFindings } from "./provenance";
import { liveSourceName, sourceNamer } from "./source-names";
import { first } from "./statement";

/** UTF-16 units of a text that a row of the review shows. */
const beginningLength = 400;

const BeginningRow = z.object({ beginning: z.string() });

const beginningOf = (db: Database, id: ArticleId): string =>
  first(
    db,
    BeginningRow,
    // SQLite counts code points, so this cuts no character in two.
    `SELECT substr(text, 1, ${beginningLength}) AS beginning FROM article_texts WHERE id = ?`,
    id,
  )?.beginning ?? "";

const reviewRow = (db: Database, article: ArticleSummary): ReviewRow => {
  const { id, title, sourceId, byline, publishedOn, url, language, revisionOf } = article;
  const { part, proposals, encoding } = firstFindings(db, id);
  const old = revisionOf === null ? null : titleOf(db, revisionOf);
  return {
    articleId: id,
    fileName: article.fileName,
    part,
    metadata: { title, sourceId, byline, publishedOn, url, language },
    sourceName: article.sourceName,
    isReviewed: article.isReviewed,
    gaps: article.gaps,
    proposals,
    matchedSource: matchSource(db, proposals),
    encoding,
    revisionOf:
      revisionOf === null ? null : { articleId: revisionOf, title: old?.ok === true ? old.value : "" },
    nearCopy: article.nearCopy,
    highlights: article.highlights,
    beginning: beginningOf(db, id),
  };
};

/** Rows for the review of an import: some articles, in the order asked for, or all that want a look, newest import first. */
export const listReviewRows = (
  db: Database,
  viewer: AnalystId,
  ids: readonly ArticleId[] | undefined,
): ReviewRow[] => {
  if (ids === undefined)
    return allSummaries(db, viewer)
      .filter(({ article, isNewest }) => isNewest && article.gaps.length > 0)
      .sort((a, b) => b.article.importedAt.localeCompare(a.article.importedAt) || a.n - b.n)
      .map(({ article }) => reviewRow(db, article));
  const found = new Map(someSummaries(db, viewer, ids).map(({ article }) => [article.id, article]));
  return [...new Set(ids)].flatMap((id) => {
    const article = found.get(id);
    return article === undefined ? [] : reviewRow(db, article);
  });
};

/** Metadata that somebody confirms: what is set is corrected, all else is right as it is. */
export type Confirmed = {
  readonly id: ArticleId;
  readonly set?: { readonly [K in keyof ArticleMetadata]?: ArticleMetadata[K] | undefined } | undefined;
  /** Finds a source or makes it; goes before `set.sourceId`. */
  readonly sourceName?: string | undefined;
};

/** Corrects and confirms the metadata of some articles in one edit; `not-found` when one of them, or a source, is not there. */
export const confirmArticles = (
  db: Database,
  actor: Actor,
  items: readonly Confirmed[],
): Result<EditId | null> => {
  const nameSource = sourceNamer(db, actor);
  const writes: Write[] = [];
  let label = "";
  for (const { id, set = {}, sourceName } of items) {
    const title = titleOf(db, id);
    if (!title.ok) return title;
    label = quoted(set.title ?? title.value);
    const { sourceId } = set;
    const isThere = sourceId === undefined || sourceId === null ? ok("") : liveSourceName(db, sourceId);
    if (!isThere.ok) return isThere;
    const source = sourceName === undefined ? null : nameSource(sourceName);
    writes.push(...(source?.writes ?? []));
    const fields = { ...set, ...(source === null ? {} : { sourceId: source.id }), isReviewed: true };
    writes.push(...setFields("article", id, fields));
  }
  const count = new Set(items.map(({ id }) => id)).size;
  return ok(writeEdit(db, actor, count === 1 ? `Review ${label}` : `Review ${count} articles`, writes));
};
