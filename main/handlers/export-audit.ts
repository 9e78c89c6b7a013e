import { fail } from "../../shared/errors";
import { ok } from "../../shared/result";
import { auditLines } from "../export/audit-jsonl";
import { writeExport } from "../export/write-export";
import { type AuditedEdit, countEdits, readAudit } from "../store/audit";
import type { Context, Jobs, Progress } from "./context";
import { requireProject } from "./require";

/** Edits read and written at once; between two pages the store answers other calls. */
const pageLength = 200;

/**
 * Writes the audit trail of the edits that pass a filter as JSON lines to `path`. What is edited meanwhile is in it too.
 * Cancelled or failed, it leaves an older file of that name as it was.
 */
export const exportAudit = async (
  context: Context,
  { path, filter }: Parameters<Jobs["exportAudit"]>[0],
  progress: Progress,
): ReturnType<Jobs["exportAudit"]> => {
  const project = requireProject(context);
  if (!project.ok) return project;
  const db = project.value;
  return writeExport(path, [context.path], async (write) => {
    const total = countEdits(db, filter);
    let [done, rows]: [number, number] = [0, 0];
    let last: AuditedEdit | null = null;
    for (;;) {
      if ((await progress(Math.min(done, total), total)) === "cancelled")
        return fail("cancelled", "The export was cancelled", "No file was written.");
      const page: readonly AuditedEdit[] = readAudit(db, filter, last, pageLength);
      for (const edit of page) {
        write(auditLines(edit));
        rows += Math.max(1, edit.changes.length);
      }
      done += page.length;
      last = page.at(-1) ?? null;
      if (last === null || page.length < pageLength) break;
    }
    await progress(total, total);
    return ok({ rows });
  });
};
