import { z } from "zod";

/*
 * Ids are text with a prefix that names the noun, so that a stray id in a log or a CSV can be told at sight.
 * An article's id derives from its text's SHA-256, the first id of a source or a tag from its normalised name
 * (so that two people who import the same text, or type the same name, get one item); all others are UUIDv7.
 */
const id = <B extends string>(prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}-[0-9a-f][0-9a-f-]{30,34}[0-9a-f]$`))
    .brand<B>();

export const ArticleId = id<"ArticleId">("art");
export const SourceId = id<"SourceId">("src");
export const RatingId = id<"RatingId">("rat");
export const TagId = id<"TagId">("tag");
export const HighlightId = id<"HighlightId">("hl");
export const ClaimId = id<"ClaimId">("clm");
export const EvidenceId = id<"EvidenceId">("evd");
export const AnalystId = id<"AnalystId">("ana");
export const ProjectId = id<"ProjectId">("prj");
export const EditId = id<"EditId">("edt");

export type ArticleId = z.infer<typeof ArticleId>;
export type SourceId = z.infer<typeof SourceId>;
export type RatingId = z.infer<typeof RatingId>;
export type TagId = z.infer<typeof TagId>;
export type HighlightId = z.infer<typeof HighlightId>;
export type ClaimId = z.infer<typeof ClaimId>;
export type EvidenceId = z.infer<typeof EvidenceId>;
export type AnalystId = z.infer<typeof AnalystId>;
export type ProjectId = z.infer<typeof ProjectId>;
export type EditId = z.infer<typeof EditId>;

/** Prefix of each id, keyed by noun: what `newId` is asked for. */
export type IdPrefix = "src" | "rat" | "tag" | "hl" | "clm" | "evd" | "ana" | "prj" | "edt" | "chg";
