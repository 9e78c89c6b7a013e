import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type { Block } from "../../shared/domain/article";
import { blank } from "../../shared/domain/redaction";
import type { TextMap } from "./text-map";

const runs = new RegExp(`${blank}+`, "g");

/** Where nothing but blanks stands, block by block: a stretch that ran on would have no place in the document. */
const blanksIn = (text: string, blocks: readonly Block[]) =>
  blocks.flatMap((block) =>
    [...text.slice(block.start, block.end).matchAll(runs)].map(({ index, 0: run }) => ({
      start: block.start + index,
      length: run.length,
    })),
  );

/** Shows what was left out of a text, and stands there as blanks, as a quiet bar that is read as such. */
export const blanksExtension = (map: TextMap, text: string, blocks: readonly Block[]) =>
  Extension.create({
    name: "blanks",
    addProseMirrorPlugins() {
      const bars = blanksIn(text, blocks).map(({ start, length }) => {
        const from = map.toPosition(start);
        const attributes = { nodeName: "span", "data-blank": "", role: "img", "aria-label": "left out" };
        return Decoration.inline(from, from + length, attributes);
      });
      return [
        new Plugin({
          state: {
            init: (_, { doc }) => DecorationSet.create(doc, bars),
            apply: (_, barred: DecorationSet) => barred,
          },
          props: {
            decorations(state) {
              return this.getState(state);
            },
          },
        }),
      ];
    },
  });
