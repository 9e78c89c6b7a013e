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

/**
 * Where a quote stands, for somebody who names it by words alone (the command line's annotations).
 * Absent and ambiguous are answers, not guesses: two places with equally good context are "ambiguous".
 */
export const locateQuote = (
  text: string,
  selector: QuoteSelector,
):
  | { readonly kind: "found"; readonly match: QuoteMatch }
  | { readonly kind: "absent" }
  | { readonly kind: "ambiguous"; readonly places: number } => {
  const [best, ...others] = matchQuote(text, selector);
  if (best === undefined) return { kind: "absent" };
  const equals = others.filter((match) => match.score === best.score).length;
  return equals === 0 ? { kind: "found", match: best } : { kind: "ambiguous", places: equals + 1 };
};
