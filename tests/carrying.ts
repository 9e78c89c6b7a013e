import { carryAnchors } from "../shared/anchoring/carry-anchor";
import { describeAnchor } from "../shared/anchoring/describe-anchor";
import { inventNews, mutate, type mutations, someQuotes } from "./mutate-text";

/** How many quotes of a mutation set were placed, and how. */
export type Tally = {
  quotes: number;
  /** Nine tenths of the true place and the found one are the same, or it is lost and said to be. */
  right: number;
  /** Said to stand (exact or moved) where it does not. */
  wrong: number;
  exact: number;
  /** Said to be exact, and not so: another place, or another character. */
  falseExact: number;
  moved: number;
  lost: number;
  ms: number;
};

/** Where half of the quotes' right and wrong places come from: seeds of texts, and the size of these. */
export type CarrySet = { readonly seeds: readonly number[]; readonly words: number; readonly quotes: number };

const overlap = (a: { start: number; end: number }, b: { start: number; end: number }): number =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)) /
  (Math.max(a.end, b.end) - Math.min(a.start, b.start));

/** Carries quotes to texts changed in one way and counts what became of them. */
export const tallyCarrying = (name: keyof typeof mutations, { seeds, words, quotes }: CarrySet): Tally => {
  const tally: Tally = { quotes: 0, right: 0, wrong: 0, exact: 0, falseExact: 0, moved: 0, lost: 0, ms: 0 };
  for (const seed of seeds) {
    const text = inventNews(seed, words);
    const { after, truth } = mutate(text, name, seed + 1000);
    const spans = someQuotes(text, quotes, seed + 2000);
    const anchors = spans.map(({ start, end }) => describeAnchor(text, start, end));
    const began = performance.now();
    const placements = carryAnchors(text, after, anchors);
    tally.ms += performance.now() - began;
    for (const [at, placement] of placements.entries()) {
      const { start, end } = spans[at] ?? { start: 0, end: 1 };
      const place = truth(start, end);
      const isRight =
        placement.kind === "lost" ? place === null : place !== null && overlap(placement, place) >= 0.9;
      tally.quotes += 1;
      tally[placement.kind] += 1;
      if (isRight) tally.right += 1;
      else if (placement.kind !== "lost") tally.wrong += 1;
      if (placement.kind === "exact" && (placement.start !== place?.start || placement.end !== place.end))
        tally.falseExact += 1;
    }
  }
  return tally;
};

/** The sum of several tallies. */
export const sumOf = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((sum, tally) => ({
    quotes: sum.quotes + tally.quotes,
    right: sum.right + tally.right,
    wrong: sum.wrong + tally.wrong,
    exact: sum.exact + tally.exact,
    falseExact: sum.falseExact + tally.falseExact,
    moved: sum.moved + tally.moved,
    lost: sum.lost + tally.lost,
    ms: sum.ms + tally.ms,
  }));
