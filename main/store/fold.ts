import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Entity } from "../../shared/domain/change";
import { TagId } from "../../shared/ids";
import { type EntitySpec, entities, isMarkField, tagOfField } from "./entities";
import { counting } from "./held";
import { rebuildNearCopies } from "./near-copies";
import { all, type Bound, first, prepare, run, transact } from "./statement";

/** A change as the fold reads it, with the time and the analyst of its edit. */
const LoggedChange = z.object({
  id: z.string(),
  field: z.string(),
  clock: z.number().int(),
  value: z.string(),
  at: z.string(),
  analyst: z.string(),
});
export type LoggedChange = z.infer<typeof LoggedChange>;

type TagOn = { readonly place: number; readonly at: string };

/** What the changes of one entity come to: its row, and the tags on it. */
export type Folded = {
  readonly columns: Readonly<Record<string, Bound>>;
  readonly tags: ReadonlyMap<string, TagOn>;
};

/** Whether `a` counts more than `b`: the greater clock, then the greater id. Never wall time. */
const isLater = (a: LoggedChange, b: LoggedChange): boolean =>
  a.clock > b.clock || (a.clock === b.clock && a.id > b.id);

const Place = z.union([z.literal(false), z.number().int().min(1).max(1_000_000)]);

const isValid = (spec: EntitySpec, change: LoggedChange, value: unknown): boolean => {
  if (change.field === "deleted") return typeof value === "boolean";
  const tag = tagOfField(change.field);
  if (tag !== null)
    return spec.tags !== undefined && TagId.safeParse(tag).success && Place.safeParse(value).success;
  return spec.fields[change.field]?.schema.safeParse(value).success ?? false;
};

type Winner = { readonly change: LoggedChange; readonly value: unknown };

const winnersOf = (
  spec: EntitySpec,
  changes: readonly LoggedChange[],
  isChecked: boolean,
): Map<string, Winner> => {
  const winners = new Map<string, Winner>();
  for (const change of changes) {
    if (isMarkField(change.field)) continue;
    const standing = winners.get(change.field);
    if (standing !== undefined && !isLater(change, standing.change)) continue;
    const value: unknown = JSON.parse(change.value);
    if (isChecked || isValid(spec, change, value)) winners.set(change.field, { change, value });
  }
  return winners;
};

const valuesOf = (spec: EntitySpec, winners: ReadonlyMap<string, Winner>): Record<string, unknown> | null => {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    const winner = winners.get(name);
    if (winner !== undefined) values[name] = winner.value;
    else if (field.absent !== undefined) values[name] = field.absent;
    else return null;
  }
  return values;
};

const tagsOf = (winners: ReadonlyMap<string, Winner>): Map<string, TagOn> => {
  const tags = new Map<string, TagOn>();
  for (const [field, { change, value }] of winners) {
    const tag = tagOfField(field);
    if (tag !== null && typeof value === "number") tags.set(tag, { place: value, at: change.at });
  }
  return tags;
};

/**
 * The state that some changes of one entity come to, whatever their order: of each field the change with the
 * greatest (clock, id) whose value is valid. Null when a required field is missing: then there is no row.
 *
 * `isChecked`: every value was held against its field's schema already.
 */
export const foldChanges = (
  entity: Entity,
  id: string,
  changes: readonly LoggedChange[],
  { isChecked = false }: { readonly isChecked?: boolean } = {},
): Folded | null => {
  const spec = entities[entity];
  let oldest: LoggedChange | null = null;
  let newest: LoggedChange | null = null;
  for (const change of changes) {
    // That somebody has looked at a conflict is no work on the thing.
    if (isMarkField(change.field)) continue;
    if (oldest === null || isLater(oldest, change)) oldest = change;
    if (newest === null || isLater(change, newest)) newest = change;
  }
  const winners = winnersOf(spec, changes, isChecked);
  const values = valuesOf(spec, winners);
  if (oldest === null || newest === null || values === null) return null;
  const own = spec.columns(values);
  return {
    columns: {
      id,
      ...own,
      ...(spec.hasClock ? { clock: oldest.clock } : {}),
      is_deleted: winners.get("deleted")?.value === true ? 1 : 0,
      created_at: oldest.at,
      created_by: oldest.analyst,
      updated_at: newest.at,
      updated_by: newest.analyst,
    },
    tags: spec.tags === undefined ? new Map() : tagsOf(winners),
  };
};

