import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, isAbsolute } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import type { AppError } from "../../shared/errors";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { applicationId, currentVersion, foreignSchema, migrate, versionOf } from "./migrate";
import { errorOfSqlite, exists, movedError, run } from "./statement";

/** An open project file: the one connection, and whether it can be written. */
export type OpenFile = { readonly db: Database; readonly path: string; readonly isReadOnly: boolean };

/** How long a statement waits for another program, in milliseconds: the store's thread stands still meanwhile. */
const lockTimeout = 300;

const notAProject = (path: string) =>
  fail(
    "not-a-project",
    `“${basename(path)}” is not an Assay project.`,
    "Choose a file that Assay saved (its name ends in .assay).",
  );
const damaged = (path: string, what: string) =>
  fail("damaged", `“${basename(path)}” is damaged: ${what}.`, "Open a backup or another copy of it.");
const inUse = (path: string) =>
  fail(
    "locked",
    `“${basename(path)}” is already open in another window or program.`,
    "Close it there, then open it again.",
  );
const ok_ = ok(undefined);

/**
 * Refuses paths that SQLite would understand in a way of its own: it trims them, cuts them at NUL, and takes ""
 * and ":memory:" for a database without a file.
 */
const checkPath = (path: string): Result<undefined> => {
  const isOdd =
    path === "" ||
    path.includes("\0") ||
    path !== path.trim() ||
    path.startsWith(":") ||
    /^file:/iu.test(path);
  if (isOdd || !isAbsolute(path))
    return fail("file-unreadable", "This is not the path of a file.", "Choose the file again.");
  return ok_;
};

/** What the first 100 bytes say. @see https://www.sqlite.org/fileformat.html */
type Header = { readonly size: number; readonly bytes: Buffer };

/**
 * Files that this process holds, as "device:inode". POSIX drops a process's locks on a file as soon as it closes
 * any descriptor of it, so the header of a file that is open here must never be read again.
 */
const held = new Set<string>();
const identity = (stat: { dev: number; ino: number }): string => `${stat.dev}:${stat.ino}`;

const unreadable = (path: string) =>
  fail(
    "file-unreadable",
    `“${basename(path)}” cannot be read.`,
    "See that you have the right to read it and that its disk is connected.",
  );

/** What is known of a file: undefined when there is none, null when that cannot be found out (a path too long, a closed folder). */
const statOrNone = (path: string, look: typeof statSync | typeof lstatSync): Stats | undefined | null => {
  try {
    return look(path, { throwIfNoEntry: false });
  } catch {
    return null;
  }
};

const readHeader = (path: string): Result<Header> => {
  const stat = statOrNone(path, lstatSync);
  if (stat === null) return unreadable(path);
  if (stat === undefined)
    return fail(
      "file-unreadable",
      `There is no file “${basename(path)}” any more.`,
      "It may have been moved, renamed or deleted.",
    );
  if (stat.isSymbolicLink())
    return fail(
      "file-unreadable",
      `“${basename(path)}” is a link to another file.`,
      "Open the file that it points to.",
    );
  if (!stat.isFile())
    return fail("file-unreadable", `“${basename(path)}” is not a file.`, "Choose an Assay project.");
  if (held.has(identity(stat))) return inUse(path);
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const opened = fstatSync(fd);
    const bytes = Buffer.alloc(100);
    const length = opened.isFile() ? readSync(fd, bytes, 0, 100, 0) : 0;
    return ok({ size: opened.size, bytes: bytes.subarray(0, length) });
  } catch {
    return unreadable(path);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
};

/**
 * Whether something may have to be rolled back, after which the file has another size. SQLite decides about that
 * (it passes over a journal that begins with a zero byte); `checkOpened` looks at the size again afterwards.
 */
const mayHaveJournal = (path: string): boolean => (statOrNone(`${path}-journal`, statSync)?.size ?? 0) > 0;

