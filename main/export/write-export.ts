import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { fileToDisk, folderToDisk } from "../to-disk";
import { writeWhole } from "../write-whole";

/*
 * Puts a file where a person asked for it, whole or not at all: it is written beside its place under another
 * name, synced, and renamed onto it. Whatever goes wrong, an older file of that name stays as it was.
 */

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";

/** The file is in its place, and the disk would not promise to keep it there. */
const unsyncedFolder = "ASSAY_UNSYNCED_FOLDER";

/** What is to be said when a file is in its place and its folder could not be synced. */
export const unsynced = (cause: unknown): Error =>
  Object.assign(new Error("The folder could not be synced", { cause }), { code: unsyncedFolder });

/** A failed write in words. Unknown causes are thrown again: a bug, not an expected failure. */
export const writeFailure = (
  cause: unknown,
  path: string,
): { readonly ok: false; readonly error: AppError } => {
  const name = basename(path);
  const folder = dirname(resolve(path));
  const untouched = "Nothing was changed";
  switch (codeOf(cause)) {
    case "ENOSPC":
    case "SQLITE_FULL":
      return fail(
        "disk-full",
        `There is no room left on the disk for "${name}"`,
        `${untouched}. Free some space there, or choose another place.`,
      );
    case "EDQUOT":
      return fail(
        "disk-full",
        `Your quota on this disk is used up, so "${name}" could not be written`,
        `${untouched}. Free some space there, or choose another place.`,
      );
    case "EFBIG":
      return fail(
        "disk-full",
        `"${name}" would be larger than this disk or account allows`,
        `${untouched}. Choose another place.`,
      );
    case "EACCES":
    case "EPERM":
      return fail(
        "file-unreadable",
        `"${name}" cannot be written in ${folder}: permission denied`,
        `${untouched}. Choose a folder that you may write to.`,
      );
    case "EROFS":
      return fail(
        "file-unreadable",
        `"${name}" cannot be written in ${folder}: the disk is read-only`,
        `${untouched}. Choose a place on another disk.`,
      );
    case "ENOENT":
    case "ENOTDIR":
      return fail(
        "not-found",
        `The folder ${folder} does not exist, so "${name}" could not be written`,
        "Make the folder first, or choose another place.",
      );
    case "ENAMETOOLONG":
      return fail("invalid-input", "The file's name is too long", "Choose a shorter one.");
    case "EBUSY":
    case "ETXTBSY":
      return fail(
        "locked",
        `"${name}" is in use by another program`,
        `${untouched}. Close it there, then try again.`,
      );
    case "EIO":
    case "SQLITE_IOERR_WRITE":
    case "SQLITE_IOERR_FSYNC":
      return fail(
        "file-unreadable",
        `The disk reported an error while "${name}" was written`,
        `${untouched}. Check the disk, or choose another place.`,
      );
    case unsyncedFolder:
      return fail(
        "file-unreadable",
        `The disk reported an error after "${name}" was put in its place`,
        "It may be gone after a power cut. Check the disk, then save it again.",
      );
    default:
      throw cause;
  }
};

const statsOf = (path: string): Stats | null => {
  try {
    return lstatSync(path);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return null;
    throw cause;
  }
};

/** Whether a file may be put at a place: nothing is there, or an ordinary file that is not one of `taken`. */
export const checkTarget = (path: string, taken: readonly (string | null)[]): Result<Stats | null> => {
  try {
    const name = basename(path);
    const found = statsOf(path);
    if (found === null) return ok(null);
    if (found.isSymbolicLink())
      return fail(
        "invalid-input",
        `"${name}" is a link to another place`,
        "Choose the file itself, or another name.",
      );
    if (found.isDirectory())
      return fail("invalid-input", `"${name}" is a folder`, "Choose the name of a file.");
    if (!found.isFile())
      return fail("invalid-input", `"${name}" is not an ordinary file`, "Choose another name.");
    for (const other of taken) {
      const its = other === null ? null : statsOf(other);
      if (its !== null && its.ino === found.ino && its.dev === found.dev)
        return fail(
          "invalid-input",
          `"${name}" is the project that is open`,
          "Choose another name or another folder.",
        );
    }
    return ok(found);
  } catch (cause) {
    return writeFailure(cause, path);
  }
};

/** An unfinished file that is older than this was left by a process that was killed (ms): a long job goes on writing to its own. */
const staleMs = 60 * 60_000;

/** Removes what killed processes left half written in a folder: it may hold all of a project. */
const removeStale = (folder: string): void => {
  try {
    for (const name of readdirSync(folder)) {
      if (!/^\.assay-[0-9a-f]{12}\.tmp(-journal)?$/u.test(name)) continue;
      const path = join(folder, name);
      if (Date.now() - lstatSync(path).mtimeMs > staleMs) rmSync(path);
    }
  } catch {
    // A folder that cannot be read or written is told of when the file itself cannot be made there.
  }
};

/**
 * A new name in the folder of `path`, so that the rename stays on one disk and replaces in one step. What was left there
 * long ago under such names is removed.
 */
export const temporaryNameFor = (path: string): string => {
  const folder = dirname(resolve(path));
  removeStale(folder);
  return join(folder, `.assay-${randomBytes(6).toString("hex")}.tmp`);
};

/** Moves a finished temporary file onto its place: synced, renamed, and the folder synced. */
export const moveIntoPlace = (temporary: string, path: string, replaced: Stats | null): void => {
  // A file that its owner may not write (0444) is opened for the sync before it is made one.
  fileToDisk(temporary);
  if (replaced !== null) chmodSync(temporary, replaced.mode & 0o777);
  renameSync(temporary, path);
  try {
    folderToDisk(dirname(resolve(path)));
  } catch (cause) {
    throw unsynced(cause);
  }
};

/**
 * Writes a file at `path`. `produce` hands over its text or bytes piece by piece and may answer with a failure of its
 * own ("cancelled"); then, as after any failed write, the unfinished file is removed and an older one stays whole.
 */
export const writeExport = async <T>(
  path: string,
  taken: readonly (string | null)[],
  produce: (write: (content: string | Uint8Array) => void) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const target = checkTarget(path, taken);
  if (!target.ok) return target;
  const temporary = temporaryNameFor(path);
  try {
    const file = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
    let made: Result<T>;
    try {
      made = await produce((content) => writeWhole(file, content));
    } finally {
      closeSync(file);
    }
    if (made.ok) moveIntoPlace(temporary, path, target.value);
    return made;
  } catch (cause) {
    return writeFailure(cause, path);
  } finally {
    // After the rename there is nothing under this name, and `force` makes that no error.
    rmSync(temporary, { force: true });
  }
};
