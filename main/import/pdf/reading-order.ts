import type { Fragment } from "./fragments";

/** A line of text in its column. Points; see `Fragment`. */
export type Line = {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly page: number;
  /** Edges of the column. */
  readonly left: number;
  readonly right: number;
  /** Of the lines under one another that are read together. */
  readonly column: number;
  readonly isRightToLeft: boolean;
};

type Bounds = { readonly left: number; readonly right: number };

/** Columns of prose have this many lines at least, and half of their lines are this wide, in widths of an M. */
const fewestLines = 4;
const leastWidth = 8.5;
/** A page with more runs is a drawing, not prose in columns. */
const mostFragments = 4000;
/** Points by which a gutter is looked for. */
const step = 2;

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const boundsOf = (fragments: readonly Fragment[]): Bounds => ({
  left: fragments.reduce((least, { x0 }) => Math.min(least, x0), Number.POSITIVE_INFINITY),
  right: fragments.reduce((most, { x1 }) => Math.max(most, x1), Number.NEGATIVE_INFINITY),
});

const isProse = (side: readonly Fragment[]): boolean =>
  side.length >= fewestLines && median(side.map(({ x0, x1, size }) => (x1 - x0) / size)) >= leastWidth;

/** Points by which two heaps of lines stand beside each other. */
const sharedHeight = (one: readonly Fragment[], other: readonly Fragment[]): number => {
  const span = (side: readonly Fragment[]): [number, number] => [
    side.reduce((least, { y, size }) => Math.min(least, y - size), Number.POSITIVE_INFINITY),
    side.reduce((most, { y }) => Math.max(most, y), Number.NEGATIVE_INFINITY),
  ];
  const [a, b] = [span(one), span(other)];
  return Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
};

/** Lines on the shorter side of a place that runs free of text between two columns of prose; 0 when it is none. */
const gutterIn = (band: readonly Fragment[], x: number): number => {
  if (band.length < 2 * fewestLines) return 0;
  const before = band.filter(({ x1 }) => x1 <= x);
  const behind = band.filter(({ x0 }) => x0 >= x);
  const lines = Math.min(before.length, behind.length);
  if (lines < fewestLines || !isProse(before) || !isProse(behind)) return 0;
  const lineHeight = median(band.map(({ size }) => size)) * 1.2;
  return sharedHeight(before, behind) < 2 * lineHeight ? 0 : lines;
};

/** Where a region falls into two columns, at least between two lines that go across; null when it does nowhere. */
const findGutter = (sorted: readonly Fragment[]): number | null => {
  const { left, right } = boundsOf(sorted);
  const isUsual = sorted.length >= 2 * fewestLines && sorted.length <= mostFragments;
  if (!isUsual || !(right - left > 40) || right - left > 20_000) return null;
  let best = { x: 0, until: 0, lines: 0 };
  for (let x = left + step; x < right; x += step) {
    let lines = 0;
    let band: Fragment[] = [];
    for (const fragment of sorted) {
      if (fragment.x0 >= x || fragment.x1 <= x) band.push(fragment);
      else {
        lines += gutterIn(band, x);
        band = [];
      }
    }
    lines += gutterIn(band, x);
    // The middle of the gutter: a line that reaches into it a little spans nothing.
    if (lines > best.lines) best = { x, until: x, lines };
    else if (lines > 0 && lines === best.lines && x - best.until <= step) best = { ...best, until: x };
  }
  return best.lines === 0 ? null : (best.x + best.until) / 2;
};

type Region = { readonly fragments: readonly Fragment[]; readonly bounds: Bounds };

type Band = { readonly isSpanning: boolean; readonly fragments: Fragment[] };

/** Rows of one column alone, between two lines that span the page, up to which they are the end of a spanning paragraph. */
const mostLastRows = 2;

