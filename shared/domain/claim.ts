import { z } from "zod";
import { AnalystId, ArticleId, ClaimId, SourceId, TagId } from "../ids";
import { CalendarDate } from "./article";
import { Evidence } from "./evidence";
import { Credibility, Reliability } from "./grade";

export const ClaimKind = z.enum(["fact", "estimate", "opinion", "forecast"]);
export type ClaimKind = z.infer<typeof ClaimKind>;

/**
 * One row of ICD 203's likelihood terms, with its range in per cent.
 *
 * @see ICD 203, 2 January 2015, Analytic Standards
 */
export const Likelihood = z.enum([
  "almost-no-chance",
  "very-unlikely",
  "unlikely",
  "roughly-even-chance",
  "likely",
  "very-likely",
  "almost-certain",
]);
export type Likelihood = z.infer<typeof Likelihood>;

export const likelihoodWording: Readonly<Record<Likelihood, { label: string; range: string }>> = {
  "almost-no-chance": { label: "almost no chance", range: "1–5 %" },
  "very-unlikely": { label: "very unlikely", range: "5–20 %" },
  unlikely: { label: "unlikely", range: "20–45 %" },
  "roughly-even-chance": { label: "roughly even chance", range: "45–55 %" },
  likely: { label: "likely", range: "55–80 %" },
  "very-likely": { label: "very likely", range: "80–95 %" },
  "almost-certain": { label: "almost certain", range: "95–99 %" },
};

export const Confidence = z.enum(["low", "moderate", "high"]);
export type Confidence = z.infer<typeof Confidence>;

export const Statement = z.string().trim().min(1, "A claim needs a statement").max(10_000);

/** Who is said to have made the claim: a source, or words for somebody unnamed. */
export const Asserter = z.union([
  z.strictObject({ sourceId: SourceId }),
  z.strictObject({ description: z.string().trim().min(1).max(500) }),
]);
export type Asserter = z.infer<typeof Asserter>;

/** As `Asserter`, when the source may not exist yet: a name creates it in the same edit. */
export const NewAsserter = z.union([
  z.strictObject({ sourceId: SourceId }),
  z.strictObject({ description: z.string().trim().min(1).max(500) }),
  z.strictObject({ newSourceName: z.string().trim().min(1).max(300) }),
]);
export type NewAsserter = z.infer<typeof NewAsserter>;

const Claim = z.object({
  id: ClaimId,
  statement: Statement,
  kind: ClaimKind,
  asserter: Asserter.nullable(),
  /** The asserter in words: the source's name or the description; "" when unknown. */
  asserterName: z.string(),
  eventDate: CalendarDate.nullable(),
  likelihood: Likelihood.nullable(),
  confidence: Confidence.nullable(),
  tagIds: z.array(TagId),
  analystId: AnalystId,
  analyst: z.string(),
  initials: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** A row of the Claims table. */
export const ClaimSummary = Claim.extend({
  supports: z.number().int(),
  contradicts: z.number().int(),
  context: z.number().int(),
  articles: z.number().int(),
  /** The best grade among the supporting evidence; halves are null when not given. */
  bestReliability: Reliability.nullable(),
  bestCredibility: Credibility.nullable(),
  articleIds: z.array(ArticleId),
});
export type ClaimSummary = z.infer<typeof ClaimSummary>;

export const ClaimDetail = ClaimSummary.extend({ evidence: z.array(Evidence) });
export type ClaimDetail = z.infer<typeof ClaimDetail>;

/** An existing claim that reads like a passage or a statement. */
export const SimilarClaim = z.object({
  id: ClaimId,
  statement: z.string(),
  supports: z.number().int(),
  contradicts: z.number().int(),
});
export type SimilarClaim = z.infer<typeof SimilarClaim>;
