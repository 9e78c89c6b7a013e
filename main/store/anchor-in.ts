import { describeAnchor } from "../../shared/anchoring/describe-anchor";
import type { Anchor } from "../../shared/domain/highlight";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";

/** Describes a stretch of a stored text; `invalid-input` when it reaches outside of it. */
export const anchorIn = (
  text: string,
  span: { readonly start: number; readonly end: number },
): Result<Anchor> => {
  const isInside = span.start >= 0 && span.start < span.end && span.end <= text.length;
  // One half of a surrogate pair is no character: the stretch would be moved to nothing.
  const isHalf =
    isInside && span.end - span.start === 1 && /^[\udc00-\udfff]$/.test(text.slice(span.start, span.end));
  if (!isInside || isHalf)
    return fail(
      "invalid-input",
      `There is no text from ${span.start} to ${span.end}.`,
      "Select the passage again.",
    );
  const end =
    /[\udc00-\udfff]/.test(text.charAt(span.end)) && /[\ud800-\udbff]/.test(text.charAt(span.end - 1))
      ? span.end + 1
      : span.end;
  return ok(describeAnchor(text, span.start, end));
};
