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

/** What stood beside an article's text and is no part of it. */
export const AsideReason = z.enum([
  "date-line",
  "caption",
  "credit",
  "see-also",
  "advertisement",
  "shortcode",
  "comments",
  "cookie-notice",
  "sources",
  "navigation",
  "running-head",
  "page-number",
  "footnote",
  "other",
]);
export type AsideReason = z.infer<typeof AsideReason>;

/**
 * A piece of the original that was set aside when the article came in: shown folded at its place, and put back on
 * request as long as nothing is highlighted. `at` is the offset in the canonical text (UTF-16 units) before which
 * it stood.
 */
export const Aside = z.object({
  at: z.number().int().nonnegative(),
  text: z.string().min(1),
  reason: AsideReason,
});
export type Aside = z.infer<typeof Aside>;

/** The fields that an import makes proposals for. "source" is a name; "modifiedOn" is kept as a fact and set nowhere. */
export const ProposalField = z.enum([
  "title",
  "source",
  "byline",
  "publishedOn",
  "modifiedOn",
  "url",
  "language",
]);
export type ProposalField = z.infer<typeof ProposalField>;

/**
 * A value that an import found, with where it found it in words ("JSON-LD datePublished", "dateline", "file name").
 * "stated": the document's own metadata says so, or the collector's; it is filled in. "guessed": read out of the running
 * text; it waits for somebody's yes (a title or a date that nothing else gives is filled in and flagged). "either": one of
 * two ways to read what the document states ("04/05/2024"); it is offered, and never filled in.
 */
export const Proposal = z.object({
  field: ProposalField,
  value: z.string().min(1).max(4000),
  from: z.string().min(1).max(200),
  strength: z.enum(["stated", "guessed", "either"]),
});
export type Proposal = z.infer<typeof Proposal>;

/** What an import was not sure of, so that somebody has a look. */
export const Doubt = z.enum(["title", "date", "encoding", "text"]);
export type Doubt = z.infer<typeof Doubt>;

/** What an article lacks, or what its import doubted, until somebody has reviewed it. */
export const Gap = z.enum([
  "no-source",
  "no-date",
  "title-made",
  "date-guessed",
  "encoding-doubtful",
  "text-doubtful",
]);
export type Gap = z.infer<typeof Gap>;

/** How bytes were read as characters, and how the beginning would read otherwise where that was not sure. */
export const EncodingChoice = z.object({
  /** WHATWG label, as "windows-1252". */
  name: z.string().max(40),
  alternatives: z.array(z.object({ name: z.string().max(40), preview: z.string().max(400) })).max(8),
});
export type EncodingChoice = z.infer<typeof EncodingChoice>;

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

/** Another article with much of the same text. `share`: how much of this text's wording stands in the other, 0 to 1. */
export const NearCopy = z.object({
  articleId: ArticleId,
  title: z.string(),
  sourceName: z.string().nullable(),
  share: z.number().min(0).max(1),
});
export type NearCopy = z.infer<typeof NearCopy>;

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
  /** Somebody confirmed its metadata after the import. */
  isReviewed: z.boolean(),
  /** What wants a look; empty once it was reviewed. */
  gaps: z.array(Gap),
  /** The article whose text it replaces; null for a first version. */
  revisionOf: ArticleId.nullable(),
  /** 1 for a first version, 2 for what replaced it, and so on. */
  revision: z.number().int(),
  /** Highlights of earlier revisions that wait to be placed in this one. */
  waiting: z.number().int(),
  /** The other article that holds most of this text, where that is a good part of it. */
  nearCopy: NearCopy.nullable(),
  /** Search only: an excerpt round the first hit, with \u0002 and \u0003 round each hit. */
  snippet: z.string().optional(),
});
export type ArticleSummary = z.infer<typeof ArticleSummary>;

export const Article = ArticleSummary.extend({
  text: z.string(),
  blocks: z.array(Block),
  asides: z.array(Aside),
  /** Where each page of a paged original begins in the text (UTF-16 offsets, ascending); empty for others. */
  pages: z.array(z.number().int().nonnegative()),
  /** The revision that replaced it; null when this is the newest. */
  replacedBy: ArticleId.nullable(),
  /** How much of the text is here: in a copy that somebody shared all but the quotes, or everything, may be blanks. */
  kept: z.enum(["whole", "quotes", "none"]),
});
export type Article = z.infer<typeof Article>;

