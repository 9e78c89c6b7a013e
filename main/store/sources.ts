import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Source, type SourceDetail, type SourceSummary } from "../../shared/domain/source";
import { fail } from "../../shared/errors";
import { type AnalystId, ArticleId, ClaimId, type EditId, SourceId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { type Actor, createEntity, quoted, setFields, writeEdit } from "./change-log";
import { compareText } from "./compare-text";
import { listRatings, ratingsInForce } from "./ratings";
import { revisionLines } from "./revision-lines";
import { findSourceByName, idForName, liveSourceName } from "./source-names";
import { all } from "./statement";
import { liveParents } from "./trees";

const Row = Source.extend({ isDeleted: z.number(), mergedInto: SourceId.nullable() });

const rows = `SELECT id, name, kind, parent_id AS parentId, url, note,
  is_deleted AS isDeleted, merged_into AS mergedInto FROM sources`;

const Count = z.object({ id: SourceId, count: z.number().int() });
const articleCounts =
  "SELECT source_id AS id, count(*) AS count FROM articles WHERE is_deleted = 0 AND source_id IS NOT NULL GROUP BY source_id";
/** Earlier revisions are no articles of their own: they are taken off the counts. */
const supersededCounts = `SELECT source_id AS id, count(*) AS count FROM articles
  WHERE id IN (SELECT value FROM json_each(?)) AND source_id IS NOT NULL GROUP BY source_id`;
const claimCounts = `SELECT asserter_source_id AS id, count(*) AS count FROM claims
  WHERE is_deleted = 0 AND asserter_source_id IS NOT NULL GROUP BY asserter_source_id`;

const Track = z.object({
  id: SourceId,
  evidence: z.number(),
  confirmed: z.number(),
  contradicted: z.number(),
});
/**
 * How the evidence from a source's articles was graded: 1 is "confirmed", 5 is "contradicted by other information".
 * CROSS JOIN holds SQLite to this order of tables: it keeps no statistics here and would begin at the wrong end.
 */
const tracks = `
  SELECT source_id AS id, count(*) AS evidence,
    sum(coalesce(credibility = 1, 0)) AS confirmed, sum(coalesce(credibility = 5, 0)) AS contradicted
  FROM evidence
    CROSS JOIN highlights ON highlights.id = highlight_id AND highlights.is_deleted = 0
    CROSS JOIN articles ON articles.id = article_id AND articles.is_deleted = 0
    CROSS JOIN claims ON claims.id = claim_id AND claims.is_deleted = 0
  WHERE evidence.is_deleted = 0 AND source_id IS NOT NULL GROUP BY source_id`;

/** All sources by name, with the letter in force for `viewer`. */
export const listSources = (db: Database, viewer: AnalystId): SourceSummary[] => {
  const found = all(db, Row, rows);
  const parents = liveParents(found);
  const ratings = ratingsInForce(db, viewer);
  const articles = new Map(all(db, Count, articleCounts).map(({ id, count }) => [id, count]));
  const superseded = JSON.stringify([...revisionLines(db).superseded]);
  for (const { id, count } of all(db, Count, supersededCounts, superseded))
    articles.set(id, (articles.get(id) ?? 0) - count);
  const claims = new Map(all(db, Count, claimCounts).map(({ id, count }) => [id, count]));
  const track = new Map(all(db, Track, tracks).map((row) => [row.id, row]));
  return found
    .filter((source) => source.isDeleted === 0)
    .map(({ isDeleted: _, mergedInto: __, ...source }) => ({
      ...source,
      parentId: parents.get(source.id) ?? null,
      rating: ratings.ofSource(source.id),
      articles: articles.get(source.id) ?? 0,
      claims: claims.get(source.id) ?? 0,
      evidence: track.get(source.id)?.evidence ?? 0,
      confirmed: track.get(source.id)?.confirmed ?? 0,
      contradicted: track.get(source.id)?.contradicted ?? 0,
    }))
    .sort((a, b) => compareText(a.name, b.name) || (a.id < b.id ? -1 : 1));
};

/** The sources that were merged into this one, and into those. */
const mergedInto = (all: readonly z.infer<typeof Row>[], id: SourceId): z.infer<typeof Row>[] => {
  const merged = new Map<SourceId, z.infer<typeof Row>>();
  let targets: ReadonlySet<SourceId> = new Set([id]);
  while (targets.size > 0) {
    const next = all.filter(
      (row) =>
        row.isDeleted === 1 && row.mergedInto !== null && targets.has(row.mergedInto) && !merged.has(row.id),
    );
    for (const row of next) merged.set(row.id, row);
    targets = new Set(next.map((row) => row.id));
  }
  return [...merged.values()];
};

const ArticleRow = z.object({ id: ArticleId, title: z.string(), publishedOn: z.string().nullable() });
const articlesOf = `SELECT id, title, published_on AS publishedOn FROM articles
  WHERE source_id = ? AND is_deleted = 0 ORDER BY published_on DESC, title`;

/** One source with its whole rating history: its own, its articles' overrides, and those of sources merged into it. */
export const getSource = (db: Database, viewer: AnalystId, id: SourceId): Result<SourceDetail> => {
  const summary = listSources(db, viewer).find((source) => source.id === id);
  if (summary === undefined) return fail("not-found", "This source is not in the project.");
  const merged = mergedInto(all(db, Row, rows), id);
  const { isNewest } = revisionLines(db);
  return ok({
    ...summary,
    ratings: listRatings(db, [id, ...merged.map((source) => source.id)]),
    articleList: all(db, ArticleRow, articlesOf, id).filter((article) => isNewest(article.id)),
    aliases: [...new Set(merged.map(({ name }) => name))].sort(compareText),
  });
};

type SourceFields = { readonly [K in keyof Omit<Source, "id">]?: Source[K] | undefined };

const checkName = (db: Database, name: string, except: SourceId | null): Result<undefined> => {
  const holder = findSourceByName(db, name);
  return holder === null || holder === except
    ? ok(undefined)
    : fail(
        "conflict",
        `There is already a source ${quoted(name)}.`,
        "Choose another name, or merge the two.",
      );
};

const checkParent = (
  db: Database,
  id: SourceId | null,
  parentId: SourceId | null | undefined,
): Result<undefined> => {
  if (parentId === null || parentId === undefined) return ok(undefined);
  const parents = liveParents(all(db, Row, rows));
  if (!parents.has(parentId)) return fail("not-found", "The source above it is not in the project.");
  for (let at: SourceId | null = parentId; at !== null; at = parents.get(at) ?? null)
    if (at === id) return fail("invalid-input", "A source cannot be put below itself.");
  return ok(undefined);
};

/** Adds a source. */
export const insertSource = (
  db: Database,
  actor: Actor,
  fields: SourceFields & { readonly name: string },
): Result<{ readonly id: SourceId; readonly edit: EditId | null }> => {
  const isNameFree = checkName(db, fields.name, null);
  if (!isNameFree.ok) return isNameFree;
  const isParentFit = checkParent(db, null, fields.parentId);
  if (!isParentFit.ok) return isParentFit;
  const id = SourceId.parse(idForName(db, actor, "src", fields.name));
  return ok({
    id,
    edit: writeEdit(db, actor, `Add source ${quoted(fields.name)}`, createEntity("source", id, fields)),
  });
};

/** Changes a source. */
export const updateSource = (
  db: Database,
  actor: Actor,
  id: SourceId,
  set: SourceFields,
): Result<EditId | null> => {
  const name = liveSourceName(db, id);
  if (!name.ok) return name;
  const isNameFree = set.name === undefined ? ok(undefined) : checkName(db, set.name, id);
  if (!isNameFree.ok) return isNameFree;
  const isParentFit = checkParent(db, id, set.parentId);
  if (!isParentFit.ok) return isParentFit;
  const label =
    set.name === undefined || set.name === name.value
      ? `Change source ${quoted(name.value)}`
      : `Rename source ${quoted(name.value)} to ${quoted(set.name)}`;
  return ok(writeEdit(db, actor, label, setFields("source", id, set)));
};

const AnyId = z.object({ id: SourceId });
const children = (db: Database, id: SourceId) =>
  all(db, AnyId, "SELECT id FROM sources WHERE parent_id = ? AND is_deleted = 0", id);

/**
 * Joins two sources: articles, claims and children go over to `into`, and `from` is deleted and remembered as
 * an alias. The letter of `into` stays as it is; the ratings of `from` stay in its history.
 */
export const mergeSources = (
  db: Database,
  actor: Actor,
  from: SourceId,
  into: SourceId,
): Result<EditId | null> => {
  const [old, kept] = [liveSourceName(db, from), liveSourceName(db, into)];
  if (!old.ok) return old;
  if (!kept.ok) return kept;
  if (from === into) return fail("invalid-input", "A source cannot be merged with itself.");
  const parents = liveParents(all(db, Row, rows));
  const isBelow = (id: SourceId): boolean => {
    for (let at: SourceId | null = id; at !== null; at = parents.get(at) ?? null)
      if (at === from) return true;
    return false;
  };
  const articles = all(db, z.object({ id: ArticleId }), "SELECT id FROM articles WHERE source_id = ?", from);
  const claims = all(
    db,
    z.object({ id: ClaimId }),
    "SELECT id FROM claims WHERE asserter_source_id = ?",
    from,
  );
  return ok(
    writeEdit(db, actor, `Merge source ${quoted(old.value)} into ${quoted(kept.value)}`, [
      ...articles.flatMap(({ id }) => setFields("article", id, { sourceId: into })),
      ...claims.flatMap(({ id }) => setFields("claim", id, { asserter: { sourceId: into } })),
      ...(isBelow(into) ? setFields("source", into, { parentId: parents.get(from) ?? null }) : []),
      ...children(db, from)
        .filter(({ id }) => id !== into)
        .flatMap(({ id }) => setFields("source", id, { parentId: into })),
      ...setFields("source", from, { deleted: true, mergedInto: into }),
    ]),
  );
};

/** Deletes a source. Its articles and claims refer to it still, out of sight, so that an undo needs one field. */
export const deleteSource = (db: Database, actor: Actor, id: SourceId): Result<EditId | null> => {
  const name = liveSourceName(db, id);
  if (!name.ok) return name;
  return ok(
    writeEdit(db, actor, `Remove source ${quoted(name.value)}`, setFields("source", id, { deleted: true })),
  );
};
