import type { ArticleMetadata, Gap, Proposal, ReviewRow } from "../../../shared/domain/article";
import { formatDate } from "../../parts/dates";
import { foldName } from "../../parts/tag-tree";
import type { Input } from "../../query";
import { readDate } from "../../ui/read-date";

/** The fields that the table and the pane of the review show and change. */
export const reviewFields = ["title", "source", "publishedOn", "byline", "url"] as const;
export type ReviewField = (typeof reviewFields)[number];

export const fieldWords: Readonly<Record<ReviewField, string>> = {
  title: "Title",
  source: "Source",
  publishedOn: "Published on",
  byline: "Byline",
  url: "Link",
};

/** What a field holds now, as text; "" for nothing. A date is `YYYY-MM-DD`. */
export const currentValue = (article: ReviewRow, field: ReviewField): string =>
  field === "source" ? (article.sourceName ?? "") : (article.metadata[field] ?? "");

/** A value as the screen writes it. */
export const inWords = (field: ReviewField, value: string): string =>
  field === "publishedOn" && readDate(value) !== null ? formatDate(value) : value;

const isUsable = (field: ReviewField, { value }: Proposal): boolean =>
  field !== "publishedOn" || readDate(value) === value;

const isSame = (field: ReviewField, a: string, b: string): boolean =>
  field === "source" ? foldName(a) === foldName(b) : a === b;

/** What was found for a field, best first, each value once: its further finds add to where it comes from. */
export const proposalsFor = (article: ReviewRow, field: ReviewField): readonly Proposal[] => {
  const found: Proposal[] = [];
  for (const proposal of article.proposals) {
    if (proposal.field !== field || !isUsable(field, proposal)) continue;
    const at = found.findIndex(({ value }) => isSame(field, value, proposal.value));
    const known = found[at];
    if (known === undefined) found.push(proposal);
    else if (!known.from.split(", ").includes(proposal.from))
      found[at] = { ...known, from: `${known.from}, ${proposal.from}` };
  }
  return found;
};

/** The days that a date which can be read in two ways may mean; none for all other fields and dates. */
export const readingsOf = (article: ReviewRow, field: ReviewField): readonly string[] =>
  proposalsFor(article, field)
    .filter(({ strength }) => strength === "either")
    .map(({ value }) => inWords(field, value));

const matchWords = { name: "same name", domain: "same domain" } as const;

/** Where the value of a field comes from, in words; "" when nothing that was found says it. */
export const originOf = (article: ReviewRow, field: ReviewField): string => {
  const value = currentValue(article, field);
  if (value === "") return "";
  const proposal = proposalsFor(article, field).find((one) => isSame(field, one.value, value));
  if (proposal !== undefined) return proposal.from;
  const { matchedSource } = article;
  return field === "source" && matchedSource !== null && isSame(field, matchedSource.name, value)
    ? matchWords[matchedSource.by]
    : "";
};

/** The value that an empty field would take: of a source that exists already rather than of a new one. */
export const bestProposal = (
  article: ReviewRow,
  field: ReviewField,
): { readonly value: string; readonly from: string } | null => {
  if (currentValue(article, field) !== "") return null;
  if (field === "source" && article.matchedSource !== null) {
    const { name, by } = article.matchedSource;
    return { value: name, from: matchWords[by] };
  }
  // Of two ways to read a date neither is better: somebody has to choose.
  return proposalsFor(article, field).find(({ strength }) => strength !== "either") ?? null;
};

type Item = Input<"articles", "confirm">["items"][number];

/** A field's new value as `articles.confirm` wants it; an emptied source is none. */
export const changeOf = (field: ReviewField, value: string): Omit<Item, "id"> => {
  if (field === "source") return value === "" ? { set: { sourceId: null } } : { sourceName: value };
  if (field === "publishedOn") return { set: { publishedOn: value === "" ? null : value } };
  return { set: { [field]: value } };
};

/** Confirms an article and fills what is empty with the best that was found. What is there stays as it is. */
export const acceptance = (article: ReviewRow): Item => {
  const set: Partial<ArticleMetadata> = {};
  let sourceName: string | undefined;
  for (const field of reviewFields) {
    const proposal = bestProposal(article, field);
    if (proposal === null) continue;
    if (field === "source") sourceName = proposal.value;
    else set[field] = proposal.value;
  }
  const language = article.proposals.find((one) => one.field === "language")?.value;
  if (article.metadata.language === "" && language !== undefined) set.language = language;
  return {
    id: article.articleId,
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(sourceName === undefined ? {} : { sourceName }),
  };
};

const settles: Readonly<Record<ReviewField, readonly Gap[]>> = {
  title: ["title-made"],
  source: ["no-source"],
  publishedOn: ["no-date", "date-guessed"],
  byline: [],
  url: [],
};

/** What still wants a look once this field was set. */
export const gapsAfter = (article: ReviewRow, field: ReviewField, value: string): readonly Gap[] =>
  value === "" ? article.gaps : article.gaps.filter((gap) => !settles[field].includes(gap));

/** One line that a field being edited offers. */
export type Choice = { readonly value: string; readonly label: string; readonly detail: string };

const shownAtMost = 50;

/**
 * What a field offers while `typed` stands in it: what was found first, then, for a source, those of the project and
 * at last a new one of that name.
 */
export const choicesFor = (
  article: ReviewRow,
  field: ReviewField,
  typed: string,
  sources: readonly { readonly name: string }[],
): readonly Choice[] => {
  const wanted = foldName(typed);
  const choices: Choice[] = [];
  const add = (value: string, detail: string) => {
    const label = inWords(field, value);
    if (!foldName(label).includes(wanted) && !foldName(value).includes(wanted)) return;
    if (!choices.some((one) => isSame(field, one.value, value))) choices.push({ value, label, detail });
  };
  const exists = (name: string) => sources.some((one) => foldName(one.name) === foldName(name));
  if (field === "source" && article.matchedSource !== null)
    add(article.matchedSource.name, matchWords[article.matchedSource.by]);
  for (const { value, from } of proposalsFor(article, field))
    add(value, field === "source" && !exists(value) ? `new source · ${from}` : from);
  if (field !== "source") return choices;
  for (const { name } of sources) if (choices.length < shownAtMost) add(name, "");
  const name = typed.trim();
  if (name !== "" && !exists(name) && !choices.some((one) => isSame(field, one.value, name)))
    choices.push({ value: name, label: `New source “${name}”`, detail: "" });
  return choices;
};
