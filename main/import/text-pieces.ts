import type { Piece } from "./build-article";
import { furnitureOf } from "./furniture";
import { joinWrapped, wrapWidth } from "./hard-wraps";

/** A plain text cut into its paragraphs, with what had to be done for it in words. */
export type TextPieces = { readonly pieces: Piece[]; readonly steps: readonly string[] };

/** A line longer than this was not wrapped by a machine, so that its end is the end of a paragraph (UTF-16 units). */
const longestWrapped = 110;
/** A line shorter than this can be furniture among the lines of a block. */
const longestLine = 160;

/** Lines between blank lines; white space at the end of a line is dropped with the line end where lines are joined. */
const paragraphsOf = (text: string): string[][] => {
  const paragraphs: string[][] = [];
  let lines: string[] = [];
  let from = 0;
  while (from <= text.length) {
    const end = text.indexOf("\n", from);
    const until = end < 0 ? text.length : end;
    const line = text.slice(from, until);
    if (line.trim() !== "") lines.push(line);
    else if (lines.length > 0) {
      paragraphs.push(lines);
      lines = [];
    }
    from = until + 1;
  }
  if (lines.length > 0) paragraphs.push(lines);
  return paragraphs;
};

const bullet = /^\s*(?:[-*•‣]|\d{1,3}[.)])\s+\S/;

/** Splits lines at those that are furniture for sure. */
const groupsOf = (lines: readonly string[]): string[][] => {
  const groups: string[][] = [];
  let isOpen = false;
  for (const line of lines) {
    const isApart = line.length <= longestLine && furnitureOf(line.trim()) !== null;
    if (isOpen && !isApart) groups.at(-1)?.push(line);
    else groups.push([line]);
    isOpen = !isApart;
  }
  return groups;
};

const splitParagraph = (lines: string[], width: number | null): string[][] => {
  if (lines.length === 1 || furnitureOf(lines.map((line) => line.trim()).join("\n")) !== null) return [lines];
  const isLineEach = width === null && lines.some((line) => line.length > longestWrapped);
  return isLineEach ? lines.map((line) => [line]) : groupsOf(lines);
};

/**
 * The pieces of a canonical plain text: paragraphs are what stands between blank lines. Lines wrapped at a fixed width
 * are joined; where lines are longer than any such width, each is a paragraph; the lines of lists are items. Other
 * line ends stay in their paragraph. Apart from white space at line ends nothing changes.
 */
export const piecesOfText = (text: string): TextPieces => {
  const paragraphs = paragraphsOf(text);
  const width = wrapWidth(paragraphs);
  const pieces: Piece[] = [];
  let joins = 0;
  for (const paragraph of paragraphs)
    for (const lines of splitParagraph(paragraph, width)) {
      if (lines.length > 1 && lines.every((line) => bullet.test(line))) {
        for (const line of lines) pieces.push({ kind: "list-item", text: line });
        continue;
      }
      const joined = width === null ? null : joinWrapped(lines, width);
      joins += joined?.joins ?? 0;
      pieces.push({ kind: "paragraph", text: joined?.text ?? lines.join("\n") });
    }
  const steps =
    joins === 0
      ? []
      : [`${joins} ${joins === 1 ? "line" : "lines"} joined that were wrapped at ${width} characters`];
  return { pieces, steps };
};
