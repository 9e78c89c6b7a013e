import type { EditorView } from "@tiptap/pm/view";

/** The ends of the window's selection, as ProseMirror reads them. */
type Ends = Pick<Selection, "anchorNode" | "anchorOffset" | "focusNode" | "focusOffset">;

/**
 * Spares the layouts that ProseMirror asks for with every transaction: it reads the ends of the window's selection
 * before and after it touches the document, and the browser lays out the whole page to answer. Where nothing is
 * selected, what was read stays true until the browser says that the selection has changed; a selected stretch is read
 * each time, as before.
 *
 * @returns what ends it
 */
export const rememberCaret = (view: EditorView): (() => void) => {
  const inner = view as unknown as { domSelectionRange: () => Ends };
  const read = inner.domSelectionRange.bind(view);
  let caret: Ends | null = null;
  const forget = () => {
    caret = null;
  };
  // In the capture phase: before ProseMirror hears of it and asks.
  document.addEventListener("selectionchange", forget, true);
  inner.domSelectionRange = () => {
    if (caret !== null) return caret;
    const { anchorNode, anchorOffset, focusNode, focusOffset } = read();
    const ends = { anchorNode, anchorOffset, focusNode, focusOffset };
    if (anchorNode === focusNode && anchorOffset === focusOffset) caret = ends;
    return ends;
  };
  return () => document.removeEventListener("selectionchange", forget, true);
};
