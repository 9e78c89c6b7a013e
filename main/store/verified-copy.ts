import { chmodSync, closeSync, openSync, rmSync, statSync } from "node:fs";
import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { fileToDisk } from "../to-disk";
import { applicationId, foreignSchema, versionOf } from "./migrate";
import { all, exists, first } from "./statement";

const Name = z.object({ name: z.string() });
const Count = z.object({ count: z.number() });

/** Rows of every table, as "table count". Only for a file whose schema is known to be ours. */
const rowCounts = (db: Database): string =>
  all(db, Name, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .map(({ name }) => `${name} ${first(db, Count, `SELECT count(*) AS count FROM "${name}"`)?.count}`)
    .join("\n");

const tablesOf = (db: Database): string[] =>
  all(db, Name, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").map(({ name }) => name);

/** Whether a copy is a project of the same version with our tables; runs nothing that the file may bring along. */
const isOurs = (copy: Database, version: number): boolean =>
  copy.pragma("application_id", { simple: true }) === applicationId &&
  versionOf(copy) === version &&
  foreignSchema(copy, version).length === 0;

const openCopy = (path: string): Database => {
  const copy = new Sqlite(path, { readonly: true, fileMustExist: true });
  copy.pragma("trusted_schema = OFF");
  copy.pragma("cell_size_check = ON");
  return copy;
};

/** Whether a copy is a sound project of the same version with as many rows of everything. */
const isSoundCopy = (db: Database, path: string): boolean => {
  const copy = openCopy(path);
  try {
    return (
      isOurs(copy, versionOf(db)) &&
      copy.pragma("quick_check(1)", { simple: true }) === "ok" &&
      rowCounts(copy) === rowCounts(db)
    );
  } finally {
    copy.close();
  }
};

/** Makes the empty file that a copy is written into: whoever may not read the project may not read its copy. */
const makeEmpty = (db: Database, path: string): void => {
  rmSync(path, { force: true });
  closeSync(openSync(path, "wx", 0o600));
  chmodSync(path, statSync(db.name).mode & 0o777);
};

/**
 * Writes every live row of an open project to a new file from one consistent state, brings it to the disk, opens it
 * again and looks through it. What stood at `path` before, left by a process that was killed, is removed.
 *
 * @returns whether the copy is whole; if not, it is removed
 * @throws SqliteError or a system error when the copy cannot be written; a part of it may be left behind
 * @see https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export const copyVerified = (db: Database, path: string): boolean => {
  makeEmpty(db, path);
  db.prepare("VACUUM INTO ?").run(path);
  fileToDisk(path);
  if (isSoundCopy(db, path)) return true;
  rmSync(path, { force: true });
  return false;
};

/** Pages that are copied between two looks at whatever else is to be done: some 5 ms of work. */
const pagesAtOnce = 250;
/** For how long rows are read between two such looks, in milliseconds. */
const sliceMs = 8;
/** A copy up to this size is quick-checked at once, which takes some 3 ms for each megabyte. */
const quicklyChecked = 8 * 1024 * 1024;

const turn = (): Promise<void> => new Promise((resume) => setImmediate(resume));

/** Rows of every table, one table after the other. */
const countInSlices = async (db: Database): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for (const table of tablesOf(db)) {
    await turn();
    if (!db.open) return counts;
    counts.set(table, first(db, Count, `SELECT count(*) AS count FROM "${table}"`)?.count ?? 0);
  }
  return counts;
};

/** Reads every row of a table to its end; answers with how many there are. A page that is broken makes it throw. */
const readThrough = async (copy: Database, table: string): Promise<number> => {
  let count = 0;
  let end = performance.now() + sliceMs;
  for (const _ of copy.prepare(`SELECT * FROM "${table}"`).raw().iterate()) {
    count += 1;
    if (performance.now() < end) continue;
    await turn();
    end = performance.now() + sliceMs;
  }
  return count;
};

/** A table that only asks others. */
const isVirtual = (copy: Database, table: string): boolean =>
  exists(copy, "SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE 'CREATE VIRTUAL%'", table);

/** Whether a copy can be read to its end and has as many rows as the project had before and after it was made. */
const isSoundInSlices = async (
  path: string,
  version: number,
  [before, after]: readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>],
): Promise<boolean> => {
  const copy = openCopy(path);
  try {
    if (!isOurs(copy, version)) return false;
    if (statSync(path).size <= quicklyChecked && copy.pragma("quick_check(1)", { simple: true }) !== "ok")
      return false;
    for (const table of tablesOf(copy)) {
      if (isVirtual(copy, table)) continue;
      const [one = 0, other = 0] = [before.get(table), after.get(table)];
      const count = await readThrough(copy, table);
      if (count < Math.min(one, other) || count > Math.max(one, other)) return false;
    }
    return true;
  } finally {
    copy.close();
  }
};

/**
 * As `copyVerified`, page by page and then row by row, so that everything else is answered meanwhile. What is written to
 * the project before the last page is copied is in the copy. The copy holds the pages as they are: nothing of what was
 * deleted, because deleting overwrites (`secure_delete`). Not while a transaction runs on the project.
 *
 * Of a large copy the rows are read and counted; SQLite's quick check, which would keep everybody waiting, is left to the
 * examination that a backup has to pass before the project goes back to it.
 *
 * @param isWanted asked between the pages; the copy is given up, and the answer is null, when it says no
 */
export const copyVerifiedInSlices = async (
  db: Database,
  path: string,
  isWanted: () => boolean,
): Promise<boolean | null> => {
  const before = await countInSlices(db);
  let isGivenUp = false;
  const progress = (): number => {
    isGivenUp = !db.open || !isWanted();
    // What is thrown here ends the copying, and comes out of it.
    if (isGivenUp) throw new Error("the backup is given up");
    return pagesAtOnce;
  };
  if (!db.open) return null;
  makeEmpty(db, path);
  const version = versionOf(db);
  try {
    await db.backup(path, { progress });
  } catch (thrown) {
    // A project that is closed meanwhile takes the copying down with it.
    if (!isGivenUp && db.open) throw thrown;
    rmSync(path, { force: true });
    return null;
  }
  fileToDisk(path);
  const after = await countInSlices(db);
  if (await isSoundInSlices(path, version, [before, after])) return true;
  rmSync(path, { force: true });
  return db.open ? false : null;
};
