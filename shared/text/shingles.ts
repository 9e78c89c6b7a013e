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

/*
 * What each character is, by its code; found out once for each, since patterns would take most of the time. Of a letter the
 * small one; of a sign of a script without spaces, which is a word of its own, its code above those of letters.
 */
const unknown = 0;
const sign = 0x10000;
const invisible = 0x20000;
const other = 0x20001;
const characters = new Int32Array(0x10000);

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const learn = (code: number): number => {
  const character = String.fromCharCode(code);
  const small = character.toLowerCase();
  const lower = small.length === 1 ? small.charCodeAt(0) : code;
  // Halves of surrogate pairs count as letters: rare scripts and emoji.
  const isLetter = /[\p{L}\p{N}\p{M}]/u.test(character) || (code >= 0xd800 && code <= 0xdfff);
  const isHidden = /[\u00ad\u200b-\u200d\u2060\ufeff]/.test(character);
  const learnt = unspaced.test(character) ? sign + lower : isLetter ? lower : isHidden ? invisible : other;
  characters[code] = learnt;
  return learnt;
};

/**
 * Room for the hashes of a text, used again and again instead of new arrays for each of thousands of texts. A text too
 * long for it gets room of its own.
 */
const room = { words: new Int32Array(1 << 16), shingles: new Int32Array(1 << 16) };

/** One hash a word, FNV-1a over its lower-case letters, mixed; good until the next call. */
const wordHashes = (text: string): Int32Array => {
  const hashes = text.length > room.words.length ? new Int32Array(text.length) : room.words;
  const basis = 0x811c9dc5 | 0;
  let count = 0;
  let hash = basis;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const known = characters[code] ?? unknown;
    const character = known === unknown ? learn(code) : known;
    if (character < sign) {
      hash = Math.imul(hash ^ character, prime);
      continue;
    }
    if (character === invisible) continue;
    if (hash !== basis) hashes[count++] = mix(hash);
    hash = basis;
    if (character === other) continue;
    const own = Math.imul(basis ^ (character - sign), prime);
    if (own !== basis) hashes[count++] = mix(own);
  }
  if (hash !== basis) hashes[count++] = mix(hash);
  return hashes.subarray(0, count);
};

/**
 * Hashes of all shingles of a text: each five words in a row, whatever their case, punctuation and spaces. A text of
 * fewer words is one shingle. 32 bits, as signed numbers; not for anything that must not be forged. Good until the next
 * call.
 */
const allShingles = (text: string): Int32Array => {
  const mixed = wordHashes(text);
  const count = mixed.length === 0 ? 0 : Math.max(1, mixed.length - size + 1);
  const shingles = count > room.shingles.length ? new Int32Array(count) : room.shingles.subarray(0, count);
  // A polynomial over the last words: one multiplication in, one out.
  let hash = 0;
  for (let at = 0; at < mixed.length; at += 1) {
    const gone = at < size ? 0 : Math.imul(mixed[at - size] ?? 0, leaving);
    hash = (Math.imul(hash, prime) + (mixed[at] ?? 0) - gone) | 0;
    if (at >= size - 1) shingles[at - size + 1] = mix(hash);
  }
  if (mixed.length > 0 && mixed.length < size) shingles[0] = mix(hash);
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
  const shingles = allShingles(text);
  const kept: number[] = [];
  // Ascending and distinct. Most hashes are greater than all of them, so no set or order of all is needed.
  const lowest: number[] = [];
  let highest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < shingles.length; at += 1) {
    const hash = shingles[at] ?? 0;
    if ((hash & (sampled - 1)) === 0) kept.push(hash);
    if (hash >= highest || lowest.includes(hash)) continue;
    lowest.push(hash);
    lowest.sort((a, b) => a - b);
    lowest.length = Math.min(lowest.length, least);
    highest = lowest[least - 1] ?? highest;
  }
  const sorted = Int32Array.from([...kept, ...lowest]).sort();
  return sorted.filter((hash, at) => at === 0 || hash !== sorted[at - 1]);
};

/** What a text's wording is compared by; worked out once for a text that is compared with many. */
export type Wording = { readonly shingles: Int32Array; readonly distinct: ReadonlySet<number> };

/** The wording of a text. */
export const wordingOf = (text: string): Wording => {
  const shingles = allShingles(text).slice();
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
