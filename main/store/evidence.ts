import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Evidence } from "../../shared/domain/evidence";
import { Credibility } from "../../shared/domain/grade";
import { Stance } from "../../shared/domain/stance";
import { fail } from "../../shared/errors";
import {
  AnalystId,
  ArticleId,
  ClaimId,
  type EditId,
  EvidenceId,
  HighlightId,
  SourceId,
} from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { type Actor, createEntity, quoted, setFields, type Write, writeEdit } from "./change-log";
import { fullQuoteIn } from "./full-quote";
import { getHighlight, type NewHighlight, newHighlight } from "./highlights";
import { ratingsInForce } from "./ratings";
import { all, exists, first } from "./statement";

const Row = z.object({
  id: EvidenceId,
  claimId: ClaimId,
  highlightId: HighlightId,
  stance: Stance,
  credibility: Credibility.nullable(),
  note: z.string(),
  quote: z.string(),
  start: z.number().int(),
  articleId: ArticleId,
  articleTitle: z.string(),
  publishedOn: z.string().nullable(),
  sourceId: SourceId.nullable(),
  sourceName: z.string().nullable(),
  analystId: AnalystId,
  analyst: z.string(),
  initials: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const rows = `
  SELECT evidence.id, claim_id AS claimId, highlight_id AS highlightId, stance, credibility, evidence.note, quote, start,
    articles.id AS articleId, title AS articleTitle, published_on AS publishedOn,
    sources.id AS sourceId, sources.name AS sourceName,
    evidence.created_by AS analystId, coalesce(analysts.name, '') AS analyst, coalesce(analysts.initials, '') AS initials,
    evidence.created_at AS createdAt, evidence.updated_at AS updatedAt
  FROM evidence
    CROSS JOIN highlights ON highlights.id = highlight_id AND highlights.is_deleted = 0
    CROSS JOIN articles ON articles.id = article_id AND articles.is_deleted = 0
    LEFT JOIN sources ON sources.id = source_id AND sources.is_deleted = 0
    LEFT JOIN analysts ON analysts.id = evidence.created_by
  WHERE claim_id = ? AND evidence.is_deleted = 0
  ORDER BY evidence.created_at, evidence.id`;

/** The evidence of a claim, oldest first, with the letters in force for `viewer`. */
export const listEvidence = (db: Database, viewer: AnalystId, claimId: ClaimId): Evidence[] => {
  const ratings = ratingsInForce(db, viewer);
  return all(db, Row, rows, claimId).map(({ sourceId, start, ...row }) => ({
    ...row,
    quote: fullQuoteIn(db, row.articleId, start, row.quote),
    rating: ratings.ofArticle(row.articleId, sourceId),
  }));
};

export type NewEvidence = {
  readonly passage: { readonly highlightId: HighlightId } | NewHighlight;
  readonly stance: Stance;
  readonly credibility: Credibility | null;
  readonly note?: string | undefined;
};

/** Checks evidence that is to be and answers with what would write it, its highlight included. */
export const newEvidence = (
  db: Database,
  actor: Actor,
  claimId: ClaimId,
  { passage, stance, credibility, note = "" }: NewEvidence,
): Result<{
  readonly id: EvidenceId;
  readonly highlightId: HighlightId;
  readonly quote: string;
  readonly writes: readonly Write[];
}> => {
  const highlight =
    "highlightId" in passage ? getHighlight(db, passage.highlightId) : newHighlight(db, actor, passage);
  if (!highlight.ok) return highlight;
  const { id: highlightId, quote } = highlight.value;
  const isThere = exists(
    db,
    "SELECT 1 FROM evidence WHERE claim_id = ? AND highlight_id = ? AND is_deleted = 0",
    claimId,
    highlightId,
  );
  if (isThere)
    return fail(
      "conflict",
      `${quoted(quote)} is evidence for this claim already.`,
      "Change that evidence instead.",
    );
  const id = EvidenceId.parse(actor.newId("evd"));
  const made = "writes" in highlight.value ? (highlight.value.writes as readonly Write[]) : [];
  const writes = [
    ...made,
    ...createEntity("evidence", id, { claimId, highlightId, stance, credibility, note }),
  ];
  return ok({ id, highlightId, quote, writes });
};

/** Adds evidence to a claim. */
export const insertEvidence = (
  db: Database,
  actor: Actor,
  claimId: ClaimId,
  evidence: NewEvidence,
): Result<{ readonly id: EvidenceId; readonly highlightId: HighlightId; readonly edit: EditId | null }> => {
  if (!exists(db, "SELECT 1 FROM claims WHERE id = ? AND is_deleted = 0", claimId))
    return fail("not-found", "This claim is not in the project.");
  const made = newEvidence(db, actor, claimId, evidence);
  if (!made.ok) return made;
  const { id, highlightId, quote, writes } = made.value;
  return ok({ id, highlightId, edit: writeEdit(db, actor, `Add evidence ${quoted(quote)}`, writes) });
};

const PlainRow = z.object({ quote: z.string() });
const quoteOf = (db: Database, id: EvidenceId): Result<string> => {
  const sql = `SELECT quote FROM evidence JOIN highlights ON highlights.id = highlight_id JOIN claims ON claims.id = claim_id
    WHERE evidence.id = ? AND evidence.is_deleted = 0 AND highlights.is_deleted = 0 AND claims.is_deleted = 0`;
  const row = first(db, PlainRow, sql, id);
  return row === undefined ? fail("not-found", "This evidence is not in the project.") : ok(row.quote);
};

type EvidenceFields = {
  readonly stance?: Stance | undefined;
  readonly credibility?: Credibility | null | undefined;
  readonly note?: string | undefined;
};

/** Changes a piece of evidence. */
export const updateEvidence = (
  db: Database,
  actor: Actor,
  id: EvidenceId,
  set: EvidenceFields,
): Result<EditId | null> => {
  const quote = quoteOf(db, id);
  if (!quote.ok) return quote;
  const isGrading = set.credibility !== undefined && set.credibility !== null;
  const label = isGrading
    ? `Grade ${quoted(quote.value)} ${set.credibility}`
    : `Change evidence ${quoted(quote.value)}`;
  return ok(writeEdit(db, actor, label, setFields("evidence", id, { ...set })));
};

/** Deletes a piece of evidence; its highlight and its claim stay. */
export const deleteEvidence = (db: Database, actor: Actor, id: EvidenceId): Result<EditId | null> => {
  const quote = quoteOf(db, id);
  if (!quote.ok) return quote;
  return ok(
    writeEdit(
      db,
      actor,
      `Remove evidence ${quoted(quote.value)}`,
      setFields("evidence", id, { deleted: true }),
    ),
  );
};
