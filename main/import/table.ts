import type { ColumnMap, EncodingChoice, Proposal, UnmappedTable } from "../../shared/domain/article";
import { type AppError, fail } from "../../shared/errors";
import { err, ok, type Result } from "../../shared/result";
import type { Piece } from "./build-article";
import { newTally, toCanonical } from "./decode-text";
import { finishArticle } from "./finish-article";
import { piecesOfHtml } from "./html/html-pieces";
import { possibleDates, publishedDate } from "./html/published-date";
import type { FileContent, ImportedArticle, Known } from "./imported-article";
import { certainColumns, suggestColumns } from "./table-columns";
import { piecesOfText } from "./text-pieces";

/** A column with the beginning of its first cell that is not empty. */
export type Column = { readonly name: string; readonly sample: string };

/** A table as its format gives it. */
export type Table = {
  readonly columns: readonly Column[];
  /** "" for a column that the row does not have; a string for a row that cannot be read: the reason. */
  readonly rows: Iterable<{ readonly number: number; readonly cells: string | ((column: string) => string) }>;
  readonly mediaType: string;
  readonly importer: string;
  readonly encoding: EncodingChoice;
  readonly steps: readonly string[];
  readonly remarks: readonly string[];
};

const mostColumns = 200;

const line = (text: string, longest: number): string =>
  toCanonical(text, newTally())
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/, "");

/** Tables with the same columns in the same order are of one make. */
const keyOf = (columns: readonly Column[]): string => line(columns.map(({ name }) => name).join(" | "), 100);

const unmapped = (columns: readonly Column[]): UnmappedTable => ({
  key: keyOf(columns),
  columns: columns
    .filter(({ name }) => name.length <= 200)
    .slice(0, mostColumns)
    .map(({ name, sample }) => ({ name, sample: line(sample, 200) })),
  suggested: suggestColumns(columns.slice(0, mostColumns).map(({ name }) => name)),
});

const checkMap = (map: ColumnMap, columns: readonly Column[]): Result<ColumnMap> => {
  const names = columns.map(({ name }) => name);
  const missing = Object.values(map).find((name) => name !== undefined && !names.includes(name));
  if (missing === undefined) return ok(map);
  const some = names
    .slice(0, 20)
    .map((name) => line(name, 60))
    .join(", ");
  return fail(
    "invalid-input",
    `The table has no column “${missing}”; it has ${some}${names.length > 20 ? " and more" : ""}`,
    "Name its columns as they are in its first row.",
  );
};

/** Which column holds what: as somebody said of such tables, else by names that leave no doubt. Null: somebody is asked. */
const mapOf = (columns: readonly Column[], known: Known): Result<ColumnMap> | null => {
  const told = known.columns?.[keyOf(columns)] ?? known.columns?.["*"];
  if (told !== undefined) return checkMap(told, columns);
  const certain = certainColumns(columns.map(({ name }) => name));
  return certain === null ? null : ok(certain);
};

const isMarkup = (text: string): boolean => {
  const tags = text.match(
    /<\/(?:p|div|span|article|section|h[1-6]|li|ul|ol|a|b|strong|em|i|blockquote)\s*>|<(?:br|p)\b[^>]{0,200}>/gi,
  );
  return tags !== null && (tags.length > 1 || text.trimStart().startsWith("<"));
};

const piecesOfCell = (
  cell: string,
): { readonly pieces: readonly Piece[]; readonly steps: readonly string[] } =>
  isMarkup(cell)
    ? { pieces: piecesOfHtml(cell), steps: ["markup in the cell read as a web page's"] }
    : piecesOfText(toCanonical(cell, newTally()));

const proposalFields = ["title", "source", "byline", "url", "language"] as const;

type Facts = { readonly proposals: Proposal[]; readonly remarks: string[] };

const factsOf = (map: ColumnMap, cellOf: (column: string) => string): Facts => {
  const proposals: Proposal[] = [];
  const remarks: string[] = [];
  for (const field of proposalFields) {
    const column = map[field];
    const value = column === undefined ? "" : line(cellOf(column), 4000);
    if (value !== "")
      proposals.push({ field, value, from: line(`column “${column}”`, 200), strength: "stated" });
  }
  const column = map.publishedOn;
  const stamp = column === undefined ? "" : line(cellOf(column), 100);
  const date = publishedDate(stamp);
  const from = line(`column “${column}”`, 150);
  if (date !== null) proposals.push({ field: "publishedOn", value: date, from, strength: "stated" });
  const readings = possibleDates(stamp);
  for (const { day, order } of readings)
    proposals.push({ field: "publishedOn", value: day, from: `${from}, ${order}`, strength: "either" });
  if (date === null && stamp !== "" && readings.length === 0)
    remarks.push(`the date “${stamp}” cannot be read: not taken`);
  return { proposals, remarks };
};

const articleOf = (
  table: Table,
  map: ColumnMap,
  number: number,
  cellOf: (column: string) => string,
  known: Known,
): Result<ImportedArticle> => {
  const cell = cellOf(map.text);
  if (cell.trim() === "") return fail("invalid-input", `There is no text in its column “${map.text}”`);
  const { pieces, steps } = piecesOfCell(cell);
  const { proposals, remarks } = factsOf(map, cellOf);
  const draft = {
    part: `row ${number}`,
    mediaType: table.mediaType,
    importer: table.importer,
    pieces,
    proposals,
    encoding: table.encoding,
    steps: [...table.steps, `text taken from the column “${line(map.text, 200)}”`, ...steps],
    remarks: [...table.remarks, ...remarks],
  };
  return finishArticle(draft, known);
};

/** Reads each row of a table as an article; first asks which column holds what, unless that is told or clear. */
export const readTable = (table: Table, known: Known, alive: () => void): Result<FileContent> => {
  const map = mapOf(table.columns, known);
  if (map === null) return ok({ kind: "table", table: unmapped(table.columns) });
  if (!map.ok) return map;
  const articles: ImportedArticle[] = [];
  const unread: { part: string; error: AppError }[] = [];
  for (const { number, cells } of table.rows) {
    alive();
    const read =
      typeof cells === "string"
        ? fail(
            "invalid-input",
            cells,
            "Correct the row in the program that made the table, and save it again.",
          )
        : articleOf(table, map.value, number, cells, known);
    if (read.ok) articles.push(read.value);
    else unread.push({ part: `row ${number}`, error: read.error });
  }
  if (articles.length > 0) return ok({ kind: "articles", articles, unread });
  const first = unread[0];
  if (first === undefined) return fail("invalid-input", "The table has no rows");
  const { message, ...rest } = first.error;
  return err({
    ...rest,
    message: `None of its ${unread.length} rows can be read. ${first.part}: ${message}`,
  });
};
