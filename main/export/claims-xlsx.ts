import { strFromU8, unzipSync, Zip, ZipDeflate } from "fflate";
import writeWorkbook from "write-excel-file/node";
import { fitsWorksheet } from "../../shared/domain/worksheet";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { countCodePoints } from "../../shared/text/offsets";
import type { Cell, ClaimRow } from "../store/claim-rows";
import { type ClaimColumn, cellOf, claimColumns, cutToFit } from "./claim-table";

/*
 * Tagged claims as an Excel workbook. A text stands in a cell of type text, which no spreadsheet runs as a formula or
 * takes for a number, a date or a truth value, so nothing needs a guard and a leading zero stays.
 *
 * The workbook round the rows (styles, widths, the frozen heading) is made by write-excel-file; the rows go page by page
 * through a zip stream. Left to the library they would all be in memory at once, in one step that lets nothing else
 * run, without the characters that XML cannot hold, and "constructor" in a cell would come out as a function's source.
 */

/** Room in characters; what is not named takes the rest. */
const widths: Partial<Record<ClaimColumn, number>> = {
  claim: 60,
  asserter: 24,
  claim_tags: 24,
  evidence_note: 40,
  quote: 60,
  highlight_tags: 24,
  highlight_note: 40,
  start: 9,
  end: 9,
  language: 10,
  article_title: 40,
  source: 24,
  url: 32,
  analyst: 18,
  created_at: 25,
  updated_at: 25,
  reliability_as_of: 25,
};
const commonWidth = 15;

type Shell = {
  /** Every part of the workbook but the sheet: its path and its content. */
  readonly parts: readonly (readonly [path: string, content: Uint8Array])[];
  readonly beforeRows: string;
  readonly afterRows: string;
  /** The style of a text cell: format "@", so that editing a cell does not turn it into a number or a formula. */
  readonly textStyle: string;
};

const sheetPath = "xl/worksheets/sheet1.xml";

/** A workbook of the heading and a row that shows how a text cell is styled; that row's place is where the rows go. */
const makeShell = async (): Promise<Shell> => {
  const heading = claimColumns.map((value) => ({ value, type: String, fontWeight: "bold" as const }));
  const specimen = [{ value: "text", type: String, format: "@" }];
  const made = await writeWorkbook([heading, specimen], {
    sheet: "Claims",
    stickyRowsCount: 1,
    columns: claimColumns.map((name) => ({ width: widths[name] ?? commonWidth })),
  }).toBuffer();
  const files = unzipSync(made);
  const sheet = strFromU8(files[sheetPath] ?? new Uint8Array());
  const found = /^(.*)<row r="2"><c r="A2" s="(\d+)"[^>]*>.*?<\/row>(.*)$/su.exec(sheet);
  const [, beforeRows, textStyle, afterRows] = found ?? [];
  if (beforeRows === undefined || textStyle === undefined || afterRows === undefined)
    throw new TypeError("the workbook's sheet is not made as expected");
  return {
    parts: Object.entries(files).filter(([path]) => path !== sheetPath),
    beforeRows,
    afterRows,
    textStyle,
  };
};

/** Characters that XML 1.0 cannot hold, and CR, which every reader of XML turns into LF. */
const unwritable = "\\0-\\x08\\x0b-\\x1f\\ufffe\\uffff\\p{Cs}";
/** With them what XML reads as markup, and "_" where a text happens to look like the escape below. */
const toEscape = new RegExp(`[&<>${unwritable}]|_(?=x[\\da-fA-F]{4}[_${unwritable}])`, "gu");

const escapeOne = (character: string): string => {
  if (character === "&") return "&amp;";
  if (character === "<") return "&lt;";
  if (character === ">") return "&gt;";
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
};

/**
 * A text for a cell. What XML cannot hold is written as Excel itself does, `_x0001_`, and read so by it.
 *
 * @see ECMA-376 part 1, 22.9.2.19, ST_Xstring
 */
const xmlText = (value: string): string => value.replace(toEscape, escapeOne);

/** "A", "B" ... "AD" */
const columnLetters = claimColumns.map((_, at) =>
  at < 26 ? String.fromCharCode(65 + at) : `A${String.fromCharCode(65 + at - 26)}`,
);

const cellXml = (cell: Cell, place: string, style: string, onCut: () => void): string => {
  if (cell === null || cell === "") return "";
  if (typeof cell === "number") return `<c r="${place}"><v>${cell}</v></c>`;
  const text = xmlText(cutToFit(cell, () => countCodePoints(cell), onCut));
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
};

/** Bytes of one part of a zip file without its 64-bit form, which fflate does not write; some are left for its ends. */
const mostSheetBytes = 0xffff_ffff - 1_048_576;

/** UTF-16 units of XML that are put together at once: a single row may have seven million. */
const mostAtOnce = 4_194_304;

const instead = "Export a CSV table, or narrow the filters and export in parts.";

const tooManyRows = (rows: number): { readonly ok: false; readonly error: AppError } =>
  fail(
    "invalid-input",
    `${rows.toLocaleString("en-GB")} rows are more than an Excel workbook's sheet can hold`,
    instead,
  );

const tooManyBytes = fail(
  "invalid-input",
  "These claims are longer than an Excel workbook's sheet can be",
  instead,
);

/** A file of rows that is being written. After a failure of `add` it cannot be finished. */
export type ClaimFile = {
  readonly add: (rows: readonly ClaimRow[]) => Result<undefined>;
  readonly finish: () => void;
};

/** One entry of a zip; all have the same time, so that the same claims give the same bytes. */
const entryIn = (zip: Zip, path: string): ZipDeflate => {
  const entry = new ZipDeflate(path, { level: 6 });
  entry.mtime = new Date(1980, 0, 1);
  zip.add(entry);
  return entry;
};

const rowsInto = (sheet: ZipDeflate, zip: Zip, shell: Shell, onCut: () => void): ClaimFile => {
  let line = 1;
  let bytes = 0;
  const rowXml = (row: ClaimRow): string => {
    line += 1;
    const cells = columnLetters.map((letter, at) =>
      cellXml(cellOf(row, at), `${letter}${line}`, shell.textStyle, onCut),
    );
    return `<row r="${line}">${cells.join("")}</row>`;
  };
  const push = (xml: string): boolean => {
    const content = Buffer.from(xml);
    bytes += content.length;
    if (bytes > mostSheetBytes) return false;
    sheet.push(content);
    return true;
  };
  push(shell.beforeRows);
  return {
    add: (rows) => {
      let xml = "";
      let hasRoom = true;
      for (const row of rows) {
        xml += rowXml(row);
        if (xml.length < mostAtOnce) continue;
        hasRoom &&= push(xml);
        xml = "";
      }
      return hasRoom && push(xml) ? ok(undefined) : tooManyBytes;
    },
    finish: () => {
      sheet.push(Buffer.from(shell.afterRows), true);
      zip.end();
    },
  };
};

/**
 * Begins a workbook of so many rows with one sheet, "Claims": more than a worksheet holds are refused. `write` gets its
 * bytes as they come, `onCut` is told of each cell that was cut.
 */
export const openClaimWorkbook = async (
  total: number,
  write: (content: Uint8Array) => void,
  onCut: () => void,
): Promise<Result<ClaimFile>> => {
  if (!fitsWorksheet(total)) return tooManyRows(total);
  const shell = await makeShell();
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    write(chunk);
  });
  for (const [path, content] of shell.parts) entryIn(zip, path).push(content, true);
  return ok(rowsInto(entryIn(zip, sheetPath), zip, shell, onCut));
};
