import type { Database } from "better-sqlite3";
import { z } from "zod";
import { isEverything, type ShareOptions, type SharePreview } from "../../shared/domain/share";
import type { AnalystId } from "../../shared/ids";
import { type From, isIn } from "./share-selection";
import { first } from "./statement";

/* What was selected for a copy (`selectForCopy`), in numbers. */

const Numbers = z.record(z.string(), z.number());

const sum = (db: Database, sql: string): number =>
  Object.values(first(db, Numbers, `SELECT coalesce(sum(bytes), 0) AS bytes FROM (${sql})`) ?? {})[0] ?? 0;
const countOf = (db: Database, sql: string, ...bound: readonly string[]): number =>
  Object.values(first(db, Numbers, `SELECT count(*) AS count FROM (${sql})`, ...bound) ?? {})[0] ?? 0;

/** Bytes of an empty project's file, and of a character's own byte with what the search index keeps of it, about. */
const bytesOfNothing = 240_000;
const bytesOfByte = 1.75;

const originalsOf = (from: From) =>
  `SELECT DISTINCT original FROM ${from}.captures WHERE original IS NOT NULL AND ${isIn("articles", "article_id")}`;

/** Bytes of the pages of the open file that hold something. */
const sizeOf = (db: Database): number => {
  const [size = 0, pages = 0, free = 0] = ["page_size", "page_count", "freelist_count"].map(
    (name) => db.pragma(`main.${name}`, { simple: true }) as number,
  );
  return size * (pages - free);
};

const made = (from: From) =>
  (["highlights", "claims", "evidence"] as const)
    .map((table) => `SELECT created_by FROM ${from}.${table} WHERE ${isIn(table, "id")}`)
    .join(" UNION ");

const textBytes = (from: From) => `SELECT octet_length(text) AS bytes FROM ${from}.article_texts`;
const originalBytes = (from: From) => `SELECT length(bytes) AS bytes FROM ${from}.originals`;
const folded = ["sources", "ratings", "articles", "tags", "highlights", "claims", "evidence"] as const;

/** Bytes that one thing takes in the log, the folded tables and their indexes: as many as in the project itself. */
const bytesOfThing = (db: Database, from: From): number => {
  const things = folded.reduce((total, table) => total + countOf(db, `SELECT id FROM ${from}.${table}`), 0);
  const rest =
    sizeOf(db) - bytesOfNothing - sum(db, textBytes(from)) * bytesOfByte - sum(db, originalBytes(from));
  return Math.max(1000, rest / Math.max(1, things));
};

/** About as many bytes as the copy will have. */
const estimate = (db: Database, from: From, { text, hasOriginals }: ShareOptions): number => {
  const things = countOf(db, "SELECT id FROM temp.share_entities WHERE is_bare = 0");
  const texts = sum(db, `${textBytes(from)} WHERE ${isIn("articles", "id")}`);
  const originals = hasOriginals
    ? sum(db, `${originalBytes(from)} WHERE sha256 IN (${originalsOf(from)})`)
    : 0;
  // A blank takes three bytes, and the search index keeps nothing of it.
  const perByte = text === "whole" ? bytesOfByte : 3;
  return Math.round(bytesOfNothing + things * bytesOfThing(db, from) + texts * perByte + originals);
};

/** Articles that are earlier revisions of others; the newest one counts. */
const earlierRevisions = (from: From) =>
  `SELECT DISTINCT revision_of FROM ${from}.articles WHERE ${isIn("articles", "id")} AND ${isIn("articles", "revision_of")}`;

/** What is selected, in numbers. */
export const countSelection = (
  db: Database,
  from: From,
  options: ShareOptions,
): Pick<SharePreview, "counts" | "bytes"> => {
  const of = (entity: string, table: string) =>
    countOf(
      db,
      `SELECT id FROM temp.share_entities JOIN ${from}.${table} USING (id) WHERE entity = '${entity}' AND is_deleted = 0 AND is_bare = 0`,
    );
  // What was deleted stays in a copy of everything, with its file.
  const originals = isEverything(options) ? `SELECT sha256 FROM ${from}.originals` : originalsOf(from);
  return {
    counts: {
      articles: of("article", "articles") - countOf(db, earlierRevisions(from)),
      highlights: of("highlight", "highlights"),
      claims: of("claim", "claims"),
      evidence: of("evidence", "evidence"),
      ratings: of("rating", "ratings"),
      sources: of("source", "sources"),
      tags: of("tag", "tags"),
      originals: options.hasOriginals ? countOf(db, originals) : 0,
      analysts: countOf(
        db,
        `${made(from)} UNION SELECT created_by FROM ${from}.ratings WHERE id IN (SELECT id FROM temp.share_entities)
         UNION SELECT analyst FROM ${from}.captures WHERE ${isIn("articles", "article_id")}`,
      ),
    },
    bytes: isEverything(options) ? sizeOf(db) : estimate(db, from, options),
  };
};

/** What the choices leave out, or take along, that one might not expect, in numbers. */
export const surprisesOf = (db: Database, from: From, me: AnalystId) => ({
  /** Claims that have no evidence in the articles that go along. */
  claimsLeft: countOf(
    db,
    `SELECT id FROM ${from}.claims WHERE is_deleted = 0 AND NOT ${isIn("claims", "id")}`,
  ),
  /** Claims and highlights of others that go along because something stands on them. */
  ofOthers: countOf(
    db,
    `SELECT id FROM ${from}.claims WHERE created_by <> ? AND ${isIn("claims", "id")} UNION ALL
     SELECT id FROM ${from}.highlights WHERE created_by <> ? AND ${isIn("highlights", "id")}`,
    me,
    me,
  ),
  /** Articles of which this project has not the whole text itself. */
  redacted: countOf(
    db,
    `SELECT article_id FROM ${from}.redacted_texts WHERE ${isIn("articles", "article_id")}`,
  ),
  earlier: countOf(db, earlierRevisions(from)),
});
