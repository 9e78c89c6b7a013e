import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import type { BackupReason } from "../../shared/domain/backup";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { folderToDisk } from "../to-disk";
import {
  type BackupFile,
  type BackupPlaces,
  folderBeside,
  listBackups,
  stamp,
  statOrNone,
} from "./backup-list";
import { foreignSchema, versionOf } from "./migrate";
import { errorOfSqlite } from "./statement";
import { copyVerifiedInSlices } from "./verified-copy";

/*
 * Making backups, and letting the oldest go. How they are named and found is in backup-list.ts.
 */

/** Newest backups that are kept whatever their day. */
const newestKept = 10;
/** Of older ones, the newest of so many further days. */
const daysKept = 7;

const codeOf = (thrown: unknown): string => String((thrown as { code?: unknown } | null)?.code ?? "");

/** Takes a name that nothing has, by making an empty file of it: what is there already is never written over. */
const reserveName = (folder: string, now: Date, reason: BackupReason): string => {
  for (let attempt = 1; ; attempt += 1) {
    const name = `${stamp(now)} ${reason}${attempt === 1 ? "" : ` (${attempt})`}.assay`;
    try {
      closeSync(openSync(join(folder, name), "wx"));
      return name;
    } catch (thrown) {
      if (codeOf(thrown) !== "EEXIST") throw thrown;
    }
  }
};

const ValueRow = z.object({ value: z.string() });
const projectSql = "SELECT value FROM meta WHERE key = 'project'";
const newestEditSql = "SELECT id AS value FROM edits ORDER BY clock DESC, id DESC LIMIT 1";

/** One value of an open project. */
const readValue = (db: Database, sql: string): string | null => {
  const row = db.prepare(sql).get();
  return row === undefined ? null : ValueRow.parse(row).value;
};

/** One value of a backup; null when it cannot be read. */
const readFrom = (file: string, sql: string): string | null => {
  let db: Database | undefined;
  try {
    db = new Sqlite(file, { readonly: true, fileMustExist: true });
    db.pragma("trusted_schema = OFF");
    // Whoever can write to the folder may have put a file there whose tables are views that never end.
    return foreignSchema(db, versionOf(db)).length === 0 ? readValue(db, sql) : null;
  } catch {
    return null;
  } finally {
    db?.close();
  }
};

/** Those of some backups, newest first, that rotation lets go. */
const surplus = (backups: readonly BackupFile[]): BackupFile[] => {
  const day = ({ key }: BackupFile) => key.slice(0, 10);
  const days = new Set(backups.slice(0, newestKept).map(day));
  const most = days.size + daysKept;
  return backups.slice(newestKept).filter((backup) => {
    if (days.has(day(backup)) || days.size >= most) return true;
    days.add(day(backup));
    return false;
  });
};

/** Removes what is too many: never the one just made, never a file of another name or of another project. */
const rotate = (places: BackupPlaces, made: string, project: string | null): void => {
  const own = listBackups(places);
  for (const { file } of surplus(own)) {
    if (file === made || project === null || readFrom(file, projectSql) !== project) continue;
    try {
      rmSync(file);
    } catch {
      // It stays until the next time.
    }
  }
};

/** A backup younger than this is new enough, in milliseconds. */
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Whether a project that was just opened should be backed up: the newest backup is older than a day, and something was
 * done since. Of one that has none yet the day on which the file was made stands for it: the times of its edits may be
 * much older, as in a copy.
 */
export const isWorthABackup = (db: Database, places: BackupPlaces, now: Date): boolean => {
  const [newest] = listBackups(places);
  if (newest === undefined) {
    const made = statOrNone(places.path)?.birthtimeMs ?? now.getTime();
    return now.getTime() - made > dayMs;
  }
  if (now.getTime() - Date.parse(newest.at) <= dayMs) return false;
  return readFrom(newest.file, newestEditSql) !== readValue(db, newestEditSql);
};

/** SQLite says "full" of some broken pages too: a length in them that makes no sense. */
const isBroken = (db: Database): boolean => {
  try {
    return db.pragma("quick_check(1)", { simple: true }) !== "ok";
  } catch {
    return true;
  }
};

const why = (
  db: Database,
  path: string,
  thrown: unknown,
): { readonly ok: false; readonly error: AppError } => {
  const name = basename(path);
  const code = codeOf(thrown);
  if (errorOfSqlite(thrown)?.kind === "damaged" || (code === "SQLITE_FULL" && isBroken(db)))
    return damaged(path);
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG" || code === "SQLITE_FULL") {
    const megabytes = Math.ceil((statOrNone(path)?.size ?? 0) / 1_000_000) + 1;
    return fail(
      "disk-full",
      `There is no room for a backup of “${name}”.`,
      `Free about ${megabytes} MB on its disk, then try again. The project itself was not changed.`,
    );
  }
  if (code.startsWith("E") || thrown instanceof Sqlite.SqliteError)
    return fail(
      "file-unreadable",
      `No backup of “${name}” can be made in “${basename(folderBeside(path))}” beside it.`,
      "See that this folder can be written. The project itself was not changed.",
    );
  throw thrown;
};

