import { describe, expect, it } from "vitest";
import { moveEnd, moveStart, sentenceAt, trimSpan } from "../../../renderer/editor/selection";

const text = "The cost is $110 million, she said.";
const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
const words = (span: { start: number; end: number }) => text.slice(span.start, span.end);

describe("resizing by word", () => {
  it("moves the end to the next and to the previous word", () => {
    expect(words(moveEnd(text, at("cost is"), 1))).toBe("cost is $110");
    expect(words(moveEnd(text, at("cost is"), -1))).toBe("cost");
  });

  it("moves the start to the previous and to the next word", () => {
    expect(words(moveStart(text, at("cost is"), -1))).toBe("The cost is");
    expect(words(moveStart(text, at("cost is"), 1))).toBe("is");
  });

  it("completes a word that was cut", () => {
    expect(words(moveEnd(text, at("110 mill"), 1))).toBe("110 million");
    expect(words(moveStart(text, at("ost is"), 1))).toBe("is");
  });

  it("never empties the stretch and stops at the text's edges", () => {
    expect(moveEnd(text, at("cost"), -1)).toEqual(at("cost"));
    expect(moveStart(text, at("cost"), 1)).toEqual(at("cost"));
    expect(moveStart(text, at("The"), -1)).toEqual(at("The"));
    expect(moveEnd(text, at("said."), 1)).toEqual(at("said."));
  });
});

describe("a selection", () => {
  it("loses the white space at its edges, and is nothing when that is all", () => {
    expect(trimSpan("a  b ", { start: 1, end: 5 })).toEqual({ start: 3, end: 4 });
    expect(trimSpan("a  b ", { start: 1, end: 3 })).toBeNull();
  });

  it("belongs to the sentence that holds it, or the next one", () => {
    const sentences = [
      { start: 0, end: 5 },
      { start: 7, end: 12 },
    ];
    expect([0, 4, 5, 7, 99].map((offset) => sentenceAt(sentences, offset))).toEqual([0, 0, 1, 1, 1]);
  });
});
