import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Entity } from "../../shared/domain/change";
import { standingChange } from "./change-log";
import { first } from "./statement";

const OriginRow = z.object({ kind: z.string(), undone: z.string().nullable(), isOfUndo: z.number() });

/**
 * The change whose value another one holds: itself, or, when it was written by an undo or a redo, the one that
 * it gave back. Null when it gave back the field's absence. So an edit that was changed and changed back may
 * be undone: its fields are as it left them.
 */
export const origin = (db: Database, change: string): string | null => {
  let at: string | null = change;
  while (at !== null) {
    const row: z.infer<typeof OriginRow> | undefined = first(
      db,
      OriginRow,
      `SELECT edits.kind, undone.before AS undone, undone.id IS NOT NULL AS isOfUndo
       FROM changes AS own JOIN edits ON edits.id = own.edit
         LEFT JOIN changes AS undone ON undone.edit = edits.undoes
           AND undone.entity = own.entity AND undone.entity_id = own.entity_id AND undone.field = own.field
       WHERE own.id = ?`,
      at,
    );
    if (row === undefined || row.kind === "edit" || row.isOfUndo === 0) return at;
    at = row.undone;
  }
  return null;
};

/**
 * Whether something is gone because the edit that created it was undone, and not because somebody removed it.
 */
export const isUndoneCreation = (db: Database, entity: Entity, id: string): boolean => {
  const standing = standingChange(db, entity, id, "deleted");
  return standing !== undefined && origin(db, standing.id) === null;
};
