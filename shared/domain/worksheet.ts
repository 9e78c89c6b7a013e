/*
 * What a worksheet of a spreadsheet can hold, and the words for what it cannot.
 *
 * @see Microsoft, "Excel specifications and limits"
 */

/** Rows that a worksheet holds, its heading included. */
const worksheetRows = 1_048_576;

/** UTF-16 units that a cell holds. */
export const longestCell = 32_767;

/** Line feeds that a cell holds. */
export const mostLineFeeds = 253;

/** Whether a worksheet has room for so many rows below a heading. */
export const fitsWorksheet = (rows: number): boolean => rows + 1 <= worksheetRows;

/**
 * What to say of a table of so many rows, the heading not counted, when it is opened in a spreadsheet; null when it
 * fits, and of a raw one, which is for scripts.
 */
export const beyondWorksheet = (rows: number, isRaw: boolean): string | null =>
  isRaw || fitsWorksheet(rows)
    ? null
    : `A worksheet holds ${worksheetRows.toLocaleString("en-GB")} rows: a spreadsheet will leave out the rest`;

/** What to say of so many cells that were cut, each with a mark at its end; null when there is none. */
export const cutCellsInWords = (cells: number): string | null => {
  if (cells === 0) return null;
  const were = cells === 1 ? "1 cell was" : `${cells.toLocaleString("en-GB")} cells were`;
  return `${were} cut to what a worksheet holds, and the mark “truncated” says so in place. Raw CSV keeps all of it`;
};
