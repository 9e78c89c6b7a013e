import type { Evidence } from "../../../shared/domain/evidence";
import type { ClaimId } from "../../../shared/ids";
import { showUndoToast } from "../../parts/undo-toast";
import { act, type Input } from "../../query";
import { useUi } from "../../ui-state";

/** Enough of a statement or a quote to know it again in a message. */
const brief = (text: string): string => (text.length > 60 ? `${text.slice(0, 57).trimEnd()}…` : text);

/** Changes what is given of a claim and leaves the rest. */
export const updateClaim = (id: ClaimId, set: Input<"claims", "update">["set"]): void =>
  void act("claims", "update", { id, set });

/** Deletes a claim with its evidence; the passages stay highlighted. The toast brings all of it back. False when refused. */
export const removeClaim = async (claim: {
  readonly id: ClaimId;
  readonly statement: string;
}): Promise<boolean> => {
  const done = await act("claims", "remove", { id: claim.id });
  if (done === null) return false;
  if (useUi.getState().claimId === claim.id) useUi.setState({ claimId: null });
  showUndoToast(`Claim “${brief(claim.statement)}” deleted`, done.value.edit);
  return true;
};

/** Changes what is given of a piece of evidence and leaves the rest. */
export const updateEvidence = (id: Evidence["id"], set: Input<"evidence", "update">["set"]): void =>
  void act("evidence", "update", { id, set });

/** Takes a passage off its claim; the highlight itself stays. */
export const removeEvidence = async (evidence: Evidence): Promise<void> => {
  const done = await act("evidence", "remove", { id: evidence.id });
  if (done !== null)
    showUndoToast(`Evidence “${brief(evidence.quote)}” taken off the claim`, done.value.edit);
};
