import { create } from "zustand";
import type {
  AgreedVersion,
  AgreementMeasure,
  AgreementQuery,
  AgreementReport,
  Comparable,
} from "../../../shared/domain/agreement";
import type { AnalystId, ArticleId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { showUndoToast } from "../../parts/undo-toast";
import { act, useCall } from "../../query";
import { showToast } from "../../ui/toasts";

type AgreementState = {
  readonly view: "figures" | "adjudication";
  /** Who is compared; null until a person has said: everybody who can be compared at once. */
  readonly analystIds: readonly AnalystId[] | null;
  /** On which articles; null: all that they share. */
  readonly articleIds: readonly ArticleId[] | null;
  /** The measure that is shown by tag and by article. */
  readonly measure: AgreementMeasure;
  /** The disagreement that is looked at; null: the first that is open. */
  readonly activeId: string | null;
};

/** Who is compared on what, and where the walk through the disagreements stands. */
export const useAgreement = create<AgreementState>(() => ({
  view: "figures",
  analystIds: null,
  articleIds: null,
  measure: "spans-exact",
  activeId: null,
}));

const set = useAgreement.setState;

/** Another project was opened: those were the analysts of the last one. */
export const resetAgreement = (): void => set(useAgreement.getInitialState(), true);

export const chooseAnalysts = (analystIds: readonly AnalystId[]): void => set({ analystIds, activeId: null });
export const chooseArticles = (articleIds: readonly ArticleId[] | null): void =>
  set({ articleIds, activeId: null });
export const chooseMeasure = (measure: AgreementMeasure): void => set({ measure });
export const startAdjudication = (): void => set({ view: "adjudication" });
export const leaveAdjudication = (): void => set({ view: "figures" });
export const setActiveDisagreement = (activeId: string | null): void => set({ activeId });

/** Who has worked in the project, and which of them are compared. */
export const useAnalysts = ():
  | { readonly all: readonly Comparable[]; readonly chosen: readonly AnalystId[] }
  | undefined => {
  const all = useCall("agreement", "analysts", undefined).data;
  const asked = useAgreement((state) => state.analystIds);
  if (all === undefined) return undefined;
  const known = new Set(all.map(({ id }) => id));
  const proposed = all.filter(({ isCompared }) => isCompared).map(({ id }) => id);
  const chosen = (asked ?? proposed).filter((id) => known.has(id));
  return { all, chosen };
};

/** What to ask for; only to be sent while two or more are chosen. */
export const useAgreementQuery = (chosen: readonly AnalystId[]): AgreementQuery => {
  const articleIds = useAgreement((state) => state.articleIds);
  return { analystIds: [...chosen], ...(articleIds === null ? {} : { articleIds: [...articleIds] }) };
};

/** The figures: at once without their intervals, which take a moment longer. */
export const useReport = (
  query: AgreementQuery,
): {
  readonly report: AgreementReport | undefined;
  readonly isWorking: boolean;
  readonly hasFailed: string | null;
} => {
  const isEnabled = query.analystIds.length > 1;
  const figures = useCall("agreement", "report", query, { isEnabled });
  const whole = useCall(
    "agreement",
    "report",
    { ...query, hasIntervals: true },
    { isEnabled: isEnabled && figures.isSuccess },
  );
  return {
    report: whole.data ?? figures.data,
    isWorking: isEnabled && (figures.isPending || whole.isPending),
    hasFailed: figures.error?.failure.message ?? null,
  };
};

/** Writes all figures to a place that the person chooses. */
export const exportAgreement = async (query: AgreementQuery, format: "csv" | "json"): Promise<void> => {
  const answer = await act("files", "exportAgreement", { ...query, format });
  if (answer?.value) showToast(`Exported ${count(answer.value.rows, "figure")} to ${answer.value.fileName}`);
};

/** Writes the agreed version of one disagreement. */
export const settleDisagreement = async (item: AgreedVersion, words: string): Promise<void> => {
  const answer = await act("agreement", "settle", { items: [item] });
  if (answer !== null) showUndoToast(words, answer.value.edit, "settled");
};
