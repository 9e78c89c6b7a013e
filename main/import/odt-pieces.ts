import type { Result } from "../../shared/result";
import type { Piece } from "./build-article";
import { pieceOfStyle } from "./office-styles";
import { readXml, type Spaces } from "./office-xml";
import { piecesOfRow } from "./table-pieces";

/** The namespaces of OpenDocument that matter here, and those of its metadata. */
export const odfSpaces: Spaces = {
  "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
  "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
  "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
  "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
  "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
  "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
  "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
  "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
  "http://purl.org/dc/elements/1.1/": "dc",
};

/** What was found in the text of an ODT. */
export type OdtText = {
  readonly pieces: readonly Piece[];
  readonly deletions: number;
  readonly comments: number;
};

const skipped = new Set([
  "text:tracked-changes",
  "office:annotation",
  "office:scripts",
  "office:forms",
  "office:event-listeners",
  "text:note-citation",
  "text:ruby-text",
  "text:script",
  "text:sequence-decls",
  "text:variable-decls",
  "text:user-field-decls",
  "svg:title",
  "svg:desc",
]);

const indexes = new Set([
  "text:table-of-content",
  "text:illustration-index",
  "text:table-index",
  "text:object-index",
  "text:user-index",
  "text:alphabetical-index",
]);

/** An element that is open and that its contents are gathered for. */
type Level =
  | { readonly type: "paragraph"; readonly piece: Omit<Piece, "text">; text: string; readonly later: Piece[] }
  | { readonly type: "cell" | "row"; readonly cells: Piece[][]; readonly pieces: Piece[] };

const headingLevel = (value: string | undefined): number => Math.min(6, Math.max(1, Number(value ?? 1) || 1));

/** Repeats of spaces are counted in the file; nobody writes more of them than this. */
const mostSpaces = 1000;

/** What has been gathered so far, and the elements that are open. */
const gathering = () => {
  const pieces: Piece[] = [];
  const levels: Level[] = [];
  const parents = new Map<string, string>();
  let lists = 0;
  let reasons: NonNullable<Piece["aside"]>[] = [];

  const emit = (piece: Piece): void => {
    const level = levels.at(-1);
    (level === undefined ? pieces : level.type === "paragraph" ? level.later : level.pieces).push(piece);
  };
  const add = (text: string): void => {
    const level = levels.at(-1);
    if (level?.type === "paragraph") level.text += text;
  };
  const beginParagraph = (found: Pick<Piece, "kind" | "level" | "aside">): void => {
    const reason = reasons.at(-1);
    const listed = found.kind === "paragraph" && lists > 0 ? { kind: "list-item" as const } : found;
    levels.push({
      type: "paragraph",
      piece: { ...listed, ...(reason === undefined ? {} : { aside: reason }) },
      text: "",
      later: [],
    });
  };
  const endParagraph = (): void => {
    const level = levels.pop();
    if (level?.type !== "paragraph") return;
    emit({ ...level.piece, text: level.text });
    // Notes and text boxes that are anchored in a paragraph come after it.
    for (const piece of level.later) emit(piece);
  };
  const endCell = (): void => {
    const cell = levels.pop();
    const row = levels.at(-1);
    if (cell?.type === "cell" && row?.type === "row") row.cells.push(cell.pieces);
  };
  const endRow = (): void => {
    const row = levels.pop();
    if (row?.type === "row") for (const piece of piecesOfRow(row.cells)) emit(piece);
  };
  return {
    pieces,
    levels,
    parents,
    emit,
    add,
    beginParagraph,
    endParagraph,
    endCell,
    endRow,
    enterList: (by: number): void => {
      lists += by;
    },
    setAside: (reason: NonNullable<Piece["aside"]> | null): void => {
      reasons = reason === null ? reasons.slice(0, -1) : [...reasons, reason];
    },
  };
};

type Gathering = ReturnType<typeof gathering>;
type Attribute = (name: string) => string | undefined;

type Openers = Readonly<Record<string, (attribute: Attribute) => void>>;

const openers = (now: Gathering): Openers => ({
  "style:style": (attribute) => {
    const name = attribute("style:name");
    if (name !== undefined) now.parents.set(name, attribute("style:parent-style-name") ?? "");
  },
  "text:p": (attribute) => {
    const style = attribute("text:style-name") ?? "";
    // Spaces in the names of styles are written by their code.
    now.beginParagraph(pieceOfStyle((now.parents.get(style) || style).replaceAll("_20_", " ")));
  },
  "text:h": (attribute) =>
    now.beginParagraph({ kind: "heading", level: headingLevel(attribute("text:outline-level")) }),
  "text:s": (attribute) =>
    now.add(" ".repeat(Math.min(mostSpaces, Math.max(1, Number(attribute("text:c") ?? 1) || 1)))),
  "text:tab": () => now.add("\t"),
  "text:line-break": () => now.add("\n"),
  "text:list": () => now.enterList(1),
  "text:note-body": () => now.setAside("footnote"),
  "table:table-row": () => now.levels.push({ type: "row", cells: [], pieces: [] }),
  "table:table-cell": () => now.levels.push({ type: "cell", cells: [], pieces: [] }),
});

const closers = (now: Gathering): Readonly<Record<string, () => void>> => ({
  "text:p": now.endParagraph,
  "text:h": now.endParagraph,
  "text:list": () => now.enterList(-1),
  "text:note-body": () => now.setAside(null),
  "table:table-row": now.endRow,
  "table:table-cell": now.endCell,
});

/**
 * Reads the text of an ODT (its part content.xml). Notes are set aside after their paragraph, tables of contents and
 * captions at their place; tracked deletions and comments are left out and counted.
 */
export const readOdtText = (bytes: Uint8Array): Result<OdtText> => {
  const now = gathering();
  // Maps, because a document may name its elements as it likes ("constructor").
  const open = new Map(Object.entries(openers(now)));
  const close = new Map(Object.entries(closers(now)));
  const count = { deletions: 0, comments: 0 };
  let skipping = 0;
  const read = readXml(bytes, "content.xml", odfSpaces, {
    open: (name, attribute) => {
      if (name === "text:deletion") count.deletions += 1;
      if (name === "office:annotation") count.comments += 1;
      if (skipping > 0 || skipped.has(name)) skipping += 1;
      else if (indexes.has(name)) now.setAside("navigation");
      else open.get(name)?.(attribute);
    },
    close: (name) => {
      if (skipping > 0) skipping -= 1;
      else if (indexes.has(name)) now.setAside(null);
      else close.get(name)?.();
    },
    // White space in the file is layout; spaces that count have elements of their own.
    text: (text) => {
      if (skipping === 0) now.add(text.replace(/[ \t\r\n]+/g, " "));
    },
  });
  return read.ok ? { ok: true, value: { pieces: now.pieces, ...count } } : read;
};
