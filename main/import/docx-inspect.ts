import { ok, type Result } from "../../shared/result";
import { readXml, type Spaces } from "./office-xml";

/** The namespaces of WordprocessingML that matter here, and those of the document's properties. */
export const docxSpaces: Spaces = {
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
  "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
  "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
  "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
  "http://purl.org/dc/elements/1.1/": "dc",
  "http://purl.org/dc/terms/": "dcterms",
};

/** Parts of a DOCX by their names, as they were packed. */
export type DocxParts = Readonly<Record<string, Uint8Array>>;

/** Whether a part holds running text. */
export const isStory = (name: string): boolean =>
  /^word\/(?:document\d*|footnotes|endnotes)\.xml$/.test(name);

/** What was seen in a document before it was read, counted. */
export type DocxCount = {
  deleted: number;
  inserted: number;
  comments: number;
  hidden: number;
  embedded: number;
  /** Characters of text in the document itself, without white space: not fewer should be read. */
  characters: number;
};

const counted = new Map<string, Exclude<keyof DocxCount, "characters">>(
  Object.entries({
    "w:delText": "deleted",
    "w:ins": "inserted",
    "w:commentReference": "comments",
    "w:vanish": "hidden",
    "w:altChunk": "embedded",
  } as const),
);

/** Text in them stands somewhere else as well, or is not to be read. */
const passedOver = new Set(["w:del", "w:moveFrom", "w:rt", "mc:Fallback"]);

/** The characters of a text that are counted: a table's cells are parted by bars. */
export const charactersIn = (text: string): number => text.replace(/[\s|]+/g, "").length;

const inspectPart = (name: string, bytes: Uint8Array, count: DocxCount): Result<null> => {
  const isRead = isStory(name);
  const isBody = isRead && name.startsWith("word/document");
  let passing = 0;
  let isText = false;
  return readXml(bytes, name, docxSpaces, {
    open: (element) => {
      const what = isRead ? counted.get(element) : undefined;
      if (what !== undefined) count[what] += 1;
      if (passing > 0 || passedOver.has(element)) passing += 1;
      isText = isBody && passing === 0 && (element === "w:t" || element === "m:t");
    },
    close: () => {
      if (passing > 0) passing -= 1;
      isText = false;
    },
    text: (text) => {
      if (isText) count.characters += charactersIn(text);
    },
  });
};

/**
 * Looks through every part before mammoth does: no document type, no broken XML, no nesting that would overflow its
 * stack. It also counts what mammoth passes over in silence.
 */
export const inspectDocx = (parts: DocxParts): Result<DocxCount> => {
  const count: DocxCount = { deleted: 0, inserted: 0, comments: 0, hidden: 0, embedded: 0, characters: 0 };
  for (const [name, bytes] of Object.entries(parts)) {
    const inspected = inspectPart(name, bytes, count);
    if (!inspected.ok) return inspected;
  }
  return ok(count);
};
