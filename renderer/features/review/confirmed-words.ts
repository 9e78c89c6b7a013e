import type { ReviewRow } from "../../../shared/domain/article";
import { count } from "../../parts/dates";
import type { Input } from "../../query";

type Item = Input<"articles", "confirm">["items"][number];

/** What is accepted of many at once, and what is left: text that may be garbled is looked at, one by one. */
export const splitForAccept = (
  articles: readonly ReviewRow[],
): { readonly accepted: readonly ReviewRow[]; readonly left: readonly ReviewRow[] } => {
  const isLeft = ({ gaps }: ReviewRow) => articles.length > 1 && gaps.includes("encoding-doubtful");
  return { accepted: articles.filter((one) => !isLeft(one)), left: articles.filter(isLeft) };
};

/** What was left of a bulk accept; "" for nothing. */
export const leftWords = (left: number): string =>
  left === 0 ? "" : `${count(left, "article")} left to look at: encoding doubtful`;

/** "16 articles confirmed: 5 without a source, 6 without a date". What is confirmed is not whole by that. */
export const confirmedWords = (
  articles: readonly ReviewRow[],
  items: readonly Item[],
  what: string,
): string => {
  const changes = new Map(items.map((item) => [item.id, item]));
  const without = (lacks: (article: ReviewRow, change: Item | undefined) => boolean) =>
    articles.filter((article) => lacks(article, changes.get(article.articleId))).length;
  const noSource = without(({ metadata }, change) => {
    const set = change?.set?.sourceId;
    return change?.sourceName === undefined && (set === undefined ? metadata.sourceId : set) === null;
  });
  const noDate = without(({ metadata }, change) => {
    const set = change?.set?.publishedOn;
    return (set === undefined ? metadata.publishedOn : set) === null;
  });
  const [first] = articles;
  if (articles.length === 1 && first !== undefined) {
    const lacking = [...(noSource > 0 ? ["a source"] : []), ...(noDate > 0 ? ["a date"] : [])];
    const rest = lacking.length === 0 ? "" : `, without ${lacking.join(" and ")}`;
    return `“${first.metadata.title}” ${what}${rest}`;
  }
  const lacking = [
    ...(noSource > 0 ? [`${noSource.toLocaleString("en-GB")} without a source`] : []),
    ...(noDate > 0 ? [`${noDate.toLocaleString("en-GB")} without a date`] : []),
  ];
  return `${count(articles.length, "article")} ${what}${lacking.length === 0 ? "" : `: ${lacking.join(", ")}`}`;
};
