import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contextLength, describeAnchor } from "../../../../shared/anchoring/describe-anchor";
import { locateQuote, matchQuote } from "../../../../shared/anchoring/match-quote";
import { resolveAnchor } from "../../../../shared/anchoring/resolve-anchor";

const someText = fc.string({
  unit: fc.constantFrom("a", "b", " ", "\n", "é", "😀", "."),
  minLength: 2,
  maxLength: 120,
});
const stretch = someText.chain((text) =>
  fc.tuple(fc.constant(text), fc.nat(text.length - 2), fc.integer({ min: 1, max: text.length })),
);

describe("an anchor", () => {
  it("holds quote, context and position, and is exact in its own text", () => {
    fc.assert(
      fc.property(stretch, ([text, start, length]) => {
        const end = Math.min(text.length, start + length + 1);
        const anchor = describeAnchor(text, start, end);
        expect(text.slice(anchor.start, anchor.end)).toBe(anchor.quote);
        expect(anchor.prefix.length).toBeLessThanOrEqual(contextLength + 1);
        expect(text.slice(0, anchor.start).endsWith(anchor.prefix)).toBe(true);
        expect(text.slice(anchor.end).startsWith(anchor.suffix)).toBe(true);
        expect(resolveAnchor(text, anchor)).toEqual({ kind: "exact", start: anchor.start, end: anchor.end });
      }),
    );
  });

  it("at offset 0 is a place like any other", () => {
    expect(resolveAnchor("Troops left.", describeAnchor("Troops left.", 0, 6))).toEqual({
      kind: "exact",
      start: 0,
      end: 6,
    });
  });

  it("refuses an empty stretch and one outside the text", () => {
    expect(() => describeAnchor("abc", 1, 1)).toThrow(RangeError);
    expect(() => describeAnchor("abc", 1, 4)).toThrow(RangeError);
  });

  it("moves with its quote when text is put before it, and says so", () => {
    const anchor = describeAnchor("They left. They came back.", 11, 20);
    expect(resolveAnchor("New lead. They left. They came back.", anchor)).toMatchObject({
      kind: "moved",
      start: 21,
      end: 30,
      score: 1,
    });
  });

  it("prefers the repeated phrase whose context agrees", () => {
    const text = "A official said no. B official said yes.";
    const anchor = describeAnchor(text, 22, 35);
    expect(resolveAnchor(`Correction. ${text}`, anchor)).toMatchObject({ kind: "moved", start: 34 });
  });

  it("is lost, not guessed, when its quote is gone", () => {
    expect(resolveAnchor("Nothing of it.", describeAnchor("They left.", 0, 10))).toEqual({ kind: "lost" });
  });
});

describe("a quote named by words alone", () => {
  it("is found when it stands once, absent when it does not, ambiguous when it stands twice", () => {
    expect(locateQuote("one two one", { quote: "two" })).toMatchObject({
      kind: "found",
      match: { start: 4 },
    });
    expect(locateQuote("one two one", { quote: "three" })).toEqual({ kind: "absent" });
    expect(locateQuote("one two one", { quote: "one" })).toEqual({ kind: "ambiguous", places: 2 });
  });

  it("is told apart by prefix or suffix", () => {
    expect(locateQuote("one two one", { quote: "one", prefix: "two " })).toMatchObject({
      kind: "found",
      match: { start: 8 },
    });
  });

  const niger = "In Niger troops left. Then (Niger) again.";

  it.each([
    ["by one space alone", niger, { quote: "Niger", prefix: "according to the government of " }],
    [
      "by nothing, though the quote stands once",
      "Only one Niger here.",
      { quote: "Niger", prefix: "a", suffix: "b" },
    ],
    ["by less than three quarters", niger, { quote: "Niger", prefix: "xIn ", suffix: "xtroops" }],
  ])("is out of context, not guessed, where context agrees %s", (_how, text, selector) => {
    expect(locateQuote(text, selector)).toMatchObject({ kind: "out-of-context" });
  });

  it("is found where most of its context agrees, and far more than anywhere else", () => {
    expect(locateQuote(niger, { quote: "Niger", prefix: "in ", suffix: " troops left" })).toMatchObject({
      kind: "found",
      match: { start: 3 },
    });
  });

  it("is ambiguous where the context agrees as well, or nearly as well, at two places", () => {
    const text = "the port said yes. the fort said yes.";
    expect(locateQuote(text, { quote: "yes", prefix: "ort said " })).toEqual({
      kind: "ambiguous",
      places: 2,
    });
    expect(locateQuote(text, { quote: "yes", prefix: "he xort said " })).toMatchObject({
      kind: "out-of-context",
    });
    expect(locateQuote(`${text} t`, { quote: "said", prefix: "zort ", suffix: " yes. t" })).toMatchObject({
      kind: "ambiguous",
    });
  });

  it("is found at the place where all of it agrees, however near another comes", () => {
    const text = "the port said yes. the fort said yes.";
    expect(locateQuote(text, { quote: "said yes", prefix: "the fort " })).toMatchObject({
      kind: "found",
      match: { start: 28 },
    });
  });

  it("is found at every place, those that overlap included", () => {
    expect(matchQuote("aaaa", { quote: "aa" }).map((match) => match.start)).toEqual([0, 1, 2]);
  });
});
