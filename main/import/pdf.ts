import type { PDFDocumentProxy } from "pdfjs-dist";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import type { Piece } from "./build-article";
import { newTally } from "./decode-text";
import { type Draft, finishArticle } from "./finish-article";
import type { FileContent, Known } from "./imported-article";
import { type PageText, readPage } from "./pdf/fragments";
import { type Hyphens, joinLines, vocabularyOf } from "./pdf/join-lines";
import { openLigatures } from "./pdf/letters";
import { openPdf } from "./pdf/open-pdf";
import { type PageAside, setFurnitureAside } from "./pdf/page-furniture";
import { paragraphsOf } from "./pdf/paragraphs";
import { factsOf, type PdfFacts, proposalsOfPdf } from "./pdf/pdf-facts";
import { inReadingOrder } from "./pdf/reading-order";
import { statedPages } from "./pdf/stated-pages";

const mediaType = "application/pdf";
const importer = "PDF 1";

/** Pages and UTF-16 units of text that are read of one document. */
const mostPages = 5_000;
const mostText = 50_000_000;

const protectedByPassword = fail(
  "invalid-input",
  "The PDF is protected with a password",
  "Open it with its password, print it to a new PDF, and import that.",
);
const damaged = fail(
  "damaged",
  "The PDF is damaged: its pages cannot be found",
  "Open it in a PDF viewer and print it to a new PDF, or import its text.",
);
const withoutText = (pages: number) =>
  fail(
    "invalid-input",
    `The PDF is a scan without a text layer: its ${pages === 1 ? "page holds a picture" : `${pages} pages hold pictures`} and no letters`,
    "Have its text recognised by an OCR program, and import the result.",
  );
const tooManyPages = (pages: number) =>
  fail(
    "invalid-input",
    `The PDF has ${pages} pages; up to ${mostPages} are read`,
    "Save the part that matters as a PDF of its own.",
  );
const tooMuchText = fail(
  "invalid-input",
  "The PDF holds more text than can be read at once",
  "Save the part that matters as a PDF of its own.",
);

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** "3, 5-7": numbers of pages for people, who count from 1. */
const inRanges = (pages: readonly number[]): string => {
  const ranges: [number, number][] = [];
  for (const page of pages) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === page) last[1] = page + 1;
    else ranges.push([page + 1, page + 1]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
};

type Pages = {
  readonly pages: readonly PageText[];
  readonly unread: readonly number[];
  readonly ligatures: number;
  /** Pages that the file says it has, where these are more than could be found. */
  readonly stated: number;
};

const emptyPage: PageText = { width: 0, height: 0, fragments: [], sideways: [], doubles: 0 };

const readPages = async (
  document: PDFDocumentProxy,
  stated: number,
  alive: () => void,
): Promise<Result<Pages>> => {
  const pages: PageText[] = [];
  const unread: number[] = [];
  const tally = newTally();
  let [length, ligatures] = [0, 0];
  for (let at = 0; at < document.numPages; at += 1) {
    try {
      const page = await document.getPage(at + 1);
      const read = await readPage(page, tally);
      page.cleanup();
      const fragments = read.fragments.map((fragment) => {
        const { text, count } = openLigatures(fragment.text);
        ligatures += count;
        length += text.length;
        return { ...fragment, text };
      });
      pages.push({ ...read, fragments });
    } catch {
      // One page's error is not the document's.
      pages.push(emptyPage);
      unread.push(at);
    }
    if (length > mostText) return tooMuchText;
    alive();
  }
  return ok({ pages, unread, ligatures, stated: stated > document.numPages ? stated : 0 });
};

const pieceOfAside = ({ text, reason }: PageAside, page: number): Piece => ({
  kind: "paragraph",
  text,
  aside: reason,
  page,
});

/** The article's pieces page by page; what was set aside of a page stands before or behind the page's text. */
const piecesOf = (pages: readonly PageText[], hyphens: Hyphens): Piece[] => {
  const tidy = setFurnitureAside(pages);
  const lines = tidy.flatMap(({ fragments }, page) => inReadingOrder(fragments, page));
  const vocabulary = vocabularyOf(lines);
  const pieces: Piece[] = [];
  let done = -1;
  const asidesUpTo = (page: number): void => {
    for (; done < page; done += 1) {
      for (const aside of tidy[done]?.asides ?? [])
        if (!aside.isAtTop) pieces.push(pieceOfAside(aside, done));
      for (const aside of tidy[done + 1]?.asides ?? [])
        if (aside.isAtTop) pieces.push(pieceOfAside(aside, done + 1));
    }
  };
  for (const { kind, level, lines: own, isFootnote } of paragraphsOf(lines)) {
    const page = own[0]?.page ?? 0;
    asidesUpTo(page);
    const { text, pageBreaks } = joinLines(own, vocabulary, hyphens);
    pieces.push({
      kind,
      text,
      page,
      ...(level === undefined ? {} : { level }),
      ...(isFootnote ? { aside: "footnote" as const } : {}),
      ...(pageBreaks.length > 0 ? { pageBreaks } : {}),
    });
  }
  asidesUpTo(pages.length);
  return pieces;
};

