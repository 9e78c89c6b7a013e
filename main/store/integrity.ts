import type { Database } from "better-sqlite3";
import { z } from "zod";
import { resolveAnchor } from "../../shared/anchoring/resolve-anchor";
import type { Anchor } from "../../shared/domain/highlight";
import type { Integrity } from "../../shared/domain/project";
import { ArticleId } from "../../shared/ids";
import { articleIdOf, sha256 } from "../ids";
import type { Touched } from "./change-log";
import { getOriginal } from "./originals";
import { revisionLines } from "./revision-lines";
import { all, first } from "./statement";

type Kind = "exact" | "moved" | "lost";

/** Where every highlight of every article stands, kept up to date; and what was found wrong on open. */
export type IntegrityState = {
  /** Of each article, of each of its highlights. */
  readonly articles: Map<string, Map<string, Kind>>;
  /** The article of each highlight that is counted. */
  readonly owners: Map<string, string>;
  readonly problems: string[];
};

export const emptyIntegrity = (): IntegrityState => ({
  articles: new Map(),
  owners: new Map(),
  problems: [],
});

const Id = z.object({ id: z.string() });
const TextRow = z.object({
  id: z.string(),
  sha256: z.string(),
  text: z.string(),
  title: z.string().nullable(),
  /** Of the text as it stands here, where parts of it stayed out of a copy; `sha256` is of the whole one. */
  redacted: z.string().nullable(),
});
const textRow = `SELECT article_texts.id, article_texts.sha256, text, title, redacted_texts.sha256 AS redacted FROM article_texts
  LEFT JOIN articles USING (id) LEFT JOIN redacted_texts ON redacted_texts.article_id = article_texts.id`;

