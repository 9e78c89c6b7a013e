import { unzipSync } from "fflate";
import { aZip } from "./samples/zip";

/** Whole numbers from 0 up to, not including, `below`. */
export type Random = (below: number) => number;

/** A generator that gives the same numbers for the same seed (mulberry32). */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

const pick = <T>(random: Random, from: readonly T[]): T => {
  const found = from[random(from.length)];
  if (found === undefined) throw new Error("There is nothing to pick from");
  return found;
};

type Mutate = (bytes: Buffer, random: Random, other: Buffer) => Uint8Array;

/** A stretch of the bytes, short more often than long. */
const stretch = (bytes: Buffer, random: Random): readonly [number, number] => {
  const length = Math.min(bytes.length, 1 + random(2 ** (1 + random(12))));
  const start = random(bytes.length - length + 1);
  return [start, start + length];
};

const cut = (bytes: Buffer, from: number, to: number, by: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);

/** What formats open things with: many in a row are a depth that no document has. */
const openings = [
  "<div>",
  "<b>",
  "<table><tr><td>",
  "<ul><li>",
  "<!--",
  "<![CDATA[",
  "<blockquote>",
  "{\\b ",
  "{\\*\\x",
  "[",
  '{"a":',
  "(",
  "<<",
  "> ",
  "- ",
  "*",
  "_",
  "`",
  "![",
  '"',
  "<w:p>",
  "<w:r><w:t>",
  "<text:p>",
  "<item>",
  "&lt;",
  "--x\r\n",
  "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
  "\n\n",
  " ",
  "\t",
  "a,",
  "\u0301",
  "\u202e",
  "\ud83d",
] as const;

const extremes = [
  "0",
  "-1",
  "99999999999999999999",
  "4294967296",
  "2147483647",
  "1e999",
  "NaN",
  "0x7fffffff",
] as const;

const mutations: Readonly<Record<string, Mutate>> = {
  flip: (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let times = 1 + random(12); times > 0; times -= 1) {
      const at = random(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
    }
    return copy;
  },
  truncate: (bytes, random) => bytes.subarray(0, random(bytes.length)),
  behead: (bytes, random) => bytes.subarray(random(bytes.length)),
  remove: (bytes, random) => cut(bytes, ...stretch(bytes, random), Buffer.alloc(0)),
  duplicate: (bytes, random) => {
    const [start, end] = stretch(bytes, random);
    const again = Array.from({ length: 1 + random(50) }, () => bytes.subarray(start, end));
    return cut(bytes, end, end, Buffer.concat(again).subarray(0, 100_000));
  },
  shuffle: (bytes, random) => {
    const [start, end] = stretch(bytes, random);
    const rest = cut(bytes, start, end, Buffer.alloc(0));
    const at = random(rest.length + 1);
    return cut(rest, at, at, bytes.subarray(start, end));
  },
  splice: (bytes, random, other) => {
    const at = random(bytes.length);
    return cut(bytes, at, random(2) === 0 ? at : bytes.length, other.subarray(...stretch(other, random)));
  },
  run: (bytes, random) => {
    const at = random(bytes.length);
    const run = Buffer.alloc(
      1 + random(2 ** random(15)),
      pick(random, [0, 0xff, 0x20, 0x0a, 0x3c, 0x28, 0x7b, 0x80, random(256)]),
    );
    return cut(bytes, at, random(2) === 0 ? at : Math.min(bytes.length, at + run.length), run);
  },
  nest: (bytes, random) => {
    const at = random(bytes.length);
    const opening = Buffer.from(pick(random, openings));
    return cut(bytes, at, at, Buffer.alloc(opening.length * (1 + random(2 ** random(14))), opening));
  },
  number: (bytes, random) => {
    const copy = Buffer.from(bytes);
    const at = random(Math.max(1, copy.length - 4));
    if (copy.length >= 4)
      copy.writeUInt32LE(pick(random, [0, 1, 0xffffffff, 0x7fffffff, 0x80000000, 0xffff, copy.length]), at);
    return copy;
  },
  digits: (bytes, random) => {
    const text = bytes.toString("latin1");
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return bytes;
    const { index, 0: digits } = pick(random, numbers);
    return cut(bytes, index, index + digits.length, Buffer.from(pick(random, extremes)));
  },
};

const names = Object.keys(mutations);

/** Packed bytes hide behind checksums: a member is changed and packed anew, so that what reads it gets to see it. */
const withinZip = (bytes: Buffer, random: Random, other: Buffer): Uint8Array | null => {
  if (bytes.toString("latin1", 0, 2) !== "PK") return null;
  const members = Object.entries(unzipSync(bytes)).map(([name, content]) => ({ name, bytes: content }));
  const victim = random(members.length);
  return aZip(
    members.map((member, at) =>
      at === victim && member.bytes.length > 0
        ? { ...member, bytes: mutateOnce(Buffer.from(member.bytes), random, other).bytes }
        : member,
    ),
  );
};

const mutateOnce = (bytes: Buffer, random: Random, other: Buffer) => {
  const name = pick(random, names);
  return {
    name,
    bytes: Buffer.from(bytes.length === 0 ? other : (mutations[name]?.(bytes, random, other) ?? bytes)),
  };
};

/** A file that is like another and is wrong in one to three ways, which are named. */
export const mutateBytes = (
  bytes: Uint8Array,
  random: Random,
  other: Uint8Array,
): { readonly how: string; readonly bytes: Uint8Array } => {
  let current = Buffer.from(bytes);
  const how: string[] = [];
  if (random(4) > 0) {
    const inner = withinZip(current, random, Buffer.from(other));
    if (inner !== null) return { how: "within", bytes: inner };
  }
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const once = mutateOnce(current, random, Buffer.from(other));
    how.push(once.name);
    current = once.bytes;
  }
  return { how: how.join(", "), bytes: current };
};
