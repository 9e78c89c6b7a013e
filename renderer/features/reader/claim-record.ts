import type { ArticleId, ClaimId, EvidenceId, HighlightId } from "../../../shared/ids";
import { act } from "../../query";
import type { ClaimDraft } from "./claim-draft";

/** The stretch of text that is to be evidence: a highlight that exists, or one to be made. */
export type ClaimPassage =
  | { readonly highlightId: HighlightId }
  | { readonly span: { readonly start: number; readonly end: number } };

/** What recording made. */
export type RecordedClaim = {
  readonly claimId: ClaimId;
  readonly evidenceId: EvidenceId;
  readonly highlightId: HighlightId;
};

/** Writes the draft as one edit: a new claim held by the passage, or the passage as evidence on another claim. */
export const recordClaim = async (
  articleId: ArticleId,
  passage: ClaimPassage,
  draft: ClaimDraft,
): Promise<RecordedClaim | null> => {
  const evidence = {
    // A passage marked for this claim carries the claim's tags too, and so their colour in the text.
    passage:
      "highlightId" in passage ? passage : { articleId, span: passage.span, tagIds: [...draft.tagIds] },
    stance: draft.stance,
    credibility: draft.credibility,
  };
  if (draft.into !== null) {
    const added = await act("evidence", "create", { ...evidence, claimId: draft.into.id });
    if (added === null) return null;
    return { claimId: draft.into.id, evidenceId: added.value.id, highlightId: added.value.highlightId };
  }
  const made = await act("claims", "create", {
    statement: draft.statement.trim(),
    kind: draft.kind,
    asserter: draft.asserter,
    eventDate: draft.eventDate,
    tagIds: [...draft.tagIds],
    evidence,
  });
  if (made === null) return null;
  const { id, evidenceId, highlightId } = made.value;
  if (evidenceId === null || highlightId === null)
    throw new Error("a claim made with evidence came back without");
  return { claimId: id, evidenceId, highlightId };
};
