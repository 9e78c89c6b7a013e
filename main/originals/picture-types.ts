import { bufferOf } from "../import/encodings";

/** What the bytes of a picture are: of a media type that a window shows, or of a format that it does not, by its name. */
type PictureKind = { readonly type: string } | { readonly unshown: string };

const startsWith = (bytes: Uint8Array, start: readonly number[], at = 0): boolean =>
  start.every((byte, place) => bytes[at + place] === byte);

const words = (bytes: Uint8Array, from: number, to: number): string =>
  bufferOf(bytes.subarray(from, to)).toString("latin1");

/** Where an SVG may say so: an XML declaration, comments and a document type stand before it. */
const svgWithin = 4096;
const isSvg = (bytes: Uint8Array): boolean => {
  const head = words(bytes, 0, svgWithin);
  return /^(?:\xef\xbb\xbf)?\s*</.test(head) && /<(?:\w{1,20}:)?svg[\s>]/.test(head);
};

const boxed = (bytes: Uint8Array): PictureKind | null => {
  if (words(bytes, 4, 8) !== "ftyp") return null;
  return /^avi[fs]/.test(words(bytes, 8, 12)) ? { type: "image/avif" } : { unshown: "HEIC" };
};

/** What a picture is by its bytes, whatever its name says; `name` is for what they do not tell. */
export const pictureKind = (bytes: Uint8Array, name: string): PictureKind => {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return { type: "image/png" };
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return { type: "image/jpeg" };
  if (words(bytes, 0, 4) === "GIF8") return { type: "image/gif" };
  if (words(bytes, 0, 4) === "RIFF" && words(bytes, 8, 12) === "WEBP") return { type: "image/webp" };
  if (words(bytes, 0, 2) === "BM" && bytes.length > 26) return { type: "image/bmp" };
  if (words(bytes, 40, 44) === " EMF") return { unshown: "EMF" };
  if (startsWith(bytes, [0xd7, 0xcd, 0xc6, 0x9a]) || startsWith(bytes, [1, 0, 9, 0]))
    return { unshown: "WMF" };
  if (startsWith(bytes, [0x49, 0x49, 0x2a, 0]) || startsWith(bytes, [0x4d, 0x4d, 0, 0x2a]))
    return { unshown: "TIFF" };
  const found = boxed(bytes);
  if (found !== null) return found;
  if (isSvg(bytes)) return { type: "image/svg+xml" };
  const ending = /\.([a-z0-9]{2,4})$/i.exec(name)?.[1];
  return { unshown: ending === undefined ? "unknown" : ending.toUpperCase() };
};

/** The media type of a web font by its bytes; null when it is none. */
export const fontType = (bytes: Uint8Array): string | null => {
  const start = words(bytes, 0, 4);
  if (start === "wOFF") return "font/woff";
  if (start === "wOF2") return "font/woff2";
  if (start === "OTTO") return "font/otf";
  return start === "\0\u0001\0\0" || start === "true" || start === "ttcf" ? "font/ttf" : null;
};
