import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";

/** How the bytes of a text are to be read. "unmarked" has no byte order mark: UTF-8 unless that fails. */
export type TextFormat = "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be" | "unmarked";

type Signature = { readonly bytes: readonly number[]; readonly name: string; readonly advice?: string };

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

const savePlain = "Save it as plain text from the program that made it, then import that.";

const signatures: readonly Signature[] = [
  { bytes: ascii("%PDF-"), name: "a PDF" },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: "a ZIP archive or an office document (DOCX, ODT, EPUB)" },
  { bytes: [0x50, 0x4b, 0x05, 0x06], name: "an empty ZIP archive" },
  { bytes: ascii("{\\rtf"), name: "an RTF document" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], name: "an old office document (DOC, XLS)" },
  { bytes: [0x1f, 0x8b], name: "a compressed file (gzip)", advice: "Unpack it first." },
  { bytes: ascii("7z\u00bc\u00af"), name: "a compressed file (7z)", advice: "Unpack it first." },
  { bytes: ascii("Rar!"), name: "a compressed file (RAR)", advice: "Unpack it first." },
  {
    bytes: ascii("SQLite format 3\0"),
    name: "a database",
    advice: "If it is an Assay project, open it instead of importing it.",
  },
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: "a picture (PNG)" },
  { bytes: [0xff, 0xd8, 0xff], name: "a picture (JPEG)" },
  { bytes: ascii("GIF8"), name: "a picture (GIF)" },
  { bytes: ascii("MIME-Version:"), name: "a saved web page or mail (MIME)" },
];

const beginsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);

const marks: readonly { readonly bytes: readonly number[]; readonly format: TextFormat }[] = [
  // UTF-32LE begins like UTF-16LE, so it is asked first.
  { bytes: [0xff, 0xfe, 0x00, 0x00], format: "utf-32le" },
  { bytes: [0x00, 0x00, 0xfe, 0xff], format: "utf-32be" },
  { bytes: [0xef, 0xbb, 0xbf], format: "utf-8" },
  { bytes: [0xff, 0xfe], format: "utf-16le" },
  { bytes: [0xfe, 0xff], format: "utf-16be" },
];

/** Bytes looked at to tell a text from something else. */
const sampleLength = 65_536;
/** More NULs than this share of a sample, and it is no text. A stray one survives and is shown. */
const mostNulls = 0.01;

const notRead = (name: string, advice = savePlain) =>
  fail("invalid-input", `Not read yet: this is ${name}, and only plain text is read for now`, advice);

const startOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 4096)).toString("latin1");

const isHtml = (bytes: Uint8Array): boolean =>
  /^(?:\u00ef\u00bb\u00bf)?\s*(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:\?xml|!doctype\s+html|html|head|body)\b/i.test(
    startOf(bytes),
  );

/**
 * Tells what a file holds by its bytes, never by its name. Plain text goes on; everything else is refused in
 * words, because a wrong guess would put rubbish under an analyst's highlights.
 */
export const detectFormat = (bytes: Uint8Array): Result<TextFormat> => {
  if (bytes.length === 0) return fail("invalid-input", "The file is empty");
  const known = signatures.find((signature) => beginsWith(bytes, signature.bytes));
  if (known !== undefined) return notRead(known.name, known.advice);
  if (isHtml(bytes)) return notRead("a web page (HTML or XML)");
  const mark = marks.find((candidate) => beginsWith(bytes, candidate.bytes));
  if (mark !== undefined) return ok(mark.format);
  const sample = bytes.subarray(0, sampleLength);
  const nulls = sample.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (nulls > Math.max(2, sample.length * mostNulls))
    return fail(
      "invalid-input",
      "This does not look like text: it holds many NUL bytes",
      "If it is text in UTF-16 without a byte order mark, save it as UTF-8 first.",
    );
  return ok("unmarked");
};
