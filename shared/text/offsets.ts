/*
 * The only converter between the two ways of counting. Inside Assay offsets are UTF-16 units (what JavaScript,
 * the DOM and ProseMirror count); W3C and REFI-QDA files count Unicode code points.
 */

/** Number of Unicode code points in the first `units` UTF-16 units of `text`. A split pair counts as one. */
export const toCodePoints = (text: string, units: number): number => {
  let points = 0;
  for (let at = 0; at < units; at += 1) {
    const unit = text.charCodeAt(at);
    const isPair = unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(at + 1));
    if (isPair) at += 1;
    points += 1;
  }
  return points;
};

/** Unicode code points in the whole text. */
export const countCodePoints = (text: string): number =>
  /[\ud800-\udbff]/.test(text) ? toCodePoints(text, text.length) : text.length;

/** Moves an offset that would split a surrogate pair to the pair's start. */
export const alignToCodePoint = (text: string, units: number): number =>
  units > 0 && units < text.length && isLow(text.charCodeAt(units)) && isHigh(text.charCodeAt(units - 1))
    ? units - 1
    : units;

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
