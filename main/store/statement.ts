import Sqlite, { type Database, type Statement } from "better-sqlite3";
import type { z } from "zod";
import type { AppError } from "../../shared/errors";

/** What may be bound to a parameter: text ids, safe integers, JSON text, bytes. */
export type Bound = string | number | null | Uint8Array;

const prepared = new WeakMap<Database, Map<string, Statement>>();

/** The statement for this text, prepared once a connection. The text is always a constant of the program. */
export const prepare = (db: Database, sql: string): Statement => {
  const statements = prepared.get(db) ?? new Map<string, Statement>();
  prepared.set(db, statements);
  const known = statements.get(sql);
  if (known !== undefined) return known;
  const statement = db.prepare(sql);
  statements.set(sql, statement);
  return statement;
};

/** Every row, parsed. A row that its schema refuses is a bug or a damaged file, and throws. */
export const all = <S extends z.ZodType>(
  db: Database,
  row: S,
  sql: string,
  ...bound: readonly Bound[]
): z.output<S>[] =>
  prepare(db, sql)
    .all(...bound)
    .map((found) => row.parse(found));

/** The first row, parsed; undefined when there is none. */
export const first = <S extends z.ZodType>(
  db: Database,
  row: S,
  sql: string,
  ...bound: readonly Bound[]
): z.output<S> | undefined => {
  const found = prepare(db, sql).get(...bound);
  return found === undefined ? undefined : row.parse(found);
};

/** Runs a statement that writes; answers with the number of rows it changed. */
export const run = (db: Database, sql: string, ...bound: readonly Bound[]): number =>
  prepare(db, sql).run(...bound).changes;

/** Whether the statement finds any row. */
export const exists = (db: Database, sql: string, ...bound: readonly Bound[]): boolean =>
  prepare(db, sql).get(...bound) !== undefined;

/**
 * All of `work` or nothing of it. Inside a running transaction it joins that one, so that a batch of edits can
 * be one transaction.
 */
export const transact = <T>(db: Database, work: () => T): T => {
  if (db.inTransaction) return work();
  return db.transaction(work).immediate();
};

const error = (kind: AppError["kind"], message: string, advice: string): AppError => ({
  kind,
  message,
  advice,
});

/**
 * What an error thrown by SQLite means for the person at the screen; null when it is a bug of ours (a broken
 * constraint, wrong SQL) or no SQLite error at all.
 *
 * @see https://www.sqlite.org/rescode.html
 */
export const errorOfSqlite = (thrown: unknown): AppError | null => {
  if (!(thrown instanceof Sqlite.SqliteError)) return null;
  const { code } = thrown;
  if (code === "SQLITE_FULL")
    return error(
      "disk-full",
      "The disk is full: the last change was not saved.",
      "Free some space and do it again. Everything saved before is whole.",
    );
  if (code === "SQLITE_READONLY_DBMOVED") return movedError;
  if (code === "SQLITE_READONLY_ROLLBACK" || code === "SQLITE_READONLY_RECOVERY")
    return error(
      "file-unreadable",
      "The project was not closed properly and cannot be mended where it may not be written.",
      "Copy it, with the -journal file beside it, to a folder that you may write, and open it there.",
    );
  if (code.startsWith("SQLITE_READONLY"))
    return error(
      "locked",
      "The project cannot be written.",
      "See that neither the file nor its folder is write-protected, then open it again.",
    );
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED"))
    return error("locked", "The project is in use by another program.", "Close it there, then try again.");
  if (code.startsWith("SQLITE_CORRUPT")) return damagedError;
  if (code === "SQLITE_NOTADB")
    return error("not-a-project", "The file is not an Assay project.", "Choose a file that Assay saved.");
  if (code.startsWith("SQLITE_IOERR") || code.startsWith("SQLITE_CANTOPEN"))
    return error(
      "file-unreadable",
      "The project's file or disk could not be read or written.",
      "See that the disk is connected, then open the project again.",
    );
  return null;
};

/** The file is no longer where it was opened. */
export const movedError: AppError = error(
  "file-unreadable",
  "The project's file was moved, replaced or deleted while it was open: the last change was not saved.",
  "Open the project again from where it is now. If it is gone, “Save a copy to share…” still saves all of it.",
);

/** The file's structure is broken. */
const damagedError: AppError = error(
  "damaged",
  "The project's file is damaged.",
  "Open a backup, or run a check of the file to see what can still be read.",
);
