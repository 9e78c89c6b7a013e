import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { flatten, type Interval, type IntervalIndex, indexIntervals, type Segment } from "./intervals";
import { type Hue, paintDense } from "./paint";
import type { TextMap } from "./text-map";

/** What the reader paints of a highlight. */
export type PaintedHighlight = Interval & {
  readonly id: string;
  readonly hue: Hue;
  /** Names of its tags, for screen readers. */
  readonly tagNames: string;
};

/** Blocks whose highlights lie deeper than this, or in more pieces, are painted by the CSS Highlight API. */
const maxDepth = 8;
const maxSegments = 120;
/** Hues told apart in one segment; more are told by the stripes in the margin. */
const maxHues = 3;

type Painted = {
  readonly index: IntervalIndex<PaintedHighlight>;
  /** First and last block that carry marks. */
  readonly from: number;
  readonly to: number;
  readonly focusedId: string | null;
  readonly decorations: DecorationSet;
};

type Update = Partial<Pick<Painted, "index" | "from" | "to" | "focusedId">>;

const key = new PluginKey<Painted>("highlights");

const hueVariable = (hue: Hue) => (hue === "none" ? "var(--ink-3)" : `var(--hue-${hue})`);

const markAttributes = (
  { items }: Segment<PaintedHighlight>,
  focusedId: string | null,
): Record<string, string> => {
  const all = [...new Set(items.map((item) => item.hue))];
  // Grey would only dull the others; what has no tag is told by its stripe there.
  const hues = (all.length > 1 ? all.filter((hue) => hue !== "none") : all).slice(0, maxHues);
  const isFocused = focusedId !== null && items.some((item) => item.id === focusedId);
  const names = [...new Set(items.map((item) => item.tagNames))].filter((name) => name !== "").join("; ");
  const description = [items.length > 1 ? `${items.length} highlights` : "", names].filter(
    (part) => part !== "",
  );
  return {
    nodeName: "mark",
    "data-ids": items.map((item) => item.id).join(" "),
    "data-hues": String(hues.length),
    ...(isFocused ? { "data-focused": "" } : {}),
    ...(description.length === 0 ? {} : { "aria-description": description.join(": ") }),
    style: hues.map((hue, at) => `--hue-${at + 1}: ${hueVariable(hue)}`).join("; "),
  };
};

/**
 * `<mark>` decorations for the blocks near the viewport alone (performance.md A1 "deco-window"), one for each
 * flattened segment so that overlaps never nest. Very dense blocks go to the CSS Custom Highlight API instead.
 */
const decorate = (
  map: TextMap,
  painted: Omit<Painted, "decorations">,
  doc: Parameters<typeof DecorationSet.create>[0],
) => {
  const marks: Decoration[] = [];
  const dense: PaintedHighlight[] = [];
  for (let at = painted.from; at <= painted.to; at += 1) {
    const block = map.blocks[at];
    if (block === undefined) continue;
    const items = painted.index.overlapping(block.start, block.end);
    if (items.length === 0) continue;
    const segments = items.length > maxSegments ? [] : flatten(items, block.start, block.end);
    const isDense =
      items.length > maxSegments ||
      segments.length > maxSegments ||
      segments.some((s) => s.items.length > maxDepth);
    if (isDense) {
      for (const item of items)
        dense.push({ ...item, start: Math.max(item.start, block.start), end: Math.min(item.end, block.end) });
      continue;
    }
    for (const segment of segments)
      marks.push(
        Decoration.inline(
          map.toPosition(segment.start),
          map.toPosition(segment.start) + (segment.end - segment.start),
          markAttributes(segment, painted.focusedId),
        ),
      );
  }
  return { decorations: DecorationSet.create(doc, marks), dense };
};

/** The plugin: paints highlights, and refuses every transaction that would change the text. */
export const highlightsExtension = (map: TextMap) =>
  Extension.create({
    name: "highlights",
    addProseMirrorPlugins() {
      return [
        new Plugin<Painted>({
          key,
          state: {
            init: (_, { doc }) => ({
              index: indexIntervals<PaintedHighlight>([]),
              from: 0,
              to: -1,
              focusedId: null,
              decorations: DecorationSet.create(doc, []),
            }),
            apply: (transaction, old) => {
              const update = transaction.getMeta(key) as Update | undefined;
              if (update === undefined) return old;
              const merged = { ...old, ...update };
              const isSame = merged.index === old.index && merged.from === old.from && merged.to === old.to;
              if (isSame && merged.focusedId === old.focusedId) return old;
              const { decorations, dense } = decorate(map, merged, transaction.doc);
              paintDense(this.editor.view, map, dense, merged.focusedId, isSame);
              return { ...merged, decorations };
            },
          },
          props: { decorations: (state) => key.getState(state)?.decorations },
          filterTransaction: (transaction) => !transaction.docChanged,
        }),
      ];
    },
  });

/** The transaction meta that changes what is painted. */
export const paintUpdate = (update: Update): [typeof key, Update] => [key, update];
