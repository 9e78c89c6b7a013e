import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Entity } from "../../shared/domain/change";
import type { MergeBlockers } from "../../shared/domain/merge";
import { fail } from "../../shared/errors";
import { type AnalystId, EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { type Actor, quoted, standingChange, type Touched, type Write, writeEdit } from "./change-log";
import { aboutOf } from "./change-words";
import { entities, seenField } from "./entities";
import { foldEntity, storedFold } from "./fold";
import { counting } from "./held";
import { Dangling, references } from "./mend-references";
import { isBroughtBy, noteMerged, standingMerges } from "./merges";
import { origin } from "./origin";
import { all, exists, first, run } from "./statement";
import { heldByAnother, type Obstacle } from "./undo-obstacles";

/*
 * A merge is undone by holding back what it brought, and redone by letting that count again. To turn its changes round
 * instead would be to write changes of our own against a colleague's work, which would travel back and undo it there.
 */

/** An undo or a redo to be written. */
export type Turn = {
  readonly kind: "undo" | "redo";
  /** The link of the chain that it takes back. */
  readonly undoes: EditId;
  readonly label: string;
  /** The edit that merged. */
  readonly merge: EditId;
};

/** What an undo or a redo came to. */
export type Undone = { readonly edit: EditId | null; readonly label: string };

const atOnce = 500;

const Brought = z.object({ change: z.string(), entity: Entity, entityId: z.string() });
const broughtPage = `SELECT change, entity, entity_id AS entityId FROM merged_changes JOIN changes ON changes.id = change
  WHERE merged_changes.edit = ? AND change > ? AND entity <> 'analyst' ORDER BY change LIMIT ${atOnce}`;

const holdBack = "INSERT OR IGNORE INTO held_changes (change, reason) VALUES (?, 'undone')";
const isHeldBack = "SELECT 1 FROM held_changes WHERE change = ? AND reason = 'undone'";

/** Holds back, or lets count, what the merge brought; the things concerned. What another merge brought too stays. */
function* turn(db: Database, { kind, merge }: Turn): Generator<undefined, Map<string, Touched>> {
  const things = new Map<string, Touched>();
  const others = kind === "undo" ? standingMerges(db).filter((edit) => edit !== merge) : [];
  const overlapping = others.filter((edit) =>
    exists(
      db,
      "SELECT 1 FROM merged_changes AS own JOIN merged_changes AS other USING (change) WHERE own.edit = ? AND other.edit = ?",
      edit,
      merge,
    ),
  );
  for (let last = ""; ; ) {
    const page = all(db, Brought, broughtPage, merge, last);
    for (const { change, entity, entityId } of page) {
      last = change;
      if (overlapping.some((edit) => isBroughtBy(db, edit, change))) continue;
      if (kind === "redo") {
        if (!exists(db, isHeldBack, change)) continue;
        run(db, "DELETE FROM held_changes WHERE change = ?", change);
      } else run(db, holdBack, change);
      things.set(entityId, { entity, id: entityId });
    }
    if (page.length < atOnce) return things;
    yield;
  }
}

const ClockRow = z.object({ clock: z.number().int() });
const clockOf = (db: Database, edit: EditId): number =>
  first(db, ClockRow, "SELECT clock FROM edits WHERE id = ?", edit)?.clock ?? 0;

const Later = z.object({
  id: z.string(),
  entity: Entity,
  entityId: z.string(),
  field: z.string(),
  before: z.string(),
  /** Written since: the edit itself; come in since: the merge that brought it. */
  edit: EditId,
});
type Later = z.infer<typeof Later>;
const laterColumns = "SELECT changes.id, entity, entity_id AS entityId, field, before";
/** Changes of edits written since, and of files merged since, that name one of the merge's as the one they replaced. */
const laterEdits = `${laterColumns}, edits.id AS edit FROM edits JOIN changes ON changes.edit = edits.id
  WHERE edits.clock > ? AND before IN (SELECT change FROM merged_changes WHERE edit = ?) AND ${counting()}
    AND changes.id NOT IN (SELECT change FROM merged_changes WHERE edit = ?)`;
const laterMerges = `${laterColumns}, own.id AS edit FROM merges JOIN edits AS own ON own.id = merges.edit AND own.clock > ?
  JOIN merged_changes ON merged_changes.edit = merges.edit JOIN changes ON changes.id = change
  WHERE before IN (SELECT change FROM merged_changes WHERE edit = ?) AND ${counting()}
    AND changes.id NOT IN (SELECT change FROM merged_changes WHERE edit = ?)`;

/** Of a field: what replaced one of the merge's changes, and what replaced that. What was there before it stays. */
const stemming = `WITH RECURSIVE own (id, before) AS (
    SELECT id, before FROM changes WHERE entity = ? AND entity_id = ? AND field = ? AND ${counting()}),
  stem (id) AS (
    SELECT id FROM own WHERE before IN (SELECT change FROM merged_changes WHERE edit = ?)
    UNION SELECT own.id FROM own JOIN stem ON own.before = stem.id)
  SELECT id FROM stem`;
const Id = z.object({ id: z.string() });

/** Whether a field is as the merge left it, though it was changed since: that was undone. */
const isTurnedBack = (db: Database, merge: EditId, { entity, entityId, field }: Later): boolean => {
  const standing = standingChange(db, entity, entityId, field);
  const own = standing === undefined ? null : origin(db, standing.id);
  return own !== null && isBroughtBy(db, merge, own);
};

/** What was done since to the fields that a merge changed. */
const laterThan = (db: Database, merge: EditId, clock: number): Later[] => [
  ...all(db, Later, laterEdits, clock, merge, merge),
  ...all(db, Later, laterMerges, clock, merge, merge),
];

/** How many edits are in the way, and what one of them is about. */
const inTheWay = (db: Database, blocking: readonly Later[]): Obstacle => {
  const edits = new Set(blocking.map(({ edit }) => edit)).size;
  const [first] = blocking;
  const about = first === undefined ? "" : quoted(aboutOf(db, first.entity, first.entityId).words);
  return edits === 1
    ? { why: `${about} was changed since`, advice: "Undo the later change first: Share, History." }
    : {
        why: `${edits} edits since changed what it brought, one of them ${about}`,
        advice: "Undo them first, the newest before the others: Share, History.",
      };
};

/** What was done since to the fields that a merge changed: held along where it was undone, an obstacle otherwise. */
const holdLater = (db: Database, merge: EditId, clock: number): Obstacle | null => {
  const later = laterThan(db, merge, clock);
  const blocking = later.filter((change) => !isTurnedBack(db, merge, change));
  if (blocking.length > 0) return inTheWay(db, blocking);
  const along = new Set<string>();
  for (const { entity, entityId, field } of later)
    for (const { id } of all(db, Id, stemming, entity, entityId, field, merge)) along.add(id);
  for (const id of along) noteMerged(db, merge, id);
  return null;
};

const refusalOf = (kind: Turn["kind"], label: string, why: string): string =>
  `“${label}” cannot be ${kind === "undo" ? "undone" : "redone"}: ${why}.`;

const LabelRow = z.object({ label: z.string() });
const SettlementRow = z.object({ id: EditId });
/** Edits of this analyst that settled a conflict of the merge; of an undone and redone one the first link is named. */
const settledBy = `SELECT DISTINCT edits.id FROM edits JOIN changes ON changes.edit = edits.id
  JOIN conflicts ON conflicts.edit = ? AND changes.field = '${seenField("")}' || conflicts.change
  WHERE edits.analyst = ? AND edits.kind = 'edit'`;

/**
 * What stands in the way of undoing a merge. `settlements`: this analyst's own settlements of its conflicts, the newest
 * first; undone in that order they are out of the way. `others`: how many other edits are.
 */
export const mergeBlockers = (db: Database, analyst: AnalystId, merge: EditId): MergeBlockers => {
  const clock = clockOf(db, merge);
  const blocking = laterThan(db, merge, clock).filter((change) => !isTurnedBack(db, merge, change));
  const own = new Set(all(db, SettlementRow, settledBy, merge, analyst).map(({ id }) => id));
  const edits = [...new Set(blocking.map(({ edit }) => edit))];
  const settlements = edits.filter((edit) => own.has(edit));
  const label = first(db, LabelRow, "SELECT label FROM edits WHERE id = ?", merge)?.label ?? "";
  return {
    label,
    refusal: blocking.length === 0 ? "" : refusalOf("undo", label, inTheWay(db, blocking).why),
    settlements: settlements.sort((a, b) => clockOf(db, b) - clockOf(db, a)),
    others: edits.length - settlements.length,
  };
};

const Dead = z.object({ isDeleted: z.number() });

/** Whether nobody sees something any more. */
const isDead = (db: Database, entity: Entity, id: string): boolean =>
  first(db, Dead, `SELECT is_deleted AS isDeleted FROM ${entities[entity].table} WHERE id = ?`, id)
    ?.isDeleted === 1;

const allOf = `SELECT id FROM changes WHERE entity = ? AND entity_id = ? AND ${counting()}`;

/** Things that hang on what is gone: those that nobody sees any more go along, any other is an obstacle. */
function* letGo(
  db: Database,
  merge: EditId,
  things: Map<string, Touched>,
): Generator<undefined, Obstacle | null> {
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const { entity, sql } of references) {
      yield;
      for (const { id } of all(db, Dangling, sql)) {
        if (!isDead(db, entity, id))
          return {
            why: `the ${entity} ${quoted(aboutOf(db, entity, id).words)} needs what it brought`,
            advice: "Undo that first, or remove it by hand.",
          };
        for (const { id: change } of all(db, Id, allOf, entity, id)) {
          noteMerged(db, merge, change);
          run(db, holdBack, change);
        }
        foldEntity(db, entity, id);
        things.set(id, { entity, id });
        isDone = false;
      }
    }
  }
  return null;
}

