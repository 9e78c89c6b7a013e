import { alignToCodePoint } from "../text/offsets";
import { firstAfter, type Words } from "../text/words";
import type { Alignment } from "./align-words";
import type { Normalised } from "./normalise";
import type { Budget } from "./search-like";

/** Two versions of a text with what is known of how the one became the other. Made once, used for all anchors. */
export type TextPair = {
  readonly oldText: string;
  readonly newText: string;
  readonly before: Words;
  readonly after: Words;
  readonly aligned: Alignment;
  /** Steps of searching that are left, so that no number of lost quotes takes for ever. */
  readonly budget: Budget;
  /** The new text normalised, made when it is first needed. */
  readonly normalised: () => Normalised;
};

/** Words [first, stop) of the old text that a stretch touches. */
export type Stretch = {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly stop: number;
};

/** UTF-16 units that new text within a quote may have beyond three times the quote. */
export const mostGrowth = 2500;
/** A number of a row; -1 outside of it. */
export const at = (row: Int32Array, index: number): number => row[index] ?? -1;

/** The words that a stretch of a text touches. */
export const wordsTouched = (words: Words, start: number, end: number): Stretch => ({
  start,
  end,
  first: firstAfter(words.ends, start),
  stop: firstAfter(words.starts, end - 1),
});

/** UTF-16 units of a word. */
export const sizeOf = (words: Words, index: number): number =>
  at(words.ends, index) - at(words.starts, index);

/** UTF-16 units of the words [first, last]. */
export const sizeOfAll = (words: Words, first: number, last: number): number => {
  let size = 0;
  for (let index = first; index <= last; index += 1) size += sizeOf(words, index);
  return size;
};

/** Whether words of another place than the old words [first, stop) stand between two new ones. */
export const isTorn = (
  { aligned }: TextPair,
  { first, stop }: { readonly first: number; readonly stop: number },
  from: number,
  to: number,
): boolean => {
  for (let index = from + 1; index < to; index += 1) {
    const old = at(aligned.back, index);
    if (old !== -1 && (old < first || old >= stop)) return true;
  }
  return false;
};

/**
 * The stretch of the new text between the nearest known neighbours of an old one; null when they have parted.
 * `isBetween`: nothing in it is known to be of another place.
 */
export const windowOf = (
  pair: TextPair,
  { first, stop }: Stretch,
): { readonly start: number; readonly end: number; readonly isBetween: boolean } | null => {
  const { newText, before, after, aligned } = pair;
  let [left, right] = [first - 1, stop];
  while (left >= 0 && at(aligned.forth, left) === -1 && first - left < 30) left -= 1;
  while (right < before.ids.length && at(aligned.forth, right) === -1 && right - stop < 30) right += 1;
  const from = left < 0 ? -1 : at(aligned.forth, left);
  const to = right >= before.ids.length ? after.ids.length : at(aligned.forth, right);
  if ((left >= 0 && from === -1) || to === -1 || from >= to) return null;
  return {
    start: from === -1 ? 0 : at(after.ends, from),
    end: to === after.ids.length ? newText.length : at(after.starts, to),
    isBetween: !isTorn(pair, { first: 0, stop: 0 }, from, to),
  };
};

const standsOnce = (text: string, part: string): boolean => text.indexOf(part) === text.lastIndexOf(part);

/** UTF-16 units that are looked at on either side of a quote to tell it from others like it. */
const mostContext = 400;

/** Whether the quote, with as much round it as is the same in both texts, stands once in each of them. */
export const isAlone = (
  oldText: string,
  newText: string,
  { start, end }: Stretch,
  newStart: number,
): boolean => {
  let [left, right] = [0, 0];
  const shift = newStart - start;
  const isSame = (place: number): boolean =>
    place >= 0 && place < oldText.length && place + shift >= 0 && oldText[place] === newText[place + shift];
  while (left < mostContext && isSame(start - left - 1)) left += 1;
  while (right < mostContext && isSame(end + right)) right += 1;
  const passage = oldText.slice(start - left, end + right);
  return standsOnce(oldText, passage) && standsOnce(newText, passage);
};

/** A range that does not split a surrogate pair. */
export const wholeCharacters = (text: string, start: number, end: number): { start: number; end: number } => {
  const to = alignToCodePoint(text, end);
  return { start: alignToCodePoint(text, start), end: to === end ? end : end + 1 };
};
