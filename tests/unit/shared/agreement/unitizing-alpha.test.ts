import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joined } from "../../../../shared/agreement/partition";
import { seededRandom } from "../../../../shared/agreement/random";
import type { Stretch } from "../../../../shared/agreement/span-f1";
import { disagreements, unitizingAlpha } from "../../../../shared/agreement/unitizing-alpha";

/** Stretches from pairs of begin and length, as the papers print them. */
const stretches = (...pairs: readonly (readonly [number, number])[]): Stretch[] =>
  pairs.map(([start, length]) => ({ start, end: start + length }));

/*
 * Numbers of: Krippendorff, K. (2004), Content Analysis, 2nd edition, p. 254, and Measuring the reliability of
 * qualitative text analysis data, Quality & Quantity 38, 787-800, appendix, figure 2; also in the tests of DKPro
 * Statistics (Krippendorff2004Test). A continuum from 150 to 450, here from 0 to 300. The paper rounds its
 * disagreements to four digits before it divides, so its total of .8591 is .8587 without rounding.
 */
const figure2 = {
  c: { length: 300, coders: [stretches([75, 70], [220, 30]), stretches([70, 80], [205, 20], [250, 20])] },
  k: { length: 300, coders: [stretches([30, 60], [150, 50]), stretches([30, 60], [150, 50])] },
};

/*
 * Numbers of: Krippendorff, K. (1995), On the reliability of unitizing contiguous data, Sociological Methodology 25,
 * p. 57 and following; also in the tests of DKPro Statistics (Krippendorff1995Test), which say that the expected
 * disagreement was defined slightly otherwise then, hence only about the same. Four pairs of observers on a
 * continuum of 24; the printed alphas are those of the same units measured ever more finely.
 */
const of1995 = {
  A: { coders: [stretches([2, 8], [14, 6]), stretches([4, 4], [15, 2])], observed: 0.03125, alpha: 0.553 },
  B: {
    coders: [stretches([0, 18]), stretches([0, 2], [2, 1], [3, 1], [4, 1], [5, 1], [6, 3], [9, 1])],
    observed: 2.26736,
    alpha: -0.926,
  },
  C: {
    coders: [
      stretches([2, 6], [10, 2], [14, 4], [20, 2]),
      stretches([0, 2], [4, 4], [10, 4], [16, 2], [20, 2]),
    ],
    observed: 0.02777,
    alpha: 0.679,
  },
  D: {
    coders: [
      stretches([0, 2], [2, 8], [10, 4], [14, 6], [20, 4]),
      stretches([0, 4], [4, 4], [8, 7], [15, 2], [17, 7]),
    ],
    observed: 0.38715,
    alpha: 0.066,
  },
};

const magnified = (spans: readonly Stretch[], by: number): Stretch[] =>
  spans.map(({ start, end }) => ({ start: start * by, end: end * by }));

describe("alpha for unitizing gives the published figures for", () => {
  it("figure 2 of 2004: .0144 over .0532 for c, 0 over .0490 for k", () => {
    const [c, k] = [disagreements([figure2.c]), disagreements([figure2.k])];
    expect(c().observed).toBeCloseTo(0.0144, 4);
    expect(c().expected).toBeCloseTo(0.0532, 4);
    expect(k().observed).toBe(0);
    expect(k().expected).toBeCloseTo(0.049, 4);
    expect(Math.abs((unitizingAlpha([c]).value ?? 0) - 0.7286)).toBeLessThan(0.0002);
    expect(unitizingAlpha([k]).value).toBe(1);
    expect(Math.abs((unitizingAlpha([c, k]).value ?? 0) - 0.8591)).toBeLessThan(0.0005);
  });

  it.each(Object.entries(of1995))("observers %s of 1995", (_, { coders, observed, alpha }) => {
    expect(disagreements([{ length: 24, coders }])().observed).toBeCloseTo(observed, 4);
    const fine = disagreements([
      { length: 24 * 50_000, coders: coders.map((spans) => magnified(spans, 50_000)) },
    ]);
    expect(fine().observed).toBeCloseTo(observed, 4);
    expect(Math.abs((unitizingAlpha([fine]).value ?? 9) - alpha)).toBeLessThan(0.02);
  });
});

const length = 200;
const coder = fc
  .array(fc.tuple(fc.integer({ min: 0, max: length - 20 }), fc.integer({ min: 1, max: 20 })), {
    maxLength: 8,
  })
  .map((pairs) => joined(stretches(...pairs)));
const text = fc.array(coder, { minLength: 3, maxLength: 3 }).map((coders) => ({ length, coders }));

describe("alpha for unitizing", () => {
  it("is 1 for coders who mark the same", () => {
    fc.assert(
      fc.property(coder, (units) => {
        fc.pre(units.length > 0);
        const { value, reason } = unitizingAlpha([disagreements([{ length, coders: [units, units] }])]);
        // A single character in a text without gaps of its length would leave nothing to expect.
        if (reason === null) expect(value).toBe(1);
        else expect(reason).toBe("no-variation");
      }),
    );
  });

  it("does not depend on the order of coders and texts", () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const before = unitizingAlpha([disagreements([one, other])]);
        const turned = [other, one].map(({ coders }) => ({ length, coders: [...coders].reverse() }));
        const after = unitizingAlpha([disagreements(turned)]);
        expect(after.reason).toBe(before.reason);
        if (before.value !== null) expect(after.value).toBeCloseTo(before.value, 9);
      }),
    );
  });

  it("counts a text twice where it is drawn twice, and not at all where it is not drawn", () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const drawn = disagreements([one, other])(Int32Array.of(2, 0));
        const twice = disagreements([one, one])();
        expect(drawn.observed).toBeCloseTo(twice.observed, 12);
        expect(drawn.expected).toBeCloseTo(twice.expected, 12);
      }),
    );
  });

  it("is near 0 for coders who mark anywhere", () => {
    const random = seededRandom(11);
    const anywhere = (): Stretch[] => {
      const units: Stretch[] = [];
      for (let at = Math.floor(random() * 100); at < 100_000; ) {
        const end = at + 1 + Math.floor(random() * 40);
        units.push({ start: at, end });
        at = end + Math.floor(random() * 80);
      }
      return units;
    };
    const text = { length: 101_000, coders: [anywhere(), anywhere()] };
    expect(Math.abs(unitizingAlpha([disagreements([text])]).value ?? 1)).toBeLessThan(0.1);
  });

  it("says why there is no figure", () => {
    expect(unitizingAlpha([])).toEqual({ value: null, reason: "no-units" });
    const nothing = disagreements([{ length: 10, coders: [[], []] }]);
    expect(unitizingAlpha([nothing])).toEqual({ value: null, reason: "no-units" });
    const alone = disagreements([{ length: 10, coders: [stretches([0, 3])] }]);
    expect(unitizingAlpha([alone])).toEqual({ value: null, reason: "no-units" });
  });
});
