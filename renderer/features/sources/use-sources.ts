import { useMemo } from "react";
import { create } from "zustand";
import type { SourceKind, SourceSummary } from "../../../shared/domain/source";
import type { SourceId } from "../../../shared/ids";
import { compareNames } from "../../parts/names";
import { foldName } from "../../parts/tag-tree";
import { showUndoToast } from "../../parts/undo-toast";
import { useIsGrading } from "../../parts/use-grading";
import { act, useCall } from "../../query";
import { useUi } from "../../ui-state";

export type SourceSort = "name" | "letter" | "articles" | "claims";

type View = {
  readonly search: string;
  readonly sort: SourceSort;
  readonly isReversed: boolean;
  /** What the detail shows in place of reading: at most one thing is being done to a source. */
  readonly doing: "nothing" | "rating" | "renaming" | "merging";
  readonly isCreating: boolean;
};

/** How the Sources screen is set; kept while the project is open. */
export const useSourcesView = create<View>(() => ({
  search: "",
  sort: "name",
  isReversed: false,
  doing: "nothing",
  isCreating: false,
}));

export const setSourcesView = useSourcesView.setState;

// The window goes back to its first state when another project is opened; so does this screen.
useUi.subscribe((state) => {
  if (state === useUi.getInitialState()) useSourcesView.setState(useSourcesView.getInitialState(), true);
});

/** Shows a source. Whatever was being done to the one before ends. */
export const showSource = (sourceId: SourceId): void => {
  if (useUi.getState().sourceId === sourceId) return;
  useUi.setState({ sourceId });
  setSourcesView({ doing: "nothing" });
};

/** The first click on a heading sorts by it, the next turns it round. */
export const sortSources = (sort: SourceSort): void =>
  setSourcesView((view) => ({ sort, isReversed: view.sort === sort && !view.isReversed }));

/** All sources, those that the search leaves in their order, and the one that is shown. */
export const useSources = () => {
  const { data, isPending } = useCall("sources", "list", undefined);
  const { search, sort, isReversed } = useSourcesView();
  const sourceId = useUi((state) => state.sourceId);
  // An order by letter would tell the letters that grading hides.
  const isGrading = useIsGrading();
  const shown = useMemo(
    () => order(find(data ?? [], search), isGrading && sort === "letter" ? "name" : sort, isReversed),
    [data, search, sort, isReversed, isGrading],
  );
  const chosen = data?.find((source) => source.id === sourceId) ?? shown[0];
  return { all: data ?? [], shown, chosen, isPending };
};

const find = (sources: readonly SourceSummary[], search: string): readonly SourceSummary[] => {
  const words = foldName(search).split(" ");
  return sources.filter((source) => {
    const text = foldName(`${source.name} ${source.kind} ${source.url}`);
    return words.every((word) => text.includes(word));
  });
};

const order = (sources: readonly SourceSummary[], sort: SourceSort, isReversed: boolean) => {
  const sign = isReversed ? -1 : 1;
  const byName = (a: SourceSummary, b: SourceSummary) => compareNames(a.name, b.name);
  const by: Readonly<Record<SourceSort, (a: SourceSummary, b: SourceSummary) => number>> = {
    name: (a, b) => sign * byName(a, b),
    // Most first: nobody looks for the sources without articles.
    articles: (a, b) => sign * (b.articles - a.articles) || byName(a, b),
    claims: (a, b) => sign * (b.claims - a.claims) || byName(a, b),
    letter: (a, b) => byLetter(a, b, sign) || byName(a, b),
  };
  return [...sources].sort(by[sort]);
};

/** A to E or E to A; "cannot be judged" and "not rated" are no values and stand last both ways. */
const byLetter = (a: SourceSummary, b: SourceSummary, sign: number): number => {
  const apart = (source: SourceSummary) =>
    source.rating === null ? 2 : source.rating.reliability === "F" ? 1 : 0;
  if (apart(a) !== apart(b)) return apart(a) - apart(b);
  const [left, right] = [a.rating?.reliability ?? "", b.rating?.reliability ?? ""];
  return left === right ? 0 : left < right ? -sign : sign;
};

/** Makes a source and shows it. */
export const createSource = async (name: string, kind: SourceKind): Promise<boolean> => {
  const made = await act("sources", "create", { name, kind });
  if (made === null) return false;
  useUi.setState({ sourceId: made.value.id });
  setSourcesView({ search: "", doing: "nothing", isCreating: false });
  showUndoToast(`Source “${name}” added`, made.value.edit);
  return true;
};

/** Writes one field of a source. */
export const updateSource = (
  id: SourceId,
  set: Partial<Pick<SourceSummary, "name" | "kind" | "parentId" | "url" | "note">>,
): void => void act("sources", "update", { id, set });

/** Deletes a source; its neighbour in the list is shown next, and a toast brings it back. */
export const removeSource = async (source: SourceSummary, shown: readonly SourceSummary[]): Promise<void> => {
  const at = shown.findIndex(({ id }) => id === source.id);
  const removed = await act("sources", "remove", { id: source.id });
  if (removed === null) return;
  useUi.setState({ sourceId: (shown[at + 1] ?? shown[at - 1])?.id ?? null });
  setSourcesView({ doing: "nothing" });
  showUndoToast(`Source “${source.name}” deleted`, removed.value.edit);
};

/** Joins a source to another one, which is shown next. */
export const mergeSource = async (from: SourceSummary, into: SourceSummary): Promise<void> => {
  const merged = await act("sources", "merge", { from: from.id, into: into.id });
  if (merged === null) return;
  useUi.setState({ sourceId: into.id });
  setSourcesView({ doing: "nothing" });
  showUndoToast(`“${from.name}” merged into “${into.name}”`, merged.value.edit);
};
