import type { EncodingChoice } from "../../shared/domain/article";
import { decodeAs, encodingLabel } from "./encodings";

/** A guess at how bytes were written, the best first. */
type Guess = { readonly name: string; readonly rank: number; readonly text: string };

/** Bytes looked at: more than the detector needs, and little enough to try several readings of. */
const sampleLength = 32_768;
/** Bytes before the first unusual one that come along, so that its words are whole. */
const leadLength = 200;

/** The stretch that tells: ASCII reads the same in every candidate. It begins and ends between ASCII characters. */
const sampleOf = (bytes: Uint8Array): Uint8Array => {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const from = Math.max(0, first - leadLength);
  if (bytes.length - from <= sampleLength) return bytes.subarray(from);
  const lastEnd = bytes.lastIndexOf(0x0a, from + sampleLength);
  return bytes.subarray(from, lastEnd > from + sampleLength / 2 ? lastEnd : from + sampleLength);
};

/** Encodings of everyday files, as against the many that a detector also knows. */
const everyday = /^(?:windows-125\d|shift_jis|gb18030|big5|euc-kr|euc-jp|koi8-r)$/;

/** Encodings that hardly any file comes in. */
const rare = /^(?:iso-8859-(?:3|4|10|13|14|16)|windows-1258)$/;

/** Words of two scripts, letters in the middle of a word that no word has there, and what could not be read at all. */
const oddities: readonly { readonly pattern: RegExp; readonly weight: number }[] = [
  { pattern: /[a-z](?=[^\p{Script=Latin}\P{L}])|[^\p{Script=Latin}\P{L}](?=[a-z])/giu, weight: 1 },
  { pattern: /(?<=\p{Ll})\p{Lu}(?=\p{Ll})|(?<=\p{L})[^\p{L}\p{M}\p{P}\p{Z}\p{N}\s](?=\p{L})/gu, weight: 1 },
  { pattern: /[\u0080-\u009f\ufffd]/g, weight: 2 },
];

/** How odd a reading looks, 0 to 2, per character beyond ASCII. */
const oddity = (text: string): number => {
  const beyond = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  if (beyond === 0) return 0;
  const odd = oddities.reduce(
    (sum, { pattern, weight }) => sum + weight * (text.match(pattern)?.length ?? 0),
    0,
  );
  return Math.min(2, odd / beyond);
};

const previewLead = 40;
const previewLength = 200;

/** The first stretch in which readings differ, on one line. */
const previewOf = (text: string): string => {
  const first = Math.max(0, text.search(/[^\p{ASCII}]/u));
  return text
    .slice(Math.max(0, first - previewLead), first + previewLength)
    .replace(/\p{Cs}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
};

const usage = (name: string): number => (everyday.test(name) ? 0.03 : rare.test(name) ? -0.1 : 0);

const mostAlternatives = 6;
/** A guess this sure, with no other reading so near to it, is taken without asking anybody. */
const sureRank = 0.45;
const sureLead = 0.15;

const guessesFor = async (sample: Uint8Array): Promise<Guess[]> => {
  const { chardet } = await import("jschardet");
  const found = chardet.detectAll(sample, { ignoreThreshold: true });
  const candidates = new Map<string, number>([["windows-1252", 0.1]]);
  for (const { encoding, confidence } of found) {
    const name = encoding === null ? null : encodingLabel(encoding);
    if (name !== null && !name.startsWith("utf-"))
      candidates.set(name, Math.max(confidence, candidates.get(name) ?? 0));
  }
  const guesses = await Promise.all(
    [...candidates].map(async ([name, confidence]) => {
      const text = await decodeAs(sample, name);
      return { name, text, rank: confidence - 0.5 * oddity(text) + usage(name) };
    }),
  );
  return guesses.sort((one, other) => other.rank - one.rank);
};

/**
 * Guesses the encoding of bytes that state none and are no UTF-8. The alternatives are readings that differ from the
 * best one; there are none when it is sure.
 */
export const detectEncoding = async (bytes: Uint8Array): Promise<EncodingChoice> => {
  const guesses = await guessesFor(sampleOf(bytes));
  const best = guesses[0];
  if (best === undefined) return { name: "windows-1252", alternatives: [] };
  const seen = new Set([best.text]);
  const others: Guess[] = [];
  for (const guess of guesses) {
    if (!seen.has(guess.text)) others.push(guess);
    seen.add(guess.text);
  }
  const isSure = best.rank >= sureRank && (others[0] === undefined || best.rank - others[0].rank >= sureLead);
  return { name: best.name, alternatives: isSure ? [] : previewsOf(others) };
};

const previewsOf = (guesses: readonly Guess[]): EncodingChoice["alternatives"] =>
  guesses.slice(0, mostAlternatives).map(({ name, text }) => ({ name, preview: previewOf(text) }));

/** How the bytes would read in the encodings that come into question, for somebody who doubts the one in use. */
export const otherReadings = async (
  bytes: Uint8Array,
  used: string,
): Promise<EncodingChoice["alternatives"]> =>
  previewsOf((await guessesFor(sampleOf(bytes))).filter(({ name }) => name !== used));
