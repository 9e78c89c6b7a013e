import type { EncodingChoice } from "../../shared/domain/article";
import { bufferOf, decodeAs, encodingLabel, fromUtf8 } from "./encodings";

/** A text made canonical, with what was done and what somebody should know. */
export type CanonicalText = {
  readonly text: string;
  readonly steps: readonly string[];
  readonly remarks: readonly string[];
};

/** Bytes read as characters, which are not canonical yet. */
export type DecodedText = CanonicalText & { readonly encoding: EncodingChoice };

const marks: readonly { readonly bytes: readonly number[]; readonly name: string }[] = [
  // UTF-32LE begins like UTF-16LE, so it is asked first.
  { bytes: [0xff, 0xfe, 0x00, 0x00], name: "utf-32le" },
  { bytes: [0x00, 0x00, 0xfe, 0xff], name: "utf-32be" },
  { bytes: [0xef, 0xbb, 0xbf], name: "utf-8" },
  { bytes: [0xff, 0xfe], name: "utf-16le" },
  { bytes: [0xfe, 0xff], name: "utf-16be" },
];

const markOf = (bytes: Uint8Array) =>
  marks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte));

const sampleLength = 65_536;

/** Of the bytes of a text in ASCII with stray NULs, at least this share can be printed; of UTF-16 never so many. */
const mostPrintable = 0.9;

/** Of the characters of a text at most this share is what no text holds: a stray control, half a pair, no character. */
const mostOdd = 0.002;
const blank = /[\t\n\r \u3000-\u3002]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what tells a binary file
const odd = /[\0-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufffd-\uffff]|\p{Cs}|\p{Cn}/gu;

/** Whether bytes make sense as UTF-16: a binary file has NULs in odd places too, and reads as noise. */
const isPlausibleUtf16 = (sample: Uint8Array, isBigEndian: boolean): boolean => {
  const bytes = Buffer.from(sample);
  const text = (isBigEndian ? bytes.swap16() : bytes).toString("utf16le").slice(0, -1);
  return blank.test(text) && (text.match(odd)?.length ?? 0) <= mostOdd * text.length;
};

/**
 * UTF-16 or UTF-32 without a byte order mark, told by where its NUL bytes stand: Latin letters, digits, blanks and line
 * ends have them always in the same half. Null for all else.
 */
