import { type ReactNode, useEffect, useState } from "react";
import { whenIdle } from "./after-paint";

/**
 * A value that follows in the next idle moment, for what must not hold up a frame. React's own deferred values are
 * rendered as soon as it has time, and that is before the frame.
 */
export const useIdleValue = <T,>(value: T, first: T): T => {
  const [known, setKnown] = useState({ value: first });
  const isBehind = !Object.is(known.value, value);
  useEffect(() => (isBehind ? whenIdle(() => setKnown({ value })) : undefined), [isBehind, value]);
  return known.value;
};

/** What joins its surroundings in the next idle moment. */
export const Later = ({ children }: { readonly children: ReactNode }) =>
  useIdleValue(true, false) ? children : null;
