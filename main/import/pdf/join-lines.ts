import type { Line } from "./reading-order";

/** Words of a document, in lower case, that stand whole on one line; those that may be halves of a word left out. */
export type Vocabulary = ReadonlySet<string>;

/** What was done to line ends, for the steps of the import. */
export type Hyphens = { removed: number; kept: number };

const lineEndHyphen = /[\p{L}\p{M}][-\u2010\u00ad]$/u;
const lastPart = /[\p{L}\p{M}'’]+(?=[-\u2010\u00ad]$)/u;
const firstPart = /^[\p{L}\p{M}'’]+/u;
const words = /[\p{L}\p{M}'’]+(?:[-\u2010][\p{L}\p{M}'’]+)*/gu;

/** The words of a document by which a hyphen at a line's end is judged. */
export const vocabularyOf = (lines: readonly Line[]): Vocabulary => {
  const known = new Set<string>();
  for (const [at, { text }] of lines.entries()) {
    const isContinued = lineEndHyphen.test(lines[at - 1]?.text ?? "");
    const whole = text
      .replace(isContinued ? firstPart : /^(?!)/, "")
      .replace(/[\p{L}\p{M}'’]+[-\u2010\u00ad]$/u, "");
    for (const [word] of whole.matchAll(words)) {
      known.add(word.toLowerCase());
      if (/[-\u2010]/.test(word)) for (const part of word.split(/[-\u2010]/)) known.add(part.toLowerCase());
    }
  }
  return known;
};

/** Letters that a half must have to count as a word of its own. */
const leastWord = 3;

/**
 * Whether the hyphen at a line's end belongs to the word ("well-known") or only to the line. It is the line's unless the
 * document writes the word with it elsewhere, or has both halves as words and nowhere the whole.
 */
const isOwnHyphen = (before: string, after: string, vocabulary: Vocabulary): boolean => {
  const [first = "", second = ""] = [lastPart.exec(before)?.[0], firstPart.exec(after)?.[0]];
  const [a, b] = [first.toLowerCase(), second.toLowerCase()];
  if (vocabulary.has(`${a}${b}`)) return false;
  if (vocabulary.has(`${a}-${b}`) || vocabulary.has(`${a}\u2010${b}`)) return true;
  return a.length >= leastWord && b.length >= leastWord && vocabulary.has(a) && vocabulary.has(b);
};

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\u3000-\u303f\uff00-\uffef]/u;

/** A paragraph's text, and the places in it where a further page begins (UTF-16 offsets). */
export type JoinedText = {
  readonly text: string;
  readonly pageBreaks: readonly { readonly page: number; readonly at: number }[];
};

/** Joins the lines of a paragraph with spaces, and the halves of words that were parted at a line's end. */
export const joinLines = (lines: readonly Line[], vocabulary: Vocabulary, hyphens: Hyphens): JoinedText => {
  const pageBreaks: { page: number; at: number }[] = [];
  let text = "";
  for (const [at, line] of lines.entries()) {
    const next = line.text;
    const before = lines[at - 1];
    if (before !== undefined) {
      const isHyphen = lineEndHyphen.test(text);
      if (isHyphen && /^\p{Ll}/u.test(next) && !isOwnHyphen(text, next, vocabulary)) {
        text = text.slice(0, -1);
        hyphens.removed += 1;
      } else if (isHyphen && /^[\p{L}\p{N}]/u.test(next)) hyphens.kept += 1;
      else if (!(unspaced.test(text.slice(-1)) && unspaced.test(next.charAt(0)))) text += " ";
      if (before.page !== line.page) pageBreaks.push({ page: line.page, at: text.length });
    }
    text += next;
  }
  return { text, pageBreaks };
};
