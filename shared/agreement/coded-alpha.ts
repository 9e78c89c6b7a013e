import { type Estimate, known, type Measure, noMeasure, unknown } from "./measure";
import type { Piece } from "./partition";

/*
 * Alpha on the coded regions of texts (cu-alpha, and (k)u-alpha for one code): where at least two coders coded the
 * same characters, are the codes the same? Text that fewer than two of them coded takes no part, however long it is,
 * so it can neither lower nor raise the figure. What counts is the length of the characters where pieces intersect;
 * the expected coincidences leave out a piece's coincidences with itself, hence its length squared.
 *
 * For two coders these are the paper's equations 9 to 13, and for more of them too wherever all coded the same
 * regions. Characters that only some of more than two coders coded are weighted like a unit with missing values in
 * Krippendorff's alpha for given units: by one less than the number of coders who coded them. (The paper's weight,
 * one less than the number of all coders, would leave the expected coincidences undefined for thinly coded texts.)
 * So with pieces one character long this is alpha for given units exactly.
 *
 * A piece with several codes has the set of them as its value, and only the same set is the same value. For one code
 * each piece has it or lacks it.
 *
 * @see Krippendorff, K., Mathet, Y., Bouvry, S. and Widlöcher, A. (2016), On the reliability of unitizing textual
 *   continua: Further developments, Quality & Quantity 50, 2347-2364
 */

/** One unit: for each coder the pieces that they coded in it. */
export type CodedUnit = readonly (readonly Piece[])[];

/** A piece of some coder, and how much of it another coder coded as well. */
type Paired = { readonly codes: readonly string[]; length: number };

/** Some characters that at least two coders coded, with their pieces there (at most one of each coder). */
type Common = { readonly there: readonly Paired[]; readonly length: number };

/** A unit with what does not depend on which codes are asked for, so that many codes can be. */
export type PreparedUnit = {
  readonly coders: number;
  readonly pieces: readonly Paired[];
  readonly common: readonly Common[];
  readonly codes: ReadonlySet<string>;
  /** The row of a code that no piece has. */
  readonly without: Float64Array;
};

/** What several coders coded, from edge to edge of their pieces. */
const commonOf = (unit: CodedUnit, pieces: readonly Paired[]): Common[] => {
  const edges = unit
    .flat()
    .flatMap(({ start, end }, at) => [
      { at: start, piece: pieces[at], isStart: true },
      { at: end, piece: pieces[at], isStart: false },
    ])
    .sort((a, b) => a.at - b.at);
  const there = new Set<Paired>();
  const common: Common[] = [];
  let before = 0;
  for (const { at, piece, isStart } of edges) {
    if (at > before && there.size > 1) common.push({ there: [...there], length: at - before });
    before = at;
    if (piece === undefined) continue;
    if (isStart) there.add(piece);
    else there.delete(piece);
  }
  return common;
};

/** Columns of a row: how much agrees, then for each value its length and its coincidence with itself. */
const agreed = 0;
const lengthAt = (value: number): number => 1 + 2 * value;
const selfAt = (value: number): number => 2 + 2 * value;

/** The values of a measure for one code. */
const lacks = 0;
const has = 1;

/** Finds out where coders coded the same characters. */
export const prepareUnit = (unit: CodedUnit): PreparedUnit => {
  const pieces = unit.flat().map(({ codes }): Paired => ({ codes, length: 0 }));
  const common = commonOf(unit, pieces);
  for (const { there, length } of common) for (const piece of there) piece.length += length;
  const codes = new Set(pieces.flatMap((piece) => piece.codes));
  const without = rowOf({ pieces, common }, 2, () => lacks);
  return { coders: unit.length, pieces, common, codes, without };
};

/** The number of a piece's value in a measure; several pieces may have the same. */
type ToValue = (piece: Paired) => number;

const add = (row: Float64Array, column: number, amount: number): void => {
  row[column] = (row[column] ?? 0) + amount;
};

