import { diffRuns, type Run, runsInOrder, uniqueRuns } from "./common-runs";

/** A stretch that stands in both texts, in the old one only, or in the new one only. */
export type WordChange = { readonly kind: "same" | "removed" | "added"; readonly text: string };

/* Every character belongs to a token: a word, a number with its separators, a run of white space, or a single sign; scripts without spaces sign by sign. */
const unspaced =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const token = new RegExp(
  `[${unspaced}]\\p{M}*|\\p{N}+(?:[.,]\\p{N}+)+|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}\\u00ad\\u200b-\\u200d])+|\\s+|[^]`,
  "gu",
);

const idsOf = (tokens: readonly string[], known: Map<string, number>): Int32Array =>
  Int32Array.from(tokens, (text) => {
    const id = known.get(text) ?? known.size + 1;
    if (id > known.size) known.set(text, id);
    return id;
  });

/** Equal stretches in order: unique ones first, then what is equal between them. */
const alignInOrder = (before: Int32Array, after: Int32Array): Run[] => {
  const ends: Run = { before: before.length, after: after.length, length: 0 };
  const all: Run[] = [];
  let last: Run = { before: 0, after: 0, length: 0 };
  for (const run of [...runsInOrder(uniqueRuns(before, after)), ends]) {
    const [here, there] = [last.before + last.length, last.after + last.length];
    for (const found of diffRuns(before, after, { before: [here, run.before], after: [there, run.after] }))
      all.push(found);
    if (run.length > 0) all.push(run);
    last = run;
  }
  return all;
};

/** UTF-16 units of an equal stretch between two changes that reads better as part of them. */
const leastSame = 4;

/**
 * Leaves out equal stretches that only cut changes into shreds: those with less text in them than the smaller of the changes
 * beside them, and lone spaces between two changed words.
 */
const readable = (
  runs: readonly Run[],
  before: readonly string[],
  sizeBefore: (from: number, to: number) => number,
  sizeAfter: (from: number, to: number) => number,
  ends: Run,
): Run[] => {
  const kept: Run[] = [];
  const change = (a: Run | undefined, b: Run): number => {
    const [here, there] = a === undefined ? [0, 0] : [a.before + a.length, a.after + a.length];
    return Math.max(sizeBefore(here, b.before), sizeAfter(there, b.after));
  };
  const isShred = (left: Run | undefined, run: Run, right: Run): boolean => {
    const least = Math.min(change(left, run), change(run, right));
    const size = sizeBefore(run.before, run.before + run.length);
    const isBlank = run.length === 1 && /^\s+$/.test(before[run.before] ?? "");
    return least > 0 && ((isBlank && size < leastSame) || size * 2 <= least);
  };
  for (const [at, run] of runs.entries()) {
    kept.push(run);
    for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
      if (!isShred(kept.at(-2), last, runs[at + 1] ?? ends)) break;
      kept.pop();
    }
  }
  return kept;
};

const sizes = (tokens: readonly string[]): ((from: number, to: number) => number) => {
  const starts = new Float64Array(tokens.length + 1);
  for (const [at, { length }] of tokens.entries()) starts[at + 1] = (starts[at] ?? 0) + length;
  return (from, to) => (starts[to] ?? 0) - (starts[from] ?? 0);
};

/**
 * What changed between two texts, in words, in reading order. "same" and "removed" together are `before`, "same" and
 * "added" together are `after`, to the character. The time grows with the length of the texts; passages of thousands of
 * words that have no three tokens in a row in common are not compared any closer, but removed and added as a whole.
 */
export const diffWords = (before: string, after: string): readonly WordChange[] => {
  const known = new Map<string, number>();
  const old = before.match(token) ?? [];
  const now = after.match(token) ?? [];
  const ends: Run = { before: old.length, after: now.length, length: 0 };
  const runs = readable(
    alignInOrder(idsOf(old, known), idsOf(now, known)),
    old,
    sizes(old),
    sizes(now),
    ends,
  );
  const changes: { kind: WordChange["kind"]; text: string }[] = [];
  const push = (kind: WordChange["kind"], text: string): void => {
    const last = changes.at(-1);
    if (text === "") return;
    if (last?.kind === kind) last.text += text;
    else changes.push({ kind, text });
  };
  let [here, there] = [0, 0];
  for (const run of [...runs, ends]) {
    push("removed", old.slice(here, run.before).join(""));
    push("added", now.slice(there, run.after).join(""));
    push("same", old.slice(run.before, run.before + run.length).join(""));
    here = run.before + run.length;
    there = run.after + run.length;
  }
  return changes;
};
