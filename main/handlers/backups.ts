import { chmodSync, constants, copyFileSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Backup, BackupReason } from "../../shared/domain/backup";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { checkTarget, temporaryNameFor, writeFailure } from "../export/write-export";
import { type BackupFile, type BackupPlaces, listBackups } from "../store/backup-list";
import { backUp, backUpInSlices } from "../store/backups";
import { getProject } from "../store/project";
import { fileToDisk, folderToDisk } from "../to-disk";
import type { Context } from "./context";
import { requireProject, requireWritable } from "./require";

/** Where the backups of the open project are; null when none is open. */
export const placesOf = ({ db, path, backupFolder }: Context): BackupPlaces | null => {
  if (db === null || path === null) return null;
  return {
    path,
    elsewhere: backupFolder === undefined ? undefined : join(backupFolder, getProject(db).id),
  };
};

/** Backs the open project up, as before something that cannot be undone by an edit. */
export const backUpProject = (context: Context, reason: BackupReason): Result<BackupFile> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const places = placesOf(context);
  if (places === null) throw new Error("an open project without a path");
  const made = backUp(db.value, places, reason, new Date(context.now()));
  if (made.ok) context.publish("changed", { topics: ["backups"] });
  return made;
};

/**
 * As `backUpProject`, in slices between which other calls are answered, so for large projects that somebody works on.
 *
 * @param isWanted asked between the slices; when it says no, the backup is given up and the answer is null
 */
export const backUpProjectInSlices = async (
  context: Context,
  reason: BackupReason,
  isWanted: () => boolean,
): Promise<Result<BackupFile> | null> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const places = placesOf(context);
  if (places === null) throw new Error("an open project without a path");
  const made = await backUpInSlices(db.value, places, reason, new Date(context.now()), isWanted);
  if (made?.ok === true) context.publish("changed", { topics: ["backups"] });
  return made;
};

const withoutPlace = ({ file: _, ...backup }: BackupFile): Backup => backup;

/** Backs the open project up because somebody asked. */
export const backUpNow = (context: Context): Result<Backup> => {
  const made = backUpProject(context, "by hand");
  return made.ok ? ok(withoutPlace(made.value)) : made;
};

/** The open project's backups, newest first. */
export const backupsOf = (context: Context): Result<Backup[]> => {
  const db = requireProject(context);
  const places = placesOf(context);
  if (!db.ok) return db;
  return ok(places === null ? [] : listBackups(places).map(withoutPlace));
};

/** Where a file that is damaged may still be whole: names the newest of its backups in the words of a failed opening. */
export const withBackupAdvice = <T>(opened: Result<T>, path: string): Result<T> => {
  if (opened.ok || opened.error.kind !== "damaged") return opened;
  const [newest] = listBackups({ path });
  if (newest === undefined) return opened;
  const advice = `Its backups are in the folder “${basename(path)} backups” beside it. Open the newest one, “${newest.key}”, or an older one.`;
  return fail("damaged", opened.error.message, advice);
};

/** A copy of a backup beside the project, examined like any received file: backups lie where others can write, too. */
const copyExamined = async (context: Context, backup: BackupFile, path: string): Promise<Result<string>> => {
  const temporary = temporaryNameFor(path);
  const refused = (result: ReturnType<typeof fail>) => {
    rmSync(temporary, { force: true });
    return result;
  };
  try {
    copyFileSync(backup.file, temporary, constants.COPYFILE_EXCL);
    chmodSync(temporary, statSync(path).mode & 0o777);
    fileToDisk(temporary);
  } catch (cause) {
    rmSync(temporary, { force: true });
    return writeFailure(cause, path);
  }
  const examined = await context.guest.examine(temporary, { purpose: "open" });
  if (!examined.ok) {
    const { kind, message } = examined.error;
    const words = message.replaceAll(basename(temporary), backup.key);
    return refused(fail(kind, words, "The project was left as it is. Go back to another backup."));
  }
  const { db } = context;
  if (db === null || examined.value.projectId !== getProject(db).id)
    return refused(
      fail(
        "conflict",
        `The backup “${backup.key}” is of another project, which had this file's name before.`,
        "Open it as a project of its own, from the folder of backups.",
      ),
    );
  return ok(temporary);
};

/** Moves a checked copy onto the project's place. The project is closed. */
const putInPlace = (temporary: string, path: string): void => {
  // A journal would be played back into a file that it has nothing to do with.
  for (const suffix of ["-journal", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
  renameSync(temporary, path);
  folderToDisk(dirname(path));
};

/**
 * Keeps a project whose pages do not fit together, of which no backup can be made, under a name of its own.
 *
 * @returns the name
 */
const setAside = (path: string, now: string): string => {
  const stem = basename(path).replace(/\.assay$/iu, "");
  for (let attempt = 1; ; attempt += 1) {
    const name = `${stem} damaged ${now.slice(0, 10)}${attempt === 1 ? "" : ` (${attempt})`}.assay`;
    if (existsSync(join(dirname(path), name))) continue;
    copyFileSync(path, join(dirname(path), name), constants.COPYFILE_EXCL);
    return name;
  }
};

/**
 * Has a closed file replaced and opened again, whatever became of the replacing.
 *
 * @returns fails as the opening does, or in words when it could not be replaced: then it is open as it was
 */
export const swapFile = <T>(path: string, replace: () => void, open: () => Result<T>): Result<T> => {
  try {
    replace();
  } catch (cause) {
    const failure = writeFailure(cause, path);
    open();
    return failure;
  }
  return open();
};

/** How a session lets go of its project, has its file replaced, and opens it again. */
export type Swap = (replace: () => void) => Result<unknown>;

/**
 * Puts a backup in the place of the open project. How the project is now is backed up first; a damaged one, of which that
 * cannot be done, is kept beside it as it is.
 *
 * @param isAlone whether nothing else is under way
 * @returns the name of the file that holds how it was
 */
export const restoreBackup = async (
  context: Context,
  key: string,
  { isAlone, swap }: { readonly isAlone: () => boolean; readonly swap: Swap },
): Promise<Result<{ kept: string }>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const { path } = context;
  const places = placesOf(context);
  const backup = places === null ? undefined : listBackups(places).find((one) => one.key === key);
  if (path === null || backup === undefined)
    return fail("not-found", "This backup is no longer there.", "Choose another one of the list.");
  const place = checkTarget(path, []);
  if (!place.ok) return place;
  const copied = await copyExamined(context, backup, path);
  if (!copied.ok) return copied;
  const temporary = copied.value;
  try {
    if (!isAlone())
      return fail("conflict", "A long job is still running on the open project.", "Wait for it to end.");
    let kept: string | null = null;
    const present = backUpProject(context, "before going back");
    if (present.ok) kept = present.value.key;
    else if (present.error.kind !== "damaged") return present;
    const swapped = swap(() => {
      kept ??= setAside(path, context.now());
      putInPlace(temporary, path);
    });
    return swapped.ok ? ok({ kept: kept ?? "" }) : swapped;
  } finally {
    rmSync(temporary, { force: true });
  }
};
