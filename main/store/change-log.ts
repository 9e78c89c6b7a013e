import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Analyst } from "../../shared/domain/analyst";
import type { Entity, FieldValue } from "../../shared/domain/change";
import { EditId, type IdPrefix } from "../../shared/ids";
import { hasOnlyWellFormed } from "../well-formed";
import { absentValue } from "./entities";
import { foldEntity, foldNew, type LoggedChange } from "./fold";
import { counting } from "./held";
import { exists, first, run, transact } from "./statement";

/** Who acts, when, and where new ids come from. */
export type Actor = {
  readonly analyst: Analyst;
  readonly now: () => string;
  readonly newId: (prefix: IdPrefix) => string;
};

/** One field of one entity that is to have a value. */
export type Write = {
  readonly entity: Entity;
  readonly entityId: string;
  readonly field: string;
  readonly value: FieldValue;
};

/** An entity that a write has touched. */
export type Touched = { readonly entity: Entity; readonly id: string };

/** The log refuses to count beyond this, so that no file can win for ever. */
const greatestClock = 1_000_000_000_000;

const touchedOf = new WeakMap<Database, Touched[]>();
const writesOf = new WeakMap<Database, number>();

/** Grows with every edit that this process writes, so that what was worked out from the file can be kept until then. */
export const writeCount = (db: Database): number => writesOf.get(db) ?? 0;

/** The latest edits that did nothing but change what they touched, each with the count of writes after it. */
const plainOf = new WeakMap<Database, { readonly count: number; readonly touched: readonly Touched[] }[]>();
const rememberedAtMost = 32;

/**
 * What was touched since the count of writes was `count`; null when it is not known any more, or when anything may be
 * another: after a merge, an undo, a redo, or work that was taken back.
 */
export const touchedSince = (db: Database, count: number): readonly Touched[] | null => {
  const since = (plainOf.get(db) ?? []).filter((one) => one.count > count);
  return since.length === writeCount(db) - count ? since.flatMap(({ touched }) => touched) : null;
};

/** What was written since the last call, for whoever announces it. */
export const takeTouched = (db: Database): readonly Touched[] => {
  const touched = touchedOf.get(db) ?? [];
  touchedOf.delete(db);
  return touched;
};

/** Remembers that entities were touched; only committed work may be noted. `isPlain`: nothing but these is another now. */
const noteTouched = (db: Database, touched: readonly Touched[], isPlain: boolean): void => {
  if (touched.length === 0) return;
  const count = writeCount(db) + 1;
  writesOf.set(db, count);
  if (isPlain) plainOf.set(db, [...(plainOf.get(db) ?? []).slice(1 - rememberedAtMost), { count, touched }]);
  const before = touchedOf.get(db);
  if (before === undefined) touchedOf.set(db, [...touched]);
  else for (const one of touched) before.push(one);
};

/** Forgets what was written since the last call because all of it was taken back; what was worked out from it is out of date. */
export const forgetTouched = (db: Database): void => {
  touchedOf.delete(db);
  writesOf.set(db, writeCount(db) + 1);
};

/** Shorthand for several fields of one entity; undefined fields are left out. */
export const setFields = (
  entity: Entity,
  entityId: string,
  fields: Readonly<Record<string, FieldValue | undefined>>,
): Write[] =>
  Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [{ entity, entityId, field, value }],
  );

/** The writes that bring an entity into being: its fields and `deleted` false. */
export const createEntity = (
  entity: Entity,
  entityId: string,
  fields: Readonly<Record<string, FieldValue | undefined>>,
): Write[] => setFields(entity, entityId, { ...fields, deleted: false });

/** JSON with sorted keys, so that equal values are equal texts. */
const canonicalJson = (value: FieldValue): string =>
  typeof value !== "object"
    ? JSON.stringify(value)
    : JSON.stringify(value, (_, inner: unknown) =>
        typeof inner === "object" && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
          : inner,
      );

const Standing = z.object({ id: z.string(), value: z.string() });

const standing = `SELECT id, value FROM changes WHERE entity = ? AND entity_id = ? AND field = ? AND ${counting()}
  ORDER BY clock DESC, id DESC LIMIT 1`;

