import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../../../shared/anchoring/normalise";

describe("a normalised text", () => {
  it("has one way of writing quotation marks, dashes, white space and case, and nothing invisible", () => {
    expect(normalise("“Co\u00adop”  —\n\u00a0‘Mid–May’").text).toBe('"coop" - "mid-may"');
  });

  it("leads back to where each character stands, also where one becomes two or several become one", () => {
    const original = "İs  \u00adta—–n";
    const { text, offsets } = normalise(original);
    expect(text).toBe("i\u0307s ta-n");
    expect([...text].map((_, at) => original.charAt(offsets[at] ?? -1)).join("")).toBe("İİs ta—n");
    expect(offsets.at(-1)).toBe(original.length);
  });

  it("of a part of a text leads back to the whole text", () => {
    expect(normalise("One  TWO", 5, 8)).toEqual({ text: "two", offsets: [5, 6, 7, 8] });
  });

  it("has an ascending offset for every unit, and never one inside a surrogate pair", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (original) => {
        const { text, offsets } = normalise(original);
        expect(offsets).toHaveLength(text.length + 1);
        for (const [at, offset] of offsets.entries()) {
          expect(offset).toBeGreaterThanOrEqual(offsets[at - 1] ?? 0);
          const pair = original.slice(offset - 1, offset + 1);
          expect(/^[\ud800-\udbff][\udc00-\udfff]$/.test(pair)).toBe(false);
        }
      }),
    );
  });
});