/** Runs from above to below, as far as they all span the gutter or all leave it free. */
const bandsOf = (sorted: readonly Fragment[], gutter: number): Band[] => {
  const bands: Band[] = [];
  let lastSpanning: Fragment | null = null;
  for (const fragment of sorted) {
    const isOnItsLine =
      lastSpanning !== null && Math.abs(fragment.y - lastSpanning.y) < 0.3 * lastSpanning.size;
    const isSpanning = (fragment.x0 < gutter && fragment.x1 > gutter) || isOnItsLine;
    if (isSpanning) lastSpanning = fragment;
    const band = bands.at(-1);
    if (band?.isSpanning === isSpanning) band.fragments.push(fragment);
    else bands.push({ isSpanning, fragments: [fragment] });
  }
  const whole: Band[] = [];
  for (const [at, band] of bands.entries()) {
    const isOneSided =
      band.fragments.every(({ x1 }) => x1 <= gutter) || band.fragments.every(({ x0 }) => x0 >= gutter);
    const isLastLine = at > 0 && at < bands.length - 1 && isOneSided && band.fragments.length <= mostLastRows;
    const isSpanning = band.isSpanning || isLastLine;
    const last = whole.at(-1);
    if (last?.isSpanning === true && isSpanning) last.fragments.push(...band.fragments);
    else whole.push({ isSpanning, fragments: [...band.fragments] });
  }
  return whole;
};

/** Parts of a region in the order in which they are read: what spans all columns, then each column down to the next such. */
const cut = (fragments: readonly Fragment[], bounds: Bounds, depth: number): Region[] => {
  const sorted = [...fragments].sort((a, b) => a.y - b.y || a.x0 - b.x0);
  const gutter = depth < 6 ? findGutter(sorted) : null;
  if (gutter === null) return [{ fragments, bounds }];
  const isBefore = ({ x1 }: Fragment) => x1 <= gutter;
  const isBehind = ({ x0 }: Fragment) => x0 >= gutter;
  const isRightToLeft = sorted.filter((one) => one.isRightToLeft).length * 2 > sorted.length;
  const order = isRightToLeft ? [isBehind, isBefore] : [isBefore, isBehind];
  const edges = new Map(order.map((side) => [side, boundsOf(sorted.filter(side))]));
  return bandsOf(sorted, gutter).flatMap((band): Region[] => {
    if (band.isSpanning) return [{ fragments: band.fragments, bounds }];
    return order.flatMap((side) => {
      const part = band.fragments.filter(side);
      return part.length === 0 ? [] : cut(part, edges.get(side) ?? bounds, depth + 1);
    });
  });
};

/** Joins what stands on one line of a region; wide gaps become a space. */
const linesOf = ({ fragments, bounds }: Region, page: number, column: number): Line[] => {
  const rows: Fragment[][] = [];
  for (const fragment of [...fragments].sort((a, b) => a.y - b.y || a.x0 - b.x0)) {
    const row = rows.at(-1);
    const first = row?.[0];
    const isSame =
      first !== undefined && Math.abs(fragment.y - first.y) < 0.4 * Math.min(first.size, fragment.size);
    if (isSame) row?.push(fragment);
    else rows.push([fragment]);
  }
  return rows.map((row): Line => {
    const isRightToLeft = row.filter((one) => one.isRightToLeft).length * 2 > row.length;
    const sorted = [...row].sort((a, b) => (isRightToLeft ? b.x0 - a.x0 : a.x0 - b.x0));
    const longest = row.reduce((most, one) => (one.text.length > most.text.length ? one : most));
    return {
      text: sorted.map(({ text }) => text).join(" "),
      ...{ x0: boundsOf(row).left, x1: boundsOf(row).right },
      y: longest.y,
      size: longest.size,
      page,
      ...bounds,
      column,
      isRightToLeft,
    };
  });
};

/** The lines of a page in the order in which they are read, column by column. */
export const inReadingOrder = (fragments: readonly Fragment[], page: number): Line[] =>
  cut(fragments, boundsOf(fragments), 0).flatMap((region, column) => linesOf(region, page, column));
