import type { Block } from "../../shared/domain/article";
import { blockAt } from "../../shared/text/blocks";

/**
 * Between offsets of the canonical text (UTF-16 units) and ProseMirror positions. The document is flat: block i
 * opens one position before its first character and closes one after its last.
 */
export type TextMap = {
  readonly blocks: readonly Block[];
  /** Position of an offset. One that lies between blocks goes to the end of the block before it. */
  readonly toPosition: (offset: number) => number;
  /** Offset of a position; one between blocks goes to the start of the block after it. */
  readonly toOffset: (position: number) => number;
  /** Index of the block that holds the offset, at least 0. */
  readonly blockOf: (offset: number) => number;
};

export const createTextMap = (blocks: readonly Block[]): TextMap => {
  const opens: { readonly start: number }[] = [];
  let position = 1;
  for (const block of blocks) {
    opens.push({ start: position });
    position += block.end - block.start + 2;
  }
  const blockOf = (offset: number) => Math.max(0, blockAt(blocks, offset));
  return {
    blocks,
    blockOf,
    toPosition: (offset) => {
      const index = blockOf(offset);
      const block = blocks[index];
      const open = opens[index];
      if (block === undefined || open === undefined) return 1;
      return open.start + Math.min(Math.max(0, offset - block.start), block.end - block.start);
    },
    toOffset: (at) => {
      const index = Math.max(0, blockAt(opens, at));
      const block = blocks[index];
      const open = opens[index];
      if (block === undefined || open === undefined) return 0;
      const inside = at - open.start;
      const length = block.end - block.start;
      // Past the closing token: the gap between two blocks, which belongs to the next one.
      if (inside > length) return blocks[index + 1]?.start ?? block.end;
      return block.start + Math.max(0, inside);
    },
  };
};
