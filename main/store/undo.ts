import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Entity, type FieldValue, type HistoryState } from "../../shared/domain/change";
import { fail } from "../../shared/errors";
import { type AnalystId, EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { type Actor, type EditKind, standingChange, writeEdit } from "./change-log";
import { absentValue } from "./entities";
import { isHeldBack } from "./held";
import { cameIn, mergeOfChain } from "./merges";
import { origin } from "./origin";
import { all, exists, first, transact } from "./statement";
import { type Turn, turnMerge, type Undone } from "./undo-merge";
import { heldByAnother, stillUsed } from "./undo-obstacles";

/*
 * Undo is a new edit that gives every field of an edit the value that it had before. Redo is the same, of an
 * undo. Nothing is taken out of the log, so both survive a restart and travel with a merge.
 *
 * Edits form chains by `undoes`: edit <- undo <- redo <- undo ... The last link says whether the first stands.
 */

const EditRow = z.object({
  id: EditId,
  kind: z.enum(["edit", "undo", "redo"]),
  undoes: EditId.nullable(),
  label: z.string(),
  clock: z.number().int(),
});
type EditRow = z.infer<typeof EditRow>;
const editRow = "SELECT id, kind, undoes, label, clock FROM edits";

const ChangeRow = z.object({
  id: z.string(),
  entity: Entity,
  entityId: z.string(),
  field: z.string(),
  before: z.string().nullable(),
});
type ChangeRow = z.infer<typeof ChangeRow>;
const changeRow = "SELECT id, entity, entity_id AS entityId, field, before FROM changes";

/** The last link of the chain that begins at an edit: the newest undo or redo of it, or itself. */
const lastLink = (db: Database, edit: EditRow): EditRow => {
  const own = mergeOfChain(db, edit.id) === null ? "" : `AND NOT ${cameIn("edits")}`;
  let link = edit;
  for (;;) {
    const next = first(
      db,
      EditRow,
      `${editRow} WHERE undoes = ? AND NOT ${isHeldBack("edits")} ${own} ORDER BY clock DESC, id DESC LIMIT 1`,
      link.id,
    );
    if (next === undefined) return link;
    link = next;
  }
};

const ValueRow = z.object({ value: z.string() });

/** What a field was before a change: the value of the change that it replaced, or what it is without any. */
const valueBefore = (db: Database, { entity, field, before }: ChangeRow): FieldValue => {
  const row =
    before === null ? undefined : first(db, ValueRow, "SELECT value FROM changes WHERE id = ?", before);
  if (row !== undefined) return JSON.parse(row.value) as FieldValue;
  // What was not there before is deleted; everything else of it may stay as it is.
  return field === "deleted" ? true : (absentValue(entity, field) ?? null);
};

/** Whether what a change replaced is not in the log: in a copy without its history. */
const isBeforeMissing = (db: Database, { before }: ChangeRow): boolean =>
  before !== null && !exists(db, "SELECT 1 FROM changes WHERE id = ?", before);

const isStanding = (db: Database, change: ChangeRow): boolean => {
  const standing = standingChange(db, change.entity, change.entityId, change.field);
  return (
    standing !== undefined && (standing.id === change.id || origin(db, standing.id) === origin(db, change.id))
  );
};

/** Whether a change made something that was not there: for the first time, or again after that was undone. */
const isCreation = (db: Database, { field, before }: ChangeRow): boolean =>
  field === "deleted" && (before === null || origin(db, before) === null);

/** Changes that an undo has to turn round: of a thing that the edit created, only that it is there. */
const undoable = (db: Database, edit: EditId): ChangeRow[] => {
  // An analyst's name is written along with an edit, but it is no part of it.
  const changes = all(db, ChangeRow, `${changeRow} WHERE edit = ? AND entity <> 'analyst'`, edit);
  const created = new Set(
    changes
      .filter(({ field, before }) => field === "deleted" && before === null)
      .map(({ entityId }) => entityId),
  );
  return changes.filter(({ entityId, field }) => !created.has(entityId) || field === "deleted");
};

/** The undo or redo that takes the last link of a chain back, when that chain began with a merge; else null. */
const turnOf = (db: Database, target: EditRow): Turn | null => {
  const merge = mergeOfChain(db, target.id);
  if (merge === null) return null;
  return { kind: target.kind === "undo" ? "redo" : "undo", undoes: target.id, label: target.label, merge };
};

/** Runs the undo of a merge to its end, all of it or nothing. */
const turnMergeRound = (db: Database, actor: Actor, turn: Turn): Result<Undone> =>
  transact(db, () => {
    db.exec("SAVEPOINT turn");
    const steps = turnMerge(db, actor, turn);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    db.exec(step.value.ok ? "RELEASE turn" : "ROLLBACK TO turn; RELEASE turn");
    return step.value;
  });

const turnRound = (db: Database, actor: Actor, target: EditRow): Result<Undone> => {
  const turn = turnOf(db, target);
  if (turn !== null) return turnMergeRound(db, actor, turn);
  const changes = undoable(db, target.id);
  const how: EditKind = { kind: target.kind === "undo" ? "redo" : "undo", undoes: target.id };
  const verb = how.kind === "undo" ? "undone" : "redone";
  const refused = (why: string, advice: string) =>
    fail("conflict", `“${target.label}” cannot be ${verb}: ${why}.`, advice);
  if (changes.some((change) => isBeforeMissing(db, change)))
    return refused("what was there before it did not come with this copy", "Make the change by hand.");
  if (!changes.every((change) => isStanding(db, change)))
    return refused(
      "what it changed was changed again since",
      "Undo the later change first, or make the change by hand.",
    );
  const writes = changes.map((change) => ({
    entity: change.entity,
    entityId: change.entityId,
    field: change.field,
    value: valueBefore(db, change),
  }));
  const uncreated = changes.filter((change) => isCreation(db, change)).map(({ entityId }) => entityId);
  const obstacle = heldByAnother(db, writes, target.clock) ?? stillUsed(db, new Set(uncreated), writes);
  if (obstacle !== null) return refused(obstacle.why, obstacle.advice);
  return ok({ edit: writeEdit(db, actor, target.label, writes, { how }), label: target.label });
};

/** The edit that made the project cannot be undone: there would be nothing left to undo it in. */
const beginning = "SELECT 1 FROM changes WHERE entity = 'project' AND field = 'deleted' AND before IS NULL";

/** An edit under this analyst's id that was set apart, because it was not known here, is none of theirs. */
const isSetApart = (edit: string): string =>
  `EXISTS (SELECT 1 FROM changes JOIN held_changes ON change = changes.id WHERE changes.edit = ${edit}.id)`;

/** Only a merge, its undo and its redo have no changes; what is left of any other such edit came without its history. */
const hasSubstance = `(kind = 'redo' OR EXISTS (SELECT 1 FROM changes WHERE edit = own.id)
  OR EXISTS (SELECT 1 FROM merges WHERE edit = own.id))`;

/** Nothing has taken it back; of a merge nothing that was done here. */
const isNotUndone = `NOT EXISTS (SELECT 1 FROM edits AS later WHERE later.undoes = own.id AND NOT ${isHeldBack("later")}
  AND NOT (EXISTS (SELECT 1 FROM merges WHERE merges.edit = own.id) AND ${cameIn("later")}))`;

const undoTarget = (db: Database, analyst: AnalystId): EditRow | undefined =>
  first(
    db,
    EditRow,
    `${editRow} AS own WHERE analyst = ? AND kind <> 'undo' AND ${isNotUndone}
       AND NOT EXISTS (${beginning} AND edit = own.id) AND NOT ${isSetApart("own")} AND ${hasSubstance}
     ORDER BY clock DESC, id DESC LIMIT 1`,
    analyst,
  );

/** The newest undo of this analyst that was not redone and that no new edit of theirs has followed. */
const redoTarget = (db: Database, analyst: AnalystId): EditRow | undefined =>
  first(
    db,
    EditRow,
    `${editRow} AS own WHERE analyst = ? AND kind = 'undo'
       AND NOT EXISTS (SELECT 1 FROM edits AS later WHERE later.undoes = own.id AND NOT ${isHeldBack("later")})
       AND clock > coalesce((SELECT clock FROM edits AS newer WHERE analyst = own.analyst AND kind = 'edit'
         AND NOT ${isSetApart("newer")} ORDER BY clock DESC LIMIT 1), 0)
     ORDER BY clock DESC, id DESC LIMIT 1`,
    analyst,
  );

/** What undo and redo would do next for an analyst. */
export const historyState = (db: Database, analyst: AnalystId): HistoryState => ({
  undo: undoTarget(db, analyst)?.label ?? null,
  redo: redoTarget(db, analyst)?.label ?? null,
});

/** Undoes this analyst's newest edit that stands. */
export const undoLast = (db: Database, actor: Actor): Result<Undone> => {
  const target = undoTarget(db, actor.analyst.id);
  return target === undefined ? fail("not-found", "There is nothing to undo.") : turnRound(db, actor, target);
};

/**
 * Undoes one edit, whoever made it and whatever came after, as long as nobody changed its fields since.
 * An undo that is named is itself undone.
 */
export const undoEdit = (db: Database, actor: Actor, id: EditId): Result<Undone> => {
  const target = namedTarget(db, id);
  return target.ok ? turnRound(db, actor, target.value) : target;
};

const namedTarget = (db: Database, id: EditId): Result<EditRow> => {
  const named = first(db, EditRow, `${editRow} WHERE id = ?`, id);
  if (named === undefined) return fail("not-found", "This edit is not in the project's history.");
  if (exists(db, `${beginning} AND edit = ?`, id))
    return fail("conflict", "The project's beginning cannot be undone.");
  if (exists(db, `${editRow} WHERE id = ? AND ${isHeldBack("edits")}`, id))
    return fail(
      "conflict",
      `“${named.label}” is undone already, with the merge that brought it.`,
      "Do that merge again to have it back.",
    );
  const target = lastLink(db, named);
  const isUndone = named.kind === "undo" ? target.kind !== "undo" : target.kind === "undo";
  return isUndone ? fail("conflict", `“${named.label}” is undone already.`) : ok(target);
};

/**
 * What an undo (of the newest edit, or of the one named) or a redo would do, when it concerns a merge: that may take a
 * while, and is carried out in steps. Null when it is anything else.
 */
export const mergeTurn = (
  db: Database,
  analyst: AnalystId,
  which: "redo" | EditId | undefined,
): Turn | null => {
  if (which === "redo") {
    const target = redoTarget(db, analyst);
    return target === undefined ? null : turnOf(db, target);
  }
  const target = which === undefined ? undoTarget(db, analyst) : namedTarget(db, which);
  if (target === undefined) return null;
  if (!("ok" in target)) return turnOf(db, target);
  return target.ok ? turnOf(db, target.value) : null;
};

/** Does again what this analyst undid last. */
export const redoLast = (db: Database, actor: Actor): Result<Undone> => {
  const target = redoTarget(db, actor.analyst.id);
  return target === undefined ? fail("not-found", "There is nothing to redo.") : turnRound(db, actor, target);
};
