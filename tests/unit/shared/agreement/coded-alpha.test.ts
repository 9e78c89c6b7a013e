import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CodedUnit,
  codedAlpha as codedMeasure,
  codedAlphaOf as codedMeasureOf,
  prepareUnit,
} from "../../../../shared/agreement/coded-alpha";
import { estimateOf } from "../../../../shared/agreement/measure";
import { type CodedSpan, type Piece, partition, passagesOf } from "../../../../shared/agreement/partition";
import { seededRandom } from "../../../../shared/agreement/random";

const codedAlpha = (units: readonly CodedUnit[]) => codedMeasure(units.map(prepareUnit));
const codedAlphaOf = (units: readonly CodedUnit[], code: string) =>
  codedMeasureOf(units.map(prepareUnit), code);
const piece = (start: number, end: number, ...codes: string[]): Piece => ({ start, end, codes });

/**
 * The definition at its plainest: characters are looked at one by one, each with the codes of all who coded it, as a
 * unit with missing values; a piece's coincidences with itself are left out of what is expected.
 */
const byCharacter = (coders: CodedUnit): number => {
  const key = (one: Piece) => one.codes.join("+");
  const lengths = new Map<string, number>();
  const paired = new Map<Piece, number>();
  const end = Math.max(0, ...coders.flat().map((one) => one.end));
  let [total, same] = [0, 0];
  for (let place = 0; place < end; place += 1) {
    const there = coders.flat().filter((one) => one.start <= place && place < one.end);
    if (there.length < 2) continue;
    total += there.length;
    for (const one of there) {
      lengths.set(key(one), (lengths.get(key(one)) ?? 0) + 1);
      paired.set(one, (paired.get(one) ?? 0) + 1);
      for (const other of there) if (one !== other && key(one) === key(other)) same += 1 / (there.length - 1);
    }
  }
  let [expectedSame, self] = [0, 0];
  for (const own of paired.values()) self += own ** 2;
  for (const [name, one] of lengths) {
    let ownSelf = 0;
    for (const [piece, own] of paired) if (key(piece) === name) ownSelf += own ** 2;
    expectedSame += (total * (one ** 2 - ownSelf)) / (total ** 2 - self);
  }
  return 1 - (total - same) / (total - expectedSame);
};

/*
 * No published example of cu-alpha whose data are printed in full was found. What stands here: an example worked out
 * by hand from the paper's equations, the definition followed character by character, and the reduction to alpha for
 * given units when pieces are one character long, on the data and figures of Krippendorff (2011).
 */
