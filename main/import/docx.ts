import { zipSync } from "fflate";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import type { Piece } from "./build-article";
import {
  charactersIn,
  type DocxCount,
  type DocxParts,
  docxSpaces,
  inspectDocx,
  isStory,
} from "./docx-inspect";
import { type DocxDocument, piecesOfDocx } from "./docx-pieces";
import { finishDrafts } from "./finish-drafts";
import type { FileContent, Known } from "./imported-article";
import { newsExportOf } from "./news-export";
import { type OfficeFacts, proposalsOfFacts } from "./office-facts";
import { officeSteps, picturesIn } from "./office-steps";
import { textsOf } from "./office-xml";
import { type OfficeZip, openOfficeZip } from "./office-zip";

const mediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const importer = "Word document 1";

/** Two folders deep at most: what lies deeper are charts, custom data and embedded documents. */
const wanted = /^(?:[^/]+\/)?(?:_rels\/)?[^/]+\.(?:xml|rels)$/i;
/** Without them the text is the same, so that none of them can keep it from being read. */
const unneeded =
  /^(?:docProps|customXml)\/|^word\/(?:comments|header|footer|settings|webSettings|fontTable|people|theme|glossary)/i;

/** The XML parts with the text: pictures, fonts, macros and embedded files are never unpacked. */
const xmlParts = (zip: OfficeZip): Result<DocxParts> => {
  const parts: Record<string, Uint8Array> = {};
  for (const name of zip.names.filter((part) => wanted.test(part) && !unneeded.test(part))) {
    const part = zip.read(name);
    if (!part.ok) return part;
    parts[name] = part.value;
  }
  return ok(parts);
};

/**
 * Mammoth leaves out the text inside elements that it does not know: simple fields, runs of a set direction (so Hebrew
 * and Arabic), ruby, formulas. They are renamed to one that it reads through.
 */
export const withKnownElements = (xml: string): string =>
  xml
    .replace(/<(\/?)w:(?:fldSimple|dir|bdo|ruby|rubyBase)(?=[\s/>])/g, "<$1w:smartTag")
    .replace(/<(\/?)w:cr(?=[\s/>])/g, "<$1w:br")
    .replace(/<(\/?)w:ptab(?=[\s/>])/g, "<$1w:tab")
    .replace(/<(\/?)m:([rt])(?=[\s/>])/g, "<$1w:$2")
    .replace(/<(\/?)m:\w+(?=[\s/>])/g, "<$1w:smartTag");

/** A package of only what mammoth needs, made from parts that were checked: it unpacks without limits of its own. */
export const repack = (parts: DocxParts): Buffer => {
  const kept: Record<string, Uint8Array> = {};
  for (const [name, bytes] of Object.entries(parts)) {
    const isUtf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
    kept[name] =
      isStory(name) && !isUtf16 ? Buffer.from(withKnownElements(Buffer.from(bytes).toString("utf8"))) : bytes;
  }
  return Buffer.from(zipSync(kept, { level: 0 }));
};

/** Why mammoth could not read a package whose XML is sound. */
export const notAsWordBuilds = fail(
  "damaged",
  "The document cannot be read: it is not built as Word builds its documents",
  "Open it in a word processor and save it again, or import its text.",
);

const convert = async (parts: DocxParts): Promise<Result<readonly Piece[]>> => {
  const { default: mammoth } = await import("mammoth");
  let pieces: readonly Piece[] = [];
  try {
    await mammoth.convertToHtml(
      { buffer: repack(parts) },
      {
        externalFileAccess: false,
        includeEmbeddedStyleMap: false,
        // Only its reading is wanted: the document as it is, not HTML with links and pictures in it.
        transformDocument: (document: DocxDocument) => {
          pieces = piecesOfDocx(document);
          return { ...document, children: [] };
        },
      },
    );
    return ok(pieces);
  } catch {
    return notAsWordBuilds;
  }
};

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** How many characters of the document's text did not arrive. */
export const missingFrom = (pieces: readonly Piece[], count: DocxCount): number =>
  count.characters -
  pieces.reduce((sum, { text, aside }) => sum + (aside === "footnote" ? 0 : charactersIn(text)), 0);

const remarksOn = (count: DocxCount, missing: number, zip: OfficeZip): string[] => [
  ...(count.deleted > 0
    ? [`${times(count.deleted, "tracked deletion", "tracked deletions")} left out of the text`]
    : []),
  ...(count.inserted > 0 ? ["tracked insertions that nobody accepted yet stand in the text"] : []),
  ...(count.comments > 0 ? [`${times(count.comments, "comment", "comments")} left out`] : []),
  ...(count.hidden > 0 ? ["text that was formatted as hidden stands in the article"] : []),
  ...(count.embedded > 0 ? ["a document embedded in it was not read"] : []),
  ...(zip.names.some((name) => /vbaProject\.bin$/i.test(name)) ? ["its macros were ignored"] : []),
  ...(missing > 0 ? [`${times(missing, "character", "characters")} of its text could not be read`] : []),
];

const corePart = "docProps/core.xml";

const factsOf = (zip: OfficeZip): OfficeFacts => {
  const core = zip.names.includes(corePart) ? zip.read(corePart) : null;
  const texts = core?.ok === true ? textsOf(core.value, corePart, docxSpaces) : null;
  const first = (name: string): string | undefined =>
    texts?.ok === true ? texts.value.get(name)?.[0] : undefined;
  return {
    title: first("dc:title"),
    creator: first("dc:creator"),
    created: first("dcterms:created"),
    modified: first("dcterms:modified"),
  };
};

/** A Word document's package, its parts with the text, and what is in them. */
type OpenDocx = { readonly zip: OfficeZip; readonly parts: DocxParts; readonly count: DocxCount };

/** Opens a Word document. Fails when it is damaged, or not to be unpacked. */
export const openDocx = (bytes: Uint8Array): Result<OpenDocx> => {
  const zip = openOfficeZip(bytes);
  if (!zip.ok) return zip;
  const parts = xmlParts(zip.value);
  if (!parts.ok) return parts;
  const count = inspectDocx(parts.value);
  return count.ok ? ok({ zip: zip.value, parts: parts.value, count: count.value }) : count;
};

/** Reads a Word document (DOCX, DOCM), or each article of a news database's export in that format. */
export const readDocx = async (bytes: Uint8Array, known: Known): Promise<Result<FileContent>> => {
  const opened = openDocx(bytes);
  if (!opened.ok) return opened;
  const { zip, parts, count } = opened.value;
  const converted = await convert(parts);
  if (!converted.ok) return converted;
  const pieces = converted.value;
  const { names } = zip;
  const missing = missingFrom(pieces, count);
  const draft = {
    mediaType,
    importer,
    pieces,
    steps: officeSteps(
      "the Word document",
      picturesIn(names),
      names.some((name) => /^word\/(?:header|footer)\d*\.xml$/.test(name)),
    ),
    remarks: remarksOn(count, missing, zip),
    doubts: missing > 0 ? (["text"] as const) : [],
  };
  const exported = newsExportOf(draft);
  if (exported !== null) return finishDrafts(exported, known);
  const proposals = proposalsOfFacts(factsOf(zip), "document properties");
  return finishDrafts([{ ...draft, proposals }], known);
};
