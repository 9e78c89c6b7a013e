import { z } from "zod";
import { all } from "../../../../main/store/statement";
import {
  changesIn,
  fileOf,
  type Merge,
  openCopy,
  type Replica,
  reading,
  realMerge,
  stateOf,
} from "./replicas";

/*
 * The laws of merging, each as a check of three files that have grown apart. They take the merge as a parameter, so that
 * broken ones can be tried: a law that no broken merge breaks proves nothing.
 */

/** What is wrong with a merge, in words; null when it keeps the law. */
type Law = (replicas: readonly Replica[], merge?: Merge) => Promise<string | null>;

const numbered = (replicas: readonly Replica[], at: number): Replica => {
  const replica = replicas[at];
  if (replica === undefined) throw new Error("there are three");
  return replica;
};

/** A copy of one file into which others are merged in order. */
const joined = async (
  merge: Merge,
  name: string,
  first: Replica,
  ...others: readonly Replica[]
): Promise<Replica> => {
  const into = await openCopy(first.path, first.number, 0, name);
  for (const other of others) await merge(into, fileOf(other));
  return into;
};

const sameState = (a: Replica, b: Replica, what: string): string | null => {
  const [one, other] = [stateOf(a), stateOf(b)];
  if (one !== other) {
    const lines = new Set(other.split("\n"));
    return `${what}: another state\n${one
      .split("\n")
      .filter((line) => !lines.has(line))
      .slice(0, 4)
      .join("\n")}`;
  }
  const [own, theirs] = [changesIn(a), changesIn(b)];
  const differing = [...own].filter(([id, value]) => theirs.get(id) !== value);
  return own.size === theirs.size && differing.length === 0
    ? null
    : `${what}: other changes count (${own.size} and ${theirs.size})`;
};

const isCommutative: Law = async (replicas, merge = realMerge) => {
  const [a, b] = [numbered(replicas, 0), numbered(replicas, 1)];
  return sameState(await joined(merge, "a+b", a, b), await joined(merge, "b+a", b, a), "commutative");
};

const isAssociative: Law = async (replicas, merge = realMerge) => {
  const [a, b, c] = [numbered(replicas, 0), numbered(replicas, 1), numbered(replicas, 2)];
  const left = await joined(merge, "(a+b)+c", a, b, c);
  const right = await joined(merge, "a+(b+c)", a, await joined(merge, "b+c", b, c));
  return sameState(left, right, "associative");
};

const isIdempotent: Law = async (replicas, merge = realMerge) => {
  const [a, b] = [numbered(replicas, 0), numbered(replicas, 1)];
  const once = await joined(merge, "once", a, b);
  const twice = await joined(merge, "twice", a, b, b);
  const self = await joined(merge, "self", a, a);
  return sameState(once, twice, "merged twice") ?? sameState(a, self, "merged with itself");
};

const converges: Law = async (replicas, merge = realMerge) => {
  const [a, b, c] = [numbered(replicas, 0), numbered(replicas, 1), numbered(replicas, 2)];
  // A gives to B, B to C, C to A, and once round again.
  const places = await Promise.all([a, b, c].map((one) => openCopy(one.path, one.number, 0, "ring")));
  for (const [into, from] of [
    [1, 0],
    [2, 1],
    [0, 2],
    [1, 0],
    [2, 1],
  ] as const)
    await merge(numbered(places, into), fileOf(numbered(places, from)));
  return (
    sameState(numbered(places, 0), numbered(places, 1), "ring, A and B") ??
    sameState(numbered(places, 0), numbered(places, 2), "ring, A and C")
  );
};

/** Nothing of either side is lost, and nothing is there that neither had. */
const losesAndInventsNothing: Law = async (replicas, merge = realMerge) => {
  const [a, b] = [numbered(replicas, 0), numbered(replicas, 1)];
  const result = changesIn(await joined(merge, "union", a, b));
  const known = new Map([...changesIn(a), ...changesIn(b)]);
  for (const [id, value] of known) if (result.get(id) !== value) return `lost ${id}: ${value}`;
  for (const id of result.keys()) if (!known.has(id)) return `invented ${id}`;
  return null;
};

