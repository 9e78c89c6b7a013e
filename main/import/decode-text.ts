import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import type { TextFormat } from "./detect-format";

/** A decoded text with what was done and what was only assumed. */
export type DecodedText = {
  readonly text: string;
  readonly steps: readonly string[];
  readonly remarks: readonly string[];
};

const broken = (encoding: string) =>
  fail(
    "invalid-input",
    `The file says that it is ${encoding}, but some of its bytes are not`,
    "Open it in the program that made it and save it again as UTF-8.",
  );

/*
 * The 32 places where windows-1252 differs from Latin-1. A table of our own, because TextDecoder gets just these
 * wrong from Node 20.18.3 to some of 24 (nodejs/node#56542). The five unused bytes are kept as C1 controls, as the
 * Encoding Standard does, and are shown below like every other control.
 */
const windows1252 =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

const fromWindows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (letter) => windows1252.charAt(letter.charCodeAt(0) - 0x80));

const fromUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const loneSurrogate = /\p{Cs}/u;

const fromUtf16 = (bytes: Uint8Array, isBigEndian: boolean): string | null => {
  if (bytes.length % 2 !== 0) return null;
  const copy = Buffer.from(bytes);
  const text = (isBigEndian ? copy.swap16() : copy).toString("utf16le");
  return loneSurrogate.test(text) ? null : text;
};

const fromUtf32 = (bytes: Uint8Array, isLittleEndian: boolean): string | null => {
  if (bytes.length % 4 !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, isLittleEndian);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
    parts.push(String.fromCodePoint(point));
  }
  return parts.join("");
};

const decodeMarked = (bytes: Uint8Array, format: TextFormat): { text: string | null; name: string } => {
  switch (format) {
    case "utf-8":
    case "unmarked":
      return { text: fromUtf8(bytes.subarray(format === "utf-8" ? 3 : 0)), name: "UTF-8" };
    case "utf-16le":
    case "utf-16be":
      return { text: fromUtf16(bytes.subarray(2), format === "utf-16be"), name: "UTF-16" };
    case "utf-32le":
    case "utf-32be":
      return { text: fromUtf32(bytes.subarray(4), format === "utf-32le"), name: "UTF-32" };
  }
};

/** Decodes bytes as a text in their own characters: see `decodeText` for the canonical ones. */
export const decodeBytes = (bytes: Uint8Array, format: TextFormat): Result<DecodedText> => {
  const { text, name } = decodeMarked(bytes, format);
  if (text !== null) return ok({ text, steps: [`decoded as ${name}`], remarks: [] });
  if (format !== "unmarked") return broken(name);
  return ok({
    text: fromWindows1252(bytes),
    steps: ["decoded as windows-1252"],
    remarks: ["encoding assumed to be Windows-1252: check accents and quotation marks"],
  });
};

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** U+2400 and the letters after it picture the controls; "␦" stands for those that have no picture. */
const pictureOf = (control: string): string => {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\u2426";
};

/**
 * Canonical text: one kind of line end and no control characters, which a person could not see and a database
 * or a spreadsheet would cut at. All else stays, without Unicode normalisation, because offsets rest on it.
 */
export const canonicalText = (decoded: string): DecodedText => {
  const steps: string[] = [];
  const remarks: string[] = [];
  let text = decoded;
  const replaceAll = (pattern: RegExp, by: (found: string) => string): number => {
    let count = 0;
    text = text.replace(pattern, (found) => {
      count += 1;
      return by(found);
    });
    return count;
  };
  if (loneSurrogate.test(text)) {
    text = text.replace(/\p{Cs}/gu, "\ufffd");
    remarks.push("half characters (lone surrogates) were replaced by �");
  } else if (text.includes("\ufffd")) {
    remarks.push("some characters were already lost in the file and stand as �");
  }
  const ends = replaceAll(/\r\n?|[\u0085\u2028\u2029\v\f]/g, () => "\n");
  if (ends > 0) steps.push(`${times(ends, "line end", "line ends")} written as LF`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  const controls = replaceAll(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g, pictureOf);
  if (controls > 0) {
    const words = `${times(controls, "control character", "control characters")} shown as ${controls === 1 ? "a symbol" : "symbols"}`;
    steps.push(words);
    remarks.push(words);
  }
  return { text, steps, remarks };
};

/** Decodes a plain text: its byte order mark, else strict UTF-8, else windows-1252 with a remark. */
export const decodeText = (bytes: Uint8Array, format: TextFormat): Result<DecodedText> => {
  const decoded = decodeBytes(bytes, format);
  if (!decoded.ok) return decoded;
  const canonical = canonicalText(decoded.value.text);
  return ok({
    text: canonical.text,
    steps: [...decoded.value.steps, ...canonical.steps],
    remarks: [...decoded.value.remarks, ...canonical.remarks],
  });
};
