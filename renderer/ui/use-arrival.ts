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
