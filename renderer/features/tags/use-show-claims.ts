import type { ClaimQuery } from "../../../shared/domain/query";
import { goTo } from "../../ui-state";
import { useClaimQuery } from "../claims/use-claims";

/** Whatever narrowed the Claims table before would hide some of the claims that are asked for. */
const noFilters = {
  search: undefined,
  tagIds: undefined,
  sourceIds: undefined,
  stances: undefined,
  grades: undefined,
  asserters: undefined,
  kinds: undefined,
  analystIds: undefined,
  eventFrom: undefined,
  eventTo: undefined,
} as const;

/** Goes to the Claims screen with these filters and no others. */
export const useShowClaims = (): ((filters: ClaimQuery) => void) => {
  const { set } = useClaimQuery();
  return (filters) => {
    set({ ...noFilters, ...filters });
    goTo("claims");
  };
};
