import { z } from "zod";
import { AnalystId, ArticleId, EditId } from "../ids";
import { Entity } from "./change";

/** What a received file says of itself: how it was made and what its maker wants known. Text, never markup. */
export const Manifest = z.object({
  /** Who made the copy; null where names were left out. */
  by: z.string().max(200).nullable(),
  at: z.string().max(40),
  /** A TLP label or free words, shown to whoever opens the file. */
  marking: z.string().max(200),
  isBlind: z.boolean(),
  text: z.enum(["whole", "quotes", "none"]),
  hasOriginals: z.boolean(),
  hasNames: z.boolean(),
  hasNotes: z.boolean(),
  hasHistory: z.boolean(),
  /** Rows in it, by noun. */
  counts: z.record(z.string().max(40), z.number().int().nonnegative()),
  /** SHA-256 over what is in it; see main/share/digest.ts. */
  digest: z.string().length(64),
});
export type Manifest = z.infer<typeof Manifest>;

/** What a merge would do with the things of one kind. A thing counts once; `changed` ones are as theirs afterwards. */
export const MergeCount = z.object({
  entity: Entity,
  new: z.number().int(),
  same: z.number().int(),
  changed: z.number().int(),
  /** Changed by both sides since they last knew of each other. */
  conflicts: z.number().int(),
  /** There but deleted, while it stands here, and in conflict with nothing that was done here. */
  deleted: z.number().int(),
  /** Of `conflicts`: deleted there, and worked on here meanwhile. */
  deletedInConflict: z.number().int(),
});
export type MergeCount = z.infer<typeof MergeCount>;

/** What is known of a file that waits to be merged; nothing of it is in the project yet. */
export const MergePreview = z.object({
  fileName: z.string(),
  manifest: Manifest.nullable(),
  /** Who worked in it, with the edits of theirs that are new here. */
  analysts: z.array(z.object({ id: AnalystId, name: z.string(), edits: z.number().int() })),
  counts: z.array(MergeCount),
  articles: z.object({
    same: z.number().int(),
    new: z.number().int(),
    /** Of the new ones: those that are surely a newer or older copy of an article here. */
    revisions: z.number().int(),
    /** Of the new ones: those of which the file holds only the quotes or nothing of the text. */
    redacted: z.number().int(),
  }),
  /** Changes under this analyst's own id that are not known here: set apart until somebody looks at them. */
  claimsMine: z.number().int(),
  /** What could not be read of a damaged file, and rows that were refused, in words. Empty: everything is readable. */
  unreadable: z.array(z.string()),
  /** Everything in it is here already. */
  isNothingNew: z.boolean(),
  /** This very content was merged before and that was undone: merging brings it back. */
  wasUndone: z.boolean(),
});
export type MergePreview = z.infer<typeof MergePreview>;

/** Which of two versions stands where nobody has decided: the newer one by the log's clock unless a person says otherwise. */
export const MergeTake = z.enum(["newest", "mine", "theirs"]);
export type MergeTake = z.infer<typeof MergeTake>;

/** One side of a conflict: a value in words a person reads, who gave it, and when. */
export const ConflictSide = z.object({
  analystId: AnalystId,
  analyst: z.string(),
  at: z.string(),
  /** Null: there is none (removed, or never set). */
  words: z.string().nullable(),
});
export type ConflictSide = z.infer<typeof ConflictSide>;

/**
 * Something that a merge leaves to a person. One of the sides stands already (`standing`), so nothing has to be done.
 *
 * - both-changed: both changed the same field without knowing of each other
 * - mine-changed: a colleague changed what this analyst made
 * - deleted-there, deleted-here: one side deleted it, the other went on working on it
 * - claims-mine: a change under this analyst's id that this project did not know; it does not count until it is accepted
 */
export const Conflict = z.object({
  /** Opaque: what `settle` is told. */
  id: z.string().max(60),
  kind: z.enum(["both-changed", "mine-changed", "deleted-there", "deleted-here", "claims-mine"]),
  entity: Entity,
  entityId: z.string(),
  field: z.string(),
  /** What it is about in words: a quote, a statement, a name. */
  about: z.string(),
  /** Where it stands in the text, if anywhere. */
  articleId: ArticleId.nullable(),
  articleTitle: z.string(),
  mine: ConflictSide,
  theirs: ConflictSide,
  standing: z.enum(["mine", "theirs"]),
  /** Keeping both makes sense: two notes, tags on the same passage, spans that differ. */
  canKeepBoth: z.boolean(),
  /** Which merge brought it. */
  edit: EditId,
  fileName: z.string(),
});
export type Conflict = z.infer<typeof Conflict>;

/** How a conflict is settled. `both` only where `canKeepBoth`. */
export const Settlement = z.object({ id: z.string().max(60), take: z.enum(["mine", "theirs", "both"]) });
export type Settlement = z.infer<typeof Settlement>;

/** What stands in the way of undoing a merge. */
export const MergeBlockers = z.object({
  /** This analyst's own settlements of its conflicts, the newest first: undone in that order they are out of the way. */
  settlements: z.array(EditId),
  /** How many other edits changed since what it brought. */
  others: z.number().int(),
  /** Of the edit that merged. */
  label: z.string(),
  /** What an undo says because of them; "" while nothing is in the way. */
  refusal: z.string(),
});
export type MergeBlockers = z.infer<typeof MergeBlockers>;

/** Two tags or two sources that look like one under two names, for a person to join or to keep apart. */
export const LikelySame = z.object({
  entity: z.enum(["tag", "source"]),
  a: z.object({ id: z.string(), name: z.string(), uses: z.number().int() }),
  b: z.object({ id: z.string(), name: z.string(), uses: z.number().int() }),
  /** Why they look alike, in words: "differ only in spaces", "one letter differs". */
  why: z.string(),
});
export type LikelySame = z.infer<typeof LikelySame>;
