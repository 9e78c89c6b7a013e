/*
 * The common shape of agreement figures. Nearly all of them are worked out of sums over independent units (articles,
 * or passages of one article): each unit gives a row of numbers, and the figure is a function of the rows' sums. So
 * a resample of the bootstrap costs one addition a number, whatever the figure is.
 */

/**
 * Why there is no figure. one-analyst: nobody to agree with; no-units: nothing that at least two of them did;
 * no-variation: all of it is the same value, so that nothing tells agreement from chance.
 */
export type NoFigureReason = "one-analyst" | "no-units" | "no-variation";

/** A figure, or why there is none. Never NaN and never infinite. */
export type Estimate =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: NoFigureReason };

/** A figure as a function of sums over units. Every row of `units` has the same length. */
export type Measure = {
  readonly units: readonly Float64Array[];
  readonly estimate: (sums: Float64Array) => Estimate;
};

/** A figure that was worked out. */
export const known = (value: number): Estimate => ({ value, reason: null });

/** A figure that cannot be worked out. */
export const unknown = (reason: NoFigureReason): Estimate => ({ value: null, reason });

/** A measure that has no figure, whatever is resampled. */
export const noMeasure = (reason: NoFigureReason): Measure => ({
  units: [],
  estimate: () => unknown(reason),
});

/** Adds up rows of numbers; `times` says how often each of them counts (once, when it is absent). */
export const sumRows = (rows: readonly Float64Array[], times?: Int32Array): Float64Array => {
  const sums = new Float64Array(rows[0]?.length ?? 0);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    const factor = times === undefined ? 1 : (times[at] ?? 0);
    if (row === undefined || factor === 0) continue;
    for (let column = 0; column < row.length; column += 1)
      sums[column] = (sums[column] ?? 0) + factor * (row[column] ?? 0);
  }
  return sums;
};

/** The figure over all units. */
export const estimateOf = ({ units, estimate }: Measure): Estimate => estimate(sumRows(units));

/**
 * The mean of the figures of all pairs, left out those that have none. With no figure at all: the reason that says
 * most, which is that of a pair that has units.
 */
export const meanOf = (estimates: readonly Estimate[]): Estimate => {
  let sum = 0;
  let count = 0;
  for (const { value } of estimates)
    if (value !== null) {
      sum += value;
      count += 1;
    }
  if (count > 0) return known(sum / count);
  if (estimates.length === 0) return unknown("one-analyst");
  return unknown(estimates.some(({ reason }) => reason === "no-variation") ? "no-variation" : "no-units");
};

/** Every pair of the numbers below `count`, each once: [0, 1], [0, 2], [1, 2]. */
export const pairsOf = (count: number): readonly (readonly [number, number])[] => {
  const pairs: [number, number][] = [];
  for (let first = 0; first < count; first += 1)
    for (let second = first + 1; second < count; second += 1) pairs.push([first, second]);
  return pairs;
};