/** What one unit adds to the sums. */
const rowOf = (
  { pieces, common }: Pick<PreparedUnit, "pieces" | "common">,
  values: number,
  toValue: ToValue,
): Float64Array => {
  const row = new Float64Array(1 + 2 * values);
  for (const { there, length } of common) {
    const share = length / (there.length - 1);
    const own = there.map(toValue);
    for (const one of own) {
      add(row, lengthAt(one), length);
      // Every value agrees with the others that are the same, not with itself.
      add(row, agreed, -share);
      for (const other of own) if (one === other) add(row, agreed, share);
    }
  }
  for (const piece of pieces) add(row, selfAt(toValue(piece)), piece.length ** 2);
  return row;
};

const totals = (sums: Float64Array): { readonly length: number; readonly self: number } => {
  let [length, self] = [0, 0];
  for (let value = 0; lengthAt(value) < sums.length; value += 1) {
    length += sums[lengthAt(value)] ?? 0;
    self += sums[selfAt(value)] ?? 0;
  }
  return { length, self };
};

/** Differences of lengths that floating point leaves where there are none. */
const isNothing = (amount: number, total: number): boolean => amount <= total * 1e-12;

const allEstimate = (sums: Float64Array): Estimate => {
  const { length, self } = totals(sums);
  if (length === 0) return unknown("no-units");
  const scale = length - self / length;
  let expected = length;
  for (let value = 0; lengthAt(value) < sums.length; value += 1)
    expected -= ((sums[lengthAt(value)] ?? 0) ** 2 - (sums[selfAt(value)] ?? 0)) / scale;
  if (isNothing(expected, length)) return unknown("no-variation");
  return known(1 - (length - (sums[agreed] ?? 0)) / expected);
};

/**
 * cu-alpha: agreement on the codes of what at least two coders coded.
 *
 * @param units units (passages or texts); the measure has one row a unit
 */
export const codedAlpha = (units: readonly PreparedUnit[]): Measure => {
  const reason = whyNone(units);
  if (reason !== null) return noMeasure(reason);
  const values = new Map<string, number>();
  const numbers = new Map<Paired, number>();
  for (const { pieces } of units)
    for (const piece of pieces) {
      const key = piece.codes.join("\u001f");
      const value = values.get(key) ?? values.size;
      values.set(key, value);
      numbers.set(piece, value);
    }
  const toValue: ToValue = (piece) => numbers.get(piece) ?? 0;
  return { units: units.map((unit) => rowOf(unit, values.size, toValue)), estimate: allEstimate };
};

const whyNone = (units: readonly PreparedUnit[]): "no-units" | "one-analyst" | null => {
  if (units.length === 0) return "no-units";
  return (units[0]?.coders ?? 0) < 2 ? "one-analyst" : null;
};

const oneEstimate = (sums: Float64Array): Estimate => {
  const { length, self } = totals(sums);
  const own = sums[lengthAt(has)] ?? 0;
  if (own === 0) return unknown("no-units");
  const scale = length - self / length;
  const ownSelf = sums[selfAt(has)] ?? 0;
  const expectedAll = (own * length - ownSelf) / scale;
  const expectedSame = (own * own - ownSelf) / scale;
  if (isNothing(expectedAll - expectedSame, length)) return unknown("no-variation");
  // What differs stands in both orders of the coders, once with the code first.
  const differing = (length - (sums[agreed] ?? 0)) / 2;
  return known(1 - (differing / own) * (expectedAll / (expectedAll - expectedSame)));
};

/** (k)u-alpha: agreement on one code among what at least two coders coded. The measure has one row a unit. */
export const codedAlphaOf = (units: readonly PreparedUnit[], code: string): Measure => {
  const reason = whyNone(units);
  if (reason !== null) return noMeasure(reason);
  const toValue: ToValue = ({ codes }) => (codes.includes(code) ? has : lacks);
  const rows = units.map((unit) => (unit.codes.has(code) ? rowOf(unit, 2, toValue) : unit.without));
  return { units: rows, estimate: oneEstimate };
};
