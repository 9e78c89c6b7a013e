/** A stretch of a text without what changes when nothing is said otherwise, with the way back. */
export type Normalised = {
  readonly text: string;
  /** For each UTF-16 unit of `text` where its character begins in the original, and one more for the end. */
  readonly offsets: readonly number[];
};

const quotes = /['"`´‘’‚‛“”„‟‹›«»′″＂＇]/u;
const dash = /[\p{Pd}−]/u;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

/**
 * Folds case, takes any white space for one space, any quotation mark for one and any dash for one, and leaves out soft
 * hyphens and other invisible characters. `from` and `to` are UTF-16 offsets of the original, and so are `offsets`.
 */
export const normalise = (original: string, from = 0, to = original.length): Normalised => {
  const parts: string[] = [];
  const offsets: number[] = [];
  let isSpace = false;
  let isDash = false;
  for (let at = from; at < to; ) {
    const character = String.fromCodePoint(original.codePointAt(at) ?? 0);
    const begins = at;
    at += character.length;
    if (invisible.test(character)) continue;
    const wasSpace = isSpace;
    const wasDash = isDash;
    isSpace = /\s/u.test(character);
    isDash = dash.test(character);
    if ((isSpace && wasSpace) || (isDash && wasDash)) continue;
    const folded = isSpace ? " " : isDash ? "-" : quotes.test(character) ? '"' : character.toLowerCase();
    parts.push(folded);
    for (let unit = 0; unit < folded.length; unit += 1) offsets.push(begins);
  }
  offsets.push(to);
  return { text: parts.join(""), offsets };
};
