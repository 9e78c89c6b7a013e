import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Entity } from "../../shared/domain/change";
import type { HistoryFilter } from "../../shared/domain/history";
import { AnalystId, EditId } from "../../shared/ids";
import { editConditions, whereAll } from "./history";
import { all, first } from "./statement";

const EditRow = z.object({
  id: EditId,
  kind: z.enum(["edit", "undo", "redo"]),
  undoes: EditId.nullable(),
  label: z.string(),
  analystId: AnalystId,
  analyst: z.string(),
  at: z.string(),
  clock: z.number().int(),
  /** The file that it merged, if it is a merge of this project. */
  merged: z.string().nullable(),
});

const ChangeRow = z.object({
  id: z.string(),
  entity: Entity,
  entityId: z.string(),
  field: z.string(),
  /** JSON. */
  value: z.string(),
  /** The change that it replaced. */
  before: z.string().nullable(),
  /** Why it does not count, if it does not. */
  held: z.string().nullable(),
});

/** One edit of the audit trail with its changes. */
export type AuditedEdit = z.infer<typeof EditRow> & {
  readonly changes: readonly z.infer<typeof ChangeRow>[];
};

const edits = `SELECT own.id, kind, undoes, label, own.analyst AS analystId, coalesce(name, '') AS analyst, at, clock,
    (SELECT file_name FROM merges WHERE edit = own.id) AS merged
  FROM edits AS own LEFT JOIN analysts ON analysts.id = own.analyst`;
const changes = `SELECT id, entity, entity_id AS entityId, field, value, before,
    (SELECT reason FROM held_changes WHERE change = id) AS held
  FROM changes WHERE edit = ? ORDER BY id`;

const Count = z.object({ count: z.number().int() });

/** How many edits pass a filter. */
export const countEdits = (db: Database, filter: HistoryFilter): number => {
  const conditions = editConditions(filter);
  const sql = `SELECT count(*) AS count FROM edits AS own ${whereAll(conditions)}`;
  return first(db, Count, sql, ...conditions.flatMap(({ bound }) => bound))?.count ?? 0;
};

/**
 * The next edits that pass a filter, oldest first, with every change of theirs; `after` is the last one of the page before.
 * Pages and not one long statement, because nothing else can be written while a statement is being read.
 */
export const readAudit = (
  db: Database,
  filter: HistoryFilter,
  after: Pick<AuditedEdit, "clock" | "id"> | null,
  limit: number,
): AuditedEdit[] => {
  const conditions = [
    ...editConditions(filter),
    ...(after === null ? [] : [{ sql: "(clock, own.id) > (?, ?)", bound: [after.clock, after.id] }]),
  ];
  const sql = `${edits} ${whereAll(conditions)} ORDER BY clock, own.id LIMIT ?`;
  return all(db, EditRow, sql, ...conditions.flatMap(({ bound }) => bound), limit).map((edit) => ({
    ...edit,
    changes: all(db, ChangeRow, changes, edit.id),
  }));
};
