import { type Candidate, endAt, extendPart, startAt } from "./quote-edges";
import type { Placement } from "./resolve-anchor";
import {
  at,
  isAlone,
  isTorn,
  mostGrowth,
  type Stretch,
  sizeOf,
  sizeOfAll,
  type TextPair,
  wholeCharacters,
} from "./text-pair";

/** Old words on either side of a quote that bear witness to its place. */
const witnesses = 8;
/** A quote with this much of its neighbourhood is the same passage... */
const leastSupport = 0.5;
/** ...and so is one in a run of this many words that stands once in either text. */
const longRun = 12;
/** Share of the quote's wording that must be found for it to be there at all. */
const leastHeld = 0.5;
/** The part of a stretch that stays together in the new text and holds most of it; null when nothing of it is known. */
const greatestPart = (pair: TextPair, stretch: Stretch): { first: number; last: number } | null => {
  const { before, after, aligned } = pair;
  const most = 3 * (stretch.end - stretch.start) + mostGrowth;
  let best: { first: number; last: number; size: number } | null = null;
  let part: { first: number; last: number; size: number } | null = null;
  for (let old = stretch.first; old < stretch.stop; old += 1) {
    const now = at(aligned.forth, old);
    if (now === -1) continue;
    const last: number = part === null ? -1 : at(aligned.forth, part.last);
    const isSame: boolean =
      part !== null &&
      now > last &&
      at(after.starts, now) - at(after.starts, last) <= most &&
      !isTorn(pair, stretch, last, now);
    const size = sizeOf(before, old);
    part =
      isSame && part !== null
        ? { first: part.first, last: old, size: part.size + size }
        : { first: old, last: old, size };
    if (best === null || part.size > best.size) best = part;
  }
  return best;
};

const candidateOf = (pair: TextPair, stretch: Stretch): Candidate | null => {
  const { before, aligned } = pair;
  const part = greatestPart(pair, stretch);
  if (part === null) return null;
  const left = extendPart(pair, stretch, part, -1);
  const right = extendPart(pair, stretch, part, 1);
  let held = left.held + right.held;
  for (let old = part.first; old <= part.last; old += 1) {
    const now = at(aligned.forth, old);
    if (now >= left.word && now <= right.word) held += sizeOf(before, old);
  }
  return {
    first: left.word,
    last: right.word,
    oldFirst: left.oldWord,
    oldLast: right.oldWord,
    held: held / Math.max(1, sizeOfAll(before, stretch.first, stretch.stop - 1)),
  };
};

/** How much of what stood round a stretch stands round its new place too, 0 to 1. Nothing round it: all of it. */
const supportOf = ({ before, aligned }: TextPair, { first, stop }: Stretch, place: Candidate): number => {
  let [seen, found] = [0, 0];
  const look = (old: number, expected: number): void => {
    if (old < 0 || old >= before.ids.length) return;
    seen += 1;
    const now = at(aligned.forth, old);
    if (now !== -1 && Math.abs(now - expected) <= 4) found += 1;
  };
  for (let step = 1; step <= witnesses; step += 1) {
    look(first - step, place.first - step);
    look(stop - 1 + step, place.last + step);
  }
  return seen === 0 ? 1 : found / seen;
};

/** Whether a quote that stands word for word at a place with its neighbours is the same passage beyond doubt. */
const isCertain = (
  pair: TextPair,
  stretch: Stretch,
  start: number,
  place: Candidate,
  support: number,
): boolean => {
  const { oldText, newText, before, aligned } = pair;
  const shift = place.first - stretch.first;
  for (let old = stretch.first; old < stretch.stop; old += 1)
    if (at(aligned.forth, old) !== old + shift) return false;
  const isRun = (old: number): boolean =>
    old >= 0 && old < before.ids.length && at(aligned.forth, old) === old + shift;
  let [left, right] = [stretch.first, stretch.stop - 1];
  let isUnique = false;
  for (let old = left; old <= right && !isUnique; old += 1) isUnique = aligned.isUnique[old] === 1;
  const enough = () => isUnique && right - left + 1 >= longRun;
  while (!enough() && stretch.first - left < 60 && isRun(left - 1)) {
    left -= 1;
    isUnique ||= aligned.isUnique[left] === 1;
  }
  while (!enough() && right - stretch.stop < 60 && isRun(right + 1)) {
    right += 1;
    isUnique ||= aligned.isUnique[right] === 1;
  }
  if (enough()) return true;
  if (support < leastSupport) return false;
  if (isUnique) return true;
  return isAlone(oldText, newText, stretch, start);
};

/**
 * Where a stretch stands by the words that are known to be its own: exact, moved, or null when too few of them are known.
 */
export const placeByWords = (pair: TextPair, stretch: Stretch): Placement | null => {
  const place = candidateOf(pair, stretch);
  if (place === null || place.held < leastHeld) return null;
  const { oldText, newText, before, after } = pair;
  const range = wholeCharacters(newText, startAt(pair, stretch, place), endAt(pair, stretch, place));
  if (range.start >= range.end) return null;
  const support = supportOf(pair, stretch, place);
  const isLiteral =
    range.end - range.start === stretch.end - stretch.start &&
    newText.slice(range.start, range.end) === oldText.slice(stretch.start, stretch.end);
  if (isLiteral && isCertain(pair, stretch, range.start, place, support)) return { kind: "exact", ...range };
  const oldSize = sizeOfAll(before, stretch.first, stretch.stop - 1);
  const newSize = sizeOfAll(after, place.first, place.last);
  const alike = (2 * place.held * oldSize) / Math.max(1, oldSize + newSize);
  const score = Math.min(isLiteral ? 1 : 0.99, alike) * (0.75 + 0.25 * support);
  return { kind: "moved", ...range, score };
};
