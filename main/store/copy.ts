import Sqlite, { type Database } from "better-sqlite3";

/**
 * Writes every live row to a new file from one consistent state, less what belongs to this machine alone.
 * Answers whether the copy is one file in DELETE mode that passes SQLite's quick check.
 *
 * @throws SqliteError when the file cannot be made or the disk is full; a partial file may be left behind
 * @see https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export const copyInto = (db: Database, path: string): boolean => {
  db.prepare("VACUUM INTO ?").run(path);
  const copy = new Sqlite(path, { fileMustExist: true });
  try {
    // What is deleted is overwritten, so that it cannot be read out of the file's free pages.
    copy.pragma("secure_delete = ON");
    copy.pragma("journal_mode = DELETE");
    copy.exec("DELETE FROM reading");
    const pragma = (name: string): unknown => copy.pragma(name, { simple: true });
    return pragma("journal_mode") === "delete" && pragma("quick_check") === "ok";
  } finally {
    copy.close();
  }
};
