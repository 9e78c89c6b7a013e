/**
 * Rows that a worksheet holds, its heading included.
 *
 * @see Microsoft, "Excel specifications and limits"
 */
const worksheetRows = 1_048_576;

/**
 * What to say of a table of so many rows, the heading not counted, when it is opened in a spreadsheet; null when it
 * fits, and of a raw one, which is for scripts.
 */
export const beyondWorksheet = (rows: number, isRaw: boolean): string | null =>
  isRaw || rows + 1 <= worksheetRows
    ? null
    : `A worksheet holds ${worksheetRows.toLocaleString("en-GB")} rows: a spreadsheet will leave out the rest`;