describe("alpha on the coded regions", () => {
  /*
   * Lengths of intersections: a with a 10, b with a 5, b with b 5; in both orders 40 altogether, a 25, b 15.
   * Squared lengths: a 100 + 100 + 25, b 100 + 25, so 350; 40 - 350 / 40 = 31.25.
   * Expected: a with a (625 - 225) / 31.25 = 12.8, b with b (225 - 125) / 31.25 = 3.2, different 40 - 16 = 24.
   */
  const worked: CodedUnit = [
    [piece(0, 10, "a"), piece(10, 20, "b")],
    [piece(0, 10, "a"), piece(10, 15, "a"), piece(15, 25, "b")],
  ];

  it("is 1 - 10 / 24 in an example worked out by hand", () => {
    expect(estimateOf(codedAlpha([worked])).value).toBeCloseTo(1 - 10 / 24, 12);
  });

  it("of one code follows equation 13b in the same example", () => {
    // a: 5 of 25 differ, 12 of an expected 24.8; b: 5 of 15 differ, 12 of an expected 15.2.
    expect(estimateOf(codedAlphaOf([worked], "a")).value).toBeCloseTo(1 - 5 / 25 / (12 / 24.8), 12);
    expect(estimateOf(codedAlphaOf([worked], "b")).value).toBeCloseTo(1 - 5 / 15 / (12 / 15.2), 12);
  });

  it.each([
    ["two coders: .692", 0.692, ["aabbdcccedda", "babbbccceddd"]],
    [
      "four coders with values missing: .743",
      0.743,
      ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
    ],
  ])("is alpha for given units when pieces are one character long, for %s", (_, published, coders) => {
    const unit = coders.map((codes) =>
      [...codes].flatMap((code, at) => (code === "." ? [] : [piece(at, at + 1, code)])),
    );
    expect(estimateOf(codedAlpha([unit])).value).toBeCloseTo(published, 3);
  });

  const spans = fc.array(
    fc.record({
      start: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 20 }),
      code: fc.constantFrom("a", "b", "c"),
    }),
    { maxLength: 6 },
  );
  const pieces = spans.map((all) =>
    partition(
      all.map(({ start, length, code }): CodedSpan => ({ start, end: start + length, codes: [code] })),
    ),
  );
  const text = fc.array(pieces, { minLength: 3, maxLength: 3 });

  it("agrees with the definition followed character by character, for three coders", () => {
    fc.assert(
      fc.property(text, (coders) => {
        const { value } = estimateOf(codedAlpha([coders]));
        if (value !== null) expect(value).toBeCloseTo(byCharacter(coders), 9);
        else expect(Number.isFinite(byCharacter(coders)) && byCharacter(coders) < 0.999).toBe(false);
      }),
    );
  });

  it("is not touched by text that nobody coded, nor by text that one coder alone coded", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 1_000_000 }), (coders, far) => {
        const before = estimateOf(codedAlpha([coders]));
        const shifted = coders.map((own) =>
          own.map((one) => ({ ...one, start: one.start + far, end: one.end + far })),
        );
        expect(estimateOf(codedAlpha([shifted]))).toEqual(before);
        const alone = coders.map((own, at) => (at === 0 ? [...own, piece(5000, 9000, "a")] : own));
        const after = estimateOf(codedAlpha([alone]));
        if (before.value === null) expect(after).toEqual(before);
        else expect(after.value).toBeCloseTo(before.value, 9);
      }),
    );
  });

  it("is the same whether a text is one unit or its passages are", () => {
    fc.assert(
      fc.property(text, (coders) => {
        const marked = coders.flatMap((own, coder) => own.map((one) => ({ ...one, coder })));
        const passages = passagesOf(marked).map((passage) =>
          coders.map((_, coder) => passage.filter((one) => one.coder === coder)),
        );
        const [whole, parts] = [estimateOf(codedAlpha([coders])), estimateOf(codedAlpha(passages))];
        if (whole.value === null || parts.value === null) expect(parts).toEqual(whole);
        else expect(parts.value).toBeCloseTo(whole.value, 9);
      }),
    );
  });

  it("does not depend on the order of coders and units, and is 1 for coders who do the same", () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const before = estimateOf(codedAlpha([one, other]));
        const after = estimateOf(codedAlpha([[...other].reverse(), [...one].reverse()]));
        if (before.value === null) expect(after).toEqual(before);
        else expect(after.value).toBeCloseTo(before.value, 9);
        const alike = estimateOf(codedAlpha([one.map(() => one[0] ?? [])]));
        if (alike.value !== null) expect(alike.value).toBeCloseTo(1, 12);
      }),
    );
  });

  it("is near 0 for coders who throw dice", () => {
    const random = seededRandom(3);
    const die = () => "abcd"[Math.floor(4 * random())] ?? "a";
    const unit = [0, 1].map(() => Array.from({ length: 4000 }, (_, at) => piece(at * 7, at * 7 + 7, die())));
    expect(Math.abs(estimateOf(codedAlpha([unit])).value ?? 1)).toBeLessThan(0.05);
  });

  it("takes the set of codes for the value, and asks of one code whether a piece has it", () => {
    const unit: CodedUnit = [
      [piece(0, 10, "a", "b"), piece(20, 30, "c")],
      [piece(0, 10, "a"), piece(20, 30, "c")],
    ];
    expect(estimateOf(codedAlpha([unit])).value).toBeLessThan(1);
    expect(estimateOf(codedAlphaOf([unit], "a")).value).toBeCloseTo(1, 12);
    expect(estimateOf(codedAlphaOf([unit], "b")).value).toBeLessThan(0.2);
  });

  it("says why there is no figure", () => {
    expect(estimateOf(codedAlpha([]))).toEqual({ value: null, reason: "no-units" });
    expect(estimateOf(codedAlpha([[[piece(0, 9, "a")]]]))).toEqual({ value: null, reason: "one-analyst" });
    const apart: CodedUnit = [[piece(0, 5, "a")], [piece(5, 9, "a")]];
    expect(estimateOf(codedAlpha([apart]))).toEqual({ value: null, reason: "no-units" });
    const same: CodedUnit = [[piece(0, 5, "a")], [piece(0, 5, "a")]];
    expect(estimateOf(codedAlpha([same]))).toEqual({ value: null, reason: "no-variation" });
    expect(estimateOf(codedAlphaOf([same], "z"))).toEqual({ value: null, reason: "no-units" });
  });
});
