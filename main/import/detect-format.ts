import { constants, gunzipSync } from "node:zlib";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { unmarkedWideEncoding } from "./decode-text";
import { bufferOf, decodeAs } from "./encodings";
import { type Refusal, refusedKind, refusedOpenDocument, refusedXml, refusedZip } from "./file-kinds";
import { delimiterOf } from "./looks-like-table";
import { looksLikeMarkdown } from "./markdown";
import { isZip, listZip, unpackEntry } from "./zip-entries";

/** What a file is, and with that who reads it. */
export type Format =
  | "pdf"
  | "docx"
  | "odt"
  | "epub"
  | "rtf"
  | "html"
  | "mhtml"
  | "eml"
  | "feed"
  | "csv"
  | "jsonl"
  | "warc"
  | "wacz"
  | "zip"
  | "markdown"
  | "text";

/** Bytes looked at to tell one kind of text from another. */
const sampleLength = 65_536;
/**
 * More NULs or other controls than these shares of a sample, and it is no text. A few stray ones survive and are shown;
 * in a tiny file a tenth of it is not a few.
 */
const mostNulls = { share: 0.01, stray: 2 };
const mostControls = { share: 0.03, stray: 8 };
const mostOfTiny = 0.1;
/** As below for bytes, in characters: of few bytes any may look like UTF-16. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const notOfText = /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]/g;
const mayHold = (length: number, { share, stray }: typeof mostNulls): number =>
  Math.max(Math.min(stray, length * mostOfTiny), length * share);
/** A PDF may begin with other things; readers look this far for its header. */
const pdfHeaderWithin = 1024;

const refuse = ({ name, advice }: Refusal) =>
  fail("invalid-input", `It is ${name}, which holds no text that Assay reads`, advice);

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  bufferOf(bytes).toString("latin1", from, to);

const isPdf = (bytes: Uint8Array, start: string): boolean => {
  const at = start.search(/%PDF-\d/);
  if (at < 0 || at > pdfHeaderWithin) return false;
  // An article may speak of the header; a PDF also has a table of what is where.
  return (
    /^[\s\u00ef\u00bb\u00bf]*$/.test(start.slice(0, at)) ||
    /startxref|%%EOF/.test(latin1(bytes, Math.max(0, bytes.length - 4096), bytes.length))
  );
};

const isGzippedWarc = (bytes: Uint8Array): boolean => {
  try {
    const sample = gunzipSync(bytes.subarray(0, 4096), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: 8_000_000,
    });
    return /^WARC\/\d/.test(sample.toString("latin1", 0, 8));
  } catch {
    return false;
  }
};

/** A file, an empty archive, and the first part of one that was once cut to fit on disks. */
const zipStarts = ["PK\u0003\u0004", "PK\u0005\u0006", "PK\u0007\u0008PK"];

/** Entries of a list that is read only to see what an archive is. */
const mostListed = 70_000;

const formatOfOffice = (mediaType: string): Result<Format> | null => {
  if (mediaType.startsWith("application/epub+zip")) return ok("epub");
  if (!mediaType.startsWith("application/vnd.oasis.opendocument")) return null;
  const refusal = refusedOpenDocument(mediaType);
  return refusal === null ? ok("odt") : refuse(refusal);
};

const formatOfZip = (bytes: Uint8Array): Result<Format> => {
  const listed = listZip(bytes, mostListed);
  if (!listed.ok) {
    // Who made it is told by its first member even when its end is missing; the reader then says what is wrong with it.
    const start = latin1(bytes, 0, 300);
    if (/\[Content_Types\]\.xml|_rels\/\.rels|word\//.test(start)) return ok("docx");
    return formatOfOffice(/mimetype(application\/[\w.+-]+)/.exec(start)?.[1] ?? "") ?? ok("zip");
  }
  const names = listed.value.map(({ name }) => name);
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/^word\/document\d*\.xml$/)) return ok("docx");
  const typed = listed.value.find(({ name, size }) => name === "mimetype" && size < 200);
  const mediaType = typed === undefined ? null : unpackEntry(bytes, typed);
  const office = mediaType?.ok === true ? formatOfOffice(latin1(mediaType.value, 0, 200).trim()) : null;
  if (office !== null) return office;
  if (has(/^META-INF\/container\.xml$/)) return ok("epub");
  if (has(/^content\.xml$/) && has(/^META-INF\/manifest\.xml$/)) return ok("odt");
  if (has(/^archive\/[^/]+\.warc(?:\.gz)?$/) && has(/^datapackage\.json$/)) return ok("wacz");
  const refusal = refusedZip(names);
  return refusal === null ? ok("zip") : refuse(refusal);
};

