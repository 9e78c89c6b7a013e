import { crc32, inflateRawSync } from "node:zlib";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { bufferOf, fromUtf8 } from "./encodings";

/** A file in the list of a ZIP archive. Sizes are what the list says, and may lie. */
export type ZipEntry = {
  /** Path with "/" between folders, as the archive says; a folder's own entry ends in "/". Never a path to write to. */
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  /** Where its header stands in the bytes. */
  readonly offset: number;
};

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locatorSignature = 0x07064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const entryLength = 46;
const localLength = 30;
const wide = 0xffffffff;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const damaged = (what: string) =>
  fail(
    "damaged",
    `The archive is damaged: ${what}`,
    "Get another copy, or unpack it with another program and import the files.",
  );

/** Where the list of files stands: its end, and the bytes of other things before the archive begins. */
type Place = { readonly start: number; readonly end: number; readonly before: number };

const numberAt = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** The wide form (ZIP64) of the record at the end stands before it, and a pointer to it between the two. */
const placeOf = (view: DataView, at: number): Place | null => {
  const isWide = at >= 76 && view.getUint32(at - 20, true) === locatorSignature;
  const record = isWide && view.getUint32(at - 76, true) === end64Signature ? at - 76 : null;
  const end = record ?? at;
  const size = record === null ? view.getUint32(at + 12, true) : numberAt(view, record + 40);
  const stated = record === null ? view.getUint32(at + 16, true) : numberAt(view, record + 48);
  const start = end - size;
  const before = start - stated;
  if (start < 0 || before < 0) return null;
  const isList = size === 0 || (size >= entryLength && view.getUint32(start, true) === entrySignature);
  return isList ? { start, end, before } : null;
};

/** Looks back from the end for the record that closes an archive; something else may stand before or behind. */
const findPlace = (bytes: Uint8Array): Place | null => {
  const view = viewOf(bytes);
  const buffer = bufferOf(bytes);
  const first = Math.max(0, bytes.length - endLength - 0xffff);
  for (let at = bytes.length - endLength; at >= first && at >= 0; at -= 1) {
    at = buffer.lastIndexOf("PK\u0005\u0006", at, "latin1");
    if (at < first) return null;
    const place = view.getUint32(at, true) === endSignature ? placeOf(view, at) : null;
    if (place !== null) return place;
  }
  return null;
};

/** The upper half of code page 437, in which the format wants the names that are not marked as UTF-8. */
const upper437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

const from437 = (bytes: Uint8Array): string =>
  bufferOf(bytes)
    .toString("latin1")
    .replace(/[\u0080-\u00ff]/g, (letter) => upper437.charAt(letter.charCodeAt(0) - 0x80));

/** Many programs write UTF-8 without saying so; other bytes are hardly ever UTF-8 by accident. */
const nameOf = (bytes: Uint8Array): string => (fromUtf8(bytes) ?? from437(bytes)).replaceAll("\\", "/");

/** Numbers too large for their fields stand in an extra field, in this order and only where they are needed. */
const widened = (view: DataView, from: number, to: number, narrow: readonly number[]): number[] => {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    return narrow.map((value) => {
      if (value !== wide || next + 8 > to) return value;
      next += 8;
      return numberAt(view, next - 8);
    });
  }
  return [...narrow];
};

const entryAt = (bytes: Uint8Array, view: DataView, at: number, place: Place) => {
  const flags = view.getUint16(at + 8, true);
  const names = at + entryLength;
  const extra = names + view.getUint16(at + 28, true);
  const comment = extra + view.getUint16(at + 30, true);
  const next = comment + view.getUint16(at + 32, true);
  if (next > place.end) return null;
  const narrow = [24, 20, 42].map((field) => view.getUint32(at + field, true));
  const [size = 0, packed = 0, offset = 0] = widened(view, extra, comment, narrow);
  const entry: ZipEntry = {
    name: nameOf(bytes.subarray(names, extra)),
    flags,
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packed,
    size,
    offset: offset + place.before,
  };
  return { entry, next };
};

/** Whether the bytes are, or end in, a ZIP archive. */
export const isZip = (bytes: Uint8Array): boolean => findPlace(bytes) !== null;

/** The files of a ZIP archive in the order of its list, not more than `most` of them. Nothing is unpacked. */
export const listZip = (bytes: Uint8Array, most: number): Result<ZipEntry[]> => {
  const place = findPlace(bytes);
  if (place === null) return damaged("its end is missing");
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  for (let at = place.start; at + entryLength <= place.end; ) {
    const found = view.getUint32(at, true) === entrySignature ? entryAt(bytes, view, at, place) : null;
    if (found === null) return damaged("its list of files cannot be read");
    if (entries.length >= most)
      return fail(
        "invalid-input",
        `The archive holds more than ${most.toLocaleString("en")} files`,
        "Unpack it, and import what matters in parts.",
      );
    entries.push(found.entry);
    at = found.next;
  }
  return ok(entries);
};

const methods: Readonly<Record<number, string>> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "xz",
};

const unreadable = (message: string): { readonly ok: false; readonly error: AppError } =>
  fail("invalid-input", message, "Unpack the archive with another program and import the file itself.");

const inflate = (packed: Uint8Array, size: number): Result<Uint8Array> => {
  try {
    // Stops at a byte more than the list says, whatever there is to come.
    return ok(inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }));
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return isTooLarge
      ? unreadable("It holds more than the archive says")
      : damaged("this file cannot be unpacked");
  }
};

/** The bytes of one file of an archive: never more than the list says, and checked against its checksum. */
export const unpackEntry = (bytes: Uint8Array, entry: ZipEntry): Result<Uint8Array> => {
  const { flags, method, offset, packed, size, checksum } = entry;
  if ((flags & 1) !== 0 || method === 99) return unreadable("It is protected by a password");
  if (method !== 0 && method !== 8)
    return unreadable(
      `It is packed in a way that Assay does not know (${methods[method] ?? `method ${method}`})`,
    );
  const view = viewOf(bytes);
  if (offset + localLength > bytes.length || view.getUint32(offset, true) !== localSignature)
    return damaged("this file is not where its list says");
  const start = offset + localLength + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) return damaged("this file is cut off");
  const raw = bytes.subarray(start, start + packed);
  const unpacked = method === 0 ? ok(raw) : inflate(raw, size);
  if (!unpacked.ok) return unpacked;
  return unpacked.value.length === size && crc32(unpacked.value) === checksum
    ? unpacked
    : damaged("this file is not what it was when it was packed");
};
