import Sqlite, { type Database } from "better-sqlite3";
import type { Entity } from "../../shared/domain/change";
import type { EditId } from "../../shared/ids";
import type { Touched } from "./change-log";
import { type Compared, compareThing, type Incoming } from "./compare-thing";
import { type FoundConflict, findConflicts } from "./conflict-rules";
import { foldEntity } from "./fold";
import { holdChange } from "./held";
import { mergeOrder } from "./merge-order";
import { prepare, run } from "./statement";

/*
 * The changes of a received file go into the log, and the rows are brought up to them. Things that are wholly new, by
 * far the most, go in by the range; each of the others is held against what is known of it.
 */

/** A conflict with the thing that it is about. */
type Clash = FoundConflict & { readonly entity: Entity; readonly entityId: string };

/** A merge in the making. */
export type MergeWork = {
  readonly db: Database;
  /** The edit that the merge becomes. */
  readonly edit: EditId;
  /** The analyst at work. */
  readonly analyst: string;
  /** Whose rows were brought up to what came in. */
  readonly touched: Touched[];
  readonly clashes: Clash[];
  /** Things set apart because they claim to be this analyst's own, with those of their changes; now or before. */
  readonly claims: {
    readonly entity: Entity;
    readonly entityId: string;
    readonly changes: readonly Incoming[];
  }[];
  /** Things that were not here, things that were and are different now, and changes that were set apart. */
  readonly counts: { new: number; changed: number; claims: number };
  /** Copies the rows of new things, from one id to another. */
  readonly copyRows: (entity: Entity, first: string, last: string) => void;
  /** Counts what was refused, by its words. */
  readonly refuse: (words: string, number?: number) => void;
  readonly hasRefused: () => boolean;
  /** How many rows and things are done. */
  done: number;
};

/** Things that are looked at together: some 0.2 s of work. A cancel is heard between two such lots. */
const atOnce = 8192;

type Thing = {
  readonly id: string;
  readonly changes: number;
  readonly mine: number;
  readonly isFolded: number;
  readonly isThere: number;
};
const thingsSql = `SELECT id, changes, mine, is_folded AS isFolded, EXISTS (
    SELECT 1 FROM main.changes WHERE changes.entity = things.entity AND changes.entity_id = things.id) AS isThere
  FROM came.things WHERE entity = ? AND id > ? ORDER BY id LIMIT ${atOnce}`;

const columns = "entity, entity_id, field, clock, id, edit, value, before";
const range = "FROM came.changes WHERE entity = ? AND entity_id BETWEEN ? AND ?";
const putRange = `INSERT OR IGNORE INTO main.changes (${columns}) SELECT ${columns} ${range}`;
const noteRange = `INSERT OR FAIL INTO main.merged_changes (edit, change) SELECT ?, id ${range}`;
/** Never by the range alone: things that are only here lie between those that came in. */
const dropRange = `DELETE FROM main.changes WHERE entity = ?
  AND entity_id IN (SELECT id FROM came.things WHERE entity = ? AND id BETWEEN ? AND ?)`;