const marks: readonly (readonly [string, string])[] = [
  // UTF-32LE begins like UTF-16LE, so it is asked first.
  ["\u00ff\u00fe\u0000\u0000", "utf-32le"],
  ["\u0000\u0000\u00fe\u00ff", "utf-32be"],
  ["\u00ff\u00fe", "utf-16le"],
  ["\u00fe\u00ff", "utf-16be"],
];

/** The beginning of a text, good enough to tell what kind of text it is; null when it is none. */
const beginningOf = async (bytes: Uint8Array): Promise<string | null> => {
  const sample = bufferOf(bytes.subarray(0, sampleLength));
  const start = sample.toString("latin1", 0, 4);
  const wide = marks.find(([mark]) => start.startsWith(mark))?.[1] ?? unmarkedWideEncoding(bytes);
  if (wide !== null) {
    const text = (await decodeAs(sample, wide)).replace(/^\ufeff/, "");
    return (text.match(notOfText)?.length ?? 0) <= mayHold(text.length, mostControls) ? text : null;
  }
  let nulls = 0;
  let controls = 0;
  // By index: an iterator over the bytes takes thirty times as long.
  for (let at = 0; at < sample.length; at += 1) {
    const byte = sample[at] ?? 0;
    if (byte === 0) nulls += 1;
    // Tabs and line ends are text; an escape shifts between alphabets in ISO-2022.
    if (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) controls += 1;
  }
  const isText =
    nulls <= mayHold(sample.length, mostNulls) && controls <= mayHold(sample.length, mostControls);
  return isText ? new TextDecoder("utf-8").decode(sample) : null;
};

const prolog =
  /^(?:\s+|<\?[^>]{0,2000}\?>|<!--[\s\S]{0,20000}?-->|<!DOCTYPE\s[^<>[\]]{0,2000}(?:\[[\s\S]{0,20000}?\]\s*)?>)/i;

/** A document's first tag, behind the declarations and comments that may go before it, and whether one says HTML. */
const rootOf = (text: string): { readonly root: string; readonly saysHtml: boolean } => {
  let rest = text;
  for (let step = 0; step < 100; step += 1) {
    if (/^<!doctype\s+html/i.test(rest)) return { root: "html", saysHtml: true };
    const skipped = prolog.exec(rest)?.[0].length ?? 0;
    if (skipped === 0) break;
    rest = rest.slice(skipped);
  }
  const root = /^<([A-Za-z_][\w:.-]*)[\s/>]/.exec(rest)?.[1] ?? "";
  return { root, saysHtml: /^(?:html|head|body)$/i.test(root) };
};

const htmlTags =
  /^(?:html|head|body|title|meta|link|base|script|style|noscript|div|article|section|main|header|footer|nav|aside|p|h[1-6]|table|ul|ol|dl|blockquote|figure|span|b|strong|i|em|a|img|br|hr|center|font|form|iframe|pre)$/i;

const closedTags =
  /<\/(?:p|div|article|section|main|span|h[1-6]|table|ul|ol|a|b|strong|em|i|title|head|pre|blockquote|script|style)\s*>|<(?:br|p)\b[^>]{0,200}>/i;

const formatOfMarkup = (text: string): Result<Format> | null => {
  const { root, saysHtml } = rootOf(text);
  if (/^(?:rss|feed|rdf:RDF|RDF)$/.test(root)) return ok("feed");
  if (saysHtml) return ok("html");
  if (/^\s*<\?xml\s/.test(text) && root !== "") return refuse(refusedXml(root));
  // Part of a page, as it is copied: a tag at the very start, and another that is closed.
  if (htmlTags.test(root)) return closedTags.test(text) ? ok("html") : null;
  // A page under a line or two of something else.
  if (/<!doctype\s+html|<html[\s>]/i.test(text.slice(0, 1024)) && /<\/(?:head|title)\s*>/i.test(text))
    return ok("html");
  return root !== "" && text.trimEnd().endsWith(`</${root}>`) ? refuse(refusedXml(root)) : null;
};

