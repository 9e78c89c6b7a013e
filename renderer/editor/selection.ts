import type { Sentence } from "../../shared/text/segment";
import type { Interval } from "./intervals";

/** Index of the sentence that holds `offset`, or of the nearest one after it; the last when there is none. */
export const sentenceAt = (sentences: readonly Sentence[], offset: number): number => {
  const found = sentences.findIndex((sentence) => sentence.end > offset);
  return found === -1 ? sentences.length - 1 : found;
};

const words = (text: string) => [...text.matchAll(/[\p{L}\p{N}\p{M}]+(?:[’'.,-][\p{L}\p{N}\p{M}]+)*/gu)];
const wordStarts = (text: string): number[] => words(text).map((word) => word.index);
const wordEnds = (text: string): number[] => words(text).map((word) => word.index + word[0].length);

/** How far from an edge the next word is looked for, in UTF-16 units. */
const reach = 400;

/** Moves the end of a stretch to the next or previous word's end; the stretch never becomes empty. */
export const moveEnd = (text: string, span: Interval, direction: 1 | -1): Interval => {
  if (direction === 1) {
    const next = wordEnds(text.slice(span.end, span.end + reach))[0];
    return next === undefined ? span : { start: span.start, end: span.end + next };
  }
  const before = wordEnds(text.slice(span.start, span.end)).filter((end) => span.start + end < span.end);
  const last = before.at(-1);
  return last === undefined ? span : { start: span.start, end: span.start + last };
};

/** Moves the start of a stretch to the previous or next word's start; the stretch never becomes empty. */
export const moveStart = (text: string, span: Interval, direction: 1 | -1): Interval => {
  if (direction === -1) {
    const from = Math.max(0, span.start - reach);
    const previous = wordStarts(text.slice(from, span.start)).at(-1);
    return previous === undefined ? span : { start: from + previous, end: span.end };
  }
  const next = wordStarts(text.slice(span.start, span.end)).find((start) => start > 0);
  return next === undefined ? span : { start: span.start + next, end: span.end };
};

/** Takes white space off both edges of a selection, as a person means it. Null when nothing is left. */
export const trimSpan = (text: string, { start, end }: Interval): Interval | null => {
  const body = text.slice(start, end);
  const from = start + (body.length - body.trimStart().length);
  const to = start + body.trimEnd().length;
  return from < to ? { start: from, end: to } : null;
};
