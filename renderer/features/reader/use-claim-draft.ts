import { useEffect, useState } from "react";
import type { ClaimDraft } from "../../../shared/domain/claim-draft";
import { attempt } from "../../query";
import { newDraft } from "./claim-draft";

/** Input of panels that were closed without recording, by passage, until the window closes. */
const kept = new Map<string, ClaimDraft>();

/** How long after a key a draft is kept in the project's file (ms): a crash costs no more than that. */
const keepDelay = 400;

const timers = new Map<string, ReturnType<typeof setTimeout>>();

const keepInFile = (passage: string): void => {
  clearTimeout(timers.get(passage));
  timers.delete(passage);
  void attempt("claims", "keepDraft", { passage, draft: kept.get(passage) ?? null });
};

/** Typing goes on: what is kept is what stands there when the time is up. */
const keepSoon = (passage: string): void => {
  if (!timers.has(passage))
    timers.set(
      passage,
      setTimeout(() => keepInFile(passage), keepDelay),
    );
};

/**
 * The panel's input; closing the panel keeps it for the next time the same passage is opened, and the project's file keeps
 * it for the next start.
 */
export const useClaimDraft = (
  passageKey: string,
  quote: string,
): {
  readonly draft: ClaimDraft;
  readonly set: (change: Partial<ClaimDraft>) => void;
  readonly forget: () => void;
} => {
  const [draft, setDraft] = useState<ClaimDraft>(() => kept.get(passageKey) ?? newDraft(quote));
  useEffect(() => {
    if (kept.has(passageKey)) return;
    void attempt("claims", "getDraft", { passage: passageKey }).then((found) => {
      // Who has begun to type means what is typed.
      if (!found.ok || found.value === null || kept.has(passageKey)) return;
      kept.set(passageKey, found.value);
      setDraft(found.value);
    });
  }, [passageKey]);
  return {
    draft,
    set: (change) =>
      setDraft((current) => {
        const next = { ...current, ...change };
        kept.set(passageKey, next);
        keepSoon(passageKey);
        return next;
      }),
    forget: () => {
      if (!kept.delete(passageKey)) return;
      keepInFile(passageKey);
    },
  };
};
