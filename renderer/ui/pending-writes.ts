import { useEffect, useState } from "react";
import { create } from "zustand";

const usePending = create<{ readonly writes: number }>(() => ({ writes: 0 }));
const add = (n: number) => usePending.setState(({ writes }) => ({ writes: writes + n }));

/** A commit takes a millisecond or two: only what takes longer than this is worth saying (ms). */
const noticeable = 150;

/** Counts a write as under way until it settles; hands its outcome through. */
export const trackWrite = async <T>(write: Promise<T>): Promise<T> => {
  add(1);
  try {
    return await write;
  } finally {
    add(-1);
  }
};

/** True while a write is under way that takes long enough to be noticed. */
export const usePendingWrites = (): boolean => {
  const isPending = usePending((state) => state.writes > 0);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(() => setLong(true), noticeable);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isPending]);
  return isPending && isLong;
};
