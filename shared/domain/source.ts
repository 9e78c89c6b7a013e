import { z } from "zod";
import { AnalystId, ArticleId, RatingId, SourceId } from "../ids";
import { Reliability } from "./grade";

export const SourceKind = z.enum(["outlet", "agency", "author", "official", "account", "other"]);
export type SourceKind = z.infer<typeof SourceKind>;

export const SourceName = z.string().trim().min(1, "A source needs a name").max(300);

/** Who published or said it. */
export const Source = z.object({
  id: SourceId,
  name: SourceName,
  kind: SourceKind,
  parentId: SourceId.nullable(),
  url: z.string().max(2000),
  note: z.string().max(20_000),
});
export type Source = z.infer<typeof Source>;

/**
 * One row of the append-only rating history: of a source, or of one article of it (an override).
 * `articleId` null means the rating is the source's own, inherited by its articles.
 */
export const SourceRating = z.object({
  id: RatingId,
  sourceId: SourceId.nullable(),
  articleId: ArticleId.nullable(),
  reliability: Reliability,
  reason: z.string(),
  analystId: AnalystId,
  analyst: z.string(),
  at: z.string(),
  /** Overrides only: when its analyst took it back. */
  takenBackAt: z.string().optional(),
});
export type SourceRating = z.infer<typeof SourceRating>;

/** The rating that counts for an article or a source, and why: overridden here, or inherited from the source. */
export const RatingInForce = z.object({
  reliability: Reliability,
  reason: z.string(),
  at: z.string(),
  analyst: z.string(),
  isOverride: z.boolean(),
});
export type RatingInForce = z.infer<typeof RatingInForce>;

export const SourceSummary = Source.extend({
  rating: RatingInForce.nullable(),
  articles: z.number().int(),
  /** Claims this source asserts. */
  claims: z.number().int(),
  /** Pieces of evidence from its articles, and how they were graded: a track record beside the letter, never instead of it. */
  evidence: z.number().int(),
  confirmed: z.number().int(),
  contradicted: z.number().int(),
});
export type SourceSummary = z.infer<typeof SourceSummary>;

export const SourceDetail = SourceSummary.extend({
  ratings: z.array(SourceRating),
  articleList: z.array(z.object({ id: ArticleId, title: z.string(), publishedOn: z.string().nullable() })),
  /** Names of sources merged into this one. */
  aliases: z.array(z.string()),
});
export type SourceDetail = z.infer<typeof SourceDetail>;
