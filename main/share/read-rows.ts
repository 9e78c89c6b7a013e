import { inflateRawSync } from "node:zlib";
import Sqlite, { type Database } from "better-sqlite3";
import { sha256 } from "../ids";
import { keyLengthOf, type ReadRow, readReceived } from "../store/received-file";
import {
  type CaptureRow,
  type Cells,
  type ChangeRow,
  checkRow,
  type EditRow,
  type OriginalRow,
  type ReceivedTable,
  receivedTables,
  type TextRow,
} from "./check-rows";

/*
 * The rows of a received file, table by table, as far as they can be read: of a damaged table those before the damage
 * and those behind it. A row that may not come in, or that hangs on one that does not, is left out and counted.
 */

/** What the rows came to. */
export type Tally = {
  readonly rows: Record<ReceivedTable, number>;
  /** Rows that were left out, by table and reason. */
  readonly refused: Map<ReceivedTable, Map<string, number>>;
  /** Tables of which a part cannot be read, with the numbers of rows before and behind it. */
  readonly torn: { readonly table: ReceivedTable; readonly before: number; readonly behind: number }[];
  /** The project's name as the greatest change says. */
  name: { readonly clock: number; readonly id: string; readonly name: string } | null;
};

export type RowsWork = {
  readonly db: Database;
  readonly version: number;
  readonly projectId: string;
  readonly alive: () => void;
  /** Told of every row that was read, whatever becomes of it. */
  readonly see: (table: ReceivedTable, cells: Cells) => void;
  /** Takes rows that were found good. */
  readonly give: (table: ReceivedTable, rows: readonly Cells[]) => Promise<void> | void;
};

type Key = ReadRow["key"];

/** Whether a key comes after another. What is no word and no number is out of order, and ends a table. */
const isAfter = (key: Key, other: Key, length: number): boolean => {
  for (let at = 0; at < length; at += 1) {
    const cell = key[at];
    const before = other[at];
    if (cell === before) continue;
    if (typeof cell === "number" && typeof before === "number") return cell > before;
    return typeof cell === "string" && typeof before === "string" && cell > before;
  }
  return false;
};

/** Hands rows on as long as their keys fit; answers how many there were, and whether that was all of them. */
function* whileFitting(
  rows: Generator<ReadRow>,
  fits: (key: Key) => boolean,
): Generator<Cells, { readonly isWhole: boolean; readonly count: number }> {
  let count = 0;
  try {
    for (const { key, cells } of rows) {
      if (!fits(key)) return { isWhole: false, count };
      count += 1;
      yield cells;
    }
    return { isWhole: true, count };
  } catch (cause) {
    if (!(cause instanceof Sqlite.SqliteError)) throw cause;
    return { isWhole: false, count };
  }
}

/**
 * Every row of a table that can be reached: from the first one on until a page cannot be read, then from the last one
 * back until the same place. Keys must grow all the way: in a sound file they do, and in a made one the pages could
 * lead in a circle.
 */
function* fromBothEnds({ db, version }: RowsWork, table: ReceivedTable, tally: Tally): Generator<Cells> {
  const length = keyLengthOf(table);
  let last: Key | null = null;
  const front = yield* whileFitting(readReceived(db, version, table), (key) => {
    if (last !== null && !isAfter(key, last, length)) return false;
    last = key;
    return true;
  });
  if (front.isWhole) return;
  let before: Key | null = null;
  const back = yield* whileFitting(readReceived(db, version, table, { isBackwards: true }), (key) => {
    if (last !== null && !isAfter(key, last, length)) return false;
    if (before !== null && !isAfter(before, key, length)) return false;
    before = key;
    return true;
  });
  tally.torn.push({ table, before: front.count, behind: back.count });
}

/** A batch goes when it has so many rows, or so many characters and bytes. */
const most = { rows: 1000, weight: 400_000 };

const weightOf = (cells: Cells): number =>
  cells.reduce<number>(
    (sum, cell) => sum + (typeof cell === "string" || cell instanceof Uint8Array ? cell.length : 8),
    0,
  );

/** Gathers rows and gives them on in batches. */
const batchesOf = ({ give }: RowsWork) => {
  let rows: Cells[] = [];
  let weight = 0;
  const flush = async (table: ReceivedTable): Promise<void> => {
    if (rows.length === 0) return;
    const full = rows;
    rows = [];
    weight = 0;
    await give(table, full);
  };
  return {
    add: (cells: Cells): boolean => {
      rows.push(cells);
      weight += weightOf(cells);
      return rows.length >= most.rows || weight >= most.weight;
    },
    flush,
  };
};

/** Whether the bytes of an original are those of its digest. The stored size bounds what they may swell to. */
const isSound = ({ bytes, size, sha256: digest }: OriginalRow): boolean => {
  try {
    // With `info` it answers with its engine too; see zlib's `convenience methods`.
    const { buffer, engine } = inflateRawSync(bytes, {
      maxOutputLength: Math.max(1, size),
      info: true,
    }) as unknown as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
    // What stands behind the end of the compressed bytes would travel along unseen.
    return buffer.length === size && engine.bytesWritten === bytes.length && sha256(buffer) === digest;
  } catch {
    return false;
  }
};

