import { type ClaimColumn, claimColumns } from "../../../../main/export/claim-table";
import type { Cell, ClaimRow } from "../../../../main/store/claim-rows";

/** A row of the export as the store gives it, with these cells. */
export const aRow = (cells: Partial<Record<ClaimColumn, Cell>> = {}): ClaimRow => {
  const whole: Partial<Record<ClaimColumn, Cell>> = {
    claim_id: "clm-0190a0000000700080000000000000000",
    claim: "More than 1,000 troops are to leave",
    claim_kind: "fact",
    likelihood: "very-likely",
    stance: "supports",
    credibility: 2,
    start: 0,
    end: 12,
    source_reliability: "B",
    ...cells,
  };
  return claimColumns.map((name) => whole[name] ?? null);
};
