import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * Folders for private copies of what others sent: readable by this user alone, and gone when the work is done. The name
 * says which process made one, so that what a killed process left goes when Assay starts the next time.
 */

const prefix = "assay-in-";

const left = new Set<string>();
let isWatching = false;

const whole = { recursive: true, force: true, maxRetries: 3 } as const;

const remove = (folder: string): void => {
  try {
    rmSync(folder, whole);
  } catch {
    // Still held by a process that is ending (Windows): it goes at the next start.
  }
};

/** To let go of a file of hundreds of megabytes takes the system a while, in which others are answered. */
const removeMeanwhile = async (folder: string): Promise<void> => {
  try {
    await rm(folder, whole);
    left.delete(folder);
  } catch {
    // Still held by a process that is ending (Windows): it goes with this process.
  }
};

const removeAll = (): void => {
  for (const folder of left) remove(folder);
};

export type PrivateFolder = {
  readonly path: string;
  /** Removes it with all that is in it; resolves when it is gone, or when that has to wait for this process to end. */
  readonly remove: () => Promise<void>;
};

/**
 * Makes a folder that only this user can look into (mode 0700; on Windows the user's own temporary folder is that).
 * Whatever is not removed by hand is when the process ends.
 */
export const makePrivateFolder = (): PrivateFolder => {
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  if (!isWatching) process.once("exit", removeAll);
  isWatching = true;
  left.add(path);
  return { path, remove: () => removeMeanwhile(path) };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // It is there and belongs to somebody else.
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** Removes what processes that have ended left behind. To be called once at a start. */
export const removeLeftFolders = (): void => {
  let names: string[];
  try {
    names = readdirSync(tmpdir());
  } catch {
    return;
  }
  for (const name of names) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-\\w{6}$`).exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) remove(join(tmpdir(), name));
  }
};
