import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { FieldValue } from "../../shared/domain/change";
import {
  type Asserter,
  type ClaimDetail,
  ClaimKind,
  type ClaimSummary,
  Confidence,
  Likelihood,
  type NewAsserter,
  type SimilarClaim,
} from "../../shared/domain/claim";
import { type Credibility, gradeRank, type Reliability } from "../../shared/domain/grade";
import type { ClaimQuery } from "../../shared/domain/query";
import { Stance } from "../../shared/domain/stance";
import { fail } from "../../shared/errors";
import {
  AnalystId,
  ArticleId,
  ClaimId,
  type EditId,
  EvidenceId,
  type HighlightId,
  SourceId,
  type TagId,
} from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { type Actor, createEntity, quoted, setFields, type Write, writeCount, writeEdit } from "./change-log";
import { type ClaimFacts, facetsOf, sortClaims, wantedClaims } from "./claim-filters";
import { tagField } from "./entities";
import { listEvidence, type NewEvidence, newEvidence } from "./evidence";
import { nextPlace } from "./highlights";
import { ratingsInForce } from "./ratings";
import { revisionLines } from "./revision-lines";
import { anyWord, searchClaims } from "./search";
import { liveSourceName, sourceForName } from "./source-names";
import { all, first, prepare } from "./statement";
import { checkTags, newTagFields } from "./tags";

