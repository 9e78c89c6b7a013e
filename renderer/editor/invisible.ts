import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type { Interval } from "./intervals";
import type { TextMap } from "./text-map";

/** A character that is not seen, with what a chip says of it. */
export type InvisibleSign = Interval & {
  readonly sign: string;
  readonly name: string;
  readonly code: string;
};

/** A text that is made of such characters need not be marked to its end. */
const most = 2000;

/**
 * Shows characters that nobody sees as chips at their places. The character stays in the text, isolated, so that a
 * direction override turns nothing round on screen; a copy of the text has it.
 */
export const invisibleExtension = (map: TextMap, signs: readonly InvisibleSign[]) =>
  Extension.create({
    name: "invisible",
    addProseMirrorPlugins() {
      const chips = signs.slice(0, most).map(({ start, end, sign, name, code }) =>
        Decoration.inline(map.toPosition(start), map.toPosition(start) + (end - start), {
          nodeName: "span",
          "data-invisible": sign,
          role: "img",
          "aria-label": `${name}, ${code}`,
          title: `${name}, ${code}`,
        }),
      );
      return [
        new Plugin({
          state: {
            init: (_, { doc }) => DecorationSet.create(doc, chips),
            apply: (_, chipped: DecorationSet) => chipped,
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
