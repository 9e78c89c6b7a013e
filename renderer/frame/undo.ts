import { act, type Output, queryClient } from "../query";
import { showToast } from "../ui/toasts";

/** What the store last said undo and redo would do; null before it has said anything. */
const stateNow = () =>
  queryClient.getQueryData<Output<"history", "state">>(["history", "state", undefined]) ?? null;

/** Takes back the newest edit that stands and names it. */
export const undo = async (): Promise<void> => {
  if (stateNow()?.undo === null) return showToast("Nothing to undo", undefined, "history");
  const undone = await act("history", "undo", {});
  if (undone !== null)
    showToast(`Undone: ${undone.value.label}`, { label: "Redo", run: () => void redo() }, "history");
};

/** Brings back what was undone last and names it. */
export const redo = async (): Promise<void> => {
  if (stateNow()?.redo === null) return showToast("Nothing to redo", undefined, "history");
  const redone = await act("history", "redo", undefined);
  if (redone !== null)
    showToast(`Redone: ${redone.value.label}`, { label: "Undo", run: () => void undo() }, "history");
};
