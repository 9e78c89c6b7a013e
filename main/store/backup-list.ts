import { readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { type Backup, BackupReason } from "../../shared/domain/backup";

/*
 * Backups are whole, looked-through copies of a project in a folder beside it. They are named for a person who looks for
 * one in the file manager: "2026-11-22 09.58.24 before merging.assay", in local time.
 */

/** Where the backups of a project go: beside it, or, where no folder can be made there, to `elsewhere`. */
export type BackupPlaces = { readonly path: string; readonly elsewhere?: string | undefined };

/** A backup and where it lies. */
export type BackupFile = Backup & { readonly file: string };

/** The folder of a project's backups. */
export const folderBeside = (path: string): string => `${path} backups`;

const twoDigits = (number: number): string => String(number).padStart(2, "0");

/** A moment as a file's name says it, in local time. */
export const stamp = (now: Date): string => {
  const day = [now.getFullYear(), twoDigits(now.getMonth() + 1), twoDigits(now.getDate())].join("-");
  return `${day} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(".")}`;
};

const namePattern = /^(\d{4}-\d\d-\d\d) (\d\d)\.(\d\d)\.(\d\d) ([a-z ]+?)(?: \((\d{1,4})\))?\.assay$/u;

type Named = { readonly at: string; readonly day: string; readonly reason: BackupReason };

/** What a backup's name says; null when Assay did not name the file. */
const readName = (name: string): Named | null => {
  const [, day = "", hours, minutes, seconds, words] = namePattern.exec(name) ?? [];
  const reason = BackupReason.safeParse(words);
  const moment = new Date(`${day}T${hours}:${minutes}:${seconds}`);
  if (!reason.success || Number.isNaN(moment.getTime())) return null;
  return { at: moment.toISOString(), day, reason: reason.data };
};

/** What is known of a file; undefined when there is none or that cannot be found out. */
export const statOrNone = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    // There is none, or it may not be read: then there is nothing in it for us.
    return [];
  }
};

const backupsIn = (folder: string, isElsewhere: boolean): BackupFile[] =>
  namesIn(folder).flatMap((key) => {
    const named = readName(key);
    const stat = named === null ? undefined : statOrNone(join(folder, key));
    return named === null || stat?.isFile() !== true || stat.size === 0
      ? []
      : [
          {
            key,
            at: named.at,
            reason: named.reason,
            bytes: stat.size,
            isElsewhere,
            file: join(folder, key),
          },
        ];
  });

/** The backups of a project, newest first, those in either place. Reads names and sizes only. */
export const listBackups = ({ path, elsewhere }: BackupPlaces): BackupFile[] =>
  [
    ...backupsIn(folderBeside(path), false),
    ...(elsewhere === undefined ? [] : backupsIn(elsewhere, true)),
  ].sort((a, b) => (a.at === b.at ? (a.key < b.key ? 1 : -1) : a.at < b.at ? 1 : -1));
