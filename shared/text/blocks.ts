import type { Block } from "../domain/article";

/**
 * Blocks of a canonical plain text: paragraphs are the stretches between blank lines, single line breaks
 * stay inside their paragraph. White space at the edges of a block belongs to no block.
 */
export const blocksOfPlainText = (text: string): Block[] => {
  const blocks: Block[] = [];
  for (const match of text.matchAll(/[^\n]+(?:\n(?![^\S\n]*(?:\n|$))[^\n]*)*/g)) {
    const start = match.index + (match[0].length - match[0].trimStart().length);
    const end = match.index + match[0].trimEnd().length;
    if (start < end) blocks.push({ kind: "paragraph", start, end });
  }
  return blocks;
};

/** Index of the block that holds `offset`, or of the last one that begins before it; -1 before the first. */
export const blockAt = (blocks: readonly { readonly start: number }[], offset: number): number => {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