const damaged = (path: string) =>
  fail(
    "damaged",
    `“${basename(path)}” is damaged: no whole copy of it could be made.`,
    "Keep the file, and go back to a backup made before.",
  );

const removeQuietly = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // An empty name is passed over, and an unfinished copy is removed by the next backup.
  }
};

/** Gives a copy that is whole its name, and removes the oldest backups that are too many. */
const nameCopy = (
  db: Database,
  places: BackupPlaces,
  copy: string,
  reason: BackupReason,
  now: Date,
): BackupFile => {
  const folder = dirname(copy);
  const key = reserveName(folder, now, reason);
  const file = join(folder, key);
  try {
    renameSync(copy, file);
  } catch (thrown) {
    // An empty name would be passed over, but it would stay.
    if (statOrNone(file)?.size === 0) removeQuietly(file);
    throw thrown;
  }
  folderToDisk(folder);
  rotate(places, file, readValue(db, projectSql));
  const { size: bytes } = statSync(file);
  return {
    key,
    at: now.toISOString(),
    reason,
    bytes,
    isElsewhere: folder !== folderBeside(places.path),
    file,
  };
};

const unfinishedName = /^unfinished \d+\.partial$/u;

/** Copies in the making: an automatic one may still be looked through when another one is asked for. */
const inMaking = new Set<string>();

/** Begins a copy under a name of its own; those of killed processes are removed. */
const beginIn = (folder: string): string => {
  for (const name of readdirSync(folder))
    if (unfinishedName.test(name) && !inMaking.has(join(folder, name))) removeQuietly(join(folder, name));
  for (let number = 1; ; number += 1) {
    const path = join(folder, `unfinished ${number}.partial`);
    if (inMaking.has(path)) continue;
    inMaking.add(path);
    return path;
  }
};

/** What became of a backup in one of its places; `thrown` is why it could not be made there. */
type Tried = Result<BackupFile> | { readonly thrown: unknown } | null;

/** Makes a backup in a folder, which is made if need be. */
const backUpInto = async (
  db: Database,
  folder: string,
  places: BackupPlaces,
  { reason, now, isWanted }: Order,
): Promise<Tried> => {
  let unfinished: string | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    unfinished = beginIn(folder);
    const isWhole = await copyVerifiedInSlices(db, unfinished, isWanted);
    if (isWhole === null || !db.open) {
      removeQuietly(unfinished);
      return null;
    }
    return isWhole ? ok(nameCopy(db, places, unfinished, reason, now)) : damaged(places.path);
  } catch (thrown) {
    if (unfinished !== undefined) removeQuietly(unfinished);
    return { thrown };
  } finally {
    if (unfinished !== undefined) inMaking.delete(unfinished);
  }
};

const deviceOf = (folder: string): number => {
  const stat = statOrNone(folder);
  return stat?.dev ?? (dirname(folder) === folder ? -1 : deviceOf(dirname(folder)));
};

/** Whether it is worth while to try another folder after one in which no backup could be made. */
const mayFitIn = (other: string, folder: string, thrown: unknown): boolean => {
  if (errorOfSqlite(thrown)?.kind === "damaged") return false;
  const isFull = ["ENOSPC", "EDQUOT", "SQLITE_FULL"].includes(codeOf(thrown));
  return !isFull || deviceOf(other) !== deviceOf(folder);
};

/** Why a backup is made and when; `isWanted` is asked between its slices. */
type Order = { readonly reason: BackupReason; readonly now: Date; readonly isWanted: () => boolean };

/**
 * Makes a backup of an open project, in slices between which everything else is answered, and removes the oldest that are
 * too many. It has its name once it is whole, on the disk, opened again and looked through (pages and row counts); a file
 * that is there is never written over. What is written meanwhile may be in it or not.
 *
 * Not within a transaction.
 *
 * @param places the project's path, and a folder for when none can be made beside it
 * @param now its time of day goes into the name, in local time
 * @param isWanted asked between the slices; when it says no, the backup is given up and the answer is null
 * @returns fails with `disk-full`, `file-unreadable` or `damaged`; there is no unfinished file then
 */
export const backUp = async (
  db: Database,
  places: BackupPlaces,
  reason: BackupReason,
  now: Date,
  isWanted: () => boolean,
): Promise<Result<BackupFile> | null> => {
  const { path, elsewhere } = places;
  const order = { reason, now, isWanted };
  const beside = folderBeside(path);
  const tried = await backUpInto(db, beside, places, order);
  if (tried === null || !("thrown" in tried)) return tried;
  const { thrown } = tried;
  if (elsewhere === undefined || !db.open || !mayFitIn(elsewhere, beside, thrown))
    return why(db, path, thrown);
  const again = await backUpInto(db, elsewhere, places, order);
  // What is wrong beside the project is what somebody can mend.
  return again !== null && "thrown" in again ? why(db, path, thrown) : again;
};
