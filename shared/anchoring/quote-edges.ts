import type { Words } from "../text/words";
import { pairWords } from "./soft-edge";
import { at, type Stretch, sizeOf, type TextPair } from "./text-pair";

/** A candidate: words [first, last] of the new text, and how much of the quote's wording (0 to 1) they hold. */
export type Candidate = {
  readonly first: number;
  readonly last: number;
  /** The old words that are known to be those at the edges; -1 where an edge is a guess. */
  readonly oldFirst: number;
  readonly oldLast: number;
  readonly held: number;
};

const keyed = (text: string, words: Words, first: number, stop: number): string[] => {
  const keys: string[] = [];
  for (let index = first; index < stop; index += 1)
    keys.push(text.slice(at(words.starts, index), at(words.ends, index)).toLowerCase());
  return keys;
};

/** More words than these before or behind a part are not compared with its missing ones. */
const mostEdge = 40;

/** Words from one that is known to the next one outwards. */
const mostStep = 3;

/**
 * The quote's words before (side -1) or behind (side 1) its known part were changed: finds what stands for them among the
 * new words between the part and the next one that is known to be something else.
 */
export const extendPart = (
  { oldText, newText, before, after, aligned }: TextPair,
  stretch: Stretch,
  part: { first: number; last: number },
  side: -1 | 1,
): { word: number; oldWord: number; held: number } => {
  const known = side === -1 ? part.first : part.last;
  const there = at(aligned.forth, known);
  const none = { word: there, oldWord: known, held: 0 };
  const border = side === -1 ? stretch.first : stretch.stop - 1;
  if (known === border) return none;
  let [old, now] = [known + side, there + side];
  const isFree = (row: Int32Array, index: number): boolean =>
    index >= 0 && index < row.length && row[index] === -1;
  while (isFree(aligned.forth, old) && Math.abs(old - known) < mostEdge) old += side;
  while (isFree(aligned.back, now) && Math.abs(now - there) < mostEdge) now += side;
  const oldFrom = side === -1 ? old + 1 : known + 1;
  const oldTo = side === -1 ? known : old;
  const newFrom = side === -1 ? now + 1 : there + 1;
  const newTo = side === -1 ? there : now;
  const pairs = pairWords(
    keyed(oldText, before, oldFrom, oldTo),
    keyed(newText, after, newFrom, newTo),
    side === -1,
  )
    .map((pair) => ({ ...pair, before: oldFrom + pair.before, after: newFrom + pair.after }))
    .filter((pair) => pair.before >= stretch.first && pair.before < stretch.stop);
  if (side === -1) pairs.reverse();
  let reached = none;
  for (const pair of pairs) {
    // Likenesses that stand wide apart are chance: another passage begins here.
    const step = Math.max(Math.abs(pair.before - reached.oldWord), Math.abs(pair.after - reached.word));
    if (step > mostStep) break;
    reached = {
      word: pair.after,
      oldWord: pair.before,
      held: reached.held + sizeOf(before, pair.before) * pair.likeness,
    };
  }
  return reached;
};

/**
 * From a word's edge on over as many punctuation marks as the quote had there, in whatever style they are now; over white
 * space only where the quote has some and a mark follows.
 */
const beyondSigns = (text: string, edge: number, signs: string, side: -1 | 1): number => {
  const most = signs.replace(/\s/g, "").length;
  const hasSpace = most > 0 && /\s/.test(signs);
  let [reached, marks] = [edge, 0];
  for (let now = edge; marks < most && Math.abs(now - edge) < most + 4; now += side) {
    const sign = text.charAt(side === -1 ? now - 1 : now);
    if (sign === "" || /[\p{L}\p{N}]/u.test(sign)) break;
    if (/\s/.test(sign)) {
      if (!hasSpace) break;
      continue;
    }
    marks += 1;
    reached = now + side;
  }
  return reached;
};

/** Punctuation marks that may cling to a word. */
const mostClinging = 4;

/** Where the quote begins, given the new word that is its first: what stood before the word in the quote goes with it. */
export const startAt = (
  { oldText, newText, before, after }: TextPair,
  stretch: Stretch,
  { first, oldFirst }: Candidate,
): number => {
  const word = at(after.starts, first);
  const oldWord = at(before.starts, oldFirst);
  // Where the words before it are gone, the marks that cling to the word stay with it.
  if (oldFirst !== stretch.first) {
    const clinging = /[^\s\p{L}\p{N}]*$/u.exec(
      oldText.slice(Math.max(stretch.start, oldWord - mostClinging), oldWord),
    );
    return beyondSigns(newText, word, clinging?.[0] ?? "", -1);
  }
  const inside = stretch.start - oldWord;
  if (inside >= 0) return word + Math.min(inside, sizeOf(after, first) - 1);
  const lead = oldText.slice(stretch.start, oldWord);
  if (word + inside >= 0 && newText.startsWith(lead, word + inside)) return word + inside;
  return beyondSigns(newText, word, lead, -1);
};

/** Where the quote ends, given the new word that is its last. */
export const endAt = (
  { oldText, newText, before, after }: TextPair,
  stretch: Stretch,
  { last, oldLast }: Candidate,
): number => {
  const word = at(after.ends, last);
  const oldWord = at(before.ends, oldLast);
  if (oldLast !== stretch.stop - 1) {
    const clinging = /^[^\s\p{L}\p{N}]*/u.exec(
      oldText.slice(oldWord, Math.min(stretch.end, oldWord + mostClinging)),
    );
    return beyondSigns(newText, word, clinging?.[0] ?? "", 1);
  }
  const beyond = stretch.end - oldWord;
  if (beyond <= 0) return Math.max(at(after.starts, last) + 1, word + beyond);
  const trail = oldText.slice(oldWord, stretch.end);
  if (newText.startsWith(trail, word)) return word + trail.length;
  return beyondSigns(newText, word, trail, 1);
};
