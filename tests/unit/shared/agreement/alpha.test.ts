import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nominalAlpha, ordinalAlpha, yesNoAlpha } from "../../../../shared/agreement/alpha";
import { estimateOf } from "../../../../shared/agreement/measure";
import { seededRandom } from "../../../../shared/agreement/random";

/** Coders by units, as papers print them ("." is a missing value), turned into units by coders. */
const printed = (...coders: readonly string[]): (string | null)[][] => {
  const rows = coders.map((line) => line.split(" "));
  return (rows[0] ?? []).map((_, unit) =>
    rows.map((row) => (row[unit] === "." ? null : (row[unit] ?? null))),
  );
};
const asRanks = (units: readonly (string | null)[][]): (number | null)[][] =>
  units.map((unit) => unit.map((value) => (value === null ? null : Number(value))));
const figureOf = (measure: Parameters<typeof estimateOf>[0]): number => {
  const { value, reason } = estimateOf(measure);
  if (value === null) throw new Error(reason);
  return value;
};

/*
 * Numbers of: Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania,
 * https://repository.upenn.edu/asc_papers/43. Sections A (binary), B (nominal, two observers), C (nominal, four
 * observers, missing data) and D (the same data, ordinal).
 */
const sectionC = printed(
  "1 2 3 3 2 1 4 1 2 . . .",
  "1 2 3 3 2 2 4 1 2 5 . 3",
  ". 3 3 3 2 3 4 2 2 5 1 .",
  "1 2 3 3 2 4 4 1 2 5 1 .",
);

describe("Krippendorff's alpha gives the published figure for", () => {
  it("binary data of two observers: .095", () => {
    expect(figureOf(nominalAlpha(printed("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")))).toBeCloseTo(
      0.095,
      3,
    );
  });

  it("nominal data of two observers: .692", () => {
    const units = printed("a a b b d c c c e d d a", "b a b b b c c c e d d d");
    expect(figureOf(nominalAlpha(units))).toBeCloseTo(0.692, 3);
  });

  it("nominal data of four observers with values missing: .743", () => {
    expect(figureOf(nominalAlpha(sectionC))).toBeCloseTo(0.743, 3);
  });

  it("the same data taken as ranks: .815", () => {
    expect(figureOf(ordinalAlpha(asRanks(sectionC), 5))).toBeCloseTo(0.815, 3);
  });
});

const ranks = fc.array(fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: 3, maxLength: 3 }), {
  minLength: 2,
  maxLength: 30,
});
const asWords = (units: readonly (readonly (number | null)[])[]): (string | null)[][] =>
  units.map((unit) => unit.map((value) => (value === null ? null : `value ${value}`)));
const both = (units: readonly (readonly (number | null)[])[]) => [
  estimateOf(nominalAlpha(asWords(units))),
  estimateOf(ordinalAlpha(units, 5)),
];

describe("Krippendorff's alpha", () => {
  it("is 1 for coders who say the same, if they say more than one thing", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2 }), (values) => {
        fc.pre(new Set(values).size > 1);
        for (const { value } of both(values.map((value) => [value, value, value])))
          expect(value).toBeCloseTo(1, 12);
      }),
    );
  });

  it("does not depend on the order of coders and units", () => {
    fc.assert(
      fc.property(ranks, fc.infiniteStream(fc.nat()), (units, numbers) => {
        const turned = units.map((unit) => [...unit].reverse()).sort(() => (numbers.next().value % 2) - 0.5);
        const [before, after] = [both(units), both(turned)];
        before.forEach((one, at) => {
          if (one.value === null) expect(after[at]).toEqual(one);
          else expect(after[at]?.value).toBeCloseTo(one.value, 9);
        });
      }),
    );
  });

  it("is a number not above 1, or null with a reason, whatever it is given", () => {
    fc.assert(
      fc.property(ranks, (units) => {
        for (const { value, reason } of both(units)) {
          expect(value === null).toBe(reason !== null);
          if (value !== null) expect(Number.isFinite(value) && value <= 1).toBe(true);
        }
      }),
    );
  });

  it("is the same for yes and no counted as for the words", () => {
    fc.assert(
      fc.property(ranks, (units) => {
        const words = units.map((unit) => unit.map((value) => (value === null ? null : String(value > 2))));
        const counts = words.map((unit) => ({
          present: unit.filter((word) => word !== null).length,
          yes: unit.filter((word) => word === "true").length,
        }));
        const [one, other] = [estimateOf(nominalAlpha(words)), estimateOf(yesNoAlpha(counts))];
        expect(other.reason).toBe(one.reason);
        if (one.value !== null) expect(other.value).toBeCloseTo(one.value, 9);
      }),
    );
  });

  it("is near 0 for coders who throw dice", () => {
    const random = seededRandom(7);
    const die = () => 1 + Math.floor(5 * random());
    const units = Array.from({ length: 4000 }, () => [die(), die()]);
    for (const { value } of both(units)) expect(Math.abs(value ?? 1)).toBeLessThan(0.05);
  });

  it("says why there is no figure", () => {
    expect(estimateOf(nominalAlpha([]))).toEqual({ value: null, reason: "no-units" });
    expect(estimateOf(nominalAlpha([["a"], ["b"]]))).toEqual({ value: null, reason: "no-units" });
    expect(estimateOf(ordinalAlpha([[1, null, null]], 5))).toEqual({ value: null, reason: "no-units" });
    expect(estimateOf(nominalAlpha([["a", "a"]]))).toEqual({ value: null, reason: "no-variation" });
    expect(
      estimateOf(
        ordinalAlpha(
          [
            [2, 2],
            [2, 2],
          ],
          5,
        ),
      ),
    ).toEqual({ value: null, reason: "no-variation" });
  });
});
