import { type Estimate, type Measure, sumRows } from "./measure";
import type { Random } from "./random";

/** Resamples of an interval. With so many the ends of a 95 % interval are steady to about a hundredth. */
const resamples = 1000;
/** Shares of the resampled figures that lie below an interval's lower and upper end. */
const ends = [0.025, 0.975] as const;
/** Numbers added up between two pauses: a few milliseconds' work. */
const restAfter = 500_000;

/** A 95 % percentile interval. */
export type Interval = { readonly low: number; readonly high: number };

/** Long work that pauses now and then, so that whoever runs it can do something else between. */
export type Steps<T> = Generator<undefined, T>;

/** Counts how often each of some pieces is drawn, resample by resample. What it hands out counts until the next one. */
export type Draws = (pieces: number) => Iterable<Int32Array>;

/** Greatest number of counts that are kept. */
const mostKept = 2_000_000;

const drawInto = (times: Int32Array, random: Random): Int32Array => {
  times.fill(0);
  for (let draw = 0; draw < times.length; draw += 1) {
    const piece = Math.floor(random() * times.length);
    times[piece] = (times[piece] ?? 0) + 1;
  }
  return times;
};

function* drawAnew(pieces: number, random: Random): Generator<Int32Array> {
  const times = new Int32Array(pieces);
  for (let resample = 0; resample < resamples; resample += 1) yield drawInto(times, random);
}

/**
 * Draws with replacement. For the same number of pieces they are the same each time, so that an interval depends on
 * its own data alone, and hundreds of articles with as many passages cost one drawing.
 *
 * @param newRandom a source of random numbers that begins anew
 */
export const drawsFrom = (newRandom: () => Random): Draws => {
  const kept = new Map<number, readonly Int32Array[]>();
  return (pieces) => {
    const known = kept.get(pieces);
    if (known !== undefined) return known;
    if (pieces * resamples > mostKept) return drawAnew(pieces, newRandom());
    const drawn = Array.from(drawAnew(pieces, newRandom()), (times) => times.slice());
    kept.set(pieces, drawn);
    return drawn;
  };
};

/** The value below which a share of the values lies, between neighbours in proportion. `sorted` is not empty. */
const quantile = (sorted: Float64Array, share: number): number => {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
};

/**
 * The percentile interval of a figure: `pieces` things are drawn with replacement as often as there are of them, and
 * the figure is worked out anew. Null when there are fewer than two pieces, or when fewer than half of the resamples
 * have a figure at all: an interval over the rest would look surer than it is.
 *
 * @param estimate the figure, given how often each piece was drawn
 * @param cost about how many numbers one estimate adds up
 * @see Efron, B. and Tibshirani, R. (1993), An Introduction to the Bootstrap, chapter 13
 */
export function* bootstrapInterval(
  pieces: number,
  estimate: (times: Int32Array) => Estimate,
  draws: Draws,
  cost: number,
): Steps<Interval | null> {
  if (pieces < 2) return null;
  const figures: number[] = [];
  let done = 0;
  for (const times of draws(pieces)) {
    const { value } = estimate(times);
    if (value !== null) figures.push(value);
    done += pieces + cost;
    if (done > restAfter) {
      done = 0;
      yield;
    }
  }
  if (figures.length < resamples / 2) return null;
  const sorted = Float64Array.from(figures).sort();
  return { low: quantile(sorted, ends[0]), high: quantile(sorted, ends[1]) };
}

/** Rows of one group added up, so that a group is drawn as one; the rows themselves where all are of one group. */
const rowsByGroup = (units: readonly Float64Array[], groups: readonly number[]): readonly Float64Array[] => {
  const members = new Map<number, Float64Array[]>();
  units.forEach((unit, at) => {
    const group = groups[at] ?? 0;
    const own = members.get(group);
    if (own === undefined) members.set(group, [unit]);
    else own.push(unit);
  });
  return members.size < 2 ? units : [...members.values()].map((group) => sumRows(group));
};

/**
 * The interval of a measure. Units of one group (an article) are drawn together, because they are not independent;
 * where all units are of one group, the units themselves are drawn.
 *
 * @param groups the group of each unit
 */
export const measureInterval = (
  { units, estimate }: Measure,
  groups: readonly number[],
  draws: Draws,
): Steps<Interval | null> => {
  const rows = rowsByGroup(units, groups);
  const cost = rows.length * (rows[0]?.length ?? 0);
  return bootstrapInterval(rows.length, (times) => estimate(sumRows(rows, times)), draws, cost);
};
