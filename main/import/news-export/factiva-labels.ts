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
 * Factiva's layout for reading ("Full article"): section, headline, author, "812 words", date, time, source, its code,
 * page, language and copyright, one a line and without labels; then the text; then "Document" and its number. Users'
 * tools find their way by the count of words and by the last line (koheiw/newspapers, Factiva-RTF-output-to-XML).
 */

const lastLine = /^document [a-z]{2,8}[a-z0-9]{10,40}$/i;
const wordCount =
  /^[\d.,\s\u202f]+\s?(?:words?|mots?|wörter|palabras|parole|palavras|woorden|ord|słów|слов|kata|kelime|語|字|单词|단어)$/iu;
const timeLine = /^\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s?[a-z]{2,5})?$/i;
const codeLine = /^[A-Z0-9]{2,12}$/;
const copyright = /^(?:copyright\b|©|\(c\)|\(copyright\)|all rights reserved|alle rechte vorbehalten)/i;
const pageFoot =
  /^(?:page \d+ of \d+\s*)?(?:© \d{4} )?factiva(?:, inc\.)?(?: all rights reserved\.?)?$|^(?:factiva|dow jones)$/i;

const furthestCopyright = 9;

/** Where the text begins: after the copyright, else after the language, else after the source's code. */
const findBody = (lines: readonly string[], source: number): number => {
  const near = (test: (line: string) => boolean): number =>
    lines.findLastIndex((line, at) => at > source && at <= source + furthestCopyright && test(line));
  const notice = near((line) => copyright.test(line));
  if (notice !== -1) return notice + 1;
  const language = near((line) => languageOfName(line) !== null);
  if (language !== -1) return language + 1;
  return codeLine.test(lines[source + 1] ?? "") ? source + 2 : source + 1;
};

type Head = { readonly title: number; readonly byline: number; readonly isSure: boolean };

/** Headline and author among the lines before the count of words, which nothing labels. */
const findHead = (pieces: readonly Piece[], lines: readonly string[], words: number): Head => {
  const own = lines.flatMap((line, at) =>
    at < words && line !== "" && !pageFoot.test(line) && pieces[at]?.aside === undefined ? [at] : [],
  );
  const heading = own.findLast((at) => pieces[at]?.kind === "heading");
  if (heading !== undefined)
    return { title: heading, byline: own.find((at) => at > heading) ?? -1, isSure: true };
  const [first = -1, second = -1] = own;
  if (own.length < 2) return { title: first, byline: -1, isSure: own.length === 1 };
  const last = own.at(-1) ?? second;
  const isByline = /^(?:by|von|par|por|di|door)\s/i.test(lines[last] ?? "");
  if (own.length === 2)
    return isByline
      ? { title: first, byline: last, isSure: true }
      : { title: first, byline: last, isSure: false };
  return { title: own.at(-2) ?? first, byline: last, isSure: isByline };
};

const read = (pieces: readonly Piece[]): NewsArticle => {
  const lines = pieces.map(lineOf);
  const words = lines.findIndex((line) => wordCount.test(line));
  const number = lines.findLastIndex((line) => lastLine.test(line));
  // A file that was cut off has no last line.
  const end = number === -1 ? lines.length : number;
  const date = words + 1;
  const source = timeLine.test(lines[date + 1] ?? "") ? date + 2 : date + 1;
  const body = findBody(lines, source);
  const notice = lines[body - 1] ?? "";
  // The publisher's name may stand once more under the text.
  const under = lines[end - 1] ?? "";
  const stop = end - 1 > body && under !== "" && under.length < 80 && notice.includes(under) ? end - 1 : end;
  const { title, byline, isSure } = findHead(pieces, lines, words);
  const language =
    lines
      .slice(source, body)
      .map(languageOfName)
      .find((tag) => tag !== null) ?? null;
  return {
    pieces: pieces.map((piece, at) => {
      if (at === title) return { ...piece, kind: "heading", level: 1 };
      if (at >= body && at < stop && !pageFoot.test(lines[at] ?? "")) return piece;
      return aside(piece, at < title || at > end ? "navigation" : "other");
    }),
    proposals: [
      ...stated("title", lines[title] ?? null, "Factiva: headline"),
      ...stated("source", lines[source] ?? null, "Factiva: source line"),
      ...stated("publishedOn", dateOfLine(lines[date] ?? ""), "Factiva: date line"),
      ...stated("byline", withoutBy(lines[byline] ?? ""), "Factiva: author line"),
      ...stated("language", language, "Factiva: language line"),
    ],
    doubts: isSure ? [] : ["title"],
  };
};

const isArticle = (lines: readonly string[]): boolean => {
  const words = lines.findIndex((line) => wordCount.test(line));
  return words > 0 && words < 12 && isDateLine(lines[words + 1] ?? "");
};

/** The articles of a Factiva export without field codes; null when the pieces are none. */
export const factivaLabelsOf = (pieces: readonly Piece[]): NewsExport | null => {
  const documents: Piece[][] = [[]];
  for (const piece of pieces) {
    documents.at(-1)?.push(piece);
    if (lastLine.test(lineOf(piece))) documents.push([]);
  }
  // A file that was cut off ends in an article; otherwise what follows the last is a summary of the search.
  const last = documents.at(-1) ?? [];
  const rest = documents.length > 1 && isArticle(last.map(lineOf)) ? [] : (documents.pop() ?? []);
  if (!documents.some((document) => isArticle(document.map(lineOf)))) return null;
  documents.at(-1)?.push(...rest.map((piece) => aside(piece, "navigation")));
  return {
    layout: "Factiva",
    articles: documents.map((document) =>
      isArticle(document.map(lineOf))
        ? read(document)
        : { pieces: document, proposals: [], doubts: ["title", "text"] },
    ),
    announced: null,
  };
};
