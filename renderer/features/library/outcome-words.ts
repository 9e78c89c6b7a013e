import type { ImportOutcome } from "../../../shared/domain/article";

const parts = [
  ["imported", "imported"],
  ["revision", "as a revision"],
  ["already-there", "already in the project"],
  ["needs-columns", "waiting for the names of their columns"],
  ["failed", "not read"],
] as const;

/** Outcomes in words: "3 imported, 1 already in the project, 1 not read". */
export const summarise = (outcomes: readonly Pick<ImportOutcome, "outcome">[]): string => {
  const counted = parts
    .map(
      ([outcome, words]) =>
        [
          outcomes.filter(
            (one) => one.outcome === outcome || (outcome === "imported" && one.outcome === "needs-look"),
          ).length,
          words,
        ] as const,
    )
    .filter(([n]) => n > 0)
    .map(([n, words]) => `${n.toLocaleString("en-GB")} ${words}`);
  return counted.join(", ");
};

/** What to say of a single article that came in. */
export const oneInWords = ({ outcome, title }: Pick<ImportOutcome, "outcome" | "title">): string => {
  if (outcome === "already-there") return `“${title}” is already in the project`;
  return outcome === "revision" ? `“${title}” imported as a revision` : `“${title}” imported`;
};
