import type { Proposal } from "../../shared/domain/article";
import type { Result } from "../../shared/result";
import type { Piece } from "./build-article";
import { canonicalText, decodeUnknown } from "./decode-text";
import { type FeedEntry, type FeedText, readFeedItems } from "./feed-items";
import type { Draft } from "./finish-article";
import { finishDrafts } from "./finish-drafts";
import { piecesOfHtml } from "./html/html-pieces";
import { plainText } from "./html/plain-text";
import { publishedDate } from "./html/published-date";
import { declaredEncoding } from "./html/read-html";
import type { FileContent, Known } from "./imported-article";
import { piecesOfText } from "./text-pieces";

const mediaTypes = { RSS: "application/rss+xml", Atom: "application/atom+xml", RDF: "application/rdf+xml" };

/** Names of an item's text: the whole of it, then what may be only its beginning. */
const wholeNames = ["content:encoded", "content"];
const teaserNames = ["description", "summary", "dc:description"];

/** A text shorter than this that a feed does not call the whole one is taken for a beginning. */
const longestTeaser = 1500;
/** Ways in which a shortened text ends. */
const cutOff = /(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|continue)(?: (?:more|reading))?\b.{0,80})\s*$/iu;
/** What blog software puts under an item. */
const underLine =
  /^(?:the post\b.*\bappeared first on\b|(?:continue reading|read more|read the full (?:story|article)|weiterlesen|lire la suite|leer más)\b.{0,120}$)/iu;

const piecesOf = ({ value, isMarkup }: FeedText): Piece[] =>
  isMarkup ? piecesOfHtml(value) : piecesOfText(canonicalText(value).text).pieces;

const markUnderLine = (pieces: readonly Piece[]): Piece[] =>
  pieces.map((piece, at) =>
    at >= pieces.length - 2 && at > 0 && piece.text.length <= 400 && underLine.test(piece.text)
      ? { ...piece, aside: "other" }
      : piece,
  );

const lengthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { text, aside }) => (aside === undefined ? sum + text.length : sum), 0);

const firstOf = ({ texts }: FeedEntry, names: readonly string[]): FeedText | undefined => {
  for (const name of names) {
    const text = texts.get(name);
    if (text !== undefined) return text;
  }
  return undefined;
};

type Content = { readonly pieces: readonly Piece[]; readonly isTeaser: boolean };

const contentOf = (entry: FeedEntry): Content => {
  const whole = firstOf(entry, wholeNames);
  const teaser = firstOf(entry, teaserNames);
  const wholePieces = whole === undefined ? [] : markUnderLine(piecesOf(whole));
  const teaserPieces = teaser === undefined ? [] : markUnderLine(piecesOf(teaser));
  const length = lengthOf(wholePieces);
  if (length > 0 && length >= lengthOf(teaserPieces))
    return {
      pieces: wholePieces,
      isTeaser: cutOff.test(wholePieces.at(-1)?.text ?? "") && length < longestTeaser,
    };
  const last = teaserPieces.findLast(({ aside }) => aside === undefined)?.text ?? "";
  return { pieces: teaserPieces, isTeaser: lengthOf(teaserPieces) < longestTeaser || cutOff.test(last) };
};

const stated = (field: Proposal["field"], value: string | null | undefined, from: string): Proposal[] =>
  value === null || value === undefined || value === "" ? [] : [{ field, value, from, strength: "stated" }];

const textOf = (entry: FeedEntry, name: string): string => {
  const text = entry.texts.get(name);
  if (text === undefined) return "";
  return text.isMarkup ? plainText(text.value) : text.value.replace(/\s+/g, " ");
};

const dateFrom = (
  entry: FeedEntry,
  field: "publishedOn" | "modifiedOn",
  names: readonly string[],
): Proposal[] => names.flatMap((name) => stated(field, publishedDate(textOf(entry, name)), `feed ${name}`));

const absolute = (link: string, base: string): string => {
  try {
    const url = base === "" ? new URL(link) : new URL(link, base);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : "";
  } catch {
    return "";
  }
};

const linkOf = (entry: FeedEntry, about: FeedEntry): Proposal[] => {
  const link = entry.link === "" ? "" : absolute(entry.link, absolute(about.link, ""));
  if (link !== "") return stated("url", link, "feed link");
  const guid = textOf(entry, "guid");
  return stated("url", /^https?:\/\//i.test(guid) ? absolute(guid, "") : "", "feed guid");
};

/** RSS wants "name@example.org (Name)" for an author; only the name is one. */
const authorName = (author: string): string => /^\S+@\S+\s*\((.+)\)$/.exec(author)?.[1] ?? author;

const proposalsOf = (entry: FeedEntry, about: FeedEntry): Proposal[] => {
  const authors = [
    ...new Set((entry.authors.length > 0 ? entry.authors : about.authors).map(plainText).map(authorName)),
  ];
  return [
    ...stated("title", textOf(entry, "title"), "feed title of the item"),
    ...stated("byline", authors.join(", "), "feed author"),
    ...dateFrom(entry, "publishedOn", [
      "pubDate",
      "published",
      "issued",
      "dc:date",
      "dcterms:created",
      "dcterms:issued",
    ]),
    ...dateFrom(entry, "modifiedOn", ["updated", "modified", "dcterms:modified"]),
    // Only a feed that says no more than when an item was changed leaves that as its date.
    ...dateFrom(entry, "publishedOn", ["updated", "modified"]).slice(0, 1),
    ...linkOf(entry, about),
    ...stated("source", textOf(entry, "source"), "feed source of the item"),
    ...stated("source", textOf(about, "title"), "feed title"),
    ...stated("language", entry.language || textOf(entry, "dc:language"), "feed language of the item"),
    ...stated(
      "language",
      about.language || textOf(about, "language") || textOf(about, "dc:language"),
      "feed language",
    ),
  ];
};

/**
 * Reads a feed (RSS 2.0, RSS 1.0, Atom): one article for each item. An item of which the feed has only the beginning is
 * imported as that, and flagged.
 */
export const readFeed = async (bytes: Uint8Array, known: Known): Promise<Result<FileContent>> => {
  const decoded = await decodeUnknown(bytes, { declared: declaredEncoding(bytes), chosen: known.encoding });
  const feed = readFeedItems(decoded.text);
  if (!feed.ok) return feed;
  const { kind, about, items, errors } = feed.value;
  const drafts = items.map((entry, at): Draft => {
    const { pieces, isTeaser } = contentOf(entry);
    return {
      part: items.length === 1 ? "" : `item ${at + 1} of ${items.length}`,
      mediaType: mediaTypes[kind],
      importer: "feed 1",
      pieces,
      proposals: proposalsOf(entry, about),
      doubts: isTeaser ? ["text"] : [],
      encoding: decoded.encoding,
      steps: [...decoded.steps, `item taken from the ${kind} feed`],
      remarks: [
        ...decoded.remarks,
        ...(isTeaser ? ["the feed holds only the beginning of it"] : []),
        ...(errors > 0 && at === 0
          ? ["the feed's XML is broken in places: check that nothing is missing"]
          : []),
      ],
    };
  });
  return finishDrafts(drafts, known);
};
