import type { Anchor } from "../domain/highlight";
import { alignToCodePoint } from "../text/offsets";

/** UTF-16 units of context kept on either side of a quote. */
export const contextLength = 32;

/**
 * Describes a stretch of a text so that it can be found again: quote, context on either side, position.
 * Offsets are UTF-16 units; those that would split a surrogate pair are moved to its start.
 *
 * @throws RangeError when the stretch is empty or reaches outside the text: a caller's bug.
 */
export const describeAnchor = (text: string, start: number, end: number): Anchor => {
  const from = alignToCodePoint(text, start);
  const to = alignToCodePoint(text, end);
  if (from < 0 || to > text.length || from >= to)
    throw new RangeError(`no text between ${start} and ${end} in a text of ${text.length}`);
  return {
    start: from,
    end: to,
    quote: text.slice(from, to),
    prefix: text.slice(alignToCodePoint(text, Math.max(0, from - contextLength)), from),
    suffix: text.slice(to, alignToCodePoint(text, Math.min(text.length, to + contextLength))),
  };
};
