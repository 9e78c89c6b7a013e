/*
 * Some programs break lines at a fixed width, and a paragraph arrives as a dozen lines. Such breaks are told from those
 * that somebody meant (verse, lists, addresses) by what makes them: the next word would not have fitted in the line.
 */

/** A text that is wrapped has its longest line somewhere here (UTF-16 units). */
const narrowest = 50;
const widest = 90;
/** Breaks to judge by, and the share of them that must have been forced. */
const fewestBreaks = 5;
const leastShare = 0.85;

const listMark = /^\s*(?:[-*•‣–—>|]|\d{1,3}[.)]|\p{L}\))\s/u;

const firstWordLength = (line: string): number => {
  const end = line.search(/\s/);
  return end < 0 ? line.length : end;
};

/** Whether the break after `line` was made because the next word did not fit; "next" begins a word of a sentence. */
const isForced = (line: string, next: string, width: number): boolean =>
  line.length + 1 + firstWordLength(next) > width && !/^\s/.test(next) && !listMark.test(next);

/** Length of the longest line that holds a blank: a link is not wrapped, so its length says nothing. */
const longestOf = (lines: readonly string[]): number =>
  lines.reduce(
    (most, line) =>
      line.length > most && (line.length <= widest || line.includes(" ")) ? line.length : most,
    0,
  );

/** A paragraph whose lines all end far from the margin is verse, an address or a list, and says nothing of the rest. */
const leastFill = 0.8;

/**
 * The width at which a text was wrapped, judged by its paragraphs' lines; null when it was not, or when that is not
 * plain to see.
 */
export const wrapWidth = (paragraphs: readonly (readonly string[])[]): number | null => {
  let width = 0;
  for (const lines of paragraphs) {
    width = Math.max(width, longestOf(lines));
    if (width > widest) return null;
  }
  if (width < narrowest) return null;
  let breaks = 0;
  let forced = 0;
  for (const lines of paragraphs) {
    if (lines.length < 2 || longestOf(lines) < width * leastFill) continue;
    for (const [at, line] of lines.entries()) {
      if (at === 0 || listMark.test(line)) continue;
      breaks += 1;
      if (isForced(lines[at - 1] ?? "", line, width)) forced += 1;
    }
  }
  return breaks >= fewestBreaks && forced >= breaks * leastShare ? width : null;
};

/**
 * Joins the lines of a paragraph that were wrapped at `width`: by a blank, or by nothing after a blank or a word's hyphen.
 * No character other than line ends is touched; a hyphen may belong to its word, so it stays. Breaks that were not
 * forced stay too.
 */
export const joinWrapped = (
  lines: readonly string[],
  width: number,
): { readonly text: string; readonly joins: number } => {
  let text = lines[0] ?? "";
  let joins = 0;
  for (let at = 1; at < lines.length; at += 1) {
    const before = lines[at - 1] ?? "";
    const line = lines[at] ?? "";
    const isWrapped = isForced(before, line, width);
    if (isWrapped) joins += 1;
    const joint = /\s$|\p{L}[-\u00ad\u2010]$/u.test(before) ? "" : " ";
    text += `${isWrapped ? joint : "\n"}${line}`;
  }
  return { text, joins };
};
