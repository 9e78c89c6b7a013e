import type { Aside, AsideReason, Block } from "../../shared/domain/article";

/** A stretch of an article as a reader found it, in reading order. White space round it does not matter. */
export type Piece = {
  readonly kind: Block["kind"];
  /** Already canonical characters (see `canonicalText`); may hold single line breaks. */
  readonly text: string;
  /** Heading level 1-6. */
  readonly level?: number;
  /** Set when it is furniture and no part of the article. */
  readonly aside?: AsideReason | undefined;
  /** Page of the original on which it begins, counted from 0; for originals that have pages. */
  readonly page?: number;
  /** Where further pages begin in `text`, ascending (UTF-16 offsets; the text has no white space at its ends then). */
  readonly pageBreaks?: readonly { readonly page: number; readonly at: number }[];
};

/** Canonical text with its blocks, what was set aside, and where each page begins. */
export type BuiltText = {
  readonly text: string;
  readonly blocks: Block[];
  readonly asides: Aside[];
  readonly pages: number[];
};

/**
 * Joins pieces to a canonical text: one blank line between blocks, a single line end between the items of a list and
 * the rows of a table. Asides keep the place before which they stood. A page begins where its first piece does; a page
 * without article text begins where the next one does.
 */
export const buildText = (pieces: readonly Piece[]): BuiltText => {
  const parts: string[] = [];
  const blocks: Block[] = [];
  const asides: { text: string; reason: AsideReason; block: number }[] = [];
  const pages: number[] = [];
  let length = 0;
  let before: Block["kind"] | null = null;
  for (const { kind, text: raw, level, aside, page, pageBreaks = [] } of pieces) {
    const text = raw.trim();
    if (text === "") continue;
    if (aside !== undefined) {
      asides.push({ text, reason: aside, block: blocks.length });
      continue;
    }
    const isRun = kind === before && (kind === "list-item" || kind === "table-row");
    const gap = before === null ? "" : isRun ? "\n" : "\n\n";
    const start = length + gap.length;
    parts.push(gap, text);
    length = start + text.length;
    while (page !== undefined && pages.length <= page) pages.push(start);
    for (const next of pageBreaks) while (pages.length <= next.page) pages.push(start + next.at);
    blocks.push({ kind, start, end: length, ...(level === undefined ? {} : { level }) });
    before = kind;
  }
  return {
    text: parts.join(""),
    blocks,
    pages,
    asides: asides.map(({ text, reason, block }) => ({ at: blocks[block]?.start ?? length, text, reason })),
  };
};
