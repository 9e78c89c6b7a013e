import { z } from "zod";
import { AnalystId, ArticleId, HighlightId, SourceId, TagId } from "../ids";
import { Credibility, Reliability } from "./grade";
import { Span } from "./highlight";

/** What an agreement figure measures. */
export const AgreementMeasure = z.enum([
  "spans-exact",
  "spans-overlap",
  "tags-nominal",
  "tags-coded",
  "tags-unitizing",
  "reliability-kappa",
  "reliability-alpha",
  "credibility-kappa",
  "credibility-alpha",
]);
export type AgreementMeasure = z.infer<typeof AgreementMeasure>;

type Wording = {
  readonly name: string;
  /** What is counted as one of `Figure.n`, in the plural. */
  readonly unit: string;
  /** How to read it, in a sentence or two. */
  readonly meaning: string;
};

/** The measures in words, in the order in which they are listed. */
export const measureWording: Readonly<Record<AgreementMeasure, Wording>> = {
  "spans-exact": {
    name: "Spans, exact F1",
    unit: "highlights",
    meaning: "Share of the highlights that begin and end at the very same place. 1: all of them.",
  },
  "spans-overlap": {
    name: "Spans, overlapping F1",
    unit: "highlights",
    meaning: "Share of the highlights that share at least one character with one of the other’s.",
  },
  "tags-nominal": {
    name: "Tags, alpha (nominal)",
    unit: "matched passages",
    meaning:
      "Krippendorff’s alpha over passages that at least two of them highlighted: did they give them the same tags? 1: always, 0: as by chance.",
  },
  "tags-coded": {
    name: "Tags, alpha (unitizing, coded regions)",
    unit: "passages",
    meaning:
      "Krippendorff’s cu-alpha: the same, weighted by the characters that at least two of them tagged. Other text takes no part.",
  },
  "tags-unitizing": {
    name: "Tags, alpha (unitizing, whole text)",
    unit: "tagged stretches",
    meaning:
      "Krippendorff’s alpha-U over the whole text: do stretches with the same tag begin and end at the same places?",
  },
  "reliability-kappa": {
    name: "Reliability, weighted kappa",
    unit: "sources and articles",
    meaning: "Cohen’s kappa of the letters A to E, quadratic weights. F is left out and counted.",
  },
  "reliability-alpha": {
    name: "Reliability, alpha (ordinal)",
    unit: "sources and articles",
    meaning: "Krippendorff’s alpha of the letters A to E, taken as ranks. F is left out and counted.",
  },
  "credibility-kappa": {
    name: "Credibility, weighted kappa",
    unit: "matched pieces of evidence",
    meaning:
      "Cohen’s kappa of the digits 1 to 5 on matched evidence, quadratic weights. 6 is left out and counted.",
  },
  "credibility-alpha": {
    name: "Credibility, alpha (ordinal)",
    unit: "matched pieces of evidence",
    meaning:
      "Krippendorff’s alpha of the digits 1 to 5 on matched evidence, taken as ranks. 6 is left out and counted.",
  },
};

/** What a figure is about: everything, one tag, or one article. */
export const FigureScope = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.literal("tag"), id: TagId, name: z.string() }),
  z.object({ kind: z.literal("article"), id: ArticleId, title: z.string() }),
]);
export type FigureScope = z.infer<typeof FigureScope>;

/** One figure of agreement. For more than two analysts F1 and kappa are means over their pairs. */
export const Figure = z.object({
  /** `measure` and scope: the same in every report. */
  id: z.string(),
  measure: AgreementMeasure,
  /** As in `measureWording`. */
  name: z.string(),
  scope: FigureScope,
  /** Null when there is none; `why` then says so. Never above 1; alphas and kappas may be below 0. */
  value: z.number().nullable(),
  /** Ends of the 95 % bootstrap interval; null without intervals, or where too little is there to resample. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** On how little the interval rests, or why there is none, in a few words; "" where it needs none, or without intervals. */
  remark: z.string(),
  /** Units that the figure rests on, as `measureWording` names them. */
  n: z.number().int(),
  /** Values F or 6 ("cannot be judged") that take no part. 0 for measures without them. */
  leftOut: z.number().int(),
  /** Why there is no value, in words; "" when there is one. */
  why: z.string(),
});
export type Figure = z.infer<typeof Figure>;

