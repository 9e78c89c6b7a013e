import type { ClaimKind } from "../../../shared/domain/claim";
import type { ClaimDraft } from "../../../shared/domain/claim-draft";
import type { Stance } from "../../../shared/domain/stance";

type ExistingClaim = NonNullable<ClaimDraft["into"]>;

/** A draft that says all that must be said. */
export type FinishedDraft = Omit<ClaimDraft, "kind" | "stance" | "into"> & { readonly stance: Stance } & (
    | { readonly into: null; readonly kind: ClaimKind }
    | { readonly into: ExistingClaim }
  );

/** What is missing, or went wrong; `field` is where it is to be put right. */
export type DraftProblem = {
  readonly field: "statement" | "kind" | "stance" | "recording";
  readonly text: string;
};

/**
 * Input of a panel that opens. Kind and credibility are judgements, so neither is proposed. A passage from which a
 * new claim is made supports it in all but rare cases; on a claim that exists the stance is a judgement too.
 */
export const newDraft = (quote: string): ClaimDraft => ({
  // A statement is one sentence; the passage may run over paragraphs.
  statement: quote.replace(/\s+/gu, " ").trim(),
  kind: null,
  asserter: null,
  eventDate: null,
  tagIds: [],
  stance: "supports",
  credibility: null,
  into: null,
});

/** What changes when the passage is to go to an existing claim, or to a new one after all. */
export const goingInto = (into: ExistingClaim | null): Partial<ClaimDraft> => ({
  into,
  stance: into === null ? "supports" : null,
});

/** The draft, if it says all that must be said; else the first thing to ask for. */
export const finish = (
  draft: ClaimDraft,
): { readonly finished: FinishedDraft } | { readonly problem: DraftProblem } => {
  const { statement, kind, stance, into } = draft;
  const ask = (field: DraftProblem["field"], text: string) => ({ problem: { field, text } });
  if (into !== null)
    return stance === null
      ? ask("stance", "Choose what this passage does to the claim.")
      : { finished: { ...draft, stance, into } };
  if (statement.trim() === "")
    return ask("statement", "A claim needs a statement. Say in your words what is claimed.");
  if (kind === null) return ask("kind", "Choose what kind of statement it is.");
  // Only a claim that exists takes the stance away.
  return { finished: { ...draft, stance: stance ?? "supports", into, kind } };
};
