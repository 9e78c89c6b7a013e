import { useEffect, useState } from "react";
import { create } from "zustand";
import type { ErrorKind } from "../../shared/errors";
import type { Result } from "../../shared/result";

const usePending = create<{ readonly writes: number; readonly hasFailed: boolean }>(() => ({
  writes: 0,
  hasFailed: false,
}));
/** What keeps every write from the file, and not only one that asked for the wrong thing. */
const ofTheFile: ReadonlySet<ErrorKind> = new Set(["disk-full", "file-unreadable", "locked", "damaged"]);
const add = (n: number) => usePending.setState(({ writes }) => ({ writes: writes + n }));

/** A commit takes a millisecond or two: only what takes longer than this is worth saying (ms). */
const noticeable = 150;

/** Counts a write as under way until it settles, and remembers whether the file took it; hands its outcome through. */
export const trackWrite = async <T>(write: Promise<Result<T>>): Promise<Result<T>> => {
  add(1);
  try {
    const result = await write;
    if (result.ok || ofTheFile.has(result.error.kind)) usePending.setState({ hasFailed: !result.ok });
    return result;
  } finally {
    add(-1);
  }
};

/** True from a write that the file did not take until it takes one. */
export const useFailedWrite = (): boolean => usePending((state) => state.hasFailed);

/** Another file is open: what did not get into the one before says nothing of it. */
export const forgetFailedWrite = (): void => usePending.setState({ hasFailed: false });

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
