import type { Aside, Block } from "../../shared/domain/article";
import { blocksOfPlainText } from "../../shared/text/blocks";

/** A text with what is known of its places: blocks, asides and pages, in UTF-16 offsets. */
export type PlacedText = {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly asides: readonly Aside[];
  readonly pages: readonly number[];
};

/** As many line ends as are lacking to a blank line between two stretches; none at the edges of the text. */
const gapBetween = (before: string, after: string): string => {
  if (before === "" || after === "") return "";
  const there = (/\n*$/u.exec(before)?.[0].length ?? 0) + (/^\n*/u.exec(after)?.[0].length ?? 0);
  return "\n".repeat(Math.max(0, 2 - there));
};

/** A block on either side of a place; one that the place cuts becomes two. */
const cutBlock = (text: string, block: Block, at: number): Block[] => {
  if (block.end <= at || block.start >= at) return [block];
  const end = block.start + text.slice(block.start, at).trimEnd().length;
  const start = block.end - text.slice(at, block.end).trimStart().length;
  return [
    { ...block, end },
    { ...block, start },
  ].filter((one) => one.start < one.end);
};

/** Furniture that ends a page; any other that stands where a page begins belongs to that page. */
const endsPage = ({ reason }: Aside): boolean => reason === "footnote" || reason === "page-number";

/**
 * Puts a piece that was set aside back at its place, as a paragraph of its own (or as many as it has). Nothing but the
 * piece and the blank lines round it is added, and everything behind it moves on by as much.
 */
export const putBack = ({ text, blocks, asides, pages }: PlacedText, index: number): PlacedText => {
  const piece = asides[index];
  if (piece === undefined) throw new RangeError(`there is no aside ${index}`);
  const { at, text: added } = piece;
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const gap = gapBetween(before, added);
  const inserted = gap + added + gapBetween(added, after);
  const start = at + gap.length;
  const by = inserted.length;
  const isBehind = (place: number, order: number) => place > at || (place === at && order > index);
  return {
    text: before + inserted + after,
    blocks: [
      ...blocks
        .flatMap((block) => cutBlock(text, block, at))
        .map((block) =>
          block.start >= at ? { ...block, start: block.start + by, end: block.end + by } : block,
        ),
      ...blocksOfPlainText(added).map((block) => ({
        ...block,
        start: block.start + start,
        end: block.end + start,
      })),
    ].sort((a, b) => a.start - b.start),
    asides: asides.flatMap((aside, order) => {
      if (order === index) return [];
      if (isBehind(aside.at, order)) return [{ ...aside, at: aside.at + by }];
      return [aside.at === at ? { ...aside, at: start } : aside];
    }),
    pages: pages.map((page) => {
      if (page > at || (page === at && at > 0 && endsPage(piece))) return page + by;
      return page === at ? start : page;
    }),
  };
};
