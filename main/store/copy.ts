import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { applicationId, foreignSchema, migrate } from "./migrate";
import { setMeta } from "./open";
import { all, exists, run, transact } from "./statement";

/*
 * The files that copies of a project are made in. Nobody has them open but the one who makes them, and one that is not
 * finished is thrown away: they are built without a journal on the disk and brought to it at the end.
 */

const configure = (db: Database): Database => {
  db.pragma("trusted_schema = OFF");
  db.pragma("cell_size_check = ON");
  db.pragma("foreign_keys = ON");
  db.pragma("journal_mode = MEMORY");
  db.pragma("synchronous = OFF");
  // What is deleted is overwritten, so that it cannot be read out of the file's free pages.
  db.pragma("secure_delete = ON");
  return db;
};

/**
 * Writes every live row of an open project to a new file from one consistent state.
 *
 * @throws SqliteError when the file cannot be made or the disk is full; a partial file may be left behind
 * @see https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export const snapshotInto = (db: Database, path: string): void => {
  db.prepare("VACUUM INTO ?").run(path);
};

/** Opens a snapshot to be changed. */
export const openSnapshot = (path: string): Database => configure(new Sqlite(path, { fileMustExist: true }));

/**
 * Opens a new file with the tables of a project for writing, and a snapshot of the project beside it as `project`.
 * There is a transaction: nothing is on the disk before `finishCopy`.
 */
export const openNewCopy = (path: string, snapshot: string): Database => {
  const db = configure(new Sqlite(path));
  try {
    db.prepare("ATTACH ? AS project").run(snapshot);
    db.exec("BEGIN");
    db.pragma(`main.application_id = ${applicationId}`);
    migrate(db);
    run(db, "INSERT INTO main.meta (key, value) SELECT key, value FROM project.meta WHERE key = 'project'");
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
};

const IdRow = z.object({ id: z.string() });

/** Texts that no article shows: what a merge brought that was undone since, or came in after the moment of a view. */
const unseenTexts = "SELECT id FROM article_texts WHERE id NOT IN (SELECT id FROM articles)";

/** Takes out what no article shows, with the files that it came from. */
const dropUnseen = (db: Database): void => {
  const rows = `(SELECT n FROM article_texts WHERE id IN (${unseenTexts}))`;
  run(db, `DELETE FROM near_copies WHERE n IN ${rows} OR other IN ${rows}`);
  run(db, `DELETE FROM shingles WHERE n IN ${rows}`);
  for (const table of ["captures", "redacted_texts"])
    run(db, `DELETE FROM ${table} WHERE article_id IN (${unseenTexts})`);
  run(
    db,
    "DELETE FROM originals WHERE sha256 NOT IN (SELECT original FROM captures WHERE original IS NOT NULL)",
  );
  run(db, `DELETE FROM article_texts WHERE id IN (${unseenTexts})`);
  run(db, "INSERT INTO article_search (article_search) VALUES ('rebuild')");
};

/** What was taken out of a full-text index stays in it as words that are struck off. */
const dropStruckOff = (db: Database): void => {
  for (const table of ["title_search", "claim_search"])
    run(db, `INSERT INTO ${table} (${table}) VALUES ('rebuild')`);
};

/**
 * Takes out of a snapshot what belongs to this machine: what was read, claims being written, what came in with which merge, changes that do not
 * count, the edits of which nothing is left then, and texts that no article shows.
 *
 * @param isPast the project is shown as it stood: what came later may lie in it unseen
 */
export const stripSnapshot = (db: Database, isPast: boolean): void =>
  transact(db, () => {
    for (const table of ["reading", "conflicts", "merged_changes", "merges"]) run(db, `DELETE FROM ${table}`);
    run(db, "DELETE FROM meta WHERE key = 'drafts'");
    const hasHeld = exists(db, "SELECT 1 FROM held_changes");
    if (hasHeld) {
      run(db, "DELETE FROM changes WHERE id IN (SELECT change FROM held_changes)");
      run(db, "DELETE FROM held_changes");
    }
    if (exists(db, unseenTexts)) dropUnseen(db);
    if (hasHeld || isPast) dropStruckOff(db);
    const empty = all(
      db,
      IdRow,
      "SELECT id FROM edits WHERE NOT EXISTS (SELECT 1 FROM changes WHERE edit = edits.id)",
    );
    const ids = JSON.stringify(empty.map(({ id }) => id));
    run(
      db,
      "UPDATE edits SET kind = 'edit', undoes = NULL WHERE undoes IN (SELECT value FROM json_each(?))",
      ids,
    );
    run(db, "DELETE FROM edits WHERE id IN (SELECT value FROM json_each(?))", ids);
  });

/** Writes what a copy says of itself. */
export const setManifest = (db: Database, json: string): void => setMeta(db, "manifest", json);

const one = (db: Database, name: string): unknown => db.pragma(name, { simple: true });

/**
 * Ends the writing of a copy. Answers whether it is one file in DELETE mode, with the tables of a project, whose pages and
 * references are in order.
 */
export const finishCopy = (db: Database): boolean => {
  if (db.inTransaction) db.exec("COMMIT");
  db.pragma("main.journal_mode = DELETE");
  return (
    one(db, "main.journal_mode") === "delete" &&
    foreignSchema(db).length === 0 &&
    one(db, "main.quick_check(1)") === "ok" &&
    (db.pragma("main.foreign_key_check") as unknown[]).length === 0 &&
    exists(db, "SELECT 1 FROM main.meta JOIN main.project ON id = value WHERE key = 'project'")
  );
};
