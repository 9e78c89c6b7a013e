import { SaxesParser, type SaxesTagNS } from "saxes";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";

/** Text of a feed as it stands there, and how: as markup, or as plain characters. */
export type FeedText = { readonly value: string; readonly isMarkup: boolean };

/** What a feed or an item of it says, by the local names of its elements. */
export type FeedEntry = {
  /** The first of each name. Namespaces that matter are written before it: "content:encoded", "dc:creator". */
  readonly texts: ReadonlyMap<string, FeedText>;
  /** Names of authors, in order. */
  readonly authors: readonly string[];
  readonly link: string;
  readonly language: string;
};

/** A feed with its items in the order in which they stand. */
export type Feed = {
  readonly kind: "RSS" | "Atom" | "RDF";
  readonly about: FeedEntry;
  readonly items: readonly FeedEntry[];
  /** Places where its XML is broken. */
  readonly errors: number;
};

const prefixes: Readonly<Record<string, string>> = {
  "http://purl.org/rss/1.0/modules/content/": "content:",
  "http://purl.org/dc/elements/1.1/": "dc:",
  "http://purl.org/dc/terms/": "dcterms:",
  "http://search.yahoo.com/mrss/": "media:",
  "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
};
const plainSpaces = new Set([
  "",
  "http://www.w3.org/2005/Atom",
  "http://purl.org/atom/ns#",
  "http://purl.org/rss/1.0/",
  "http://my.netscape.com/rdf/simple/0.9/",
  "http://backend.userland.com/rss2",
  "http://blogs.law.harvard.edu/tech/rss",
]);

/** Entities of HTML that feeds use as if they were XML's. */
const entities = {
  nbsp: "\u00a0",
  copy: "©",
  reg: "®",
  trade: "™",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  bull: "•",
  middot: "·",
  euro: "€",
  pound: "£",
  sect: "§",
  deg: "°",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  szlig: "ß",
  ntilde: "ñ",
};

/** HTML has no end tags for them. */
const emptyElements = new Set(["br", "hr", "img", "input", "wbr", "col", "area", "embed", "source", "track"]);

const deepest = 200;
const mostItems = 20_000;

const nameOf = ({ uri, local }: SaxesTagNS): string => {
  if (plainSpaces.has(uri)) return local;
  return Object.hasOwn(prefixes, uri) ? `${prefixes[uri]}${local}` : `?:${local}`;
};

const attributeOf = (tag: SaxesTagNS, name: string): string => {
  const found = Object.hasOwn(tag.attributes, name) ? tag.attributes[name] : undefined;
  return found === undefined ? "" : found.value.trim();
};

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => (sign === "&" ? "&amp;" : sign === "<" ? "&lt;" : "&gt;"));

type Open = { name: string; parts: string[]; tag: SaxesTagNS; isMarkup: boolean; isInline: boolean };
type Entry = { texts: Map<string, FeedText>; authors: string[]; link: string; language: string };

const newEntry = (language: string): Entry => ({ texts: new Map(), authors: [], link: "", language });

/** Elements whose text is markup unless something says otherwise; all others of RSS hold plain characters. */
const markupNames = new Set(["description", "content:encoded", "summary", "content"]);

const isMarkup = (name: string, tag: SaxesTagNS, kind: Feed["kind"]): boolean => {
  const type = attributeOf(tag, "type");
  // Atom says of each text what it is, and says nothing of plain ones.
  if (kind === "Atom")
    return type === "html" || type === "xhtml" || type === "text/html" || type === "application/xhtml+xml";
  return markupNames.has(name) || name === "title";
};

/** XHTML in Atom stands there as elements; it is written as markup again, without attributes. */
const isXhtml = (open: Open): boolean =>
  attributeOf(open.tag, "type") === "xhtml" || attributeOf(open.tag, "type") === "application/xhtml+xml";

/** Elements whose children are fields; a picture or a search box of a feed has a title, too. */
const holders = new Set(["item", "entry", "channel", "feed"]);

