import { blank } from "../domain/redaction";

/**
 * A text from two copies of it that have parts left out: what either of them has. Null when they are not copies of one
 * text: of other lengths, or with other words in one place.
 */
export const combineRedacted = (a: string, b: string): string | null => {
  if (a === b) return a;
  if (a.length !== b.length) return null;
  const parts: string[] = [];
  let from = 0;
  // Stretches in which one of the two goes on being the fuller one.
  let fuller = a;
  for (let at = 0; at < a.length; at += 1) {
    if (a[at] === b[at]) continue;
    const next = b[at] === blank ? a : a[at] === blank ? b : null;
    if (next === null) return null;
    if (next === fuller) continue;
    parts.push(fuller.slice(from, at));
    from = at;
    fuller = next;
  }
  return [...parts, fuller.slice(from)].join("");
};
