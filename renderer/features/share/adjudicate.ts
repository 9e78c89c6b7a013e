import type { AgreedVersion, Disagreement, DisagreementSide } from "../../../shared/domain/agreement";
import { Credibility, Reliability } from "../../../shared/domain/grade";
import type { Span } from "../../../shared/domain/highlight";

/** UTF-16 units of the paragraph that are shown before and after what was marked. */
const context = 320;

/** The span from where the first begins to where the last ends; null where nobody marked anything. */
export const covering = (spans: readonly (Span | null)[]): Span | null => {
  const some = spans.filter((span) => span !== null);
  if (some.length === 0) return null;
  return { start: Math.min(...some.map(({ start }) => start)), end: Math.max(...some.map(({ end }) => end)) };
};

/** What of a text is shown around a passage: its paragraph, cut at a word where that is long. */
export const around = (text: string, { start, end }: Span): Span => {
  const lineStart = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", end);
  const from = Math.max(lineStart, start - context);
  const to = Math.min(lineEnd === -1 ? text.length : lineEnd, end + context);
  // A cut falls between words.
  const before = from === lineStart ? 0 : (/^\S*\s+/u.exec(text.slice(from, start))?.[0].length ?? 0);
  const after = text.slice(end, to);
  const tail = to === lineEnd || to === text.length ? 0 : (/\s+\S*$/u.exec(after)?.[0].length ?? 0);
  return { start: from + before, end: to - tail };
};

/** The agreed version that is one side's. */
export const takeSide = ({ id, kind }: Disagreement, side: DisagreementSide): AgreedVersion => {
  const base = { id, span: side.span, tagIds: [...side.tagIds] };
  const { grade } = side;
  if (kind === "credibility") {
    const credibility = Credibility.safeParse(grade).data;
    return credibility === undefined ? base : { ...base, credibility };
  }
  const reliability = kind === "reliability" ? Reliability.safeParse(grade).data : undefined;
  return reliability === undefined ? base : { ...base, reliability };
};

/** The agreed version that holds what all of them said: all that they marked, with all tags. */
export const takeAll = ({ id, sides }: Disagreement): AgreedVersion => ({
  id,
  span: covering(sides.map(({ span }) => span)),
  tagIds: [...new Set(sides.flatMap(({ tagIds }) => tagIds))],
});

/** The agreed version in which nothing is marked there. */
export const takeNone = ({ id }: Disagreement): AgreedVersion => ({ id, span: null, tagIds: [] });

/** Where to go from a disagreement that was settled: the next open one, then the first; else the same. */
export const nextOpen = (all: readonly Disagreement[], from: number): Disagreement | undefined => {
  const isOpen = ({ isSettled }: Disagreement, index: number) => !isSettled && index !== from;
  return all.find((one, index) => index > from && isOpen(one, index)) ?? all.find(isOpen) ?? all[from];
};
