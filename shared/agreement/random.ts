/** A source of numbers from 0 up to 1, 1 left out. */
export type Random = () => number;

/**
 * Numbers that look random and are the same for the same seed (mulberry32), so that an interval worked out twice
 * from the same data is the same. Good enough for resampling, useless for secrets.
 *
 * @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md
 */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
