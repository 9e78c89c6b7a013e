import type { AppError } from "../../shared/errors";
import type { EditId } from "../../shared/ids";
import { act, attempt, type Output } from "../query";
import { forgetError, showError, showToast } from "../ui/toasts";
import { count } from "./dates";

/** As `act` names it: a later undo that goes well takes the message away. */
const matter = "history undo";

const redoAll = async (times: number): Promise<void> => {
  for (let done = 0; done < times; done += 1) if ((await act("history", "redo", undefined)) === null) return;
};

/**
 * Undoes what settled a merge's conflicts, then the merge. Each is an undo of its own, so that redo, pressed as often,
 * brings all of it back; where one of them is refused, those before it stay undone and it says why.
 */
const undoMergeWith = async (edit: EditId, settlements: readonly EditId[]): Promise<void> => {
  for (const settlement of settlements)
    if ((await act("history", "undo", { edit: settlement })) === null) return;
  const undone = await act("history", "undo", { edit });
  if (undone === null) return;
  showToast(
    `Undone: ${undone.value.label}, and ${count(settlements.length, "settlement")} of its conflicts`,
    { label: "Redo all", run: () => void redoAll(settlements.length + 1) },
    "history",
  );
};

/** Says why a merge is not undone; where only this analyst's own settlements are in the way, with a way past them. */
const showRefusal = async (error: AppError, edit: EditId): Promise<void> => {
  const found = error.kind === "conflict" ? await attempt("history", "blockers", { edit }) : null;
  const blockers = found?.ok === true ? found.value : null;
  // It may have been refused for something else, such as another merge that is under way.
  if (blockers === null || blockers.others > 0 || blockers.refusal !== error.message)
    return showError(error, matter);
  const { settlements, label } = blockers;
  const isOne = settlements.length === 1;
  const words = isOne ? "one of its conflicts was" : "conflicts of it were";
  const message = `“${label}” is not undone: ${words} settled by you since.`;
  showError({ kind: error.kind, message }, matter, {
    label: isOne ? "Undo with the settlement" : `Undo with the ${count(settlements.length, "settlement")}`,
    run: () => void undoMergeWith(edit, settlements),
  });
};

const underWay = new Set<EditId>();

/**
 * Takes one edit back, or does it again when it is an undo itself. Says what is in the way and answers null where that
 * cannot be done.
 */
export const undoEdit = async (edit: EditId): Promise<Output<"history", "undo"> | null> => {
  // Of a large merge it takes a while: a second press means the same.
  if (underWay.has(edit)) return null;
  underWay.add(edit);
  const undone = await attempt("history", "undo", { edit }).finally(() => underWay.delete(edit));
  if (undone.ok) {
    forgetError(matter);
    return undone.value;
  }
  if (undone.error.kind !== "cancelled") await showRefusal(undone.error, edit);
  return null;
};