const changesSql = `
  SELECT changes.id, field, changes.clock, value, at, analyst
  FROM changes JOIN edits ON edits.id = changes.edit
  WHERE entity = ? AND entity_id = ? AND ${counting()}`;

/** The whole history of one entity as far as it counts, in no order. */
export const changesOf = (db: Database, entity: Entity, id: string): LoggedChange[] =>
  prepare(db, changesSql).all(entity, id) as LoggedChange[];

/** The folded row as it stands in its table, in the shape of `foldChanges`; null when there is none. */
export const storedFold = (db: Database, entity: Entity, id: string): Folded | null => {
  const spec = entities[entity];
  const columns = prepare(db, `SELECT * FROM ${spec.table} WHERE id = ?`).get(id) as
    | Record<string, Bound>
    | undefined;
  if (columns === undefined) return null;
  const { n: _, ...own } = columns;
  const tags = new Map<string, TagOn>();
  if (spec.tags !== undefined) {
    const sql = `SELECT tag_id AS tagId, place, at FROM ${spec.tags.table} WHERE ${spec.tags.owner} = ?`;
    for (const tag of all(db, TagRow, sql, id)) tags.set(tag.tagId, { place: tag.place, at: tag.at });
  }
  return { columns: own, tags };
};
const TagRow = z.object({ tagId: z.string(), place: z.number(), at: z.string() });

/** Names of the columns (or tags) in which two folds differ; empty when they are the same. */
export const differences = (a: Folded | null, b: Folded | null): string[] => {
  if (a === null || b === null) return a === b ? [] : ["row"];
  const names = new Set([...Object.keys(a.columns), ...Object.keys(b.columns)]);
  const differing = [...names].filter((name) => a.columns[name] !== b.columns[name]);
  const tags = new Set([...a.tags.keys(), ...b.tags.keys()]);
  const isOther = (tag: string) =>
    a.tags.get(tag)?.place !== b.tags.get(tag)?.place || a.tags.get(tag)?.at !== b.tags.get(tag)?.at;
  return [...differing, ...[...tags].filter(isOther)];
};

type RowSql = { readonly insert: string; readonly upsert: string };
const rowSql = new Map<string, RowSql>();

const rowSqlOf = ({ table }: EntitySpec, columns: Folded["columns"]): RowSql => {
  const known = rowSql.get(table);
  if (known !== undefined) return known;
  const names = Object.keys(columns);
  const set = names.filter((name) => name !== "id").map((name) => `${name} = excluded.${name}`);
  const insert = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  const sql = { insert, upsert: `${insert} ON CONFLICT (id) DO UPDATE SET ${set.join(", ")}` };
  rowSql.set(table, sql);
  return sql;
};

const writeTags = (
  db: Database,
  spec: EntitySpec,
  id: string,
  tags: Folded["tags"],
  before: Folded["tags"],
): void => {
  if (spec.tags === undefined) return;
  const { table, owner } = spec.tags;
  for (const tag of before.keys())
    if (!tags.has(tag)) run(db, `DELETE FROM ${table} WHERE ${owner} = ? AND tag_id = ?`, id, tag);
  for (const [tag, { place, at }] of tags)
    run(
      db,
      `INSERT INTO ${table} (${owner}, tag_id, place, at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET place = excluded.place, at = excluded.at`,
      id,
      tag,
      place,
      at,
    );
};

const RowNumber = z.object({ n: z.number().int() });

