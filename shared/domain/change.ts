import { z } from "zod";
import { AnalystId, EditId } from "../ids";

/** The nouns whose fields the change log carries. */
export const Entity = z.enum([
  "project",
  "analyst",
  "source",
  "rating",
  "article",
  "tag",
  "highlight",
  "claim",
  "evidence",
]);
export type Entity = z.infer<typeof Entity>;

/**
 * A field value in the log: JSON. Sets are fields of their own, one for each member: `tag:<id>` is false, or the
 * member's place in the set's order (1 is the first), so that undoing a removal brings it back to its place.
 */
export type FieldValue = z.infer<ReturnType<typeof z.json>>;

/** A labelled group of changes made at once by one analyst: the unit of undo and of history. */
export const Edit = z.object({
  id: EditId,
  kind: z.enum(["edit", "undo", "redo"]),
  label: z.string(),
  analystId: AnalystId,
  analyst: z.string(),
  at: z.string(),
  clock: z.number().int(),
  changes: z.number().int(),
  isUndone: z.boolean(),
});
export type Edit = z.infer<typeof Edit>;

/** What undo and redo would do next; null when there is nothing. */
export const HistoryState = z.object({ undo: z.string().nullable(), redo: z.string().nullable() });
export type HistoryState = z.infer<typeof HistoryState>;
