import type { Progress } from "./context";

/** Longest time in milliseconds for which a long piece of work keeps other calls waiting, but for one step of it. */
const sliceMs = 8;
/** In milliseconds: how often a job says how far it is. */
export const tellEvery = 80;

/** Asked between two slices, with what the last step said: whether to go on. */
type GoOn<S> = (last: S | undefined) => boolean | Promise<boolean>;

/**
 * Runs a generator to its end in slices, letting other calls through between them; undefined when told to stop. Ended
 * before its end it is told, and puts back what it had begun.
 */
export const inSlices = async <S, T>(steps: Generator<S, T>, goOn: GoOn<S>): Promise<T | undefined> => {
  try {
    for (;;) {
      const end = performance.now() + sliceMs;
      let last: S | undefined;
      while (performance.now() < end) {
        const step = steps.next();
        if (step.done === true) return step.value;
        last = step.value;
      }
      await new Promise((resume) => setImmediate(resume));
      if (!(await goOn(last))) return undefined;
    }
  } finally {
    steps.return(undefined as T);
  }
};

/** Asks a job's progress now and then, at first at once; in between the job goes on. */
export const nowAndThen = <S>(ask: (last: S | undefined) => ReturnType<Progress>): GoOn<S> => {
  let told = Number.NEGATIVE_INFINITY;
  return async (last) => {
    if (performance.now() - told < tellEvery) return true;
    told = performance.now();
    return (await ask(last)) === "go-on";
  };
};
