/** What one JSON-LD node that describes an article says. */
export type LdArticle = {
  /** Whether it is an article; otherwise the page round it. */
  readonly isArticle: boolean;
  readonly headline: string;
  readonly authors: readonly string[];
  readonly publisher: string;
  readonly published: string;
  readonly modified: string;
  readonly language: string;
  readonly url: string;
  readonly description: string;
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const get = (node: Json, key: string): unknown => (Object.hasOwn(node, key) ? node[key] : undefined);
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, 50) : value === undefined || value === null ? [] : [value];

const mostNodes = 5000;

/** Types of articles by how well they describe the page; schema.org has dozens, all of which end like these. */
const rankOf = (node: Json): number => {
  const types = listOf(get(node, "@type")).map((type) => String(type).replace(/^.*[/#:]/, ""));
  if (types.some((type) => /NewsArticle$/.test(type))) return 3;
  if (types.some((type) => /(?:Article|Posting|Report|LiveBlogPosting|CreativeWork)$/.test(type))) return 2;
  return types.some((type) => /WebPage$/.test(type)) ? 1 : 0;
};

/** Some sites write raw line ends, tabs or a comment round the data, which JSON does not have. */
const parse = (script: string): unknown => {
  const text = script
    .replace(/^\s*(?:\/\/)?\s*(?:<!--|<!\[CDATA\[|\/\*.*?\*\/)/, "")
    .replace(/(?:-->|\]\]>|\/\*.*?\*\/)\s*;?\s*$/, "");
  for (const attempt of [script, text.replace(/\p{Cc}+/gu, " ").replace(/;\s*$/, "")])
    try {
      return JSON.parse(attempt);
    } catch {
      // The next attempt, or nothing: metadata is a help and no condition.
    }
  return null;
};

/** All nodes of a script, breadth first, however they are nested. */
const nodesOf = (root: unknown): Json[] => {
  const found: Json[] = [];
  const queue: unknown[] = [root];
  for (let at = 0; at < queue.length && at < mostNodes; at += 1) {
    const value = queue[at];
    if (Array.isArray(value)) queue.push(...value.slice(0, mostNodes));
    else if (isObject(value)) {
      found.push(value);
      queue.push(...Object.values(value).filter((inner) => typeof inner === "object"));
    }
  }
  return found;
};

const firstText = (value: unknown): string => {
  for (const one of listOf(value)) {
    if (typeof one === "string" && one.trim() !== "") return one.trim();
    if (isObject(one)) {
      const text = get(one, "@value") ?? get(one, "name") ?? get(one, "@id");
      if (typeof text === "string" && text.trim() !== "") return text.trim();
    }
  }
  return "";
};

const names = (value: unknown, byId: ReadonlyMap<string, Json>): string[] =>
  listOf(value).flatMap((one) => {
    if (typeof one === "string") return one;
    if (!isObject(one)) return [];
    const id = get(one, "@id");
    const name = get(one, "name") ?? (typeof id === "string" ? get(byId.get(id) ?? {}, "name") : undefined);
    return listOf(name).filter((part) => typeof part === "string");
  });

const addressOf = (node: Json): string => {
  const page = get(node, "mainEntityOfPage");
  const candidates = [
    get(node, "url"),
    isObject(page) ? (get(page, "@id") ?? get(page, "url")) : page,
    get(node, "@id"),
  ];
  return (
    candidates.find((value): value is string => typeof value === "string" && /^https?:/i.test(value)) ?? ""
  );
};

const languageOf = (value: unknown): string => {
  const one = listOf(value)[0];
  return isObject(one) ? firstText(get(one, "alternateName") ?? get(one, "name")) : firstText(one);
};

const articleOf = (node: Json, rank: number, byId: ReadonlyMap<string, Json>): LdArticle => ({
  isArticle: rank > 1,
  headline: firstText(get(node, "headline") ?? get(node, "name")),
  authors: names(get(node, "author") ?? get(node, "creator"), byId),
  publisher: names(get(node, "publisher") ?? get(node, "sourceOrganization"), byId)[0] ?? "",
  published: firstText(get(node, "datePublished") ?? get(node, "dateCreated")),
  modified: firstText(get(node, "dateModified")),
  language: languageOf(get(node, "inLanguage")),
  url: addressOf(node),
  description: firstText(get(node, "description")),
});

/**
 * What the JSON-LD of a page says of the article in it, the best node first: articles of the news before other articles
 * before web pages, in `@graph` or wherever they are nested. Scripts that cannot be parsed say nothing.
 * @see https://schema.org/NewsArticle
 */
export const ldArticles = (scripts: readonly string[]): LdArticle[] => {
  const nodes = scripts.flatMap((script) => nodesOf(parse(script)));
  const byId = new Map<string, Json>();
  for (const node of nodes) {
    const id = get(node, "@id");
    if (typeof id === "string" && get(node, "name") !== undefined) byId.set(id, node);
  }
  return nodes
    .map((node) => ({ node, rank: rankOf(node) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, 30)
    .map(({ node, rank }) => articleOf(node, rank, byId));
};
