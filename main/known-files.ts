import { mkdirSync, readFileSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/*
 * Which project files this profile has had in its own hands. Every other file is examined before it is opened, since
 * nobody knows what is in it; one that was closed here and is as it was then needs no second look, and the app starts
 * as fast as it always did. A file that was left open (the app was killed) is known by its place on the disk alone:
 * it may have a journal to be rolled back, which nobody would let in from a stranger.
 */

const Known = z.object({
  /** Device and inode: a file stays itself when it is renamed, and a copy is another one. */
  id: z.string(),
  size: z.number(),
  /** In milliseconds. */
  mtime: z.number(),
  /** It was opened here and never closed again. */
  isOpen: z.boolean(),
});
type Known = z.infer<typeof Known>;
const List = z.object({ files: z.array(Known) });

const most = 500;

/** Remembers project files of this profile. Nothing here throws: what cannot be remembered is examined once more. */
export type KnownFiles = {
  /** Whether this very file was last written here. */
  readonly isKnown: (path: string) => boolean;
  /** To be called before a file that is known, or was examined, is opened. */
  readonly noteOpen: (path: string) => void;
  /** To be called when it is closed. */
  readonly noteClosed: (path: string) => void;
};

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

const idOf = ({ dev, ino }: Stats): string => `${dev}:${ino}`;

const readList = (path: string): readonly Known[] => {
  try {
    return List.parse(JSON.parse(readFileSync(path, "utf8"))).files;
  } catch {
    return [];
  }
};

const removeQuietly = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is no such folder.
  }
};

const writeList = (folder: string, path: string, files: readonly Known[]): void => {
  const draft = `${path}.${process.pid}.new`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, `${JSON.stringify({ files }, null, 1)}\n`, { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    removeQuietly(draft);
  }
};

/** Opens the list of a profile's folder. The app and the command line share it; the last one to write wins. */
export const openKnownFiles = (folder: string): KnownFiles => {
  const path = join(folder, "known-files.json");
  const note = (project: string, isOpen: boolean): void => {
    const stat = statOf(project);
    if (stat === undefined) return;
    const id = idOf(stat);
    const others = readList(path).filter((known) => known.id !== id);
    writeList(folder, path, [{ id, size: stat.size, mtime: stat.mtimeMs, isOpen }, ...others].slice(0, most));
  };
  return {
    isKnown: (project) => {
      const stat = statOf(project);
      if (stat === undefined) return false;
      const known = readList(path).find(({ id }) => id === idOf(stat));
      return (
        known !== undefined && (known.isOpen || (known.size === stat.size && known.mtime === stat.mtimeMs))
      );
    },
    noteOpen: (project) => note(project, true),
    noteClosed: (project) => note(project, false),
  };
};
