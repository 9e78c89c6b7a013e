import type { Database } from "better-sqlite3";
import { z } from "zod";
import { resolveAnchor } from "../../shared/anchoring/resolve-anchor";
import { ClaimKind } from "../../shared/domain/claim";
import { Credibility } from "../../shared/domain/grade";
import type { Anchor, Highlight, HighlightEvidence } from "../../shared/domain/highlight";
import { Stance } from "../../shared/domain/stance";
import { fail } from "../../shared/errors";
import { AnalystId, ArticleId, ClaimId, type EditId, EvidenceId, HighlightId, TagId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { anchorIn } from "./anchor-in";
import { getText } from "./articles";
import { type Actor, createEntity, quoted, setFields, type Write, writeEdit } from "./change-log";
import { tagField } from "./entities";
import { fullQuote } from "./full-quote";
import { revisionLines } from "./revision-lines";
import { all, first } from "./statement";
import { checkTags, getTag, newTagFields } from "./tags";

const Row = z.object({
  id: HighlightId,
  articleId: ArticleId,
  start: z.number().int(),
  end: z.number().int(),
  quote: z.string(),
  prefix: z.string(),
  suffix: z.string(),
  note: z.string(),
  analystId: AnalystId,
  analyst: z.string(),
  initials: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const rows = `
  SELECT highlights.id, article_id AS articleId, start, end, quote, prefix, suffix, note,
    highlights.created_by AS analystId, coalesce(analysts.name, '') AS analyst, coalesce(initials, '') AS initials,
    highlights.created_at AS createdAt, highlights.updated_at AS updatedAt
  FROM highlights LEFT JOIN analysts ON analysts.id = highlights.created_by`;

const TagRow = z.object({ highlightId: HighlightId, tagId: TagId });
const tagsOfArticle = `
  SELECT highlight_id AS highlightId, tag_id AS tagId
  FROM highlights CROSS JOIN highlight_tags ON highlight_id = highlights.id CROSS JOIN tags ON tags.id = tag_id
  WHERE article_id = ? AND start < ? AND highlights.is_deleted = 0 AND tags.is_deleted = 0 ORDER BY place, tag_id`;

const EvidenceRow = z.object({
  highlightId: HighlightId,
  id: EvidenceId,
  claimId: ClaimId,
  statement: z.string(),
  kind: ClaimKind,
  stance: Stance,
  credibility: Credibility.nullable(),
  note: z.string(),
});
const evidenceOfArticle = `
  SELECT highlight_id AS highlightId, evidence.id, claim_id AS claimId, statement, kind, stance, credibility, evidence.note
  FROM highlights
    CROSS JOIN evidence ON highlight_id = highlights.id AND evidence.is_deleted = 0
    CROSS JOIN claims ON claims.id = claim_id AND claims.is_deleted = 0
  WHERE article_id = ? AND start < ? AND highlights.is_deleted = 0 ORDER BY evidence.created_at, evidence.id`;

const ClaimCount = z.object({
  claimId: ClaimId,
  articleId: ArticleId,
  contradicting: z.number().int(),
});
/** For each claim that an article gives evidence on: which articles do, and how much of each is against it. */
const claimCounts = `
  SELECT claim_id AS claimId, article_id AS articleId, sum(stance = 'contradicts') AS contradicting
  FROM evidence CROSS JOIN highlights ON highlights.id = highlight_id AND highlights.is_deleted = 0
  WHERE evidence.is_deleted = 0
    AND claim_id IN (SELECT claim_id FROM highlights AS own CROSS JOIN evidence AS given ON given.highlight_id = own.id
      WHERE own.article_id = ? AND own.is_deleted = 0 AND given.is_deleted = 0)
    AND article_id NOT IN (SELECT id FROM articles WHERE is_deleted = 1)
  GROUP BY claim_id, article_id`;

type Tally = { readonly articles: Set<ArticleId>; contradicting: number };

/** What the claims that an article gives evidence on rest on; an article and its revisions are one. */
const countClaims = (db: Database, articleId: ArticleId): ReadonlyMap<ClaimId, Tally> => {
  const { line } = revisionLines(db);
  const tallies = new Map<ClaimId, Tally>();
  for (const row of all(db, ClaimCount, claimCounts, articleId)) {
    const tally = tallies.get(row.claimId) ?? { articles: new Set(), contradicting: 0 };
    tally.articles.add(line(row.articleId));
    tally.contradicting += row.contradicting;
    tallies.set(row.claimId, tally);
  }
  return tallies;
};

const grouped = <T extends { readonly highlightId: HighlightId }>(
  found: readonly T[],
): ReadonlyMap<HighlightId, T[]> => {
  const groups = new Map<HighlightId, T[]>();
  for (const one of found) {
    const group = groups.get(one.highlightId);
    if (group === undefined) groups.set(one.highlightId, [one]);
    else group.push(one);
  }
  return groups;
};

/**
 * The highlights of an article in reading order: by start, then longer first, then id.
 *
 * @param before those alone that begin before this offset, at a fraction of the cost of all
 */
export const listHighlights = (
  db: Database,
  articleId: ArticleId,
  before = Number.MAX_SAFE_INTEGER,
): Result<Highlight[]> => {
  const text = getText(db, articleId);
  if (!text.ok) return text;
  const tags = grouped(all(db, TagRow, tagsOfArticle, articleId, before));
  const given = grouped(all(db, EvidenceRow, evidenceOfArticle, articleId, before));
  const counts = given.size === 0 ? null : countClaims(db, articleId);
  const evidenceOf = (id: HighlightId): HighlightEvidence[] =>
    (given.get(id) ?? []).map(({ highlightId: _, ...evidence }) => ({
      ...evidence,
      articles: counts?.get(evidence.claimId)?.articles.size ?? 0,
      contradicting: counts?.get(evidence.claimId)?.contradicting ?? 0,
    }));
  const found = all(
    db,
    Row,
    `${rows} WHERE article_id = ? AND start < ? AND highlights.is_deleted = 0 ORDER BY start, end DESC, highlights.id`,
    articleId,
    before,
  );
  return ok(
    found.map(({ start, end, quote, prefix, suffix, ...row }) => {
      const anchor: Anchor = { start, end, quote: fullQuote(text.value, start, quote), prefix, suffix };
      const tagIds = (tags.get(row.id) ?? []).map(({ tagId }) => tagId);
      return {
        ...row,
        anchor,
        placement: resolveAnchor(text.value, anchor).kind,
        tagIds,
        evidence: evidenceOf(row.id),
      };
    }),
  );
};

const TagPlace = z.object({ tagId: TagId });

/**
 * A highlight that has just been made, as `listHighlights` shows it, without reading its article for it: it
 * stands where it was described a moment ago, and gives no evidence yet.
 */
export const readNewHighlight = (db: Database, id: HighlightId): Highlight => {
  const row = first(db, Row, `${rows} WHERE highlights.id = ?`, id);
  if (row === undefined) throw new Error(`highlight ${id} was made and is not there`);
  const { start, end, quote, prefix, suffix, ...rest } = row;
  const tags = all(
    db,
    TagPlace,
    "SELECT tag_id AS tagId FROM highlight_tags WHERE highlight_id = ? ORDER BY place, tag_id",
    id,
  );
  return {
    ...rest,
    anchor: { start, end, quote, prefix, suffix },
    placement: "exact",
    tagIds: tags.map(({ tagId }) => tagId),
    evidence: [],
  };
};

/** What the store's own functions need of a highlight. */
export type PlainHighlight = {
  readonly id: HighlightId;
  readonly articleId: ArticleId;
  readonly quote: string;
};

/** A highlight that is there, in an article that is there; `not-found` otherwise. */
export const getHighlight = (db: Database, id: HighlightId): Result<PlainHighlight> => {
  const row = first(
    db,
    z.object({ id: HighlightId, articleId: ArticleId, quote: z.string() }),
    `SELECT highlights.id, article_id AS articleId, quote FROM highlights JOIN articles ON articles.id = article_id
     WHERE highlights.id = ? AND highlights.is_deleted = 0 AND articles.is_deleted = 0`,
    id,
  );
  return row === undefined ? fail("not-found", "This highlight is not in the project.") : ok(row);
};

export type NewHighlight = {
  readonly articleId: ArticleId;
  readonly span: { readonly start: number; readonly end: number };
  readonly tagIds?: readonly TagId[] | undefined;
  readonly note?: string | undefined;
};

/** Checks a highlight that is to be and answers with what would write it, for edits that do more besides. */
export const newHighlight = (
  db: Database,
  actor: Actor,
  { articleId, span, tagIds = [], note = "" }: NewHighlight,
): Result<PlainHighlight & { readonly writes: readonly Write[] }> => {
  const text = getText(db, articleId);
  if (!text.ok) return text;
  const anchor = anchorIn(text.value, span);
  if (!anchor.ok) return anchor;
  const hasTags = checkTags(db, tagIds);
  if (!hasTags.ok) return hasTags;
  const id = HighlightId.parse(actor.newId("hl"));
  const fields = { articleId, anchor: anchor.value, note, ...newTagFields(tagIds) };
  return ok({ id, articleId, quote: anchor.value.quote, writes: createEntity("highlight", id, fields) });
};

/** Highlights a stretch of an article. */
export const insertHighlight = (
  db: Database,
  actor: Actor,
  highlight: NewHighlight,
): Result<{ readonly id: HighlightId; readonly edit: EditId | null }> => {
  const made = newHighlight(db, actor, highlight);
  if (!made.ok) return made;
  const { id, quote, writes } = made.value;
  return ok({ id, edit: writeEdit(db, actor, `Highlight ${quoted(quote)}`, writes) });
};

/** Moves a highlight's edges, or sets its note. */
export const updateHighlight = (
  db: Database,
  actor: Actor,
  id: HighlightId,
  set: {
    readonly span?: { readonly start: number; readonly end: number } | undefined;
    readonly note?: string | undefined;
  },
): Result<EditId | null> => {
  const highlight = getHighlight(db, id);
  if (!highlight.ok) return highlight;
  const { articleId, quote } = highlight.value;
  if (set.span === undefined)
    return ok(
      writeEdit(db, actor, `Note on ${quoted(quote)}`, setFields("highlight", id, { note: set.note })),
    );
  const text = getText(db, articleId);
  if (!text.ok) return text;
  const anchor = anchorIn(text.value, set.span);
  if (!anchor.ok) return anchor;
  const fields = { anchor: anchor.value, note: set.note };
  return ok(writeEdit(db, actor, `Move the edges of ${quoted(quote)}`, setFields("highlight", id, fields)));
};

/** The place after the last tag on something, hidden ones included. */
export const nextPlace = (db: Database, table: "highlight_tags" | "claim_tags", id: string): number =>
  (first(
    db,
    z.object({ last: z.number().int() }),
    `SELECT coalesce(max(place), 0) AS last FROM ${table} WHERE ${table === "highlight_tags" ? "highlight_id" : "claim_id"} = ?`,
    id,
  )?.last ?? 0) + 1;

/** Puts a tag on a highlight, last in order, or takes it off. */
export const setHighlightTag = (
  db: Database,
  actor: Actor,
  id: HighlightId,
  tagId: TagId,
  isOn: boolean,
): Result<EditId | null> => {
  const highlight = getHighlight(db, id);
  if (!highlight.ok) return highlight;
  const tag = getTag(db, tagId);
  if (!tag.ok) return tag;
  const place = first(
    db,
    z.object({ place: z.number().int() }),
    "SELECT place FROM highlight_tags WHERE highlight_id = ? AND tag_id = ?",
    id,
    tagId,
  )?.place;
  const value = isOn ? (place ?? nextPlace(db, "highlight_tags", id)) : false;
  const label = isOn
    ? `Tag ${quoted(highlight.value.quote)} ${quoted(tag.value.name)}`
    : `Take tag ${quoted(tag.value.name)} off ${quoted(highlight.value.quote)}`;
  return ok(writeEdit(db, actor, label, setFields("highlight", id, { [tagField(tagId)]: value })));
};

/** Deletes a highlight and the evidence that it gives. */
export const deleteHighlight = (db: Database, actor: Actor, id: HighlightId): Result<EditId | null> => {
  const highlight = getHighlight(db, id);
  if (!highlight.ok) return highlight;
  const given = all(
    db,
    z.object({ id: EvidenceId }),
    "SELECT id FROM evidence WHERE highlight_id = ? AND is_deleted = 0",
    id,
  );
  return ok(
    writeEdit(db, actor, `Remove highlight ${quoted(highlight.value.quote)}`, [
      ...setFields("highlight", id, { deleted: true }),
      ...given.flatMap((evidence) => setFields("evidence", evidence.id, { deleted: true })),
    ]),
  );
};
