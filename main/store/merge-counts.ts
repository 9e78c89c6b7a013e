import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Entity } from "../../shared/domain/change";
import { AnalystId } from "../../shared/ids";
import { type Compared, compareThing } from "./compare-thing";
import { findConflicts, greatest } from "./conflict-rules";
import { isMarkField } from "./entities";
import { hasHeld } from "./held";
import { mergeOrder } from "./merge-order";
import { all, first, prepare, run } from "./statement";

/*
 * What is attached as `came`, held against the project without changing it: what a preview shows.
 */

/** Counts of things of one kind; each thing counts once. */
export type ThingCount = {
  new: number;
  same: number;
  changed: number;
  conflicts: number;
  deleted: number;
  /** Of `conflicts`: those that were deleted there. */
  deletedInConflict: number;
};

/** A count of nothing yet. */
export const noThings = (): ThingCount => ({
  new: 0,
  same: 0,
  changed: 0,
  conflicts: 0,
  deleted: 0,
  deletedInConflict: 0,
});

/** How one thing counts; `deletedInConflict` counts in `conflicts`, too. */
type ThingKind = keyof ThingCount;

/** What a look through everything that came in finds. */
export type Looked = {
  readonly counts: Map<Entity, ThingCount>;
  /** Edits that are new here, by their analysts. */
  readonly edits: Map<AnalystId, number>;
  /** Changes under this analyst's own id that are not known here. */
  claimsMine: number;
  /** Whether anything at all would be different after a merge. */
  isNew: boolean;
  /** Whether something comes back that an undone merge had brought. */
  isBack: boolean;
  /** What cannot come in, by its words. */
  readonly refused: Map<string, number>;
};

const atOnce = 400;
const editsAtOnce = 2000;

const refuse = ({ refused }: Looked, words: string, number: number): void => {
  if (number > 0) refused.set(words, (refused.get(words) ?? 0) + number);
};

const Id = z.object({ id: z.string() });
const nextEdits = `SELECT id FROM came.edits WHERE id > ? ORDER BY id LIMIT ${editsAtOnce}`;
const strangeEdits = `SELECT own.id FROM came.edits AS own
  LEFT JOIN main.edits AS known ON known.id = own.id
  WHERE own.id BETWEEN ? AND ? AND (
    (known.id IS NOT NULL AND (known.analyst <> own.analyst OR known.clock <> own.clock OR known.at <> own.at))
    OR (own.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM came.edits WHERE id = own.undoes)
      AND NOT EXISTS (SELECT 1 FROM main.edits WHERE id = own.undoes)))`;
const NewEdits = z.object({ analyst: AnalystId, count: z.number().int() });
const newEdits = `SELECT analyst, count(*) AS count FROM came.edits AS own
  WHERE id BETWEEN ? AND ? AND used = 1 AND NOT EXISTS (SELECT 1 FROM main.edits WHERE id = own.id) GROUP BY analyst`;

/** Takes edits out that say something else under a known id, or undo what is not there, with all their changes. */
const dropEdits = (db: Database, ids: readonly string[], analyst: string): void => {
  const list = JSON.stringify(ids);
  run(db, "DELETE FROM came.changes WHERE edit IN (SELECT value FROM json_each(?))", list);
  run(db, "DELETE FROM came.edits WHERE id IN (SELECT value FROM json_each(?))", list);
  run(db, "DELETE FROM came.things");
  run(
    db,
    `INSERT INTO came.things (entity, id, changes, mine)
     SELECT entity, entity_id, count(*), sum(analyst = ?) FROM came.changes GROUP BY entity, entity_id`,
    analyst,
  );
};

function* lookAtEdits(db: Database, looked: Looked, analyst: string): Generator<undefined> {
  const strange: string[] = [];
  for (let last = ""; ; ) {
    const ids = all(db, Id, nextEdits, last);
    const [from, to] = [ids[0]?.id, ids.at(-1)?.id];
    if (from === undefined || to === undefined) break;
    strange.push(...all(db, Id, strangeEdits, from, to).map(({ id }) => id));
    for (const { analyst: by, count } of all(db, NewEdits, newEdits, from, to))
      looked.edits.set(by, (looked.edits.get(by) ?? 0) + count);
    last = to;
    yield;
  }
  refuse(looked, "Edits that are known here and say something else", strange.length);
  if (strange.length > 0) dropEdits(db, strange, analyst);
}

type Thing = {
  readonly id: string;
  readonly changes: number;
  readonly mine: number;
  readonly isThere: number;
};
const nextThings = `SELECT id, changes, mine, EXISTS (
    SELECT 1 FROM main.changes WHERE changes.entity = things.entity AND changes.entity_id = things.id) AS isThere
  FROM came.things WHERE entity = ? AND id > ? ORDER BY id LIMIT ${atOnce}`;

