import { type Estimate, known, type Measure, noMeasure, unknown } from "./measure";

/*
 * Krippendorff's alpha for any number of coders and with values missing: 1 - Do / De over the coincidences of values
 * within units. A unit with m values gives m (m - 1) ordered pairs, each with weight 1 / (m - 1), so that every
 * value counts once; a unit with fewer than two values gives none.
 *
 * @see Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, https://repository.upenn.edu/asc_papers/43
 */

/** What each coder said of one unit; null where one of them said nothing. */
export type Coded<T> = readonly (T | null)[];

const present = <T>(unit: Coded<T>): T[] => unit.filter((value): value is T & {} => value !== null);

const isPairable = <T>(unit: Coded<T>): boolean => present(unit).length > 1;

/**
 * Alpha for values without an order: two values are the same or they are not.
 *
 * @param units units by coders; the measure has one row a unit
 */
export const nominalAlpha = (units: readonly Coded<string>[]): Measure => {
  if (!units.some(isPairable)) return noMeasure("no-units");
  const codes = new Map<string, number>();
  for (const unit of units)
    for (const value of present(unit)) if (!codes.has(value)) codes.set(value, codes.size);
  const rows = units.map((unit) => {
    // How much the unit disagrees, then how often it has each value.
    const row = new Float64Array(1 + codes.size);
    const values = present(unit);
    if (values.length < 2) return row;
    for (const value of values) {
      const column = 1 + (codes.get(value) ?? 0);
      row[column] = (row[column] ?? 0) + 1;
    }
    let same = 0;
    for (let code = 1; code < row.length; code += 1) same += (row[code] ?? 0) * ((row[code] ?? 0) - 1);
    row[0] = values.length - same / (values.length - 1);
    return row;
  });
  return { units: rows, estimate: nominalEstimate };
};

/** How many of a unit's coders said anything of it, and how many of those said yes. */
export type YesNo = { readonly present: number; readonly yes: number };

/** Nominal alpha for yes and no. The measure has one row a unit; equal units share one. */
export const yesNoAlpha = (units: readonly YesNo[]): Measure => {
  if (!units.some(({ present }) => present > 1)) return noMeasure("no-units");
  const known = new Map<number, Float64Array>();
  const rows = units.map(({ present, yes }) => {
    const key = present * 1000 + yes;
    const row = known.get(key) ?? yesNoRow(present, yes);
    known.set(key, row);
    return row;
  });
  return { units: rows, estimate: nominalEstimate };
};

const yesNoRow = (present: number, yes: number): Float64Array => {
  if (present < 2) return new Float64Array(3);
  const no = present - yes;
  return Float64Array.of(present - (yes * (yes - 1) + no * (no - 1)) / (present - 1), yes, no);
};

const nominalEstimate = (sums: Float64Array): Estimate => {
  let total = 0;
  let squares = 0;
  for (let code = 1; code < sums.length; code += 1) {
    const often = sums[code] ?? 0;
    total += often;
    squares += often * often;
  }
  return ratio(sums[0] ?? 0, total, total * total - squares);
};

/** 1 - (n - 1) Do / De, where De is not yet divided by n - 1. */
const ratio = (observed: number, total: number, expected: number): Estimate => {
  if (total === 0) return unknown("no-units");
  return expected === 0 ? unknown("no-variation") : known(1 - ((total - 1) * observed) / expected);
};

/**
 * Alpha for ranks. The distance of two ranks is the number of values between them, the ends half, squared: so it
 * depends on how often each rank was given, and a rank that nobody gave adds nothing.
 *
 * @param units units by coders, ranks from 1 to `levels`; the measure has one row a unit
 */
export const ordinalAlpha = (units: readonly Coded<number>[], levels: number): Measure => {
  if (!units.some(isPairable)) return noMeasure("no-units");
  const rows = units.map((unit) => {
    // The unit's coincidences, rank by rank.
    const row = new Float64Array(levels * levels);
    const values = present(unit);
    values.forEach((one, i) => {
      values.forEach((other, j) => {
        const cell = (one - 1) * levels + other - 1;
        if (i !== j) row[cell] = (row[cell] ?? 0) + 1 / (values.length - 1);
      });
    });
    return row;
  });
  return { units: rows, estimate: (sums) => ordinalEstimate(sums, levels) };
};

const ordinalEstimate = (coincidences: Float64Array, levels: number): Estimate => {
  const often = Array.from({ length: levels }, (_, rank) =>
    coincidences.subarray(rank * levels, (rank + 1) * levels).reduce((sum, cell) => sum + cell, 0),
  );
  let observed = 0;
  let expected = 0;
  for (let low = 0; low < levels; low += 1) {
    // From the middle of the low rank to the middle of the high one.
    let distance = (often[low] ?? 0) / 2;
    for (let high = low + 1; high < levels; high += 1) {
      const gap = distance + (often[high] ?? 0) / 2;
      distance += often[high] ?? 0;
      observed += 2 * (coincidences[low * levels + high] ?? 0) * gap * gap;
      expected += 2 * (often[low] ?? 0) * (often[high] ?? 0) * gap * gap;
    }
  }
  const total = often.reduce((sum, count) => sum + count, 0);
  return ratio(observed, total, expected);
};
