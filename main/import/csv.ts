import type { Result } from "../../shared/result";
import { decodeUnknown } from "./decode-text";
import type { FileContent, Known } from "./imported-article";
import { delimiterOf, separatorLine } from "./looks-like-table";
import { type Column, readTable, type Table } from "./table";

/** Characters in which the delimiter is looked for. */
const sampleLength = 65_536;
/** Rows in which a sample of each column is looked for. */
const rowsSampled = 20;

type Row = { readonly number: number; readonly cells: readonly string[] | string };

/** Rows as they stand in the file, the first one with the names; a broken one has its reason instead of cells. */
const parseRows = async (text: string, delimiter: string, alive: () => void): Promise<Row[]> => {
  const { parse } = await import("csv-parse/sync");
  const rows: Row[] = [];
  const push = (cells: readonly string[] | string) => {
    alive();
    rows.push({ number: rows.length + 1, cells });
    return null;
  };
  parse(text, {
    delimiter,
    // Quotation marks inside a cell that is not quoted are the author's.
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (cells: string[]) => push(cells),
    on_skip: () => {
      push("Its quotation marks do not match, so it is not clear where its cells end");
      return undefined;
    },
  });
  return rows;
};

const namesOf = (header: readonly string[]): string[] => {
  const names: string[] = [];
  for (const [at, cell] of header.entries()) {
    const name = cell.trim() || `column ${at + 1}`;
    names.push(names.includes(name) ? `${name} (${at + 1})` : name);
  }
  return names;
};

const columnsOf = (names: readonly string[], rows: readonly Row[]): Column[] =>
  names.map((name, at) => ({
    name,
    sample:
      rows
        .slice(0, rowsSampled)
        .map(({ cells }) => (typeof cells === "string" ? "" : (cells[at] ?? "").trim()))
        .find((cell) => cell !== "") ?? "",
  }));

/** Cells by the names of their columns; the reason where they cannot be told apart for sure. */
const cellsOf = (
  { cells }: Row,
  places: ReadonlyMap<string, number>,
): Table["rows"] extends Iterable<infer R> ? (R extends { cells: infer C } ? C : never) : never => {
  if (typeof cells === "string") return cells;
  const spare = cells.slice(places.size);
  if (cells.length < places.size || spare.some((cell) => cell.trim() !== ""))
    return `It has ${cells.length} cells, but the table has ${places.size} columns`;
  return (column) => cells[places.get(column) ?? -1] ?? "";
};

function* rowsOf(rows: readonly Row[], places: ReadonlyMap<string, number>): Table["rows"] & Generator {
  for (const row of rows) yield { number: row.number, cells: cellsOf(row, places) };
}

/** Reads a table of articles (CSV; commas, semicolons or tabs), one a row. Rows are numbered as a spreadsheet does. */
export const readCsv = async (
  bytes: Uint8Array,
  known: Known,
  alive: () => void,
): Promise<Result<FileContent>> => {
  const decoded = await decodeUnknown(bytes, { chosen: known.encoding });
  const told = separatorLine.exec(decoded.text)?.[1];
  const text = decoded.text.replace(separatorLine, "");
  const isWhole = text.length <= sampleLength;
  const delimiter = told ?? (await delimiterOf(text.slice(0, sampleLength), isWhole)) ?? ",";
  const [header, ...rows] = await parseRows(text, delimiter, alive);
  const names = namesOf(header === undefined || typeof header.cells === "string" ? [] : header.cells);
  const places = new Map(names.map((name, at) => [name, at]));
  const table: Table = {
    columns: columnsOf(names, rows),
    rows: rowsOf(rows, places),
    mediaType: "text/csv",
    importer: "table 1",
    encoding: decoded.encoding,
    steps: decoded.steps,
    remarks: decoded.remarks,
  };
  return readTable(table, known, alive);
};
