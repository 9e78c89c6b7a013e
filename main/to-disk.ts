import { closeSync, fsyncSync, openSync } from "node:fs";

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

/** Makes a rename within a folder outlive a power cut. Systems that cannot open a folder keep their own promises. */
export const folderToDisk = (folder: string): void => {
  try {
    syncAndClose(openSync(folder, "r"));
  } catch (cause) {
    if (!["EACCES", "EPERM", "EISDIR", "EINVAL", "ENOTSUP"].includes(codeOf(cause))) throw cause;
  }
};
