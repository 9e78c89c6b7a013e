import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Entity, type FieldValue } from "../../shared/domain/change";
import { Conflict, type ConflictSide } from "../../shared/domain/merge";
import { type AnalystId, EditId } from "../../shared/ids";
import { standingChange, type Touched, touchedSince, writeCount } from "./change-log";
import { aboutOf, fieldInWords, valueInWords } from "./change-words";
import { greatest, type Weighed } from "./conflict-rules";
import { isMarkField, seenField } from "./entities";
import { storedFold } from "./fold";
import { counting } from "./held";
import { isBroughtBy, isStandingEdit } from "./merges";
import { all, exists, first, prepare, run } from "./statement";
import type { MergeWork } from "./take-in";

/*
 * What merges leave to a person. The table keeps what was found; whether something is still open, and what its sides
 * say, follows from the log as it is now, so that a settlement that came in with another file closes it here too.
 */

const Row = z.object({
  change: z.string(),
  kind: Conflict.shape.kind,
  entity: Entity,
  entityId: z.string(),
  field: z.string(),
  edit: EditId,
  fileName: z.string(),
  clock: z.number().int(),
});
/** A conflict as it was found. */
export type ConflictRow = z.infer<typeof Row>;
const rows = `SELECT change, conflicts.kind, entity, entity_id AS entityId, field, edit, file_name AS fileName, edits.clock AS clock
  FROM conflicts JOIN merges USING (edit) JOIN edits ON edits.id = edit`;

const Owner = z.object({ edit: EditId });

/** Keeps a conflict; one that is known already stays as it is, unless the merge that brought it was undone. */
const insertConflict = (
  db: Database,
  { change, kind, entity, entityId, field, edit }: Omit<ConflictRow, "fileName" | "clock">,
): void => {
  const known = first(db, Owner, "SELECT edit FROM conflicts WHERE change = ?", change);
  if (known !== undefined && !isStandingEdit(db, known.edit))
    run(db, "DELETE FROM conflicts WHERE change = ?", change);
  run(
    db,
    `INSERT INTO conflicts (change, kind, entity, entity_id, field, edit) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET edit = excluded.edit`,
    change,
    kind,
    entity,
    entityId,
    field,
    edit,
  );
};

/** A clock later than any edit's: of a merge whose own edit is still to be written. */
const notYet = Number.MAX_SAFE_INTEGER;

/** Enters what a merge found; answers with what of it is open, with its sides. */
export const insertClashes = (
  db: Database,
  { edit, clashes, analyst }: Pick<MergeWork, "edit" | "clashes" | "analyst">,
): OpenConflict[] =>
  clashes.flatMap(({ change, kind, entity, entityId, field }): OpenConflict[] => {
    const row: ConflictRow = { change, kind, entity, entityId, field, edit, fileName: "", clock: notYet };
    insertConflict(db, row);
    const sides = sidesOf(db, row, analyst as AnalystId);
    return sides === null ? [] : [{ row, sides }];
  });

/** Enters what a merge set apart: things that are not here as one, changes to others by their fields. */
export const insertClaims = (db: Database, { edit, claims }: Pick<MergeWork, "edit" | "claims">): number => {
  let count = 0;
  for (const { entity, entityId, changes } of claims) {
    const isThere = storedFold(db, entity, entityId) !== null;
    const fields = isThere ? [...new Set(changes.map(({ field }) => field))] : [changes[0]?.field ?? ""];
    for (const field of fields) {
      const change = greatest(changes.filter((one) => one.field === field));
      if (change === undefined) continue;
      insertConflict(db, { change: change.id, kind: "claims-mine", entity, entityId, field, edit });
      count += 1;
    }
  }
  return count;
};

type Told = Weighed & { readonly at: string; readonly edit: string; readonly editKind: string };
const toldSql = `SELECT changes.id, field, changes.clock, value, before, edit, edits.kind AS editKind, analyst, at
  FROM changes JOIN edits ON edits.id = changes.edit WHERE`;

/** The changes of a thing that count. */
const countingOf = (db: Database, entity: Entity, id: string): Told[] =>
  prepare(db, `${toldSql} entity = ? AND entity_id = ? AND ${counting()}`).all(entity, id) as Told[];
const changeById = (db: Database, id: string): Told | undefined =>
  prepare(db, `${toldSql} changes.id = ?`).get(id) as Told | undefined;

const ProjectRow = z.object({ id: z.string() });
/** The project itself, on which stands what was seen of things that have no row. */
export const ownProject = (db: Database): string =>
  first(db, ProjectRow, "SELECT value AS id FROM meta WHERE key = 'project'")?.id ?? "";