/** Letters without a meaning: from fonts that do not say what their shapes stand for. */
const meaningless = /[\ue000-\uf8ff\ufffd]/g;
const mostMeaningless = 0.02;

const readFacts = async (document: PDFDocumentProxy): Promise<PdfFacts> => {
  try {
    const { info, metadata } = await document.getMetadata();
    return factsOf(info as Readonly<Record<string, unknown>>, metadata);
  } catch {
    return factsOf({}, null);
  }
};

const draftOf = ({ pages, unread, ligatures, stated }: Pages, facts: PdfFacts): Draft => {
  const hyphens: Hyphens = { removed: 0, kept: 0 };
  const pieces = piecesOf(pages, hyphens);
  const texts = pieces.map(({ text }) => text);
  const letters = texts.reduce((sum, text) => sum + text.length, 0);
  const unknown = texts.reduce((sum, text) => sum + (text.match(meaningless)?.length ?? 0), 0);
  const isDoubtful = unknown > mostMeaningless * letters;
  const doubles = pages.reduce((sum, page) => sum + page.doubles, 0);
  const bare = pages.flatMap(({ fragments, sideways }, at) =>
    fragments.length + sideways.length === 0 && !unread.includes(at) ? [at] : [],
  );
  return {
    mediaType,
    importer,
    pieces,
    proposals: proposalsOfPdf(facts, texts.slice(0, 12).join(" ")),
    doubts: isDoubtful || unread.length > 0 || stated > 0 ? ["text"] : [],
    steps: [
      `text of ${times(pages.length, "page", "pages")} read in reading order, lines joined to paragraphs`,
      ...(hyphens.removed > 0
        ? [`${times(hyphens.removed, "word", "words")} parted at a line's end joined without the hyphen`]
        : []),
      ...(ligatures > 0 ? [`${times(ligatures, "ligature", "ligatures")} written as letters`] : []),
      ...(doubles > 0
        ? [`${times(doubles, "run", "runs")} of text printed or hidden over itself taken once`]
        : []),
    ],
    remarks: [
      ...(bare.length > 0 ? [`no text on ${bare.length === 1 ? "page" : "pages"} ${inRanges(bare)}`] : []),
      ...(unread.length > 0
        ? [`${unread.length === 1 ? "page" : "pages"} ${inRanges(unread)} could not be read`]
        : []),
      ...(stated > 0
        ? [`the file is damaged: of the ${stated} pages that it should have, ${pages.length} could be found`]
        : []),
      ...(isDoubtful ? ["some of its fonts do not say which letters their shapes stand for"] : []),
    ],
  };
};

const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : "");

const readDocument = async (
  document: PDFDocumentProxy,
  stated: number,
  known: Known,
  alive: () => void,
): Promise<Result<FileContent>> => {
  if (document.numPages < 1) return damaged;
  if (document.numPages > mostPages) return tooManyPages(document.numPages);
  const pages = await readPages(document, stated, alive);
  if (!pages.ok) return pages;
  const isEmpty = pages.value.pages.every(
    ({ fragments, sideways }) => fragments.length + sideways.length === 0,
  );
  const isWhole = pages.value.unread.length === 0 && pages.value.stated === 0;
  if (isEmpty) return isWhole ? withoutText(document.numPages) : damaged;
  const article = finishArticle(draftOf(pages.value, await readFacts(document)), known);
  return article.ok ? ok({ kind: "articles", articles: [article.value], unread: [] }) : article;
};

/**
 * Reads the text layer of a PDF in reading order, column by column, with running heads, page numbers and notes at the foot of
 * pages set aside. `alive` is called after each page.
 */
export const readPdf = async (
  bytes: Uint8Array,
  known: Known,
  alive: () => void = () => {},
): Promise<Result<FileContent>> => {
  const document = await openPdf(bytes).catch((cause: unknown) => nameOf(cause));
  if (typeof document === "string") return document === "PasswordException" ? protectedByPassword : damaged;
  try {
    return await readDocument(document, statedPages(bytes), known, alive);
  } finally {
    await document.loadingTask.destroy().catch(() => {});
  }
};
