import { statfsSync, statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import type { BackupReason } from "../../shared/domain/backup";
import { isWorthABackup } from "../store/backups";
import { writeCount } from "../store/change-log";
import { backUpProjectInSlices, placesOf } from "./backups";
import type { Context } from "./context";
import { integrityWhenDone } from "./integrity";

/** Work that is not yet backed up gets a backup after so long. */
const workMs = 30 * 60_000;
/** Nothing must have been asked for this long: a backup takes turns with everything else, but the disk is one. */
const quietMs = 5_000;
/** As many copies of the project must still fit on its disk: what nobody asked for must not fill it. */
const copiesFree = 5;

/** Backups of one open project that nobody has to ask for. */
export type AutomaticBackups = {
  /** Something was asked for. */
  readonly noteUse: () => void;
  /** Something was written. */
  readonly noteWrite: () => void;
  readonly stop: () => void;
};

type Clock = { readonly now: () => number; readonly after: (ms: number, run: () => void) => () => void };

const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    // No process is kept alive for it.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

const hasRoom = (path: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize > copiesFree * statSync(path).size;
  } catch {
    return false;
  }
};

/**
 * Backs a project up when it was opened and the newest backup is older than a day, and after half an hour of work, in a
 * pause. A project in which something is found damaged is not backed up by itself: that would push out, one by one, the
 * backups that are whole. A backup that fails here is tried again later; what a person asks for says why it failed.
 *
 * @param isBusy whether a long job is under way
 */
export const startAutomaticBackups = (
  context: () => Context,
  isBusy: () => boolean,
  { now, after }: Clock = realClock,
): AutomaticBackups => {
  const { db, path, isReadOnly } = context();
  const places = placesOf(context());
  let unsavedSince: number | null = null;
  let lastUse = now();
  let [isOver, isUnderWay] = [false, false];
  let cancel = () => {};

  const backUp = async (own: Database, reason: BackupReason): Promise<boolean> => {
    const { problems } = await integrityWhenDone(own);
    const isWanted = () => !isOver && own.open && !isBusy();
    if (path === null || problems.length > 0 || !isWanted() || !hasRoom(path)) return false;
    return (await backUpProjectInSlices(context(), reason, isWanted))?.ok === true;
  };

  /** The reason for a backup that is due now; null when none is. */
  const dueFor = (own: Database): BackupReason | null => {
    if (now() - lastUse < quietMs) return null;
    if (unsavedSince !== null && now() - unsavedSince >= workMs) return "while working";
    return isOpening && places !== null && isWorthABackup(own, places, new Date(context().now()))
      ? "on opening"
      : null;
  };
  /** Until the pause after the opening has come. */
  let isOpening = true;

  const look = async (own: Database): Promise<void> => {
    if (isOver || isUnderWay) return;
    isUnderWay = true;
    const reason = dueFor(own);
    const written = writeCount(own);
    const isMade = reason !== null && (await backUp(own, reason));
    // What was written meanwhile is work that waits for the next one.
    if (isMade) unsavedSince = writeCount(own) === written ? null : now();
    if (isMade || (reason === null && now() - lastUse >= quietMs)) isOpening = false;
    isUnderWay = false;
    plan(own);
  };

  const plan = (own: Database): void => {
    cancel();
    if (isOver || (unsavedSince === null && !isOpening)) return;
    const due = isOpening || unsavedSince === null ? 0 : unsavedSince + workMs - now();
    cancel = after(Math.max(quietMs, due), () => void look(own));
  };

  if (db !== null && !isReadOnly) plan(db);
  return {
    noteUse: () => {
      lastUse = now();
    },
    noteWrite: () => {
      lastUse = now();
      if (unsavedSince !== null || db === null || isReadOnly) return;
      unsavedSince = now();
      plan(db);
    },
    stop: () => {
      isOver = true;
      cancel();
    },
  };
};
