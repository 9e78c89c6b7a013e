import { basename, join } from "node:path";
import type { Database } from "better-sqlite3";
import { ok, type Result } from "../../shared/result";
import { hasName } from "../store/analyst-names";
import { greatestClockOf } from "../store/change-log";
import { createIncoming, type IncomingWriter } from "../store/incoming";
import type { ChangeRow } from "./check-rows";
import type { Examine, Examined, RowBatch } from "./examined";
import { makePrivateFolder } from "./private-folder";
import { isPseudonym } from "./pseudonyms";

/** A received file that was examined and waits to be merged: what is good in it lies in a private file of ours. */
export type Staged = {
  readonly fileName: string;
  /** Of our private file. */
  readonly path: string;
  readonly examined: Examined;
  /** What of it the log cannot take, in words. */
  readonly remarks: readonly string[];
  /** Forgets it, with all that was kept of it. */
  readonly drop: () => void;
};

const put = (writer: IncomingWriter, batch: RowBatch, isWanted: (change: ChangeRow) => boolean): void => {
  if (batch.table === "edits") writer.edits(batch.rows);
  else if (batch.table === "changes") writer.changes(batch.rows.filter(isWanted));
  else if (batch.table === "article_texts") writer.texts(batch.rows);
  else if (batch.table === "originals") writer.originals(batch.rows);
  else writer.captures(batch.rows);
};

/** Rows that are put aside at once, and for how long, in milliseconds, before other calls are let through. */
const rowsAtOnce = 200;
const sliceMs = 8;

const inSlices = async (batch: RowBatch, putSome: (some: RowBatch) => void): Promise<void> => {
  let end = performance.now() + sliceMs;
  for (let at = 0; at < batch.rows.length; at += rowsAtOnce) {
    putSome({ ...batch, rows: batch.rows.slice(at, at + rowsAtOnce) } as RowBatch);
    if (performance.now() < end) continue;
    await new Promise((resume) => setImmediate(resume));
    end = performance.now() + sliceMs;
  }
};

/**
 * Examines a received file and puts what is good in it aside, row by row; the project is only asked for its clock.
 *
 * @param analyst the one at work, whose own changes are counted apart
 * @param onRows told how many rows have come; answers whether to go on
 */
export const stageFile = async (
  db: Database,
  examine: Examine,
  path: string,
  analyst: string,
  onRows: (rows: number) => Promise<boolean>,
): Promise<Result<Staged>> => {
  const folder = makePrivateFolder();
  const own = join(folder.path, "came.db");
  const writer = createIncoming(own, { clock: greatestClockOf(db), analyst });
  // Where a name is known, a stand-in for it is nothing new, and nothing that somebody claims of this analyst.
  const isWanted = ({ id, entityId }: ChangeRow) =>
    !isPseudonym(id) || (entityId !== analyst && !hasName(db, entityId));
  const stop = new AbortController();
  let rows = 0;
  let isStaged = false;
  try {
    const examined = await examine(path, {
      purpose: "merge",
      signal: stop.signal,
      rows: async (batch) => {
        await inSlices(batch, (some) => put(writer, some, isWanted));
        rows += batch.rows.length;
        if (!(await onRows(rows))) stop.abort();
      },
    });
    if (!examined.ok) return examined;
    const remarks = writer.finish();
    isStaged = true;
    return ok({
      fileName: basename(path),
      path: own,
      examined: examined.value,
      remarks,
      drop: () => void folder.remove(),
    });
  } finally {
    if (!isStaged) {
      writer.abandon();
      await folder.remove();
    }
  }
};
