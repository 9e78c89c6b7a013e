import type { Database } from "better-sqlite3";
import type { ArticleMetadata } from "../../shared/domain/article";
import type { ArticleId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { getArticle } from "../store/articles";
import { matchSource } from "../store/match-source";
import type { NewArticle } from "../store/new-article";
import type { Packer } from "../worker/packer";
import type { Context } from "./context";
import { metadataOf } from "./imported-metadata";
import type { Read } from "./read-in-order";

/** What is known of all that is imported at once, besides what its files say. */
export type Given = {
  /** Who published all of it, in the words of the person who imports. */
  readonly sourceName?: string | undefined;
  readonly revisionOf?: ArticleId | undefined;
  /** What the article has been given so far, where its file says nothing. */
  readonly inherited?: ArticleMetadata | undefined;
  /** What was worked out beforehand of bytes and texts. */
  readonly beforehand?: Pick<Packer, "packed" | "facts"> | undefined;
};

/** What an article has been given so far. */
export const givenMetadata = (db: Database, { analyst }: Context, id: ArticleId): Result<ArticleMetadata> => {
  const article = getArticle(db, analyst.id, id);
  if (!article.ok) return article;
  const { title, byline, publishedOn, url, language, sourceId } = article.value;
  return ok({ title, byline, publishedOn, url, language, sourceId });
};

/** An article as the store takes it, and the name of the source that was filled in. */
export type Prepared = { readonly article: NewArticle; readonly source: string };

/** Makes an article for the store of what was read and what is known. */
export const prepareArticle = (
  db: Database,
  { fileName, bytes, article, isOnlyOne }: Extract<Read, { kind: "article" }>,
  { sourceName, revisionOf, inherited, beforehand }: Given,
): Prepared => {
  const { text, blocks, part, mediaType, importer, steps } = article;
  const { proposals, doubts, asides, pages, encoding } = article;
  const own = metadataOf(article.proposals, fileName);
  // Names in the running text are mentions: only what the document states of itself points to its source.
  const stated = proposals.filter(({ strength }) => strength === "stated");
  const matched = sourceName === undefined ? matchSource(db, stated) : null;
  const prepared: NewArticle = {
    text,
    facts: beforehand?.facts(article),
    blocks,
    metadata: {
      title: doubts.includes("title") && inherited !== undefined ? inherited.title : own.title,
      byline: own.byline || (inherited?.byline ?? ""),
      publishedOn: own.publishedOn ?? inherited?.publishedOn ?? null,
      url: own.url || (inherited?.url ?? ""),
      language: own.language || (inherited?.language ?? ""),
      sourceName,
      sourceId: matched?.id ?? inherited?.sourceId ?? null,
    },
    isReviewed: false,
    revisionOf: revisionOf ?? "find",
    original: { bytes, packed: beforehand?.packed(bytes), fileName, mediaType },
    isOnlyOne,
    part,
    importer,
    steps,
    findings: { proposals, doubts, asides, pages, encoding },
  };
  return { article: prepared, source: sourceName ?? matched?.name ?? "" };
};
