import { crc32, deflateRawSync } from "node:zlib";

/** A file for an archive, and in what way the archive is to be wrong about it. */
export type ZipFile = {
  readonly name: string | Uint8Array;
  readonly bytes: Uint8Array | string;
  readonly isStored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** What the list says instead of the truth. */
  readonly size?: number;
  readonly checksum?: number;
  /** Sizes and place in fields of 64 bits, as programs write them that do not know the sizes in advance. */
  readonly isWide?: boolean;
};

const two = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value & 0xffff);
  return bytes;
};
const four = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const eight = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

const packed = ({ bytes, isStored, method, size, checksum, flags = 0x800 }: ZipFile) => {
  const plain = Buffer.from(bytes as Uint8Array);
  const body = isStored === true ? plain : deflateRawSync(plain);
  return {
    body,
    fields: (isWide: boolean) =>
      Buffer.concat([
        two(isWide ? 45 : 20),
        two(flags),
        two(method ?? (isStored === true ? 0 : 8)),
        four(0),
        four(checksum ?? crc32(plain)),
        four(isWide ? 0xffffffff : body.length),
        four(isWide ? 0xffffffff : (size ?? plain.length)),
      ]),
    size: size ?? plain.length,
  };
};

/** The bytes of a ZIP archive with these files. `before` stands in front of it, as a program that unpacks it does. */
export const aZip = (files: readonly ZipFile[], before: Uint8Array = new Uint8Array()): Uint8Array => {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const { body, fields, size } = packed(file);
    const name = Buffer.from(file.name as string);
    const isWide = file.isWide === true;
    const local = Buffer.concat([four(0x04034b50), fields(false), two(name.length), two(0), name, body]);
    const extra = isWide
      ? Buffer.concat([two(1), two(24), eight(size), eight(body.length), eight(at)])
      : Buffer.alloc(0);
    list.push(
      Buffer.concat([
        four(0x02014b50),
        two(20),
        fields(isWide),
        two(name.length),
        two(extra.length),
        two(0),
        two(0),
        two(0),
        four(0),
        four(isWide ? 0xffffffff : at),
        name,
        extra,
      ]),
    );
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(list);
  const end = [
    four(0x06054b50),
    two(0),
    two(0),
    two(files.length),
    two(files.length),
    four(directory.length),
    four(at),
    two(0),
  ];
  return Buffer.concat([before, ...parts, directory, ...end]);
};

const report = (town: string): string =>
  `Council of ${town} closes the old bridge\n\n${town.toUpperCase()} — The council closed the old bridge on Tuesday after engineers had found cracks in two of its piers.\n\nBuses take the ring road until the end of the month.\n`;

/** Valid archives, for tests that change them. */
export const samples: readonly { name: string; bytes: Uint8Array }[] = [
  {
    name: "two-texts.zip",
    bytes: aZip([
      { name: "Alder.txt", bytes: report("Alder") },
      { name: "reports/Birch.txt", bytes: report("Birch"), isStored: true },
    ]),
  },
  {
    name: "wide.zip",
    bytes: aZip([{ name: "Cedar.txt", bytes: report("Cedar"), isWide: true }], Buffer.from("unpack me\n")),
  },
];
