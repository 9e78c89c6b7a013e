import { countCodePoints } from "../../shared/text/offsets";
import type { Cell, ClaimRow } from "../store/claim-rows";
import { cellOf, claimColumns, cutToFit } from "./claim-table";

/*
 * Tagged claims as CSV (RFC 4180): rows in, text out. Every field is quoted, so a writer needs no library and a
 * comma, a semicolon or a line break in a quote can never move a column.
 *
 * Two ways to write. "spreadsheet" (the default) is for Excel and its like, which run cells that begin with a
 * formula character and cut long ones without a word: it guards such cells with an apostrophe, cuts visibly at
 * the spreadsheet's own limits and begins with a byte order mark. "raw" is for scripts: values exactly as stored,
 * whole, and no mark, because most readers would take it for a part of the first column's name.
 */

/** How cells are written: safe for spreadsheets, or exactly as stored. */
export type CsvMode = "spreadsheet" | "raw";

/** What spreadsheets take for the start of a formula, with its full-width and small forms. */
const trigger = "=+\\-@\\uff1d\\uff0b\\uff0d\\uff20\\ufe62\\ufe63\\ufe66\\ufe6b";
/** What they skip on the way to it: white space, controls, zero-width and direction characters, quotes. */
const skipped = "\\p{Cc}\\p{Cf}\\p{Z}\\p{DI}\"'";
const lineBreak = "\\n\\r\\v\\f\\u0085\\u2028\\u2029";
const inLine = `(?:(?![${lineBreak}])[${skipped}])*`;

const dangerousCell = new RegExp(`^(?:[\\t\\r\\n]|[${skipped}]*[${trigger}])`, "u");
const mayNeedMore = new RegExp(`[${lineBreak}\\t;]`, "u");
const dangerousLine = new RegExp(`(\\r\\n|[${lineBreak}])(?=\\t|${inLine}[${trigger}])`, "gu");
/*
 * Where the list separator is a semicolon, as in much of Europe, Excel splits a cell at one when it opens a
 * comma-separated file by double click; TAB does the same on pasting. What follows them begins a cell.
 */
const dangerousPart = new RegExp(`([;\\t])(?=(?:(?![${lineBreak}\\t])[${skipped}])*[${trigger}])`, "gu");

/** Most cells begin with a letter or a digit of ASCII: no need for the expression then. */
const beginsPlainly = (value: string): boolean => {
  const code = value.charCodeAt(0);
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
};

/**
 * Puts an apostrophe before whatever a spreadsheet might run as a formula: at the start of the cell, of any line
 * in it, and after a semicolon or a tab.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export const guardFormula = (value: string): string => {
  const cell = !beginsPlainly(value) && dangerousCell.test(value) ? `'${value}` : value;
  if (!mayNeedMore.test(cell)) return cell;
  return cell.replace(dangerousLine, "$1'").replace(dangerousPart, "$1'");
};

const spreadsheetText = (value: string, onCut: () => void): string =>
  cutToFit(guardFormula(value), () => countCodePoints(value), onCut);

const escaped = (value: string): string => (value.includes('"') ? value.replaceAll('"', '""') : value);

/** A record of fields that are escaped already. */
const record = (fields: readonly string[]): string => `"${fields.join('","')}"\r\n`;

/** Numbers are never guarded: the type of the value decides, not how it looks. */
const field = (cell: Cell, mode: CsvMode, onCut: () => void): string => {
  if (cell === null || cell === "") return "";
  if (typeof cell === "number") return String(cell);
  return escaped(mode === "raw" ? cell : spreadsheetText(cell, onCut));
};

/** What the file begins with: the byte order mark (spreadsheets only) and the row of names. */
export const csvHead = (mode: CsvMode): string =>
  `${mode === "raw" ? "" : "\ufeff"}${record(claimColumns.map(escaped))}`;

/** Records for some rows, each ended by CR LF; null and "" are both an empty field. `onCut` is told of each cell that was cut. */
export const csvRows = (rows: readonly ClaimRow[], mode: CsvMode, onCut: () => void = () => {}): string =>
  rows.map((row) => record(claimColumns.map((_, at) => field(cellOf(row, at), mode, onCut)))).join("");
