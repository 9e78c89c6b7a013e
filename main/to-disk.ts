import { closeSync, fsyncSync, openSync } from "node:fs";
import { open } from "node:fs/promises";

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";

const syncAndClose = (file: number): void => {
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Sees to it that what was written to a file outlives a power cut. */
export const fileToDisk = (path: string): void => syncAndClose(openSync(path, "r+"));

const syncMeanwhile = async (path: string, flags: "r" | "r+"): Promise<void> => {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** As `fileToDisk`, while this thread does something else: a slow disk may take seconds over a large file. */
export const fileToDiskMeanwhile = (path: string): Promise<void> => syncMeanwhile(path, "r+");

/** Systems that cannot open a folder keep their own promises. */
const throwButForFolders = (cause: unknown): void => {
  if (!["EACCES", "EPERM", "EISDIR", "EINVAL", "ENOTSUP"].includes(codeOf(cause))) throw cause;
};

/** Makes a rename within a folder outlive a power cut. */
export const folderToDisk = (folder: string): void => {
  try {
    syncAndClose(openSync(folder, "r"));
  } catch (cause) {
    throwButForFolders(cause);
  }
};

/** As `folderToDisk`, while this thread does something else. */
export const folderToDiskMeanwhile = (folder: string): Promise<void> =>
  syncMeanwhile(folder, "r").catch(throwButForFolders);
