import type { Result } from "../../shared/result";
import { asHtml, openBook } from "../import/epub";
import { type Package, pathFrom } from "../import/epub-package";
import { type DomElement, type DomNode, isElement } from "../import/html/dom";
import { parseHtml } from "../import/html/parse-html";
import { decodeXml } from "../import/office-xml";
import type { OfficeZip } from "../import/office-zip";
import { documentDecisions } from "./document-rules";
import { framed } from "./frame";
import { beginTag, newSink, type Sink } from "./markup";
import { newPictures, type Pictures } from "./pictures";
import { writeDom } from "./write-dom";

/** What was met in the chapters and is not on the page. */
type LeftOut = { unread: number; drawings: number; media: number; scripts: number };

/** A small picture that stands in the chapter itself. */
const isHeld = (address: string): boolean => /^data:image\/[a-z+.-]+[;,]/i.test(address);

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

const rootOf = (document: DomNode): DomElement | null => {
  for (let node = document.firstChild; node !== null; node = node.nextSibling)
    if (isElement(node) && node.localName === "html") return node;
  return null;
};

/** The places of all chapters' elements are told apart by the number of the chapter. */
const placeOf = (chapters: ReadonlyMap<string, number>, path: string, href: string): string | null => {
  const target = href.startsWith("#") ? path : pathFrom(folderOf(path), href);
  const chapter = chapters.get(target);
  if (chapter === undefined) return null;
  const fragment = /#(.+)$/s.exec(href)?.[1];
  return fragment === undefined ? `#c${chapter}` : `#c${chapter}-${fragment}`;
};

type Writing = {
  readonly sink: Sink;
  readonly pictures: Pictures;
  readonly chapters: ReadonlyMap<string, number>;
  readonly leftOut: LeftOut;
};

const writeChapter = (path: string, xhtml: string, { sink, pictures, chapters, leftOut }: Writing): void => {
  const number = chapters.get(path) ?? 0;
  const folder = folderOf(path);
  const { document } = parseHtml(asHtml(xhtml));
  const root = rootOf(document);
  const said = (name: string): string | null =>
    document.body?.getAttribute(name) ?? root?.getAttribute(name) ?? null;
  const language = said("lang") ?? said("xml:lang");
  const direction = said("dir");
  sink.push(
    beginTag("section", [
      ["class", "part"],
      ["id", `c${number}`],
      ...(language === null ? [] : [["lang", language] as const]),
      ...(direction === null ? [] : [["dir", direction] as const]),
    ]),
  );
  const decide = documentDecisions({
    // An address outside the book is the name of no part of it.
    picture: (address, alt) =>
      isHeld(address)
        ? beginTag("img", [
            ["src", address],
            ["alt", alt],
          ])
        : pictures.show(pathFrom(folder, address), { alt }),
    place: (href) => placeOf(chapters, path, href),
    idOf: (id) => `c${number}-${id}`,
    classes: new Set(),
    onLeftOut: (what) => {
      if (what === "drawing") leftOut.drawings += 1;
      else if (what === "media") leftOut.media += 1;
      else leftOut.scripts += 1;
    },
  });
  if (document.body !== null) writeDom(document.body, sink, decide);
  sink.push("</section>");
};

const times = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? `${one} is` : `${many} are`}`;

const remarksOn = ({ unread, drawings, media, scripts }: LeftOut): string[] => [
  ...(unread > 0
    ? [
        `${unread} ${unread === 1 ? "part" : "parts"} of the book could not be read and ${unread === 1 ? "is" : "are"} missing.`,
      ]
    : []),
  ...(drawings > 0 ? ["Drawings (SVG) in its chapters are left out."] : []),
  ...(media > 0 ? [`${times(media, "sound or film", "sounds or films")} left out.`] : []),
  ...(scripts > 0 ? ["Its scripts are left out."] : []),
];

const writeBook = (zip: OfficeZip, book: Package, writing: Writing, alive: () => void): void => {
  for (const path of book.spine) {
    alive();
    if (writing.sink.isFull()) return;
    const bytes = zip.read(path);
    const xhtml = bytes.ok ? decodeXml(bytes.value) : null;
    if (xhtml === null) writing.leftOut.unread += 1;
    else writeChapter(path, xhtml, writing);
  }
};

/** The page of a book (EPUB): its parts in reading order. Fails as `readEpub` does. */
export const pageOfEpub = (bytes: Uint8Array, alive: () => void): Result<string> => {
  const opened = openBook(bytes);
  if (!opened.ok) return opened;
  const { zip, book } = opened.value;
  const names = new Set(zip.names);
  const pictures = newPictures((part) => {
    const found = names.has(part) ? zip.read(part) : null;
    return found?.ok === true ? found.value : null;
  });
  const writing: Writing = {
    sink: newSink(),
    pictures,
    chapters: new Map(book.spine.map((path, at) => [path, at + 1])),
    leftOut: { unread: 0, drawings: 0, media: 0, scripts: 0 },
  };
  writeBook(zip, book, writing, alive);
  return framed(
    writing.sink,
    {
      isExact: false,
      format: "Book (EPUB)",
      shown: "Its chapters with their pictures in reading order, without the book’s own fonts and styles.",
      remarks: [...remarksOn(writing.leftOut), ...pictures.remarks()],
    },
    book.facts.language,
  );
};
