import type { Database } from "better-sqlite3";
import type { Entity } from "../../shared/domain/change";
import { entities } from "./entities";
import { type Folded, foldChanges, type LoggedChange } from "./fold";
import { exists, run } from "./statement";

/*
 * Things that are wholly new here end as what their own changes come to, so that is worked out while a file is read, by
 * the same fold as everywhere. The merge then copies whole ranges of rows, which it could not make as fast one by one.
 */

/** The table of a received file's own rows of an entity, and of the tags on them. */
const rowTable = (entity: Entity): string => `row_${entities[entity].table}`;
const tagTable = (entity: Entity): string => `row_${entities[entity].tags?.table ?? ""}`;

/** Names of the columns of an entity's rows; the same for each of them. */
const columnsOf = (folded: Folded): string[] => Object.keys(folded.columns);

/** Puts rows aside in the file of what came in. */
type RowKeeper = {
  /** Works out a thing's row from all of its changes and keeps it. */
  readonly keep: (entity: Entity, id: string, changes: readonly LoggedChange[]) => void;
};

/** `RowKeeper` of the file that is being written. */
export const rowKeeper = (db: Database): RowKeeper => {
  const made = new Map<Entity, string>();
  const make = (entity: Entity, folded: Folded): string => {
    const names = columnsOf(folded);
    const columns = names.map((name) => (name === "id" ? "id TEXT NOT NULL PRIMARY KEY" : name));
    db.exec(`CREATE TABLE ${rowTable(entity)} (${columns.join(", ")}) WITHOUT ROWID`);
    const { tags } = entities[entity];
    if (tags !== undefined)
      db.exec(`CREATE TABLE ${tagTable(entity)} (${tags.owner}, tag_id, place, at, PRIMARY KEY (${tags.owner}, tag_id))
        WITHOUT ROWID`);
    const sql = `INSERT OR REPLACE INTO ${rowTable(entity)} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
    made.set(entity, sql);
    return sql;
  };
  return {
    keep: (entity, id, changes) => {
      // Every value was held against its field when the file was examined: main/share/check-rows.ts.
      const folded = foldChanges(entity, id, changes, { isChecked: true });
      if (folded === null) return;
      run(db, made.get(entity) ?? make(entity, folded), ...Object.values(folded.columns));
      const { tags } = entities[entity];
      if (tags === undefined) return;
      const put = `INSERT OR REPLACE INTO ${tagTable(entity)} (${tags.owner}, tag_id, place, at) VALUES (?, ?, ?, ?)`;
      for (const [tag, { place, at }] of folded.tags) run(db, put, id, tag, place, at);
    },
  };
};

type CopySql = { readonly rows: string; readonly tags: string | null; readonly index: string | null };

/** How the rows of an entity are copied, from one id to another; null when the file has none. */
const copySql = (db: Database, entity: Entity): CopySql | null => {
  if (!exists(db, "SELECT 1 FROM came.sqlite_schema WHERE name = ?", rowTable(entity))) return null;
  const { table, tags, search } = entities[entity];
  const names = (
    db.prepare(`SELECT name FROM pragma_table_info(?, 'came')`).all(rowTable(entity)) as { name: string }[]
  ).map(({ name }) => name);
  const list = names.join(", ");
  return {
    rows: `INSERT OR FAIL INTO main.${table} (${list}) SELECT ${list} FROM came.${rowTable(entity)} WHERE id BETWEEN ? AND ?`,
    tags:
      tags === undefined
        ? null
        : `INSERT OR FAIL INTO main.${tags.table} (${tags.owner}, tag_id, place, at)
           SELECT ${tags.owner}, tag_id, place, at FROM came.${tagTable(entity)} WHERE ${tags.owner} BETWEEN ? AND ?`,
    index:
      search === undefined
        ? null
        : `INSERT INTO ${search.table} (rowid, ${search.columns.join(", ")})
           SELECT n, ${search.columns.join(", ")} FROM main.${table}
           WHERE id IN (SELECT id FROM came.${rowTable(entity)} WHERE id BETWEEN ? AND ?)`,
  };
};

/** Copies the rows of things that are new here, from one id to another. Of what came in nothing else may lie between. */
export const rowCopier = (db: Database): ((entity: Entity, first: string, last: string) => void) => {
  const known = new Map<Entity, CopySql | null>();
  return (entity, first, last) => {
    if (!known.has(entity)) known.set(entity, copySql(db, entity));
    const sql = known.get(entity) ?? null;
    if (sql === null) return;
    for (const one of [sql.rows, sql.tags, sql.index]) if (one !== null) run(db, one, first, last);
  };
};
