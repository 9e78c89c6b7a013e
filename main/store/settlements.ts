import type { Database } from "better-sqlite3";
import { z } from "zod";
import { AnalystId, HighlightId } from "../../shared/ids";
import { standingChange } from "./change-log";
import { agreedField } from "./entities";
import { all } from "./statement";

/*
 * An agreed version is a highlight of its own that names in `settles` the highlights that it settles; those stay as
 * they are. That nothing is to be marked there is a mark on every one of them, which names the change that made it.
 */

/** A highlight that is the agreed version of others. */
export type Settlement = {
  readonly id: HighlightId;
  readonly analystId: AnalystId;
  readonly settles: readonly HighlightId[];
};

const Row = z.object({
  id: HighlightId,
  analystId: AnalystId,
  settles: z
    .string()
    .transform((json): unknown => JSON.parse(json))
    .pipe(z.array(HighlightId)),
});

/** Every agreed version in the project, the newest first. */
export const listSettlements = (db: Database): Settlement[] =>
  all(
    db,
    Row,
    `SELECT id, created_by AS analystId, settles FROM highlights WHERE is_deleted = 0 AND settles <> '[]'
     ORDER BY created_at DESC, id DESC`,
  );

/** The newest agreed version of some highlights, all of which it must name. */
export const settlementOf = (
  settlements: readonly Settlement[],
  ids: readonly HighlightId[],
): Settlement | undefined => settlements.find(({ settles }) => ids.every((id) => settles.includes(id)));

/** The field by which it is agreed that a highlight marks nothing; null when the log knows nothing of it. */
export const agreedNothingField = (db: Database, id: HighlightId): string | null => {
  const made = standingChange(db, "highlight", id, "deleted");
  return made === undefined ? null : agreedField(made.id);
};

/** Whether nothing was agreed to be marked where these highlights are. */
export const isAgreedNothing = (db: Database, ids: readonly HighlightId[]): boolean =>
  ids.every((id) => {
    const field = agreedNothingField(db, id);
    return field !== null && standingChange(db, "highlight", id, field)?.value === "true";
  });
