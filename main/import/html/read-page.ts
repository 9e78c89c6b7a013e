import type { Proposal } from "../../../shared/domain/article";
import type { Piece } from "../build-article";
import type { Draft } from "../finish-article";
import { articlePieces, isProse, lengthOf } from "./article-pieces";
import type { FoundBlock } from "./block-collector";
import { type FoundBlocks, findBlocks } from "./find-blocks";
import { judgeBlocks, mostAttempts } from "./main-text";
import { metadataOf } from "./metadata";
import { factCollector } from "./page-facts";
import { parseHtml } from "./parse-html";

/** What a page yields for a draft. */
type ReadPage = Required<Pick<Draft, "pieces" | "proposals" | "doubts" | "steps">>;

/** Shorter than this, and another look at the page is worth its time: as much as Readability itself asks for. */
const enough = 500;
/** Less than this share of the page's prose cannot be its article. */
const leastShare = 0.25;
/** An index of articles is none. */
const mostLinks = 0.6;

/** Beyond these the extractor takes time in the square of the page; pages of the news have some 2,000 and 40. */
const mostElements = 60_000;
const mostDepth = 200;

type Judged = {
  readonly blocks: readonly FoundBlock[];
  readonly kept: readonly boolean[];
  readonly length: number;
};

const judge = (
  page: ReturnType<typeof parseHtml>,
  blocks: readonly FoundBlock[],
  attempt: number,
): Judged => {
  const kept = judgeBlocks(page, blocks, attempt);
  return { blocks, kept, length: lengthOf(blocks, (_, at) => kept[at] === true) };
};

/** A first try is right for all pages but short and odd ones; those are tried again with fewer rules. */
const findArticle = (
  page: ReturnType<typeof parseHtml>,
  blocks: readonly FoundBlock[],
  html: string,
): Judged => {
  let best = judge(page, blocks, 0);
  const prose = lengthOf(blocks, isProse);
  const isPoor = () => best.length === 0 || (best.length < enough && prose > best.length * 2);
  for (let attempt = 1; attempt < mostAttempts && isPoor(); attempt += 1) {
    const again = parseHtml(html);
    const next = judge(again, findBlocks(again.document).blocks, attempt);
    if (next.length > best.length) best = next;
  }
  return best;
};

/** All of a page but its menus; if there is nothing else, those. */
const wholePage = (blocks: readonly FoundBlock[]): Judged => {
  const isNoMenu = ({ place }: FoundBlock): boolean => place?.reason !== "navigation";
  const isMenuOnly = !blocks.some(isNoMenu);
  const kept = blocks.map((block) => isMenuOnly || isNoMenu(block));
  return { blocks, kept, length: lengthOf(blocks, (_, at) => kept[at] === true) };
};

/** Whether what was found can be an article: not a small part of the page's prose, and not a list of links. */
const isLikely = ({ blocks, kept, length }: Judged): boolean => {
  const prose = lengthOf(blocks, isProse);
  const linked = blocks.reduce(
    (sum, { text, linkShare }, at) => (kept[at] ? sum + text.length * linkShare : sum),
    0,
  );
  return length > 0 && length >= Math.min(enough, prose * leastShare) && linked < length * mostLinks;
};

const letters = (blocks: readonly FoundBlock[]): number => lengthOf(blocks, () => true);

const titlesOf = (proposals: readonly Proposal[]): string[] =>
  proposals.filter(({ field }) => field === "title").map(({ value }) => value);

/** The headline that stands on the page is a title, too: metadata often have a shorter one for lists. */
const withHeadline = (proposals: readonly Proposal[], pieces: readonly Piece[]): Proposal[] => {
  const shown = pieces.find(
    ({ kind, level, aside }) => kind === "heading" && level === 1 && aside === undefined,
  );
  return shown === undefined
    ? [...proposals]
    : [
        ...proposals,
        { field: "title", value: shown.text.replace(/\s+/g, " "), from: "headline", strength: "stated" },
      ];
};

/** How many words of the report; a page that hides nearly all it has (until a script runs) is read with all of it. */
const isMostlyHidden = ({ blocks, hidden }: FoundBlocks): boolean =>
  hidden > 400 && letters(blocks) * 4 < hidden;

type Options = {
  readonly isWhole?: boolean;
  /** Where the page was saved from. */
  readonly address?: string | undefined;
};

/**
 * Reads a web page: its article as pieces, everything else that it shows as asides, and what its metadata say. With
 * `isWhole` all of it is the article (a selection that somebody copied, a mail), and no extractor looks at it.
 */
export const readPage = (html: string, { isWhole = false, address = "" }: Options = {}): ReadPage => {
  const page = parseHtml(html);
  const collected = factCollector();
  const options = { onElement: collected.onElement, onNode: collected.onNode };
  const shown = findBlocks(page.document, options);
  const facts = collected.facts();
  const metadata = metadataOf(facts, address);
  const isHidden = isMostlyHidden(shown);
  const blocks = isHidden ? findBlocks(page.document, { isHiddenKept: true }).blocks : shown.blocks;
  const isTooMuch = shown.elements > mostElements || shown.depth > mostDepth;
  const found = isWhole || isHidden || isTooMuch ? wholePage(blocks) : findArticle(page, blocks, html);
  const isFound = isWhole || (!isHidden && !isTooMuch && isLikely(found));
  const { blocks: used, kept } = isFound ? found : wholePage(blocks);
  const pieces = articlePieces(used, kept, {
    titles: titlesOf(metadata.proposals),
    descriptions: metadata.descriptions,
  });
  return {
    pieces,
    proposals: withHeadline(metadata.proposals, pieces),
    doubts: isFound ? [] : ["text"],
    steps: [
      ...page.steps,
      ...(facts.saved === null || facts.saved.date === ""
        ? []
        : [`page saved ${facts.saved.date.slice(0, 100)}`]),
      ...(isWhole
        ? []
        : [
            isFound ? "main text found by Readability 0.6.0" : "no main text found: the whole page was taken",
          ]),
      ...(isHidden ? ["text that the page hides was taken, too"] : []),
      ...(!isHidden && shown.hidden > 0
        ? [`${shown.hidden} characters that the page hides were left out`]
        : []),
    ],
  };
};
