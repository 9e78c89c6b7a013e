import { describe, expect, it } from "vitest";
import { sampledShingles, shareOf } from "../../../../shared/text/shingles";
import { inventNews, mutate } from "../../../mutate-text";

const common = (a: Int32Array, b: Int32Array): number => {
  const there = new Set(b);
  return a.filter((hash) => there.has(hash)).length;
};

describe("shingles of a text", () => {
  const text = inventNews(1, 900);

  it("are the same whatever its case, spaces, punctuation and soft hyphens", () => {
    const changed = text
      .toUpperCase()
      .replace(/ /g, "  ")
      .replace(/[“”,—]/g, "")
      .replace(/TR/g, "T\u00adR");
    expect(sampledShingles(changed)).toEqual(sampledShingles(text));
    expect(shareOf(changed, text)).toBe(1);
  });

  it("are kept for about one in thirty-two of its words, each once, in ascending order", () => {
    const kept = [...sampledShingles(inventNews(2, 20_000))];
    expect(kept.length).toBeGreaterThan(20_000 / 32 / 1.5);
    expect(kept.length).toBeLessThan((20_000 / 32) * 1.5);
    expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
  });

  it("of a passage are nearly all kept again where the passage stands in a longer text", () => {
    const paragraphs = text.split("\n\n");
    const passage = paragraphs.slice(3, 12).join("\n\n");
    const all = sampledShingles(passage);
    const ofOne = all.filter((hash) => (hash & 15) === 0);
    expect(ofOne.length).toBeGreaterThan(5);
    expect(common(ofOne, sampledShingles(text))).toBe(ofOne.length);
  });

  it("of two short texts of nearly the same wording have something in common", () => {
    const short =
      "The ferry left the northern port at noon with forty people on board, the harbour master said.";
    const other =
      "The ferry left the northern port at noon with forty people on board, a harbour master said.";
    expect(common(sampledShingles(short), sampledShingles(other))).toBeGreaterThanOrEqual(3);
    expect(sampledShingles("One word").length).toBe(1);
    expect(sampledShingles(" — ").length).toBe(0);
  });

  it("are made for signs where a script sets no spaces", () => {
    expect(sampledShingles("港口星期一关闭了整个上午的航班和码头").length).toBeGreaterThan(4);
    expect(shareOf("港口星期一关闭", "据报道港口星期一关闭了")).toBe(1);
  });
});

describe("the share of a text in another one", () => {
  const text = inventNews(3, 900);

  it("is 1 for what stands in it wholly and 0 for what has nothing of it, and is not symmetric", () => {
    const passage = text.split("\n\n").slice(2, 6).join("\n\n");
    expect(shareOf(passage, text)).toBeGreaterThan(0.99);
    expect(shareOf(text, passage)).toBeLessThan(0.4);
    expect(shareOf(inventNews(4, 900), text)).toBeLessThan(0.02);
    expect(shareOf("", text)).toBe(0);
  });

  it("falls with every change, and is estimated by the kept ones", () => {
    const copy = mutate(text, "rewrite 12 %", 1).after;
    const share = shareOf(copy, text);
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
    const big = inventNews(5, 20_000);
    const bigCopy = mutate(big, "rewrite 12 %", 1).after;
    const kept = sampledShingles(bigCopy);
    expect(common(kept, sampledShingles(big)) / kept.length).toBeCloseTo(shareOf(bigCopy, big), 1);
  });
});
