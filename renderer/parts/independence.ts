import type { Evidence } from "../../shared/domain/evidence";

type Report = Pick<Evidence, "stance" | "sourceName" | "articleId">;

/** Articles without a source count as sources of their own. */
const originOf = ({ sourceName, articleId }: Report): string => sourceName ?? articleId;

/** True when nothing on the report's side of the claim comes from another source: what "confirmed" would need. */
export const standsAlone = (report: Report, evidence: readonly Report[]): boolean =>
  evidence.every((other) => other.stance !== report.stance || originOf(other) === originOf(report));
