import type { ColumnMap } from "../../shared/domain/article";

type Field = keyof ColumnMap;

/** Names of columns in lower case, words parted by a blank; the best of each field first. */
const names: Readonly<Record<Field, readonly string[]>> = {
  text: [
    "text",
    "full text",
    "fulltext",
    "article text",
    "maintext",
    "main text",
    "body",
    "body text",
    "article body",
    "articlebody",
    "content",
    "article content",
    "content text",
    "article",
    "story",
    "plain text",
    "volltext",
    "texte",
    "texto",
  ],
  title: ["title", "headline", "article title", "heading", "titel", "titre", "título", "titulo"],
  publishedOn: [
    "publishedon",
    "published",
    "published on",
    "published at",
    "publishedat",
    "date published",
    "datepublished",
    "publication date",
    "publicationdate",
    "publish date",
    "date publish",
    "pub date",
    "pubdate",
    "published date",
    "date",
    "datum",
    "fecha",
  ],
  source: [
    "source",
    "source name",
    "sourcename",
    "outlet",
    "publisher",
    "publication",
    "newspaper",
    "medium",
    "media name",
    "site name",
    "source domain",
    "domain",
    "journal",
    "quelle",
  ],
  byline: ["byline", "author", "authors", "by", "writer", "journalist", "creator", "autor"],
  url: ["url", "link", "source url", "article url", "web url", "permalink", "uri", "href"],
  language: ["language", "lang", "langue", "sprache", "idioma"],
};

const fields = Object.keys(names) as Field[];

const plain = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[\s_.\-/]+/g, " ")
    .trim();

const rank = (field: Field, column: string): number => {
  const simple = plain(column);
  const at = names[field].indexOf(simple);
  return at >= 0 ? at : names[field].indexOf(simple.replaceAll(" ", ""));
};

/** The columns that could hold a field by their names, best first. */
const candidates = (field: Field, columns: readonly string[]): string[] =>
  columns
    .map((column) => ({ column, rank: rank(field, column) }))
    .filter((found) => found.rank >= 0)
    .sort((one, other) => one.rank - other.rank)
    .map(({ column }) => column);

/** What the names of columns suggest: the best column for each field, none twice. */
export const suggestColumns = (columns: readonly string[]): Partial<ColumnMap> => {
  const suggested: Partial<Record<Field, string>> = {};
  for (const field of fields) {
    const best = candidates(field, columns)[0];
    if (best !== undefined && !Object.values(suggested).includes(best)) suggested[field] = best;
  }
  return suggested;
};

/** The same when nobody need be asked: exactly one column for the text and at least one for the title, by their names. */
export const certainColumns = (columns: readonly string[]): ColumnMap | null => {
  const { text, title, ...rest } = suggestColumns(columns);
  if (text === undefined || title === undefined) return null;
  return candidates("text", columns).length === 1 ? { text, title, ...rest } : null;
};

/** Whether a column's name says that it holds an article's text. */
export const isTextColumn = (column: string): boolean => rank("text", column) >= 0;

/** Whether a column's name is one of those that tables of articles have. */
export const isKnownColumn = (column: string): boolean => fields.some((field) => rank(field, column) >= 0);
