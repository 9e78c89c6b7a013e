import type { Database } from "better-sqlite3";
import { z } from "zod";
import { ColumnMap } from "../../shared/domain/article";
import { setMeta } from "./open";
import { all } from "./statement";

const prefix = "columns:";

const Row = z.object({ key: z.string(), value: z.string() });

/** What somebody said the columns of tables hold, by the key of each make of table. */
export const getColumnMaps = (db: Database): Readonly<Record<string, ColumnMap>> => {
  const rows = all(db, Row, "SELECT key, value FROM meta WHERE key >= 'columns:' AND key < 'columns;'");
  return Object.fromEntries(
    rows.map(({ key, value }) => [key.slice(prefix.length), ColumnMap.parse(JSON.parse(value))]),
  );
};

/** Remembers what the columns of a make of table hold. Belongs to the file, not to its history. */
export const setColumnMap = (db: Database, key: string, map: ColumnMap): void =>
  setMeta(db, `${prefix}${key}`, JSON.stringify(map));