const AnchorRow = z.object({
  id: z.string(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  prefix: z.string(),
  suffix: z.string(),
});
const idsOf = "SELECT id FROM highlights WHERE is_deleted = 0 AND article_id = ?";
const anchorsOf = `SELECT highlights.id, start, end, quote, prefix, suffix FROM highlights
  JOIN articles ON articles.id = article_id AND articles.is_deleted = 0
  WHERE highlights.id IN (SELECT value FROM json_each(?)) AND article_id = ? AND highlights.is_deleted = 0`;

/** What is wrong with a stored text, in words; null when its digest and its id agree with it. */
export const problemOfText = (db: Database, id: string): string | null => {
  const row = first(db, TextRow, `${textRow} WHERE article_texts.id = ?`, id);
  if (row === undefined) return null;
  const digest = sha256(row.text);
  const name = row.title ?? id;
  if (digest !== (row.redacted ?? row.sha256))
    return `The text of “${name}” is not the one that was imported (its SHA-256 differs).`;
  return articleIdOf(row.sha256) === id ? null : `The text of “${name}” stands under a wrong id (${id}).`;
};

/** What is wrong with stored original bytes, in words. */
export const problemOfOriginal = (db: Database, digest: string): string | null => {
  const found = (): Uint8Array | undefined => {
    try {
      return getOriginal(db, digest);
    } catch (thrown) {
      // Damaged bytes do not inflate; an error of SQLite's says more and goes its own way.
      if (thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("SQLITE"))
        throw thrown;
      return undefined;
    }
  };
  const bytes = found();
  if (bytes !== undefined && sha256(bytes) === digest) return null;
  const name = first(
    db,
    z.object({ name: z.string() }),
    "SELECT file_name AS name FROM captures WHERE original = ? LIMIT 1",
    digest,
  )?.name;
  return `The original file “${name ?? digest}” is not the one that was imported (its SHA-256 differs).`;
};

/** Notes where a highlight stands, and that it stands no longer in the article where it stood before. */
const note = (state: IntegrityState, id: string, articleId: string, kind: Kind): void => {
  const before = state.owners.get(id);
  if (before !== undefined && before !== articleId) state.articles.get(before)?.delete(id);
  const kinds = state.articles.get(articleId) ?? new Map<string, Kind>();
  state.articles.set(articleId, kinds);
  kinds.set(id, kind);
  state.owners.set(id, articleId);
};

/** Highlights that one step of a check takes: each may lie somewhere else on the disk. */
const stepSize = 10;

/** Counts one article's highlights anew, in steps. */
function* resolveInSteps(db: Database, state: IntegrityState, articleId: string): Generator<undefined> {
  for (const id of state.articles.get(articleId)?.keys() ?? []) state.owners.delete(id);
  state.articles.set(articleId, new Map());
  const ids = all(db, Id, idsOf, articleId).map(({ id }) => id);
  const text =
    ids.length === 0
      ? ""
      : (first(db, TextRow, `${textRow} WHERE article_texts.id = ?`, articleId)?.text ?? "");
  for (let at = 0; at < ids.length; at += stepSize) {
    // What was removed meanwhile, or is in another article now, is not found any more.
    for (const { id, ...anchor } of all(
      db,
      AnchorRow,
      anchorsOf,
      JSON.stringify(ids.slice(at, at + stepSize)),
      articleId,
    ))
      note(state, id, articleId, resolveAnchor(text, anchor satisfies Anchor).kind);
    yield;
  }
}

const resolveArticle = (db: Database, state: IntegrityState, articleId: string): void => {
  for (const _ of resolveInSteps(db, state, articleId));
};

const highlighted = `SELECT DISTINCT article_id AS id FROM highlights
  WHERE article_id IN (SELECT value FROM json_each(?)) AND is_deleted = 0`;

const OwnerRow = AnchorRow.extend({ articleId: z.string(), text: z.string() });
const oneAnchor = `SELECT highlights.id, start, end, quote, prefix, suffix, article_id AS articleId, text FROM highlights
  JOIN articles ON articles.id = article_id AND articles.is_deleted = 0 JOIN article_texts ON article_texts.id = article_id
  WHERE highlights.id = ? AND highlights.is_deleted = 0`;

const resolveHighlight = (db: Database, state: IntegrityState, id: string): void => {
  const row = first(db, OwnerRow, oneAnchor, id);
  if (row !== undefined) {
    note(state, id, row.articleId, resolveAnchor(row.text, row satisfies Anchor).kind);
    return;
  }
  const owner = state.owners.get(id);
  if (owner !== undefined) state.articles.get(owner)?.delete(id);
  state.owners.delete(id);
};

/** Brings the counts up to date after a write. */
export const updateIntegrity = (db: Database, state: IntegrityState, touched: readonly Touched[]): void => {
  const articles = new Set(touched.filter(({ entity }) => entity === "article").map(({ id }) => id));
  // Of a large import hardly any article has highlights: which ones do is asked once.
  const withHighlights = new Set(all(db, Id, highlighted, JSON.stringify([...articles])).map(({ id }) => id));
  for (const id of articles)
    if (withHighlights.has(id) || state.articles.has(id)) resolveArticle(db, state, id);
  for (const { entity, id } of touched) {
    if (entity !== "highlight") continue;
    const owner = state.owners.get(id);
    if (owner === undefined || !articles.has(owner)) resolveHighlight(db, state, id);
  }
};

/**
 * Checks every text and every original against its SHA-256 and finds every highlight's quote, in small steps: SQLite itself does not notice a letter that has changed.
 */
export function* scanIntegrity(db: Database, state: IntegrityState): Generator<undefined> {
  for (const { id } of all(db, Id, "SELECT id FROM article_texts")) {
    const problem = problemOfText(db, id);
    if (problem !== null) state.problems.push(problem);
    yield;
    yield* resolveInSteps(db, state, id);
  }
  for (const { id } of all(db, Id, "SELECT sha256 AS id FROM originals")) {
    const problem = problemOfOriginal(db, id);
    if (problem !== null) state.problems.push(problem);
    yield;
  }
}

/** The counts for the status line. */
export const integrityOf = (db: Database, { articles, problems }: IntegrityState): Integrity => {
  const counts = { exact: 0, moved: 0, lost: 0 };
  const lines = revisionLines(db);
  let waiting = 0;
  for (const [id, kinds] of articles) {
    // They stand in their text, which is no longer the one that is read.
    const isNewest = lines.isNewest(ArticleId.parse(id));
    for (const kind of kinds.values())
      if (isNewest || kind !== "exact") counts[kind] += 1;
      else waiting += 1;
  }
  return {
    highlights: counts.exact + counts.moved + counts.lost + waiting,
    inPlace: counts.exact,
    waiting,
    moved: counts.moved,
    lost: counts.lost,
    problems: [...problems],
  };
};
