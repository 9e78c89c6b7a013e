import type { Random } from "../mutate-bytes";

/*
 * Damage as it happens to database files: bits that flip anywhere, bytes that are others, page headers that lie, pages
 * that changed places, and an end that is missing.
 */

const pageSize = 4096;

type Mutate = (bytes: Buffer, random: Random) => void;

/** 1 to 40 places, most of them in the same file but not next to each other. */
const places = (random: Random): number => 1 + random(2 ** (1 + random(5)));

const mutations: Readonly<Record<string, Mutate>> = {
  flips: (bytes, random) => {
    for (let left = places(random); left > 0; left -= 1) {
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
  },
  "one flip": (bytes, random) => {
    // Not in the header, where hardly a bit is without a check.
    const at = 100 + random(bytes.length - 100);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  },
  "a letter": (bytes, random) => {
    // From a random place on, the next letter becomes another one: what no structure notices.
    for (let at = random(bytes.length); at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x61 || byte > 0x7a) continue;
      bytes[at] = 0x61 + ((byte - 0x61 + 1 + random(24)) % 26);
      return;
    }
  },
  bytes: (bytes, random) => {
    for (let left = places(random); left > 0; left -= 1) bytes[random(bytes.length)] = random(256);
  },
  "page headers": (bytes, random) => {
    for (let left = 1 + random(3); left > 0; left -= 1) {
      const page = random(bytes.length / pageSize);
      bytes[page * pageSize + (page === 0 ? 100 : 0) + random(12)] = random(256);
    }
  },
  header: (bytes, random) => {
    bytes[random(100)] = random(256);
  },
  "pages swapped": (bytes, random) => {
    const [a, b] = [1 + random(bytes.length / pageSize - 1), 1 + random(bytes.length / pageSize - 1)].map(
      (page) => page * pageSize,
    ) as [number, number];
    const kept = Buffer.from(bytes.subarray(a, a + pageSize));
    bytes.copy(bytes, a, b, b + pageSize);
    kept.copy(bytes, b);
  },
  "a page of nothing": (bytes, random) => {
    const at = random(bytes.length / pageSize) * pageSize;
    bytes.fill(random(2) === 0 ? 0 : 0xff, at, at + pageSize);
  },
};

const names = Object.keys(mutations);

/** A file that is like another but for some damage, which is named. */
export const mutatePages = (
  sound: Uint8Array,
  random: Random,
): { readonly how: string; readonly bytes: Buffer } => {
  const how = names[random(names.length)] ?? "flips";
  const bytes = Buffer.from(sound);
  mutations[how]?.(bytes, random);
  return { how, bytes };
};
