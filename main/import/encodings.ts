/*
 * Legacy encodings are decoded by iconv-lite and not by TextDecoder, whose converters depend on the ICU data that a
 * build of Electron or Node ships with.
 */

/*
 * The 32 places where windows-1252 differs from Latin-1. A table of our own, because TextDecoder gets just these
 * wrong from Node 20.18.3 to some of 24 (nodejs/node#56542). The five unused bytes are kept as C1 controls, as the
 * Encoding Standard does, and are shown below like every other control.
 */
const windows1252 =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

const fromWindows1252 = (bytes: Uint8Array): string =>
  bufferOf(bytes)
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (letter) => windows1252.charAt(letter.charCodeAt(0) - 0x80));

/** The same memory, as a Buffer. */
export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Encodings by WHATWG label, with the name that iconv-lite has for them. */
const iconvNames: Readonly<Record<string, string>> = {
  "iso-8859-2": "iso88592",
  "iso-8859-3": "iso88593",
  "iso-8859-4": "iso88594",
  "iso-8859-5": "iso88595",
  "iso-8859-6": "iso88596",
  "iso-8859-7": "iso88597",
  "iso-8859-8": "iso88598",
  "iso-8859-10": "iso885910",
  "iso-8859-13": "iso885913",
  "iso-8859-14": "iso885914",
  "iso-8859-15": "iso885915",
  "iso-8859-16": "iso885916",
  ibm866: "cp866",
  "koi8-r": "koi8r",
  "koi8-u": "koi8u",
  macintosh: "macroman",
  "x-mac-cyrillic": "maccyrillic",
  "windows-874": "windows874",
  "windows-1250": "windows1250",
  "windows-1251": "windows1251",
  "windows-1253": "windows1253",
  "windows-1254": "windows1254",
  "windows-1255": "windows1255",
  "windows-1256": "windows1256",
  "windows-1257": "windows1257",
  "windows-1258": "windows1258",
  shift_jis: "shiftjis",
  "euc-jp": "eucjp",
  gb18030: "gb18030",
  big5: "big5hkscs",
  "euc-kr": "euckr",
  "iso-2022-jp": "",
  "windows-1252": "",
  "utf-8": "",
  "utf-16le": "",
  "utf-16be": "",
  "utf-32le": "",
  "utf-32be": "",
};

/** Other names in use; a name is looked up in lower case without "x-" and with what separates its parts taken out. */
const otherNames: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  unicode11utf8: "utf-8",
  utf16: "utf-16le",
  ucs2: "utf-16le",
  unicode: "utf-16le",
  utf32: "utf-32le",
  ascii: "windows-1252",
  usascii: "windows-1252",
  latin1: "windows-1252",
  l1: "windows-1252",
  iso88591: "windows-1252",
  cp1252: "windows-1252",
  ansi: "windows-1252",
  latin2: "iso-8859-2",
  iso88599: "windows-1254",
  latin5: "windows-1254",
  latin9: "iso-8859-15",
  iso88598i: "iso-8859-8",
  iso885911: "windows-874",
  tis620: "windows-874",
  cp874: "windows-874",
  cp866: "ibm866",
  koi8: "koi8-r",
  macroman: "macintosh",
  mac: "macintosh",
  maccyrillic: "x-mac-cyrillic",
  macukrainian: "x-mac-cyrillic",
  sjis: "shift_jis",
  shiftjis: "shift_jis",
  shiftjis2004: "shift_jis",
  shiftjisx0213: "shift_jis",
  mskanji: "shift_jis",
  cp932: "shift_jis",
  windows31j: "shift_jis",
  ms932: "shift_jis",
  ujis: "euc-jp",
  eucjis2004: "euc-jp",
  gb2312: "gb18030",
  gbk: "gb18030",
  cp936: "gb18030",
  hzgb2312: "gb18030",
  euccn: "gb18030",
  big5hkscs: "big5",
  cp950: "big5",
  cnbig5: "big5",
  cp949: "euc-kr",
  uhc: "euc-kr",
  ksc5601: "euc-kr",
  ksc56011987: "euc-kr",
  windows949: "euc-kr",
  iso2022jp: "iso-2022-jp",
};

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^x-(?!mac)/, "")
    .replace(/[^a-z0-9]/g, "");

const labels = new Map<string, string>([
  ...Object.keys(iconvNames).map((label) => [plain(label), label] as const),
  ...[1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258].map(
    (page) => [`cp${page}`, `windows-${page}`] as const,
  ),
  ...Object.entries(otherNames),
]);

/** The label under which Assay knows an encoding that somebody names; null for one that it does not. */
export const encodingLabel = (name: string): string | null => labels.get(plain(name.trim())) ?? null;

/** Strict UTF-8; null when some bytes are none. A byte order mark is kept: taking it off is for who found it. */
export const fromUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** UTF-16; half characters stay halves, and a last odd byte becomes U+FFFD. */
const fromUtf16 = (bytes: Uint8Array, isBigEndian: boolean): string => {
  const even = bytes.length - (bytes.length % 2);
  const units = bufferOf(bytes.subarray(0, even));
  const text = (isBigEndian ? Buffer.from(units).swap16() : units).toString("utf16le");
  return even === bytes.length ? text : `${text}\ufffd`;
};

const fromUtf32 = (bytes: Uint8Array, isLittleEndian: boolean): string => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, isLittleEndian);
    parts.push(point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point));
  }
  if (bytes.length % 4 !== 0) parts.push("\ufffd");
  return parts.join("");
};

/*
 * ISO-2022-JP is EUC-JP with escapes in place of the high bits, and iconv-lite does not know it. Mails and old
 * Japanese pages still come in it.
 */
const iso2022ToEuc = (bytes: Uint8Array): Uint8Array => {
  const out: number[] = [];
  let isDouble = false;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x1b && (bytes[at + 1] === 0x24 || bytes[at + 1] === 0x28)) {
      isDouble = bytes[at + 1] === 0x24;
      at += 3;
      continue;
    }
    out.push(isDouble && byte >= 0x21 && byte <= 0x7e ? byte | 0x80 : byte);
    at += 1;
  }
  return Uint8Array.from(out);
};

/** As `decodeAs`, at once, for UTF-8, UTF-16, UTF-32 and windows-1252; null for the others. */
const decodeNow = (bytes: Uint8Array, label: string): string | null => {
  switch (label) {
    case "utf-8":
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    case "utf-16le":
    case "utf-16be":
      return fromUtf16(bytes, label === "utf-16be");
    case "utf-32le":
    case "utf-32be":
      return fromUtf32(bytes, label === "utf-32le");
    case "windows-1252":
      return fromWindows1252(bytes);
    default:
      return null;
  }
};

/** Decodes bytes in an encoding by its label (see `encodingLabel`). What has no reading in it becomes U+FFFD. */
export const decodeAs = async (bytes: Uint8Array, label: string): Promise<string> => {
  if (label === "iso-2022-jp") return decodeAs(iso2022ToEuc(bytes), "euc-jp");
  const text = decodeNow(bytes, label);
  if (text !== null) return text;
  const { default: iconv } = await import("iconv-lite");
  return iconv.decode(bufferOf(bytes), iconvNames[label] ?? label, { stripBOM: false });
};
