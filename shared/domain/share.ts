import { z } from "zod";
import { ArticleId, TagId } from "../ids";

/** Which articles a copy holds. "tagged": those with a highlight under one of the tags, or under a tag below it. */
export const ShareArticles = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("these"), ids: z.array(ArticleId).max(50_000) }),
  z.strictObject({ kind: z.literal("tagged"), tagIds: z.array(TagId).max(1000) }),
]);
export type ShareArticles = z.infer<typeof ShareArticles>;

/**
 * Which highlights, evidence, claims and ratings a copy holds. "mine": what the analyst at work made, with the
 * highlights and claims that their evidence stands on; "tagged": highlights and claims under the tags or below them, with
 * the evidence between them; "none" is a blind copy: articles and codebook alone.
 */
export const ShareAnnotations = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("mine") }),
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("tagged"), tagIds: z.array(TagId).max(1000) }),
]);
export type ShareAnnotations = z.infer<typeof ShareAnnotations>;

/** How much of an article's text a copy holds; what is left out stands there as blanks, so that every place holds. */
export const ShareText = z.enum(["whole", "quotes", "none"]);
export type ShareText = z.infer<typeof ShareText>;

/** What goes into a copy of the project for somebody else. */
export const ShareOptions = z.strictObject({
  articles: ShareArticles,
  annotations: ShareAnnotations,
  text: ShareText,
  /** The files as they were imported. Only with whole texts: an original says everything that the text says. */
  hasOriginals: z.boolean(),
  /** False: analysts are called "Analyst 1", "Analyst 2"... */
  hasNames: z.boolean(),
  /** Notes of highlights, evidence and sources, and the reasons of ratings. */
  hasNotes: z.boolean(),
  /** Every earlier value of what is in the copy. False: what stands now, and nothing that was deleted. */
  hasHistory: z.boolean(),
  /** A TLP label or free words, shown to whoever opens the copy; "" for none. */
  marking: z.string().trim().max(200),
});
export type ShareOptions = z.infer<typeof ShareOptions>;

/** What a copy would hold, counted before anything is written. */
export const SharePreview = z.object({
  counts: z.object({
    articles: z.number().int(),
    highlights: z.number().int(),
    claims: z.number().int(),
    evidence: z.number().int(),
    ratings: z.number().int(),
    sources: z.number().int(),
    tags: z.number().int(),
    originals: z.number().int(),
    analysts: z.number().int(),
  }),
  /** About as many bytes as the file will have. */
  bytes: z.number().int(),
  /** What somebody might not expect of these choices, in words. */
  remarks: z.array(z.string()),
});
export type SharePreview = z.infer<typeof SharePreview>;

/** The whole project, as a colleague who works on it needs it. */
export const everything: ShareOptions = {
  articles: { kind: "all" },
  annotations: { kind: "all" },
  text: "whole",
  hasOriginals: true,
  hasNames: true,
  hasNotes: true,
  hasHistory: true,
  marking: "",
};

/** Articles and codebook without a trace of what anybody made of them, for a second analyst to work apart. */
export const blindCopy: ShareOptions = {
  ...everything,
  annotations: { kind: "none" },
  hasNotes: false,
  hasHistory: false,
};

/** What the analyst at work made, to be merged by whoever sent the articles: they have the originals. */
export const ownWork: ShareOptions = {
  ...everything,
  annotations: { kind: "mine" },
  hasOriginals: false,
  hasHistory: false,
};

/** What was marked and made of it, without the texts: for a reader who may not have those. */
export const quotesOnly: ShareOptions = {
  ...everything,
  text: "quotes",
  hasOriginals: false,
  hasHistory: false,
};

/** The choices as they can be carried out together. */
export const settledOptions = (options: ShareOptions): ShareOptions =>
  options.text === "whole" ? options : { ...options, hasOriginals: false };

/** Whether nothing at all is left out, so that the copy is the file itself less what belongs to this machine. */
export const isEverything = ({ articles, annotations, ...options }: ShareOptions): boolean =>
  articles.kind === "all" &&
  annotations.kind === "all" &&
  options.text === "whole" &&
  options.hasOriginals &&
  options.hasNames &&
  options.hasNotes &&
  options.hasHistory;
