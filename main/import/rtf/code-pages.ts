import iconv from "iconv-lite";

/** Windows code pages by the number of a font's character set. @see RTF 1.9.1, \fcharset */
const byCharset: Readonly<Record<number, number>> = {
  0: 1252,
  2: 1252,
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  254: 437,
  255: 850,
};

const names: Readonly<Record<number, string>> = {
  10000: "macroman",
  10007: "maccyrillic",
  65001: "utf8",
  708: "cp720",
};

/** The code page of a font by its character set; null where the document's own counts. */
export const codePageOfCharset = (charset: number): number | null => byCharset[charset] ?? null;

const isAscii = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
};

/** A text decoded, and whether that was more than a guess. */
export type DecodedPage = { readonly text: string; readonly isSure: boolean };

/** Bytes as text. Those of a code page that is not known are read as Western. */
export const decodePage = (bytes: Uint8Array, page: number): DecodedPage => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Most stretches are a few letters of ASCII, which all of these pages have in common.
  if (isAscii(bytes)) return { text: buffer.toString("latin1"), isSure: true };
  const name = names[page] ?? `cp${page}`;
  const isKnown = iconv.encodingExists(name);
  return { text: iconv.decode(buffer, isKnown ? name : "cp1252"), isSure: isKnown };
};
