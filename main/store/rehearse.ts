import type { Database } from "better-sqlite3";
import { forgetTouched } from "./change-log";

/** Does work on the project and takes all of it back, so that its outcome is known and nothing has happened. */
export const rehearse = async <T>(db: Database, work: () => Promise<T>): Promise<T> => {
  db.exec("BEGIN");
  try {
    return await work();
  } finally {
    if (db.inTransaction) db.exec("ROLLBACK");
    forgetTouched(db);
  }
};
