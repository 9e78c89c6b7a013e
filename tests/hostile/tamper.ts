import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { aFolder } from "../builders";

/*
 * Makers of files that Assay would never write, out of one that it did: what somebody does who wants to harm, or a bad
 * disk. SQL that our own connections refuse to run is run here with its guards down.
 */

/** A copy of a project as a file of its own. */
export const fileOf = (bytes: Uint8Array, name = "received.assay", folder = aFolder()): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** The bytes after some SQL was run on them with SQLite's own guards switched off. */
export const withSql = (
  bytes: Uint8Array,
  ...steps: readonly (string | ((db: Database) => void))[]
): Buffer => {
  const path = fileOf(bytes, "tampered.assay");
  for (const step of steps) {
    // A new connection for each step: it reads the schema anew.
    const db = new Sqlite(path);
    db.unsafeMode(true);
    db.pragma("synchronous = OFF");
    db.pragma("journal_mode = MEMORY");
    db.pragma("writable_schema = ON");
    db.pragma("foreign_keys = OFF");
    db.pragma("ignore_check_constraints = ON");
    if (typeof step === "string") db.exec(step);
    else step(db);
    db.close();
  }
  return readFileSync(path);
};

/** SQL that puts words into the definition of a table or index, behind SQLite's back. */
export const redefine = (name: string, from: string, to: string): string =>
  `UPDATE sqlite_schema SET sql = replace(sql, '${from.replaceAll("'", "''")}', '${to.replaceAll("'", "''")}') WHERE name = '${name}'`;

/**
 * The bytes with rows written into a STRICT table as if it were not one: any type, any value.
 *
 * @param table one of the received tables
 */
export const withLooseRows = (bytes: Uint8Array, table: string, sql: string): Buffer =>
  withSql(bytes, redefine(table, "STRICT", ""), sql, restoreStrict(table));

const restoreStrict = (table: string): string =>
  ["edits", "changes"].includes(table)
    ? redefine(table, ") , WITHOUT ROWID", ") STRICT, WITHOUT ROWID")
    : `UPDATE sqlite_schema SET sql = sql || 'STRICT' WHERE name = '${table}'`;

/** The bytes with one number of the header changed. @see https://www.sqlite.org/fileformat.html#the_database_header */
export const withHeader = (bytes: Uint8Array, offset: number, value: number, size: 1 | 2 | 4): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUIntBE(value, offset, size);
  return copy;
};
