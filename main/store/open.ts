import { accessSync, constants, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import type { AppError } from "../../shared/errors";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import {
  checkHeader,
  checkPath,
  damaged,
  held,
  identity,
  inUse,
  lengthProblem,
  notAProject,
  readHeader,
  statOrNone,
} from "./check-file";
import type { MetaKey } from "./meta-keys";
import { applicationId, currentVersion, foreignSchema, migrate, versionOf } from "./migrate";
import { errorOfSqlite, exists, movedError, run } from "./statement";
import { cannotUpdate, updateFile } from "./update-file";

/** An open project file: the one connection, and whether it can be written. */
export type OpenFile = {
  readonly db: Database;
  readonly path: string;
  readonly isReadOnly: boolean;
  /** The name of the copy that was made beside it because this opening brought it up to the current version; else null. */
  readonly backup: string | null;
};

/** How long a statement waits for another program, in milliseconds: the store's thread stands still meanwhile. */
const lockTimeout = 300;

const configure = (db: Database, isReadOnly: boolean): void => {
  db.pragma("trusted_schema = OFF");
  db.pragma("cell_size_check = ON");
  db.pragma("foreign_keys = ON");
  db.pragma("temp_store = MEMORY");
  db.pragma("cache_size = -65536");
  if (isReadOnly) return;
  db.pragma("journal_mode = DELETE");
  db.pragma("synchronous = FULL");
  db.pragma("secure_delete = ON");
};

const mayWrite = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** What is wrong with a file that is open. Reads only, and nothing that would run what the file brings along. */
const checkOpened = ({ db, path }: Pick<OpenFile, "db" | "path">): Result<undefined> => {
  const pages = db.pragma("page_count", { simple: true }) as number;
  const pageSize = db.pragma("page_size", { simple: true }) as number;
  const length = lengthProblem(statSync(path).size, pages * pageSize);
  if (length !== null) return damaged(path, `it ${length}`);
  const version = versionOf(db);
  if (version < 1 || version > currentVersion) return damaged(path, "it does not say which version it is");
  const foreign = foreignSchema(db, version);
  if (foreign.length > 0)
    return damaged(path, `its tables are not as Assay makes them (${foreign.slice(0, 3).join(", ")})`);
  if (!exists(db, "SELECT 1 FROM meta JOIN project ON id = value WHERE key = 'project'"))
    return damaged(path, "it does not say which project it holds");
  return ok(undefined);
};

/**
 * Changes a row in a transaction that the caller takes back. The value must differ: SQLite does not write a page that
 * stays as it is, and it is the journal beside the file that can often not be made.
 */
const tryToWrite = (db: Database): void => {
  try {
    db.exec("UPDATE meta SET value = value || ' ' WHERE key = 'project'");
  } catch (thrown) {
    // When there is room again it can be written; until then each edit says that there is none.
    if (!(thrown instanceof Sqlite.SqliteError) || thrown.code !== "SQLITE_FULL") throw thrown;
  }
};

/**
 * Takes the file for this process alone and proves that it can be written. A received file may bring a trigger
 * along that never ends, so what is wrong with it is found out before the first statement that could set it off.
 *
 * `locking_mode = EXCLUSIVE` keeps SQLite's own lock from here until the connection closes. The operating system
 * drops it when the process dies, however it dies; a lock file beside the project would stay behind, travel
 * with copies, and not hold for another path to the same file. It also makes each commit cheaper. What it costs:
 * SQLite no longer notices that the file was moved away, so `checkInPlace` does before every write.
 */
const hold = (file: OpenFile): Result<undefined> => {
  const { db } = file;
  db.pragma("locking_mode = EXCLUSIVE");
  db.exec("BEGIN EXCLUSIVE");
  try {
    const isOurs = checkOpened(file);
    if (isOurs.ok) tryToWrite(db);
    return isOurs;
  } finally {
    if (db.inTransaction) db.exec("ROLLBACK");
  }
};

/** A disk that takes no more writes can often still be read, and what is on it be saved elsewhere. */
const isUnwritable = (thrown: unknown): boolean =>
  thrown instanceof Sqlite.SqliteError &&
  (/^SQLITE_(CANTOPEN|IOERR_(WRITE|FSYNC|DIR_FSYNC|TRUNCATE))/.test(thrown.code) ||
    (thrown.code.startsWith("SQLITE_READONLY") && thrown.code !== "SQLITE_READONLY_ROLLBACK"));

const bringUpToDate = (file: OpenFile): Result<OpenFile> => {
  const { db, path, isReadOnly } = file;
  if (versionOf(db) === currentVersion) return ok(file);
  if (isReadOnly) return cannotUpdate(path);
  const backup = updateFile(db, path);
  return backup.ok ? ok({ ...file, backup: backup.value }) : backup;
};

const connect = (path: string, isReadOnly: boolean): Result<OpenFile> => {
  const db = new Sqlite(path, { readonly: isReadOnly, fileMustExist: true, timeout: lockTimeout });
  const file: OpenFile = { db, path, isReadOnly, backup: null };
  try {
    configure(db, isReadOnly);
    const isOurs = isReadOnly ? checkOpened(file) : hold(file);
    const current = isOurs.ok ? bringUpToDate(file) : isOurs;
    if (!current.ok) db.close();
    return current;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
};

const connectWritableIfPossible = (path: string): Result<OpenFile> => {
  if (mayWrite(path))
    try {
      return connect(path, false);
    } catch (thrown) {
      if (!isUnwritable(thrown)) throw thrown;
    }
  return connect(path, true);
};

const errorOf = (path: string, thrown: unknown): { readonly ok: false; readonly error: AppError } => {
  const error = errorOfSqlite(thrown);
  if (error === null) throw thrown;
  if (error.kind === "locked") return inUse(path);
  if (error.kind === "not-a-project") return notAProject(path);
  if (error.kind === "damaged") return damaged(path, "its pages do not fit together");
  return { ok: false, error };
};

/** What belongs to a connection beside itself: where it was opened, so that a moved file is noticed. */
const placeOf = new WeakMap<Database, { readonly path: string; readonly identity: string }>();

const register = (file: OpenFile): OpenFile => {
  const place = identity(statSync(file.path));
  held.add(place);
  placeOf.set(file.db, { path: file.path, identity: place });
  return file;
};

/**
 * Opens a project file. A file or folder that cannot be written is opened for reading. A file of an older version is
 * brought up to this one, after a copy of it was made beside it.
 *
 * @param path absolute
 * @returns fails with `file-unreadable`, `not-a-project`, `damaged`, `newer-file`, `locked` or `disk-full`, always in words;
 * the file is not changed then
 */
export const openProject = (path: string): Result<OpenFile> => {
  const isPath = checkPath(path);
  if (!isPath.ok) return isPath;
  const header = readHeader(path);
  if (!header.ok) return header;
  const isSound = checkHeader(path, header.value);
  if (!isSound.ok) return isSound;
  try {
    const file = connectWritableIfPossible(path);
    return file.ok ? ok(register(file.value)) : file;
  } catch (thrown) {
    return errorOf(path, thrown);
  }
};

/**
 * Makes an empty project file and opens it. Never writes over a file that is there.
 *
 * @param fill writes the first rows, in the transaction that makes the tables: a file is whole or not there
 * @returns fails with `conflict` when there is a file already, else as `openProject`
 */
export const createProject = (path: string, fill: (db: Database) => void): Result<OpenFile> => {
  const isPath = checkPath(path);
  if (!isPath.ok) return isPath;
  try {
    writeFileSync(path, "", { flag: "wx" });
  } catch (thrown) {
    return reserveError(path, (thrown as NodeJS.ErrnoException).code ?? "");
  }
  let db: Database | undefined;
  try {
    db = new Sqlite(path, { fileMustExist: true, timeout: lockTimeout });
    configure(db, false);
    db.pragma("locking_mode = EXCLUSIVE");
    const made = db;
    db.transaction(() => {
      made.pragma(`application_id = ${applicationId}`);
      migrate(made);
      fill(made);
    }).exclusive();
    return ok(register({ db, path, isReadOnly: false, backup: null }));
  } catch (thrown) {
    db?.close();
    for (const left of [path, `${path}-journal`]) rmSync(left, { force: true });
    return errorOf(path, thrown);
  }
};

const reserveError = (path: string, code: string): { readonly ok: false; readonly error: AppError } => {
  if (code === "EEXIST")
    return fail(
      "conflict",
      `There is already a file “${basename(path)}”.`,
      "Choose another name, or open that file.",
    );
  if (code === "ENOSPC" || code === "EDQUOT")
    return fail(
      "disk-full",
      "The disk is full: the project was not made.",
      "Free some space, or choose another disk.",
    );
  return fail(
    "file-unreadable",
    `“${basename(path)}” cannot be made in that folder.`,
    "Choose a folder that exists and that you may write.",
  );
};

/** Opens a project file of our own making for reading alone, without taking it. */
export const openView = (path: string): Result<OpenFile> => {
  try {
    return connect(path, true);
  } catch (thrown) {
    return errorOf(path, thrown);
  }
};

/** Whether the file still is where it was opened. Windows does not let an open file be moved. */
export const checkInPlace = (db: Database): Result<undefined> => {
  const place = placeOf.get(db);
  if (place === undefined) return ok(undefined);
  const stat = statOrNone(place.path, statSync);
  return stat !== undefined && stat !== null && identity(stat) === place.identity
    ? ok(undefined)
    : { ok: false, error: movedError };
};

/** Closes a project file and lets go of it. */
export const closeProject = ({ db }: OpenFile): void => {
  db.close();
  const place = placeOf.get(db);
  if (place !== undefined) held.delete(place.identity);
};

/**
 * Gives back the memory of the pages that were read. Closing does it too, but all at once; a project that is about to be
 * closed while others wait does it in a step before.
 */
export const letGoOfCache = (db: Database): void => {
  db.pragma("shrink_memory");
};

/** Writes a row that belongs to the file, not to the log. */
export const setMeta = (db: Database, key: MetaKey, value: string): void => {
  run(
    db,
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    key,
    value,
  );
};
