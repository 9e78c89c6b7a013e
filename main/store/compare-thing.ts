import type { Database } from "better-sqlite3";
import type { Entity } from "../../shared/domain/change";
import { Anchor } from "../../shared/domain/highlight";
import { isRedactionOf } from "../../shared/domain/redaction";
import type { Weighed } from "./conflict-rules";
import { prepare } from "./statement";

/** A change of a received file, as it waits to come in. */
export type Incoming = Weighed & { readonly edit: string; readonly at: string };

type Known = Weighed & { readonly edit: string; readonly held: string | null };

/** What a received file says of one thing, held against what is known of it here. */
export type Compared = {
  /** Not known here, and good. */
  readonly fresh: readonly Incoming[];
  /** Known, but taken back when an earlier merge was undone: they count again. */
  readonly back: readonly Incoming[];
  /** Not known here though they are said to be this analyst's own. */
  readonly claims: readonly Incoming[];
  /** Set apart already, when they came in before. */
  readonly waiting: readonly Incoming[];
  /** Known with parts of their text left out, which come in now. */
  readonly completed: readonly Incoming[];
  /** What is known under the same id says something else. */
  readonly refused: readonly Incoming[];
  /** What counts here. */
  readonly local: readonly Weighed[];
  /** Whether the file holds a change. */
  readonly isKnownThere: (change: string) => boolean;
};

const knownSql = `SELECT changes.id, field, changes.clock, value, before, edit, analyst,
    (SELECT reason FROM held_changes WHERE change = changes.id) AS held
  FROM main.changes JOIN main.edits ON edits.id = changes.edit WHERE entity = ? AND entity_id = ?`;
const incomingSql = `SELECT id, field, clock, value, before, edit, analyst, at FROM came.changes
  WHERE entity = ? AND entity_id = ?`;

/** Whether the value of an anchor is another one with its words left out, as in a copy without texts. */
const isLess = (value: string, whole: string): boolean => {
  const [redacted, full] = [Anchor.safeParse(JSON.parse(value)), Anchor.safeParse(JSON.parse(whole))];
  return redacted.success && full.success && value !== whole && isRedactionOf(redacted.data, full.data);
};

/**
 * Holds what a received file says of one thing against what is known here.
 *
 * @param analyst the one at work: what claims to be theirs and is not known here is set apart
 */
export const compareThing = (db: Database, entity: Entity, id: string, analyst: string): Compared => {
  const known = prepare(db, knownSql).all(entity, id) as Known[];
  const incoming = prepare(db, incomingSql).all(entity, id) as Incoming[];
  const byId = new Map(known.map((one) => [one.id, one]));
  const there = new Set(incoming.map((one) => one.id));
  const sorted = {
    fresh: [] as Incoming[],
    back: [] as Incoming[],
    claims: [] as Incoming[],
    waiting: [] as Incoming[],
    completed: [] as Incoming[],
    refused: [] as Incoming[],
  };
  for (const one of incoming) {
    const own = byId.get(one.id);
    if (own === undefined) {
      (one.analyst === analyst ? sorted.claims : sorted.fresh).push(one);
      continue;
    }
    const isSame = own.field === one.field && own.clock === one.clock && own.edit === one.edit;
    const isOther = own.value !== one.value;
    const isCompletion = isOther && one.field === "anchor" && isLess(own.value, one.value);
    const isCut = isOther && one.field === "anchor" && isLess(one.value, own.value);
    if (!isSame || (isOther && !isCompletion && !isCut)) {
      sorted.refused.push(one);
      continue;
    }
    if (isCompletion) sorted.completed.push(one);
    if (own.held === "undone") sorted.back.push(one);
    if (own.held === "claims-mine" && one.analyst === analyst) sorted.waiting.push(one);
  }
  return {
    ...sorted,
    local: known.filter(({ held }) => held === null),
    isKnownThere: (change) => there.has(change),
  };
};
