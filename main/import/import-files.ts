import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from "node:fs";
import { basename, join } from "node:path";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { largestFile } from "./archive-limits";

/** Greatest number of files that one import takes: a wrong folder is not read to its end. */
const mostFiles = 20_000;

/** A file that may be read, or a name under which nothing can be, with the reason. */
export type FoundFile = { readonly path: string; readonly problem: string | null };

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";

const wording: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file",
  ENOTDIR: "There is no such file",
  EACCES: "It may not be read: permission denied",
  EPERM: "It may not be read: permission denied",
  ELOOP: "It is a link to another place: choose the file itself",
  EIO: "The disk reported an error while it was read",
  EMFILE: "Too many files are open",
  ENAMETOOLONG: "Its name is too long",
};

const problemOf = (cause: unknown): string => {
  const code = codeOf(cause);
  // Without a code it is no error of the system but a bug.
  if (code === "") throw cause;
  return wording[code] ?? `It could not be read (${code})`;
};

const found = (path: string, problem: string | null): FoundFile => ({ path, problem });

/** The open project's file. It may not even be opened: closing it again would drop SQLite's lock on it (POSIX). */
type Own = { readonly dev: number; readonly ino: number } | null;

const filesIn = (folder: string, own: Own, files: FoundFile[]): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    // What a system hides (.git, .DS_Store) nobody meant to import, nor SQLite's journal beside a project.
    if (entry.name.startsWith(".") || entry.name.endsWith(".assay-journal")) continue;
    if (files.length <= mostFiles) filesAt(join(folder, entry.name), own, files, false);
  }
};

const filesAt = (path: string, own: Own, files: FoundFile[], isNamed: boolean): void => {
  try {
    const stats = lstatSync(path);
    if (stats.isDirectory()) filesIn(path, own, files);
    else if (stats.isSymbolicLink()) files.push(found(path, wording["ELOOP"] ?? null));
    else if (!stats.isFile()) files.push(found(path, "It is not an ordinary file"));
    else if (stats.dev === own?.dev && stats.ino === own.ino) {
      if (isNamed) files.push(found(path, "It is the project that is open"));
    } else files.push(found(path, null));
  } catch (cause) {
    files.push(found(path, problemOf(cause)));
  }
};

/**
 * The files under some paths, folders with all their subfolders, in the order of their names. Links are never
 * followed: they are listed as problems, and so is whatever cannot be read. Nothing is opened yet; `project` is the
 * path of the open project, which never may be.
 */
export const findFiles = (paths: readonly string[], project: string | null): Result<FoundFile[]> => {
  const files: FoundFile[] = [];
  const own = project === null ? null : lstatSync(project);
  for (const path of paths) filesAt(path, own, files, true);
  return files.length > mostFiles
    ? fail("invalid-input", `There are more than ${mostFiles} files`, "Import them folder by folder.")
    : ok(files);
};

const readWhole = (file: number, size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const count = readSync(file, bytes, at, size - at, null);
    if (count === 0) break;
    at += count;
  }
  return bytes.subarray(0, at);
};

/** Reads one file whole. What was looked at by name may have changed since, so the open file is looked at again. */
export const readFileBytes = (path: string): Result<Uint8Array> => {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    return fail("file-unreadable", problemOf(cause));
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return fail("file-unreadable", "It is not an ordinary file");
    if (stats.size > largestFile)
      return fail(
        "invalid-input",
        `It is larger than ${largestFile / 1_000_000} MB`,
        "Split it, or import the part that matters.",
      );
    return ok(readWhole(file, stats.size));
  } catch (cause) {
    return fail("file-unreadable", problemOf(cause));
  } finally {
    closeSync(file);
  }
};

export const fileNameOf = (path: string): string => basename(path);
