import { fail } from "../../shared/errors";
import type { Result } from "../../shared/result";
import { decodeUnknown } from "./decode-text";
import type { FileContent, Known } from "./imported-article";
import { type Column, readTable } from "./table";
import { isTextColumn } from "./table-columns";

type Row = { readonly number: number; readonly value: unknown };

/** Depth to which an object's own objects become columns ("source.name"). */
const deepest = 3;
/** Rows in which columns and their samples are looked for. */
const rowsSampled = 1000;

const broken = Symbol("broken");

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return broken;
  }
};

const wordOf = (item: unknown): string => {
  const word = isObject(item) ? item["name"] : item;
  return typeof word === "string" || typeof word === "number" ? String(word) : "";
};

/** A value in the words of a cell; null for an object, whose parts are cells of their own. */
const cellOf = (value: unknown): string | null => {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  // Authors and topics come as lists of words, or of objects with names.
  if (Array.isArray(value))
    return value
      .map(wordOf)
      .filter((word) => word !== "")
      .join(", ");
  return isObject(value) ? null : String(value);
};

const flatten = (
  value: Record<string, unknown>,
  before = "",
  depth = 1,
  cells = new Map<string, string>(),
) => {
  for (const [key, inner] of Object.entries(value)) {
    const cell = cellOf(inner);
    if (cell !== null) cells.set(before + key, cell);
    else if (depth < deepest) flatten(inner as Record<string, unknown>, `${before}${key}.`, depth + 1, cells);
  }
  return cells;
};

const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.some(isObject);

/** The rows of a whole document: a list, the list within an answer of some service, or the one object itself. */
const rowsWithin = (value: unknown, depth = 1): unknown[] | null => {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return null;
  const parts = Object.entries(value);
  if (parts.some(([key, inner]) => isTextColumn(key) && typeof inner === "string")) return [value];
  for (const [, inner] of parts) if (isList(inner)) return inner;
  if (depth < deepest)
    for (const [, inner] of parts) {
      const rows = isObject(inner) ? rowsWithin(inner, depth + 1) : null;
      if (rows !== null && (rows.length > 1 || rows[0] !== inner)) return rows;
    }
  return [value];
};

const rowsOf = (text: string, alive: () => void): Row[] | null => {
  const lines = text.split("\n").map((line, at) => ({ number: at + 1, line: line.trim() }));
  const filled = lines.filter(({ line }) => line !== "");
  const isByLine = filled.length > 1 && filled.slice(0, 5).some(({ line }) => isObject(parse(line)));
  if (isByLine && !/^\s*\[/.test(text))
    return filled.map(({ number, line }) => {
      alive();
      return { number, value: parse(line) };
    });
  return rowsWithin(parse(text))?.map((value, at) => ({ number: at + 1, value })) ?? null;
};

const columnsOf = (rows: readonly ReadonlyMap<string, string>[]): Column[] => {
  const samples = new Map<string, string>();
  for (const cells of rows)
    for (const [name, cell] of cells) samples.set(name, samples.get(name) || cell.slice(0, 1000));
  return [...samples].map(([name, sample]) => ({ name, sample }));
};

/** Reads articles that are objects of JSON: one a line (JSONL), or in a list. Each key is a column. */
export const readJsonl = async (
  bytes: Uint8Array,
  known: Known,
  alive: () => void,
): Promise<Result<FileContent>> => {
  const decoded = await decodeUnknown(bytes, { chosen: known.encoding });
  const found = rowsOf(decoded.text, alive);
  if (found === null)
    return fail(
      "invalid-input",
      "It looks like JSON, but it breaks off or is damaged, so nothing in it can be read",
      "Save it again from the program that made it, one object a line if you can: then one broken line costs only that line.",
    );
  const rows = found.map(({ number, value }) => ({ number, cells: isObject(value) ? flatten(value) : null }));
  const sampled = rows.slice(0, rowsSampled).flatMap(({ cells }) => (cells === null ? [] : [cells]));
  return readTable(
    {
      columns: columnsOf(sampled),
      rows: rows.map(({ number, cells }) => ({
        number,
        cells:
          cells === null
            ? "It is no object of JSON, or it is damaged"
            : (column: string) => cells.get(column) ?? "",
      })),
      mediaType: "application/jsonl",
      importer: "table 1",
      encoding: decoded.encoding,
      steps: decoded.steps,
      remarks: decoded.remarks,
    },
    known,
    alive,
  );
};
