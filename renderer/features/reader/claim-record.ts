import type { ArticleId, ClaimId, EvidenceId, HighlightId } from "../../../shared/ids";
import { ok, type Result } from "../../../shared/result";
import { attempt } from "../../query";
import type { FinishedDraft } from "./claim-draft";

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
  draft: FinishedDraft,
): Promise<Result<RecordedClaim>> => {
  const evidence = {
    // A passage marked for this claim carries the claim's tags too, and so their colour in the text.
    passage:
      "highlightId" in passage ? passage : { articleId, span: passage.span, tagIds: [...draft.tagIds] },
    stance: draft.stance,
    credibility: draft.credibility,
  };
  if (draft.into !== null) {
    const claimId = draft.into.id;
    const added = await attempt("evidence", "create", { ...evidence, claimId });
    if (!added.ok) return added;
    return ok({ claimId, evidenceId: added.value.id, highlightId: added.value.highlightId });
  }
  const made = await attempt("claims", "create", {
    statement: draft.statement.trim(),
    kind: draft.kind,
    asserter: draft.asserter,
    eventDate: draft.eventDate,
    tagIds: [...draft.tagIds],
    evidence,
  });
  if (!made.ok) return made;
  const { id, evidenceId, highlightId } = made.value;
  if (evidenceId === null || highlightId === null)
    throw new Error("a claim made with evidence came back without");
  return ok({ claimId: id, evidenceId, highlightId });
};
