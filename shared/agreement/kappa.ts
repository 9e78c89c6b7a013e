import type { Coded } from "./alpha";
import { type Estimate, known, type Measure, meanOf, noMeasure, pairsOf, unknown } from "./measure";

/** Numbers that a pair of coders needs of a unit: how often both rated it, x, y, x squared and y squared, x times y. */
const width = 6;

/**
 * Cohen's kappa with weights that grow with the square of the distance, of every pair of coders, and the mean over
 * the pairs. With such weights the observed disagreement is the mean of (x - y) squared, and that expected by chance
 * is the same mean over independent draws from the two coders' own distributions, so both follow from moments and
 * no table is needed.
 *
 * @param units units by coders, ranks as numbers at equal distances; the measure has one row a unit
 * @see Cohen, J. (1968), Weighted kappa, Psychological Bulletin 70, 213-220
 */
export const quadraticKappa = (units: readonly Coded<number>[]): Measure => {
  const coders = units[0]?.length ?? 0;
  const pairs = pairsOf(coders);
  if (units.length > 0 && pairs.length === 0) return noMeasure("one-analyst");
  const isRatedTwice = (unit: Coded<number>) => unit.filter((value) => value !== null).length > 1;
  if (!units.some(isRatedTwice)) return noMeasure("no-units");
  const rows = units.map((unit) => {
    const row = new Float64Array(width * pairs.length);
    pairs.forEach(([first, second], at) => {
      const [x, y] = [unit[first] ?? null, unit[second] ?? null];
      if (x !== null && y !== null) row.set([1, x, y, x * x, y * y, x * y], width * at);
    });
    return row;
  });
  return {
    units: rows,
    estimate: (sums) => meanOf(pairs.map((_, at) => pairEstimate(sums, width * at))),
  };
};

/** Of the pair whose numbers begin at `from`. */
const pairEstimate = (sums: Float64Array, from: number): Estimate => {
  const [n, x, y] = [sums[from] ?? 0, sums[from + 1] ?? 0, sums[from + 2] ?? 0];
  if (n === 0) return unknown("no-units");
  const squares = n * ((sums[from + 3] ?? 0) + (sums[from + 4] ?? 0));
  const observed = squares - 2 * n * (sums[from + 5] ?? 0);
  const expected = squares - 2 * x * y;
  return expected === 0 ? unknown("no-variation") : known(1 - observed / expected);
};
