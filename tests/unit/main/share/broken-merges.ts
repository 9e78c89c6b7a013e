import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { sha256 } from "../../../../main/ids";
import { aFolder } from "../../../builders";
import { mergeFrom } from "../../../merge-work";
import type { Merge, Replica } from "./replicas";

/*
 * Merges that are wrong on purpose, in the ways in which merges usually are. Each is the real one on a file that was
 * altered on its way, by what the receiving project has, so that it comes to what the wrong one would do.
 */

/** Alters a received file; `own` is a copy of the receiving project, attached. */
type Tamper = (db: Database) => void;

let copies = 0;

const tampered =
  (tamper: Tamper): Merge =>
  async (into: Replica, from: string) => {
    copies += 1;
    const folder = aFolder();
    const [path, own] = [join(folder, `tampered ${copies}.assay`), join(folder, `own ${copies}.assay`)];
    copyFileSync(from, path);
    copyFileSync(into.path, own);
    const db = new Sqlite(path);
    db.pragma("foreign_keys = OFF");
    db.prepare("ATTACH ? AS own").run(own);
    tamper(db);
    db.close();
    return mergeFrom(into, path);
  };

const unknown = "id NOT IN (SELECT id FROM own.changes)";
/** Incoming edits whose clock is that of a change here to the same field. */
const sameClock = `SELECT theirs.edit FROM main.changes AS theirs JOIN own.changes AS mine
  ON mine.entity = theirs.entity AND mine.entity_id = theirs.entity_id AND mine.field = theirs.field
    AND mine.clock = theirs.clock AND mine.id <> theirs.id
  WHERE theirs.id NOT IN (SELECT id FROM own.changes)`;

const addToClocks = (db: Database, edits: string, add: string): void => {
  db.exec(`UPDATE main.changes SET clock = clock + ${add} WHERE edit IN (${edits})`);
  db.exec(`UPDATE main.edits SET clock = clock + ${add} WHERE id IN (${edits})`);
};
const newEdits = "SELECT id FROM main.edits WHERE id NOT IN (SELECT id FROM own.edits)";

export const brokenMerges = {
  /** Later wins, and of two that are as late the one that was here first. */
  "no tie-break": tampered((db) => {
    db.exec(`DELETE FROM main.changes WHERE ${unknown} AND edit IN (${sameClock})`);
  }),
  /** Later wins, and of two that are as late the one that came in. */
  "not earlier wins": tampered((db) => {
    db.exec(`CREATE TEMP TABLE raised AS ${sameClock}`);
    addToClocks(db, "SELECT edit FROM raised", "1");
  }),
  /** The clock on the wall decides. */
  "wall clock": tampered((db) => {
    const seconds =
      "(SELECT (unixepoch(at) - unixepoch('2010-01-01')) / 1000 FROM main.edits AS one WHERE one.id = edit)";
    db.exec(`UPDATE main.changes SET clock = ${seconds} WHERE edit IN (${newEdits})`);
    db.exec(
      `UPDATE main.edits SET clock = (unixepoch(at) - unixepoch('2010-01-01')) / 1000 WHERE id IN (${newEdits})`,
    );
  }),
  /** What says that something is gone is thrown away. */
  "tombstones dropped": tampered((db) => {
    db.exec("DELETE FROM main.changes WHERE field = 'deleted' AND value = 'true'");
  }),
  /** Something that is known here and different is taken for something else. */
  renumbering: tampered((db) => {
    const clashing = db
      .prepare(
        `SELECT DISTINCT entity_id AS id FROM main.changes WHERE entity = 'highlight' AND ${unknown}
           AND entity_id IN (SELECT entity_id FROM own.changes)`,
      )
      .all() as { id: string }[];
    for (const { id } of clashing)
      for (const row of db.prepare("SELECT id FROM main.changes WHERE entity_id = ?").all(id) as {
        id: string;
      }[])
        db.prepare("UPDATE main.changes SET entity_id = ?, id = ?, before = NULL WHERE id = ?").run(
          `hl-${sha256(`${id} again ${copies}`).slice(0, 32)}`,
          `chg-${sha256(`${row.id} again ${copies}`).slice(0, 32)}`,
          row.id,
        );
  }),
  /** Whatever comes in stands. */
  "theirs wins": tampered((db) => {
    addToClocks(db, newEdits, "(SELECT max(clock) FROM own.edits)");
  }),
  /** Whatever is here stays. */
  "mine wins": tampered((db) => {
    db.exec(`DELETE FROM main.changes WHERE ${unknown} AND EXISTS (SELECT 1 FROM own.changes AS mine
      WHERE mine.entity = changes.entity AND mine.entity_id = changes.entity_id AND mine.field = changes.field)`);
  }),
} as const satisfies Readonly<Record<string, Merge>>;
