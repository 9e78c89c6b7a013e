import type { Proposal, ProposalField } from "../../../shared/domain/article";
import { type LdArticle, ldArticles } from "./json-ld";
import type { PageFacts } from "./page-facts";
import { plainText } from "./plain-text";
import { possibleDates, publishedDate } from "./published-date";

/** What a page's metadata say, and what helps to find its text again. */
export type Metadata = {
  readonly proposals: readonly Proposal[];
  /** Summaries, which often are the line under the headline. */
  readonly descriptions: readonly string[];
};

type Found = { readonly value: string; readonly from: string };

/** Names of `meta` elements for each field, the best first. Names of one column are of one kind: OpenGraph, Twitter ... */
const metaNames: Readonly<Record<Exclude<ProposalField, "language">, readonly string[]>> = {
  title: [
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "headline",
    "citation_title",
  ],
  source: [
    "og:site_name",
    "article:publisher",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "citation_journal_title",
    "application-name",
  ],
  byline: [
    "article:author",
    "author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
  ],
  publishedOn: [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_at",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "originalpublicationdate",
    "article_date_original",
    "displaydate",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
  ],
  modifiedOn: [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "revised",
  ],
  url: ["og:url", "twitter:url", "parsely-link"],
};

const fromMeta = ({ metas }: PageFacts, field: keyof typeof metaNames): Found[] =>
  metaNames[field].flatMap((name) => {
    const value = metas.get(name);
    return value === undefined ? [] : { value, from: `meta ${name}` };
  });

const isAddress = (value: string): boolean => /^(?:https?:)?\/\//i.test(value);

/** An absolute web address; "" for whatever else a page may claim to be. */
const webAddress = (value: string, base: string): string => {
  try {
    const url = base === "" ? new URL(value.trim()) : new URL(value.trim(), base);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : "";
  } catch {
    return "";
  }
};

/** The article of the page among those that its JSON-LD lists (related ones stand there, too). */
const ownArticle = (articles: readonly LdArticle[], facts: PageFacts): LdArticle | undefined => {
  const addresses = [facts.canonical, facts.metas.get("og:url"), facts.saved?.url].filter((url) => url);
  const title = facts.metas.get("og:title");
  return (
    articles.find(({ isArticle, url }) => isArticle && url !== "" && addresses.includes(url)) ??
    articles.find(({ isArticle, headline }) => isArticle && headline !== "" && headline === title) ??
    articles.find(({ isArticle, headline }) => isArticle && headline !== "") ??
    articles.find(({ isArticle }) => isArticle)
  );
};

const separators = /\s+(?:[|\u2013\u2014\u00b7»«•]|-|::)\s+/;

