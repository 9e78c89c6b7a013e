import type { Database } from "better-sqlite3";
import { forgetTouched } from "./change-log";

/*
 * A transaction that stays open while other calls are answered. They read through the same connection and see what is
 * done so far; whoever opens one sees to it that nobody else writes meanwhile.
 */

/** Begins it. Not inside another one. */
export const beginLong = (db: Database): void => {
  db.exec("BEGIN IMMEDIATE");
};

/** Writes it for good. It stays open when that fails, as when a row refers to something that is not there. */
export const commitLong = (db: Database): void => {
  db.exec("COMMIT");
};

/** Takes all of it back. */
export const rollbackLong = (db: Database): void => {
  if (db.open && db.inTransaction) db.exec("ROLLBACK");
  forgetTouched(db);
};
