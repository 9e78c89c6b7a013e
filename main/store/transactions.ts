import type { Database } from "better-sqlite3";
import { forgetTouched } from "./change-log";

/*
 * A transaction of many steps, on a connection that nobody else uses until it ends.
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
