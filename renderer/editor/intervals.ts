/** Anything that covers a stretch of the text, end exclusive. */
export type Interval = { readonly start: number; readonly end: number };

/** Answers which of many overlapping intervals cover a stretch, without looking at all of them. */
export type IntervalIndex<T extends Interval> = {
  /** By start, then longer first. */
  readonly all: readonly T[];
  /** Those that share at least one character with [start, end), in the order of `all`. */
  readonly overlapping: (start: number, end: number) => T[];
};

/** Sorted by start, with the greatest end so far beside each: a search walks back only as far as one can reach. */
export const indexIntervals = <T extends Interval>(items: readonly T[]): IntervalIndex<T> => {
  const all = [...items].sort((a, b) => a.start - b.start || b.end - a.end);
  const reach: number[] = [];
  let furthest = -1;
  for (const item of all) {
    furthest = Math.max(furthest, item.end);
    reach.push(furthest);
  }
  /** How many begin before `offset`. */
  const countBefore = (offset: number): number => {
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((all[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    all,
    overlapping: (start, end) => {
      const found: T[] = [];
      for (let at = countBefore(end) - 1; at >= 0 && (reach[at] ?? 0) > start; at -= 1) {
        const item = all[at];
        if (item !== undefined && item.end > start) found.push(item);
      }
      return found.reverse();
    },
  };
};

/** A stretch that the same intervals cover from end to end. */
export type Segment<T> = Interval & { readonly items: readonly T[] };

/** Cuts overlapping intervals, clipped to [from, to), into segments that do not overlap: one sweep. */
export const flatten = <T extends Interval>(items: readonly T[], from: number, to: number): Segment<T>[] => {
  const edges = new Set<number>();
  for (const item of items) {
    edges.add(Math.max(from, item.start));
    edges.add(Math.min(to, item.end));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  const byStart = [...items].sort((a, b) => a.start - b.start);
  const segments: Segment<T>[] = [];
  let open: T[] = [];
  let next = 0;
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const start = cuts[index] ?? from;
    const end = cuts[index + 1] ?? to;
    open = open.filter((item) => item.end > start);
    for (let item = byStart[next]; item !== undefined && item.start <= start; item = byStart[next]) {
      if (item.end > start) open.push(item);
      next += 1;
    }
    if (open.length > 0 && start < end) segments.push({ start, end, items: [...open] });
  }
  return segments;
};
