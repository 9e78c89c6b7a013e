import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWellFormed } from "../../../../main/well-formed";
import { alignToCodePoint, countCodePoints, toCodePoints } from "../../../../shared/text/offsets";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("offsets", () => {
  it("count an emoji once, and a family of emoji by its code points", () => {
    expect(toCodePoints("a😀b", 3)).toBe(2);
    expect(countCodePoints("👩‍👩‍👧")).toBe(5);
  });

  it("agree with the platform's own idea of code points", () => {
    fc.assert(fc.property(anyText, (text) => countCodePoints(text) === [...text].length));
  });

  it("never split a surrogate pair once aligned", () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), (text, at) => {
        const aligned = alignToCodePoint(text, Math.min(at, text.length));
        expect(isWellFormed(text.slice(0, aligned)) || !isWellFormed(text)).toBe(true);
      }),
    );
  });
});