const mailFields = ["from", "to", "subject", "date", "message-id", "received", "mime-version"];

const formatOfMime = (text: string): Format | null => {
  const fields = new Map<string, string>();
  let last = "";
  for (const line of text.replace(/^\s*(?:From \S+ .{10,60}\n)?/, "").split(/\r?\n|\r/, 500)) {
    if (line === "") break;
    const field = /^([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]*(.*)$/.exec(line);
    if (field !== null) {
      last = (field[1] ?? "").toLowerCase();
      fields.set(last, field[2] ?? "");
    } else if (/^[ \t]/.test(line) && last !== "") fields.set(last, `${fields.get(last)} ${line.trim()}`);
    // A sentence among the headings: it was no mail.
    else return null;
  }
  const isRelated = /^multipart\/related/i.test(fields.get("content-type") ?? "");
  const wasSent = ["to", "received", "message-id", "delivered-to"].some((name) => fields.has(name));
  if (fields.has("snapshot-content-location") || /^<Saved by/i.test(fields.get("from") ?? "")) return "mhtml";
  if (isRelated && !wasSent) return "mhtml";
  return mailFields.filter((name) => fields.has(name)).length >= 2 ? "eml" : null;
};

const hasWords = (value: unknown): boolean =>
  typeof value === "string" ||
  (typeof value === "object" &&
    value !== null &&
    Object.values(value).some((inner) => typeof inner === "string"));

/** Objects of JSON with words in them: one a line, in a list, or one alone that is spread over many lines. */
const isJson = (text: string, isWhole: boolean): boolean => {
  if (!/^\s*(?:\[\s*)?\{\s*"(?:[^"\\\n]|\\.){0,200}"\s*:/.test(text)) return false;
  if (/^\s*(?:\[|\{\s*\n)/.test(text)) return true;
  const lines = text.trimStart().split("\n");
  const whole = (isWhole ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== "").slice(0, 5);
  try {
    // A first line that is longer than the sample says nothing against it.
    return whole.every((line) => {
      const value: unknown = JSON.parse(line);
      return hasWords(value) || Object.values(value as object).some(hasWords);
    });
  } catch {
    return false;
  }
};

const formatOfText = async (text: string, isWhole: boolean): Promise<Result<Format>> => {
  if (/^\s*\{\\rtf/.test(text)) return ok("rtf");
  if (/^WARC\/\d/.test(text)) return ok("warc");
  // Before markup: a mail or a web archive holds a page, and shows its tags when it is not encoded.
  const mime = formatOfMime(text);
  if (mime !== null) return ok(mime);
  const markup = formatOfMarkup(text);
  if (markup !== null) return markup;
  if (isJson(text, isWhole)) return ok("jsonl");
  if ((await delimiterOf(text, isWhole)) !== null) return ok("csv");
  return ok(looksLikeMarkdown(text) ? "markdown" : "text");
};

const noText = fail(
  "invalid-input",
  "This does not look like text, nor like any kind of file that Assay reads",
  "Open it in the program that made it, and save it as PDF, DOCX or plain text.",
);

/**
 * Tells what a file is by its bytes, never by its name. What cannot be read is refused in words that say what it is,
 * because a wrong guess would put rubbish under an analyst's highlights.
 */
export const detectFormat = async (bytes: Uint8Array): Promise<Result<Format>> => {
  if (bytes.length === 0) return fail("invalid-input", "The file is empty");
  const start = latin1(bytes, 0, pdfHeaderWithin + 16);
  if (zipStarts.some((mark) => start.startsWith(mark))) return formatOfZip(bytes);
  if (start.startsWith("\u001f\u008b") && isGzippedWarc(bytes)) return ok("warc");
  const refusal = refusedKind(bytes);
  if (refusal !== null) return refuse(refusal);
  if (/^WARC\/\d/.test(start)) return ok("warc");
  if (/^[\s\u00ef\u00bb\u00bf]*\{\\rtf/.test(start)) return ok("rtf");
  if (isPdf(bytes, start)) return ok("pdf");
  const text = await beginningOf(bytes);
  if (text !== null) return formatOfText(text, bytes.length <= sampleLength);
  // Something else may stand before an archive: a program that unpacks it, or a web page.
  return isZip(bytes) ? formatOfZip(bytes) : noText;
};
