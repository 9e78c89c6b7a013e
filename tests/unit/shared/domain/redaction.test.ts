import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeAnchor } from "../../../../shared/anchoring/describe-anchor";
import { resolveAnchor } from "../../../../shared/anchoring/resolve-anchor";
import {
  blank,
  blankOutside,
  isRedactionOf,
  isSameButBlanks,
  redactAnchor,
} from "../../../../shared/domain/redaction";

const aText = fc
  .string({ unit: "grapheme", minLength: 2, maxLength: 60 })
  .filter((text) => !text.includes(blank));
const someSpans = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 20 })), { maxLength: 4 });
const spansIn = (text: string, spans: readonly (readonly [number, number])[]) =>
  spans
    .map(([start, length]) => ({
      start: Math.min(start, text.length - 1),
      end: Math.min(start + length, text.length),
    }))
    .filter(({ start, end }) => start < end);

describe("a text with parts left out", () => {
  it("is as long as it was, with the spans and the line breaks in their places and nothing else", () => {
    fc.assert(
      fc.property(aText, someSpans, (text, given) => {
        const spans = spansIn(text, given);
        const left = blankOutside(text, spans);
        expect(left).toHaveLength(text.length);
        for (let at = 0; at < text.length; at += 1) {
          const isKept = spans.some(({ start, end }) => at >= start && at < end) || text[at] === "\n";
          expect(left[at]).toBe(isKept ? text[at] : blank);
        }
        expect(isSameButBlanks(left, text)).toBe(true);
      }),
    );
  });

  it("tells a text from another one where neither is blank", () => {
    expect(isSameButBlanks("a▒c", "abc")).toBe(true);
    expect(isSameButBlanks("a▒c", "▒b▒")).toBe(true);
    expect(isSameButBlanks("a▒c", "abd")).toBe(false);
    expect(isSameButBlanks("a▒", "abc")).toBe(false);
  });
});

describe("an anchor with its words left out", () => {
  it("is known for what it was, stands where it stood, and is taken for no other", () => {
    fc.assert(
      fc.property(aText, fc.nat(60), fc.boolean(), (text, from, mayQuote) => {
        const start = Math.min(from, text.length - 1);
        const whole = describeAnchor(text, start, text.length);
        const redacted = redactAnchor(whole, mayQuote);
        expect(isRedactionOf(redacted, whole)).toBe(true);
        expect(resolveAnchor(text, redacted)).toMatchObject({
          kind: "exact",
          start: whole.start,
          end: whole.end,
        });
        expect(resolveAnchor(blankOutside(text, []), whole).kind).toBe("exact");
        expect(isRedactionOf({ ...redacted, end: redacted.end + 1 }, whole)).toBe(false);
        expect(isRedactionOf({ ...redacted, quote: `${redacted.quote}x` }, whole)).toBe(false);
        if (!mayQuote) expect(redacted.quote.replaceAll(blank, "").trim()).toBe("");
      }),
    );
  });
});
