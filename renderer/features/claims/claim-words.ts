import type { ClaimKind } from "../../../shared/domain/claim";
import type { StanceState } from "../../../shared/domain/query";

/** Kinds of claim in words. */
export const kindWord: Readonly<Record<ClaimKind, string>> = {
  fact: "Fact",
  estimate: "Estimate",
  opinion: "Opinion",
  forecast: "Forecast",
};

/** What the evidence on a claim amounts to, in words. */
export const stanceStateWord: Readonly<Record<StanceState, string>> = {
  supported: "Supported",
  contradicted: "Contradicted",
  both: "Both",
  neither: "Neither",
};
