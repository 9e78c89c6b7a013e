import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Entity } from "../../shared/domain/change";
import type { EditId } from "../../shared/ids";
import type { Touched } from "./change-log";
import type { ConflictRow } from "./conflicts";
import { entities } from "./entities";
import { foldEntity } from "./fold";
import { getMerge, insertMerge, noteMerged } from "./merges";
import { all, exists, run } from "./statement";

/*
 * Changes that claim to be this analyst's own, or that hang on such ones, begin to count when somebody accepts them.
 */

const HeldRow = z.object({
  id: z.string(),
  entity: Entity,
  entityId: z.string(),
  field: z.string(),
  value: z.string(),
});
type HeldRow = z.infer<typeof HeldRow>;
const heldOf = `SELECT changes.id, entity, entity_id AS entityId, field, value FROM changes
  JOIN held_changes ON held_changes.change = changes.id WHERE entity = ? AND entity_id = ?`;
const heldByOthers = `SELECT changes.id, entity, entity_id AS entityId, field, value FROM held_changes
  JOIN changes ON changes.id = held_changes.change WHERE reason = 'claims-mine'`;

const hasRow = (db: Database, entity: Entity, id: string): boolean =>
  exists(db, `SELECT 1 FROM ${entities[entity].table} WHERE id = ?`, id);

const prefixes: Readonly<Record<string, Entity>> = {
  src: "source",
  tag: "tag",
  art: "article",
  hl: "highlight",
  clm: "claim",
};
const anyId = /\b(src|tag|art|hl|clm)-[0-9a-f-]{32,36}/g;

/** The things that a change refers to, in its value or (a tag) in its field. */
const referredBy = ({ field, value }: Pick<HeldRow, "field" | "value">): { entity: Entity; id: string }[] =>
  [...`${field} ${value}`.matchAll(anyId)].flatMap(([id, prefix = ""]) => {
    const entity = prefixes[prefix];
    return entity === undefined ? [] : [{ entity, id }];
  });

/**
 * Makes held changes count, with what they need: those of the field, or of the whole thing where it has no row; of things
 * that they refer to; and of things of others that waited for them. They are entered as brought by `edit`.
 */
export const acceptClaims = (
  db: Database,
  edit: EditId,
  claims: readonly ConflictRow[],
): readonly Touched[] => {
  const [first] = claims;
  const file = first === undefined ? undefined : getMerge(db, first.edit);
  if (first === undefined || file === undefined) return [];
  insertMerge(db, edit, file);
  const touched = new Map<string, Touched>();
  const accept = (change: HeldRow): void => {
    if (run(db, "DELETE FROM held_changes WHERE change = ?", change.id) === 0) return;
    noteMerged(db, edit, change.id);
    touched.set(change.entityId, { entity: change.entity, id: change.entityId });
    for (const { entity, id } of referredBy(change)) acceptThing(entity, id);
  };
  const acceptThing = (entity: Entity, id: string, field?: string): void => {
    const isNew = !hasRow(db, entity, id);
    if (!isNew && field === undefined) return;
    for (const change of all(db, HeldRow, heldOf, entity, id))
      if (isNew || change.field === field) accept(change);
  };
  for (const { entity, entityId, field } of claims) acceptThing(entity, entityId, field);
  const isWaiting = (change: HeldRow): boolean => referredBy(change).some(({ id }) => touched.has(id));
  for (let size = -1; size !== touched.size; ) {
    size = touched.size;
    const waiting = all(db, HeldRow, heldByOthers).filter(isWaiting);
    for (const { entity, entityId, field } of waiting) acceptThing(entity, entityId, field);
  }
  for (const { entity, id } of touched.values()) foldEntity(db, entity, id);
  return [...touched.values()];
};