const Field = z.object({ key: z.string(), id: z.string(), value: z.string(), before: z.string().nullable() });
const fieldsOf = (replica: Replica) =>
  reading(replica, (db) =>
    all(
      db,
      Field,
      `SELECT entity || ' ' || entity_id || ' ' || field AS key, id, value, before FROM changes
       WHERE entity <> 'analyst' AND NOT EXISTS (SELECT 1 FROM held_changes WHERE change = changes.id)
       ORDER BY clock, id`,
    ),
  );

/** What was written knowing a value stands over it, whichever way the files meet and whatever the clocks on the wall say. */
const isCausal: Law = async (replicas, merge = realMerge) => {
  const [a, b] = [numbered(replicas, 0), numbered(replicas, 1)];
  for (const result of [await joined(merge, "a+b", a, b), await joined(merge, "b+a", b, a)]) {
    const changes = fieldsOf(result);
    const standing = new Map(changes.map(({ key, id }) => [key, id]));
    const replaced = new Map(changes.flatMap(({ before, key }) => (before === null ? [] : [[before, key]])));
    for (const [key, id] of standing) if (replaced.get(id) === key) return `${key} went back to ${id}`;
  }
  return null;
};

const Gone = z.object({ id: z.string() });
const goneFrom = (replica: Replica) =>
  reading(
    replica,
    (db) => new Set(all(db, Gone, "SELECT id FROM highlights WHERE is_deleted = 1").map(({ id }) => id)),
  );
const liveIn = (replica: Replica) =>
  reading(
    replica,
    (db) => new Set(all(db, Gone, "SELECT id FROM highlights WHERE is_deleted = 0").map(({ id }) => id)),
  );

/** What was deleted does not come back with a copy from before that. */
const keepsTombstones: Law = async (replicas, merge = realMerge) => {
  const { path } = numbered(replicas, 0);
  const old = await openCopy(path, 1, 0, "old");
  const now = await openCopy(path, 1, 0, "now");
  const other = await openCopy(path, 2, 0, "other");
  for (const id of liveIn(now)) await now.call("highlights", "remove", { id });
  const gone = goneFrom(now);
  for (const file of [now, old, now]) await merge(other, fileOf(file));
  await merge(now, fileOf(old));
  for (const place of [other, now]) {
    const live = liveIn(place);
    for (const id of gone) if (live.has(id)) return `${id} came back`;
  }
  return null;
};

/** An undo of a merge gives back exactly what was there, and a redo what the merge made. */
const canBeUndone: Law = async (replicas, merge = realMerge) => {
  const [a, b] = [numbered(replicas, 0), numbered(replicas, 1)];
  const into = await openCopy(a.path, a.number, 0, "undo");
  const before = stateOf(into);
  const merged = (await merge(into, fileOf(b))) as { edit: string | null };
  if (merged.edit === null) return null;
  const after = stateOf(into);
  const undone = await into.call("history", "undo", {});
  if (!undone.ok) return `refused: ${undone.error.message}`;
  if (stateOf(into) !== before) return `undone: another state\n${difference(before, stateOf(into))}`;
  const redone = await into.call("history", "redo", undefined);
  if (!redone.ok) return `redo refused: ${redone.error.message}`;
  return stateOf(into) === after ? null : "redone: another state";
};

const difference = (a: string, b: string): string => {
  const [one, other] = [new Set(a.split("\n")), new Set(b.split("\n"))];
  return [
    ...[...one].filter((line) => !other.has(line)).map((line) => `- ${line}`),
    ...[...other].filter((line) => !one.has(line)).map((line) => `+ ${line}`),
  ]
    .slice(0, 6)
    .join("\n");
};

/** The file is sound afterwards: every check of it, the fold against the log among them. */
const staysSound: Law = async (replicas, merge = realMerge) => {
  const into = await joined(
    merge,
    "sound",
    numbered(replicas, 0),
    numbered(replicas, 1),
    numbered(replicas, 2),
  );
  const report = await into.call("project", "verify", undefined);
  if (!report.ok) return report.error.message;
  return report.value.isSound ? null : report.value.checks.flatMap(({ problems }) => problems).join("\n");
};

export const laws = {
  commutative: isCommutative,
  associative: isAssociative,
  idempotent: isIdempotent,
  convergence: converges,
  "no loss, nothing invented": losesAndInventsNothing,
  causal: isCausal,
  tombstones: keepsTombstones,
  undo: canBeUndone,
  sound: staysSound,
} as const satisfies Readonly<Record<string, Law>>;
