import { useState } from "react";
import type { ClaimKind, NewAsserter } from "../../../shared/domain/claim";
import type { Credibility } from "../../../shared/domain/grade";
import type { Stance } from "../../../shared/domain/stance";
import type { ClaimId, TagId } from "../../../shared/ids";

type ExistingClaim = { readonly id: ClaimId; readonly statement: string };

/** What was put into the panel for one passage. Null is what nobody has said yet. */
export type ClaimDraft = {
  readonly statement: string;
  readonly kind: ClaimKind | null;
  readonly asserter: NewAsserter | null;
  readonly eventDate: string | null;
  readonly tagIds: readonly TagId[];
  readonly stance: Stance | null;
  readonly credibility: Credibility | null;
  /** An existing claim to which the passage is to be added instead. */
  readonly into: ExistingClaim | null;
};

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

/** Input of panels that were closed without recording, by passage, until the window closes. */
const kept = new Map<string, ClaimDraft>();

/** The panel's input; closing the panel keeps it for the next time the same passage is opened. */
export const useClaimDraft = (
  passageKey: string,
  quote: string,
): {
  readonly draft: ClaimDraft;
  readonly set: (change: Partial<ClaimDraft>) => void;
  readonly forget: () => void;
} => {
  const [draft, setDraft] = useState<ClaimDraft>(() => kept.get(passageKey) ?? newDraft(quote));
  return {
    draft,
    set: (change) =>
      setDraft((current) => {
        const next = { ...current, ...change };
        kept.set(passageKey, next);
        return next;
      }),
    forget: () => kept.delete(passageKey),
  };
};