const sameChanges = `SELECT count(*) AS count FROM came.changes AS own
  JOIN main.changes AS known ON known.entity = own.entity AND known.entity_id = own.entity_id AND known.field = own.field
    AND known.clock = own.clock AND known.id = own.id AND known.value = own.value
  WHERE own.entity = ? AND own.entity_id = ?`;

/** How a thing of which something is known here counts. */
const kindOf = (entity: Entity, analyst: string, compared: Compared): ThingKind => {
  const { local, isKnownThere } = compared;
  const fresh = [...compared.fresh, ...compared.back];
  if (local.length === 0) return fresh.length === 0 ? "same" : "new";
  if (fresh.every(({ field }) => isMarkField(field)) && compared.completed.length === 0) return "same";
  const conflicts = findConflicts({ entity, local, fresh, analyst, isKnownThere });
  if (conflicts.some(({ kind }) => kind === "deleted-there")) return "deletedInConflict";
  if (conflicts.some(({ kind }) => kind !== "mine-changed")) return "conflicts";
  const deletion = greatest([...local, ...fresh].filter(({ field }) => field === "deleted"));
  return deletion?.value === "true" && fresh.some(({ id }) => id === deletion.id) ? "deleted" : "changed";
};

const look = (
  db: Database,
  looked: Looked,
  entity: Entity,
  analyst: string,
  thing: Thing,
): ThingKind | null => {
  if (thing.isThere === 0) {
    looked.claimsMine += thing.mine;
    looked.isNew = true;
    return thing.mine === thing.changes ? null : "new";
  }
  const same = (prepare(db, sameChanges).get(entity, thing.id) as { count: number }).count;
  if (same === thing.changes && !isAnyHeld(db)) return "same";
  const compared = compareThing(db, entity, thing.id, analyst);
  const { fresh, back, claims, completed, refused } = compared;
  looked.claimsMine += claims.length;
  refuse(looked, "Changes that are known here and say something else", refused.length);
  if (fresh.length + back.length + claims.length + completed.length > 0) looked.isNew = true;
  if (back.length > 0) looked.isBack = true;
  return kindOf(entity, analyst, compared);
};

const held = new WeakMap<Database, boolean>();
/** Asked once for each look: nothing is held or let go meanwhile that matters to the counts. */
const isAnyHeld = (db: Database): boolean => held.get(db) ?? false;

function* lookAtThings(db: Database, looked: Looked, analyst: string): Generator<undefined> {
  held.set(db, hasHeld(db));
  for (const entity of mergeOrder) {
    const count = noThings();
    for (let last = ""; ; ) {
      const things = prepare(db, nextThings).all(entity, last) as Thing[];
      if (things.length === 0) break;
      for (const thing of things) {
        const kind = look(db, looked, entity, analyst, thing);
        if (kind !== null) count[kind] += 1;
        if (kind === "deletedInConflict") count.conflicts += 1;
      }
      last = things.at(-1)?.id ?? last;
      yield;
    }
    looked.counts.set(entity, count);
  }
}

/** Looks through everything that came in, in small steps; what could not be merged is taken out of `came`. */
export function* lookThrough(db: Database, analyst: string): Generator<undefined, Looked> {
  const looked: Looked = {
    counts: new Map(),
    edits: new Map(),
    claimsMine: 0,
    isNew: false,
    isBack: false,
    refused: new Map(),
  };
  yield* lookAtEdits(db, looked, analyst);
  yield* lookAtThings(db, looked, analyst);
  return looked;
}

const Counted = z.object({ count: z.number().int() });
const countOf = (db: Database, sql: string): number => first(db, Counted, sql)?.count ?? 0;

/** Texts that are not here yet, or not whole. */
export const newTexts = (db: Database): number =>
  countOf(
    db,
    `SELECT count(*) AS count FROM came.texts AS own WHERE NOT EXISTS (SELECT 1 FROM main.article_texts WHERE id = own.id)
       OR (own.kept IS NULL AND EXISTS (SELECT 1 FROM main.redacted_texts WHERE article_id = own.id))`,
  );

/** New articles of which only a part of the text came. */
export const redactedArticles = (db: Database): number =>
  countOf(
    db,
    `SELECT count(*) AS count FROM came.texts AS own
     WHERE kept IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.articles WHERE id = own.id)`,
  );

/** Originals that are not here yet. */
export const newOriginals = (db: Database): number =>
  countOf(
    db,
    `SELECT count(*) AS count FROM came.originals AS own
     WHERE NOT EXISTS (SELECT 1 FROM main.originals WHERE sha256 = own.sha256)`,
  );

const Named = z.object({ id: AnalystId, name: z.string() });
const names = `SELECT entity_id AS id, json_extract(value, '$') AS name FROM came.changes
  WHERE entity = 'analyst' AND field = 'name' ORDER BY clock, id`;
const knownNames = "SELECT id, name FROM main.analysts";

/** What the analysts of the file are called, there or here. */
export const analystNames = (db: Database): ReadonlyMap<AnalystId, string> =>
  new Map([...all(db, Named, names), ...all(db, Named, knownNames)].map(({ id, name }) => [id, name]));
