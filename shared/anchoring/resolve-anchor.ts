import type { Anchor } from "../domain/highlight";
import { isSameButBlanks } from "../domain/redaction";
import { matchQuote } from "./match-quote";

/** Where an anchor stands in a text. Offsets are UTF-16 units; offset 0 is a position like any other. */
export type Placement =
  | { readonly kind: "exact"; readonly start: number; readonly end: number }
  | { readonly kind: "moved"; readonly start: number; readonly end: number; readonly score: number }
  | { readonly kind: "lost" };

/**
 * Finds an anchor in a text: exact when the quote stands at its position (what was left out of either stands for anything), moved when it stands elsewhere word
 * for word (the place whose context agrees best, nearer first when two agree equally), lost otherwise.
 */
export const resolveAnchor = (text: string, anchor: Anchor): Placement => {
  if (isSameButBlanks(text.slice(anchor.start, anchor.end), anchor.quote))
    return { kind: "exact", start: anchor.start, end: anchor.end };
  const matches = matchQuote(text, anchor);
  const best = matches[0];
  if (best === undefined) return { kind: "lost" };
  const nearest = matches
    .filter((match) => match.score === best.score)
    .reduce((a, b) => (Math.abs(b.start - anchor.start) < Math.abs(a.start - anchor.start) ? b : a));
  return { kind: "moved", start: nearest.start, end: nearest.end, score: nearest.score };
};
