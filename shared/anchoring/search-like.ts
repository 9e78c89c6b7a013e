import search from "approx-string-match";
import { type Normalised, normalise } from "./normalise";

/** A place that reads like a quote: likeness from 0 to 1, and whether another place reads as much like it. */
export type LikePlace = {
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly isAmbiguous: boolean;
};

/** Steps that searches may still take; they count it down. A search that would need more than are left finds nothing. */
export type Budget = { left: number };

/** Longer quotes are found by their beginning and their end: the search takes time for every letter of a pattern. */
const mostPattern = 300;
const endLength = 120;
/** Bits of a pattern that the search handles in one step. */
const wordSize = 32;
/**
 * UTF-16 units that are searched at once. The library looks for the beginning of every match that is as good as the best,
 * and in a text that repeats itself these are as many as it has letters.
 */
const pieceLength = 4096;

/** Steps that setting up the search for a match's beginning costs. */
const perMatch = 4000;

type Found = {
  readonly start: number;
  readonly end: number;
  readonly errors: number;
  readonly isAmbiguous: boolean;
};

const isApart = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.end <= b.start || a.start >= b.end;

const searchOnce = (text: string, pattern: string, least: number, budget: Budget): Found | null => {
  const blocks = Math.ceil(pattern.length / wordSize);
  const overlap = pattern.length * 2;
  // Ends that differ by a letter are the same place: the one nearest in length to the quote is taken.
  const off = (match: { start: number; end: number }): number =>
    Math.abs(match.end - match.start - pattern.length);
  let most = Math.floor(pattern.length * (1 - least));
  let best = null as Found | null;
  for (let from = 0; from === 0 || from + overlap < text.length; from += pieceLength) {
    const piece = text.slice(from, from + pieceLength + overlap);
    if (budget.left < piece.length * blocks) return null;
    const matches = search(piece, pattern, most);
    budget.left -= piece.length * blocks + matches.length * (pattern.length * blocks + perMatch);
    for (const match of matches) {
      const found = { ...match, start: match.start + from, end: match.end + from };
      if (found.start >= found.end) continue;
      if (best === null || found.errors < best.errors) best = { ...found, isAmbiguous: false };
      else if (isApart(found, best)) best = { ...best, isAmbiguous: true };
      else if (off(found) < off(best)) best = { ...found, isAmbiguous: best.isAmbiguous };
    }
    most = best?.errors ?? most;
  }
  return best;
};

/**
 * The place in a normalised text that reads most like a quote, when it is at least so much like it (0 to 1). Offsets of
 * the answer are UTF-16 units of the text before it was normalised.
 */
export const searchLike = (
  there: Normalised,
  quote: string,
  least: number,
  budget: Budget,
): LikePlace | null => {
  const pattern = normalise(quote).text.trim();
  if (pattern === "") return null;
  const place = (start: number, end: number, score: number, isAmbiguous: boolean): LikePlace | null => {
    const range = { start: there.offsets[start] ?? 0, end: there.offsets[end] ?? 0 };
    // Half of a surrogate pair is no place.
    return range.start < range.end ? { ...range, score, isAmbiguous } : null;
  };
  if (pattern.length <= mostPattern) {
    const found = searchOnce(there.text, pattern, least, budget);
    return found && place(found.start, found.end, 1 - found.errors / pattern.length, found.isAmbiguous);
  }
  const head = searchOnce(there.text, pattern.slice(0, endLength), least, budget);
  const tail = head && searchOnce(there.text, pattern.slice(-endLength), least, budget);
  if (head === null || tail === null) return null;
  const length = tail.end - head.start;
  if (length < pattern.length / 2 || length > pattern.length * 2) return null;
  const score = 1 - (head.errors + tail.errors) / (2 * endLength);
  return place(head.start, tail.end, score, head.isAmbiguous || tail.isAmbiguous);
};
