import { getSchema } from "@tiptap/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDocument, extensions } from "../../../renderer/editor/schema";
import { createTextMap } from "../../../renderer/editor/text-map";
import { blocksOfPlainText } from "../../../shared/text/blocks";

const schema = getSchema(extensions);
const anyArticle = fc
  .array(fc.constantFrom("word", " ", "two words", "\n\n", "\n", "😀", "."), { minLength: 1, maxLength: 30 })
  .map((parts) => parts.join(""));

describe("the text map", () => {
  it("gives every character of every block its position in the real document, and back", () => {
    fc.assert(
      fc.property(anyArticle, (text) => {
        const blocks = blocksOfPlainText(text);
        const doc = schema.nodeFromJSON(buildDocument(text, blocks, ""));
        doc.check();
        const map = createTextMap(blocks);
        for (const block of blocks)
          for (let offset = block.start; offset < block.end; offset += 1) {
            const position = map.toPosition(offset);
            expect(doc.textBetween(position, position + 1)).toBe(text[offset]);
            expect(map.toOffset(position)).toBe(offset);
          }
      }),
    );
  });

  it("gives the end of a block the place after its last character", () => {
    const map = createTextMap(blocksOfPlainText("One.\n\nTwo."));
    expect(map.toPosition(4)).toBe(5);
    expect(map.toOffset(5)).toBe(4);
  });

  it("counts what lies between two blocks to the next one when a selection ends there", () => {
    const map = createTextMap(blocksOfPlainText("One.\n\nTwo."));
    expect(map.toOffset(6)).toBe(6);
  });
});
