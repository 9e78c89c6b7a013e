import type { AuditedEdit } from "../store/audit";

/**
 * The audit trail of one edit as JSON lines: one for each change, oldest first, each with its edit, so that a line can be
 * read alone. An edit without changes of its own (a merge) has one line. `before` is the id of the change that was
 * replaced, and `held` says why a change does not count ("undone", "claims-mine"); null when it counts.
 */
export const auditLines = ({ changes, ...edit }: AuditedEdit): string => {
  const head = {
    edit: edit.id,
    kind: edit.kind,
    undoes: edit.undoes,
    label: edit.label,
    analystId: edit.analystId,
    analyst: edit.analyst,
    at: edit.at,
    clock: edit.clock,
    mergedFile: edit.merged,
  };
  const none = { change: null, entity: null, id: null, field: null, value: null, before: null, held: null };
  if (changes.length === 0) return `${JSON.stringify({ ...head, ...none })}\n`;
  return changes
    .map(({ id: change, entity, entityId: id, field, value, before, held }) => {
      const parsed: unknown = JSON.parse(value);
      return `${JSON.stringify({ ...head, change, entity, id, field, value: parsed, before, held })}\n`;
    })
    .join("");
};
