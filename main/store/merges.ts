import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Manifest } from "../../shared/domain/merge";
import { EditId } from "../../shared/ids";
import { all, exists, first, run } from "./statement";

/*
 * This file's own record of what came in: one row for each edit that merged something, and which changes it brought.
 * An edit that accepts changes which were set apart is one of them too, so that its undo sets them apart again.
 */

/** What was merged. */
export type MergedFile = {
  readonly fileName: string;
  /** SHA-256 of the file as it was received. */
  readonly sha256: string;
  readonly manifest: Manifest | null;
};

/** Enters a merge before its changes come in; the edit itself is written last, when its clock is known. */
export const insertMerge = (db: Database, edit: EditId, file: MergedFile): void => {
  run(
    db,
    "INSERT INTO merges (edit, file_name, sha256, manifest) VALUES (?, ?, ?, ?)",
    edit,
    file.fileName,
    file.sha256,
    JSON.stringify(file.manifest),
  );
};

/** Notes that a merge brought a change, or made it count again. */
export const noteMerged = (db: Database, edit: EditId, change: string): void => {
  run(db, "INSERT OR IGNORE INTO merged_changes (edit, change) VALUES (?, ?)", edit, change);
};

/** Counts a merge's own changes among those that it brought: they are taken back, and done again, together. */
export const noteOwnChanges = (db: Database, edit: EditId): void => {
  run(
    db,
    `INSERT OR IGNORE INTO merged_changes (edit, change)
     SELECT edit, id FROM changes WHERE edit = ? AND entity <> 'analyst'`,
    edit,
  );
};

/** Whether a merge brought any change at all. */
export const hasBrought = (db: Database, edit: EditId): boolean =>
  exists(db, "SELECT 1 FROM merged_changes WHERE edit = ? LIMIT 1", edit);

/** Whether a change came in with a merge. */
export const isBroughtBy = (db: Database, edit: EditId, change: string): boolean =>
  exists(db, "SELECT 1 FROM merged_changes WHERE edit = ? AND change = ?", edit, change);

/** Forgets a merge that brought nothing. */
export const dropMerge = (db: Database, edit: EditId): void => {
  run(db, "DELETE FROM merges WHERE edit = ?", edit);
};

const MergeRow = z.object({ edit: EditId, fileName: z.string(), sha256: z.string(), manifest: z.string() });

/** What an edit merged; undefined when it merged nothing. */
export const getMerge = (db: Database, edit: EditId): MergedFile | undefined => {
  const sql = "SELECT edit, file_name AS fileName, sha256, manifest FROM merges WHERE edit = ?";
  const row = first(db, MergeRow, sql, edit);
  if (row === undefined) return undefined;
  const { fileName, sha256, manifest } = row;
  return { fileName, sha256, manifest: JSON.parse(manifest) as Manifest | null };
};

const Links = z.object({ links: z.number().int() });

/**
 * Whether an edit came in with a merge, as SQL. A colleague's undo of a merge that was made here turned round, in their
 * file, what the merge wrote of its own there: of what it brought here it takes nothing back.
 */
export const cameIn = (edit: string): string =>
  `EXISTS (SELECT 1 FROM changes JOIN merges JOIN merged_changes
     ON merged_changes.edit = merges.edit AND merged_changes.change = changes.id WHERE changes.edit = ${edit}.id)`;

const chain = `WITH RECURSIVE chain (id) AS (
    SELECT ? UNION SELECT later.id FROM edits AS later JOIN chain ON later.undoes = chain.id AND NOT ${cameIn("later")}
  ) SELECT count(*) - 1 AS links FROM chain`;

/** Whether an edit that merged something stands: it was not undone here, or was redone since. */
export const isStandingEdit = (db: Database, edit: EditId): boolean =>
  (first(db, Links, chain, edit)?.links ?? 0) % 2 === 0;

const Link = z.object({ undoes: EditId.nullable() });

/** The edit at the beginning of a chain of undos and redos, when it merged something; else null. */
export const mergeOfChain = (db: Database, edit: EditId): EditId | null => {
  let at = edit;
  for (;;) {
    const before = first(db, Link, "SELECT undoes FROM edits WHERE id = ?", at)?.undoes ?? null;
    if (before === null) break;
    at = before;
  }
  return getMerge(db, at) === undefined ? null : at;
};

const EditRow = z.object({ edit: EditId });

/** Every edit that merged something and stands. */
export const standingMerges = (db: Database): EditId[] =>
  all(db, EditRow, "SELECT edit FROM merges")
    .map(({ edit }) => edit)
    .filter((edit) => isStandingEdit(db, edit));
