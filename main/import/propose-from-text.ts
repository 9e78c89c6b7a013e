import type { Proposal } from "../../shared/domain/article";
import { blockAt } from "../../shared/text/blocks";
import type { BuiltText } from "./build-article";
import { bylineIn, contributorsIn } from "./contributors";
import { type Dateline, datelineOf } from "./dateline";
import { dayOfLine } from "./dates";
import { linksIn } from "./furniture";
import {
  type OutletSign,
  quoted,
  rankOutlets,
  signInDateline,
  signsInAside,
  signsInClosing,
  signsOfReport,
  signsOfTelling,
} from "./outlets";

/** What the running text itself suggests about where an article comes from. */
export type FromText = {
  /** Guesses, each with its place in words. */
  readonly proposals: Proposal[];
  readonly dateline: { readonly found: Dateline; readonly block: number } | null;
};

/** Blocks at the beginning in which a dateline or a byline can stand, and at the end for contributors and the like. */
const firstBlocks = 5;
const lastBlocks = 6;
/** Blocks and characters that are searched for outlets: a long text does not say more than its beginning and end. */
const searchedBlocks = 150;
const searchedLength = 4000;
const searchedText = 200_000;

const mostOutlets = 6;

const guess = (field: Proposal["field"], value: string, from: string): Proposal => ({
  field,
  value,
  from,
  strength: "guessed",
});

/** Sites that a search or a share goes through; a link to their front page says nothing. */
const isBare = (link: string): boolean => /^https?:\/\/[^/]+\/?$/i.test(link);
const goBetween =
  /^https?:\/\/(?:[\w-]+\.)*(?:google\.[\w.]+|bing\.com|duckduckgo\.com|yahoo\.com\/search|facebook\.com|twitter\.com|x\.com|t\.co|bit\.ly|wa\.me|t\.me)(?:[/?#]|$)/i;

const hostOf = (link: string): string =>
  (/^https?:\/\/(?:www\.)?([^/:?#]+)/i.exec(link)?.[1] ?? "").toLowerCase();

const bareName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^the\s/, "")
    .replace(/[^\p{L}\p{N}]/gu, "");

const fromLinks = (asides: BuiltText["asides"], outlets: readonly OutletSign[]): Proposal[] => {
  const links = asides
    .filter(({ reason }) => reason === "sources")
    .flatMap(({ text }) => linksIn(text))
    .filter((link) => !goBetween.test(link))
    .slice(0, 10);
  const urls = links
    .filter((link) => !isBare(link))
    .map((link) => guess("url", link, "link under “Sources”"));
  const hosts = [...new Set(links.map(hostOf))]
    // "cnn.com" adds nothing to "CNN"; a match by domain goes by the link.
    .filter((host) => host !== "" && !outlets.some(({ name }) => host.split(".").includes(bareName(name))));
  return [...urls, ...hosts.map((host) => guess("source", host, "link under “Sources”"))];
};

/** What is gathered on the way through the blocks. */
type Gathered = {
  readonly signs: OutletSign[];
  readonly proposals: Proposal[];
  dateline: FromText["dateline"];
};

/** A line that holds a link and at most a word for it. */
const linkLine =
  /^(?:(?:url|link|original(?: article)?|source|via|read more|full story)\s*:\s*)?(https?:\/\/[^\s<>"]+)$/i;

const gatherLink = (block: string, into: Gathered): void => {
  const link = linkLine.exec(block)?.[1];
  if (link !== undefined && !isBare(link) && !goBetween.test(link))
    into.proposals.push(guess("url", link, `line ${quoted(block)}`));
};

const gatherFirst = (start: string, at: number, into: Gathered): void => {
  const found = into.dateline === null ? datelineOf(start) : null;
  if (found !== null) into.dateline = { found, block: at };
  const byline = bylineIn(start);
  if (byline !== null) into.proposals.push(guess("byline", byline, `line ${quoted(start)}`));
  const dated = dayOfLine(start);
  if (dated !== null) into.proposals.push(guess(dated.field, dated.day, `line ${quoted(start)}`));
};

const gatherLast = (block: string, into: Gathered): void => {
  into.signs.push(...signsInClosing(block));
  const found = contributorsIn(block);
  if (found === null) return;
  into.proposals.push(guess("byline", found.names.join(", "), `contributor line ${quoted(found.line)}`));
};

const gather = ({ text, blocks, asides }: BuiltText): Gathered => {
  const gathered: Gathered = { signs: [], proposals: [], dateline: null };
  const lastFrom = Math.max(0, blocks.length - lastBlocks);
  for (const [at, { start, end }] of blocks.entries()) {
    if (at >= searchedBlocks && at < lastFrom) continue;
    const beginning = text.slice(start, Math.min(end, start + searchedLength));
    if (at < firstBlocks) gatherFirst(beginning, at, gathered);
    if (at < firstBlocks || at >= lastFrom) gatherLink(beginning, gathered);
    gathered.signs.push(...signsOfReport(beginning, at + 1));
    if (at >= lastFrom) gatherLast(text.slice(Math.max(start, end - searchedLength), end), gathered);
  }
  const paragraphAt = (offset: number): number => blockAt(blocks, offset) + 1;
  gathered.signs.push(...signsOfTelling(text.slice(0, searchedText), paragraphAt));
  for (const aside of asides) gathered.signs.push(...signsInAside(aside.reason, aside.text));
  return gathered;
};

/** Guesses from the text: outlets by datelines, credits and turns of phrase, contributors, links, dates in words. */
export const proposeFromText = (built: BuiltText): FromText => {
  const { signs, proposals, dateline } = gather(built);
  if (dateline !== null) {
    const { outlet, day, words } = dateline.found;
    if (outlet !== null) signs.push(signInDateline(outlet, words));
    if (day !== null) proposals.push(guess("publishedOn", day, `dateline ${quoted(words)}`));
  }
  const outlets = rankOutlets(signs).slice(0, mostOutlets);
  const sources = outlets.map(({ name, from }) => guess("source", name, from));
  return { dateline, proposals: [...sources, ...proposals, ...fromLinks(built.asides, outlets)] };
};
