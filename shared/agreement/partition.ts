import type { Stretch } from "./span-f1";

/** A span with the codes that one coder gave it. */
export type CodedSpan = Stretch & { readonly codes: readonly string[] };

/** A piece of a text that one coder coded, with all the codes that stand on it, sorted. Pieces do not overlap. */
export type Piece = Stretch & { readonly codes: readonly string[] };

/**
 * One coder's spans, which may overlap freely, as pieces in reading order that do not: a piece goes from one edge of
 * any span to the next, and has the codes of all spans that cover it. What no coded span covers is no piece.
 */
export const partition = (spans: readonly CodedSpan[]): Piece[] => {
  const edges = spans
    .filter(({ codes }) => codes.length > 0)
    .flatMap((span) => [
      { at: span.start, span, isStart: true },
      { at: span.end, span, isStart: false },
    ])
    .sort((a, b) => a.at - b.at);
  const open = new Map<string, number>();
  const pieces: Piece[] = [];
  let before = 0;
  for (const { at, span, isStart } of edges) {
    if (open.size > 0 && at > before) pieces.push({ start: before, end: at, codes: [...open.keys()].sort() });
    before = at;
    for (const code of new Set(span.codes)) {
      const count = (open.get(code) ?? 0) + (isStart ? 1 : -1);
      if (count === 0) open.delete(code);
      else open.set(code, count);
    }
  }
  return pieces;
};

/** Stretches that overlap joined into one, in reading order. Those that only touch stay apart. */
export const joined = (spans: readonly Stretch[]): Stretch[] => {
  const whole: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = whole.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else whole.push({ start, end });
  }
  return whole;
};

/**
 * The passages of a text: stretches within which spans hang together by overlapping, and between which none does.
 * Answers with the items of each passage, in reading order of the passages.
 */
export const passagesOf = <T extends Stretch>(items: readonly T[]): T[][] => {
  const passages: T[][] = [];
  let end = 0;
  for (const item of [...items].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = passages.at(-1);
    if (last !== undefined && item.start < end) last.push(item);
    else passages.push([item]);
    end = last !== undefined && item.start < end ? Math.max(end, item.end) : item.end;
  }
  return passages;
};