const isSeen = (db: Database, { kind, change, entity, entityId }: ConflictRow): boolean =>
  (kind === "claims-mine"
    ? standingChange(db, "project", ownProject(db), seenField(change))
    : standingChange(db, entity, entityId, seenField(change))
  )?.value === "true";

/** The two sides of a conflict, as changes; null where there is none. */
type Sides = {
  readonly mine: Told | null;
  readonly theirs: Told | null;
  readonly standing: "mine" | "theirs";
};

const isWork = ({ field }: Weighed): boolean => field !== "deleted" && !isMarkField(field);

/** The change whose value stands again where one undoes another: an undo decides nothing. Undefined: there was none. */
const restored = (own: readonly Told[], stands: Told | undefined): Told | undefined => {
  let at = stands;
  while (at !== undefined && at.editKind !== "edit") {
    const undone = own.find(({ id }) => id === at?.before);
    at = own.find(({ id }) => id === undone?.before);
  }
  return at;
};

/** Sides of a field that two people gave different values, or that a colleague changed; null when that is over. */
const sidesOfField = (
  db: Database,
  row: ConflictRow,
  every: readonly Told[],
  analyst: AnalystId,
): Sides | null => {
  const own = every.filter(({ field }) => field === row.field);
  const lost = own.find(({ id }) => id === row.change);
  const stands = restored(own, greatest(own) as Told | undefined);
  if (lost === undefined || stands === undefined) return null;
  // Whoever changed it after the merge knew both.
  if (stands.analyst === analyst && stands.clock >= row.clock) return null;
  const isTheirs = isBroughtBy(db, row.edit, lost.id);
  if (row.kind === "mine-changed") {
    if (stands.id !== lost.id) return null;
    const before = own.filter(({ id }) => !isBroughtBy(db, row.edit, id));
    return { mine: (greatest(before) as Told | undefined) ?? null, theirs: lost, standing: "theirs" };
  }
  if (stands.id === lost.id || stands.value === lost.value) return null;
  return isTheirs
    ? { mine: stands, theirs: lost, standing: "mine" }
    : { mine: lost, theirs: stands, standing: "theirs" };
};

/** Sides of work on something that the other side deleted; null when that is over. */
const sidesOfWork = (db: Database, row: ConflictRow, every: readonly Told[]): Sides | null => {
  const deletion = greatest(every.filter(({ field }) => field === "deleted")) as Told | undefined;
  if (deletion?.value !== "true") return null;
  const isOurs = ({ id }: Told): boolean => !isBroughtBy(db, row.edit, id);
  if (row.kind === "deleted-there") {
    const mine = greatest(every.filter((one) => isWork(one) && isOurs(one))) as Told | undefined;
    return { mine: mine ?? null, theirs: deletion, standing: "theirs" };
  }
  const theirs = every.find(({ id }) => id === row.change);
  return theirs === undefined ? null : { mine: deletion, theirs, standing: "mine" };
};

/** The sides of a conflict; null when nothing is left to settle. */
const sidesOf = (db: Database, row: ConflictRow, analyst: AnalystId): Sides | null => {
  const { kind, entity, entityId, field, change } = row;
  if (!isStandingEdit(db, row.edit) || isSeen(db, row)) return null;
  const every = countingOf(db, entity, entityId);
  if (kind === "claims-mine") {
    const isHeld = exists(db, "SELECT 1 FROM held_changes WHERE change = ?", change);
    const theirs = isHeld ? changeById(db, change) : undefined;
    if (theirs === undefined) return null;
    const mine = greatest(every.filter((one) => one.field === field)) as Told | undefined;
    return { mine: mine ?? null, theirs, standing: "mine" };
  }
  const isOfField = every.some((one) => one.id === change && one.field === field);
  if (field !== "deleted" || kind === "mine-changed") return sidesOfField(db, row, every, analyst);
  // Known by a losing value of the field itself, or by the work that would be lost.
  const stands = greatest(every.filter((one) => one.field === field));
  return isOfField && stands?.id !== change
    ? sidesOfField(db, row, every, analyst)
    : sidesOfWork(db, row, every);
};

/** A conflict that waits, with its sides. */
export type OpenConflict = { readonly row: ConflictRow; readonly sides: Sides };

type Kept = {
  readonly count: number;
  readonly analyst: AnalystId;
  readonly open: readonly OpenConflict[];
};
const kept = new WeakMap<Database, Kept>();

const openIn = (db: Database, found: readonly ConflictRow[], analyst: AnalystId): OpenConflict[] =>
  found.flatMap((row): OpenConflict[] => {
    const sides = sidesOf(db, row, analyst);
    return sides === null ? [] : [{ row, sides }];
  });

