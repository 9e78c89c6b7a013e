import type { EditorView } from "@tiptap/pm/view";
import type { PaintedHighlight } from "./highlights";
import type { Interval } from "./intervals";
import type { TextMap } from "./text-map";

/*
 * Paint that adds nothing to the document: the CSS Custom Highlight API, for what comes and goes (the current
 * sentence, the keyboard's selection, hover, search hits) and for text too densely highlighted for elements.
 * Registered names are styled in Reader.module.css. Later priorities lie on top.
 */

const hues = ["amber", "teal", "violet", "rose", "blue", "green", "orange", "slate", "none"] as const;
export type Hue = (typeof hues)[number];

/** `fresh-<hue>` is a highlight on its way to the disk: on screen within the frame of the key that made it. */
export type PaintName =
  | "sentence"
  | "reach"
  | "hover"
  | "find"
  | "find-current"
  | "dense-focused"
  | `fresh-${Hue}`;

const transient: readonly PaintName[] = [
  "sentence",
  "dense-focused",
  "hover",
  "find",
  "find-current",
  "reach",
];

/** The DOM range of a stretch of text, or null when it is not in the document. */
const rangeOf = (view: EditorView, map: TextMap, { start, end }: Interval): StaticRange | null => {
  const from = view.domAtPos(map.toPosition(start), 1);
  const to = view.domAtPos(map.toPosition(end), -1);
  if (from.node === to.node && from.offset === to.offset) return null;
  return new StaticRange({
    startContainer: from.node,
    startOffset: from.offset,
    endContainer: to.node,
    endOffset: to.offset,
  });
};

/** Paints these stretches under a name, replacing what the name painted before. */
export const paint = (view: EditorView, map: TextMap, name: PaintName, spans: readonly Interval[]): void => {
  const ranges = spans.map((span) => rangeOf(view, map, span)).filter((range) => range !== null);
  if (ranges.length === 0) {
    CSS.highlights.delete(name);
    return;
  }
  const highlight = new Highlight(...ranges);
  highlight.priority = Math.max(0, transient.indexOf(name));
  CSS.highlights.set(name, highlight);
};

/**
 * Paints densely covered blocks, a registered highlight for each hue and one for what has the focus. Deferred
 * until the view is up to date. `isFocusOnly` leaves the hues as they are: making a thousand ranges is what costs.
 */
export const paintDense = (
  view: EditorView,
  map: TextMap,
  items: readonly PaintedHighlight[],
  focusedId: string | null,
  isFocusOnly: boolean,
): void => {
  if (items.length === 0 && !hues.some((hue) => CSS.highlights.has(`dense-${hue}`))) return;
  queueMicrotask(() => {
    if (view.isDestroyed) return;
    for (const hue of isFocusOnly ? [] : hues) {
      const ranges = items
        .filter((item) => item.hue === hue)
        .map((item) => rangeOf(view, map, item))
        .filter((range) => range !== null);
      if (ranges.length === 0) CSS.highlights.delete(`dense-${hue}`);
      else CSS.highlights.set(`dense-${hue}`, new Highlight(...ranges));
    }
    paint(
      view,
      map,
      "dense-focused",
      items.filter((item) => item.id === focusedId),
    );
  });
};

/** Removes everything this file has painted: the article is closed. */
export const clearPaint = (): void => {
  for (const name of transient) CSS.highlights.delete(name);
  for (const hue of hues) {
    CSS.highlights.delete(`dense-${hue}`);
    CSS.highlights.delete(`fresh-${hue}`);
  }
};