export const unmarkedWideEncoding = (bytes: Uint8Array): string | null => {
  const sample = bytes.subarray(0, Math.min(sampleLength, bytes.length - (bytes.length % 4)));
  if (sample.length < 4 || !sample.includes(0)) return null;
  const nulls = [0, 0, 0, 0];
  let printable = 0;
  for (const [at, byte] of sample.entries())
    if (byte === 0) nulls[at % 4] = (nulls[at % 4] ?? 0) + 1;
    else if ((byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09) printable += 1;
  const [a = 0, b = 0, c = 0, d = 0] = nulls.map((count) => (count * 4) / sample.length);
  if (a < 0.2 && c > 0.8 && d > 0.99) return "utf-32le";
  if (d < 0.2 && b > 0.8 && a > 0.99) return "utf-32be";
  const [inEven, inOdd] = [(a + c) / 2, (b + d) / 2];
  const isScript = printable < mostPrintable * sample.length;
  const least = isScript ? 0.005 : 0.4;
  if (inOdd > least && inEven < inOdd / 10) return isPlausibleUtf16(sample, false) ? "utf-16le" : null;
  return inEven > least && inOdd < inEven / 10 && isPlausibleUtf16(sample, true) ? "utf-16be" : null;
};

/** Bytes that are UTF-8 but for a few places, as in a file that was cut off; null when they are not. */
const damagedUtf8 = async (bytes: Uint8Array): Promise<string | null> => {
  const text = await decodeAs(bytes, "utf-8");
  const broken = text.split("\ufffd").length - 1;
  const sound = (text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0) / 4;
  return sound >= broken ? text : null;
};

const plainChoice = (name: string): EncodingChoice => ({ name, alternatives: [] });

const decoded = (
  text: string,
  encoding: EncodingChoice,
  how: string,
  remarks: readonly string[] = [],
): DecodedText => ({
  text,
  encoding,
  steps: [`decoded as ${encoding.name}${how === "" ? "" : ` (${how})`}`],
  remarks,
});

const lost = (text: string): string[] =>
  text.includes("\ufffd") ? ["some bytes are not of this encoding and stand as �"] : [];

const doubtful = (name: string): string =>
  `encoding guessed to be ${name}: check accents and quotation marks, or choose another`;

/** Bytes that are no sound UTF-8 and say nothing of themselves, or nothing true. */
const guessEncoding = async (bytes: Uint8Array): Promise<DecodedText> => {
  const { detectEncoding, otherReadings } = await import("./detect-encoding");
  const damaged = await damagedUtf8(bytes);
  if (damaged !== null) {
    const encoding = { name: "utf-8", alternatives: await otherReadings(bytes, "utf-8") };
    return decoded(damaged, encoding, "with broken places", lost(damaged));
  }
  const encoding = await detectEncoding(bytes);
  const text = await decodeAs(bytes, encoding.name);
  const remarks = encoding.alternatives.length > 0 ? [doubtful(encoding.name)] : [];
  return decoded(text, encoding, "detected", [...remarks, ...lost(text)]);
};

const asChosen = async (bytes: Uint8Array, chosen: string): Promise<DecodedText> => {
  const mark = markOf(bytes);
  const text = await decodeAs(mark?.name === chosen ? bytes.subarray(mark.bytes.length) : bytes, chosen);
  const { otherReadings } = await import("./detect-encoding");
  const alternatives = fromUtf8(bytes) === null ? await otherReadings(bytes, chosen) : [];
  return decoded(text, { name: chosen, alternatives }, "as chosen", lost(text));
};

/** The escapes of ISO-2022-JP, "from here two bytes a character": its bytes are all ASCII. */
const hasIsoEscapes = (bytes: Uint8Array): boolean => {
  if (!bytes.includes(0x1b)) return false;
  const start = bufferOf(bytes).toString("latin1", 0, sampleLength);
  return ["\u001b$B", "\u001b$@"].some((words) => start.includes(words)) && start.includes("\u001b(");
};

/**
 * Decodes bytes as text: in the encoding that somebody chose, else by their byte order mark, the declared encoding,
 * strict UTF-8, and at last by detection, which lists the readings that also come into question when it is not sure.
 * UTF-8 goes before a declaration of something else, because hardly any other text happens to be valid UTF-8.
 * Nothing is lost silently: bytes without a reading stand as U+FFFD, and a remark says so. Line ends and controls are
 * as they came; `canonicalText` and `finishArticle` see to them.
 */
export const decodeUnknown = async (
  bytes: Uint8Array,
  { declared, chosen }: { readonly declared?: string | undefined; readonly chosen?: string | undefined } = {},
): Promise<DecodedText> => {
  const wanted = chosen === undefined ? null : encodingLabel(chosen);
  if (wanted !== null) return asChosen(bytes, wanted);
  const mark = markOf(bytes);
  if (mark !== undefined) {
    const text = await decodeAs(bytes.subarray(mark.bytes.length), mark.name);
    return decoded(text, plainChoice(mark.name), "byte order mark", lost(text));
  }
  const wide = unmarkedWideEncoding(bytes);
  if (wide !== null) return decoded(await decodeAs(bytes, wide), plainChoice(wide), "by its NUL bytes");
  const said = declared === undefined ? null : encodingLabel(declared);
  if (said === "iso-2022-jp" || hasIsoEscapes(bytes))
    return decoded(await decodeAs(bytes, "iso-2022-jp"), plainChoice("iso-2022-jp"), "");
  const utf8 = fromUtf8(bytes);
  if (utf8 !== null) return decoded(utf8, plainChoice("utf-8"), "");
  if (said !== null && !said.startsWith("utf-")) {
    const text = await decodeAs(bytes, said);
    if (!text.includes("\ufffd")) return decoded(text, plainChoice(said), "as declared");
  }
  return guessEncoding(bytes);
};

/** How often each thing was done to make characters canonical, over all the pieces of a document. */
export type CharacterTally = { ends: number; controls: number; halves: number; lost: number };

/** A tally to begin with. */
export const newTally = (): CharacterTally => ({ ends: 0, controls: 0, halves: 0, lost: 0 });

/** U+2400 and the letters after it picture the controls; "␦" stands for those that have no picture. */
const pictureOf = (control: string): string => {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\u2426";
};

const lineEnd = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const control = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const unusual = /[\u0000-\u0008\v\f\r\u000e-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufffd]/;

/**
 * Canonical characters of a stretch of text: one kind of line end and no control characters, which a person could not
 * see and a database or a spreadsheet would cut at. All else stays, without Unicode normalisation, because offsets
 * rest on it. What was done is added to `tally`.
 */
export const toCanonical = (decoded: string, tally: CharacterTally): string => {
  // Nearly every text is clean, and one look is cheaper than four.
  if (!unusual.test(decoded)) return decoded;
  let text = decoded;
  const replaceAll = (pattern: RegExp, by: (found: string) => string): number => {
    let count = 0;
    text = text.replace(pattern, (found) => {
      count += 1;
      return by(found);
    });
    return count;
  };
  if (text.includes("\ufffd")) tally.lost += 1;
  tally.halves += replaceAll(/\p{Cs}/gu, () => "\ufffd");
  tally.ends += replaceAll(lineEnd, () => "\n");
  tally.controls += replaceAll(control, pictureOf);
  return text;
};

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** A tally in words: the steps that were taken, and what somebody should know. */
export const describeTally = (
  tally: CharacterTally,
): { readonly steps: string[]; readonly remarks: string[] } => {
  const steps: string[] = [];
  const remarks: string[] = [];
  if (tally.halves > 0) remarks.push("half characters (lone surrogates) were replaced by �");
  if (tally.lost > 0) remarks.push("some characters were already lost in the file and stand as �");
  if (tally.ends > 0) steps.push(`${times(tally.ends, "line end", "line ends")} written as LF`);
  if (tally.controls > 0) {
    const words = `${times(tally.controls, "control character", "control characters")} shown as ${tally.controls === 1 ? "a symbol" : "symbols"}`;
    steps.push(words);
    remarks.push(words);
  }
  return { steps, remarks };
};

/** The canonical form of one text, with what was done in words. @see toCanonical */
export const canonicalText = (decoded: string): CanonicalText => {
  const tally = newTally();
  const text = toCanonical(decoded, tally);
  return { text, ...describeTally(tally) };
};
