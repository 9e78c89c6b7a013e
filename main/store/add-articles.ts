import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Gap } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import { ArticleId, type EditId, SourceId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { articleIdOf, sha256 } from "../ids";
import { titleOf } from "./article-titles";
import { carryHighlights, type Moved, movingWrites } from "./carry-highlights";
import { type Actor, createEntity, setFields, standingChange, type Write, writeEdit } from "./change-log";
import { revisionFinder } from "./find-revised";
import { gapsOf, parseDoubts } from "./gaps";
import { checkArticle, factWriter, type NewArticle } from "./new-article";
import { isUndoneCreation, origin } from "./origin";
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
  /** The article that it is probably an older copy of: then it is one of its own. */
  readonly olderThan: ArticleId | null;
  readonly carried: number;
  readonly waiting: number;
  readonly gaps: readonly Gap[];
  /** The source that it has; "" when there is none. */
  readonly sourceName: string;
};

/** What is known of an added article before the edit is written. */
type Done = Omit<AddedArticle, "gaps" | "sourceName">;

/** What the project has of a text: nothing, the text alone, an article that is there, or one that somebody removed. */
type State = "none" | "text" | "live" | "removed";

const StateRow = z.object({ id: ArticleId, isThere: z.number().nullable() });
const stateRows = `SELECT article_texts.id, 1 - is_deleted AS isThere
  FROM article_texts LEFT JOIN articles ON articles.id = article_texts.id
  WHERE article_texts.id IN (SELECT value FROM json_each(?))`;

const statesOf = (db: Database, ids: readonly ArticleId[]): ReadonlyMap<ArticleId, State> =>
  new Map(
    all(db, StateRow, stateRows, JSON.stringify(ids)).map(({ id, isThere }): [ArticleId, State] => {
      if (isThere === 1) return [id, "live"];
      return [id, isThere === 0 && !isUndoneCreation(db, "article", id) ? "removed" : "text"];
    }),
  );

const IdRow = z.object({ id: ArticleId });
const broughtIn = `SELECT own.entity_id AS id FROM changes AS gone
  JOIN changes AS own ON own.edit = gone.edit AND own.entity = 'article' AND own.field = 'deleted' AND own.value = 'false'
  JOIN articles ON articles.id = own.entity_id
  WHERE gone.id = ?`;

/** The article whose text was put in the place of one that is gone, as when a piece was put back into it; else itself. */
const replacementOf = (db: Database, id: ArticleId): ArticleId => {
  let at = id;
  for (const seen = new Set<ArticleId>(); !seen.has(at); ) {
    seen.add(at);
    const removal = standingChange(db, "article", at, "deleted");
    const change = removal?.value === "true" ? origin(db, removal.id) : null;
    const next = change === null ? undefined : first(db, IdRow, broughtIn, change);
    if (next === undefined) break;
    at = next.id;
  }
  return at;
};

const PlaceRow = z.object({ old: ArticleId.nullable() });

/** What an article was made a revision of, whether it is there or not. */
const placeOf = (db: Database, id: ArticleId): ArticleId | null =>
  first(db, PlaceRow, "SELECT revision_of AS old FROM articles WHERE id = ?", id)?.old ?? null;

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
    coalesce((SELECT doubts FROM captures WHERE article_id = articles.id ORDER BY imported_at, rowid LIMIT 1), '[]') AS doubts
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

const hasPlace = "SELECT 1 FROM articles WHERE (id = ? AND revision_of IS NOT NULL) OR revision_of = ?";

/** The lines of revisions as a batch leaves them, before any of it is written. */
const linesInMaking = (db: Database) => {
  const coming = new Map<ArticleId, ArticleId | null>();
  let lines = revisionLines(db);
  const isThere = (id: ArticleId) =>
    coming.has(id) || exists(db, "SELECT 1 FROM articles WHERE id = ? AND is_deleted = 0", id);
  return {
    previous: (id: ArticleId) => lines.before(id),
    earlier: (id: ArticleId) => lines.earlier(id),
    newest: (id: ArticleId): ArticleId | null => (isThere(id) ? lines.newest(id) : null),
    /** Enters an article that comes in, or back, or becomes a revision. */
    enter: (id: ArticleId, old: ArticleId | null, state: State): void => {
      coming.set(id, old);
      // One that was there before may have had a place among revisions, which those have that follow it.
      if (state !== "none" && exists(db, hasPlace, id, id)) lines = revisionLines(db, coming);
      else if (old !== null) lines.append(id, old);
    },
  };
};

