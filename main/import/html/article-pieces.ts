import type { AsideReason } from "../../../shared/domain/article";
import type { Piece } from "../build-article";
import type { FoundBlock } from "./block-collector";
import { isPointerAlone, reasonOfWords } from "./furniture";

/** What else is known of a page's article when its blocks are sorted. */
export type Hints = {
  /** What metadata give as its title, the best first. */
  readonly titles: readonly string[];
  /** Summaries in metadata, one of which may be the line under the headline. */
  readonly descriptions: readonly string[];
};

/** A block with what becomes of it: a part of the article, or set aside for a reason. */
type Sorted = { readonly block: FoundBlock; readonly aside: AsideReason | null; readonly level?: number };

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Characters of the blocks that `chosen` chooses. */
export const lengthOf = (
  blocks: readonly FoundBlock[],
  chosen: (block: FoundBlock, at: number) => boolean,
): number => blocks.reduce((sum, block, at) => (chosen(block, at) ? sum + block.text.length : sum), 0);

/** Text without a plain sign of furniture, long enough for a sentence: what an article is made of. */
export const isProse = ({ place, linkShare, text }: FoundBlock): boolean =>
  place?.isCertain !== true && linkShare < 0.3 && text.length >= 80;

/**
 * Blocks that the extractor dropped between two that it kept, in the same element: a short answer, a subheading. Whoever
 * reads the page takes them for the article, and nothing says otherwise.
 */
const fillGaps = (blocks: readonly FoundBlock[], kept: readonly boolean[]): boolean[] => {
  const filled = [...kept];
  let before = -1;
  for (const [at, isKept] of kept.entries()) {
    if (!isKept) continue;
    const container = blocks[before]?.container;
    if (container !== undefined && container === blocks[at]?.container)
      for (let gap = before + 1; gap < at; gap += 1) {
        const block = blocks[gap];
        filled[gap] = block?.container === container && block.place === undefined && block.linkShare < 0.5;
      }
    before = at;
  }
  return filled;
};

/** More of an article's text than this under one sign of furniture, and the sign is wrong. */
const mostFurniture = 0.4;

/** Signs of furniture in the kept text that are not believed, because too much of it would go. */
const wrongSigns = (blocks: readonly FoundBlock[], kept: readonly boolean[]): ReadonlySet<unknown> => {
  const all = lengthOf(blocks, (_, at) => kept[at] === true);
  const byOwner = new Map<unknown, number>();
  for (const [at, { placeOwner, place, text }] of blocks.entries())
    if (kept[at] && place?.isCertain) byOwner.set(placeOwner, (byOwner.get(placeOwner) ?? 0) + text.length);
  return new Set([...byOwner].filter(([, length]) => length > all * mostFurniture).map(([owner]) => owner));
};

/** The headline as the page shows it: the first heading that is the title, or the only main heading that is nearly so. */
const headlineOf = (blocks: readonly FoundBlock[], titles: readonly string[], first: number): number => {
  const wanted = titles.map(plain).filter((title) => title !== "");
  const same = blocks.findIndex(({ kind, text }) => kind === "heading" && wanted.includes(plain(text)));
  if (same >= 0) return same;
  const mains = blocks.flatMap(({ level, place }, at) => (level === 1 && !place?.isCertain ? at : []));
  const [only = -1] = mains;
  if (mains.length !== 1 || only > first) return -1;
  const words = new Set(plain(blocks[only]?.text ?? "").split(" "));
  const isNear = wanted.some((title) => {
    const others = title.split(" ");
    return others.filter((word) => words.has(word)).length * 2 >= Math.max(others.length, words.size);
  });
  return isNear ? only : -1;
};

const isSummary = (text: string, descriptions: readonly string[]): boolean => {
  const line = plain(text);
  return line.length >= 30 && descriptions.some((one) => plain(one) === line);
};

/** Blocks that are only links and stand right after a line that announces such ("Read more:"). */
const announced = (blocks: readonly FoundBlock[]): ReadonlySet<FoundBlock> => {
  const found = new Set<FoundBlock>();
  let isOpen = false;
  for (const block of blocks) {
    if (isPointerAlone(block.text)) isOpen = true;
    else if (isOpen && block.linkShare >= 0.9) found.add(block);
    else isOpen = false;
  }
  return found;
};

/** Longer text over a headline is not the name of a section. */
const longestKicker = 60;

const pieceOf = ({ block, aside, level }: Sorted): Piece => ({
  kind: level === undefined ? block.kind : "heading",
  text: block.text,
  ...(level === undefined ? (block.level === undefined ? {} : { level: block.level }) : { level }),
  ...(aside === null ? {} : { aside }),
});

/** Neighbours that went for one reason are one aside: a menu is one thing and not forty. Captions stay apart. */
const mergeAsides = (pieces: readonly Piece[]): Piece[] => {
  const merged: Piece[] = [];
  let lines: string[] = [];
  let reason: AsideReason | undefined;
  const end = (): void => {
    if (reason !== undefined) merged.push({ kind: "paragraph", text: lines.join("\n"), aside: reason });
    lines = [];
    reason = undefined;
  };
  for (const piece of pieces) {
    if (piece.aside !== reason) end();
    if (piece.aside === undefined || piece.aside === "caption") merged.push(piece);
    else {
      reason = piece.aside;
      lines.push(piece.text);
    }
  }
  end();
  return merged;
};

/**
 * Sorts the blocks of a page into its article and what is set aside, in document order. `kept` is what the extractor
 * takes for the article; furniture that it kept goes aside where the page says plainly that it is some, and the
 * headline and the line under it, which it often drops, come back.
 */
export const articlePieces = (
  blocks: readonly FoundBlock[],
  judged: readonly boolean[],
  { titles, descriptions }: Hints,
): Piece[] => {
  const kept = fillGaps(blocks, judged);
  const wrong = wrongSigns(blocks, kept);
  const first = kept.indexOf(true);
  const headline = headlineOf(blocks, titles, first);
  const links = announced(blocks);
  const headlineText = plain(blocks[headline]?.text ?? "");
  const sort = (block: FoundBlock, at: number): Sorted => {
    if (at === headline) return { block, aside: null, level: 1 };
    const { text, place, placeOwner, linkShare, kind } = block;
    const isFurniture = place?.isCertain === true && !wrong.has(placeOwner);
    if (isFurniture) return { block, aside: place.reason };
    if (kept[at]) {
      // A theme may write the headline once for each size of screen, and the name of the section over it.
      const isRepeated = kind === "heading" && headline >= 0 && plain(text) === headlineText;
      const isKicker = at < headline && text.length <= longestKicker;
      if (isRepeated || isKicker) return { block, aside: "other" };
      return { block, aside: links.has(block) ? "see-also" : (reasonOfWords(text, linkShare) ?? null) };
    }
    if (at > headline && at < first && isSummary(text, descriptions)) return { block, aside: null };
    return { block, aside: place?.reason ?? reasonOfWords(text, linkShare) ?? "other" };
  };
  return mergeAsides(blocks.map((block, at) => pieceOf(sort(block, at))));
};
