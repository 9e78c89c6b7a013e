import type { ImportOutcome } from "../../../shared/domain/article";

const isUnsettled = ({ outcome }: ImportOutcome): boolean =>
  outcome === "failed" || outcome === "needs-columns";

/**
 * The lines to look at once more came in. A single article joins a report in which something still failed or waits
 * for its columns: a paste in between must not take that out of sight. Else what came in is the report.
 */
export const reportAfter = (
  report: readonly ImportOutcome[],
  outcomes: readonly ImportOutcome[],
): readonly ImportOutcome[] =>
  outcomes.length === 1 && report.some(isUnsettled) ? [...report, ...outcomes] : outcomes;