const Row = z.object({
  id: ClaimId,
  statement: z.string(),
  kind: ClaimKind,
  asserterSourceId: SourceId.nullable(),
  asserterSourceName: z.string().nullable(),
  asserterDescription: z.string().nullable(),
  eventDate: z.string().nullable(),
  likelihood: Likelihood.nullable(),
  confidence: Confidence.nullable(),
  analystId: AnalystId,
  analyst: z.string(),
  initials: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
type Row = z.infer<typeof Row>;

const rows = `
  SELECT claims.id, statement, claims.kind, sources.id AS asserterSourceId, sources.name AS asserterSourceName,
    asserter_description AS asserterDescription, event_date AS eventDate, likelihood, confidence,
    claims.created_by AS analystId, coalesce(analysts.name, '') AS analyst, coalesce(analysts.initials, '') AS initials,
    claims.created_at AS createdAt, claims.updated_at AS updatedAt
  FROM claims
    LEFT JOIN sources ON sources.id = asserter_source_id AND sources.is_deleted = 0
    LEFT JOIN analysts ON analysts.id = claims.created_by
  WHERE claims.is_deleted = 0`;

const asserterOf = ({ asserterSourceId, asserterDescription }: Row): Asserter | null => {
  if (asserterSourceId !== null) return { sourceId: asserterSourceId };
  return asserterDescription === null ? null : { description: asserterDescription };
};

/** What the evidence of one claim comes to. */
type Tally = {
  supports: number;
  contradicts: number;
  context: number;
  readonly articleIds: Set<ArticleId>;
  readonly sourceIds: Set<SourceId>;
  rank: number | null;
  bestReliability: Reliability | null;
  bestCredibility: Credibility | null;
};

type EvidenceRow = readonly [ClaimId, Stance, Credibility | null, ArticleId];
const stances: ReadonlySet<unknown> = new Set(Stance.options);

/** Checked by hand: a schema for each of a hundred thousand rows would cost more than reading them. */
const parseEvidence = (row: unknown): EvidenceRow => {
  const isRow =
    Array.isArray(row) &&
    typeof row[0] === "string" &&
    stances.has(row[1]) &&
    (row[2] === null || typeof row[2] === "number") &&
    typeof row[3] === "string";
  if (!isRow) throw new TypeError("a row of evidence is not what it should be");
  return row as unknown as EvidenceRow;
};

const evidenceRows = `
  SELECT claim_id, stance, credibility, article_id
  FROM evidence CROSS JOIN highlights ON highlights.id = highlight_id
  WHERE evidence.is_deleted = 0 AND highlights.is_deleted = 0`;

const ArticleRow = z.object({ id: ArticleId, sourceId: SourceId.nullable() });
const articleRows = `
  SELECT articles.id, sources.id AS sourceId FROM articles
  LEFT JOIN sources ON sources.id = source_id AND sources.is_deleted = 0 WHERE articles.is_deleted = 0`;

const emptyTally = (): Tally => ({
  supports: 0,
  contradicts: 0,
  context: 0,
  articleIds: new Set(),
  sourceIds: new Set(),
  rank: null,
  bestReliability: null,
  bestCredibility: null,
});

/** Which of the grades that have no rank is shown: the fuller one, then by letter and digit. Lower comes first. */
const showingOrder = (reliability: Reliability | null, credibility: Credibility | null): number =>
  (reliability === null ? 100 : "ABCDEF".indexOf(reliability)) * 10 + (credibility ?? 1000);

const weigh = (tally: Tally, reliability: Reliability | null, credibility: Credibility | null): void => {
  const rank = gradeRank(reliability, credibility);
  const isBetter =
    rank === null || tally.rank === null
      ? rank !== null ||
        (tally.rank === null &&
          showingOrder(reliability, credibility) < showingOrder(tally.bestReliability, tally.bestCredibility))
      : rank < tally.rank;
  if (!isBetter) return;
  tally.rank = rank;
  tally.bestReliability = reliability;
  tally.bestCredibility = credibility;
};

const tallies = (db: Database, viewer: AnalystId, claimId: ClaimId | null): ReadonlyMap<ClaimId, Tally> => {
  const ratings = ratingsInForce(db, viewer);
  const articles = new Map(
    all(db, ArticleRow, articleRows).map(({ id, sourceId }) => [
      id,
      { sourceId, reliability: ratings.ofArticle(id, sourceId)?.reliability ?? null },
    ]),
  );
  const found = new Map<ClaimId, Tally>();
  const statement = prepare(db, claimId === null ? evidenceRows : `${evidenceRows} AND claim_id = ?`).raw();
  for (const row of claimId === null ? statement.iterate() : statement.iterate(claimId)) {
    const [id, stance, credibility, articleId] = parseEvidence(row);
    const article = articles.get(articleId);
    if (article === undefined) continue;
    const tally = found.get(id) ?? emptyTally();
    found.set(id, tally);
    tally[stance] += 1;
    tally.articleIds.add(articleId);
    if (article.sourceId !== null) tally.sourceIds.add(article.sourceId);
    if (stance === "supports") weigh(tally, article.reliability, credibility);
  }
  return found;
};

const tagRows = `SELECT claim_id, tag_id FROM claim_tags CROSS JOIN tags ON tags.id = tag_id WHERE is_deleted = 0`;

const tagsOfClaims = (db: Database, claimId: ClaimId | null): ReadonlyMap<ClaimId, TagId[]> => {
  const found = new Map<ClaimId, TagId[]>();
  const sql = `${tagRows}${claimId === null ? "" : " AND claim_id = ?"} ORDER BY claim_id, place, tag_id`;
  const statement = prepare(db, sql).raw();
  for (const row of claimId === null ? statement.iterate() : statement.iterate(claimId)) {
    const [id, tagId] = row as [ClaimId, TagId];
    const tags = found.get(id);
    if (tags === undefined) found.set(id, [tagId]);
    else tags.push(tagId);
  }
  return found;
};

const nothing = emptyTally();

/** Counts articles, an article and its revisions as one: they do not confirm each other. */
const lineCounter = (db: Database): ((ids: ReadonlySet<ArticleId>) => number) => {
  const { line, superseded } = revisionLines(db);
  return (ids) => (superseded.size === 0 ? ids.size : new Set([...ids].map(line)).size);
};

const summaryOf = (row: Row, tagIds: TagId[], tally: Tally, articles: number): ClaimSummary => ({
  id: row.id,
  statement: row.statement,
  kind: row.kind,
  asserter: asserterOf(row),
  asserterName: row.asserterSourceName ?? row.asserterDescription ?? "",
  eventDate: row.eventDate,
  likelihood: row.likelihood,
  confidence: row.confidence,
  tagIds,
  analystId: row.analystId,
  analyst: row.analyst,
  initials: row.initials,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  supports: tally.supports,
  contradicts: tally.contradicts,
  context: tally.context,
  articles,
  bestReliability: tally.bestReliability,
  bestCredibility: tally.bestCredibility,
  articleIds: [...tally.articleIds],
});

/** Every live claim, with what filters and facets look at. */
const readClaims = (db: Database, viewer: AnalystId): ClaimFacts[] => {
  const found = tallies(db, viewer, null);
  const tags = tagsOfClaims(db, null);
  const countLines = lineCounter(db);
  return all(db, Row, rows).map((row) => {
    const tally = found.get(row.id) ?? nothing;
    return {
      claim: summaryOf(row, tags.get(row.id) ?? [], tally, countLines(tally.articleIds)),
      sourceIds: tally.sourceIds,
      rank: tally.rank,
    };
  });
};

type Kept = { readonly writes: number; readonly viewer: AnalystId; readonly claims: readonly ClaimFacts[] };
const kept = new WeakMap<Database, Kept>();

/**
 * As `readClaims`, kept until the next edit. The Claims screen asks for the list and its facets together and again
 * with every letter typed; at 30,000 claims one reading takes half a second. Safe, because this connection is the
 * only one that can write to the file.
 */
const loadClaims = (db: Database, viewer: AnalystId): readonly ClaimFacts[] => {
  const writes = writeCount(db);
  const last = kept.get(db);
  if (last !== undefined && last.writes === writes && last.viewer === viewer) return last.claims;
  const claims = readClaims(db, viewer);
  // A project opened for reading alone may be written by somebody else meanwhile.
  if (!db.readonly) kept.set(db, { writes, viewer, claims });
  return claims;
};

const hits = (db: Database, query: ClaimQuery): ReadonlySet<string> | null =>
  query.search === undefined || query.search.trim() === "" ? null : searchClaims(db, query.search);

/** The claims that a query asks for, in its order; `total` counts all claims of the project. */
export const listClaims = (
  db: Database,
  viewer: AnalystId,
  query: ClaimQuery,
): { readonly claims: ClaimSummary[]; readonly total: number } => {
  const loaded = loadClaims(db, viewer);
  const wanted = wantedClaims(loaded, query, hits(db, query));
  return { claims: sortClaims(wanted, query).map(({ claim }) => claim), total: loaded.length };
};

/** The values of each facet, with the claims that have it under all the other filters. */
export const claimFacets = (db: Database, viewer: AnalystId, query: ClaimQuery) =>
  facetsOf(loadClaims(db, viewer), query, hits(db, query), {
    tags: names(db, "SELECT id, name FROM tags WHERE is_deleted = 0"),
    sources: names(db, "SELECT id, name FROM sources WHERE is_deleted = 0"),
  });

const Name = z.object({ id: z.string(), name: z.string() });
const names = (db: Database, sql: string): ReadonlyMap<string, string> =>
  new Map(all(db, Name, sql).map(({ id, name }) => [id, name]));

/** One claim with its evidence; `not-found` when it is not there. */
export const getClaim = (db: Database, viewer: AnalystId, id: ClaimId): Result<ClaimDetail> => {
  const row = first(db, Row, `${rows} AND claims.id = ?`, id);
  if (row === undefined) return fail("not-found", "This claim is not in the project.");
  const tally = tallies(db, viewer, id).get(id) ?? nothing;
  const tagIds = tagsOfClaims(db, id).get(id) ?? [];
  const summary = summaryOf(row, tagIds, tally, lineCounter(db)(tally.articleIds));
  return ok({ ...summary, evidence: listEvidence(db, viewer, id) });
};

export type ClaimFields = {
  readonly statement?: string | undefined;
  readonly kind?: ClaimKind | undefined;
  readonly asserter?: NewAsserter | null | undefined;
  readonly eventDate?: string | null | undefined;
  readonly likelihood?: Likelihood | null | undefined;
  readonly confidence?: Confidence | null | undefined;
  readonly tagIds?: readonly TagId[] | undefined;
};

/** The asserter as the log keeps it, with the writes that create a source for a new name. */
const resolveAsserter = (
  db: Database,
  actor: Actor,
  asserter: NewAsserter | null | undefined,
): Result<{ readonly value: Asserter | null | undefined; readonly writes: readonly Write[] }> => {
  if (asserter === null || asserter === undefined || "description" in asserter)
    return ok({ value: asserter, writes: [] });
  if ("sourceId" in asserter) {
    const name = liveSourceName(db, asserter.sourceId);
    return name.ok ? ok({ value: asserter, writes: [] }) : name;
  }
  const source = sourceForName(db, actor, asserter.newSourceName);
  return ok({ value: { sourceId: source.id }, writes: source.writes });
};

const plainFields = ({ statement, kind, eventDate, likelihood, confidence }: ClaimFields) => ({
  statement,
  kind,
  eventDate,
  likelihood,
  confidence,
});

type NewClaim = ClaimFields & { readonly statement: string; readonly evidence?: NewEvidence | undefined };
type InsertedClaim = {
  readonly id: ClaimId;
  readonly evidenceId: EvidenceId | null;
  readonly highlightId: HighlightId | null;
  readonly edit: EditId | null;
};

/** Records a claim, with its first evidence when there is one, in one edit. */
export const insertClaim = (db: Database, actor: Actor, claim: NewClaim): Result<InsertedClaim> => {
  const asserter = resolveAsserter(db, actor, claim.asserter);
  if (!asserter.ok) return asserter;
  const hasTags = checkTags(db, claim.tagIds ?? []);
  if (!hasTags.ok) return hasTags;
  const id = ClaimId.parse(actor.newId("clm"));
  const evidence = claim.evidence === undefined ? ok(null) : newEvidence(db, actor, id, claim.evidence);
  if (!evidence.ok) return evidence;
  const fields: Record<string, FieldValue | undefined> = {
    ...plainFields(claim),
    asserter: asserter.value.value,
    ...newTagFields(claim.tagIds ?? []),
  };
  const edit = writeEdit(db, actor, `Add claim ${quoted(claim.statement)}`, [
    ...asserter.value.writes,
    ...createEntity("claim", id, fields),
    ...(evidence.value?.writes ?? []),
  ]);
  return ok({
    id,
    evidenceId: evidence.value?.id ?? null,
    highlightId: evidence.value?.highlightId ?? null,
    edit,
  });
};

const StatementRow = z.object({ statement: z.string() });

/** The statement of a claim that is there; `not-found` otherwise. */
const statementOf = (db: Database, id: ClaimId): Result<string> => {
  const row = first(db, StatementRow, "SELECT statement FROM claims WHERE id = ? AND is_deleted = 0", id);
  return row === undefined ? fail("not-found", "This claim is not in the project.") : ok(row.statement);
};

/** The tags of a claim set to exactly these: what stays keeps its place, what is new comes last. */
const retag = (db: Database, id: ClaimId, wanted: readonly TagId[]): Record<string, FieldValue> => {
  const now = tagsOfClaims(db, id).get(id) ?? [];
  const place = nextPlace(db, "claim_tags", id);
  const added = [...new Set(wanted)].filter((tag) => !now.includes(tag));
  return Object.fromEntries([
    ...now.filter((tag) => !wanted.includes(tag)).map((tag) => [tagField(tag), false]),
    ...added.map((tag, at) => [tagField(tag), place + at]),
  ]);
};

/** Changes a claim. */
export const updateClaim = (
  db: Database,
  actor: Actor,
  id: ClaimId,
  set: ClaimFields,
): Result<EditId | null> => {
  const statement = statementOf(db, id);
  if (!statement.ok) return statement;
  const asserter = resolveAsserter(db, actor, set.asserter);
  if (!asserter.ok) return asserter;
  const hasTags = checkTags(db, set.tagIds ?? []);
  if (!hasTags.ok) return hasTags;
  const tags = set.tagIds === undefined ? {} : retag(db, id, set.tagIds);
  const fields = { ...plainFields(set), asserter: asserter.value.value, ...tags };
  return ok(
    writeEdit(db, actor, `Change claim ${quoted(set.statement ?? statement.value)}`, [
      ...asserter.value.writes,
      ...setFields("claim", id, fields),
    ]),
  );
};

/** Deletes a claim and its evidence; the highlights stay. */
export const deleteClaim = (db: Database, actor: Actor, id: ClaimId): Result<EditId | null> => {
  const statement = statementOf(db, id);
  if (!statement.ok) return statement;
  const given = all(
    db,
    z.object({ id: EvidenceId }),
    "SELECT id FROM evidence WHERE claim_id = ? AND is_deleted = 0",
    id,
  );
  return ok(
    writeEdit(db, actor, `Remove claim ${quoted(statement.value)}`, [
      ...setFields("claim", id, { deleted: true }),
      ...given.flatMap((evidence) => setFields("evidence", evidence.id, { deleted: true })),
    ]),
  );
};

const SimilarRow = z.object({ id: ClaimId, statement: z.string() });

/** Claims whose statements share words with a text, best first. */
export const similarClaims = (
  db: Database,
  viewer: AnalystId,
  text: string,
  limit: number,
): SimilarClaim[] => {
  const match = anyWord(text);
  if (match === null) return [];
  const sql = `SELECT claims.id, claims.statement FROM claim_search JOIN claims ON n = claim_search.rowid
    WHERE claim_search MATCH ? AND is_deleted = 0 ORDER BY rank LIMIT ?`;
  return all(db, SimilarRow, sql, match, limit).map(({ id, statement }) => {
    const { supports, contradicts } = tallies(db, viewer, id).get(id) ?? nothing;
    return { id, statement, supports, contradicts };
  });
};
