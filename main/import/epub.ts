import type { Proposal } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import type { Piece } from "./build-article";
import { type Package, pathFrom, readPackage } from "./epub-package";
import { finishDrafts } from "./finish-drafts";
import { piecesOfHtml } from "./html/html-pieces";
import type { FileContent, Known } from "./imported-article";
import { officeSteps, picturesIn } from "./office-steps";
import { decodeXml, readXml } from "./office-xml";
import { type OfficeZip, openOfficeZip } from "./office-zip";

const mediaType = "application/epub+zip";
const importer = "EPUB 1";

const encryptionSpaces = { "http://www.w3.org/2001/04/xmlenc#": "enc" };
/** These only keep the embedded fonts from being copied; the text is not touched. */
const fontAlgorithms = new Set(["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"]);

/** Paths of the parts that are encrypted for good. */
const encryptedParts = (zip: OfficeZip): Result<ReadonlySet<string>> => {
  const name = "META-INF/encryption.xml";
  const paths = new Set<string>();
  if (!zip.names.includes(name)) return ok(paths);
  const bytes = zip.read(name);
  if (!bytes.ok) return bytes;
  let algorithm = "";
  const read = readXml(bytes.value, name, encryptionSpaces, {
    open: (element, attribute) => {
      if (element === "enc:EncryptedData") algorithm = "";
      if (element === "enc:EncryptionMethod") algorithm = attribute("Algorithm") ?? "";
      if (element === "enc:CipherReference" && !fontAlgorithms.has(algorithm))
        paths.add(pathFrom("", attribute("URI") ?? ""));
    },
    close: () => {},
    text: () => {},
  });
  return read.ok ? ok(paths) : read;
};

/** The beginning of a chapter, as far as it may say what the whole of it is. */
const outerTags = /<body\b[^>]{0,1000}>(?:\s*<(?:section|nav|div|article)\b[^>]{0,1000}>){0,2}/i;
const furniture =
  /\bepub:type\s*=\s*["'][^"']*\b(?:cover|toc|landmarks|page-list|titlepage|copyright-page|index)\b/i;

/** A chapter that is furniture of a book as a whole: its cover, its contents. */
const isNavigation = (path: string, xhtml: string, book: Package): boolean =>
  book.navigation.has(path) || furniture.test(outerTags.exec(xhtml)?.[0] ?? "");

/**
 * A chapter's XHTML as an HTML parser takes it: an XML declaration or processing instruction is nothing to it, and
 * self-closed tags mislead it.
 */
export const asHtml = (xhtml: string): string =>
  xhtml
    .replace(/^\ufeff?\s*<\?xml[^>]*>/, "")
    .replace(/<(a|span|p|div|title|script|b|i|em|strong)\b([^<>]*)\/>/gi, "<$1$2></$1>");

type Chapters = { readonly pieces: readonly Piece[]; readonly unread: readonly string[] };

const readChapters = (zip: OfficeZip, book: Package): Chapters => {
  const pieces: Piece[] = [];
  const unread: string[] = [];
  for (const path of book.spine) {
    const bytes = zip.read(path);
    const xhtml = bytes.ok ? decodeXml(bytes.value) : null;
    if (xhtml === null) {
      unread.push(path);
      continue;
    }
    const found = piecesOfHtml(asHtml(xhtml));
    const aside = isNavigation(path, xhtml, book) ? { aside: "navigation" as const } : {};
    for (const piece of found) pieces.push({ ...piece, ...aside });
  }
  // A book in one file has its cover and its contents in the file with its text.
  const isAllAside = pieces.every(({ aside }) => aside !== undefined);
  return { pieces: isAllAside ? pieces.map(({ aside: _aside, ...piece }) => piece) : pieces, unread };
};

const proposalsOf = ({ facts }: Package): Proposal[] => {
  const stated = (field: Proposal["field"], value: string | undefined, from: string): Proposal[] =>
    value === undefined || value.trim() === ""
      ? []
      : [{ field, value: value.trim().slice(0, 4000), from: `EPUB ${from}`, strength: "stated" }];
  return [
    ...stated("title", facts.title, "dc:title"),
    ...stated("byline", facts.creators.join(", "), "dc:creator"),
    ...stated("source", facts.publisher, "dc:publisher"),
    ...stated("publishedOn", facts.date, "dc:date"),
    ...stated("modifiedOn", facts.modified, "dcterms:modified"),
    ...stated("language", facts.language, "dc:language"),
    ...(/^https?:\/\//i.test(facts.source ?? "") ? stated("url", facts.source, "dc:source") : []),
  ];
};

/** Opens a book. Fails when it is damaged, or when a part with its text is encrypted. */
export const openBook = (bytes: Uint8Array): Result<{ readonly zip: OfficeZip; readonly book: Package }> => {
  const zip = openOfficeZip(bytes);
  if (!zip.ok) return zip;
  const encrypted = encryptedParts(zip.value);
  if (!encrypted.ok) return encrypted;
  const book = readPackage(zip.value);
  if (!book.ok) return book;
  return book.value.spine.some((path) => encrypted.value.has(path))
    ? fail(
        "invalid-input",
        "The book is protected (DRM), so its text cannot be read",
        "Get a copy without protection, or copy the passage that matters and paste it.",
      )
    : ok({ zip: zip.value, book: book.value });
};

/** Reads a book (EPUB) as one article with a heading for each chapter. */
export const readEpub = (bytes: Uint8Array, known: Known): Result<FileContent> => {
  const opened = openBook(bytes);
  if (!opened.ok) return opened;
  const { zip, book } = opened.value;
  const { pieces, unread } = readChapters(zip, book);
  const draft = {
    mediaType,
    importer,
    pieces,
    proposals: proposalsOf(book),
    steps: officeSteps(`${book.spine.length} parts of the book`, picturesIn(zip.names)),
    remarks: unread.map((path) => `a part of the book could not be read (${path})`),
    ...(unread.length > 0 ? { doubts: ["text" as const] } : {}),
  };
  return finishDrafts([draft], known);
};
