import type { ReviewRow } from "../../../shared/domain/article";
import type { ArticleId, EditId } from "../../../shared/ids";
import { foldName } from "../../parts/tag-tree";
import { act, type Input, type Output, queryClient } from "../../query";
import { showToast } from "../../ui/toasts";
import { followArticle } from "../library/use-imports";
import { confirmedWords, leftWords, splitForAccept } from "./confirmed-words";
import { acceptance, changeOf, currentValue, fieldWords, gapsAfter, type ReviewField } from "./proposals";

/** Each step of a review takes the place of the message before: its "Undo" is the last step's. */
const say = (text: string, edit: EditId | null): void => {
  if (edit === null) return;
  showToast(text, { label: "Undo", run: () => void act("history", "undo", { edit }) }, "review");
};

const confirm = async (
  items: Input<"articles", "confirm">["items"],
  articles: readonly ReviewRow[],
  what: string,
  rest = "",
): Promise<void> => {
  if (items.length === 0) {
    if (rest !== "") showToast(rest, undefined, "review");
    return;
  }
  const done = await act("articles", "confirm", { items });
  if (done === null) return;
  const words = confirmedWords(articles, items, what);
  say(rest === "" ? words : `${words}. ${rest}`, done.value.edit);
};

/** Files of one import may hold the same article; it is confirmed once. */
const once = (articles: readonly ReviewRow[]): readonly ReviewRow[] => [
  ...new Map(articles.map((article) => [article.articleId, article])).values(),
];

/**
 * Confirms articles, each with the best that was found in the fields that are empty. One edit. Of several, those
 * whose encoding is doubtful are left as they are.
 */
export const acceptProposals = (articles: readonly ReviewRow[]): Promise<void> => {
  const { accepted, left } = splitForAccept(once(articles));
  return confirm(accepted.map(acceptance), accepted, "confirmed", leftWords(left.length));
};

/** Sets fields of many articles at once and confirms them. One edit. */
export const setForAll = (
  articles: readonly ReviewRow[],
  fields: Readonly<Partial<Record<ReviewField, string>>>,
): Promise<void> => {
  const meant = once(articles);
  let change: Omit<Input<"articles", "confirm">["items"][number], "id"> = {};
  for (const [field, value] of Object.entries(fields) as [ReviewField, string][]) {
    const { set, ...rest } = changeOf(field, value);
    change = { ...change, ...rest, ...(set === undefined ? {} : { set: { ...change.set, ...set } }) };
  }
  return confirm(
    meant.map(({ articleId }) => ({ id: articleId, ...change })),
    meant,
    "set and confirmed",
  );
};

const sourceOfName = async (name: string) => {
  if (name === "") return { id: null };
  const known = queryClient.getQueryData<Output<"sources", "list">>(["sources", "list", undefined]) ?? [];
  const found = known.find((source) => foldName(source.name) === foldName(name));
  if (found !== undefined) return { id: found.id };
  const made = await act("sources", "create", { name, kind: "outlet" });
  return made === null ? null : { id: made.value.id };
};

/**
 * Sets one field of one article. When nothing else wants a look then, that confirms it; otherwise the rest stays
 * flagged: correcting a title says nothing about a date that was guessed.
 */
export const setField = async (article: ReviewRow, field: ReviewField, value: string): Promise<void> => {
  if (value === currentValue(article, field) || (field === "title" && value === "")) return;
  const what = `${fieldWords[field]} of “${article.metadata.title}” ${value === "" ? "emptied" : "set"}`;
  const change = changeOf(field, value);
  if (gapsAfter(article, field, value).length === 0) {
    const done = await act("articles", "confirm", { items: [{ id: article.articleId, ...change }] });
    if (done !== null) say(what, done.value.edit);
    return;
  }
  let { set } = change;
  if (change.sourceName !== undefined) {
    const source = await sourceOfName(change.sourceName);
    if (source === null) return;
    set = { sourceId: source.id };
  }
  const done = await act("articles", "update", { id: article.articleId, set: set ?? {} });
  if (done !== null) say(what, done.value.edit);
};

/** Reads the original again with another encoding; the review goes along to the text that comes of it. */
export const readAs = async (article: ReviewRow, encoding: string): Promise<void> => {
  const done = await act("articles", "redecode", { id: article.articleId, encoding });
  if (done === null) return;
  const { articleId, edit } = done.value;
  followArticle(article.articleId, articleId);
  say(`“${article.metadata.title}” read as ${encoding}`, edit);
};

/** Makes an article a revision of another, or, with null, one of its own. */
export const setRevisionOf = async (
  article: ReviewRow,
  of: { readonly id: ArticleId; readonly title: string } | null,
): Promise<void> => {
  const done = await act("articles", "setRevisionOf", { id: article.articleId, of: of?.id ?? null });
  if (done === null) return;
  const what = of === null ? "is an article of its own" : `is now a revision of “${of.title}”`;
  say(`“${article.metadata.title}” ${what}`, done.value.edit);
};
