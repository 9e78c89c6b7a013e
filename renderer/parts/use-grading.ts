import { useEffect } from "react";
import { useUi } from "../ui-state";

/** While `isWaiting`, this piece of evidence waits for its credibility and every source letter is hatched out. */
export const useGrading = (isWaiting: boolean): void => {
  useEffect(() => {
    if (!isWaiting) return;
    useUi.setState(({ grading }) => ({ grading: grading + 1 }));
    return () => useUi.setState(({ grading }) => ({ grading: Math.max(0, grading - 1) }));
  }, [isWaiting]);
};

/** True while source letters must not be seen. */
export const useIsGrading = (): boolean => useUi((state) => state.grading > 0);
