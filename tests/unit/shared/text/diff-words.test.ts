import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffWords } from "../../../../shared/text/diff-words";
import { inventNews, mutate, mutations } from "../../../mutate-text";

const side = (changes: ReturnType<typeof diffWords>, out: "removed" | "added"): string =>
  changes
    .filter(({ kind }) => kind !== out)
    .map(({ text }) => text)
    .join("");

const prose = fc
  .array(
    fc.constantFrom(
      "the",
      "port",
      " ",
      "  ",
      "\n\n",
      ".",
      "a",
      "closed",
      "—",
      "😀",
      "é",
      "港",
      "口",
      "\ud800",
      "\u00ad",
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

describe("a word diff", () => {
  it("gives both texts back to the character", () => {
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        const changes = diffWords(before, after);
        expect(side(changes, "added")).toBe(before);
        expect(side(changes, "removed")).toBe(after);
        for (const [at, { kind, text }] of changes.entries()) {
          expect(text).not.toBe("");
          expect(changes[at + 1]?.kind).not.toBe(kind);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.keys(mutations) as (keyof typeof mutations)[])("gives both texts back after %s", (name) => {
    const { before, after } = mutate(inventNews(7, 800), name, 3);
    const changes = diffWords(before, after);
    expect(side(changes, "added")).toBe(before);
    expect(side(changes, "removed")).toBe(after);
  });

  it("shows whole words, not letters of them", () => {
    expect(diffWords("Twelve boats left.", "Twenty boats left.")).toEqual([
      { kind: "removed", text: "Twelve" },
      { kind: "added", text: "Twenty" },
      { kind: "same", text: " boats left." },
    ]);
  });

  it("shows a new sentence and nothing else", () => {
    const text = inventNews(8, 300);
    const at = text.indexOf(". ") + 2;
    const changes = diffWords(text, `${text.slice(0, at)}Nobody was hurt. ${text.slice(at)}`);
    expect(changes.map(({ kind }) => kind)).toEqual(["same", "added", "same"]);
    expect(changes[1]?.text.trim()).toBe("Nobody was hurt.");
  });

  it("shows a rewritten sentence as one change, not as shreds round every small word", () => {
    const changes = diffWords(
      "The port opened. The minister said on Monday that all of the boats would stay in the harbour. Nobody left.",
      "The port opened. After long talks, it was agreed by the owners to sail in spite of warnings. Nobody left.",
    );
    expect(changes.length).toBeLessThanOrEqual(6);
    expect(changes[0]).toMatchObject({ kind: "same" });
    expect(changes.at(-1)?.text).toContain("Nobody left.");
  });

  it("compares scripts without spaces sign by sign", () => {
    expect(diffWords("港口星期一关闭", "港口星期二关闭")).toEqual([
      { kind: "same", text: "港口星期" },
      { kind: "removed", text: "一" },
      { kind: "added", text: "二" },
      { kind: "same", text: "关闭" },
    ]);
  });

  it("takes texts of 100,000 words, and such as have nothing in common or repeat themselves, in a moment", () => {
    const before = inventNews(9, 100_000);
    const repeated = "the port is shut. ".repeat(25_000);
    const began = performance.now();
    expect(diffWords(before, mutate(before, "rewrite 12 %", 5).after).length).toBeGreaterThan(1000);
    diffWords(before, inventNews(10, 100_000));
    diffWords(repeated, `Now ${repeated.slice(0, 200_000)}and then ${repeated.slice(200_000)}!`);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
