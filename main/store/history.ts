import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Edit } from "../../shared/domain/change";
import { fail } from "../../shared/errors";
import { AnalystId, EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { all, first } from "./statement";

const Row = z.object({
  id: EditId,
  kind: z.enum(["edit", "undo", "redo"]),
  label: z.string(),
  analystId: AnalystId,
  analyst: z.string(),
  at: z.string(),
  clock: z.number().int(),
  changes: z.number().int(),
  links: z.number().int(),
});

/** Each edit with the number of undos and redos that follow it in its chain: an odd number has undone it. */
const rows = `
  SELECT own.id, kind, label, own.analyst AS analystId, coalesce(analysts.name, '') AS analyst, at, clock,
    (SELECT count(*) FROM changes WHERE edit = own.id AND entity <> 'analyst') AS changes,
    (WITH RECURSIVE chain (id) AS (
       SELECT own.id UNION SELECT edits.id FROM edits JOIN chain ON edits.undoes = chain.id
     ) SELECT count(*) - 1 FROM chain) AS links
  FROM edits AS own LEFT JOIN analysts ON analysts.id = own.analyst`;
const newestFirst = "ORDER BY clock DESC, own.id DESC LIMIT ?";

const Place = z.object({ clock: z.number().int() });

/** The project's edits, newest first; with `before`, those older than that one. */
export const listEdits = (db: Database, limit: number, before?: EditId): Result<Edit[]> => {
  const start =
    before === undefined ? undefined : first(db, Place, "SELECT clock FROM edits WHERE id = ?", before);
  if (before !== undefined && start === undefined)
    return fail("not-found", "This edit is not in the project's history.");
  const found =
    start === undefined || before === undefined
      ? all(db, Row, `${rows} ${newestFirst}`, limit)
      : all(db, Row, `${rows} WHERE (clock, own.id) < (?, ?) ${newestFirst}`, start.clock, before, limit);
  return ok(found.map(({ links, ...edit }) => ({ ...edit, isUndone: links % 2 === 1 })));
};
