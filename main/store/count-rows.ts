import type { Database } from "better-sqlite3";
import { z } from "zod";
import { all, first } from "./statement";

/*
 * How many rows a table has, without keeping everybody waiting for a large one: a lot of rows at a time, each lot after
 * the last key of the one before.
 */

/** Rows that are counted between two looks at whatever else is to be done: some 2 ms of work. */
const atOnce = 4000;

const Table = z.object({ name: z.string(), hasRowid: z.number() });
const tables = `SELECT name, NOT wr AS hasRowid FROM pragma_table_list
  WHERE schema = 'main' AND type IN ('table', 'shadow') ORDER BY name`;
type Table = z.infer<typeof Table>;

/** The tables that hold rows themselves; one that is virtual only asks others. */
const tablesOf = (db: Database): Table[] => all(db, Table, tables);

/** The names of the tables that hold rows themselves. */
export const tableNames = (db: Database): string[] => tablesOf(db).map(({ name }) => name);

const Key = z.object({ name: z.string() });
const keyOf = (db: Database, { name, hasRowid }: Table): string[] =>
  hasRowid === 1
    ? ["rowid"]
    : all(db, Key, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", name).map(
        (column) => `"${column.name}"`,
      );

const Lot = z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.instanceof(Uint8Array)]));
const Count = z.object({ count: z.number().int() });

/** Counts the rows of one table, lot by lot. */
function* countTable(db: Database, table: Table): Generator<undefined, number> {
  const key = keyOf(db, table);
  const columns = key.join(", ");
  const behind = `FROM "${table.name}" WHERE (${columns}) > (${key.map(() => "?").join(", ")}) ORDER BY ${columns}`;
  let count = 0;
  let last: (string | number | null | Uint8Array)[] = [];
  for (;;) {
    const [from, bound] = count === 0 ? [`FROM "${table.name}" ORDER BY ${columns}`, []] : [behind, last];
    const end = first(db, Lot, `SELECT ${columns} ${from} LIMIT 1 OFFSET ${atOnce - 1}`, ...bound);
    if (end === undefined) {
      const rest = `SELECT count(*) AS count FROM (SELECT 1 ${from} LIMIT ${atOnce})`;
      return count + (first(db, Count, rest, ...bound)?.count ?? 0);
    }
    last = Object.values(end);
    count += atOnce;
    yield;
  }
}

/** The rows of every table that holds some. Pauses after each lot. */
export function* countRows(db: Database): Generator<undefined, ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of tablesOf(db)) {
    counts.set(table.name, yield* countTable(db, table));
    yield;
  }
  return counts;
}
