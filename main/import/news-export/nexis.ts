import type { Piece } from "../build-article";
import { aside, dateOfLine, isDateLine, lineOf, type NewsArticle, type NewsExport, stated } from "./lines";
import { isCopyright, isHeadLine, isTailField, isTailSection, proposalsOfFields } from "./nexis-fields";

/*
 * The layout of Lexis+, Nexis Uni and Nexis Advance as their users' tools describe it (LexisNexisTools,
 * tm.plugin.lexisnexis, koheiw/newspapers): a cover with the list of documents; then for each document its title, its
 * source, its date, the copyright, labelled fields, "Body", the text, "Load-Date:" and "End of Document".
 */

const endOfDocument = /^(?:end of document|ende des dokuments|fin du document|fin del documento)$/i;
const bodyLabel = /^body:?$/i;
const isTailLine = (line: string): boolean =>
  isTailField(line) || isTailSection(line) || endOfDocument.test(line);
const cover =
  /^(?:user name|date and time|job number|client\/matter|search terms|search type|narrowed by|content type\s+narrowed by|documents? \(\d+\))\b/i;

/** Indexes within the pieces of one document. `title` and `source` are -1 where nothing can be told. */
type Places = {
  readonly title: number;
  readonly source: number;
  readonly date: number;
  /** First piece of the text and the first after it. */
  readonly body: number;
  readonly tail: number;
};

const findBody = (lines: readonly string[], date: number): number => {
  const labelled = lines.findIndex((line, at) => at > date && bodyLabel.test(line));
  if (labelled !== -1) return labelled + 1;
  const lastField = lines.findLastIndex((line, at) => at > date && at < date + 15 && isHeadLine(line));
  return (lastField === -1 ? date : lastField) + 1;
};

/** Longer than the captions of a report's pictures. */
const longestSection = 8;

const findTail = (lines: readonly string[], body: number): number => {
  let tail = lines.length;
  while (tail > body && isTailLine(lines[tail - 1] ?? "")) tail -= 1;
  const section = lines.findLastIndex((line, at) => at >= body && at < tail && isTailSection(line));
  return section !== -1 && tail - section <= longestSection ? section : tail;
};

const findPlaces = (pieces: readonly Piece[], lines: readonly string[]): Places => {
  const firstField = lines.findIndex((line) => isHeadLine(line) || bodyLabel.test(line));
  const limit = firstField === -1 ? lines.length : firstField;
  const date = lines.findLastIndex((line, at) => at < limit && isDateLine(line));
  const head = date === -1 ? limit : date;
  const heading = pieces.findLastIndex((piece, at) => at < head && piece.kind === "heading");
  const before = (at: number): number => (at >= 0 && !cover.test(lines[at] ?? "") ? at : -1);
  const title = heading !== -1 ? heading : head >= 2 ? before(head - 2) : before(head - 1);
  const source = title !== -1 && title < head - 1 ? title + 1 : -1;
  const body = findBody(lines, head === limit ? head - 1 : head);
  return { title, source, date, body, tail: findTail(lines, body) };
};

const reasonOf = (at: number, line: string, places: Places): NonNullable<Piece["aside"]> | null => {
  if (at === places.title) return null;
  if (at < places.title || places.title === -1)
    return at >= places.body && at < places.tail ? null : "navigation";
  if (at >= places.body && at < places.tail) return null;
  return at >= places.tail && !isTailLine(line) ? "caption" : "other";
};

const read = (pieces: readonly Piece[]): NewsArticle => {
  const lines = pieces.map(lineOf);
  const places = findPlaces(pieces, lines);
  const around = lines.filter((_line, at) => at < places.body || at >= places.tail);
  return {
    pieces: pieces.map((piece, at) => {
      const reason = reasonOf(at, lines[at] ?? "", places);
      if (reason !== null) return aside(piece, reason);
      return at === places.title ? { ...piece, kind: "heading", level: 1 } : piece;
    }),
    proposals: [
      ...stated("title", lines[places.title] ?? null, "Nexis: title line"),
      ...stated("source", lines[places.source] ?? null, "Nexis: source line"),
      ...stated("publishedOn", dateOfLine(lines[places.date] ?? ""), "Nexis: date line"),
      ...proposalsOfFields(around),
    ],
    doubts: places.title === -1 ? ["title"] : [],
  };
};

/** How many signs of a document of Nexis there are among lines. */
const marksOf = (pieces: readonly Piece[]): number => {
  const lines = pieces.map(lineOf);
  const marks = [
    /^(?:length|länge)\s*:\s*[\d.,]+/i,
    bodyLabel,
    /^load-date\s*:/i,
    /^(?:section|byline)\s*:/i,
  ];
  return (
    marks.filter((mark) => lines.some((line) => mark.test(line))).length + (lines.some(isCopyright) ? 1 : 0)
  );
};

/** Documents end with "End of Document"; in some exports only with their load date. */
const split = (pieces: readonly Piece[]): Piece[][] => {
  const lines = pieces.map(lineOf);
  const end = lines.some((line) => endOfDocument.test(line)) ? endOfDocument : /^load-date\s*:/i;
  const documents: Piece[][] = [[]];
  for (const [at, piece] of pieces.entries()) {
    documents.at(-1)?.push(endOfDocument.test(lines[at] ?? "") ? aside(piece, "other") : piece);
    if (end.test(lines[at] ?? "")) documents.push([]);
  }
  const rest = documents.at(-1) ?? [];
  // A file that was cut off ends in a document; otherwise what follows the last end is furniture.
  if (documents.length === 1 || marksOf(rest) >= 2) return documents;
  documents.pop();
  documents.at(-1)?.push(...rest.map((piece) => aside(piece, "other")));
  return documents;
};

const announcedBy = (lines: readonly string[]): number | null => {
  const count = lines
    .map((line) => /^documents? \((\d{1,6})\)$/i.exec(line)?.[1])
    .find((found) => found !== undefined);
  return count === undefined ? null : Number(count);
};

/** The articles of an export in the layout of Nexis; null when the pieces are none. */
export const nexisExportOf = (pieces: readonly Piece[]): NewsExport | null => {
  const lines = pieces.map(lineOf);
  const hasEnd = lines.some((line) => endOfDocument.test(line));
  const hasLoad = lines.some((line) => /^load-date\s*:/i.test(line));
  if (!hasEnd && !(hasLoad && lines.some((line) => bodyLabel.test(line)))) return null;
  const documents = split(pieces);
  if (!documents.some((document) => marksOf(document) >= 2)) return null;
  return { layout: "Nexis", articles: documents.map(read), announced: announcedBy(lines) };
};
