import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * Folders for private copies of what others sent: readable by this user alone, and gone when the work is done. The name
 * says which process made one, so that what a killed process left goes when Assay starts the next time.
 */

const prefix = "assay-in-";

const left = new Set<string>();
let isWatching = false;

const remove = (folder: string): void => {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    left.delete(folder);
  } catch {
    // Still held by a process that is ending (Windows): it goes with this process, or at the next start.
  }
};

const removeAll = (): void => {
  for (const folder of left) remove(folder);
};

export type PrivateFolder = {
  readonly path: string;
  /** Removes it with all that is in it. */
  readonly remove: () => void;
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
  return { path, remove: () => remove(path) };
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
