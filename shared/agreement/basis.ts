import type { AgreementMeasure } from "../domain/agreement";

type Noun = readonly [one: string, many: string];

/** What an interval may be drawn from. */
export const nouns = {
  article: ["article", "articles"],
  passage: ["passage", "passages"],
  rated: ["rated source or article", "rated sources and articles"],
  evidence: ["piece of evidence", "pieces of evidence"],
} as const satisfies Readonly<Record<string, Noun>>;

/** The pieces that are drawn anew for an interval: how many there are, and what they are. */
export type Basis = { readonly pieces: number; readonly noun: Noun };

/** With fewer pieces a bootstrap interval is mostly too narrow. */
const few = 10;

const unitNoun = (measure: AgreementMeasure): Noun => {
  if (measure.startsWith("reliability")) return nouns.rated;
  return measure.startsWith("credibility") ? nouns.evidence : nouns.passage;
};

/**
 * What `measureInterval` draws from: whole articles, or the units themselves where all are of one article.
 *
 * @param groups the article of each unit; of what is rated, each is one of its own
 */
export const basisOf = (measure: AgreementMeasure, groups: readonly number[]): Basis => {
  const drawn = new Set(groups).size;
  const isOfUnits = drawn < 2 || measure.startsWith("reliability");
  return isOfUnits
    ? { pieces: groups.length, noun: unitNoun(measure) }
    : { pieces: drawn, noun: nouns.article };
};

/**
 * On how little an interval rests, or why there is none, in a few words; "" where there is enough.
 *
 * @see Efron, B. and Tibshirani, R. (1993), An Introduction to the Bootstrap, section 14.3: percentile intervals of
 *   small samples cover less than they say
 */
export const remarkOf = ({ pieces, noun: [one, many] }: Basis, hasInterval: boolean): string => {
  if (hasInterval) return pieces < few ? `from only ${pieces} ${pieces === 1 ? one : many}` : "";
  if (pieces < 2) return `none from ${pieces === 0 ? `no ${one}` : `one ${one}`} alone`;
  return `none: most draws of the ${pieces} ${many} have no figure`;
};
