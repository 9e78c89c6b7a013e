import type { Anchor, Span } from "./highlight";
import type { ShareText } from "./share";

/** Stands for every UTF-16 unit that was left out: a character of one unit that no article is made of. */
export const blank = "\u2592";

/** Blanks in the place of some text, line breaks kept, so that every place in it is where it was. */
const blanksFor = (text: string): string => text.replace(/[^\n]/g, blank);

/** Spans in order, those that touch or overlap as one. */
const joined = (spans: readonly Span[]): Span[] => {
  const inOrder = [...spans].sort((a, b) => a.start - b.start || a.end - b.end);
  const whole: Span[] = [];
  for (const { start, end } of inOrder) {
    const last = whole.at(-1);
    if (last !== undefined && start <= last.end)
      whole[whole.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else whole.push({ start, end });
  }
  return whole;
};

/** A text of which only the spans (UTF-16 offsets) can be read; as long as it was. */
export const blankOutside = (text: string, spans: readonly Span[]): string => {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of joined(spans)) {
    parts.push(blanksFor(text.slice(at, start)), text.slice(start, end));
    at = end;
  }
  return [...parts, blanksFor(text.slice(at))].join("");
};

/** Whether two stretches of a text are the same where neither of them has a blank. */
export const isSameButBlanks = (a: string, b: string): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1)
    if (a[at] !== b[at] && a[at] !== blank && b[at] !== blank) return false;
  return true;
};

/**
 * An anchor without what was left out round it; its quote stays only where it may be read. The place is always that of
 * before, so that it can be told from another anchor, and the whole one is known again when the two meet in a merge.
 */
export const redactAnchor = (anchor: Anchor, mayQuote: boolean): Anchor => ({
  ...anchor,
  quote: mayQuote ? anchor.quote : blanksFor(anchor.quote),
  prefix: "",
  suffix: "",
});

/** Whether an anchor is what redaction leaves of another. */
export const isRedactionOf = (redacted: Anchor, whole: Anchor): boolean =>
  redacted.start === whole.start &&
  redacted.end === whole.end &&
  redacted.prefix === "" &&
  redacted.suffix === "" &&
  (redacted.quote === whole.quote || redacted.quote === blanksFor(whole.quote));

/** The lesser of two: what is left when a redacted text is redacted again. */
export const lesserText = (a: Exclude<ShareText, "whole">, b: ShareText): Exclude<ShareText, "whole"> =>
  a === "none" || b === "none" ? "none" : "quotes";
