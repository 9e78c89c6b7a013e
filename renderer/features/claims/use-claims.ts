import { useEffect } from "react";
import { create } from "zustand";
import type { ClaimQuery } from "../../../shared/domain/query";
import type { ProjectId } from "../../../shared/ids";
import { useCall } from "../../query";

/** The filters of the Claims table. They outlive a visit to another screen, not the project they were set in. */
const useStore = create<{ readonly projectId: ProjectId | null; readonly query: ClaimQuery }>(() => ({
  projectId: null,
  query: {},
}));

const unfiltered: ClaimQuery = {};

/** Which filters of a query are on, without search and order. */
const filterKeys = [
  "tagIds",
  "sourceIds",
  "stances",
  "grades",
  "asserters",
  "kinds",
  "analystIds",
  "eventFrom",
  "eventTo",
] as const;

/** How many filters narrow the table, not counting the search field. */
export const countFilters = (query: ClaimQuery): number =>
  filterKeys.reduce((total, key) => {
    const value = query[key];
    return total + (value === undefined ? 0 : Array.isArray(value) ? value.length : 1);
  }, 0);

type Change = { readonly [K in keyof ClaimQuery]?: ClaimQuery[K] | undefined };

/** What the Claims table lists, and what an export from it holds. An absent or empty value of a filter is "any". */
export const useClaimQuery = (): {
  readonly query: ClaimQuery;
  readonly set: (change: Change) => void;
  /** Takes off every filter and the search; the order stays. */
  readonly clear: () => void;
  readonly isNarrowed: boolean;
} => {
  const projectId = useCall("project", "get", undefined).data?.id ?? null;
  const stored = useStore();
  const query = stored.projectId === projectId ? stored.query : unfiltered;
  useEffect(() => {
    if (projectId !== null && useStore.getState().projectId !== projectId)
      useStore.setState({ projectId, query: unfiltered });
  }, [projectId]);
  const put = (next: Change) => {
    const kept = Object.entries(next).filter(
      ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    );
    useStore.setState({ query: Object.fromEntries(kept) as ClaimQuery });
  };
  return {
    query,
    set: (change) => put({ ...query, ...change }),
    clear: () => put({ sort: query.sort, direction: query.direction }),
    isNarrowed: countFilters(query) > 0 || query.search !== undefined,
  };
};

/** The claims that the filters show; the ones shown before stay in sight until the new ones are here. */
export const useClaims = (query: ClaimQuery) => useCall("claims", "list", query, { keepPrevious: true });

/** Pieces of evidence on the listed claims. */
export const evidenceOf = (
  claims: readonly { readonly supports: number; readonly contradicts: number; readonly context: number }[],
): number => claims.reduce((total, claim) => total + claim.supports + claim.contradicts + claim.context, 0);
