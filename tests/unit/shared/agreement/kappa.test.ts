import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quadraticKappa } from "../../../../shared/agreement/kappa";
import { estimateOf } from "../../../../shared/agreement/measure";

/*
 * Ratings of 20 persons' anxiety by raters 2 and 3 of the data set `anxiety` in the R package irr. Its authors' own
 * figure, from `kappa2(anxiety[,2:3], "squared")`, is printed in the tests of statsmodels
 * (statsmodels/stats/tests/test_inter_rater.py, ck_w3): 0.2520325. irr leaves out a level that neither rater gave,
 * which is 5, so that 6 is the next after 4; here the levels are numbered that way before.
 */
const second = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];
const third = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2];
const rank = (level: number): number => (level === 6 ? 5 : level);

/** A table of how often two raters gave which ranks, as single ratings. */
const fromTable = (table: readonly (readonly number[])[]): number[][] =>
  table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i + 1, j + 1])));

describe("quadratically weighted kappa", () => {
  it("gives the published figure for the anxiety ratings of irr", () => {
    const units = second.map((level, at) => [rank(level), rank(third[at] ?? 0)]);
    expect(estimateOf(quadraticKappa(units)).value).toBeCloseTo(0.2520325, 6);
  });

  it("is the product-moment correlation when both raters use the ranks equally often (Cohen 1968)", () => {
    // The table is ours; that the two are equal is Cohen's proof. r is worked out here by its definition.
    const units = fromTable([
      [40, 10, 10],
      [10, 60, 10],
      [10, 10, 40],
    ]);
    const mean = 2;
    const sum = (of: (x: number, y: number) => number) =>
      units.reduce((total, [x = 0, y = 0]) => total + of(x - mean, y - mean), 0);
    const r = sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
    expect(estimateOf(quadraticKappa(units)).value).toBeCloseTo(r, 12);
  });

  it("agrees with the definition over tables of observed and expected counts", () => {
    const rankOf = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(rankOf, rankOf), { minLength: 1, maxLength: 40 }), (units) => {
        const share = (side: 0 | 1, wanted: number) =>
          units.filter((unit) => unit[side] === wanted).length / units.length;
        let [observed, expected] = [0, 0];
        for (let i = 1; i <= 5; i += 1)
          for (let j = 1; j <= 5; j += 1) {
            const cell = units.filter(([x, y]) => x === i && y === j).length / units.length;
            observed += (i - j) ** 2 * cell;
            expected += (i - j) ** 2 * share(0, i) * share(1, j);
          }
        const { value, reason } = estimateOf(quadraticKappa(units));
        if (expected === 0) expect(reason).toBe("no-variation");
        else expect(value).toBeCloseTo(1 - observed / expected, 9);
      }),
    );
  });

  it("is the mean over the pairs of more than two coders, leaving out pairs without a figure", () => {
    const twoAgree = [
      [1, 1, null],
      [5, 5, null],
    ];
    expect(estimateOf(quadraticKappa(twoAgree)).value).toBe(1);
    const thirdTurnsRound = [
      [1, 1, 5],
      [5, 5, 1],
    ];
    expect(estimateOf(quadraticKappa(thirdTurnsRound)).value).toBeCloseTo((1 - 1 - 1) / 3, 12);
  });

  it("says why there is no figure", () => {
    expect(estimateOf(quadraticKappa([])).reason).toBe("no-units");
    expect(estimateOf(quadraticKappa([[1], [2]])).reason).toBe("one-analyst");
    expect(estimateOf(quadraticKappa([[1, null]])).reason).toBe("no-units");
    expect(estimateOf(quadraticKappa([[3, 3]])).reason).toBe("no-variation");
  });
});
