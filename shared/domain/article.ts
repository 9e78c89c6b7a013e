import { z } from "zod";
import { ArticleId, SourceId } from "../ids";
import { RatingInForce } from "./source";

/** A calendar date as published, `YYYY-MM-DD`, checked to exist. */
export const CalendarDate = z.iso.date();

/** A structural span of the canonical text. Offsets are UTF-16 units, end exclusive; blocks do not overlap. */
export const Block = z.object({
  kind: z.enum(["paragraph", "heading", "quote", "list-item", "caption", "table-row"]),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** Heading level 1-6; absent otherwise. */
  level: z.number().int().min(1).max(6).optional(),
});
export type Block = z.infer<typeof Block>;

export const ArticleTitle = z.string().trim().min(1, "An article needs a title").max(1000);

/** What an analyst may correct about an article. The text itself can never change. */
export const ArticleMetadata = z.object({
  title: ArticleTitle,
  sourceId: SourceId.nullable(),
  byline: z.string().max(1000),
  publishedOn: CalendarDate.nullable(),
  url: z.string().max(4000),
  /** BCP 47 tag, "" when unknown. */
  language: z.string().max(35),
});
export type ArticleMetadata = z.infer<typeof ArticleMetadata>;

export const ArticleSummary = ArticleMetadata.extend({
  id: ArticleId,
  fileName: z.string(),
  sourceName: z.string().nullable(),
  rating: RatingInForce.nullable(),
  /** Unicode code points in the canonical text. */
  characters: z.number().int(),
  sha256: z.string(),
  highlights: z.number().int(),
  claims: z.number().int(),
  isRead: z.boolean(),
  importedAt: z.string(),
  /** Search only: an excerpt round the first hit, with \u0002 and \u0003 round each hit. */
  snippet: z.string().optional(),
});
export type ArticleSummary = z.infer<typeof ArticleSummary>;

export const Article = ArticleSummary.extend({ text: z.string(), blocks: z.array(Block) });
export type Article = z.infer<typeof Article>;

/** What became of one file or pasted text that was to be imported. */
export const ImportOutcome = z.object({
  fileName: z.string(),
  outcome: z.enum(["imported", "already-there", "failed"]),
  articleId: ArticleId.nullable(),
  title: z.string(),
  publishedOn: z.string().nullable(),
  characters: z.number().int(),
  /** What is missing, was assumed or went wrong, in words. Empty when all is clear. */
  remarks: z.array(z.string()),
});
export type ImportOutcome = z.infer<typeof ImportOutcome>;
