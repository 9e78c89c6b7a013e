/** Words in a shingle. */
const size = 5;
/** One shingle in so many is kept for the index, and always this many of the least ones. */
const sampled = 32;
const least = 8;

const prime = 0x01000193;
/** The factor with which a word leaves the polynomial: the prime to the power of the size. */
const leaving = Array.from({ length: size }).reduce<number>((power) => Math.imul(power, prime), 1);

const mix = (hash: number): number => {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
};

/* Kinds of characters by their code; found out once for each, since patterns would take most of the time. */
const unknown = 0;
const letter = 1;
/** A sign of a script without spaces: a word of its own. */
const sign = 2;
const invisible = 3;
const other = 4;
const kinds = new Uint8Array(0x10000);
const lower = new Uint16Array(0x10000);

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const learnKind = (code: number): number => {
  const character = String.fromCharCode(code);
  const small = character.toLowerCase();
  lower[code] = small.length === 1 ? small.charCodeAt(0) : code;
  // Halves of surrogate pairs count as letters: rare scripts and emoji.
  const isLetter = /[\p{L}\p{N}\p{M}]/u.test(character) || (code >= 0xd800 && code <= 0xdfff);
  const isHidden = /[\u00ad\u200b-\u200d\u2060\ufeff]/.test(character);
  const kind = unspaced.test(character) ? sign : isLetter ? letter : isHidden ? invisible : other;
  kinds[code] = kind;
  return kind;
};

/** One hash a word, FNV-1a over its lower-case letters. */
const wordHashes = (text: string): Int32Array => {
  const hashes = new Int32Array(text.length);
  const basis = 0x811c9dc5 | 0;
  let count = 0;
  let hash = basis;
  const close = (): void => {
    if (hash !== basis) hashes[count++] = hash;
    hash = basis;
  };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    let kind = kinds[code] ?? unknown;
    if (kind === unknown) kind = learnKind(code);
    if (kind === invisible) continue;
    if (kind !== letter) close();
    if (kind === other) continue;
    hash = Math.imul(hash ^ (lower[code] ?? 0), 0x01000193);
    if (kind === sign) close();
  }
  close();
  return hashes.subarray(0, count);
};

/**
 * Hashes of all shingles of a text: each five words in a row, whatever their case, punctuation and spaces. A text of
 * fewer words is one shingle. 32 bits, as signed numbers; not for anything that must not be forged.
 */
const allShingles = (text: string): Int32Array => {
  const words = wordHashes(text);
  if (words.length === 0) return words;
  const mixed = words.map(mix);
  const shingles = new Int32Array(Math.max(1, words.length - size + 1));
  // A polynomial over the last words: one multiplication in, one out.
  let hash = 0;
  for (let at = 0; at < mixed.length; at += 1) {
    const gone = at < size ? 0 : Math.imul(mixed[at - size] ?? 0, leaving);
    hash = (Math.imul(hash, prime) + (mixed[at] ?? 0) - gone) | 0;
    if (at >= size - 1) shingles[at - size + 1] = mix(hash);
  }
  if (mixed.length < size) shingles[0] = mix(hash);
  return shingles;
};

/**
 * The shingles of a text that an index keeps, distinct and ascending: those whose hash is divisible by 32 (FracMinHash), and
 * the eight least ones (bottom-k). Whether one of the first kind is kept depends on the shingle alone, so a passage has
 * the same ones in every text, however long the texts are, and the share of a text's that stand in another one's
 * estimates `shareOf`. The eight are for short texts, which may have none of the first kind: two short texts of nearly the
 * same wording have most of the eight in common. What cannot be had: a text of some sixty words inside a long one is
 * found only if one of its shingles is of the first kind (83 %; 97 % at 120 words).
 */
export const sampledShingles = (text: string): Int32Array => {
  const kept = new Set<number>();
  // Ascending and distinct. Most hashes are greater than all of them, so no set or order of all is needed.
  const lowest: number[] = [];
  for (const hash of allShingles(text)) {
    if ((hash & (sampled - 1)) === 0) kept.add(hash);
    if (lowest.length === least && hash >= (lowest[least - 1] ?? 0)) continue;
    if (lowest.includes(hash)) continue;
    lowest.push(hash);
    lowest.sort((a, b) => a - b);
    lowest.length = Math.min(lowest.length, least);
  }
  for (const hash of lowest) kept.add(hash);
  return Int32Array.from(kept).sort();
};

/** What a text's wording is compared by; worked out once for a text that is compared with many. */
export type Wording = { readonly shingles: Int32Array; readonly distinct: ReadonlySet<number> };

/** The wording of a text. */
export const wordingOf = (text: string): Wording => {
  const shingles = allShingles(text);
  return { shingles, distinct: new Set(shingles) };
};

/**
 * Share of a text's wording that stands in another one, 0 to 1: how many of its shingles, counted as often as they come,
 * are among the other's. Not symmetric: a paragraph may stand wholly in a book. 0 for a text without words.
 */
export const shareOfWording = ({ shingles }: Wording, { distinct }: Wording): number => {
  if (shingles.length === 0) return 0;
  let shared = 0;
  for (const hash of shingles) if (distinct.has(hash)) shared += 1;
  return shared / shingles.length;
};

/** As `shareOfWording`, for two texts. */
export const shareOf = (text: string, other: string): number =>
  shareOfWording(wordingOf(text), wordingOf(other));
