import type { Chrono, ParsedResult } from "chrono-node";

/** A day that the text seems to speak of, and the words that say so. */
export type DateProposal = { readonly date: string; readonly words: string };

type Grammar = { readonly casual: Pick<Chrono, "parse"> };

/** One grammar a language, fetched when an article in it is first claimed from. */
const grammars: Readonly<Record<string, () => Promise<Grammar>>> = {
  de: () => import("chrono-node/de"),
  en: () => import("chrono-node/en"),
  es: () => import("chrono-node/es"),
  fr: () => import("chrono-node/fr"),
  it: () => import("chrono-node/it"),
  ja: () => import("chrono-node/ja"),
  nl: () => import("chrono-node/nl"),
  pt: () => import("chrono-node/pt"),
  ru: () => import("chrono-node/ru"),
  sv: () => import("chrono-node/sv"),
  uk: () => import("chrono-node/uk"),
};

const grammarFor = (language: string) => {
  const primary = language === "" ? "en" : (language.split("-")[0] ?? "").toLowerCase();
  return grammars[primary];
};

/** The day as words give it; null when they give only a month, a year or a time, which would feign precision. */
const dayOf = ({ start }: ParsedResult): string | null => {
  const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
  if (!(start.isCertain("day") || start.isCertain("weekday"))) return null;
  if (year === null || month === null || day === null) return null;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
};

/**
 * Days read from the passage, or, where it names none, from the rest of its paragraph; at most two, nearest to
 * the passage first. Relative words ("on Friday") need `publishedOn`; without it only full dates are read.
 */
export const proposeDates = async (article: {
  readonly text: string;
  readonly publishedOn: string | null;
  readonly language: string;
  /** The passage, UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}): Promise<readonly DateProposal[]> => {
  const load = grammarFor(article.language);
  if (load === undefined) return [];
  const { casual } = await load();
  const from = article.text.lastIndexOf("\n", article.start - 1) + 1;
  const lineEnd = article.text.indexOf("\n", article.end);
  const paragraph = article.text.slice(from, lineEnd === -1 ? article.text.length : lineEnd);
  // Noon, so that no time zone can move the day.
  const reference = article.publishedOn === null ? undefined : new Date(`${article.publishedOn}T12:00:00`);
  const found = casual
    .parse(paragraph, reference)
    .filter(({ start }) => reference !== undefined || (start.isCertain("year") && start.isCertain("day")))
    .map((result) => ({ date: dayOf(result), words: result.text, at: from + result.index }))
    .filter((result): result is typeof result & { date: string } => result.date !== null);
  const distance = ({ at }: { at: number }) =>
    at < article.start ? article.start - at : Math.max(0, at - article.end + 1);
  const inside = found.filter((result) => distance(result) === 0);
  const near = (inside.length > 0 ? inside : found).toSorted((a, b) => distance(a) - distance(b));
  return near
    .filter(({ date }, index) => near.findIndex((other) => other.date === date) === index)
    .slice(0, 2)
    .map(({ date, words }) => ({ date, words }));
};
