import type { Block } from "../../../shared/domain/article";
import type { DomElement, DomNode, DomText } from "./dom";
import type { Place } from "./furniture";

/** A block of a page: what a reader sees between two line breaks that are more than a `<br>`. */
export type FoundBlock = {
  readonly kind: Block["kind"];
  readonly level?: number;
  readonly text: string;
  /** The nodes that it was made of, to see later which of them an extractor kept. */
  readonly nodes: readonly DomText[];
  /** The element round its own: what two paragraphs of one article share. */
  readonly container: DomNode;
  readonly place?: Place | undefined;
  /** The element that gave `place`. */
  readonly placeOwner?: DomElement | undefined;
  /** How much of the text is links, 0 to 1. */
  readonly linkShare: number;
};

/** What is in force inside an element; each inherits from the one round it. */
export type Frame = {
  readonly element: DomNode;
  /** The element round the nearest block element. */
  readonly container: DomNode;
  readonly kind: Block["kind"];
  readonly level: number | undefined;
  readonly isPre: boolean;
  /** Nothing in it is shown: outside text in a drawing, or hidden. */
  readonly isMuted: boolean;
  readonly isHidden: boolean;
  readonly isLink: boolean;
  readonly isBlock: boolean;
  readonly place: Place | undefined;
  readonly placeOwner: DomElement | undefined;
};

/** A cell longer than this is a part of a layout. */
const longestCell = 200;

/** Space that is to become a single one. One that is already needs no change, which is most of them. */
const space = /[\t\n\f\r][ \t\n\f\r]*| [ \t\n\f\r]+/g;
const lettersIn = (text: string): number => text.replace(/\s+/g, "").length;

/** What one block has so far. Lines are joined at its end: a page may hold a million of them in one block. */
const emptyBlock = () => ({
  lines: [] as string[],
  line: [] as string[],
  isSpaceLast: true,
  hasText: false,
  nodes: [] as DomText[],
  linked: 0,
});

const isBlank = (line: readonly string[]): boolean => line.every((part) => part.trim() === "");

/** A row whose cells hold one short text each is data; anything else is a layout, and its blocks stay as they are. */
const mergeRow = (blocks: FoundBlock[], starts: readonly number[], frame: Frame): void => {
  const [first] = starts;
  if (first === undefined || starts.length < 2 || blocks.length - first < 2) return;
  const texts: string[] = [];
  for (const [at, start] of starts.entries()) {
    const end = starts[at + 1] ?? blocks.length;
    const cell = blocks[start];
    if (end - start > 1) return;
    if (end === start || cell === undefined) {
      texts.push("");
      continue;
    }
    if (cell.kind !== "paragraph" && cell.kind !== "quote") return;
    if (cell.text.length > longestCell) return;
    texts.push(cell.text.replaceAll("\n", " "));
  }
  const merged = blocks.splice(first);
  const { container, place, placeOwner } = frame;
  blocks.push({
    kind: "table-row",
    text: texts.join("\t"),
    nodes: merged.flatMap(({ nodes }) => nodes),
    container,
    place,
    placeOwner,
    linkShare: Math.max(...merged.map(({ linkShare }) => linkShare)),
  });
};

/**
 * Collects the characters of one block after the other. Cells of a row are joined by tabs, as in every other format that
 * has tables: they cannot be taken for words, and a spreadsheet makes columns of them again. An empty cell keeps its tab.
 */
export const blockCollector = () => {
  const blocks: FoundBlock[] = [];
  /** For each row that is open, where its cells begin in `blocks`. */
  const rows: number[][] = [];
  let now = emptyBlock();

  const endBlock = (frame: Frame): void => {
    const { lines, line, hasText, nodes, linked } = now;
    if (!hasText && nodes.length === 0) return;
    now = emptyBlock();
    if (!hasText) return;
    const text = [...lines, line.join("")].join("\n");
    const { kind, level, isPre, container, place, placeOwner } = frame;
    const linkShare = linked === 0 ? 0 : Math.min(1, linked / Math.max(1, lettersIn(text)));
    for (const part of isPre ? text.split(/\n[ \t]*(?:\n[ \t]*)+/) : [text]) {
      const trimmed = isPre ? part.trimEnd() : part.trim();
      if (trimmed === "") continue;
      const found = { kind, text: trimmed, nodes, container, place, placeOwner, linkShare };
      blocks.push(level === undefined ? found : { ...found, level });
    }
  };

  return {
    blocks,
    endBlock,
    /** A second break in a row begins a new paragraph; a lone no-break space between the two does not count. */
    breakLine: (frame: Frame): void => {
      if (!isBlank(now.line)) {
        now.lines.push(now.line.join("").replace(/[ \t]+$/, ""));
        now.line = [];
        now.isSpaceLast = true;
      } else if (now.hasText) endBlock(frame);
      else now = emptyBlock();
    },
    add: (node: DomText, frame: Frame): void => {
      const data = frame.isPre ? node.data.replace(/\r\n?/g, "\n") : node.data.replace(space, " ");
      const part = !frame.isPre && now.isSpaceLast && data.startsWith(" ") ? data.slice(1) : data;
      if (part === "") return;
      now.line.push(part);
      now.isSpaceLast = part.endsWith(" ");
      now.hasText ||= part.trim() !== "";
      now.nodes.push(node);
      if (frame.isLink) now.linked += lettersIn(part);
    },
    beginRow: (): void => {
      rows.push([]);
    },
    beginCell: (): void => {
      rows.at(-1)?.push(blocks.length);
    },
    endRow: (frame: Frame): void => {
      const starts = rows.pop();
      if (starts !== undefined) mergeRow(blocks, starts, frame);
    },
  };
};
