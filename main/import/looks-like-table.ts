import { isKnownColumn, isTextColumn } from "./table-columns";

/** What may part the cells of a row. */
const delimiters = [",", ";", "\t"] as const;

/** Some programs say in a line of its own what parts the cells. */
export const separatorLine = /^sep=([,;\t])\r?\n/i;

/** Rows looked at. */
const rowsRead = 20;
/** Letters of a cell that hold a text where no column's name says so, and of one where it does. */
const longCell = 200;
const longNamedCell = 60;
const longestHeader = 2000;
const longestName = 60;

const isName = (cell: string): boolean =>
  cell.length > 0 &&
  cell.length <= longestName &&
  // A name has no sentence in it, and no more words than a label has.
  !/[.!?;:,]\s|[.!?,]$|[“”"«»]/.test(cell) &&
  cell.split(/\s+/).length <= 4;

const isHeader = (cells: readonly string[]): boolean =>
  cells.length >= 2 &&
  // Excel writes an empty name for a column of row numbers.
  cells.every((cell, at) => isName(cell.trim()) || (at === 0 && cell === "")) &&
  new Set(cells.map((cell) => cell.trim().toLowerCase())).size === cells.length &&
  cells.some((cell) => /\p{L}/u.test(cell));

const firstLine = (text: string): string => /^[^\r\n]*/.exec(text)?.[0] ?? "";

type Parse = (text: string, delimiter: string) => string[][];

const parser = async (isWhole: boolean): Promise<Parse> => {
  const { parse } = await import("csv-parse/sync");
  return (text, delimiter) => {
    const rows: string[][] = [];
    parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      to: rowsRead,
      on_record: (cells: string[]) => {
        rows.push(cells);
        return null;
      },
      // Its cells cannot be told: a row unlike the others.
      on_skip: () => {
        rows.push([]);
        return undefined;
      },
    });
    // The sample may end in the middle of its last row.
    return isWhole || rows.length >= rowsRead ? rows : rows.slice(0, -1);
  };
};

const isTable = ([header = [], ...rows]: readonly string[][]): boolean => {
  if (rows.length === 0 || !isHeader(header)) return false;
  const isCertain = header.some(isTextColumn) && header.filter(isKnownColumn).length >= 2;
  const even = rows.filter((row) => row.length === header.length);
  // A broken row among many is told when the table is read; without names that say so it is no table at all.
  if (isCertain ? even.length * 2 < rows.length : even.length < rows.length) return false;
  return header.some((name, column) =>
    even.some((row) => (row[column] ?? "").length >= (isTextColumn(name) ? longNamedCell : longCell)),
  );
};

/**
 * What parts the cells of a text that is a table of articles: a line of short, distinct names, then rows of just as many
 * cells, one of which holds a long text. Null for all else. Prose with commas never is one: its first line is a sentence,
 * or its lines differ in commas. `isWhole`: the text is not cut off.
 */
export const delimiterOf = async (text: string, isWhole: boolean): Promise<string | null> => {
  const body = text.replace(separatorLine, "");
  const line = firstLine(body);
  if (line.length === 0 || line.length > longestHeader) return null;
  const possible = delimiters.filter((delimiter) =>
    isHeader(line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"))),
  );
  if (possible.length === 0) return null;
  const parse = await parser(isWhole);
  return possible.find((delimiter) => isTable(parse(body, delimiter))) ?? null;
};
