import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockAt, blocksOfPlainText } from "../../../../shared/text/blocks";

const slices = (text: string) => blocksOfPlainText(text).map(({ start, end }) => text.slice(start, end));

describe("blocks of plain text", () => {
  it("are the stretches between blank lines", () => {
    expect(slices("One.\n\nTwo,\nstill two.\n\n\n\nThree.\n")).toEqual([
      "One.",
      "Two,\nstill two.",
      "Three.",
    ]);
  });

  it("take a line of blanks as a blank line", () => {
    expect(slices("One.\n \t \nTwo.")).toEqual(["One.", "Two."]);
  });

  it("leave white space at their edges out", () => {
    expect(slices("  One. \n\n\u00a0Two.")).toEqual(["One.", "Two."]);
  });

  it("lose no character that is not white space, in order and without overlap", () => {
    const pieces = fc.array(fc.constantFrom("a", "b c", "\n", "\n\n", " ", "\t", "é", "😀"), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join("");
        const blocks = blocksOfPlainText(text);
        expect(
          blocks
            .map((block) => text.slice(block.start, block.end))
            .join("")
            .replaceAll(/\s/g, ""),
        ).toBe(text.replaceAll(/\s/g, ""));
        for (let at = 1; at < blocks.length; at += 1)
          expect(blocks[at]?.start).toBeGreaterThan(blocks[at - 1]?.end ?? Number.NaN);
      }),
    );
  });

  it("are found by offset, gaps belonging to the block before", () => {
    const blocks = blocksOfPlainText("One.\n\nTwo.");
    expect([0, 3, 5, 6, 9].map((offset) => blockAt(blocks, offset))).toEqual([0, 0, 0, 1, 1]);
  });
});