/** What a tag or a source is called now, as writes, for whoever looks for two of one name. */
const namesOf = (db: Database, { entity, id }: Touched): Write[] => {
  if (entity !== "tag" && entity !== "source") return [];
  const columns = storedFold(db, entity, id)?.columns;
  if (columns === undefined || columns.is_deleted === 1) return [];
  return [
    { entity, entityId: id, field: "name", value: String(columns.name) },
    { entity, entityId: id, field: "deleted", value: false },
  ];
};

/**
 * Takes a merge back, or does it again, in small steps and inside the transaction that runs. When it fails whoever began
 * that takes it back.
 *
 * @returns fails with `conflict`, in words, where later work stands on what the merge brought
 */
export function* turnMerge(db: Database, actor: Actor, own: Turn): Generator<undefined, Result<Undone>> {
  const { kind, label, merge } = own;
  const refused = ({ why, advice }: Obstacle) => fail("conflict", refusalOf(kind, label, why), advice);
  const clock = clockOf(db, merge);
  const later = kind === "undo" ? holdLater(db, merge, clock) : null;
  if (later !== null) return refused(later);
  yield;
  const things = yield* turn(db, own);
  let done = 0;
  for (const { entity, id } of things.values()) {
    foldEntity(db, entity, id);
    done += 1;
    if (done % 50 === 0) yield;
  }
  const used = yield* letGo(db, merge, things);
  if (used !== null) return refused(used);
  yield;
  const names = [...things.values()].flatMap((thing) => namesOf(db, thing));
  const taken = kind === "undo" && names.length > 0 ? heldByAnother(db, names, clock) : null;
  if (taken !== null) return refused(taken);
  const touched = [...things.values()];
  const edit = writeEdit(db, actor, label, [], { how: { kind, undoes: own.undoes }, besides: { touched } });
  return ok({ edit, label });
}
