import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Matchable, matchSpans } from "../../../../shared/agreement/match-spans";

const of = (coder: number, start: number, end: number, about = ""): Matchable => ({
  coder,
  start,
  end,
  about,
});
const items = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 15 }))
    .map(([coder, start, length]) => of(coder, start, start + length)),
  { maxLength: 14 },
);

describe("matching spans of several coders", () => {
  it("puts together what overlaps most", () => {
    expect(matchSpans([of(0, 0, 10), of(1, 0, 10), of(1, 0, 4), of(0, 20, 30)], "overlap")).toEqual([
      [2],
      [0, 1],
      [3],
    ]);
  });

  it("puts together what is about the same where as much overlaps", () => {
    const all = [of(0, 0, 10, "x"), of(0, 0, 10, "y"), of(1, 0, 10, "y"), of(1, 0, 10, "x")];
    expect(matchSpans(all, "overlap").map((group) => group.map((at) => all[at]?.about))).toEqual([
      ["x", "x"],
      ["y", "y"],
    ]);
  });

  it("puts together first what is about the same, if asked to", () => {
    expect(matchSpans([of(0, 0, 10, "x"), of(1, 0, 10, "y"), of(1, 8, 20, "x")], "about")).toEqual([
      [0, 2],
      [1],
    ]);
  });

  it("brings three coders together through the one in the middle", () => {
    const [group] = matchSpans([of(0, 0, 10), of(1, 5, 15), of(2, 12, 20)], "overlap");
    expect([...(group ?? [])].sort()).toEqual([0, 1, 2]);
  });

  it("has every span once, at most one of each coder in a group, each overlapping another of it", () => {
    fc.assert(
      fc.property(items, (all) => {
        const groups = matchSpans(all, "overlap");
        expect(groups.flat().sort((a, b) => a - b)).toEqual(all.map((_, at) => at));
        for (const group of groups) {
          const own = group.flatMap((at) => all[at] ?? []);
          expect(new Set(own.map(({ coder }) => coder)).size).toBe(own.length);
          for (const one of own)
            expect(
              own.length === 1 ||
                own.some((other) => other !== one && other.start < one.end && one.start < other.end),
            ).toBe(true);
        }
      }),
    );
  });
});
