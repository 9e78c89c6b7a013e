import { chmodSync, closeSync, openSync, rmSync, statSync } from "node:fs";
import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { fileToDisk, fileToDiskMeanwhile } from "../to-disk";
import { countRows, tableNames } from "./count-rows";
import { applicationId, foreignSchema, versionOf } from "./migrate";
import { all, first } from "./statement";

const Name = z.object({ name: z.string() });
const Count = z.object({ count: z.number() });

/** Rows of every table, as "table count". Only for a file whose schema is known to be ours. */
const rowCounts = (db: Database): string =>
  all(db, Name, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .map(({ name }) => `${name} ${first(db, Count, `SELECT count(*) AS count FROM "${name}"`)?.count}`)
    .join("\n");

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

/** Pages that are copied between two looks at whatever else is to be done: some 2 ms of work. */
const pagesAtOnce = 100;
/** As many lots of pages are brought to the disk at a time. */
const lotsToDisk = 40;
/** For how long rows are read between two such looks, in milliseconds. */
const sliceMs = 8;
/** A copy up to this size is quick-checked at once, which takes some 3 ms for each megabyte. */
const quicklyChecked = 8 * 1024 * 1024;

const turn = (): Promise<void> => new Promise((resume) => setImmediate(resume));

/** What a project holds at a moment: rows by table, and how many were ever written through its connection. */
type Stock = { readonly rows: ReadonlyMap<string, number>; readonly written: number };

const Written = z.object({ count: z.number() });
const writtenTo = (db: Database): number => first(db, Written, "SELECT total_changes() AS count")?.count ?? 0;

/** Counts in slices; null when the project is closed meanwhile, or when it is no longer wanted. */
const takeStock = async (db: Database, isWanted: () => boolean): Promise<Stock | null> => {
  if (!db.open) return null;
  const written = writtenTo(db);
  const steps = countRows(db);
  for (let end = performance.now() + sliceMs; ; ) {
    const step = steps.next();
    if (step.done === true) return { rows: step.value, written };
    if (performance.now() < end) continue;
    await turn();
    if (!db.open || !isWanted()) return null;
    end = performance.now() + sliceMs;
  }
};

/** Reads every row of a table to its end; answers with how many there are. A page that is broken makes it throw. */
const readThrough = async (
  copy: Database,
  table: string,
  isWanted: () => boolean,
): Promise<number | null> => {
  let count = 0;
  let end = performance.now() + sliceMs;
  for (const _ of copy.prepare(`SELECT * FROM "${table}"`).raw().iterate()) {
    count += 1;
    if (performance.now() < end) continue;
    await turn();
    if (!isWanted()) return null;
    end = performance.now() + sliceMs;
  }
  return count;
};

/** Tables of which nothing is ever taken away. Of the others a row may be there for a moment only. */
const onlyGrow: ReadonlySet<string> = new Set(["edits", "changes", "article_texts", "originals", "captures"]);

/** Whether a table of the copy has as many rows as the project had; where something was written meanwhile, about as many. */
const isComplete = (table: string, count: number, before: Stock, after: Stock): boolean => {
  const [one, other] = [before.rows.get(table) ?? 0, after.rows.get(table) ?? 0];
  if (before.written === after.written) return count === one;
  return !onlyGrow.has(table) || (count >= one && count <= other);
};

/** Whether a copy can be read to its end and has the rows that the project had; null when that is not wanted any more. */
const isSoundInSlices = async (
  path: string,
  version: number,
  [before, after]: readonly [Stock, Stock],
  isWanted: () => boolean,
): Promise<boolean | null> => {
  const copy = openCopy(path);
  try {
    if (!isOurs(copy, version)) return false;
    if (statSync(path).size <= quicklyChecked && copy.pragma("quick_check(1)", { simple: true }) !== "ok")
      return false;
    for (const table of tableNames(copy)) {
      const count = await readThrough(copy, table, isWanted);
      if (count === null) return null;
      if (!isComplete(table, count, before, after)) return false;
    }
    return true;
  } finally {
    copy.close();
  }
};

/**
 * Copies an open project page by page, everything else being answered meanwhile; what is written before the last page is
 * copied is in the copy. Not while a transaction runs on the project.
 *
 * @param isWanted asked between the pages
 * @param isStillWell asked with it; what it throws ends the copying
 * @returns whether it was done; if it was given up, or the project was closed, there is no copy
 */
const copyInSlices = async (
  db: Database,
  path: string,
  isWanted: () => boolean,
  isStillWell = () => {},
): Promise<boolean> => {
  if (!db.open) return false;
  makeEmpty(db, path);
  let isGivenUp = false;
  const progress = (): number => {
    isGivenUp = !db.open || !isWanted();
    // What is thrown here ends the copying, and comes out of it.
    if (isGivenUp) throw new Error("the copy is given up");
    isStillWell();
    return pagesAtOnce;
  };
  try {
    await db.backup(path, { progress });
    return true;
  } catch (thrown) {
    // A project that is closed meanwhile takes the copying down with it.
    if (!isGivenUp && db.open) throw thrown;
    rmSync(path, { force: true });
    return false;
  }
};

/**
 * As `copyInSlices`, and to the disk, lot by lot: SQLite syncs a copy when its last page is there, and who would have to
 * wait for all of it then is everybody.
 */
export const copyToDisk = async (db: Database, path: string, isWanted: () => boolean): Promise<boolean> => {
  let early = Promise.resolve();
  let trouble: unknown = null;
  let lots = 0;
  const toDisk = (): void => {
    if (trouble !== null) throw trouble;
    lots += 1;
    if (lots % lotsToDisk !== 0) return;
    early = early
      .then(() => fileToDiskMeanwhile(path))
      .catch((thrown) => {
        // The system tells an error once: whoever asks again would hear that all is well.
        trouble ??= thrown;
      });
  };
  const isCopied = await copyInSlices(db, path, isWanted, toDisk).finally(() => early);
  if (!isCopied) return false;
  if (trouble !== null) throw trouble;
  await fileToDiskMeanwhile(path);
  return true;
};

/**
 * As `copyVerified`, page by page and then row by row, so that everything else is answered meanwhile. What is written to
 * the project before the last page is copied is in the copy. The copy holds the pages as they are: nothing of what was
 * deleted, because deleting overwrites (`secure_delete`). Not while a transaction runs on the project.
 *
 * Of a large copy the rows are read and counted; SQLite's quick check, which would keep everybody waiting, is left to the
 * examination that a backup has to pass before the project goes back to it.
 *
 * @param isWanted asked between the slices; the copy is given up, and the answer is null, when it says no
 */
export const copyVerifiedInSlices = async (
  db: Database,
  path: string,
  isWanted: () => boolean,
): Promise<boolean | null> => {
  const before = await takeStock(db, isWanted);
  if (before === null) return null;
  const version = versionOf(db);
  const isCopied = await copyToDisk(db, path, isWanted);
  const after = isCopied ? await takeStock(db, isWanted) : null;
  const isSound = after === null ? null : await isSoundInSlices(path, version, [before, after], isWanted);
  if (isSound !== true) rmSync(path, { force: true });
  return isSound;
};