/** What good rows can be referred to; of edits their clocks. */
type Known = {
  readonly edits: Map<string, number>;
  readonly article_texts: Set<string>;
  readonly originals: Set<string>;
};

/** What is wrong with a row beyond itself; notes it as one that others may refer to where nothing is. */
const problemOf: {
  readonly [T in ReceivedTable]: (row: never, known: Known) => string | null;
} = {
  edits: ({ id, clock }: EditRow, { edits }) => {
    edits.set(id, clock);
    return null;
  },
  changes: ({ edit, clock }: ChangeRow, { edits }) => {
    const own = edits.get(edit);
    if (own === undefined) return "an edit that is not there";
    return own === clock ? null : "another clock than that of their edit";
  },
  article_texts: ({ id }: TextRow, { article_texts }) => {
    article_texts.add(id);
    return null;
  },
  originals: (row: OriginalRow, { originals }) => {
    if (!isSound(row)) return "bytes that were changed (their SHA-256 differs)";
    originals.add(row.sha256);
    return null;
  },
  captures: ({ articleId, original }: CaptureRow, { article_texts, originals }) =>
    article_texts.has(articleId) && (original === null || originals.has(original))
      ? null
      : "a text or an original that is not there",
};

const refuse = (tally: Tally, table: ReceivedTable, reason: string): void => {
  const reasons = tally.refused.get(table) ?? new Map<string, number>();
  tally.refused.set(table, reasons.set(reason, (reasons.get(reason) ?? 0) + 1));
};

const noteName = (tally: Tally, projectId: string, row: ChangeRow): void => {
  if (row.entity !== "project" || row.entityId !== projectId || row.field !== "name") return;
  const { clock, id } = row;
  if (tally.name !== null && (tally.name.clock > clock || (tally.name.clock === clock && tally.name.id > id)))
    return;
  tally.name = { clock, id, name: JSON.parse(row.value) as string };
};

/** Undos wait until all edits are known, since what they take back may stand behind them. */
type Waiting = {
  readonly id: string;
  readonly clock: number;
  readonly undoes: string;
  readonly cells: Cells;
};

/** Those whose edit is there, or whose own one is found among them; the others are refused. */
const settleUndos = (waiting: readonly Waiting[], known: Known, tally: Tally): Cells[] => {
  const byUndone = new Map<string, Waiting[]>();
  for (const undo of waiting) byUndone.set(undo.undoes, [...(byUndone.get(undo.undoes) ?? []), undo]);
  const good: Cells[] = [];
  const next = [...byUndone.keys()].filter((id) => known.edits.has(id));
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    for (const undo of byUndone.get(id) ?? []) {
      good.push(undo.cells);
      known.edits.set(undo.id, undo.clock);
      next.push(undo.id);
    }
    byUndone.delete(id);
  }
  for (const { length } of byUndone.values())
    for (let left = length; left > 0; left -= 1)
      refuse(tally, "edits", "an undo of an edit that is not there");
  return good;
};

const readTable = async (work: RowsWork, table: ReceivedTable, tally: Tally, known: Known): Promise<void> => {
  const batches = batchesOf(work);
  const waiting: Waiting[] = [];
  const take = async (cells: Cells): Promise<void> => {
    tally.rows[table] += 1;
    if (batches.add(cells)) await batches.flush(table);
  };
  for (const cells of fromBothEnds(work, table, tally)) {
    work.alive();
    work.see(table, cells);
    const checked = checkRow(table, cells);
    if ("refused" in checked) {
      refuse(tally, table, checked.refused);
      continue;
    }
    const { row } = checked;
    if (table === "edits" && (row as EditRow).undoes !== null) {
      const { id, clock, undoes } = row as EditRow;
      waiting.push({ id, clock, undoes: undoes ?? "", cells });
      continue;
    }
    const problem = problemOf[table](row as never, known);
    if (problem !== null) refuse(tally, table, problem);
    else {
      if (table === "changes") noteName(tally, work.projectId, row as ChangeRow);
      await take(cells);
    }
  }
  for (const cells of settleUndos(waiting, known, tally)) await take(cells);
  await batches.flush(table);
};

/** Reads all tables in their order and gives their good rows on. */
export const readRows = async (work: RowsWork): Promise<Tally> => {
  const tally: Tally = {
    rows: { edits: 0, changes: 0, article_texts: 0, originals: 0, captures: 0 },
    refused: new Map(),
    torn: [],
    name: null,
  };
  const known: Known = { edits: new Map(), article_texts: new Set(), originals: new Set() };
  for (const table of receivedTables) await readTable(work, table, tally, known);
  return tally;
};
