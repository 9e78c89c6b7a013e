import { type Cells, checkRow, type ReceivedTable, receivedTables } from "./check-rows";
import type { RowBatch } from "./examined";

/**
 * The rows that a guest says it has found good, looked at once more. Null when one of them is not: then the guest is
 * not what it was when it started, and nothing it says counts.
 */
export const takeBatch = (table: ReceivedTable, rows: readonly Cells[]): RowBatch | null => {
  if (!receivedTables.includes(table)) return null;
  const taken: unknown[] = [];
  for (const cells of rows) {
    const checked = checkRow(table, cells);
    if ("refused" in checked) return null;
    taken.push(checked.row);
  }
  return { table, rows: taken } as RowBatch;
};