const keyOf = ({ row }: OpenConflict): string => `${row.entity} ${row.entityId} ${row.field} ${row.change}`;
const inOrder = (a: OpenConflict, b: OpenConflict): number => (keyOf(a) < keyOf(b) ? -1 : 1);

/** More things than this are looked up no quicker one by one. */
const fewThings = 500;
const rowsOf = `${rows} WHERE entity = ? AND entity_id = ?`;

/** What is open after writes that changed these things and nothing else; null when all has to be looked at. */
const reopened = (
  db: Database,
  { open, analyst }: Kept,
  touched: readonly Touched[] | null,
): OpenConflict[] | null => {
  const things = new Map(touched?.map((one) => [`${one.entity} ${one.id}`, one]));
  // What was seen of things that have no row stands on the project.
  const isFew = things.size <= fewThings && ![...things.values()].some(({ entity }) => entity === "project");
  if (touched === null || !isFew) return null;
  const isUntouched = ({ row }: OpenConflict): boolean => !things.has(`${row.entity} ${row.entityId}`);
  const again = [...things.values()].flatMap(({ entity, id }) => all(db, Row, rowsOf, entity, id));
  return [...open.filter(isUntouched), ...openIn(db, again, analyst)].sort(inOrder);
};

/** Everything that is open, by thing. After a write only what it touched is looked at again. */
export const openConflicts = (db: Database, analyst: AnalystId): readonly OpenConflict[] => {
  const count = writeCount(db);
  const known = kept.get(db);
  const before = known?.analyst === analyst ? known : undefined;
  if (before?.count === count) return before.open;
  const open =
    (before === undefined ? null : reopened(db, before, touchedSince(db, before.count))) ??
    openIn(db, all(db, Row, rows), analyst).sort(inOrder);
  kept.set(db, { count, analyst, open });
  return open;
};

const NameRow = z.object({ name: z.string() });
const nameOf = (db: Database, id: string): string =>
  first(db, NameRow, "SELECT name FROM analysts WHERE id = ?", id)?.name ?? "Somebody unknown";

const wordsOf = (db: Database, { entity, entityId, field }: ConflictRow, side: Told): string | null => {
  if (side.field === "deleted") return side.value === "true" ? null : aboutOf(db, entity, entityId).words;
  const words = valueInWords(db, entity, side.field, JSON.parse(side.value) as FieldValue);
  return side.field === field ? words : `${fieldInWords(db, side.field)}: ${words ?? "none"}`;
};

const sideOf = (db: Database, row: ConflictRow, side: Told | null, other: AnalystId): ConflictSide =>
  side === null
    ? { analystId: other, analyst: nameOf(db, other), at: "", words: null }
    : {
        analystId: side.analyst as AnalystId,
        analyst: nameOf(db, side.analyst),
        at: side.at,
        words: wordsOf(db, row, side),
      };

const texts: ReadonlySet<string> = new Set(["note", "description", "reason"]);

/** Whether both sides of a conflict can stand: texts one after the other, passages as two highlights. */
export const canKeepBoth = ({ row, sides: { mine, theirs } }: OpenConflict): boolean => {
  if (row.kind === "claims-mine" || row.field === "deleted" || mine === null || theirs === null) return false;
  if (row.entity === "highlight" && row.field === "anchor") return true;
  return texts.has(row.field) && mine.value !== '""' && theirs.value !== '""';
};

const TitleRow = z.object({ title: z.string() });

/** A conflict as a person sees it. */
const shown = (db: Database, conflict: OpenConflict, analyst: AnalystId): Conflict => {
  const { row, sides } = conflict;
  const { words, articleId } = aboutOf(db, row.entity, row.entityId);
  const title =
    articleId === null
      ? undefined
      : first(db, TitleRow, "SELECT title FROM articles WHERE id = ?", articleId);
  return {
    id: row.change,
    kind: row.kind,
    entity: row.entity,
    entityId: row.entityId,
    field: row.field,
    about: words,
    articleId,
    articleTitle: title?.title ?? "",
    mine: sideOf(db, row, sides.mine, analyst),
    theirs: sideOf(db, row, sides.theirs, analyst),
    standing: sides.standing,
    canKeepBoth: canKeepBoth(conflict),
    edit: row.edit,
    fileName: row.fileName,
  };
};

/** A page of what is open, things beside each other that belong to one article, and how much there is in all. */
export const listConflicts = (
  db: Database,
  analyst: AnalystId,
  { limit, offset = 0 }: { readonly limit: number; readonly offset?: number | undefined },
): { readonly items: Conflict[]; readonly total: number } => {
  const open = openConflicts(db, analyst);
  return {
    items: open.slice(offset, offset + limit).map((conflict) => shown(db, conflict, analyst)),
    total: open.length,
  };
};