/** Takes a row's words out of its full-text index; needs the very values that were put in. */
const unindex = (db: Database, spec: EntitySpec, columns: Folded["columns"]): void => {
  if (spec.search === undefined) return;
  const { table, columns: names } = spec.search;
  const n = first(db, RowNumber, `SELECT n FROM ${spec.table} WHERE id = ?`, columns.id as string)?.n ?? 0;
  const values = names.map((name) => columns[name] ?? "");
  run(
    db,
    `INSERT INTO ${table} (${table}, rowid, ${names.join(", ")}) VALUES ('delete', ?, ${names.map(() => "?").join(", ")})`,
    n,
    ...values,
  );
};

const index = (db: Database, spec: EntitySpec, columns: Folded["columns"]): void => {
  if (spec.search === undefined) return;
  const { table, columns: names } = spec.search;
  const n = first(db, RowNumber, `SELECT n FROM ${spec.table} WHERE id = ?`, columns.id as string)?.n ?? 0;
  run(
    db,
    `INSERT INTO ${table} (rowid, ${names.join(", ")}) VALUES (?, ${names.map(() => "?").join(", ")})`,
    n,
    ...names.map((name) => columns[name] ?? ""),
  );
};

/**
 * Brings the row of one entity up to its history. The only code that writes to folded tables: plain writes,
 * undo, rebuild and merge all end here, so they cannot come to different states.
 *
 * @returns whether it has a row now
 */
export const foldEntity = (db: Database, entity: Entity, id: string): boolean => {
  const spec = entities[entity];
  const before = storedFold(db, entity, id);
  const after = foldChanges(entity, id, changesOf(db, entity, id));
  if (after === null) {
    if (before === null) return false;
    unindex(db, spec, before.columns);
    writeTags(db, spec, id, new Map(), before.tags);
    run(db, `DELETE FROM ${spec.table} WHERE id = ?`, id);
    return false;
  }
  const isSearchStale =
    spec.search?.columns.some((name) => before?.columns[name] !== after.columns[name]) ?? false;
  if (isSearchStale && before !== null) unindex(db, spec, before.columns);
  run(db, rowSqlOf(spec, after.columns).upsert, ...Object.values(after.columns));
  if (isSearchStale) index(db, spec, after.columns);
  writeTags(db, spec, id, after.tags, before?.tags ?? new Map());
  return true;
};

/**
 * As `foldEntity`, for an entity of which nothing was known before: `changes` are its whole history, and it has no row.
 *
 * @returns whether it has a row now
 */
export const foldNew = (
  db: Database,
  entity: Entity,
  id: string,
  changes: readonly LoggedChange[],
): boolean => {
  const spec = entities[entity];
  const after = foldChanges(entity, id, changes);
  if (after === null) return false;
  run(db, rowSqlOf(spec, after.columns).insert, ...Object.values(after.columns));
  index(db, spec, after.columns);
  writeTags(db, spec, id, after.tags, new Map());
  return true;
};

const EntityKey = z.object({ entity: Entity, id: z.string() });

/** Every entity that the log knows, by changes that count. */
export const loggedEntities = (db: Database): z.infer<typeof EntityKey>[] =>
  all(db, EntityKey, `SELECT DISTINCT entity, entity_id AS id FROM changes WHERE ${counting()}`);

/** Throws every folded table away and makes it anew from the log; the full-text indexes too. */
export const rebuild = (db: Database): void =>
  transact(db, () => {
    for (const spec of Object.values(entities)) {
      if (spec.tags !== undefined) run(db, `DELETE FROM ${spec.tags.table}`);
      if (spec.search !== undefined)
        run(db, `INSERT INTO ${spec.search.table} (${spec.search.table}) VALUES ('delete-all')`);
    }
    for (const spec of Object.values(entities)) run(db, `DELETE FROM ${spec.table}`);
    for (const { entity, id } of loggedEntities(db)) foldEntity(db, entity, id);
    for (const table of ["article_search", "title_search", "claim_search"])
      run(db, `INSERT INTO ${table} (${table}) VALUES ('rebuild')`);
    rebuildNearCopies(db);
  });
