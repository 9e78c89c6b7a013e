import type { ClaimKind } from "../../../shared/domain/claim";
import type { GradeBucket } from "../../../shared/domain/grade";
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

/** Groups of grades, short enough for the filter list. */
export const gradeWord: Readonly<Record<GradeBucket, string>> = {
  "A1-B2": "A1 to B2",
  "B3-C3": "Up to C3",
  lower: "D or 4 and below",
  "cannot-be-judged": "Cannot be judged",
  ungraded: "Not graded",
};
