import type { Anchor } from "../../shared/domain/highlight";
import { blankOutside, lesserText, redactAnchor } from "../../shared/domain/redaction";
import type { ShareText } from "../../shared/domain/share";
import { countCodePoints } from "../../shared/text/offsets";
import { sha256 } from "../ids";
import type { SharedText } from "../store/share-rows";

/** An anchor of an article with the change that set it; it stands, or is one of before. */
export type SharedAnchor = { readonly id: string; readonly value: Anchor; readonly isStanding: number };

/** A text and the anchors in it, with nothing in them that is not to be shared. */
export type Redacted = {
  readonly text: SharedText;
  readonly anchors: readonly { readonly id: string; readonly value: Anchor }[];
};

const isInPlace = (text: string, { start, end, quote }: Anchor): boolean => text.slice(start, end) === quote;

/**
 * What is left of a text of which only the quotes, or nothing, may be shared. A quote is what a highlight stands on that
 * goes along; an anchor of before keeps its words only where those can be read anyway. Lengths and places stay.
 */
export const redactArticle = (
  { text, ...article }: SharedText,
  anchors: readonly SharedAnchor[],
  share: Exclude<ShareText, "whole">,
): Redacted => {
  const quotes = share === "none" ? [] : anchors.filter(({ isStanding }) => isStanding === 1);
  const spans = quotes.map(({ value }) => value).filter((anchor) => isInPlace(text, anchor));
  const left = blankOutside(text, spans);
  const mayQuote = ({ value, isStanding }: SharedAnchor): boolean =>
    share === "quotes" && (isStanding === 1 || isInPlace(left, value));
  return {
    text: {
      ...article,
      text: left,
      characters: countCodePoints(left),
      kept: lesserText(article.kept ?? share, share),
      keptSha256: sha256(left),
    },
    anchors: anchors.map((anchor) => ({
      id: anchor.id,
      value: redactAnchor(anchor.value, mayQuote(anchor)),
    })),
  };
};