const putOne = `INSERT OR IGNORE INTO main.changes (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const noteOne = "INSERT OR IGNORE INTO main.merged_changes (edit, change) VALUES (?, ?)";

/** Who works here, and the project itself, are nothing that somebody worked out. */
const isCounted = (entity: Entity): boolean => entity !== "analyst" && entity !== "project";

const inUse = "Changes under an id that is known here for something else";
const unfit = "Things whose values do not go together";

/** A row that a table refuses: values that are good each by itself and cannot be together. */
const isUnfit = (thrown: unknown): boolean =>
  thrown instanceof Sqlite.SqliteError && thrown.code === "SQLITE_CONSTRAINT_CHECK";

/** Runs something that a table may refuse, and takes it back then; answers whether it went well. */
const attempt = (db: Database, work: () => void): boolean => {
  db.exec("SAVEPOINT attempt");
  try {
    work();
    db.exec("RELEASE attempt");
    return true;
  } catch (thrown) {
    db.exec("ROLLBACK TO attempt; RELEASE attempt");
    if (!isUnfit(thrown)) throw thrown;
    return false;
  }
};

/** Takes changes out of the log again that had just come in. */
export const takeOut = (
  { db, edit }: Pick<MergeWork, "db" | "edit">,
  changes: readonly { readonly id: string }[],
): void => {
  for (const { id } of changes) {
    run(db, "DELETE FROM main.changes WHERE id = ?", id);
    run(db, "DELETE FROM main.merged_changes WHERE edit = ? AND change = ?", edit, id);
    run(db, "DELETE FROM main.held_changes WHERE change = ?", id);
  }
};

/** Copies rows; false when a table refuses one of them, and then none is there. */
const isCopied = (work: MergeWork, entity: Entity, first: string, last: string): boolean => {
  try {
    work.copyRows(entity, first, last);
    return true;
  } catch (thrown) {
    if (!isUnfit(thrown)) throw thrown;
    return false;
  }
};

/** Takes in things of which nothing was known, from one id to another. */
const takeRange = (work: MergeWork, entity: Entity, things: readonly Thing[]): void => {
  const { db, edit } = work;
  const [first, last] = [things[0]?.id ?? "", things.at(-1)?.id ?? ""];
  const expected = things.reduce((sum, { changes }) => sum + changes, 0);
  const isIn = run(db, putRange, entity, first, last) === expected && isCopied(work, entity, first, last);
  if (!isIn) {
    // Some of their changes have ids that are taken, or a value does not go with another: one by one then.
    run(db, dropRange, entity, entity, first, last);
    for (const { id } of things) takeThing(work, entity, id);
    return;
  }
  run(db, noteRange, edit, entity, first, last);
  if (isCounted(entity)) work.counts.new += things.length;
  for (const { id } of things) work.touched.push({ entity, id });
};

const putIn = (work: MergeWork, entity: Entity, id: string, changes: readonly Incoming[]): Incoming[] =>
  changes.filter((one) => {
    const { field, clock, edit, value, before } = one;
    const isIn = run(work.db, putOne, entity, id, field, clock, one.id, edit, value, before) === 1;
    if (!isIn) work.refuse(inUse);
    return isIn;
  });

const bringBack = ({ db, edit }: MergeWork, changes: readonly Incoming[]): void => {
  for (const { id } of changes) {
    run(db, "DELETE FROM main.held_changes WHERE change = ? AND reason = 'undone'", id);
    run(db, noteOne, edit, id);
  }
};

/** Takes in what is new of one thing. */
const takeThing = (work: MergeWork, entity: Entity, id: string): void => {
  const { db, analyst } = work;
  const compared = compareThing(db, entity, id, analyst);
  const { back, completed, refused, local } = compared;
  if (refused.length > 0) work.refuse(inUse, refused.length);
  const fresh = putIn(work, entity, id, compared.fresh);
  for (const one of fresh) run(db, noteOne, work.edit, one.id);
  const claims = putIn(work, entity, id, compared.claims);
  for (const claim of claims) holdChange(db, claim.id, "claims-mine");
  work.counts.claims += claims.length;
  const apart = [...claims, ...compared.waiting];
  if (apart.length > 0) work.claims.push({ entity, entityId: id, changes: apart });
  bringBack(work, back);
  for (const { id: change, value } of completed)
    run(db, "UPDATE main.changes SET value = ? WHERE id = ?", value, change);
  if (fresh.length + back.length + completed.length === 0) return;
  const isFit = attempt(db, () => {
    foldEntity(db, entity, id);
  });
  if (!isFit) {
    work.refuse(unfit);
    takeOut(work, fresh);
    foldEntity(db, entity, id);
  } else noteClashes(work, entity, id, { ...compared, fresh: [...fresh, ...back], local });
  if (isFit && isCounted(entity)) work.counts[local.length === 0 ? "new" : "changed"] += 1;
  work.touched.push({ entity, id });
};

const noteClashes = (work: MergeWork, entity: Entity, entityId: string, compared: Compared): void => {
  const { fresh, local, isKnownThere } = compared;
  for (const found of findConflicts({ entity, local, fresh, analyst: work.analyst, isKnownThere }))
    work.clashes.push({ ...found, entity, entityId });
};

const dropEmpty = `DELETE FROM main.edits WHERE id IN (SELECT id FROM came.edits WHERE used = 1)
  AND NOT EXISTS (SELECT 1 FROM main.changes WHERE edit = edits.id)
  AND NOT EXISTS (SELECT 1 FROM main.edits AS later WHERE later.undoes = edits.id)`;

/** Takes edits out again of which everything was refused. */
export const dropEmptyEdits = ({ db }: MergeWork): void => {
  while (run(db, dropEmpty) > 0);
};

/** Takes in every change that is attached as `came`, in small steps. */
export function* takeInChanges(work: MergeWork): Generator<undefined> {
  for (const entity of mergeOrder) {
    let last = "";
    for (;;) {
      const things = prepare(work.db, thingsSql).all(entity, last) as Thing[];
      if (things.length === 0) break;
      let fresh: Thing[] = [];
      for (const thing of things) {
        if (thing.isThere === 0 && thing.mine === 0 && thing.isFolded === 1) {
          fresh.push(thing);
          continue;
        }
        if (fresh.length > 0) takeRange(work, entity, fresh);
        fresh = [];
        takeThing(work, entity, thing.id);
      }
      if (fresh.length > 0) takeRange(work, entity, fresh);
      work.done += things.length;
      last = things.at(-1)?.id ?? last;
      yield;
    }
  }
}
