import type { Anchor } from "../domain/highlight";
import { wordIds } from "../text/words";
import { alignWords } from "./align-words";
import { type Normalised, normalise } from "./normalise";
import { placeByWords } from "./place-by-words";
import { type Placement, resolveAnchor } from "./resolve-anchor";
import { searchLike } from "./search-like";
import {
  at,
  isAlone,
  mostGrowth,
  type Stretch,
  type TextPair,
  wholeCharacters,
  windowOf,
  wordsTouched,
} from "./text-pair";

/** Likeness that is asked for between known neighbours, and anywhere in the text. */
const leastNear = 0.55;
const leastAnywhere = 0.75;
/** A shorter quote is not looked for in the whole text: something like it stands everywhere (UTF-16 units). */
const leastGlobal = 24;
/** Steps of approximate search for one pair of texts: about a second. */
const mostSteps = 60_000_000;

/** A quote without a word in it (a dash, a line of stars) is where it stands alone between its neighbours. */
const byNeighbours = (pair: TextPair, stretch: Stretch): Placement => {
  const window = windowOf(pair, stretch);
  const quote = pair.oldText.slice(stretch.start, stretch.end);
  if (window === null) return { kind: "lost" };
  const found = pair.newText.indexOf(quote, window.start);
  const again = pair.newText.indexOf(quote, found + 1);
  if (found === -1 || found + quote.length > window.end) return { kind: "lost" };
  const range = { start: found, end: found + quote.length };
  // Half of a pair, from a text cut in the middle of one, is not half of another character.
  const whole = wholeCharacters(pair.newText, range.start, range.end);
  if (whole.start !== range.start || whole.end !== range.end) return { kind: "lost" };
  const isOnly = again === -1 || again + quote.length > window.end;
  if (!isOnly) return { kind: "moved", ...range, score: 0.5 };
  return isAlone(pair.oldText, pair.newText, stretch, found)
    ? { kind: "exact", ...range }
    : { kind: "moved", ...range, score: 0.9 };
};

/** Whether the words of a place are known to be other words of the old text. */
const isTaken = ({ after, aligned }: TextPair, stretch: Stretch, start: number, end: number): boolean => {
  const { first, stop } = wordsTouched(after, start, end);
  let taken = 0;
  for (let now = first; now < stop; now += 1) {
    const old = at(aligned.back, now);
    if (old !== -1 && (old < stretch.first || old >= stretch.stop)) taken += 1;
  }
  return taken * 2 > stop - first;
};

/** Looks for something like the quote: between its neighbours first, then everywhere, where more likeness is asked for. */
const byLikeness = (pair: TextPair, stretch: Stretch): Placement => {
  const { oldText, newText, budget } = pair;
  const quote = oldText.slice(stretch.start, stretch.end);
  const window = windowOf(pair, stretch);
  const isNear = window?.isBetween === true && window.end - window.start <= 4 * quote.length + mostGrowth;
  const near = isNear
    ? searchLike(normalise(newText, window.start, window.end), quote, leastNear, budget)
    : null;
  if (near !== null)
    return { kind: "moved", ...wholeCharacters(newText, near.start, near.end), score: near.score * 0.9 };
  if (quote.length < leastGlobal) return { kind: "lost" };
  const found = searchLike(pair.normalised(), quote, leastAnywhere, budget);
  if (found === null || found.isAmbiguous || isTaken(pair, stretch, found.start, found.end))
    return { kind: "lost" };
  return { kind: "moved", ...wholeCharacters(newText, found.start, found.end), score: found.score * 0.75 };
};

const carry = (pair: TextPair, anchor: Anchor): Placement => {
  const { oldText, before } = pair;
  const place = resolveAnchor(oldText, anchor);
  // Where the anchor does not stand in the text it is said to be of, nothing can be said.
  if (place.kind === "lost") return place;
  const stretch = wordsTouched(before, place.start, place.end);
  if (stretch.first >= stretch.stop) return byNeighbours(pair, stretch);
  return placeByWords(pair, stretch) ?? byLikeness(pair, stretch);
};

/** Where all of the old text stands in the new one, word for word and once: then there is nothing to be found out. */
const wholeShift = (oldText: string, newText: string): number | null => {
  const start = newText.indexOf(oldText);
  if (start === -1 || newText.lastIndexOf(oldText) !== start) return null;
  const range = wholeCharacters(newText, start, start + oldText.length);
  return range.start === start && range.end === start + oldText.length ? start : null;
};

/**
 * Where the anchors of a text stand in a changed version of it, in the order of the anchors. exact: the quote stands
 * there word for word and its surroundings leave no doubt that it is the same passage. moved: it probably stands there,
 * with a score from 0 to 1; somebody should look. lost: less than half of it is left, or nobody can tell where.
 *
 * The words of both texts are aligned once; offsets are UTF-16 units and never split a surrogate pair.
 */
export const carryAnchors = (oldText: string, newText: string, anchors: readonly Anchor[]): Placement[] => {
  if (anchors.length === 0) return [];
  const shift = wholeShift(oldText, newText);
  if (shift !== null)
    return anchors.map((anchor) => {
      const place = resolveAnchor(oldText, anchor);
      return place.kind === "lost"
        ? place
        : { kind: "exact", start: place.start + shift, end: place.end + shift };
    });
  const known = new Map<string, number>();
  const before = wordIds(oldText, known);
  const after = wordIds(newText, known);
  let normalised: Normalised | null = null;
  const pair: TextPair = {
    oldText,
    newText,
    before,
    after,
    aligned: alignWords(before, after),
    budget: { left: mostSteps },
    normalised: () => {
      normalised ??= normalise(newText);
      return normalised;
    },
  };
  return anchors.map((anchor) => carry(pair, anchor));
};
