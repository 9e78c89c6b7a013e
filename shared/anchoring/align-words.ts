import { diffRuns, type Run, uniqueRuns } from "../text/common-runs";
import type { Words } from "../text/words";

/** Which word of a changed text is which word of the old one. -1: none. */
export type Alignment = {
  /** Index of the new word for each old one. */
  readonly forth: Int32Array;
  /** Index of the old word for each new one. */
  readonly back: Int32Array;
  /** 1 for old words that stand in a passage which stands once in either text and nowhere else. */
  readonly isUnique: Uint8Array;
};

/** Words that a run, or runs close to each other, must have to be believed far from where they stood. */
const leastMoved = 7;
/** Words between two runs that count as close to each other, and how much the distance may differ in the texts. */
const close = { words: 25, drift: 6 };
/** Words that are compared on either side of a break between passages. */
const edge = 80;

/** Runs that neighbour each other in both texts, one passage with changes in it. */
type Passage = { readonly runs: Run[]; words: number };

const passagesOf = (runs: readonly Run[]): Passage[] => {
  const passages: Passage[] = [];
  let last: Run | undefined;
  for (const run of runs) {
    const gaps = last && {
      before: run.before - last.before - last.length,
      after: run.after - last.after - last.length,
    };
    const isClose =
      gaps !== undefined &&
      gaps.after >= 0 &&
      gaps.before <= close.words &&
      Math.abs(gaps.after - gaps.before) <= close.drift;
    const passage = passages.at(-1);
    if (isClose && passage !== undefined) {
      passage.runs.push(run);
      passage.words += run.length;
    } else passages.push({ runs: [run], words: run.length });
    last = run;
  }
  return passages;
};

/**
 * Leaves out equal stretches that are nothing beside the changes on both sides of them: in two passages that have nothing
 * to do with each other every fifth word is the same.
 */
const withoutChance = (runs: readonly Run[], from: Run, to: Run): Run[] => {
  const kept: Run[] = [];
  const change = (a: Run, b: Run): number =>
    Math.max(b.before - a.before - a.length, b.after - a.after - a.length);
  const isChance = (left: Run, run: Run, right: Run): boolean =>
    run.length * 2 <= Math.min(change(left, run), change(run, right));
  for (const [at, run] of runs.entries()) {
    kept.push(run);
    // What was kept may turn out to be chance once what stood behind it has gone.
    for (;;) {
      const middle = kept.at(-1);
      if (middle === undefined) break;
      if (!isChance(kept.at(-2) ?? from, middle, runs[at + 1] ?? to)) break;
      kept.pop();
    }
  }
  return kept;
};

/** Aligns the words of two texts: passages that stand in both wherever they went, then what is equal between them. */
export const alignWords = (before: Words, after: Words): Alignment => {
  const forth = new Int32Array(before.ids.length).fill(-1);
  const back = new Int32Array(after.ids.length).fill(-1);
  const join = (run: Run): void => {
    for (let at = 0; at < run.length; at += 1) {
      if (forth[run.before + at] !== -1 || back[run.after + at] !== -1) continue;
      forth[run.before + at] = run.after + at;
      back[run.after + at] = run.before + at;
    }
  };
  const compare = (
    gap: { before: [number, number]; after: [number, number] },
    isOpen: "left" | "right" | null,
  ) => {
    const start: Run = { before: gap.before[0], after: gap.after[0], length: 0 };
    const end: Run = { before: gap.before[1], after: gap.after[1], length: 0 };
    const far = { before: 1e9, after: 1e9, length: 0 };
    const runs = diffRuns(before.ids, after.ids, gap);
    for (const run of withoutChance(
      runs,
      isOpen === "left" ? { before: -1e9, after: -1e9, length: 0 } : start,
      isOpen === "right" ? far : end,
    ))
      join(run);
  };

  const edges: Run = { before: 0, after: 0, length: 0 };
  const last: Run = { before: before.ids.length, after: after.ids.length, length: 0 };
  const passages = passagesOf(uniqueRuns(before.ids, after.ids)).filter(({ words }) => words >= leastMoved);
  const isUnique = new Uint8Array(before.ids.length);
  for (const { runs } of passages)
    for (const run of runs) {
      join(run);
      isUnique.fill(1, run.before, run.before + run.length);
    }

  const anchors = [edges, ...passages.flatMap(({ runs }) => runs), last];
  for (const [at, right] of anchors.entries()) {
    const left = anchors[at - 1];
    if (left === undefined) continue;
    const gap: [number, number] = [left.before + left.length, right.before];
    if (gap[0] >= gap[1]) continue;
    // New words that follow the left passage, and those that go before the right one, as far as nothing else is there.
    const follows = left.after + left.length;
    let until = follows;
    while (until < after.ids.length && back[until] === -1) until += 1;
    if (until === right.after) {
      compare({ before: gap, after: [follows, until] }, null);
      continue;
    }
    compare(
      {
        before: [gap[0], Math.min(gap[1], gap[0] + edge)],
        after: [follows, Math.min(until, follows + edge)],
      },
      "right",
    );
    let free = gap[1];
    while (free > gap[0] && forth[free - 1] === -1) free -= 1;
    let since = right.after;
    while (since > 0 && back[since - 1] === -1) since -= 1;
    compare(
      {
        before: [Math.max(free, gap[1] - edge), gap[1]],
        after: [Math.max(since, right.after - edge), right.after],
      },
      "left",
    );
  }
  return { forth, back, isUnique };
};
