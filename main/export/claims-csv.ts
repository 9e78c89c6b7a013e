import { type Likelihood, likelihoodWording } from "../../shared/domain/claim";
import { type Credibility, evidenceGrade, type Reliability } from "../../shared/domain/grade";
import { alignToCodePoint, countCodePoints } from "../../shared/text/offsets";
import type { Cell, ClaimRow } from "../store/claim-rows";

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

/** The columns in their order. Their names are a promise to other people's scripts. */
export const claimColumns = [
  "claim_id",
  "claim",
  "claim_kind",
  "asserter",
  "event_date",
  "likelihood",
  "confidence",
  "claim_tags",
  "stance",
  "credibility",
  "evidence_grade",
  "evidence_note",
  "quote",
  "highlight_id",
  "highlight_tags",
  "highlight_note",
  "start",
  "end",
  "article_id",
  "article_title",
  "source",
  "source_reliability",
  "reliability_as_of",
  "published_on",
  "url",
  "language",
  "analyst",
  "created_at",
  "updated_at",
  "article_sha256",
] as const;

export type ClaimColumn = (typeof claimColumns)[number];

/** Between the tags of a cell on their way from the store: a character that no name holds. */
export const tagSeparator = "\u001f";

/**
 * Tags as one cell: "troops; numbers". A name that holds a semicolon or a double quote is put in double quotes,
 * with its own doubled, so that the list can be read and taken apart again: `"arms; ammunition"; troops`.
 */
export const joinTags = (cell: string): string => {
  if (!/[;"]/.test(cell)) return cell.replaceAll(tagSeparator, "; ");
  return cell
    .split(tagSeparator)
    .map((name) => (/[;"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name))
    .join("; ");
};

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

/** @see Microsoft, "Excel specifications and limits" */
const longestCell = 32_767;
const mostLineFeeds = 253;

const limitOf = (value: string): number => {
  let limit = value.length;
  let seen = 0;
  for (let at = value.indexOf("\n"); at !== -1; at = value.indexOf("\n", at + 1)) {
    seen += 1;
    if (seen > mostLineFeeds) {
      limit = at;
      break;
    }
  }
  return Math.min(limit, longestCell);
};

/** Cuts a cell at what a worksheet can hold, and says so in the cell. `length` is that of the value as stored. */
const cutToFit = (value: string, length: () => number): string => {
  if (value.length <= mostLineFeeds) return value;
  const limit = limitOf(value);
  if (limit === value.length) return value;
  const mark = `…[truncated, ${length()} characters]`;
  return value.slice(0, alignToCodePoint(value, Math.min(limit, longestCell - mark.length))) + mark;
};

const spreadsheetText = (value: string): string =>
  cutToFit(guardFormula(value), () => countCodePoints(value));

const escaped = (value: string): string => (value.includes('"') ? value.replaceAll('"', '""') : value);

/** A record of fields that are escaped already. */
const record = (fields: readonly string[]): string => `"${fields.join('","')}"\r\n`;

const column = (name: ClaimColumn): number => claimColumns.indexOf(name);
const likelihoodAt = column("likelihood");
const claimTagsAt = column("claim_tags");
const stanceAt = column("stance");
const credibilityAt = column("credibility");
const gradeAt = column("evidence_grade");
const highlightTagsAt = column("highlight_tags");
const reliabilityAt = column("source_reliability");

/** "B2" beside its halves, for evidence alone: F and 6 stand as they are, and nothing is averaged. */
const gradeOf = (row: ClaimRow): string =>
  row[stanceAt] === null
    ? ""
    : evidenceGrade(row[reliabilityAt] as Reliability | null, row[credibilityAt] as Credibility | null);

const wordingOf = (cell: Cell): string =>
  cell === null ? "" : (likelihoodWording[cell as Likelihood]?.label ?? String(cell));

const cellText = (row: ClaimRow, at: number): Cell => {
  const cell = row[at] ?? null;
  if (at === gradeAt) return gradeOf(row);
  if (at === likelihoodAt) return wordingOf(cell);
  if ((at === claimTagsAt || at === highlightTagsAt) && typeof cell === "string") return joinTags(cell);
  return cell;
};

/** Numbers are never guarded: the type of the value decides, not how it looks. */
const field = (cell: Cell, mode: CsvMode): string => {
  if (cell === null || cell === "") return "";
  if (typeof cell === "number") return String(cell);
  return escaped(mode === "raw" ? cell : spreadsheetText(cell));
};

/** What the file begins with: the byte order mark (spreadsheets only) and the row of names. */
export const csvHead = (mode: CsvMode): string =>
  `${mode === "raw" ? "" : "\ufeff"}${record(claimColumns.map(escaped))}`;

/** Records for some rows, each ended by CR LF; null and "" are both an empty field. */
export const csvRows = (rows: readonly ClaimRow[], mode: CsvMode): string =>
  rows.map((row) => record(claimColumns.map((_, at) => field(cellText(row, at), mode)))).join("");
