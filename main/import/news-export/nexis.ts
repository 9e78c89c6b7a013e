import type { Piece } from "../build-article";
import {
  aside,
  dateOfLine,
  isDateLine,
  languageOfName,
  lineOf,
  type NewsArticle,
  type NewsExport,
  stated,
  withoutBy,
} from "./lines";

/*
 * The layout of Lexis+, Nexis Uni and Nexis Advance as their users' tools describe it (LexisNexisTools,
 * tm.plugin.lexisnexis, koheiw/newspapers): a cover with the list of documents; then for each document its title, its
 * source, its date, the copyright, labelled fields, "Body", the text, "Load-Date:" and "End of Document".
 */

const endOfDocument = /^(?:end of document|ende des dokuments|fin du document|fin del documento)$/i;
const bodyLabel = /^body:?$/i;
const headField =
  /^(?:section|length|länge|longueur|byline|author|autor|auteur|dateline|highlight|edition|series|language|publication-type|website|topic|correction(?:-date)?)\s*:/i;
const tailField =
  /^(?:load-date|update|language|sprache|langue|publication-type|journal code|journal-code|subject|company|organization|industry|geographic|person|ticker|country|state|city|isin|document-type|acc-no|pub-type|url|graphic)\s*:/i;
const tailSection = /^(?:graphic|classification|notes|load-date:?)$/i;
const isTailLine = (line: string): boolean =>
  tailField.test(line) || tailSection.test(line) || endOfDocument.test(line);
const copyright = /^(?:copyright\b|©|\(c\)\s|all rights reserved)/i;
const cover =
  /^(?:user name|date and time|job number|client\/matter|search terms|search type|narrowed by|content type\s+narrowed by|documents? \(\d+\))\b/i;
const linkLine = /^(?:link to (?:image|pdf|original story)|link zum pdf-dokument|delivered by newstex)\b/i;

const fieldOf = (line: string): { name: string; value: string } | null => {
  const found = /^([\p{L} -]+?)\s*:\s*(.*)$/u.exec(line);
  return found === null ? null : { name: (found[1] ?? "").toLowerCase(), value: found[2] ?? "" };
};

const isHeadLine = (line: string): boolean =>
  headField.test(line) || copyright.test(line) || linkLine.test(line);

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
  const section = lines.findLastIndex((line, at) => at >= body && at < tail && tailSection.test(line));
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
  const fields = lines.flatMap((line, at) =>
    at < places.body || at >= places.tail ? (fieldOf(line) ?? []) : [],
  );
  const field = (...names: string[]): string | null =>
    fields.find(({ name }) => names.includes(name))?.value ?? null;
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
      ...stated("byline", withoutBy(field("byline", "author", "autor", "auteur") ?? ""), "Nexis: Byline"),
      ...stated(
        "language",
        languageOfName(field("language", "sprache", "langue")?.split(";")[0] ?? ""),
        "Nexis: Language",
      ),
    ],
    doubts: places.title === -1 ? ["title"] : [],
  };
};

const marksOf = (lines: readonly string[]): number =>
  [
    /^length\s*:\s*[\d.,]+/i,
    /^länge\s*:/i,
    bodyLabel,
    /^load-date\s*:/i,
    /^(?:section|byline)\s*:/i,
    copyright,
  ].filter((mark) => lines.some((line) => mark.test(line))).length;

/** Documents end with "End of Document"; in some exports only with their load date. */
const split = (pieces: readonly Piece[]): Piece[][] => {
  const lines = pieces.map(lineOf);
  const end = lines.some((line) => endOfDocument.test(line)) ? endOfDocument : /^load-date\s*:/i;
  const documents: Piece[][] = [[]];
  for (const [at, piece] of pieces.entries()) {
    documents.at(-1)?.push(endOfDocument.test(lines[at] ?? "") ? aside(piece, "other") : piece);
    if (end.test(lines[at] ?? "")) documents.push([]);
  }
  // What follows the last end is furniture of the last document.
  const rest = documents.pop() ?? [];
  documents.at(-1)?.push(...rest.map((piece) => aside(piece, "other")));
  return documents.length === 0 ? [rest] : documents;
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
  if (!documents.some((document) => marksOf(document.map(lineOf)) >= 2)) return null;
  return { layout: "Nexis", articles: documents.map(read), announced: announcedBy(lines) };
};
