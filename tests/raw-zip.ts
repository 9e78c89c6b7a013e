import { constants, crc32, deflateRawSync } from "node:zlib";

/** One part of a package, of which every number may be a lie. */
export type RawPart = {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** The stated size unpacked. */
  readonly size: number;
  readonly checksum?: number;
  /** Points to the bytes of the part with this number instead of to its own. */
  readonly samePlaceAs?: number;
};

const local = ({ name, packed, method = 8, flags = 0, size, checksum = 0 }: RawPart): Buffer => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(checksum, 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([header, Buffer.from(name), packed]);
};

const listed = (
  { name, packed, method = 8, flags = 0, size, checksum = 0 }: RawPart,
  offset: number,
): Buffer => {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(checksum, 16);
  header.writeUInt32LE(packed.length, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(Buffer.byteLength(name), 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(name)]);
};

/** A ZIP that says what its parts say, true or not. */
export const rawZip = (parts: readonly RawPart[]): Uint8Array => {
  const locals: Buffer[] = [];
  const offsets: number[] = [];
  let length = 0;
  for (const part of parts) {
    offsets.push(part.samePlaceAs === undefined ? length : (offsets[part.samePlaceAs] ?? 0));
    if (part.samePlaceAs !== undefined) continue;
    const bytes = local(part);
    locals.push(bytes);
    length += bytes.length;
  }
  const list = Buffer.concat(parts.map((part, at) => listed(part, offsets[at] ?? 0)));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length & 0xffff, 8);
  end.writeUInt16LE(parts.length & 0xffff, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(length, 16);
  return Buffer.concat([...locals, list, end]);
};

/** A part that tells the truth. */
export const honestPart = (name: string, text: string): RawPart => {
  const bytes = Buffer.from(text);
  return { name, packed: deflateRawSync(bytes), size: bytes.length, checksum: crc32(bytes) };
};

/** Packed bytes that unpack to as many megabytes of blanks: a block that leans on nothing before it, again and again. */
export const packedBlanks = (megabytes: number): Uint8Array => {
  const one = deflateRawSync(Buffer.alloc(1024 * 1024, " "), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array.from({ length: megabytes }, () => one), Buffer.from([3, 0])]);
};
