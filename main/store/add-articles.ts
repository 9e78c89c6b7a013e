import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Gap } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import { ArticleId, type EditId, SourceId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { articleIdOf, sha256 } from "../ids";
import { titleOf } from "./article-titles";
import { carryHighlights, type Moved, movingWrites } from "./carry-highlights";
import { type Actor, createEntity, setFields, type Write, writeEdit } from "./change-log";
import { findRevised } from "./find-revised";
import { gapsOf, parseDoubts } from "./gaps";
import { checkArticle, factWriter, type NewArticle, originalDigest } from "./new-article";
import { isUndoneCreation } from "./origin";
import { descendsFrom, revisionLines } from "./revision-lines";
import { sourceNamer } from "./source-names";
import { all, exists, first, transact } from "./statement";
import { urlKey } from "./url-keys";

/**
 * What became of an article that was to come in. "known": its text was there; "returned": it had been removed and is
 * back as it was; "revision": it replaces `revisionOf`, of whose line `carried` highlights stand in it and `waiting` wait to be placed.
 */
export type AddedArticle = {
  readonly articleId: ArticleId;
  readonly outcome: "new" | "known" | "returned" | "revision";
  readonly revisionOf: ArticleId | null;
  readonly carried: number;
  readonly waiting: number;
  readonly gaps: readonly Gap[];
  /** The source that it has; "" when there is none. */
  readonly sourceName: string;
};

/** What is known of an added article before the edit is written. */
type Done = Omit<AddedArticle, "gaps" | "sourceName">;

const State = z.object({ isThere: z.number().nullable() });

/** What the project has of a text: nothing, the text alone, an article that is there, or one that somebody removed. */
const stateOf = (db: Database, id: ArticleId): "none" | "text" | "live" | "removed" => {
  const row = first(
    db,
    State,
    `SELECT 1 - is_deleted AS isThere FROM article_texts LEFT JOIN articles ON articles.id = article_texts.id
     WHERE article_texts.id = ?`,
    id,
  );
  if (row === undefined) return "none";
  if (row.isThere === 1) return "live";
  return row.isThere === 0 && !isUndoneCreation(db, "article", id) ? "removed" : "text";
};

const IdRow = z.object({ id: ArticleId });

/**
 * The article that took the place of one that is gone: it comes from the same part of the same original, as when
 * something was put back into its text.
 */
const successorOf = (db: Database, id: ArticleId, article: NewArticle): ArticleId | null =>
  first(
    db,
    IdRow,
    `SELECT articles.id FROM captures JOIN articles ON articles.id = article_id AND is_deleted = 0
     WHERE original = ? AND part = ? AND article_id <> ?
       AND EXISTS (SELECT 1 FROM captures AS own WHERE own.article_id = ? AND own.original = captures.original AND own.part = captures.part)
     ORDER BY imported_at DESC LIMIT 1`,
    originalDigest(article),
    article.part,
    id,
    id,
  )?.id ?? null;

const MetadataRow = z.object({
  sourceId: SourceId.nullable(),
  byline: z.string(),
  publishedOn: z.string().nullable(),
  url: z.string(),
  language: z.string(),
});
type Metadata = z.infer<typeof MetadataRow>;

const metadataOf = (db: Database, id: ArticleId): Metadata | undefined =>
  first(
    db,
    MetadataRow,
    `SELECT source_id AS sourceId, byline, published_on AS publishedOn, url, language FROM articles WHERE id = ?`,
    id,
  );

const ShownRow = z.object({
  id: ArticleId,
  isReviewed: z.number(),
  sourceId: z.string().nullable(),
  sourceName: z.string().nullable(),
  publishedOn: z.string().nullable(),
  doubts: z.string(),
});
const shownRows = `
  SELECT articles.id, is_reviewed AS isReviewed, sources.id AS sourceId, sources.name AS sourceName, published_on AS publishedOn,
    coalesce((SELECT doubts FROM captures WHERE article_id = articles.id ORDER BY imported_at LIMIT 1), '[]') AS doubts
  FROM articles LEFT JOIN sources ON sources.id = source_id AND sources.is_deleted = 0
  WHERE articles.id IN (SELECT value FROM json_each(?))`;

/** What became of articles, with what is seen of them once the edit is written. */
const withShown = (db: Database, done: readonly Done[]): AddedArticle[] => {
  const ids = JSON.stringify([...new Set(done.map(({ articleId }) => articleId))]);
  const shown = new Map(all(db, ShownRow, shownRows, ids).map((row) => [row.id, row]));
  return done.map((one) => {
    const row = shown.get(one.articleId);
    const gaps =
      row === undefined ? [] : gapsOf({ ...row, isReviewed: row.isReviewed === 1 }, parseDoubts(row.doubts));
    return { ...one, gaps, sourceName: row?.sourceName ?? "" };
  });
};

/** What an article is given, with what it has from the one that it replaces where it brings nothing of its own. */
const metadataFor = (
  { metadata }: NewArticle,
  sourceId: SourceId | null | undefined,
  inherited: Metadata | undefined,
): Metadata => ({
  sourceId: sourceId ?? inherited?.sourceId ?? null,
  byline: metadata.byline === "" ? (inherited?.byline ?? "") : metadata.byline,
  publishedOn: metadata.publishedOn ?? inherited?.publishedOn ?? null,
  url: metadata.url === "" ? (inherited?.url ?? "") : metadata.url,
  language: metadata.language === "" ? (inherited?.language ?? "") : metadata.language,
});

/** The lines of revisions as a batch leaves them, before any of it is written. */
const linesInMaking = (db: Database, isComing: (id: ArticleId) => boolean) => {
  const lines = revisionLines(db);
  const [before, after] = [new Map<ArticleId, ArticleId>(), new Map<ArticleId, ArticleId>()];
  const previous = (id: ArticleId) => before.get(id) ?? lines.before(id);
  const newest = (id: ArticleId): ArticleId | null => {
    if (!isComing(id) && !exists(db, "SELECT 1 FROM articles WHERE id = ? AND is_deleted = 0", id))
      return null;
    let at = lines.newest(id);
    for (let next = after.get(at); next !== undefined; next = after.get(at)) at = lines.newest(next);
    return at;
  };
  const earlier = (id: ArticleId): ArticleId[] => {
    const found: ArticleId[] = [];
    for (let at = previous(id); at !== null; at = previous(at)) found.push(at);
    return found;
  };
  const link = (id: ArticleId, old: ArticleId): void => {
    before.set(id, old);
    after.set(old, id);
  };
  return { previous, newest, earlier, link };
};

/** The work on one batch: what is to be written, and what of it the articles that follow have to know. */
const batch = (db: Database, actor: Actor) => {
  const facts = factWriter(db, actor);
  const nameSource = sourceNamer(db, actor);
  const writes: Write[] = [];
  const moved: Moved = new Map();
  /** Articles that this batch brings in, with their metadata: no table has them yet. */
  const fresh = new Map<ArticleId, Metadata>();
  const byLink = new Map<string, ArticleId[]>();
  const { previous, newest, earlier, link } = linesInMaking(db, (id) => fresh.has(id));

  const revise = (id: ArticleId, text: string, old: ArticleId) => {
    link(id, old);
    return carryHighlights(db, [old, ...earlier(old)], { id, text }, moved);
  };

  const revisedBy = (id: ArticleId, article: NewArticle): ArticleId | null => {
    if (article.revisionOf !== "find") return article.revisionOf === null ? null : newest(article.revisionOf);
    const { original, part, text, metadata, isOnlyOne } = article;
    const known = { id, text, url: metadata.url, fileName: original.fileName, part, isAlone: isOnlyOne };
    return findRevised(db, known, newest, (key) => byLink.get(key) ?? []);
  };

  const create = (id: ArticleId, article: NewArticle): Done => {
    const found = revisedBy(id, article);
    const old = found !== null && descendsFrom(db, found, id) ? null : found;
    const inherited = old === null ? undefined : (fresh.get(old) ?? metadataOf(db, old));
    const { sourceId, sourceName, title } = article.metadata;
    const source = (sourceName ?? "").trim() === "" ? null : nameSource(sourceName ?? "");
    const metadata = metadataFor(article, source?.id ?? sourceId, inherited);
    if (source !== null) writes.push(...source.writes);
    const fields = { title, ...metadata, revisionOf: old, isReviewed: article.isReviewed };
    writes.push(...createEntity("article", id, fields));
    fresh.set(id, metadata);
    const key = urlKey(metadata.url);
    if (key !== "") byLink.set(key, [...(byLink.get(key) ?? []), id]);
    const carried = old === null ? { carried: 0, waiting: 0 } : revise(id, article.text, old);
    return { articleId: id, outcome: old === null ? "new" : "revision", revisionOf: old, ...carried };
  };

  /** An article that is there and is to be the next revision of another, if it stands alone so far. */
  const adopt = (id: ArticleId, article: NewArticle): Done | null => {
    const old =
      article.revisionOf === "find" || article.revisionOf === null ? null : newest(article.revisionOf);
    const isAlone = earlier(id).length === 0 && newest(id) === id;
    if (old === null || old === id || !isAlone || earlier(old).includes(id)) return null;
    writes.push(...setFields("article", id, { revisionOf: old }));
    return { articleId: id, outcome: "revision", revisionOf: old, ...revise(id, article.text, old) };
  };

  const there = (id: ArticleId, outcome: "known" | "returned"): Done => ({
    articleId: id,
    outcome,
    revisionOf: previous(id),
    carried: 0,
    waiting: 0,
  });

  const bring = (id: ArticleId, article: NewArticle, state: ReturnType<typeof stateOf>): Done => {
    if (state === "live") return adopt(id, article) ?? there(id, "known");
    if (state !== "removed") return create(id, article);
    const successor = successorOf(db, id, article);
    if (successor !== null) return there(successor, "known");
    writes.push(...setFields("article", id, { deleted: false }));
    const metadata = metadataOf(db, id);
    if (metadata !== undefined) fresh.set(id, metadata);
    return there(id, "returned");
  };

  const add = (article: NewArticle): Done => {
    const digest = sha256(article.text);
    const id = articleIdOf(digest);
    const state = fresh.has(id) ? "live" : stateOf(db, id);
    if (state === "none") facts.addText(id, digest, article);
    const done = bring(id, article, state);
    facts.addCapture(id, article);
    return done;
  };

  return { add, finish: facts.finish, writes: () => [...writes, ...movingWrites(moved)] };
};

/**
 * Brings articles in, in one transaction and one edit. One whose text is there already keeps its metadata and
 * gains an original; one that was deleted comes back as it was, with its highlights and corrected metadata; one
 * whose import was undone comes in as if it had never been there. A revision has the metadata of what it replaces
 * where it brings none of its own, and the highlights that stand exactly in it.
 *
 * @param label of the edit, or how it is made of what became of each article
 * @returns one entry for each article, in order; `invalid-input` when one of them cannot be taken, `not-found` when
 * one is to replace an article that is not there: then none is
 */
export const addArticles = (
  db: Database,
  actor: Actor,
  label: string | ((added: readonly Pick<AddedArticle, "outcome">[]) => string),
  articles: readonly NewArticle[],
): Result<{ readonly edit: EditId | null; readonly added: readonly AddedArticle[] }> => {
  for (const article of articles) {
    const isFit = checkArticle(article);
    if (!isFit.ok) return isFit;
    const { revisionOf } = article;
    const old = revisionOf === null || revisionOf === "find" ? ok("") : titleOf(db, revisionOf);
    if (!old.ok) return fail("not-found", "The article that is to be replaced is not in the project.");
  }
  return transact(db, () => {
    const work = batch(db, actor);
    const done = articles.map(work.add);
    work.finish();
    const edit = writeEdit(db, actor, typeof label === "string" ? label : label(done), work.writes());
    return ok({ edit, added: withShown(db, done) });
  });
};
