import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, isAbsolute } from "node:path";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { applicationId, currentVersion } from "./migrate";

/*
 * What can be known of a project file before SQLite sees it, and the words for what is wrong with one.
 */

/** The file is something else. */
export const notAProject = (path: string) =>
  fail(
    "not-a-project",
    `“${basename(path)}” is not an Assay project.`,
    "Choose a file that Assay saved (its name ends in .assay).",
  );
/** The file is a project with something wrong in it; `what` ends the sentence. */
export const damaged = (path: string, what: string) =>
  fail("damaged", `“${basename(path)}” is damaged: ${what}.`, "Open a backup or another copy of it.");
/** Somebody has it open. */
export const inUse = (path: string) =>
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
export const checkPath = (path: string): Result<undefined> => {
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
export type Header = { readonly size: number; readonly bytes: Buffer };

/**
 * Files that this process holds, as "device:inode". POSIX drops a process's locks on a file as soon as it closes
 * any descriptor of it, so the header of a file that is open here must never be read again.
 */
export const held = new Set<string>();
/** What a file is known by, wherever it is moved on its disk. */
export const identity = (stat: { dev: number; ino: number }): string => `${stat.dev}:${stat.ino}`;

const unreadable = (path: string) =>
  fail(
    "file-unreadable",
    `“${basename(path)}” cannot be read.`,
    "See that you have the right to read it and that its disk is connected.",
  );

/** What is known of a file: undefined when there is none, null when that cannot be found out (a path too long, a closed folder). */
export const statOrNone = (
  path: string,
  look: typeof statSync | typeof lstatSync,
): Stats | undefined | null => {
  try {
    return look(path, { throwIfNoEntry: false });
  } catch {
    return null;
  }
};

/** A regular file that is open for reading; `stat` is its own, not that of whatever has its name by now. */
export type OpenedFile = { readonly fd: number; readonly stat: Stats };

/**
 * Opens a regular file that is not open here, through no link, and without waiting for whoever would have to write into
 * a pipe; fails in words.
 */
export const openRegular = (path: string): Result<OpenedFile> => {
  const stat = statOrNone(path, lstatSync);
  if (stat === null) return unreadable(path);
  if (stat === undefined)
    return fail(
      "file-unreadable",
      `There is no file “${basename(path)}” there.`,
      "Look at its name; it may also have been moved or deleted.",
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
    if (opened.isFile()) return ok({ fd, stat: opened });
  } catch {
    // Below.
  }
  if (fd !== undefined) closeSync(fd);
  return unreadable(path);
};

/** Reads the first 100 bytes of a regular file that is not open here; fails in words. */
export const readHeader = (path: string): Result<Header> => {
  const opened = openRegular(path);
  if (!opened.ok) return opened;
  const { fd, stat } = opened.value;
  try {
    const bytes = Buffer.alloc(100);
    return ok({ size: stat.size, bytes: bytes.subarray(0, readSync(fd, bytes, 0, 100, 0)) });
  } catch {
    return unreadable(path);
  } finally {
    closeSync(fd);
  }
};

/**
 * Whether something may have to be rolled back, after which the file has another size. SQLite decides about that, and
 * `checkOpened` looks at the size again afterwards. A journal that begins with a zero byte is passed over, as SQLite
 * does: all in it was finished, and it lies there because the project is open or was when its process died.
 */
const mayHaveJournal = (path: string): boolean => {
  if ((statOrNone(`${path}-journal`, statSync)?.size ?? 0) === 0) return false;
  const opened = openRegular(`${path}-journal`);
  if (!opened.ok) return true;
  const first = Buffer.alloc(1);
  try {
    return readSync(opened.value.fd, first, 0, 1, 0) === 1 && first[0] !== 0;
  } catch {
    return true;
  } finally {
    closeSync(opened.value.fd);
  }
};

/** What the first bytes of a project say of it. Sizes in bytes. */
export type Head = {
  readonly version: number;
  readonly pageSize: number;
  readonly pages: number;
  /** It keeps recent work in a second file. */
  readonly isWal: boolean;
  /** 1: UTF-8, 2 and 3: UTF-16. */
  readonly encoding: number;
  /** Pages that nothing needs, and the first of those that list them; 0 when there are none. */
  readonly freePages: number;
  readonly firstFreeList: number;
};

/** Reads the first bytes; fails when they are not those of a project of this version or an older one. */
export const parseHeader = (path: string, bytes: Buffer): Result<Head> => {
  if (bytes.length < 100 || bytes.toString("latin1", 0, 16) !== "SQLite format 3\0") return notAProject(path);
  const raw = bytes.readUInt16BE(16);
  const pageSize = raw === 1 ? 65_536 : raw;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    return damaged(path, "its page size makes no sense");
  if (bytes.readUInt32BE(68) !== applicationId) return notAProject(path);
  const version = bytes.readUInt32BE(60);
  if (version > currentVersion)
    return fail(
      "newer-file",
      `“${basename(path)}” was saved by a newer version of Assay.`,
      "Update Assay to open it. It was left as it is.",
    );
  const isWal = bytes[18] !== 1 || bytes[19] !== 1;
  return ok({
    version,
    pageSize,
    pages: bytes.readUInt32BE(28),
    isWal,
    encoding: bytes.readUInt32BE(56),
    freePages: bytes.readUInt32BE(36),
    firstFreeList: bytes.readUInt32BE(32),
  });
};

/** Whether a file counts free pages that it does not list: SQLite's own check passes over that, and the first write fails. */
export const countsLostPages = ({ freePages, firstFreeList }: Head): boolean =>
  freePages > 0 && firstFreeList === 0;

/** Whether a journal is one that SQLite would roll back: it passes over one that begins with a zero byte. */
const isHot = (path: string): boolean => {
  const opened = openRegular(path);
  // What cannot be looked into could be anything.
  if (!opened.ok) return true;
  const first = Buffer.alloc(1);
  try {
    return readSync(opened.value.fd, first, 0, 1, 0) === 1 && first[0] !== 0;
  } catch {
    return true;
  } finally {
    closeSync(opened.value.fd);
  }
};

/** The kind of a file of unsaved pages that lies beside a project; null when there is none. */
export const sidecarOf = (path: string): "wal" | "journal" | null => {
  if (existsSync(`${path}-wal`)) return "wal";
  return mayHaveJournal(path) && isHot(`${path}-journal`) ? "journal" : null;
};

const bytesOf = (count: number): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? "byte" : "bytes"}`;

/**
 * What is wrong with a file whose length is not the one that it says, the same words wherever it is opened, checked or
 * merged: a sentence that "It" or "The file" begins. Null when the length is right.
 *
 * @param said in bytes, as `bytes`
 */
export const lengthProblem = (bytes: number, said: number): string | null => {
  if (bytes === said) return null;
  return bytes < said
    ? `ends too early, as after a copy that broke off (${bytesOf(said - bytes)} too few)`
    : `has something behind its end that does not belong to it (${bytesOf(bytes - said)} too many)`;
};

/** Whether the first bytes are those of a project of this version or an older one, left in good order. */
export const checkHeader = (path: string, { size, bytes }: Header): Result<undefined> => {
  const head = parseHeader(path, bytes);
  if (!head.ok) return head;
  const { isWal, encoding, pageSize, pages } = head.value;
  if (isWal || existsSync(`${path}-wal`))
    return fail(
      "file-unreadable",
      `“${basename(path)}” was left half-way by another program: ${isWal ? "it is in a mode that keeps recent work in a second file" : "a file of unsaved pages (-wal) lies beside it"}.`,
      "Assay does not guess which of the two is right. Ask for a copy made with “Save a copy to share”.",
    );
  if (encoding !== 1) return damaged(path, "its text is in a wrong encoding");
  if (mayHaveJournal(path)) return ok_;
  const length = lengthProblem(size, pageSize * pages);
  if (length !== null) return damaged(path, `it ${length}`);
  return countsLostPages(head.value) ? damaged(path, "it counts free pages that are nowhere") : ok_;
};
