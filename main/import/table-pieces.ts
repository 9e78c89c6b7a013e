import type { Piece } from "./build-article";

/** Longer cells are running text that a table only puts in its place on the page. */
const longestCell = 200;

/**
 * Pieces of one row of a table from the pieces of its cells. A row of short cells is a table row, its cells parted by
 * " | " as those of web pages are; a row that lays out running text gives that text as it would stand without a table.
 */
export const piecesOfRow = (cells: readonly (readonly Piece[])[]): Piece[] => {
  const whole = cells.map((cell) => cell.filter((piece) => piece.text.trim() !== ""));
  const filled = whole.filter((cell) => cell.length > 0);
  const isTabular =
    filled.length > 1 &&
    filled.every(
      ([piece, ...others]) =>
        others.length === 0 &&
        piece?.aside === undefined &&
        piece?.kind !== "table-row" &&
        (piece?.text.length ?? 0) <= longestCell,
    );
  if (!isTabular) return filled.flat();
  const texts = whole.map(([piece]) => piece?.text.trim().replace(/\s*\n\s*/g, " ") ?? "");
  return [{ kind: "table-row", text: texts.join(" | ") }];
};
