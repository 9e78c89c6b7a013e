import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateOf } from "../../../../shared/agreement/measure";
import { passagesOf } from "../../../../shared/agreement/partition";
import {
  spanF1 as f1OfRows,
  type MarkedUnits,
  type Stretch,
  spanRows,
} from "../../../../shared/agreement/span-f1";

const spanF1 = (units: MarkedUnits, matching: "exact" | "overlap") => f1OfRows(spanRows(units, matching));
const at = (start: number, end: number): Stretch => ({ start, end });
const f1 = (coders: readonly (readonly Stretch[])[], matching: "exact" | "overlap") =>
  estimateOf(spanF1([coders], matching));

const stretches = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 12 }))
    .map(([start, length]) => at(start, start + length)),
  { maxLength: 8 },
);

describe("F1 of spans", () => {
  /*
   * Worked out by hand. Exact: 1 of 3 and 1 of 2 are matched: 2 (1/3) (1/2) / (1/3 + 1/2) = 0.4. Overlapping: all
   * three of the first and one of the two of the second: 2 (1) (1/2) / (3/2) = 2/3.
   */
  const first = [at(0, 10), at(20, 30), at(29, 33)];
  const second = [at(0, 10), at(25, 40), at(50, 60)];

  it("counts as matched what stands at the very same place, or what overlaps", () => {
    expect(f1([first, second.slice(0, 2)], "exact").value).toBeCloseTo(0.4, 12);
    expect(f1([first, second], "overlap").value).toBeCloseTo((2 * (2 / 3)) / (5 / 3), 12);
  });

  it("takes spans that only touch for apart", () => {
    expect(f1([[at(0, 5)], [at(5, 9)]], "overlap").value).toBe(0);
    expect(f1([[at(0, 6)], [at(5, 9)]], "overlap").value).toBe(1);
  });

  it("is the same from either side, 1 for the same spans, and no less by overlap than exactly", () => {
    fc.assert(
      fc.property(stretches, stretches, (one, other) => {
        for (const matching of ["exact", "overlap"] as const) {
          expect(f1([one, other], matching)).toEqual(f1([other, one], matching));
          if (one.length > 0) expect(f1([one, [...one].reverse()], matching).value).toBe(1);
        }
        const [exact, overlap] = [f1([one, other], "exact"), f1([one, other], "overlap")];
        expect(overlap.reason).toBe(exact.reason);
        if (exact.value !== null) expect(overlap.value).toBeGreaterThanOrEqual(exact.value);
      }),
    );
  });

  it("finds an overlap wherever there is one, compared with looking at every pair", () => {
    fc.assert(
      fc.property(stretches, stretches, (one, other) => {
        const unique = (all: readonly Stretch[]) => [
          ...new Map(all.map((s) => [`${s.start} ${s.end}`, s])).values(),
        ];
        const meets = (a: Stretch, b: Stretch) => a.start < b.end && b.start < a.end;
        const [a, b] = [unique(one), unique(other)];
        const [p, r] = [
          a.filter((s) => b.some((t) => meets(s, t))).length / a.length,
          b.filter((s) => a.some((t) => meets(s, t))).length / b.length,
        ];
        const { value } = f1([one, other], "overlap");
        if (a.length + b.length === 0) expect(value).toBeNull();
        else expect(value).toBeCloseTo(p > 0 && r > 0 ? (2 * p * r) / (p + r) : 0, 12);
      }),
    );
  });

  it("is the same worked out passage by passage", () => {
    fc.assert(
      fc.property(stretches, stretches, (one, other) => {
        const marked = [one, other].flatMap((own, coder) => own.map((span) => ({ ...span, coder })));
        const units = passagesOf(marked).map((passage) =>
          [0, 1].map((coder) => passage.filter((s) => s.coder === coder)),
        );
        for (const matching of ["exact", "overlap"] as const)
          expect(estimateOf(spanF1(units, matching))).toEqual(f1([one, other], matching));
      }),
    );
  });

  it("is the mean over the pairs of three", () => {
    const [a, b, c] = [[at(0, 5)], [at(0, 5)], [at(9, 12)]];
    expect(f1([a, b, c], "exact").value).toBeCloseTo(1 / 3, 12);
  });

  it("says why there is no figure", () => {
    expect(estimateOf(spanF1([], "exact")).reason).toBe("no-units");
    expect(f1([[], []], "exact").reason).toBe("no-units");
    expect(f1([[at(0, 3)]], "overlap").reason).toBe("one-analyst");
    expect(f1([[at(0, 3)], []], "overlap").value).toBe(0);
  });
});
