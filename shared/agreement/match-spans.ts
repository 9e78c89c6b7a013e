import type { Stretch } from "./span-f1";

/** A span of one coder that looks for its like among the others'; `about` says what it is about. */
export type Matchable = Stretch & { readonly coder: number; readonly about: string };

type Candidate = {
  readonly one: number;
  readonly other: number;
  readonly isSame: boolean;
  readonly share: number;
};

/** How much of two spans together is common to both, 0 to 1. */
const shareOf = (a: Stretch, b: Stretch): number =>
  (Math.min(a.end, b.end) - Math.max(a.start, b.start)) /
  (Math.max(a.end, b.end) - Math.min(a.start, b.start));

/** Pairs of spans of different coders that share a character. `order` is in reading order. */
const candidates = (items: readonly Matchable[], order: readonly number[]): Candidate[] => {
  const found: Candidate[] = [];
  let open: number[] = [];
  for (const other of order) {
    const second = items[other];
    if (second === undefined) continue;
    open = open.filter((one) => (items[one]?.end ?? 0) > second.start);
    for (const one of open) {
      const first = items[one];
      if (first === undefined || first.coder === second.coder) continue;
      found.push({ one, other, isSame: first.about === second.about, share: shareOf(first, second) });
    }
    open.push(other);
  }
  return found;
};

/**
 * Groups spans that stand for the same thing: at most one of each coder, every one of them sharing characters with
 * another of the group. A span without its like is a group of its own. The order of the coders does not matter.
 *
 * @param before what decides first which of several spans is the like of another: how much they overlap, or whether
 *   they are about the same; the other of these decides next, then the place in the text
 * @returns groups of places in `items`, in reading order
 */
export const matchSpans = (items: readonly Matchable[], before: "overlap" | "about"): number[][] => {
  const compare = (a: number, b: number): number => {
    const [one, other] = [items[a], items[b]];
    if (one === undefined || other === undefined) return 0;
    return (
      one.start - other.start ||
      one.end - other.end ||
      (one.about === other.about ? 0 : one.about < other.about ? -1 : 1)
    );
  };
  const order = items.map((_, at) => at).sort(compare);
  const pairs = candidates(items, order).sort((a, b) => {
    const about = Number(b.isSame) - Number(a.isSame);
    const share = b.share - a.share;
    return (
      (before === "about" ? about || share : share || about) ||
      compare(a.one, b.one) ||
      compare(a.other, b.other)
    );
  });
  const groups = new Map<number, number[]>(order.map((at) => [at, [at]]));
  const coder = (at: number) => items[at]?.coder;
  const isShared = (first: readonly number[], second: readonly number[]) =>
    first.some((a) => second.some((b) => coder(a) === coder(b)));
  for (const { one, other } of pairs) {
    const [first, second] = [groups.get(one) ?? [], groups.get(other) ?? []];
    if (first === second || isShared(first, second)) continue;
    const both = [...first, ...second];
    for (const at of both) groups.set(at, both);
  }
  return [...new Set(order.flatMap((at) => [groups.get(at) ?? []]))];
};
