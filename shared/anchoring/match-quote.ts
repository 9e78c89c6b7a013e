/** What is known of a quote: the words, and what stood before and after them. */
export type QuoteSelector = { readonly quote: string; readonly prefix?: string; readonly suffix?: string };

/** A place where the quote stands, with how well the context agrees: 0 not at all, 1 wholly. */
export type QuoteMatch = { readonly start: number; readonly end: number; readonly score: number };

const commonSuffix = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
};

const commonPrefix = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
};

/** Every place where the quote stands word for word, best context first, then in reading order. */
export const matchQuote = (text: string, selector: QuoteSelector): QuoteMatch[] => {
  const { quote, prefix = "", suffix = "" } = selector;
  if (quote === "") return [];
  const context = prefix.length + suffix.length;
  const matches: QuoteMatch[] = [];
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    const agreed =
      commonSuffix(text.slice(Math.max(0, at - prefix.length), at), prefix) +
      commonPrefix(text.slice(end, end + suffix.length), suffix);
    matches.push({ start: at, end, score: context === 0 ? 1 : agreed / context });
  }
  return matches.sort((a, b) => b.score - a.score || a.start - b.start);
};

/** A context that disagrees in part still tells a place, when this much of it agrees... */
const leastAgreement = 0.75;
/** ...and no other place comes as near to it as this. */
const leastMargin = 0.25;

/**
 * Where a quote stands, for somebody who names it by words alone (the command line's annotations). Absent,
 * out of context and ambiguous are answers, not guesses: where context is given, a place is taken only when all
 * of it agrees there, or most of it and far more than at any other place. `places` counts where the quote stands
 * word for word, with `ambiguous` those that cannot be told apart.
 */
export const locateQuote = (
  text: string,
  selector: QuoteSelector,
):
  | { readonly kind: "found"; readonly match: QuoteMatch }
  | { readonly kind: "absent" }
  | { readonly kind: "out-of-context"; readonly places: number }
  | { readonly kind: "ambiguous"; readonly places: number } => {
  const matches = matchQuote(text, selector);
  const [best, next] = matches;
  if (best === undefined) return { kind: "absent" };
  if (best.score < leastAgreement) return { kind: "out-of-context", places: matches.length };
  const margin = best.score === 1 ? Number.EPSILON : leastMargin;
  if (next === undefined || best.score - next.score >= margin) return { kind: "found", match: best };
  return {
    kind: "ambiguous",
    places: matches.filter((match) => best.score - match.score < margin).length,
  };
};