/** The work on one batch: what is to be written, and what of it the articles that follow have to know. */
const batch = (db: Database, actor: Actor, articles: readonly NewArticle[]) => {
  const facts = factWriter(db, actor);
  const nameSource = sourceNamer(db, actor);
  const digests = articles.map(({ text, facts: known }) => known?.sha256 ?? sha256(text));
  /** Of the texts of this batch that the project had before, and of those that came in by now. */
  const states = new Map(statesOf(db, digests.map(articleIdOf)));
  const writes: Write[] = [];
  const moved: Moved = new Map();
  /** What this batch gives the articles that it brings in: no table has it yet. */
  const fresh = new Map<ArticleId, Metadata>();
  const byLink = new Map<string, ArticleId[]>();
  const { previous, newest, earlier, enter } = linesInMaking(db);
  const known = (id: ArticleId) => fresh.get(id) ?? metadataOf(db, id);
  const linked = (key: string) => byLink.get(key) ?? [];
  const find = revisionFinder(db, articles, {
    newest,
    earlier,
    known,
    linked,
    isOfBatch: (id) => states.has(id),
  });

  /** Gives the newest of a line the highlights that stand in it exactly. */
  const carry = (id: ArticleId) =>
    newest(id) === id ? carryHighlights(db, earlier(id), id, moved) : { carried: 0, waiting: 0 };

  /** The article that one is to replace, unless it would come to follow itself. */
  const named = (id: ArticleId, { revisionOf }: NewArticle): ArticleId | null => {
    if (revisionOf === "find" || revisionOf === null) return null;
    const old = newest(revisionOf);
    const isOwn = old === null || old === id || earlier(old).includes(id) || descendsFrom(db, old, id);
    return isOwn ? null : old;
  };

  const create = (id: ArticleId, article: NewArticle, state: State, original: string): Done => {
    const { revised, olderThan } =
      article.revisionOf === "find"
        ? find(id, article, original)
        : { revised: named(id, article), olderThan: null };
    const old = revised !== null && descendsFrom(db, revised, id) ? null : revised;
    const inherited = old === null ? undefined : known(old);
    const { sourceId, sourceName, title } = article.metadata;
    const source = (sourceName ?? "").trim() === "" ? null : nameSource(sourceName ?? "");
    const metadata = metadataFor(article, source?.id ?? sourceId, inherited);
    if (source !== null) writes.push(...source.writes);
    const fields = { title, ...metadata, revisionOf: old, isReviewed: article.isReviewed };
    writes.push(...createEntity("article", id, fields));
    fresh.set(id, metadata);
    const key = urlKey(metadata.url);
    if (key !== "") byLink.set(key, [...linked(key), id]);
    enter(id, old, state);
    const outcome = old === null ? "new" : "revision";
    return { articleId: id, outcome, revisionOf: old, olderThan, ...carry(id) };
  };

  const there = (id: ArticleId, outcome: "known" | "returned"): Done => {
    const carried = outcome === "known" ? { carried: 0, waiting: 0 } : carry(id);
    return { articleId: id, outcome, revisionOf: previous(id), olderThan: null, ...carried };
  };

  const revise = (id: ArticleId, old: ArticleId, state: State): Done => {
    writes.push(...setFields("article", id, { revisionOf: old }));
    enter(id, old, state);
    return { articleId: id, outcome: "revision", revisionOf: old, olderThan: null, ...carry(id) };
  };

  const bring = (id: ArticleId, article: NewArticle, original: string): Done => {
    const state = states.get(id) ?? "none";
    states.set(id, "live");
    if (state === "none" || state === "text") return create(id, article, state, original);
    const isFree = state === "removed" || (earlier(id).length === 0 && newest(id) === id);
    const old = isFree ? named(id, article) : null;
    if (state === "removed") writes.push(...setFields("article", id, { deleted: false }));
    if (old !== null) return revise(id, old, state);
    if (state === "live") return there(id, "known");
    enter(id, placeOf(db, id), state);
    return there(id, "returned");
  };

  const add = (article: NewArticle, at: number): Done => {
    const digest = digests[at] ?? "";
    const own = articleIdOf(digest);
    if (!states.has(own)) facts.addText(own, digest, article);
    const original = facts.addOriginal(article);
    const id = states.get(own) === "removed" ? replacementOf(db, own) : own;
    if (id !== own && !states.has(id)) states.set(id, statesOf(db, [id]).get(id) ?? "none");
    const done = bring(id, article, original);
    // Places in the one text are none in the other.
    const findings = { ...article.findings, asides: [], pages: [] };
    facts.addCapture(id, id === own ? article : { ...article, findings });
    return done;
  };

  return { add, finish: facts.finish, writes: () => [...writes, ...movingWrites(moved)] };
};

/**
 * Brings articles in, in one transaction and one edit. One whose text is there already keeps its metadata and
 * gains an original; one that was deleted comes back as it was, with its highlights and corrected metadata; for one
 * that another text replaced that one stands in; one whose import was undone comes in as if it had never been there. A
 * revision has the metadata of what it replaces where it brings none of its own, and the highlights that stand exactly
 * in it.
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
    const work = batch(db, actor, articles);
    const done = articles.map(work.add);
    work.finish();
    const edit = writeEdit(db, actor, typeof label === "string" ? label : label(done), work.writes());
    return ok({ edit, added: withShown(db, done) });
  });
};