/** How far some analysts agree on the articles that all of them worked on. */
export const AgreementReport = z.object({
  analysts: z.array(z.object({ id: AnalystId, name: z.string() })),
  articles: z.array(z.object({ id: ArticleId, title: z.string() })),
  /** What was left out and why, in words. */
  excluded: z.array(z.string()),
  /** Over all, then by tag, then by article; in each by measure. */
  figures: z.array(Figure),
});
export type AgreementReport = z.infer<typeof AgreementReport>;

/** Somebody who can be compared, with how much of theirs is there to compare. */
export const Comparable = z.object({
  id: AnalystId,
  name: z.string(),
  highlights: z.number().int(),
  /** Articles in which those highlights stand. */
  articles: z.number().int(),
  /** Those of them in which somebody else highlighted something, too. 0: there is nothing to compare. */
  sharedArticles: z.number().int(),
  /** Compared unless somebody says otherwise: at least one article is left that all such analysts worked on. */
  isCompared: z.boolean(),
});
export type Comparable = z.infer<typeof Comparable>;

/** Who is compared, on which articles; without `articleIds` on those that all of them highlighted something in. */
export const AgreementQuery = z.object({
  analystIds: z
    .array(AnalystId)
    .min(2, "Agreement needs two analysts or more")
    .max(20)
    .refine((ids) => new Set(ids).size === ids.length, "Every analyst can be named once"),
  articleIds: z.array(ArticleId).max(20_000).optional(),
});
export type AgreementQuery = z.infer<typeof AgreementQuery>;

/** What one analyst said; `highlightId` null: they marked nothing there (or, for reliability, gave no letter). */
export const DisagreementSide = z.object({
  analystId: AnalystId,
  analyst: z.string(),
  highlightId: HighlightId.nullable(),
  span: Span.nullable(),
  quote: z.string(),
  tagIds: z.array(TagId),
  /** The credibility of their evidence, or the reliability that they gave; null for none. */
  grade: z.union([Credibility, Reliability]).nullable(),
  /** The statement of the claim that their evidence is on, or the reason of their rating; "" otherwise. */
  words: z.string(),
});
export type DisagreementSide = z.infer<typeof DisagreementSide>;

/**
 * Something that analysts see differently. span: not all of them marked it, or not the same words (their tags may differ
 * too); tags: the same words with other tags; credibility: other digits on matched evidence; reliability: other letters
 * for a source, or for an article.
 */
export const Disagreement = z.object({
  /** Opaque: what `settle` is told. */
  id: z.string().max(2000),
  kind: z.enum(["span", "tags", "credibility", "reliability"]),
  /** Null for the reliability of a source. */
  articleId: ArticleId.nullable(),
  articleTitle: z.string(),
  /** Of the article, or the source that is rated. */
  sourceId: SourceId.nullable(),
  sourceName: z.string(),
  /** One for each analyst, in the order in which they were named. */
  sides: z.array(DisagreementSide),
  isSettled: z.boolean(),
  /** The agreed version; null while there is none, or where nothing is marked was agreed, and for reliability. */
  settledBy: HighlightId.nullable(),
});
export type Disagreement = z.infer<typeof Disagreement>;

/**
 * The agreed version of a disagreement. `span` null: nothing is marked there (kinds span and tags). Which of the fields
 * count depends on the kind: credibility needs `credibility`, reliability needs `reliability`.
 */
export const AgreedVersion = z.object({
  id: z.string().max(2000),
  span: Span.nullable(),
  tagIds: z.array(TagId).max(100),
  credibility: Credibility.optional(),
  reliability: Reliability.optional(),
  /** For reliability: why this letter. */
  reason: z.string().trim().max(2000).optional(),
});
export type AgreedVersion = z.infer<typeof AgreedVersion>;

/** How the reason of a rating begins that was agreed on, for whoever reads it: it says so in a field of its own. */
export const agreedReason = "Agreed";
