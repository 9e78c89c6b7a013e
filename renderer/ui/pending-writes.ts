import { create } from "zustand";

const usePending = create<{ readonly writes: number }>(() => ({ writes: 0 }));
const add = (n: number) => usePending.setState(({ writes }) => ({ writes: Math.max(0, writes + n) }));

/** Counts a write as under way until it settles; hands its outcome through. */
export const trackWrite = async <T>(write: Promise<T>): Promise<T> => {
  add(1);
  try {
    return await write;
  } finally {
    add(-1);
  }
};

/** True while a write is under way. */
export const usePendingWrites = (): boolean => usePending((state) => state.writes > 0);