/** The change that holds a field now: the greatest (clock, id) of those that count. */
export const standingChange = (db: Database, entity: Entity, entityId: string, field: string) =>
  first(db, Standing, standing, entity, entityId, field);

const Clock = z.object({ clock: z.number().int() });

/** The clock of the newest edit; 0 where there is none. */
export const greatestClockOf = (db: Database): number =>
  first(db, Clock, "SELECT clock FROM edits ORDER BY clock DESC, id DESC LIMIT 1")?.clock ?? 0;

/** The clock of the next edit: Lamport's rule, the greatest seen plus one. */
const nextClock = (db: Database): number => greatestClockOf(db) + 1;

type Prepared = { readonly write: Write; readonly json: string; readonly before: string | null };

/** The writes of an edit that concern one entity. `isNew`: nothing was ever written about it. */
type Subject = Touched & {
  readonly isNew: boolean;
  readonly writes: Map<string, Write>;
  readonly prepared: Prepared[];
};

/** Writes by their entity, in the order in which it is first named; of each field the last one. */
const bySubject = (db: Database, writes: readonly Write[]): Subject[] => {
  const subjects = new Map<string, Subject>();
  for (const write of writes) {
    const { entity, entityId: id } = write;
    // An id begins with its noun's prefix, so that it says which entity it is.
    let subject = subjects.get(id);
    if (subject === undefined) {
      const isNew = !exists(
        db,
        "SELECT 1 FROM changes WHERE entity = ? AND entity_id = ? LIMIT 1",
        entity,
        id,
      );
      subject = { entity, id, isNew, writes: new Map(), prepared: [] };
      subjects.set(id, subject);
    }
    subject.writes.set(write.field, write);
  }
  return [...subjects.values()];
};

/** The writes that change something, with the changes that they replace. */
const effective = (db: Database, writes: readonly Write[]): Subject[] => {
  const subjects = bySubject(db, writes);
  for (const { isNew, writes: own, prepared } of subjects)
    for (const write of own.values()) {
      // Of the value itself: JSON writes a lone surrogate as six letters.
      if (!hasOnlyWellFormed(write.value))
        throw new TypeError(`a lone surrogate in ${write.entity} ${write.field}`);
      const json = canonicalJson(write.value);
      const standing = isNew ? undefined : standingChange(db, write.entity, write.entityId, write.field);
      const absent = standing === undefined ? absentValue(write.entity, write.field) : undefined;
      const current = standing?.value ?? (absent === undefined ? undefined : canonicalJson(absent));
      if (json !== current) prepared.push({ write, json, before: standing?.id ?? null });
    }
  return subjects.filter(({ prepared }) => prepared.length > 0);
};

/** A name that an older profile cut through a character must not stop all work. */
const withoutHalves = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** The acting analyst's own entry in the project, so that a name stands beside what they did wherever it goes. */
const introduction = (db: Database, { analyst }: Actor): Subject[] => {
  const { id } = analyst;
  const [name, initials] = [withoutHalves(analyst.name), withoutHalves(analyst.initials)];
  if (
    exists(
      db,
      "SELECT 1 FROM analysts WHERE id = ? AND name = ? AND initials = ? AND is_deleted = 0",
      id,
      name,
      initials,
    )
  )
    return [];
  return effective(db, createEntity("analyst", id, { name, initials }));
};

/** How an edit came to be; `undoes` names the edit that an undo or a redo takes back. */
export type EditKind =
  | { readonly kind: "edit" }
  | { readonly kind: "undo" | "redo"; readonly undoes: EditId };

type EditOptions = {
  readonly how?: EditKind;
  /**
   * What the edit does besides its own changes, as a merge does: the entities that it brought up to date. Such an edit is
   * written even when it has no changes. `begun`: the edit that stands in the log already; see `beginEdit`.
   */
  readonly besides?: { readonly touched: readonly Touched[]; readonly begun?: EditId };
};

const putEdit =
  "INSERT INTO edits (id, kind, undoes, label, analyst, clock, at) VALUES (?, ?, ?, ?, ?, ?, ?)";

/**
 * Enters an edit whose work begins before its changes are known, so that other rows may name it; `writeEdit` is to end it
 * in the same transaction.
 *
 * @param later greatest clock of what is to come into the log meanwhile: the edit is later than that
 */
