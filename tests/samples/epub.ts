import { strToU8, type Zippable, zipSync } from "fflate";
import { escapeXml } from "./docx";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A chapter: its file, and the XML of its body. */
export type Chapter = { readonly file: string; readonly body: string; readonly type?: string };

/** What an EPUB is made of. */
export type EpubParts = {
  readonly chapters: readonly Chapter[];
  /** XML of the metadata. */
  readonly metadata?: string;
  readonly others?: Zippable;
};

const xhtml = ({ body, type }: Chapter): string =>
  `${declaration}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Part</title></head><body${type === undefined ? "" : ` epub:type="${type}"`}>${body}</body></html>`;

/** An EPUB 3 with its parts in a folder of their own, and a table of contents. */
export const epubOf = ({ chapters, metadata = "", others = {} }: EpubParts): Uint8Array => {
  const item = (id: string, file: string, more = ""): string =>
    `<item id="${id}" href="${escapeXml(file)}" media-type="application/xhtml+xml"${more}/>`;
  const nav = `<nav epub:type="toc"><h1>Contents</h1><ol>${chapters
    .map(({ file }) => `<li><a href="${file}">${file}</a></li>`)
    .join("")}</ol></nav>`;
  return zipSync({
    mimetype: [strToU8("application/epub+zip"), { level: 0 }],
    "META-INF/container.xml": strToU8(
      `${declaration}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
    ),
    "OEBPS/book.opf": strToU8(
      `${declaration}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">${metadata}</metadata><manifest>${item("nav", "nav.xhtml", ' properties="nav"')}${chapters
        .map(({ file }, at) => item(`c${at}`, file))
        .join("")}</manifest><spine><itemref idref="nav"/>${chapters
        .map((_, at) => `<itemref idref="c${at}"/>`)
        .join("")}</spine></package>`,
    ),
    "OEBPS/nav.xhtml": strToU8(xhtml({ file: "nav.xhtml", body: nav })),
    ...Object.fromEntries(
      chapters.map((chapter) => [`OEBPS/${decodeURIComponent(chapter.file)}`, strToU8(xhtml(chapter))]),
    ),
    ...others,
  });
};

/** Books that a publisher could have made. */
export const samples: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  {
    name: "book.epub",
    bytes: epubOf({
      metadata:
        '<dc:title>Night Trains</dc:title><dc:creator>Cleo Marsh</dc:creator><dc:publisher>Signal Press</dc:publisher><dc:date>2023-11-05</dc:date><dc:language>en-GB</dc:language><meta property="dcterms:modified">2024-01-02T00:00:00Z</meta>',
      chapters: [
        { file: "cover.xhtml", body: "<p>Night Trains, a Signal Press book</p>", type: "cover" },
        { file: "one%20.xhtml", body: "<h1>One</h1><p>The sleeper left at ten.</p><p>It did not stop.</p>" },
        { file: "two.xhtml", body: "<h1>Two</h1><blockquote><p>“Is this Lyme?”</p></blockquote>" },
      ],
    }),
  },
];