const checkHeader = (path: string, { size, bytes }: Header): Result<undefined> => {
  if (bytes.length < 100 || bytes.toString("latin1", 0, 16) !== "SQLite format 3\0") return notAProject(path);
  const raw = bytes.readUInt16BE(16);
  const pageSize = raw === 1 ? 65_536 : raw;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    return damaged(path, "its page size makes no sense");
  if (bytes.readUInt32BE(68) !== applicationId) return notAProject(path);
  if (bytes.readUInt32BE(60) > currentVersion)
    return fail(
      "newer-file",
      `“${basename(path)}” was saved by a newer version of Assay.`,
      "Update Assay to open it. It was left as it is.",
    );
  const isWal = bytes[18] !== 1 || bytes[19] !== 1;
  if (isWal || existsSync(`${path}-wal`))
    return fail(
      "file-unreadable",
      `“${basename(path)}” was left half-way by another program: ${isWal ? "it is in a mode that keeps recent work in a second file" : "a file of unsaved pages (-wal) lies beside it"}.`,
      "Assay does not guess which of the two is right. Ask for a copy made with “Save a copy to share”.",
    );
  if (bytes.readUInt32BE(56) !== 1) return damaged(path, "its text is in a wrong encoding");
  if (size !== pageSize * bytes.readUInt32BE(28) && !mayHaveJournal(path))
    return damaged(path, "it is shorter or longer than it says, as after a copy that broke off");
  return ok_;
};

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
const checkOpened = ({ db, path }: OpenFile): Result<undefined> => {
  const pages = db.pragma("page_count", { simple: true }) as number;
  const pageSize = db.pragma("page_size", { simple: true }) as number;
  if (statSync(path).size !== pages * pageSize) return damaged(path, "it is shorter or longer than it says");
  if (versionOf(db) !== currentVersion) return damaged(path, "it does not say which version it is");
  const foreign = foreignSchema(db);
  if (foreign.length > 0)
    return damaged(path, `its tables are not as Assay makes them (${foreign.slice(0, 3).join(", ")})`);
  if (!exists(db, "SELECT 1 FROM meta JOIN project ON id = value WHERE key = 'project'"))
    return damaged(path, "it does not say which project it holds");
  return ok_;
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
    if (isOurs.ok) db.exec("UPDATE meta SET value = value WHERE key = 'project'");
    return isOurs;
  } finally {
    if (db.inTransaction) db.exec("ROLLBACK");
  }
};

const isUnwritable = (thrown: unknown): boolean =>
  thrown instanceof Sqlite.SqliteError &&
  (thrown.code.startsWith("SQLITE_CANTOPEN") ||
    (thrown.code.startsWith("SQLITE_READONLY") && thrown.code !== "SQLITE_READONLY_ROLLBACK"));

const connect = (path: string, isReadOnly: boolean): Result<OpenFile> => {
  const db = new Sqlite(path, { readonly: isReadOnly, fileMustExist: true, timeout: lockTimeout });
  const file = { db, path, isReadOnly };
  try {
    configure(db, isReadOnly);
    const isOurs = isReadOnly ? checkOpened(file) : hold(file);
    if (isOurs.ok) return ok(file);
    db.close();
    return isOurs;
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
 * Opens a project file. A file or folder that cannot be written is opened for reading.
 *
 * @param path absolute
 * @returns fails with `file-unreadable`, `not-a-project`, `damaged`, `newer-file` or `locked`, always in words;
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
    return ok(register({ db, path, isReadOnly: false }));
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

/** Whether the file still is where it was opened. Windows does not let an open file be moved. */
export const checkInPlace = (db: Database): Result<undefined> => {
  const place = placeOf.get(db);
  if (place === undefined) return ok_;
  const stat = statOrNone(place.path, statSync);
  return stat !== undefined && stat !== null && identity(stat) === place.identity
    ? ok_
    : { ok: false, error: movedError };
};

/** Closes a project file and lets go of it. */
export const closeProject = ({ db }: OpenFile): void => {
  db.close();
  const place = placeOf.get(db);
  if (place !== undefined) held.delete(place.identity);
};

/** Writes a row that belongs to the file, not to the log. */
export const setMeta = (db: Database, key: string, value: string): void => {
  run(
    db,
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    key,
    value,
  );
};
