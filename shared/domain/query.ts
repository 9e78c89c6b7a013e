import { z } from "zod";
import { AnalystId, SourceId, TagId } from "../ids";
import { CalendarDate } from "./article";
import { ClaimKind } from "./claim";
import { GradeBucket } from "./grade";

const direction = z.enum(["ascending", "descending"]);

/** What the Library lists. Absent means "any"; several values of one filter are joined by or, filters by and. */
export const ArticleQuery = z.object({
  search: z.string().max(500).optional(),
  sourceIds: z.array(SourceId).max(1000).optional(),
  tagIds: z.array(TagId).max(1000).optional(),
  from: CalendarDate.optional(),
  to: CalendarDate.optional(),
  /** "no-source" and "no-date" are facts, reviewed or not; "needs-look" ends with the review. */
  state: z
    .enum(["unread", "annotated", "not-annotated", "needs-look", "no-source", "no-date", "near-copies"])
    .optional(),
  sort: z.enum(["newest", "oldest", "title", "source", "imported"]).optional(),
});
export type ArticleQuery = z.infer<typeof ArticleQuery>;

/** Whether a claim's evidence supports it, contradicts it, both, or neither. */
export const StanceState = z.enum(["supported", "contradicted", "both", "neither"]);
export type StanceState = z.infer<typeof StanceState>;

/** Facet of who asserts: the source's id, or `text:` and the description, or `none`. */
const AsserterKey = z.string().max(600);

/** What the Claims table lists and what an export from it holds. Filters are joined by and, values by or. */
export const ClaimQuery = z.object({
  search: z.string().max(500).optional(),
  tagIds: z.array(TagId).max(1000).optional(),
  sourceIds: z.array(SourceId).max(1000).optional(),
  stances: z.array(StanceState).optional(),
  grades: z.array(GradeBucket).optional(),
  asserters: z.array(AsserterKey).max(1000).optional(),
  kinds: z.array(ClaimKind).optional(),
  analystIds: z.array(AnalystId).max(1000).optional(),
  /** Bounds on the claim's event date, both inclusive. */
  eventFrom: CalendarDate.optional(),
  eventTo: CalendarDate.optional(),
  sort: z
    .enum(["statement", "evidence", "grade", "judgement", "event-date", "asserter", "updated"])
    .optional(),
  direction: direction.optional(),
});
export type ClaimQuery = z.infer<typeof ClaimQuery>;

/** One value of a facet with the number of claims that have it under all the other filters. */
export const FacetValue = z.object({ key: z.string(), label: z.string(), count: z.number().int() });
export type FacetValue = z.infer<typeof FacetValue>;

export const ClaimFacets = z.object({
  tags: z.array(FacetValue),
  sources: z.array(FacetValue),
  stances: z.array(FacetValue),
  grades: z.array(FacetValue),
  asserters: z.array(FacetValue),
  kinds: z.array(FacetValue),
  analysts: z.array(FacetValue),
});
export type ClaimFacets = z.infer<typeof ClaimFacets>;
