import type { Piece } from "../build-article";
import {
  aside,
  dateOfLine,
  languageOfName,
  lineOf,
  type NewsArticle,
  type NewsExport,
  stated,
  withoutBy,
} from "./lines";

/*
 * Factiva's layout with field codes ("Full article plus indexing"), as HTML and RTF: two columns, the code and its
 * value; an article ends with its accession number, "AN". The codes are those that tm.plugin.factiva reads and a few of
 * its neighbours.
 */

const codes =
  "HD|SE|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|ART|CT|CX|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|NGC|GC|CLM|DLN|ATC|TI|BB|RIC";
/** A code alone, or parted from its value as columns are: "IN 2020" at the head of a paragraph is none. */
const coded = new RegExp(String.raw`^\s*(${codes})\s*(?:$|[\t\n]\s*|\s{2,}|\s\|\s?)([\s\S]*)$`);

type Field = { readonly code: string; readonly pieces: Piece[] };

const textCodes = new Set(["HD", "LP", "TD"]);

const readFields = (pieces: readonly Piece[]): { before: Piece[]; fields: Field[] } => {
  const before: Piece[] = [];
  const fields: Field[] = [];
  for (const piece of pieces) {
    const found = piece.aside === undefined ? coded.exec(piece.text.replaceAll("\u00a0", " ")) : null;
    if (found !== null) {
      const value = (found[2] ?? "").trim();
      const kind = piece.kind === "table-row" ? "paragraph" : piece.kind;
      fields.push({ code: found[1] ?? "", pieces: value === "" ? [] : [{ ...piece, kind, text: value }] });
    } else (fields.at(-1)?.pieces ?? before).push(piece);
  }
  return { before, fields };
};

/** An article ends with its number; where that is missing the next begins with a headline after a text. */
const splitFields = (fields: readonly Field[]): Field[][] => {
  const articles: Field[][] = [];
  let current: Field[] = [];
  for (const field of fields) {
    const begins =
      (field.code === "HD" || field.code === "SE") &&
      current.some(({ code }) => code === "TD" || code === "LP");
    if (begins) {
      articles.push(current);
      current = [];
    }
    current.push(field);
    if (field.code === "AN") {
      articles.push(current);
      current = [];
    }
  }
  return current.length > 0 ? [...articles, current] : articles;
};

const piecesOf = ({ code, pieces }: Field): Piece[] => {
  if (code === "HD")
    return [{ kind: "heading", level: 1, text: pieces.map(({ text }) => text.trim()).join("\n") }];
  if (textCodes.has(code)) return pieces;
  // The number is one line; what follows the last of them is a summary of the search.
  const own = code === "AN" ? pieces.slice(0, 1) : pieces;
  const value = own.map(({ text }) => text.trim()).join("\n");
  return [
    { kind: "paragraph", text: `${code}\t${value}`, aside: code === "ART" ? "caption" : "other" },
    ...pieces.slice(own.length).map((piece) => aside(piece, "navigation")),
  ];
};

const read = (fields: readonly Field[]): NewsArticle => {
  const value = (code: string): string =>
    (fields.find((field) => field.code === code)?.pieces ?? []).map(lineOf).join(" ");
  return {
    pieces: fields.flatMap(piecesOf),
    proposals: [
      ...stated("title", value("HD"), "Factiva: HD"),
      ...stated("source", value("SN"), "Factiva: SN"),
      ...stated("publishedOn", dateOfLine(value("PD")), "Factiva: PD"),
      ...stated("byline", withoutBy(value("BY")), "Factiva: BY"),
      ...stated("language", languageOfName(value("LA")), "Factiva: LA"),
    ],
    doubts: [],
  };
};

const isArticle = (fields: readonly Field[]): boolean => {
  const has = (code: string): boolean => fields.some((field) => field.code === code);
  return has("HD") && (has("TD") || has("LP")) && (has("AN") || (has("PD") && has("SN")));
};

/** The articles of a Factiva export with field codes; null when the pieces are none. */
export const factivaCodesOf = (pieces: readonly Piece[]): NewsExport | null => {
  const { before, fields } = readFields(pieces);
  const articles = splitFields(fields);
  if (!articles.some(isArticle)) return null;
  const found = articles.map(read);
  return {
    layout: "Factiva",
    articles: found.map((article, at) =>
      at === 0
        ? { ...article, pieces: [...before.map((piece) => aside(piece, "navigation")), ...article.pieces] }
        : article,
    ),
    announced: null,
  };
};
