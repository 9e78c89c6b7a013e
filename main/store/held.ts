import type { Database } from "better-sqlite3";
import { exists, run } from "./statement";

/*
 * Changes that are in the log and do not count: those of a merge that was undone, and those that claim to be this
 * analyst's own without being known here. They are held back rather than turned round, because a change that turns them
 * round would travel to the colleague who made them and delete their work there.
 */

/** The condition that a change counts, for the end of a WHERE; `changes` is the name that the query gives the table. */
export const counting = (changes = "changes"): string =>
  `NOT EXISTS (SELECT 1 FROM held_changes WHERE held_changes.change = ${changes}.id)`;

const isHeld = "SELECT 1 FROM held_changes WHERE change = changes.id AND reason = 'undone'";

/**
 * The condition that an edit does nothing any more because the merge that brought it was undone, for a WHERE; `edit` is the
 * name that the query gives the table of edits.
 */
export const isHeldBack = (edit: string): string =>
  `(EXISTS (SELECT 1 FROM held_changes)
    AND EXISTS (SELECT 1 FROM changes WHERE changes.edit = ${edit}.id AND EXISTS (${isHeld}))
    AND NOT EXISTS (SELECT 1 FROM changes WHERE changes.edit = ${edit}.id AND entity <> 'analyst' AND NOT EXISTS (${isHeld})))`;

/** Why a change does not count. */
type HeldReason = "undone" | "claims-mine";

/** Holds a change back; one that is held already keeps its reason. */
export const holdChange = (db: Database, change: string, reason: HeldReason): void => {
  run(db, "INSERT OR IGNORE INTO held_changes (change, reason) VALUES (?, ?)", change, reason);
};

/** Whether anything at all is held: most projects never hold anything. */
export const hasHeld = (db: Database): boolean => exists(db, "SELECT 1 FROM held_changes LIMIT 1");
