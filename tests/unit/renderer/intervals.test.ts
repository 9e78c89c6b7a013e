import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flatten, indexIntervals } from "../../../renderer/editor/intervals";

const anyIntervals = fc.array(
  fc
    .tuple(fc.nat(80), fc.integer({ min: 1, max: 30 }))
    .map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 40 },
);

describe("the interval index", () => {
  it("finds just what a look at every interval finds", () => {
    fc.assert(
      fc.property(anyIntervals, fc.nat(100), fc.integer({ min: 1, max: 20 }), (items, start, length) => {
        const end = start + length;
        const index = indexIntervals(items);
        const expected = index.all.filter((item) => item.start < end && item.end > start);
        expect(index.overlapping(start, end)).toEqual(expected);
      }),
    );
  });
});

describe("flattened segments", () => {
  it("cover each character with exactly the intervals that cover it, and never overlap", () => {
    fc.assert(
      fc.property(anyIntervals, (items) => {
        const from = 10;
        const to = 90;
        const inside = items.filter((item) => item.start < to && item.end > from);
        const segments = flatten(inside, from, to);
        for (let offset = from; offset < to; offset += 1) {
          const covering = segments.filter((segment) => segment.start <= offset && offset < segment.end);
          const expected = inside.filter((item) => item.start <= offset && offset < item.end);
          expect(covering.length).toBe(expected.length === 0 ? 0 : 1);
          expect(new Set(covering[0]?.items ?? [])).toEqual(new Set(expected));
        }
      }),
    );
  });
});
