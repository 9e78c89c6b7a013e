/** Longest time in milliseconds for which a long piece of work keeps other calls waiting, but for one step of it. */
const sliceMs = 8;

/** Runs a generator to its end in slices, letting other calls through between them; undefined when told to stop. */
export const inSlices = async <T>(
  steps: Generator<undefined, T>,
  isWanted: () => boolean,
): Promise<T | undefined> => {
  for (;;) {
    const end = performance.now() + sliceMs;
    while (performance.now() < end) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
    await new Promise((resume) => setImmediate(resume));
    if (!isWanted()) {
      return undefined;
    }
  }
};
