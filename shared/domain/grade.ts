import { z } from "zod";

/**
 * Reliability of a source, Admiralty code A-F. F is "cannot be judged": not a low value and not a middle one.
 *
 * @see NATO AJP-2.1 (Admiralty code)
 */
export const Reliability = z.enum(["A", "B", "C", "D", "E", "F"]);
export type Reliability = z.infer<typeof Reliability>;

/** Credibility of one piece of evidence, Admiralty code 1-6. 6 is "cannot be judged". */
export const Credibility = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
]);
export type Credibility = z.infer<typeof Credibility>;

type Wording = { readonly label: string; readonly meaning: string };

/** The Admiralty wording of each letter. */
export const reliabilityWording: Readonly<Record<Reliability, Wording>> = {
  A: {
    label: "Completely reliable",
    meaning: "no doubt about authenticity, trustworthiness or competency; a history of complete reliability",
  },
  B: { label: "Usually reliable", meaning: "minor doubt; a history of valid information most of the time" },
  C: { label: "Fairly reliable", meaning: "doubt, but has provided valid information in the past" },
  D: {
    label: "Not usually reliable",
    meaning: "significant doubt, but has provided valid information in the past",
  },
  E: {
    label: "Unreliable",
    meaning: "lacking authenticity, trustworthiness or competency; a history of invalid information",
  },
  F: { label: "Cannot be judged", meaning: "no basis exists for evaluating the reliability of the source" },
};

/** The Admiralty wording of each digit. */
export const credibilityWording: Readonly<Record<Credibility, Wording>> = {
  1: {
    label: "Confirmed",
    meaning: "confirmed by other independent sources; logical, consistent with other information",
  },
  2: { label: "Probably true", meaning: "not confirmed; logical, consistent with other information" },
  3: {
    label: "Possibly true",
    meaning: "not confirmed; reasonably logical, agrees with some other information",
  },
  4: {
    label: "Doubtful",
    meaning: "not confirmed; possible but not logical, no other information on the subject",
  },
  5: { label: "Improbable", meaning: "not confirmed; not logical, contradicted by other information" },
  6: { label: "Cannot be judged", meaning: "no basis exists for evaluating the validity of the information" },
};

export const reliabilities = Reliability.options;
export const credibilities: readonly Credibility[] = [1, 2, 3, 4, 5, 6];

/** "B2" when both halves are known, "–2" or "B–" when one is, "" when neither is. */
export const evidenceGrade = (reliability: Reliability | null, credibility: Credibility | null): string =>
  reliability === null && credibility === null ? "" : `${reliability ?? "–"}${credibility ?? "–"}`;

/** Coarse groups for filtering. A grade with F or 6 in it is never ranked among the others. */
export const GradeBucket = z.enum(["A1-B2", "B3-C3", "lower", "cannot-be-judged", "ungraded"]);
export type GradeBucket = z.infer<typeof GradeBucket>;

export const gradeBucketLabel: Readonly<Record<GradeBucket, string>> = {
  "A1-B2": "A1 to B2",
  "B3-C3": "up to C3",
  lower: "D or 4 and below",
  "cannot-be-judged": "cannot be judged (F or 6)",
  ungraded: "not graded",
};

/** The bucket of one piece of evidence. Both halves are needed; F or 6 makes it "cannot be judged". */
export const gradeBucket = (
  reliability: Reliability | null,
  credibility: Credibility | null,
): GradeBucket => {
  if (credibility === null || reliability === null) return "ungraded";
  if (reliability === "F" || credibility === 6) return "cannot-be-judged";
  if (reliability <= "B" && credibility <= 2) return "A1-B2";
  if (reliability <= "C" && credibility <= 3) return "B3-C3";
  return "lower";
};

/**
 * Order of two graded halves for "best grade": by letter and digit together. Lower is better. Null when a half is
 * missing or cannot be judged (F, 6): such a grade is neither better nor worse than another. This is an order for
 * display, never a value to average.
 */
export const gradeRank = (
  reliability: Reliability | null,
  credibility: Credibility | null,
): number | null => {
  if (reliability === null || reliability === "F" || credibility === null || credibility === 6) return null;
  const letter = "ABCDE".indexOf(reliability);
  return (letter + credibility - 1) * 10 + letter;
};
