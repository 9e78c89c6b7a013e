import { type Estimate, known, type Measure, meanOf, noMeasure, pairsOf, unknown } from "./measure";

/** A stretch of a text, end exclusive. */
export type Stretch = { readonly start: number; readonly end: number };

/**
 * When a span counts as matched. exact: the other has a span with the same start and end; overlap: the other has
 * at least one span with which it shares a character.
 */
export type Matching = "exact" | "overlap";

/** The stretches of one coder in reading order, each once: two highlights of the very same words are one stretch. */
const distinct = (spans: readonly Stretch[]): Stretch[] =>
  [...spans]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter(({ start, end }, at, sorted) => start !== sorted[at - 1]?.start || end !== sorted[at - 1]?.end);

const key = ({ start, end }: Stretch): string => `${start}-${end}`;

/** Answers for a span whether any of `others` (in reading order) shares a character with it. */
const overlapFinder = (others: readonly Stretch[]): ((span: Stretch) => boolean) => {
  let furthest = 0;
  const reach = others.map(({ end }) => {
    furthest = Math.max(furthest, end);
    return furthest;
  });
  return ({ start, end }) => {
    let [low, high] = [0, others.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((others[middle]?.start ?? 0) < end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (reach[low - 1] ?? 0) > start;
  };
};

const finderOf = (others: readonly Stretch[], matching: Matching): ((span: Stretch) => boolean) => {
  if (matching === "overlap") return overlapFinder(others);
  const keys = new Set(others.map(key));
  return (span) => keys.has(key(span));
};

/** Spans of the first, those of them matched, spans of the second, those of them matched. */
const countMatches = (one: readonly Stretch[], other: readonly Stretch[], matching: Matching): number[] => {
  const [first, second] = [distinct(one), distinct(other)];
  const isInSecond = finderOf(second, matching);
  const isInFirst = finderOf(first, matching);
  return [first.length, first.filter(isInSecond).length, second.length, second.filter(isInFirst).length];
};

const width = 4;

/** The harmonic mean of the shares matched on either side, of the pair whose numbers begin at `from`. */
const pairEstimate = (sums: Float64Array, from: number): Estimate => {
  const [first, ofFirst] = [sums[from] ?? 0, sums[from + 1] ?? 0];
  const [second, ofSecond] = [sums[from + 2] ?? 0, sums[from + 3] ?? 0];
  if (first + second === 0) return unknown("no-units");
  // Where only one of them has spans there is no harmonic mean: nothing of it is matched.
  if (ofFirst === 0 || ofSecond === 0) return known(0);
  const [one, other] = [ofFirst / first, ofSecond / second];
  return known((2 * one * other) / (one + other));
};

/** What coders marked in some units (passages or texts): units by coders by spans. */
export type MarkedUnits = readonly (readonly (readonly Stretch[])[])[];

/** How much is matched in each unit, for `spanF1`. All units have the same coders. */
export const spanRows = (units: MarkedUnits, matching: Matching): Float64Array[] => {
  const pairs = pairsOf(units[0]?.length ?? 0);
  return units.map((coders) => {
    const row = new Float64Array(width * pairs.length);
    pairs.forEach(([first, second], at) => {
      row.set(countMatches(coders[first] ?? [], coders[second] ?? [], matching), width * at);
    });
    return row;
  });
};

/**
 * F1 of the spans of every pair of coders, and the mean over the pairs. Taking one coder for the truth, precision is
 * the share of the other's spans that are matched and recall the share of its own; exchanging the two exchanges
 * these, so F1 is the same either way.
 *
 * @param rows those of `spanRows`
 */
export const spanF1 = (rows: readonly Float64Array[]): Measure => {
  const pairs = (rows[0]?.length ?? 0) / width;
  if (rows.length === 0) return noMeasure("no-units");
  if (pairs === 0) return noMeasure("one-analyst");
  const places = Array.from({ length: pairs }, (_, at) => width * at);
  return { units: rows, estimate: (sums) => meanOf(places.map((from) => pairEstimate(sums, from))) };
};
