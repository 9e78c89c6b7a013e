import type { Piece } from "../build-article";
import { aside, dateOfLine, isDateLine, lineOf, type NewsArticle, type NewsExport, stated } from "./lines";
import { isCopyright, isHeadLine, isTailField, isTailSection, proposalsOfFields } from "./nexis-fields";

/*
 * The layout of LexisNexis Academic and Nexis UK, in which archives of older research come: "2 of 100 DOCUMENTS", the
 * source, the date, an edition, the headline, labels in capitals ("LENGTH: 812 words"), the text, "LOAD-DATE:" and what
 * indexes it, the copyright. The lines are those that LexisNexisTools looks for.
 */

const firstLine = /^(?:\d+ of (\d+) documents?|dokument \d+ von (\d+)|document \d+ de (\d+))$/i;

const isFoot = (line: string): boolean => isTailField(line) || isTailSection(line) || isCopyright(line);

/** Pieces of one document, the line that counts it first. */
const read = (pieces: readonly Piece[]): NewsArticle => {
  const lines = pieces.map(lineOf);
  const length = lines.findIndex((line) => /^(?:length|länge|longueur)\s*:/i.test(line));
  const date = lines.findIndex((line, at) => at > 0 && at < length && isDateLine(line));
  const from = Math.max(date, 1) + 1;
  const title = lines.findIndex(
    (line, at) => at >= from && at < length && !isHeadLine(line) && !/\bedition\b/i.test(line),
  );
  const lastHead = lines.findLastIndex((line, at) => at >= length && at < length + 4 && isHeadLine(line));
  const body = lastHead + 1;
  let tail = lines.length;
  while (tail > body && isFoot(lines[tail - 1] ?? "")) tail -= 1;
  const isText = (at: number): boolean =>
    (at >= body && at < tail) || (title !== -1 && at > title && at < length && !isHeadLine(lines[at] ?? ""));
  return {
    pieces: pieces.map((piece, at) => {
      if (at === title) return { ...piece, kind: "heading", level: 1 };
      return isText(at) ? piece : aside(piece, "other");
    }),
    proposals: [
      ...stated("title", lines[title] ?? null, "Nexis: title line"),
      ...stated("source", date > 1 ? (lines[1] ?? null) : null, "Nexis: source line"),
      ...stated("publishedOn", dateOfLine(lines[date] ?? ""), "Nexis: date line"),
      ...proposalsOfFields(lines.filter((_line, at) => at < body || at >= tail)),
    ],
    doubts: title === -1 ? ["title"] : [],
  };
};

const hasLength = (pieces: readonly Piece[]): boolean =>
  pieces.some((piece) => /^(?:length|länge|longueur)\s*:\s*[\d.,]+/i.test(lineOf(piece)));

/** The articles of an export in the older layout of LexisNexis; null when the pieces are none. */
export const olderNexisExportOf = (pieces: readonly Piece[]): NewsExport | null => {
  const before: Piece[] = [];
  const documents: Piece[][] = [];
  let announced: number | null = null;
  for (const piece of pieces) {
    const found = firstLine.exec(lineOf(piece));
    if (found !== null) {
      announced ??= Number(found[1] ?? found[2] ?? found[3]);
      documents.push([]);
    }
    (documents.at(-1) ?? before).push(piece);
  }
  if (!documents.some(hasLength)) return null;
  const articles = documents.map((document) =>
    hasLength(document)
      ? read(document)
      : { pieces: document, proposals: [], doubts: ["title", "text"] as const },
  );
  const [first] = articles;
  if (first === undefined) return null;
  const cover = before.map((piece) => aside(piece, "navigation"));
  return {
    layout: "Nexis",
    articles: [{ ...first, pieces: [...cover, ...first.pieces] }, ...articles.slice(1)],
    announced,
  };
};
