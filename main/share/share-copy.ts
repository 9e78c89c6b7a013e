import { closeSync, openSync, rmSync, statSync } from "node:fs";
import Sqlite, { type Database } from "better-sqlite3";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { checkTarget, moveIntoPlace, temporaryNameFor, writeFailure } from "../export/write-export";
import { copyInto } from "../store/copy";

/*
 * A copy of the open project for somebody else. Never a copy of the live file: that may be half-way through a
 * write and keeps, in its free pages, text that was deleted long ago. VACUUM INTO writes a new file of live rows
 * only, from one consistent state. History travels along, because undo and merging rest on it.
 */

/** SQLite cannot say why it could not make a file, so an attempt of our own does. */
const reasonNotToCreate = (temporary: string): string => {
  try {
    closeSync(openSync(temporary, "ax"));
    return "EIO";
  } catch (cause) {
    return cause instanceof Error && "code" in cause ? String(cause.code) : "EIO";
  }
};

const failureOf = (cause: unknown, temporary: string, path: string): ReturnType<typeof writeFailure> => {
  const code = cause instanceof Sqlite.SqliteError ? cause.code : "";
  if (code.startsWith("SQLITE_CANTOPEN"))
    return writeFailure(Object.assign(new Error("no access"), { code: reasonNotToCreate(temporary) }), path);
  if (code.startsWith("SQLITE_IOERR"))
    return writeFailure(Object.assign(new Error("failed"), { code: "EIO" }), path);
  return writeFailure(cause, path);
};

/**
 * Writes a copy of the project to `path` as one file and answers with its size in bytes. `own` is the path of the
 * project itself, which is never overwritten; another file there is replaced only when the copy is whole.
 */
export const shareCopy = (db: Database, own: string | null, path: string): Result<{ bytes: number }> => {
  const target = checkTarget(path, [own]);
  if (!target.ok) return target;
  const temporary = temporaryNameFor(path);
  try {
    if (!copyInto(db, temporary))
      return fail(
        "damaged",
        "The copy did not pass its check and was not kept",
        "Run a check of the project's file.",
      );
    moveIntoPlace(temporary, path, target.value);
    return ok({ bytes: statSync(path).size });
  } catch (cause) {
    return failureOf(cause, temporary, path);
  } finally {
    // SQLite leaves an empty file behind when the disk is full.
    for (const suffix of ["", "-journal"]) rmSync(temporary + suffix, { force: true });
  }
};