/** A title without the name of the site, where a separator sets it off at either end. */
const withoutSite = (title: string, sites: readonly string[]): string => {
  const isSite = (part: string) => sites.some((site) => site.toLowerCase() === part.trim().toLowerCase());
  const parts = title.split(separators);
  if (parts.length < 2) return title;
  const [first = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (isSite(last)) return title.slice(0, title.length - last.length).replace(/\s+\S{1,2}\s+$/, "");
  return isSite(first) ? title.slice(first.length).replace(/^\s+\S{1,2}\s+/, "") : title;
};

const names = (found: readonly Found[]): Found[] =>
  found
    .filter(({ value }) => !isAddress(value) && !value.startsWith("@"))
    .map(({ value, from }) => ({ value: value.replace(/^by:?\s+/i, ""), from }));

const dates = (found: readonly Found[]): Found[] =>
  found.flatMap(({ value, from }) => {
    const date = publishedDate(value);
    return date === null ? [] : { value: date, from };
  });

/** Both readings of the first stamp that has two. */
const eitherDate = (found: readonly Found[]): Found[] => {
  const stamp = found.find(({ value }) => possibleDates(value).length > 0);
  return possibleDates(stamp?.value ?? "").map(({ day, order }) => ({
    value: day,
    from: `${stamp?.from}, ${order}`,
  }));
};

const languages = ({ language, metas }: PageFacts, article: LdArticle | undefined): Found[] =>
  [
    { value: language, from: "html lang" },
    { value: article?.language ?? "", from: "JSON-LD inLanguage" },
    { value: metas.get("og:locale") ?? "", from: "meta og:locale" },
    { value: metas.get("content-language") ?? "", from: "meta content-language" },
    { value: metas.get("dc.language") ?? "", from: "meta dc.language" },
  ].map(({ value, from }) => ({ value: value.split(",")[0]?.trim() ?? "", from }));

const ld = (value: string | undefined, name: string): Found[] =>
  value === undefined || value === "" ? [] : [{ value: plainText(value), from: `JSON-LD ${name}` }];

const addresses = (facts: PageFacts, article: LdArticle | undefined, address: string): Found[] => {
  const saved = facts.saved?.url ?? "";
  const found = [
    { value: facts.canonical, from: "link rel=canonical" },
    ...fromMeta(facts, "url"),
    ...ld(article?.url, "url"),
    { value: saved, from: facts.saved?.by ?? "" },
  ];
  const base =
    [address, saved, facts.metas.get("og:url") ?? "", article?.url ?? ""].find((url) => isAddress(url)) ?? "";
  return found.flatMap(({ value, from }) => {
    const url = value === "" ? "" : webAddress(value, base);
    return url === "" ? [] : { value: url, from };
  });
};

const titles = (facts: PageFacts, article: LdArticle | undefined, sites: readonly string[]): Found[] =>
  [
    ...ld(article?.headline, "headline"),
    ...fromMeta(facts, "title"),
    { value: facts.title, from: "title element" },
  ].map(({ value, from }) => ({ value: withoutSite(value.replace(/\s+/g, " ").trim(), sites), from }));

const timesOf = (facts: PageFacts, isModified: boolean): Found[] =>
  facts.times
    .filter((time) => (isModified ? time.isModified : time.isPublished && !time.isModified))
    .slice(0, 3)
    .map(({ datetime }) => ({ value: datetime, from: "time element" }));

/** More of one field helps nobody who reviews it. */
const mostOfOne = 5;

const asProposals = (
  field: ProposalField,
  found: readonly Found[],
  strength: Proposal["strength"],
): Proposal[] => {
  const seen = new Set<string>();
  return found
    .filter(({ value }) => value.trim() !== "" && !seen.has(value) && seen.add(value))
    .slice(0, mostOfOne)
    .map(({ value, from }) => ({ field, value: value.trim().slice(0, 4000), from, strength }));
};

/**
 * Proposals from a page's own metadata: JSON-LD first, which is written for machines and the most precise, then
 * OpenGraph, Twitter, Dublin Core and other `meta` names, then what the page shows. A `time` that does not say what
 * happened then is only a guess: it may belong to a comment.
 */
export const metadataOf = (facts: PageFacts, address = ""): Metadata => {
  const articles = ldArticles(facts.jsonLd);
  const article = ownArticle(articles, facts);
  const page = articles.find(({ isArticle }) => !isArticle);
  const sources = names([
    ...ld(article?.publisher, "publisher"),
    ...fromMeta(facts, "source"),
    ...ld(page?.publisher, "publisher"),
  ]);
  const sites = sources.map(({ value }) => value);
  const stamps = [
    ...ld(article?.published, "datePublished"),
    ...fromMeta(facts, "publishedOn"),
    ...ld(page?.published, "datePublished"),
    ...timesOf(facts, false),
  ];
  const published = dates(stamps);
  const modified = dates([
    ...ld(article?.modified, "dateModified"),
    ...fromMeta(facts, "modifiedOn"),
    ...ld(page?.modified, "dateModified"),
    ...timesOf(facts, true),
  ]);
  const someTime = dates(
    facts.times.slice(0, 1).map(({ datetime }) => ({ value: datetime, from: "first time element" })),
  );
  const authors = (article?.authors ?? []).map(plainText).filter((name) => name !== "" && !isAddress(name));
  const bylines = names([...ld(authors.join(", "), "author"), ...fromMeta(facts, "byline")]);
  return {
    proposals: [
      ...asProposals("title", titles(facts, article, sites), "stated"),
      ...asProposals("source", sources, "stated"),
      ...asProposals("byline", bylines, "stated"),
      ...asProposals("publishedOn", published, "stated"),
      ...(published.length === 0 ? asProposals("publishedOn", eitherDate(stamps), "either") : []),
      ...(published.length === 0 ? asProposals("publishedOn", someTime, "guessed") : []),
      ...asProposals("modifiedOn", modified, "stated"),
      ...asProposals("url", addresses(facts, article, address), "stated"),
      ...asProposals("language", languages(facts, article), "stated"),
    ],
    descriptions: [
      article?.description === undefined ? "" : plainText(article.description),
      facts.metas.get("og:description") ?? "",
      facts.metas.get("description") ?? "",
    ].filter((text) => text.length >= 30),
  };
};
