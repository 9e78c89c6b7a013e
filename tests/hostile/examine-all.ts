import type { ReceivedRow, ReceivedTable } from "../../main/share/check-rows";
import type { Examined, RowBatch } from "../../main/share/examined";
import type { Guest } from "../../main/worker/guest-host";
import { must } from "../builders";
import { guestInProcess } from "../guest-in-process";

type Rows = { readonly [T in ReceivedTable]: ReceivedRow[T][] };

/** What an examination for a merge finds, with every row that it hands out. Throws when the file is refused. */
export const examineAll = async (
  path: string,
  guest: Pick<Guest, "examine"> = guestInProcess,
): Promise<{ readonly examined: Examined; readonly rows: Rows; readonly batches: RowBatch[] }> => {
  const batches: RowBatch[] = [];
  const rows: Rows = { edits: [], changes: [], article_texts: [], originals: [], captures: [] };
  const examined = must(
    await guest.examine(path, {
      purpose: "merge",
      rows: (batch) => {
        batches.push(batch);
        (rows[batch.table] as unknown[]).push(...batch.rows);
      },
    }),
  );
  return { examined, rows, batches };
};