const closeField = (entry: Entry, { name, parts, tag, isMarkup }: Open, parent: string): void => {
  const value = parts.join("").trim();
  const isField = holders.has(parent);
  if (isField && name === "link") {
    const relation = attributeOf(tag, "rel") || "alternate";
    const address = attributeOf(tag, "href") || value;
    if (relation === "alternate" && address !== "" && entry.link === "") entry.link = address;
  } else if (value === "") return;
  else if (parent === "author" && name === "name") entry.authors.push(value);
  else if (isField && (name === "dc:creator" || name === "author")) entry.authors.push(value);
  // An entry that Atom took over from another feed.
  else if (parent === "source" && name === "title") entry.texts.set("source", { value, isMarkup });
  else if (isField && !entry.texts.has(name)) entry.texts.set(name, { value, isMarkup });
};

/** Ends a parse from inside: the parser knows no other way to be stopped. */
const stop = (reason: string): never => {
  throw new Error(reason, { cause: "stopped" });
};

const collect = (xml: string): Feed => {
  let kind: Feed["kind"] = "RSS";
  let errors = 0;
  let about = newEntry("");
  let item: Entry | null = null;
  const items: Entry[] = [];
  const open: Open[] = [];
  const parser = new SaxesParser({ xmlns: true, position: false });
  Object.assign(parser.ENTITIES, entities);
  parser.on("error", () => {
    errors += 1;
  });
  parser.on("doctype", (type) => {
    if (type.includes("[")) stop("it declares entities of its own, which no feed needs");
  });
  parser.on("opentag", (tag) => {
    const name = nameOf(tag);
    const language = attributeOf(tag, "xml:lang");
    const parent = open.at(-1);
    if (open.length >= deepest) stop(`its elements are nested more than ${deepest} deep`);
    if (parent === undefined) {
      kind = tag.local === "feed" ? "Atom" : tag.local === "RDF" ? "RDF" : "RSS";
      about = newEntry(language);
    }
    if (item === null && (name === "item" || name === "entry") && items.length < mostItems)
      item = newEntry(language);
    const isInline = parent !== undefined && (parent.isInline || isXhtml(parent));
    if (isInline) parent.parts.push(`<${tag.local}>`);
    const parts = isInline ? parent.parts : [];
    open.push({ name, parts, tag, isMarkup: isMarkup(name, tag, kind), isInline });
  });
  const add = (text: string): void => {
    const now = open.at(-1);
    now?.parts.push(now.isInline || isXhtml(now) ? escaped(text) : text);
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", (tag) => {
    const closed = open.pop();
    if (closed === undefined) return;
    if (closed.isInline) closed.parts.push(emptyElements.has(tag.local) ? "" : `</${tag.local}>`);
    else if (item !== null && (closed.name === "item" || closed.name === "entry")) {
      items.push(item);
      item = null;
    } else closeField(item ?? about, closed, open.at(-1)?.name ?? "");
  });
  parser.write(xml).close();
  if (item !== null) items.push(item);
  return { kind, about, items, errors };
};

const bareAmpersand = /&(?!#?\w{1,32};)/g;

/** The commonest fault of feeds, "A & B": the parser would take all up to the next semicolon for an entity. */
const withAmpersands = (xml: string): string =>
  xml
    .split("<![CDATA[")
    .map((part, at) => {
      const end = at === 0 ? 0 : part.indexOf("]]>");
      return end < 0 ? part : part.slice(0, end) + part.slice(end).replace(bareAmpersand, "&amp;");
    })
    .join("<![CDATA[");

/**
 * Reads the XML of an RSS 2.0, RSS 1.0 (RDF) or Atom feed. Document types with declarations are refused, no entity is
 * expanded but a few of HTML's, nothing is looked up. Feeds are often broken in places; what can be read is.
 * @see https://www.rssboard.org/rss-specification RFC 4287
 */
export const readFeedItems = (xml: string): Result<Feed> => {
  try {
    const feed = collect(withAmpersands(xml.replace(/^\ufeff?\s+(?=<)/, "")));
    if (feed.items.length > 0) return ok(feed);
    return fail(
      "invalid-input",
      feed.errors > 0 ? "The feed cannot be read: its XML is broken" : "There is no item in the feed",
    );
  } catch (error) {
    const reason = error instanceof Error && error.cause === "stopped" ? error.message : "its XML is broken";
    return fail(
      "damaged",
      `The feed cannot be read: ${reason}`,
      "Save the feed again, or import the pages that it points to.",
    );
  }
};
