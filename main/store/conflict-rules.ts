import type { Entity } from "../../shared/domain/change";
import type { Conflict } from "../../shared/domain/merge";
import { isMarkField, seenField, tagOfField } from "./entities";

/** A change as a merge looks at it, with the analyst of its edit. */
export type Weighed = {
  readonly id: string;
  readonly field: string;
  readonly clock: number;
  /** JSON. */
  readonly value: string;
  readonly before: string | null;
  readonly analyst: string;
};

/** One thing as it was here, and what comes in of it. */
type Meeting = {
  readonly entity: Entity;
  /** Changes that counted here before. */
  readonly local: readonly Weighed[];
  /** Changes that come in and count. */
  readonly fresh: readonly Weighed[];
  /** The analyst at work. */
  readonly analyst: string;
  /** Whether whoever sent the file knew of a change that was here: the file holds it. */
  readonly isKnownThere: (change: string) => boolean;
};

/** A conflict with the change by which it is known: the one that lost, or, where nothing lost, the one to be looked at. */
export type FoundConflict = {
  readonly change: string;
  readonly kind: Exclude<Conflict["kind"], "claims-mine">;
  readonly field: string;
  /** The field to which the losing change belongs stands as it came in. */
  readonly standing: "mine" | "theirs";
};

const isLater = (a: Weighed, b: Weighed): boolean =>
  a.clock > b.clock || (a.clock === b.clock && a.id > b.id);

/** The change that holds a field: the greatest (clock, id). Undefined when there is none. */
export const greatest = (changes: readonly Weighed[]): Weighed | undefined =>
  changes.reduce<Weighed | undefined>((a, b) => (a === undefined || isLater(b, a) ? b : a), undefined);

/** Whether a chain of predecessors leads from one change to another. */
const stemsFrom = (change: Weighed, from: Weighed, byId: ReadonlyMap<string, Weighed>): boolean => {
  for (let at: Weighed | undefined = change; at !== undefined; ) {
    if (at.before === null) return false;
    if (at.before === from.id) return true;
    at = byId.get(at.before);
  }
  return false;
};

/** Marks of work and of order, about which nobody has to be asked. */
const quiet: ReadonlySet<string> = new Set(["isReviewed", "position"]);

const isSeen = ({ local, fresh }: Meeting, change: string): boolean => {
  const field = seenField(change);
  return greatest([...local, ...fresh].filter((one) => one.field === field))?.value === "true";
};

/** Two people gave one field different values without knowing of each other's. */
const clashes = (meeting: Meeting, field: string): FoundConflict[] => {
  const { local, fresh } = meeting;
  const here = local.filter((one) => one.field === field);
  const there = fresh.filter((one) => one.field === field);
  const every = [...here, ...there];
  const stands = greatest(every);
  if (stands === undefined || there.length === 0) return [];
  const byId = new Map(every.map((one) => [one.id, one]));
  const named = new Set(every.map(({ before }) => before));
  const freshIds = new Set(there.map(({ id }) => id));
  return every.flatMap((one): FoundConflict[] => {
    const isBetween = freshIds.has(one.id) || freshIds.has(stands.id);
    if (one === stands || named.has(one.id) || !isBetween || one.value === stands.value) return [];
    if (one.analyst === stands.analyst || stemsFrom(stands, one, byId) || isSeen(meeting, one.id)) return [];
    const standing = freshIds.has(stands.id) ? "theirs" : "mine";
    if (field !== "deleted") return [{ change: one.id, kind: "both-changed", field, standing }];
    const deletion = stands.value === "true" ? stands : one;
    const kind = freshIds.has(deletion.id) ? "deleted-there" : "deleted-here";
    return [{ change: one.id, kind, field, standing }];
  });
};

/** A colleague changed, knowing it, what this analyst made. */
const changesOfMine = (meeting: Meeting, field: string): FoundConflict[] => {
  const { local, fresh, analyst } = meeting;
  const here = greatest(local.filter((one) => one.field === field));
  const there = greatest(fresh.filter((one) => one.field === field));
  if (there === undefined || there.analyst === analyst || (here !== undefined && isLater(here, there)))
    return [];
  // A tag that somebody puts on it is an addition, and no change.
  if (tagOfField(field) !== null && (here === undefined || here.value === "false")) return [];
  if (here?.value === there.value || isSeen(meeting, there.id)) return [];
  return [{ change: there.id, kind: "mine-changed", field, standing: "theirs" }];
};

const isDeletion = ({ field, value }: Weighed): boolean => field === "deleted" && value === "true";
const isWork = ({ field }: Weighed): boolean => field !== "deleted" && !isMarkField(field);

/** One side deleted a thing, the other went on working on it without knowing that. */
const lostWork = (meeting: Meeting): FoundConflict[] => {
  const { local, fresh, isKnownThere } = meeting;
  const stands = greatest([...local, ...fresh].filter(({ field }) => field === "deleted"));
  if (stands === undefined || !isDeletion(stands)) return [];
  if (fresh.includes(stands)) {
    const work = local.some((one) => isWork(one) && one.analyst !== stands.analyst && !isKnownThere(one.id));
    return work && !isSeen(meeting, stands.id)
      ? [{ change: stands.id, kind: "deleted-there", field: "deleted", standing: "theirs" }]
      : [];
  }
  if (isKnownThere(stands.id)) return [];
  const work = greatest(fresh.filter((one) => isWork(one) && one.analyst !== stands.analyst));
  return work === undefined || isSeen(meeting, work.id)
    ? []
    : [{ change: work.id, kind: "deleted-here", field: "deleted", standing: "mine" }];
};

const creatorOf = (changes: readonly Weighed[]): string | undefined =>
  changes.reduce<Weighed | undefined>((a, b) => (a === undefined || isLater(a, b) ? b : a), undefined)
    ?.analyst;

/** What of a thing on which two sides worked is left to a person. */
export const findConflicts = (meeting: Meeting): FoundConflict[] => {
  const { entity, local, fresh, analyst } = meeting;
  if (entity === "analyst" || local.length === 0 || fresh.length === 0) return [];
  const isMine = creatorOf(local) === analyst;
  const found: FoundConflict[] = [];
  for (const field of new Set(fresh.map((one) => one.field))) {
    if (isMarkField(field) || quiet.has(field)) continue;
    const clash = clashes(meeting, field);
    if (clash.length > 0) found.push(...clash);
    else if (isMine) found.push(...changesOfMine(meeting, field));
  }
  if (found.some(({ field, kind }) => field === "deleted" && kind !== "mine-changed")) return found;
  const lost = lostWork(meeting);
  // Of what is gone, what was knowingly changed on it is not asked about one by one.
  return lost.length === 0
    ? found
    : [...lost, ...found.filter(({ change, kind }) => kind !== "mine-changed" && change !== lost[0]?.change)];
};
