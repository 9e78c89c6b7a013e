import type { EditId } from "../../shared/ids";
import { showToast } from "../ui/toasts";
import { undoEdit } from "./undo-edit";

/**
 * Says what was done, with a button that takes just that back. Nothing is said when nothing had to change. Of several
 * on one `matter` only the last stands: where many small things are done one after another.
 */
export const showUndoToast = (text: string, edit: EditId | null, matter?: string): void => {
  if (edit === null) return;
  showToast(text, { label: "Undo", run: () => void undoEdit(edit) }, matter);
};
