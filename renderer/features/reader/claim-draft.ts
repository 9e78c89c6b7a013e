import { useState } from "react";
import type { ClaimKind, NewAsserter } from "../../../shared/domain/claim";
import type { Credibility } from "../../../shared/domain/grade";
import type { Stance } from "../../../shared/domain/stance";
import type { ClaimId, TagId } from "../../../shared/ids";

/** What was put into the panel for one passage. */
export type ClaimDraft = {
  readonly statement: string;
  readonly kind: ClaimKind;
  readonly asserter: NewAsserter | null;
  readonly eventDate: string | null;
  readonly tagIds: readonly TagId[];
  readonly stance: Stance;
  readonly credibility: Credibility | null;
  /** An existing claim to which the passage is to be added instead. */
  readonly into: { readonly id: ClaimId; readonly statement: string } | null;
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
  const [draft, setDraft] = useState<ClaimDraft>(
    () =>
      kept.get(passageKey) ?? {
        statement: quote,
        kind: "fact",
        asserter: null,
        eventDate: null,
        tagIds: [],
        stance: "supports",
        credibility: null,
        into: null,
      },
  );
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
