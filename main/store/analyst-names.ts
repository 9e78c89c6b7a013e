import type { Database } from "better-sqlite3";
import { exists } from "./statement";

/** Whether an analyst has a name in this project. */
export const hasName = (db: Database, analyst: string): boolean =>
  exists(db, "SELECT 1 FROM analysts WHERE id = ?", analyst);
