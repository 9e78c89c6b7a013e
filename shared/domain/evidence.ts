import { z } from "zod";
import { AnalystId, ArticleId, ClaimId, EvidenceId, HighlightId } from "../ids";
import { Credibility } from "./grade";
import { RatingInForce } from "./source";
import { Stance } from "./stance";

export const EvidenceNote = z.string().max(20_000);

/** A highlight that bears on a claim, with everything the claim's detail view shows of it. */
export const Evidence = z.object({
  id: EvidenceId,
  claimId: ClaimId,
  highlightId: HighlightId,
  stance: Stance,
  credibility: Credibility.nullable(),
  note: EvidenceNote,
  quote: z.string(),
  articleId: ArticleId,
  articleTitle: z.string(),
  publishedOn: z.string().nullable(),
  sourceName: z.string().nullable(),
  /** The reliability in force for the article: its override, else its source's letter. */
  rating: RatingInForce.nullable(),
  analystId: AnalystId,
  analyst: z.string(),
  initials: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;
