import { z } from "zod";
import { AnalystId, ArticleId, EditId } from "../ids";
import { Edit, Entity } from "./change";

/** Which edits a list of them holds; what is left out does not narrow it. */
export const HistoryFilter = z.object({
  analystId: AnalystId.optional(),
  /** Edits that changed something of this kind. */
  entity: Entity.optional(),
  /** Edits that concern this article: itself, its highlights, the evidence they give and the claims that it holds. */
  articleId: ArticleId.optional(),
  /** In its label, or in a value that it gave; upper and lower case are the same. */
  text: z.string().trim().max(1000).optional(),
});
export type HistoryFilter = z.infer<typeof HistoryFilter>;

/** One field of one thing that an edit changed, in words. */
export const ChangeInWords = z.object({
  id: z.string(),
  entity: Entity,
  entityId: z.string(),
  /** What it is about: a quote, a statement, a name. */
  about: z.string(),
  /** What became of it: `made` and `removed` say so of the thing as a whole, `restored` that it was brought back. */
  what: z.enum(["made", "removed", "restored", "set"]),
  field: z.string(),
  /** Null: there was none. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Where it can be looked at, if it still is there. */
  articleId: ArticleId.nullable(),
  /** It is in the log but does not count: it came with a merge that was undone, or claims to be this analyst's own. */
  isHeld: z.boolean(),
});
export type ChangeInWords = z.infer<typeof ChangeInWords>;

/** One edit with what it changed, in the order of its things. */
export const EditDetail = z.object({
  edit: Edit,
  /** At most so many as a person reads; `more` is how many others there are. */
  changes: z.array(ChangeInWords),
  more: z.number().int(),
  /** The file that this edit merged; its changes are then what came in with it. */
  merged: z.object({ fileName: z.string() }).nullable(),
});
export type EditDetail = z.infer<typeof EditDetail>;

/** Who has worked in the project, with how many edits. */
export const Editor = z.object({ id: AnalystId, name: z.string(), edits: z.number().int() });
export type Editor = z.infer<typeof Editor>;

/** Kinds of things that can be removed and brought back. */
export const TrashKind = z.enum(["article", "highlight", "claim", "evidence", "tag", "source"]);
export type TrashKind = z.infer<typeof TrashKind>;

/** Something that was removed. */
export const Trashed = z.object({
  entity: TrashKind,
  id: z.string(),
  words: z.string(),
  /** What else is to be known: "Merged into “Troops”", "with 2 pieces of evidence"; "" when nothing. */
  remark: z.string(),
  deletedAt: z.string(),
  deletedBy: z.string(),
  edit: EditId,
});
export type Trashed = z.infer<typeof Trashed>;

/** Which part of what was removed to list: after the place that the page before it ended at. */
export const TrashPage = z.object({
  limit: z.number().int().min(1).max(10_000),
  before: z.string().max(200).optional(),
});
export type TrashPage = z.infer<typeof TrashPage>;

/** A page of what was removed; `next` is where the page after it begins, null when there is none. */
export const TrashList = z.object({ items: z.array(Trashed), next: z.string().nullable() });
export type TrashList = z.infer<typeof TrashList>;

/** A moment of the project's history: just after an edit, or the end of all that was done until a time. */
export const Moment = z.union([
  z.strictObject({ edit: EditId }),
  z.strictObject({ at: z.iso.datetime({ offset: true }) }),
]);
export type Moment = z.infer<typeof Moment>;

/** The moment that the window shows in place of the present; `label` is of the last edit in it. */
export const AsOf = z.object({ at: z.string(), label: z.string() });
export type AsOf = z.infer<typeof AsOf>;
