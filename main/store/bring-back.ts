import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Entity, type FieldValue } from "../../shared/domain/change";
import { type Trashed, TrashKind } from "../../shared/domain/history";
import { type AppError, fail } from "../../shared/errors";
import type { EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { type Actor, quoted, setFields, standingChange, type Write, writeEdit } from "./change-log";
import { absentValue } from "./entities";
import { origin } from "./origin";
import { all, exists, first } from "./statement";
import { evidenceAlong, type TrashItem, trashed } from "./trash";
import { heldByAnother } from "./undo-obstacles";

/*
 * Brings back what is in the trash.
 */

const Parents = z.object({
  kind: z.enum(["article", "highlight", "claim"]),
  id: z.string(),
  words: z.string(),
});

/** What must be there for something to be seen, and is not. */
const missingParents = (db: Database, entity: TrashKind, id: string): z.infer<typeof Parents>[] => {
  if (entity === "highlight")
    return all(
      db,
      Parents,
      `SELECT 'article' AS kind, articles.id, title AS words FROM highlights JOIN articles ON articles.id = article_id
       WHERE highlights.id = ? AND articles.is_deleted = 1`,
      id,
    );
  if (entity !== "evidence") return [];
  const from = "FROM evidence JOIN highlights ON highlights.id = highlight_id";
  return all(
    db,
    Parents,
    `SELECT 'claim' AS kind, claims.id, statement AS words FROM evidence JOIN claims ON claims.id = claim_id
       WHERE evidence.id = ? AND claims.is_deleted = 1
     UNION ALL SELECT 'highlight', highlights.id, quote ${from} WHERE evidence.id = ? AND highlights.is_deleted = 1
     UNION ALL SELECT 'article', articles.id, title ${from} JOIN articles ON articles.id = article_id
       WHERE evidence.id = ? AND articles.is_deleted = 1`,
    id,
    id,
    id,
  );
};

/** The same claim has evidence on the same passage by now. */
const isGivenAgain = (db: Database, evidence: string): boolean =>
  exists(
    db,
    `SELECT 1 FROM evidence AS own JOIN evidence AS other ON other.claim_id = own.claim_id
       AND other.highlight_id = own.highlight_id AND other.id <> own.id AND other.is_deleted = 0
     WHERE own.id = ?`,
    evidence,
  );

type Refusal = { readonly ok: false; readonly error: AppError };

const obstacleOf = (db: Database, item: Trashed, isComing: (id: string) => boolean): Refusal | null => {
  const refused = (why: string, advice: string) =>
    fail("conflict", `${quoted(item.words)} cannot be brought back: ${why}.`, advice);
  const missing = missingParents(db, item.entity, item.id).find(({ id }) => !isComing(id));
  if (missing !== undefined)
    return refused(
      `the ${missing.kind} ${quoted(missing.words)} that it belongs to is removed too`,
      "Bring that back first, or both together.",
    );
  if (item.entity === "evidence" && isGivenAgain(db, item.id))
    return refused("the claim has evidence on that passage again", "Change that one instead.");
  return null;
};

/** The writes that bring one thing back, with the evidence that was removed along with it as far as that can be seen then. */
const writesFor = (db: Database, item: Trashed, isComing: (id: string) => boolean): Write[] => {
  const { entity, id } = item;
  const along = evidenceAlong(db, entity, id, item.edit).filter(
    (evidence) =>
      !isGivenAgain(db, evidence) &&
      missingParents(db, "evidence", evidence).every((parent) => isComing(parent.id)),
  );
  const isNamed = entity === "tag" || entity === "source";
  return [
    ...setFields(entity, id, { deleted: false, ...(isNamed ? { mergedInto: null } : {}) }),
    ...along.flatMap((evidence) => setFields("evidence", evidence, { deleted: false })),
  ];
};

const Turned = z.object({
  id: z.string(),
  entity: Entity,
  entityId: z.string(),
  field: z.string(),
  old: z.string().nullable(),
});
/** What else an edit changed of things that it did not make: a tag's children and uses, say. */
const turned = `SELECT id, entity, entity_id AS entityId, field, (SELECT value FROM changes WHERE id = own.before) AS old
  FROM changes AS own WHERE edit = ? AND field <> 'deleted' AND entity <> 'analyst' AND NOT EXISTS (
    SELECT 1 FROM changes AS made WHERE made.edit = own.edit AND made.entity = own.entity
      AND made.entity_id = own.entity_id AND made.field = 'deleted' AND made.value = 'false')`;

/** The writes that give back what a removal changed besides, as far as it still is as the removal left it. */
const writesBeside = (db: Database, edit: EditId): Write[] =>
  all(db, Turned, turned, edit)
    .filter(({ id, entity, entityId, field }) => {
      const standing = standingChange(db, entity, entityId, field);
      return standing !== undefined && origin(db, standing.id) === id;
    })
    .map(({ entity, entityId, field, old }) => ({
      entity,
      entityId,
      field,
      value: old === null ? (absentValue(entity, field) ?? null) : (JSON.parse(old) as FieldValue),
    }));

const Removed = z.object({ entity: TrashKind, id: z.string() });

/** What an edit removed. */
const removedIn = (db: Database, edit: EditId): TrashItem[] =>
  all(
    db,
    Removed,
    `SELECT entity, entity_id AS id FROM changes WHERE edit = ? AND field = 'deleted' AND value = 'true'
       AND entity IN ('article', 'highlight', 'claim', 'evidence', 'tag', 'source')`,
    edit,
  );

const Clock = z.object({ clock: z.number().int() });

/** Why a name or a key cannot be given back: somebody has it by now. */
const holderOf = (db: Database, item: Trashed, writes: readonly Write[]): Refusal | null => {
  const removal = first(db, Clock, "SELECT clock FROM edits WHERE id = ?", item.edit);
  const held = heldByAnother(db, writes, removal?.clock ?? 0);
  return held === null
    ? null
    : fail("conflict", `${quoted(item.words)} cannot be brought back: ${held.why}.`, held.advice);
};

/**
 * Brings removed things back in one ordinary edit, so that the next undo removes them again. Where everything that an
 * edit removed is brought back, so is what else it changed and nobody has changed since: a tag's place, its children,
 * and the uses that a join took from it.
 *
 * @returns fails with `not-found` when one of them is not in the trash, with `conflict` when a name is taken by now or
 * what it belongs to is removed too
 */
export const restoreTrashed = (
  db: Database,
  actor: Actor,
  items: readonly TrashItem[],
): Result<EditId | null> => {
  const wanted = new Map(items.map((item) => [`${item.entity} ${item.id}`, item]));
  const chosen = [...wanted.values()].flatMap((item) => trashed(db, item) ?? []);
  const [one] = chosen;
  if (one === undefined || chosen.length < wanted.size)
    return fail("not-found", "Some of this is not in the trash any more.", "Look at the list again.");
  const coming = new Set(chosen.map(({ id }) => id));
  const isComing = (id: string) => coming.has(id);
  const whole = [...new Set(chosen.map(({ edit }) => edit))].filter((edit) =>
    removedIn(db, edit).every((thing) => coming.has(thing.id) || trashed(db, thing)?.edit !== edit),
  );
  const writes = whole.flatMap((edit) => writesBeside(db, edit));
  for (const item of chosen) {
    const own = writesFor(db, item, isComing);
    const obstacle = obstacleOf(db, item, isComing) ?? holderOf(db, item, [...writes, ...own]);
    if (obstacle !== null) return obstacle;
    writes.push(...own);
  }
  const what = chosen.length === 1 ? quoted(one.words) : `${chosen.length} things`;
  return ok(writeEdit(db, actor, `Bring back ${what}`, writes));
};
