import { type RefObject, useEffect } from "react";

/**
 * Gives the focus to the main thing of a screen that was just gone to, so that its keys work at once. What has
 * taken the focus on its own, a field or a dialog, keeps it.
 */
export const useArrival = (
  screen: RefObject<HTMLElement | null>,
  selector: string,
  isReady: boolean,
): void => {
  useEffect(() => {
    if (!isReady) return;
    // A frame later: a tree or a table fills itself after it was first shown, and forgets a focus from before.
    const frame = requestAnimationFrame(() => {
      const at = document.activeElement;
      const isElsewhere = at !== null && at !== document.body && at.closest("nav") === null;
      if (!isElsewhere) screen.current?.querySelector<HTMLElement>(selector)?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [screen, selector, isReady]);
};

/**
 * Gives the focus back to the main thing of a screen when what it shows has changed and nothing has the focus any more:
 * a message that was clicked away, a row that went, took it along.
 */
export const useLostFocus = (
  screen: RefObject<HTMLElement | null>,
  selector: string,
  shown: unknown,
): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of what is shown is what is waited for
  useEffect(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) screen.current?.querySelector<HTMLElement>(selector)?.focus();
  }, [screen, selector, shown]);
};
