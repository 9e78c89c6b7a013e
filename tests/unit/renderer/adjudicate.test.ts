import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  around,
  covering,
  nextOpen,
  takeAll,
  takeNone,
  takeSide,
} from "../../../renderer/features/share/adjudicate";
import type { Disagreement, DisagreementSide } from "../../../shared/domain/agreement";
import type { TagId } from "../../../shared/ids";

const tag = (name: string) => `tag-${name}` as TagId;
const aSide = (given: Partial<DisagreementSide>): DisagreementSide => ({
  analystId: "ana-1" as never,
  analyst: "Bea",
  highlightId: null,
  span: { start: 10, end: 20 },
  quote: "",
  tagIds: [],
  grade: null,
  words: "",
  ...given,
});
const aDisagreement = (given: Partial<Disagreement>): Disagreement => ({
  id: "d",
  kind: "span",
  articleId: null,
  articleTitle: "",
  sourceId: null,
  sourceName: "",
  sides: [],
  isSettled: false,
  settledBy: null,
  ...given,
});

describe("an agreed version", () => {
  const bea = aSide({ tagIds: [tag("a"), tag("b")] });
  const cem = aSide({ span: { start: 4, end: 12 }, tagIds: [tag("b"), tag("c")] });
  const nobody = aSide({ span: null });
  const disagreement = aDisagreement({ sides: [bea, cem, nobody] });

  it("is one side's as it is; that side marked nothing: nothing is marked", () => {
    expect(takeSide(disagreement, cem)).toEqual({ id: "d", span: cem.span, tagIds: cem.tagIds });
    expect(takeSide(disagreement, nobody)).toEqual(takeNone(disagreement));
  });

  it("of all of them covers what each marked and has every tag once", () => {
    expect(takeAll(disagreement)).toEqual({
      id: "d",
      span: { start: 4, end: 20 },
      tagIds: [tag("a"), tag("b"), tag("c")],
    });
    expect(covering([null, null])).toBeNull();
  });

  it("carries a grade only where the disagreement is about that grade", () => {
    const graded = aSide({ grade: 2 });
    expect(takeSide(aDisagreement({ kind: "credibility" }), graded)).toMatchObject({ credibility: 2 });
    expect(takeSide(aDisagreement({ kind: "reliability" }), aSide({ grade: "B" }))).toMatchObject({
      reliability: "B",
    });
    expect(takeSide(aDisagreement({ kind: "tags" }), graded)).not.toHaveProperty("credibility");
  });
});

describe("the walk", () => {
  const walk = (...settled: boolean[]) =>
    settled.map((isSettled, index) => aDisagreement({ id: String(index), isSettled }));

  it("goes to the next open one, then begins again, and stays where nothing else is open", () => {
    expect(nextOpen(walk(false, false, true, false), 1)?.id).toBe("3");
    expect(nextOpen(walk(false, true, false), 2)?.id).toBe("0");
    expect(nextOpen(walk(true, false, true), 1)?.id).toBe("1");
  });
});

describe("what is shown around a passage", () => {
  it("is its paragraph, cut between words where that is long", () => {
    const text = `Title\n\n${"word ".repeat(200)}passage ${"after ".repeat(200)}end\n\nNext`;
    const start = text.indexOf("passage");
    const shown = around(text, { start, end: start + 7 });
    expect(text.slice(shown.start, shown.end)).toMatch(/^word( word)* passage( after)+$/);
    expect(shown.end - shown.start).toBeLessThan(700);
  });

  it("always holds the passage and stays in the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", " ", "\n", "é", "😀"), minLength: 1 }),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const start = a % text.length;
          const end = start + 1 + (b % (text.length - start));
          const shown = around(text, { start, end });
          expect(shown.start).toBeGreaterThanOrEqual(0);
          expect(shown.start).toBeLessThanOrEqual(start);
          expect(shown.end).toBeGreaterThanOrEqual(end);
          expect(shown.end).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