export const beginEdit = (db: Database, actor: Actor, later: number): EditId => {
  const id = EditId.parse(actor.newId("edt"));
  const clock = Math.max(nextClock(db), later + 1);
  if (clock > greatestClock) throw new RangeError("the project's clock has run out");
  run(db, putEdit, id, "edit", null, "", actor.analyst.id, clock, actor.now());
  return id;
};

/** Takes an edit out of the log that was begun and comes to nothing. */
export const dropEdit = (db: Database, id: EditId): void => {
  run(db, "DELETE FROM edits WHERE id = ?", id);
};

type EditHead = { readonly id: EditId; readonly clock: number; readonly at: string };

const BegunRow = z.object({ id: EditId, clock: z.number().int(), at: z.string() });

/** Gives an edit that was begun its label, or enters a new one. */
const headOf = (db: Database, actor: Actor, label: string, { how, besides }: EditOptions): EditHead => {
  if (besides?.begun !== undefined) {
    run(db, "UPDATE edits SET label = ? WHERE id = ?", label, besides.begun);
    return BegunRow.parse(first(db, BegunRow, "SELECT id, clock, at FROM edits WHERE id = ?", besides.begun));
  }
  const id = EditId.parse(actor.newId("edt"));
  const clock = nextClock(db);
  if (clock > greatestClock) throw new RangeError("the project's clock has run out");
  const at = actor.now();
  const { kind = "edit" } = how ?? {};
  const undoes = how === undefined || how.kind === "edit" ? null : how.undoes;
  run(db, putEdit, id, kind, undoes, label, actor.analyst.id, clock, at);
  return { id, clock, at };
};

/**
 * Writes one edit: the log's entries and the rows folded from them, in one transaction (or in the one that
 * runs). Writes that change nothing are dropped; null when none is left. All changes of an edit have one clock.
 */
export const writeEdit = (
  db: Database,
  actor: Actor,
  label: string,
  writes: readonly Write[],
  { how = { kind: "edit" }, besides }: EditOptions = {},
): EditId | null => {
  let touched: readonly Touched[] = [];
  const edit = transact(db, () => {
    const own = effective(db, writes);
    if (own.length === 0 && besides === undefined) return null;
    const subjects = [...introduction(db, actor), ...own];
    const head = headOf(db, actor, label, { how, ...(besides === undefined ? {} : { besides }) });
    for (const subject of subjects) writeSubject(db, actor, head, subject);
    touched = subjects.map(({ entity, id: entityId }) => ({ entity, id: entityId }));
    if (besides !== undefined) touched = [...touched, ...besides.touched];
    return head.id;
  });
  noteTouched(db, touched, how.kind === "edit" && besides === undefined);
  return edit;
};

/** Writes what an edit changes of one entity, and brings its row up to it. */
const writeSubject = (
  db: Database,
  actor: Actor,
  edit: EditHead,
  { entity, id: entityId, isNew, prepared }: Subject,
): void => {
  const { clock, at } = edit;
  const changes: LoggedChange[] = [];
  for (const { write, json, before } of prepared) {
    const id = actor.newId("chg");
    const { field } = write;
    run(
      db,
      "INSERT INTO changes (entity, entity_id, field, clock, id, edit, value, before) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      entity,
      entityId,
      field,
      clock,
      id,
      edit.id,
      json,
      before,
    );
    if (isNew) changes.push({ id, field, clock, value: json, at, analyst: actor.analyst.id });
  }
  // Of what is new, what was just written is the whole history: it need not be read again.
  const hasRow = isNew ? foldNew(db, entity, entityId, changes) : foldEntity(db, entity, entityId);
  // What was written and has no row could be seen by nobody: a value that its schema refuses got this far.
  if (!hasRow) throw new TypeError(`${entity} ${entityId} is not whole`);
};

/** Words cut to fit a label, with quotation marks round them. */
export const quoted = (words: string, length = 60): string => {
  const line = words.replace(/\s+/gu, " ").trim();
  const points = Array.from(line);
  return `“${
    points.length > length
      ? `${points
          .slice(0, length - 1)
          .join("")
          .trimEnd()}…`
      : line
  }”`;
};
