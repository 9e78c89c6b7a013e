import type { Piece } from "../build-article";
import { pieceOfStyle } from "../office-styles";
import { piecesOfRow } from "../table-pieces";

/** What is set for a paragraph while it is written. */
export type ParagraphFormat = {
  readonly style: number;
  /** 0 for the highest heading; null for body text. */
  readonly outline: number | null;
  readonly isListed: boolean;
  readonly isInTable: boolean;
};

/** A style of the document. */
export type RtfStyle = { readonly name: string; readonly outline: number | null };

/** The format of a paragraph for which nothing is set. */
export const plainFormat: ParagraphFormat = { style: 0, outline: null, isListed: false, isInTable: false };

const pieceOf = (text: string, format: ParagraphFormat, styles: ReadonlyMap<number, RtfStyle>): Piece => {
  const style = styles.get(format.style);
  const found = pieceOfStyle(style?.name ?? "");
  const outline =
    format.outline ??
    (found.kind === "paragraph" && found.aside === undefined ? (style?.outline ?? null) : null);
  // Outline level 9 is Word's "body text".
  if (outline !== null && outline >= 0 && outline <= 8)
    return { kind: "heading", level: Math.min(6, outline + 1), text };
  const isListed = format.isListed && found.kind === "paragraph" && found.aside === undefined;
  return { ...found, ...(isListed ? { kind: "list-item" } : {}), text };
};

/** Puts characters together to paragraphs, paragraphs to cells, cells to rows. */
export const paragraphBuilder = (styles: ReadonlyMap<number, RtfStyle>) => {
  const pieces: Piece[] = [];
  let text: string[] = [];
  /** Notes wait for the end of the paragraph that refers to them. */
  let notes: Piece[] = [];
  let outer: { readonly text: string[]; readonly start: number } | null = null;
  let cells: Piece[][] = [];
  let cell: Piece[] = [];

  const endRow = (): void => {
    if (cell.length > 0) cells.push(cell);
    if (cells.length > 0) for (const piece of piecesOfRow(cells)) pieces.push(piece);
    cells = [];
    cell = [];
  };
  const endParagraph = (format: ParagraphFormat): void => {
    const piece = pieceOf(text.join(""), format, styles);
    text = [];
    if (outer !== null) {
      notes.push({ kind: "paragraph", text: piece.text, aside: "footnote" });
      return;
    }
    if (!format.isInTable && (cells.length > 0 || cell.length > 0)) endRow();
    const into = format.isInTable ? cell : pieces;
    into.push(piece);
    for (const note of notes) into.push(note);
    notes = [];
  };
  return {
    pieces,
    add: (part: string): void => {
      text.push(part);
    },
    endParagraph,
    endCell: (format: ParagraphFormat): void => {
      endParagraph({ ...format, isInTable: true });
      cells.push(cell);
      cell = [];
    },
    endRow,
    beginNote: (): void => {
      if (outer === null) {
        outer = { text, start: notes.length };
        text = [];
      }
    },
    endNote: (format: ParagraphFormat): void => {
      if (outer === null) return;
      endParagraph(format);
      text = outer.text;
      outer = null;
    },
    /** Ends what the file left open. */
    end: (format: ParagraphFormat): void => {
      endParagraph({ ...format, isInTable: false });
      endRow();
    },
  };
};
