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

/** Reads the first 100 bytes of a regular file that is not open here; fails in words. */
export const readHeader = (path: string): Result<Header> => {
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

/** Whether the first bytes are those of a project of this version or an older one, left in good order. */
export const checkHeader = (path: string, { size, bytes }: Header): Result<undefined> => {
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
