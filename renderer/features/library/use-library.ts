import { create } from "zustand";
import type { ArticleSummary } from "../../../shared/domain/article";
import type { ArticleQuery } from "../../../shared/domain/query";
import type { ArticleId } from "../../../shared/ids";
import { useCall } from "../../query";
import { goTo, useUi } from "../../ui-state";

/** Below this width the list gives way to the text and comes back as a drawer. */
export const narrowWindow = "(max-width: 1199px)";

type LibraryState = {
  /** What the list is asked for: search, filters and order. */
  readonly query: ArticleQuery;
  /** The reader put the column away (`Ctrl+B`). */
  readonly isColumnHidden: boolean;
  /** In a narrow window the list lies over the text while this is true. */
  readonly isDrawerOpen: boolean;
  /** What is to take the focus as soon as it is on screen. */
  readonly wanted: "search" | "list" | null;
  /** The article whose details are open, for the list, the reader's header and the palette alike. */
  readonly detailsOf: ArticleId | null;
};

const useLibraryState = create<LibraryState>(() => ({
  query: { sort: "newest" },
  isColumnHidden: false,
  isDrawerOpen: false,
  wanted: null,
  detailsOf: null,
}));
const set = useLibraryState.setState;

/** The view of the library; it outlives a visit to another screen. */
export const useLibrary = useLibraryState;

/** Back to all articles, newest first: another project was opened. */
export const resetLibrary = (): void => set(useLibraryState.getInitialState(), true);

/** Sets some of the query's fields; `undefined` takes a filter away. */
export const setLibraryQuery = (
  change: {
    readonly [K in keyof ArticleQuery]?: ArticleQuery[K] | undefined;
  },
): void =>
  set(({ query }) => ({
    query: Object.fromEntries(
      Object.entries({ ...query, ...change }).filter(([, value]) => value !== undefined && value !== ""),
    ),
  }));

/** Takes every filter and the search away; the order stays. */
export const clearLibraryFilters = (): void =>
  set(({ query }) => ({ query: query.sort === undefined ? {} : { sort: query.sort } }));

/** True when something narrows the list, apart from its order. */
export const isNarrowed = ({ sort: _, ...filters }: ArticleQuery): boolean => Object.keys(filters).length > 0;

/** Shows or hides the list: the column in a wide window, the drawer in a narrow one. */
export const toggleLibraryList = (): void =>
  set((state) =>
    matchMedia(narrowWindow).matches
      ? { isDrawerOpen: !state.isDrawerOpen }
      : { isColumnHidden: !state.isColumnHidden },
  );

/** Closes the drawer of a narrow window. */
export const closeLibraryDrawer = (): void => set({ isDrawerOpen: false });

/** Goes to the library with the cursor in its search field, and with this text in it when one is given. */
export const searchLibrary = (text?: string): void => {
  goTo("library");
  if (text !== undefined) setLibraryQuery({ search: text });
  set({ wanted: "search", isColumnHidden: false, isDrawerOpen: true });
};

/** Goes to the library; a second time, to its list, from wherever in the library the focus is. */
export const goToLibrary = (): void => {
  const isThere = useUi.getState().screen === "library";
  goTo("library");
  if (isThere) set({ wanted: "list", isColumnHidden: false, isDrawerOpen: true });
};

/** What was to take the focus has taken it. */
export const settleFocus = (): void => set({ wanted: null });

/** Opens the details of an article (title, source, date ...), from wherever it is shown. */
export const openArticleDetails = (id: ArticleId): void => set({ detailsOf: id });

/** Closes the details. */
export const closeArticleDetails = (): void => set({ detailsOf: null });

const none: readonly ArticleSummary[] = [];

/** The articles that the query finds; the previous ones stay on screen while the next are fetched. */
export const useArticles = (query: ArticleQuery) => {
  const { data, isPending, isPlaceholderData, error } = useCall("articles", "list", query, {
    keepPrevious: true,
  });
  return { articles: data ?? none, isPending, isStale: isPlaceholderData, error };
};
