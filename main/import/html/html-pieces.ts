import type { Piece } from "../build-article";
import type { FoundBlock } from "./block-collector";
import { findBlocks } from "./find-blocks";
import { parseHtml } from "./parse-html";

/** A block as a piece of an article. Captions of pictures are set aside; those of tables belong to the text. */
const pieceOf = ({ kind, text, level, place }: FoundBlock): Piece => ({
  kind,
  text,
  ...(level === undefined ? {} : { level }),
  ...(place?.isCertain && place.reason === "caption" ? { aside: "caption" } : {}),
});

/**
 * The text of a fragment of HTML (the content of a feed's item, a chapter, a converted document) as pieces, all of it:
 * nothing is extracted or left out but what a browser would not show. Never throws, whatever it is given.
 */
export const piecesOfHtml = (html: string): Piece[] =>
  findBlocks(parseHtml(html).document).blocks.map(pieceOf);
