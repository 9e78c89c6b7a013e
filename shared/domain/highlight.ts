import { z } from "zod";
import { AnalystId, ArticleId, ClaimId, EvidenceId, HighlightId, TagId } from "../ids";
import { ClaimKind } from "./claim";
import { Credibility } from "./grade";
import { Stance } from "./stance";

/** A stretch of an article: UTF-16 offsets into the canonical text, end exclusive, never empty. */
export const Span = z
  .object({ start: z.number().int().nonnegative(), end: z.number().int().positive() })
  .refine((span) => span.start < span.end, "A highlight cannot be empty");
export type Span = z.infer<typeof Span>;

/**
 * What a highlight is held by: the quote with 32 characters of context on either side (W3C TextQuoteSelector)
 * and its position (TextPositionSelector, here in UTF-16 units).
 *
 * @see https://www.w3.org/TR/annotation-model/#text-quote-selector
 */
export const Anchor = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  quote: z.string().min(1),
  prefix: z.string(),
  suffix: z.string(),
});
export type Anchor = z.infer<typeof Anchor>;

export const Note = z.string().max(100_000);

/** Evidence that a highlight gives, as its margin card shows it. */
export const HighlightEvidence = z.object({
  id: EvidenceId,
  claimId: ClaimId,
  statement: z.string(),
  kind: ClaimKind,
  stance: Stance,
  credibility: Credibility.nullable(),
  note: z.string(),
  /** Distinct articles that give evidence on this claim, and pieces of evidence against it. */
  articles: z.number().int(),
  contradicting: z.number().int(),
});
export type HighlightEvidence = z.infer<typeof HighlightEvidence>;

export const Highlight = z.object({
  id: HighlightId,
  articleId: ArticleId,
  anchor: Anchor,
  /** exact: the quote stands at its position; moved: found elsewhere; lost: nowhere in the text. */
  placement: z.enum(["exact", "moved", "lost"]),
  /** In the order in which they were put on; the first gives the colour. */
  tagIds: z.array(TagId),
  /** Markdown. */
  note: Note,
  evidence: z.array(HighlightEvidence),
  analystId: AnalystId,
  analyst: z.string(),
  initials: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Highlight = z.infer<typeof Highlight>;

/**
 * A highlight that still stands in an earlier revision because its passage changed. moved: where it probably stands in
 * the newest text, with how sure that is (0 to 1); lost: nothing like it was found.
 */
export const WaitingHighlight = z.object({
  highlight: Highlight,
  proposal: z
    .object({ kind: z.literal("moved"), span: Span, score: z.number().min(0).max(1) })
    .or(z.object({ kind: z.literal("lost") })),
});
export type WaitingHighlight = z.infer<typeof WaitingHighlight>;
