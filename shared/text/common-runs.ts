import diff from "fast-diff";

/** `length` equal numbers that stand at `before` in the one row and at `after` in the other. */
export type Run = { readonly before: number; readonly after: number; readonly length: number };

/** Numbers in a row that make up a landmark. */
const landmark = 3;

const mix = (a: number, b: number, c: number): number => {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

const several = -2;

/** Where each landmark of a row stands when it stands there once. Open addressing: a book has a million of them. */
const landmarksOf = (row: Int32Array) => {
  const count = Math.max(0, row.length - landmark + 1);
  let size = 16;
  while (size < count * 2) size *= 2;
  const places = new Int32Array(size).fill(-1);
  const firsts = new Int32Array(size);
  const isAt = (at: number, other: Int32Array, place: number): boolean =>
    row[at] === other[place] && row[at + 1] === other[place + 1] && row[at + 2] === other[place + 2];
  const slotOf = (other: Int32Array, place: number): number => {
    let slot = mix(other[place] ?? 0, other[place + 1] ?? 0, other[place + 2] ?? 0) & (size - 1);
    while (places[slot] !== -1 && !isAt(firsts[slot] ?? 0, other, place)) slot = (slot + 1) & (size - 1);
    return slot;
  };
  for (let at = 0; at < count; at += 1) {
    const slot = slotOf(row, at);
    if (places[slot] === -1) firsts[slot] = at;
    places[slot] = places[slot] === -1 ? at : several;
  }
  /** Place of the one landmark like that at `place` of another row; negative when there is none, or several. */
  return (other: Int32Array, place: number): number => places[slotOf(other, place)] ?? -1;
};

/**
 * Stretches that two rows of numbers have in common, found by threes that stand once in each: the longest stretch
 * about each such three, wherever it stands, so that what was moved is found too. In the order of `before`; they do not
 * overlap in either row.
 */
export const uniqueRuns = (before: Int32Array, after: Int32Array): Run[] => {
  const placeBefore = landmarksOf(before);
  const placeAfter = landmarksOf(after);
  const isTaken = new Uint8Array(after.length);
  const runs: Run[] = [];
  let free = 0;
  for (let at = 0; at + landmark <= before.length; at += 1) {
    if (placeBefore(before, at) !== at) continue;
    const there = placeAfter(before, at);
    if (there < 0 || isTaken[there] === 1) continue;
    let start = 0;
    while (
      at - start > free &&
      there > start &&
      isTaken[there - start - 1] === 0 &&
      before[at - start - 1] === after[there - start - 1]
    )
      start += 1;
    let end = 0;
    while (
      at + end < before.length &&
      there + end < after.length &&
      isTaken[there + end] === 0 &&
      before[at + end] === after[there + end]
    )
      end += 1;
    runs.push({ before: at - start, after: there - start, length: start + end });
    isTaken.fill(1, there - start, there + end);
    free = at + end;
    at = free - 1;
  }
  return runs;
};

/** The runs that keep their order in both rows, as much in length as can be (longest increasing subsequence by weight). */
export const runsInOrder = (runs: readonly Run[]): Run[] => {
  // A Fenwick tree over the ranks in `after` holds the best weight of a chain that ends there.
  const ranks = new Map([...runs].sort((a, b) => a.after - b.after).map((run, rank) => [run, rank + 1]));
  const best = new Int32Array(runs.length + 1);
  const bestAt = new Int32Array(runs.length + 1).fill(-1);
  const before = new Int32Array(runs.length).fill(-1);
  let [top, topAt] = [0, -1];
  for (const [at, run] of runs.entries()) {
    const rank = ranks.get(run) ?? 1;
    let [weight, from] = [0, -1];
    for (let node = rank - 1; node > 0; node -= node & -node)
      if ((best[node] ?? 0) > weight) [weight, from] = [best[node] ?? 0, bestAt[node] ?? -1];
    weight += run.length;
    before[at] = from;
    if (weight > top) [top, topAt] = [weight, at];
    for (let node = rank; node <= runs.length; node += node & -node)
      if ((best[node] ?? 0) < weight) {
        best[node] = weight;
        bestAt[node] = at;
      }
  }
  const chain: Run[] = [];
  for (let at = topAt; at !== -1; at = before[at] ?? -1) {
    const run = runs[at];
    if (run !== undefined) chain.push(run);
  }
  return chain.reverse();
};

/** Greatest sum of lengths that is compared number by number: the time grows with its square where all is different. */
const mostCompared = 6000;

/** Code units before the surrogates: more than distinct numbers can be compared at once. */
const asText = (row: Int32Array, from: number, to: number, codes: Map<number, number>): string => {
  let text = "";
  for (let at = from; at < to; at += 1) {
    const id = row[at] ?? 0;
    let code = codes.get(id);
    if (code === undefined) {
      code = codes.size + 1;
      codes.set(id, code);
    }
    text += String.fromCharCode(code);
  }
  return text;
};

/**
 * Equal stretches in order within two gaps, by a diff of the numbers (each distinct one a character). Nothing for gaps
 * so large that comparing them would take too long: without a landmark in common they have next to nothing in common.
 */
export const diffRuns = (
  before: Int32Array,
  after: Int32Array,
  gap: { readonly before: readonly [number, number]; readonly after: readonly [number, number] },
): Run[] => {
  let [here, there] = [gap.before[0], gap.after[0]];
  let [hereEnd, thereEnd] = [gap.before[1], gap.after[1]];
  while (here < hereEnd && there < thereEnd && before[here] === after[there])
    [here, there] = [here + 1, there + 1];
  while (here < hereEnd && there < thereEnd && before[hereEnd - 1] === after[thereEnd - 1])
    [hereEnd, thereEnd] = [hereEnd - 1, thereEnd - 1];
  const head = { before: gap.before[0], after: gap.after[0], length: here - gap.before[0] };
  const tail = { before: hereEnd, after: thereEnd, length: gap.before[1] - hereEnd };
  const runs: Run[] = head.length > 0 ? [head] : [];
  const rest = hereEnd - here + thereEnd - there;
  if (here < hereEnd && there < thereEnd && rest <= mostCompared) {
    const codes = new Map<number, number>();
    for (const [kind, { length }] of diff(
      asText(before, here, hereEnd, codes),
      asText(after, there, thereEnd, codes),
    )) {
      if (kind === diff.EQUAL) runs.push({ before: here, after: there, length });
      if (kind !== diff.INSERT) here += length;
      if (kind !== diff.DELETE) there += length;
    }
  }
  return tail.length > 0 ? [...runs, tail] : runs;
};
