/** Numbers that look random and are the same for the same seed (mulberry32). */
export const randomOf = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    /** A whole number from 0 up to, not including, `limit`. */
    below,
    /** One of the things; undefined when there are none. */
    oneOf: <T>(things: readonly T[]): T | undefined => things[below(things.length)],
  };
};

/** The seed that is asked for (`ASSAY_SEED`), or a new one; printed, so that a failed run can be run again. */
export const aSeed = (): number => {
  const asked = Number(process.env.ASSAY_SEED);
  const seed = Number.isInteger(asked) && asked > 0 ? asked : Math.floor(Math.random() * 2 ** 31);
  process.stdout.write(`seed ${seed} (run again with ASSAY_SEED=${seed})\n`);
  return seed;
};
