import { useEffect, useMemo } from "react";
import { create } from "zustand";
import type { ReviewRow } from "../../../shared/domain/article";
import type { ArticleId } from "../../../shared/ids";
import { useCall } from "../../query";
import { goTo } from "../../ui-state";
import { useImports } from "../library/use-imports";
import {
  type Facet,
  isIn,
  lineOf,
  type Row,
  rowsOfArticles,
  rowsOfImport,
  type Successors,
} from "./review-rows";

type ReviewState = {
  /** The latest import, or all articles that want a look. */
  readonly scope: "import" | "articles";
  /** Of the scope "articles": those that wanted a look when it was gone to. They stay in sight once confirmed. */
  readonly ids: readonly ArticleId[] | null;
  readonly facet: Facet;
  readonly selected: ReadonlySet<string>;
  /** The row that the keys are at. */
  readonly activeKey: string | null;
};

/** How the review is set; kept while the project is open. */
export const useReviewState = create<ReviewState>(() => ({
  scope: "import",
  ids: null,
  facet: "all",
  selected: new Set(),
  activeKey: null,
}));
const set = useReviewState.setState;

const afresh = { ids: null, facet: "all", selected: new Set<string>(), activeKey: null } as const;

/** Back to nothing: another project was opened. */
export const resetReview = (): void => set(useReviewState.getInitialState(), true);

// Another import is another review.
useImports.subscribe((now, before) => {
  if (now.number !== before.number) set({ scope: "import", ...afresh });
});

/** Goes to the review of the latest import, or of all articles that want a look. */
export const startReview = (scope: ReviewState["scope"]): void => {
  set({ scope, ...afresh });
  goTo("review");
};

/** True when there is an import of this session to look at. */
export const hasImport = (): boolean => useImports.getState().report.length > 0;

/** Shows one facet; what is selected must be in sight. */
export const setFacet = (facet: Facet): void => set({ facet, selected: new Set() });
export const setActiveRow = (activeKey: string | null): void => set({ activeKey });
export const setSelected = (selected: ReadonlySet<string>): void => set({ selected });

const none: readonly ReviewRow[] = [];

const linesOf = (ids: readonly ArticleId[], successors: Successors): readonly ArticleId[] => [
  ...new Set(ids.flatMap((id) => lineOf(id, successors))),
];

/** As many as one call answers. */
const mostRows = 20_000;

/** The rows of the review as they are now, and those of them that its facet shows. */
export const useReview = () => {
  const { scope, ids, facet } = useReviewState();
  const report = useImports((state) => state.report);
  const successors = useImports((state) => state.successors);
  // Before anything was imported in this session there is only what waits.
  const isImport = scope === "import" && report.length > 0;
  const wanted = useMemo(
    () =>
      isImport
        ? linesOf(
            report.flatMap(({ articleId }) => (articleId === null ? [] : [articleId])),
            successors,
          )
        : ids === null
          ? null
          : linesOf(ids, successors),
    [isImport, report, ids, successors],
  );
  const { data, error, isPlaceholderData } = useCall(
    "articles",
    "review",
    wanted === null ? {} : { ids: wanted.slice(0, mostRows) },
    { keepPrevious: true },
  );
  useEffect(() => {
    if (!isImport && wanted === null && data !== undefined && !isPlaceholderData)
      set({ ids: data.map(({ articleId }) => articleId) });
  }, [isImport, wanted, data, isPlaceholderData]);
  // Of an import beyond all measure the rest is shown as it came in; the library and its filter have it all.
  const isRead = data !== undefined && !isPlaceholderData && (wanted?.length ?? 0) <= mostRows;
  const rows = useMemo(
    () => (isImport ? rowsOfImport(report, data ?? none, isRead, successors) : rowsOfArticles(data ?? none)),
    [isImport, report, data, isRead, successors],
  );
  const shown = useMemo(() => rows.filter((row) => isIn(facet, row)), [rows, facet]);
  return { isImport, rows, shown, facet, isPending: data === undefined && error === null, error };
};

/** The rows that something is to be done to: the selected ones, or else the one that the keys are at. */
export const rowsMeant = (shown: readonly Row[]): readonly Row[] => {
  const { selected, activeKey } = useReviewState.getState();
  return selected.size > 0
    ? shown.filter(({ key }) => selected.has(key))
    : shown.filter(({ key }) => key === activeKey);
};