/** One version in the line of an article's revisions. */
export const Revision = z.object({
  articleId: ArticleId,
  revision: z.number().int(),
  title: z.string(),
  publishedOn: CalendarDate.nullable(),
  characters: z.number().int(),
  highlights: z.number().int(),
  importedAt: z.string(),
  analyst: z.string(),
});
export type Revision = z.infer<typeof Revision>;

/** How an article came in, once for each original that held its text. */
export const Capture = z.object({
  fileName: z.string(),
  /** The part of a file that holds many: "article 3 of 12", a row, a member of an archive; "" for the whole. */
  part: z.string(),
  mediaType: z.string(),
  /** SHA-256 of the original, in lower-case hex; null where only the article came, in a copy without originals. */
  original: z.string().nullable(),
  /** Bytes of the original; null where it is not here. */
  size: z.number().int().nullable(),
  /** Name and version of what read it, as "plain text 2". */
  importer: z.string(),
  importedAt: z.string(),
  analyst: z.string(),
  steps: z.array(z.string()),
  encoding: EncodingChoice.nullable(),
});
export type Capture = z.infer<typeof Capture>;

/** An article as the review of an import shows it: what is filled in, and what was found and where. */
export const ReviewRow = z.object({
  articleId: ArticleId,
  fileName: z.string(),
  part: z.string(),
  metadata: ArticleMetadata,
  sourceName: z.string().nullable(),
  isReviewed: z.boolean(),
  gaps: z.array(Gap),
  proposals: z.array(Proposal),
  /** The source in the project that the proposals point to, by name or by the domain of the link. */
  matchedSource: z.object({ id: SourceId, name: z.string(), by: z.enum(["name", "domain"]) }).nullable(),
  encoding: EncodingChoice.nullable(),
  revisionOf: z.object({ articleId: ArticleId, title: z.string() }).nullable(),
  nearCopy: NearCopy.nullable(),
  highlights: z.number().int(),
  /** The beginning of the text. */
  beginning: z.string(),
});
export type ReviewRow = z.infer<typeof ReviewRow>;

/** Which column (or JSON key) of a table holds what. The text is needed, all else may be absent. */
export const ColumnMap = z.object({
  text: z.string().min(1).max(200),
  title: z.string().max(200).optional(),
  source: z.string().max(200).optional(),
  byline: z.string().max(200).optional(),
  publishedOn: z.string().max(200).optional(),
  url: z.string().max(200).optional(),
  language: z.string().max(200).optional(),
});
export type ColumnMap = z.infer<typeof ColumnMap>;

/** A table whose columns nobody has named yet. */
export const UnmappedTable = z.object({
  /** Tells tables of one make: remembered with the answer. */
  key: z.string().max(100),
  columns: z.array(z.object({ name: z.string().max(200), sample: z.string().max(200) })).max(200),
  /** What the names of the columns suggest. */
  suggested: ColumnMap.partial(),
});
export type UnmappedTable = z.infer<typeof UnmappedTable>;

/** What became of one file, one part of a file, or a pasted text that was to be imported. */
export const ImportOutcome = z.object({
  fileName: z.string(),
  /** "" for a file that holds one article. */
  part: z.string(),
  outcome: z.enum(["imported", "needs-look", "revision", "already-there", "needs-columns", "failed"]),
  articleId: ArticleId.nullable(),
  title: z.string(),
  publishedOn: z.string().nullable(),
  /** The source that was filled in; "" when there is none. */
  source: z.string(),
  characters: z.number().int(),
  /** What was done between the bytes and the text, in order, in words. */
  steps: z.array(z.string()),
  /** What is missing, was assumed or went wrong, in words. Empty when all is clear. */
  remarks: z.array(z.string()),
  proposals: z.array(Proposal),
  /** Of a revision: the article that it replaces. */
  revisionOf: ArticleId.nullable(),
  /** Of a table whose columns are to be named first. */
  table: UnmappedTable.nullable(),
});
export type ImportOutcome = z.infer<typeof ImportOutcome>;
