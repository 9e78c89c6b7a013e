import type { Proposal, ProposalField } from "../../shared/domain/article";
import { dayInWords, dayOf } from "./dates";

/** The block of keys and values that a Markdown file may begin with, and the text after it. */
export type FrontMatter = {
  /** As it stands, with its fences; "" when there is none. */
  readonly block: string;
  readonly rest: string;
  readonly proposals: Proposal[];
};

/** Keys by field, in the order in which they are believed. */
const keys: Readonly<Record<string, ProposalField>> = {
  title: "title",
  headline: "title",
  author: "byline",
  authors: "byline",
  byline: "byline",
  creator: "byline",
  date: "publishedOn",
  published: "publishedOn",
  "published-on": "publishedOn",
  pubdate: "publishedOn",
  publishdate: "publishedOn",
  "publish-date": "publishedOn",
  created: "publishedOn",
  modified: "modifiedOn",
  updated: "modifiedOn",
  lastmod: "modifiedOn",
  url: "url",
  link: "url",
  canonical: "url",
  "canonical-url": "url",
  "source-url": "url",
  source: "source",
  publisher: "source",
  publication: "source",
  outlet: "source",
  site: "source",
  "site-name": "source",
  language: "language",
  lang: "language",
  locale: "language",
};

const longestBlock = 20_000;

/** A line of its own at the beginning, and the next such line; no key means that it is a rule and no front matter. */
const cut = (text: string): { readonly inner: string; readonly end: number } | null => {
  const fence = /^(---|\+\+\+)[ \t]*\n/.exec(text);
  const sign = fence?.[1];
  if (fence === null || sign === undefined) return null;
  const start = fence[0].length;
  const close = text
    .slice(start - 1, longestBlock)
    .search(sign === "---" ? /\n(?:---|\.\.\.)[ \t]*(?:\n|$)/ : /\n\+\+\+[ \t]*(?:\n|$)/);
  if (close < 0) return null;
  const inner = text.slice(start, start - 1 + close);
  if (!/^["']?[\p{L}_][\w -]*["']?[ \t]*[:=]/u.test(inner.trimStart())) return null;
  const lineEnd = text.indexOf("\n", start + close);
  return { inner, end: lineEnd < 0 ? text.length : lineEnd };
};

const unquoted = (value: string): string => {
  const plain = value.trim();
  const quoted = /^(["'])([\s\S]*)\1,?$/.exec(plain);
  if (quoted === null) return plain.replace(/\s+#.*$/, "");
  const inner = quoted[2] ?? "";
  return quoted[1] === "'" ? inner.replaceAll("''", "'") : inner.replace(/\\(["\\])/g, "$1");
};

/** The values of a key: one, the members of "[a, b]", or the lines "- a" below it. */
const valuesOf = (value: string, below: readonly string[]): string[] => {
  const list = /^\[(.*)\]$/.exec(value.trim())?.[1];
  if (list !== undefined) return list.split(",").map(unquoted);
  if (value.trim() !== "" && !/^[>|][-+]?$/.test(value.trim())) return [unquoted(value)];
  const items = below.map((line) => /^\s*-\s+(?:name:\s*)?(.*)$/.exec(line)?.[1] ?? line);
  return /^[>|]/.test(value.trim()) ? [below.map((line) => line.trim()).join(" ")] : items.map(unquoted);
};

const isLink = (value: string): boolean => /^https?:\/\/\S+$/i.test(value);

const proposalOf = (key: string, values: readonly string[]): Proposal | null => {
  const found = keys[key.toLowerCase().replaceAll("_", "-")];
  const value = values.filter((one) => one !== "").join(", ");
  if (found === undefined || value === "") return null;
  const from = `front matter “${key}”`;
  // "source: https://..." is where it was found.
  const field = found === "source" && isLink(value) ? "url" : found;
  if (field === "url" && !isLink(value)) return null;
  const isDate = field === "publishedOn" || field === "modifiedOn";
  const day = isDate ? (dayOf(value) ?? dayInWords(value)) : value;
  return day === null ? null : { field, value: day, from, strength: "stated" };
};

/** Takes the front matter (YAML or TOML, its plain keys only) off a text. */
export const takeFrontMatter = (text: string): FrontMatter => {
  const found = cut(text);
  if (found === null) return { block: "", rest: text, proposals: [] };
  const lines = found.inner.split("\n");
  const proposals: Proposal[] = [];
  for (const [at, line] of lines.entries()) {
    const entry = /^["']?([\p{L}_][\w -]*?)["']?[ \t]*[:=][ \t]*(.*)$/u.exec(line);
    if (entry === null) continue;
    const next = lines.findIndex((other, place) => place > at && !/^\s+\S|^-\s/.test(other));
    const below = lines.slice(at + 1, next < 0 ? lines.length : next);
    const proposal = proposalOf(entry[1] ?? "", valuesOf(entry[2] ?? "", below));
    if (proposal !== null) proposals.push(proposal);
  }
  return { block: text.slice(0, found.end), rest: text.slice(found.end), proposals };
};
