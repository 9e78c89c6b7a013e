import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { SaxesParser } from "saxes";

/** A cell as it stands in the file: its kind ("n" where none is given), and its text as a spreadsheet reads it. */
export type ReadCell = { readonly kind: string; readonly text: string; readonly style: string };

export type Workbook = {
  /** By path, as text; every part was parsed strictly as XML 1.0. */
  readonly parts: ReadonlyMap<string, string>;
  readonly sheetName: string;
  /** The first row is the heading; cells by their column's place, and none where the file has none. */
  readonly rows: readonly ReadonlyMap<number, ReadCell>[];
};

/** Reads `_x0041_` as Excel does. */
export const decoded = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

type Node = { readonly name: string; readonly attributes: Record<string, string>; text: string };

/** Walks through a part, strictly: whatever is not XML 1.0 throws. `leave` gets each element at its end. */
const walk = (xml: string, leave: (node: Node, within: readonly Node[]) => void): void => {
  const open: Node[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    open.push({ name, attributes: { ...attributes }, text: "" });
  });
  parser.on("text", (text) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += text;
  });
  parser.on("closetag", () => {
    const node = open.pop();
    if (node !== undefined) leave(node, open);
  });
  parser.write(xml).close();
};

const columnOf = (place: string): number => {
  const letters = place.replace(/\d+$/, "");
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
};

const readRows = (sheet: string, shared: readonly string[]): Map<number, ReadCell>[] => {
  const rows: Map<number, ReadCell>[] = [];
  let cells = new Map<number, ReadCell>();
  let value = "";
  walk(sheet, ({ name, attributes, text }) => {
    if (name === "t" || name === "v") value = text;
    if (name === "c") {
      const kind = attributes["t"] ?? "n";
      const read = kind === "s" ? (shared[Number(value)] ?? "?") : kind === "n" ? value : decoded(value);
      cells.set(columnOf(attributes["r"] ?? ""), { kind, text: read, style: attributes["s"] ?? "0" });
      value = "";
    }
    if (name === "row") {
      if (Number(attributes["r"]) !== rows.length + 1) throw new Error("a row is out of its place");
      rows.push(cells);
      cells = new Map();
    }
  });
  return rows;
};

/** Reads a workbook with one sheet by a strict reader that knows nothing of its writer. */
export const readWorkbook = (bytes: Uint8Array): Workbook => {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  const parts = new Map(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, utf8.decode(part)]));
  for (const xml of parts.values()) walk(xml, () => {});
  const shared: string[] = [];
  walk(parts.get("xl/sharedStrings.xml") ?? "<sst/>", ({ name, text }) => {
    if (name === "t") shared.push(decoded(text));
  });
  let sheetName = "";
  walk(parts.get("xl/workbook.xml") ?? "", ({ name, attributes }) => {
    if (name === "sheet") sheetName = attributes["name"] ?? "";
  });
  return { parts, sheetName, rows: readRows(parts.get("xl/worksheets/sheet1.xml") ?? "", shared) };
};

/** The rows of a workbook's file below its heading, by the names in the heading; "" where there is no cell. */
export const readTable = (path: string): Record<string, string>[] => {
  const [heading, ...rows] = readWorkbook(readFileSync(path)).rows;
  const names = [...(heading ?? new Map<number, ReadCell>())];
  return rows.map((row) =>
    Object.fromEntries(names.map(([at, { text }]) => [text, row.get(at)?.text ?? ""])),
  );
};
