import type { Database } from "better-sqlite3";
import { z } from "zod";
import { fail } from "../../shared/errors";
import { SourceId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { nameId, normaliseName } from "../ids";
import { type Actor, createEntity, type Write } from "./change-log";
import { exists, first } from "./statement";

const Row = z.object({ name: z.string() });
const IdRow = z.object({ id: SourceId });

/** The name of a source that is there; `not-found` otherwise. */
export const liveSourceName = (db: Database, id: SourceId): Result<string> => {
  const row = first(db, Row, "SELECT name FROM sources WHERE id = ? AND is_deleted = 0", id);
  return row === undefined ? fail("not-found", "This source is not in the project.") : ok(row.name);
};

/** The live source whose name reads the same, whatever its case and spacing. */
export const findSourceByName = (db: Database, name: string): SourceId | null =>
  first(
    db,
    IdRow,
    "SELECT id FROM sources WHERE name_key = ? AND is_deleted = 0 ORDER BY created_at, id LIMIT 1",
    normaliseName(name),
  )?.id ?? null;

/**
 * The id for a new item of this name: derived from the name, so that two people who type it get one item; a
 * fresh one where that id was used before, by an item that was deleted or has another name now.
 */
export const idForName = (
  db: Database,
  actor: Pick<Actor, "newId">,
  prefix: "src" | "tag",
  name: string,
): string => {
  const derived = nameId(prefix, name);
  const table = prefix === "src" ? "sources" : "tags";
  return exists(db, `SELECT 1 FROM ${table} WHERE id = ?`, derived) ? actor.newId(prefix) : derived;
};

/** The source of this name, and the writes that create it when there is none. */
export const sourceForName = (
  db: Database,
  actor: Actor,
  name: string,
): { readonly id: SourceId; readonly writes: readonly Write[] } => {
  const found = findSourceByName(db, name);
  if (found !== null) return { id: found, writes: [] };
  const id = SourceId.parse(idForName(db, actor, "src", name));
  return { id, writes: createEntity("source", id, { name: name.trim(), kind: "other" }) };
};

/**
 * As `sourceForName`, for many names at once: a name that is asked for again gets the same source and no more writes.
 */
export const sourceNamer = (
  db: Database,
  actor: Actor,
): ((name: string) => ReturnType<typeof sourceForName>) => {
  const made = new Map<string, SourceId>();
  return (name) => {
    const key = normaliseName(name);
    const id = made.get(key);
    if (id !== undefined) return { id, writes: [] };
    const source = sourceForName(db, actor, name);
    made.set(key, source.id);
    return source;
  };
};
