import { crc32, inflateRawSync } from "node:zlib";
import { bufferOf } from "./encodings";

/** A record of a web archive: its fields by their names in lower case, and what it holds. */
export type WarcRecord = { readonly fields: ReadonlyMap<string, string>; readonly body: Uint8Array };

/** Hears what stands in the way of a record, and says whether to go on with the rest. */
type Complain = (what: string) => "go-on" | "give-up";

/** Longest head of a record or of an answer of a server, in bytes. */
const longestHead = 65_536;

/** Splits lines of fields, as mail, HTTP and WARC have them, from what they stand before. Null when there are none. */
export const splitHead = (bytes: Uint8Array) => {
  const sample = bufferOf(bytes).toString("latin1", 0, Math.min(bytes.length, longestHead));
  const end = /\r?\n\r?\n/.exec(sample);
  if (end === null) return null;
  const [first = "", ...lines] = bufferOf(bytes)
    .toString("utf8", 0, end.index)
    .split(/\r?\n(?![ \t])/);
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { first, fields, body: bytes.subarray(end.index + end[0].length) };
};

/** The records that stand one after the other in plain bytes; after a broken one the next is looked for. */
function* recordsOf(bytes: Uint8Array, complain: Complain): Generator<WarcRecord> {
  const buffer = bufferOf(bytes);
  for (let at = buffer.indexOf("WARC/"); at >= 0 && at < buffer.length; ) {
    const head = splitHead(bytes.subarray(at));
    const length = Number(head?.fields.get("content-length") ?? Number.NaN);
    if (head === null || !/^WARC\/\d/.test(head.first) || !Number.isSafeInteger(length) || length < 0) {
      if (complain("the head of a record cannot be read") === "give-up") return;
      at = buffer.indexOf("\nWARC/", at + 1) + 1 || -1;
      continue;
    }
    if (length > head.body.length) {
      complain("a record is cut off");
      return;
    }
    yield { fields: head.fields, body: head.body.subarray(0, length) };
    at = buffer.indexOf("WARC/", bytes.length - head.body.length + length);
  }
}

const gzipMark = Buffer.from([0x1f, 0x8b, 8]);

/** Where the packed bytes of a gzip member begin; -1 when its head is cut off. */
const startOfPacked = (buffer: Buffer, at: number): number => {
  const flags = buffer[at + 3] ?? 0;
  let next = at + 10;
  if ((flags & 4) !== 0) next += 2 + (buffer[next] ?? 0) + 256 * (buffer[next + 1] ?? 0);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = buffer.indexOf(0, next);
    if (end < 0) return -1;
    next = end + 1;
  }
  if ((flags & 2) !== 0) next += 2;
  return next < buffer.length ? next : -1;
};

type Inflated = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };

/** Unpacks gzip members one after the other, each no longer than is left of `budget`. */
function* membersOf(buffer: Buffer, budget: { left: number }, complain: Complain): Generator<Buffer> {
  for (let at = buffer.indexOf(gzipMark); at >= 0; ) {
    const start = startOfPacked(buffer, at);
    if (start < 0) {
      complain("the last record is cut off");
      return;
    }
    try {
      // The answer with `info` says how much of the input the member took, which the types do not know.
      const { buffer: plain, engine } = inflateRawSync(buffer.subarray(start), {
        info: true,
        maxOutputLength: Math.max(1, budget.left),
      }) as unknown as Inflated;
      const end = start + engine.bytesWritten;
      budget.left -= plain.length;
      const isSound = end + 8 <= buffer.length && buffer.readUInt32LE(end) === crc32(plain);
      if (isSound) yield plain;
      else if (complain("a record is not what it was when it was archived") === "give-up") return;
      at = buffer.indexOf(gzipMark, Math.min(buffer.length, end + 8));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
        budget.left = -1;
        return;
      }
      if (complain("a record cannot be unpacked") === "give-up") return;
      at = buffer.indexOf(gzipMark, start);
    }
  }
}

/**
 * The records of a web archive (WARC 0.17 to 1.1), plain or packed record by record. `budget.left` is how many bytes may
 * still be unpacked; it ends below 0 when there was more.
 *
 * @see https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
 */
export function* readRecords(
  bytes: Uint8Array,
  budget: { left: number },
  complain: Complain,
): Generator<WarcRecord> {
  const buffer = bufferOf(bytes);
  if (!buffer.subarray(0, 3).equals(gzipMark)) {
    yield* recordsOf(bytes, complain);
    return;
  }
  for (const plain of membersOf(buffer, budget, complain)) yield* recordsOf(plain, complain);
}
