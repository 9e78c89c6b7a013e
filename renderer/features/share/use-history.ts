import { create } from "zustand";
import type { Edit, Entity } from "../../../shared/domain/change";
import type { HistoryFilter, Moment, Trashed } from "../../../shared/domain/history";
import type { AnalystId, ArticleId, EditId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { undoEdit } from "../../parts/undo-edit";
import { showUndoToast } from "../../parts/undo-toast";
import { act } from "../../query";
import { showToast } from "../../ui/toasts";

/** What the History section shows: the edits, or what was removed. */
export type HistoryView = "edits" | "trash";

type HistoryState = {
  readonly view: HistoryView;
  readonly analystId: AnalystId | null;
  readonly entity: Entity | null;
  readonly articleId: ArticleId | null;
  readonly text: string;
  /** The edit whose changes are shown. */
  readonly opened: EditId | null;
};

/** What the history is narrowed to, and which edit is looked at. */
export const useHistory = create<HistoryState>(() => ({
  view: "edits",
  analystId: null,
  entity: null,
  articleId: null,
  text: "",
  opened: null,
}));

/** Another project, or another moment of it, was opened: nothing here is about it. */
export const resetHistory = (): void => useHistory.setState(useHistory.getInitialState(), true);

/** Changes what is shown. */
export const setHistory = (state: Partial<HistoryState>): void => useHistory.setState(state);

/** The filter that the choices come to. */
export const filterOf = ({ analystId, entity, articleId, text }: HistoryState): HistoryFilter => ({
  ...(analystId === null ? {} : { analystId }),
  ...(entity === null ? {} : { entity }),
  ...(articleId === null ? {} : { articleId }),
  ...(text.trim() === "" ? {} : { text: text.trim() }),
});

/** Takes one edit back, or does it again when it is an undo. */
export const undoOne = async (edit: Edit): Promise<void> => {
  const undone = await undoEdit(edit.id);
  if (undone !== null)
    showUndoToast(
      edit.kind === "undo" ? `Done again: ${undone.label}` : `Undone: ${undone.label}`,
      undone.edit,
    );
};

/** Brings removed things back, in one edit. */
export const bringBack = async (items: readonly Trashed[]): Promise<boolean> => {
  const [first] = items;
  if (first === undefined) return false;
  const done = await act("history", "restore", { items: items.map(({ entity, id }) => ({ entity, id })) });
  if (done === null) return false;
  showUndoToast(
    items.length === 1
      ? `Brought back “${first.words.slice(0, 80)}”`
      : `Brought back ${count(items.length, "thing")}`,
    done.value.edit,
  );
  return true;
};

/** Shows the project as it stood. */
export const showAsOf = (moment: Moment): Promise<unknown> => act("files", "openAsOf", moment);

/** Asks where to and writes the audit trail of what the filter shows. */
export const exportAudit = async (filter: HistoryFilter): Promise<void> => {
  const answer = await act("files", "exportAudit", filter);
  if (answer?.value) showToast(`${count(answer.value.rows, "line")} written to ${answer.value.fileName}`);
};
