import { chmodSync, constants, existsSync, linkSync, renameSync, rmSync, statSync } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Backup, BackupReason } from "../../shared/domain/backup";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { checkTarget, temporaryNameFor, unsynced, writeFailure } from "../export/write-export";
import { type BackupFile, type BackupPlaces, listBackups } from "../store/backup-list";
import { backUp } from "../store/backups";
import { projectId } from "../store/project";
import { fileToDiskMeanwhile, folderToDiskMeanwhile } from "../to-disk";
import type { Context, Progress } from "./context";
import { goingBack, holdingStill } from "./hold-still";
import { requireProject, requireWritable } from "./require";
import { tellEvery } from "./slices";

/** Where the backups of the open project are; null when none is open. */
export const placesOf = ({ db, path, backupFolder }: Context): BackupPlaces | null => {
  if (db === null || path === null) return null;
  return {
    path,
    elsewhere: backupFolder === undefined ? undefined : join(backupFolder, projectId(db)),
  };
};

/**
 * Backs the open project up, in slices between which other calls are answered.
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
  const made = await backUp(db.value, places, reason, new Date(context.now()), isWanted);
  if (made?.ok === true) context.publish("changed", { topics: ["backups"] });
  return made;
};

/** Asks a job's progress now and then whether to go on; a backup does not know how far it is. */
export const wantedBy = (progress: Progress): (() => boolean) => {
  let isWanted = true;
  let told = performance.now();
  return () => {
    if (performance.now() - told < tellEvery) return isWanted;
    told = performance.now();
    void progress(0, 1).then((answer) => {
      if (answer === "cancelled") isWanted = false;
    });
    return isWanted;
  };
};

const cancelled = () => fail("cancelled", "The backup was cancelled. The project itself was not changed.");

/** A job that nobody can cancel. */
const alwaysOn: Progress = () => Promise.resolve("go-on");

const withoutPlace = ({ file: _, ...backup }: BackupFile): Backup => backup;

/** Backs the open project up because somebody asked. */
export const backUpNow = async (context: Context, progress: Progress = alwaysOn): Promise<Result<Backup>> => {
  const made = (await backUpProjectInSlices(context, "by hand", wantedBy(progress))) ?? cancelled();
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
    await copyFile(backup.file, temporary, constants.COPYFILE_EXCL);
    chmodSync(temporary, statSync(path).mode & 0o777);
    await fileToDiskMeanwhile(temporary);
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
  if (db === null || examined.value.projectId !== projectId(db))
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
  // To free all the room of a large file takes a moment: under another name it can wait.
  const old = temporaryNameFor(path);
  try {
    linkSync(path, old);
  } catch {
    // Not every disk has links.
  }
  renameSync(temporary, path);
  // What stays is removed like everything that a killed process leaves.
  rm(old, { force: true }).catch(() => {});
};

/**
 * Keeps a project whose pages do not fit together, of which no backup can be made, under a name of its own.
 *
 * @returns the name
 */
const setAside = async (path: string, now: string): Promise<Result<string>> => {
  const stem = basename(path).replace(/\.assay$/iu, "");
  for (let attempt = 1; ; attempt += 1) {
    const name = `${stem} damaged ${now.slice(0, 10)}${attempt === 1 ? "" : ` (${attempt})`}.assay`;
    const aside = join(dirname(path), name);
    if (existsSync(aside)) continue;
    try {
      await copyFile(path, aside, constants.COPYFILE_EXCL);
      return ok(name);
    } catch (cause) {
      rmSync(aside, { force: true });
      return writeFailure(cause, aside);
    }
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

/** Has a checked copy that is on the disk take the open project's place, for good. */
export const putInstead = async (swap: Swap, copy: string, path: string): Promise<Result<unknown>> => {
  const swapped = swap(() => putInPlace(copy, path));
  if (!swapped.ok) return swapped;
  try {
    await folderToDiskMeanwhile(dirname(path));
  } catch (cause) {
    return writeFailure(unsynced(cause), path);
  }
  return swapped;
};

type Session = { readonly isAlone: () => boolean; readonly swap: Swap };

const notAlone = () =>
  fail("conflict", "A long job is still running on the open project.", "Wait for it to end.");

/** How the project is now, as a backup, or as it is when it is damaged: the name of the file that holds it. */
const keepPresent = async (
  context: Context,
  path: string,
  isWanted: () => boolean,
): Promise<Result<string>> => {
  const present = await backUpProjectInSlices(context, "before going back", isWanted);
  if (present === null) return cancelled();
  if (present.ok) return ok(present.value.key);
  return present.error.kind === "damaged" ? setAside(path, context.now()) : present;
};

/**
 * Puts a backup in the place of the open project. How the project is now is backed up first, while other calls are
 * answered and nobody may write; a damaged one, of which that cannot be done, is kept beside it as it is.
 *
 * @param isAlone whether nothing else is under way
 * @returns the name of the file that holds how it was
 */
export const restoreBackup = async (
  context: Context,
  key: string,
  { isAlone, swap }: Session,
  progress: Progress = alwaysOn,
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
    if (!isAlone()) return notAlone();
    return await holdingStill(context, goingBack, async (own) => {
      const kept = await keepPresent(own, path, wantedBy(progress));
      if (!kept.ok) return kept;
      // Something that only reads may have begun meanwhile, and would find the project gone.
      if (!isAlone()) return notAlone();
      const swapped = await putInstead(swap, temporary, path);
      return swapped.ok ? ok({ kept: kept.value }) : swapped;
    });
  } finally {
    rmSync(temporary, { force: true });
  }
};
