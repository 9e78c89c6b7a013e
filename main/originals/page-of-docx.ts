import { ok, type Result } from "../../shared/result";
import type { Piece } from "../import/build-article";
import { missingFrom, notAsWordBuilds, openDocx, repack, withKnownElements } from "../import/docx";
import { type DocxCount, type DocxParts, inspectDocx } from "../import/docx-inspect";
import { type DocxDocument, piecesOfDocx } from "../import/docx-pieces";
import { parseHtml } from "../import/html/parse-html";
import { decodeXml } from "../import/office-xml";
import type { OfficeZip } from "../import/office-zip";
import { documentDecisions } from "./document-rules";
import { framed } from "./frame";
import { newSink } from "./markup";
import { newPictures, type Pictures } from "./pictures";
import { writeDom } from "./write-dom";

const styleMap = [
  "p[style-name='Title'] => h1.title:fresh",
  "p[style-name='Subtitle'] => p.subtitle:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Block Text'] => blockquote > p:fresh",
  "p[style-name='Caption'] => p.caption:fresh",
  "p[style-name='List Bullet'] => ul > li:fresh",
  "p[style-name='List Number'] => ol > li:fresh",
  "u => u",
  "highlight => mark",
];
const withComments = [...styleMap, "comment-reference => sup"];
const classes: ReadonlySet<string> = new Set(["title", "subtitle", "caption"]);

const pictureFolder = /^(?:[^/]+\/)?media\/[^/]+$/i;
/** What stands for a picture between mammoth's reading and our writing: the name of its part. */
const mark = "part:";

/**
 * Mammoth is given the name of each picture's part instead of its bytes: it would unpack and encode all of them, whatever
 * they weigh and however often one is shown.
 */
const standIns = (zip: OfficeZip): DocxParts =>
  Object.fromEntries(
    zip.names.filter((name) => pictureFolder.test(name)).map((name) => [name, Buffer.from(name)]),
  );

const commentsPart = "word/comments.xml";

/** The comments; none when their part is broken, because the text is the same without them. */
const commentsOf = (zip: OfficeZip): DocxParts => {
  const bytes = zip.names.includes(commentsPart) ? zip.read(commentsPart) : null;
  if (bytes?.ok !== true || !inspectDocx({ [commentsPart]: bytes.value }).ok) return {};
  const xml = decodeXml(bytes.value);
  return xml === null ? {} : { [commentsPart]: Buffer.from(withKnownElements(xml)) };
};

type Converted = { readonly html: string; readonly pieces: readonly Piece[] };

/** The name of a picture's part; null for one that is linked, or whose part is missing. */
const partOf = async (image: { readAsBuffer: () => Promise<Buffer> }): Promise<string | null> => {
  try {
    return Buffer.from(await image.readAsBuffer()).toString("utf8");
  } catch {
    return null;
  }
};

const convert = async (parts: DocxParts, styles: string[]): Promise<Result<Converted>> => {
  const { default: mammoth } = await import("mammoth");
  let pieces: readonly Piece[] = [];
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: repack(parts) },
      {
        externalFileAccess: false,
        includeEmbeddedStyleMap: false,
        styleMap: styles,
        convertImage: mammoth.images.imgElement(async (image) => {
          const part = await partOf(image);
          return { src: part === null ? "" : `${mark}${part}` };
        }),
        transformDocument: (document: DocxDocument) => {
          pieces = piecesOfDocx(document);
          return document;
        },
      },
    );
    return ok({ html: value, pieces });
  } catch {
    return notAsWordBuilds;
  }
};

/** Mammoth fails at a comment that is referred to and not there; then none is shown. */
const convertWhole = async (
  parts: DocxParts,
  comments: DocxParts,
): Promise<Result<Converted & { readonly hasComments: boolean }>> => {
  const whole =
    Object.keys(comments).length > 0 ? await convert({ ...parts, ...comments }, withComments) : null;
  if (whole?.ok === true) return ok({ ...whole.value, hasComments: true });
  const text = await convert(parts, styleMap);
  return text.ok ? ok({ ...text.value, hasComments: false }) : text;
};

const times = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? `${one} is` : `${many} are`}`;

/** Mammoth does not tell the numbers of lists, only that they are numbered. */
const numberedList = /<ol><li>/;

type Seen = {
  readonly count: DocxCount;
  readonly missing: number;
  readonly hasComments: boolean;
  readonly html: string;
};

const remarksOn = (zip: OfficeZip, { count, missing, hasComments, html }: Seen): string[] => {
  const has = (pattern: RegExp): boolean => zip.names.some((name) => pattern.test(name));
  return [
    ...(has(/^word\/(?:header|footer)\d*\.xml$/) ? ["Headers and footers are left out."] : []),
    ...(has(/^word\/(?:charts|diagrams)\/[^/]+\.xml$/) ? ["Charts and drawn diagrams are left out."] : []),
    ...(numberedList.test(html) ? ["Each numbered list begins at 1, whatever its numbers in Word."] : []),
    ...(count.deleted > 0
      ? [`${times(count.deleted, "tracked deletion", "tracked deletions")} left out.`]
      : []),
    ...(count.inserted > 0 ? ["Tracked insertions that nobody accepted yet stand in the text."] : []),
    ...(count.comments > 0 && !hasComments ? ["Its comments could not be read."] : []),
    ...(count.hidden > 0 ? ["Text that was formatted as hidden is shown."] : []),
    ...(count.embedded > 0 ? ["A document embedded in it is left out."] : []),
    ...(missing > 0
      ? [`${missing} ${missing === 1 ? "character" : "characters"} of its text could not be read.`]
      : []),
  ];
};

const picturesOf = (zip: OfficeZip): Pictures =>
  newPictures((part) => {
    const bytes = zip.names.includes(part) ? zip.read(part) : null;
    return bytes?.ok === true ? bytes.value : null;
  });

/** The page of a Word document (DOCX, DOCM). Fails as `readDocx` does. */
export const pageOfDocx = async (bytes: Uint8Array, alive: () => void): Promise<Result<string>> => {
  const opened = openDocx(bytes);
  if (!opened.ok) return opened;
  const { zip, parts, count } = opened.value;
  alive();
  const converted = await convertWhole({ ...parts, ...standIns(zip) }, commentsOf(zip));
  if (!converted.ok) return converted;
  alive();
  const pictures = picturesOf(zip);
  const sink = newSink();
  const decide = documentDecisions({
    picture: (address, alt) =>
      pictures.show(address.startsWith(mark) ? address.slice(mark.length) : null, { alt }),
    place: (href) => (href.startsWith("#") ? href : null),
    idOf: (id) => id,
    classes,
    onLeftOut: () => {},
  });
  const { body } = parseHtml(converted.value.html).document;
  if (body !== null) writeDom(body, sink, decide);
  const { html, pieces, hasComments } = converted.value;
  const missing = missingFrom(pieces, count);
  return framed(sink, {
    isExact: true,
    format: "Word document",
    shown: "Its text, tables and pictures as they stand in the file, without the layout of its pages.",
    remarks: [...remarksOn(zip, { count, missing, hasComments, html }), ...pictures.remarks()],
  });
};
