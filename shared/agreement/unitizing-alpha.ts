import { type Estimate, known, unknown } from "./measure";
import type { Stretch } from "./span-f1";

/*
 * Krippendorff's alpha for unitizing (alpha-U) of 2004: do coders mark the same stretches of a text with one code?
 * The observed disagreement is the sum of squared differences of where units begin and end, or of a unit's squared
 * length where the other coder has a gap; the expected one is the mean of the same over all ways of placing these
 * units and gaps. The whole text takes part; what nobody coded makes chance agreement on units less likely.
 *
 * Several texts make one continuum, in which neither units nor gaps go across from one text to the next.
 *
 * @see Krippendorff, K. (2004), Measuring the reliability of qualitative text analysis data, Quality & Quantity 38,
 *   787-800, appendix
 */

/** A text that coders unitized: for each of them the stretches with the code, in reading order, not overlapping. */
export type UnitizedText = { readonly length: number; readonly coders: readonly (readonly Stretch[])[] };

/** Both disagreements for some choice of the texts; `times` says how often each text counts (once when absent). */
export type Disagreements = (times?: Int32Array) => {
  readonly units: number;
  readonly observed: number;
  readonly expected: number;
};

type Section = Stretch & { readonly isUnit: boolean };

/** A coder's units and the gaps between them, covering the text. */
const sectionsOf = (units: readonly Stretch[], length: number): Section[] => {
  const sections: Section[] = [];
  let at = 0;
  for (const { start, end } of units) {
    if (start > at) sections.push({ start: at, end: start, isUnit: false });
    sections.push({ start, end, isUnit: true });
    at = end;
  }
  if (at < length) sections.push({ start: at, end: length, isUnit: false });
  return sections;
};

/** The squared difference of two sections that intersect. */
const difference = (one: Section, other: Section): number => {
  if (one.isUnit && other.isUnit) return (one.start - other.start) ** 2 + (one.end - other.end) ** 2;
  if (one.isUnit === other.isUnit) return 0;
  const [unit, gap] = one.isUnit ? [one, other] : [other, one];
  const isInGap = unit.start >= gap.start && unit.end <= gap.end;
  return isInGap ? (unit.end - unit.start) ** 2 : 0;
};

/** The sum over ordered pairs of coders and intersecting sections of one text. */
const differences = (coders: readonly (readonly Section[])[]): number => {
  let sum = 0;
  coders.forEach((one, i) => {
    for (const other of coders.slice(i + 1)) {
      let [g, h] = [0, 0];
      for (;;) {
        const [a, b] = [one[g], other[h]];
        if (a === undefined || b === undefined) break;
        sum += 2 * difference(a, b);
        if (a.end <= b.end) g += 1;
        if (b.end <= a.end) h += 1;
      }
    }
  });
  return sum;
};

/** Lengths of units or of gaps, longest first, with the text that each is in. */
type Sized = { readonly lengths: Float64Array; readonly texts: Int32Array };

const bySize = (texts: readonly (readonly (readonly Section[])[])[], isUnit: boolean): Sized => {
  const found: { length: number; text: number }[] = [];
  texts.forEach((coders, text) => {
    for (const sections of coders)
      for (const section of sections)
        if (section.isUnit === isUnit) found.push({ length: section.end - section.start, text });
  });
  found.sort((a, b) => b.length - a.length);
  return {
    lengths: Float64Array.from(found, ({ length }) => length),
    texts: Int32Array.from(found, ({ text }) => text),
  };
};

/** The disagreements of one code over some texts. All texts have the same coders. */
export const disagreements = (texts: readonly UnitizedText[]): Disagreements => {
  const m = texts[0]?.coders.length ?? 0;
  const sections = texts.map(({ coders, length }) => coders.map((units) => sectionsOf(units, length)));
  const sums = Float64Array.from(sections, differences);
  const lengths = Float64Array.from(texts, ({ length }) => length);
  const units = bySize(sections, true);
  const gaps = bySize(sections, false);
  const once = new Int32Array(texts.length).fill(1);
  return (times = once) => {
    let [length, observed] = [0, 0];
    for (let text = 0; text < lengths.length; text += 1) {
      const often = times[text] ?? 0;
      length += often * (lengths[text] ?? 0);
      observed += often * (sums[text] ?? 0);
    }
    const { count, placed, selves } = placements(units, gaps, times);
    if (m < 2 || length === 0) return { units: 0, observed: 0, expected: 0 };
    return {
      units: count,
      observed: observed / (m * (m - 1) * length * length),
      expected: ((2 / length) * placed) / (m * length * (m * length - 1) - selves),
    };
  };
};

/** Every unit against every other unit and in every place of every gap that holds it. */
const placements = (units: Sized, gaps: Sized, times: Int32Array) => {
  let count = 0;
  for (let unit = 0; unit < units.texts.length; unit += 1) count += times[units.texts[unit] ?? 0] ?? 0;
  let [placed, selves] = [0, 0];
  // The gaps that are at least as long as the unit: their number and their length together.
  let [next, wide, room] = [0, 0, 0];
  for (let unit = 0; unit < units.lengths.length; unit += 1) {
    const l = units.lengths[unit] ?? 0;
    const often = times[units.texts[unit] ?? 0] ?? 0;
    if (often === 0) continue;
    for (let gap = gaps.lengths[next]; gap !== undefined && gap >= l; gap = gaps.lengths[next]) {
      const drawn = times[gaps.texts[next] ?? 0] ?? 0;
      wide += drawn;
      room += drawn * gap;
      next += 1;
    }
    const againstUnits = ((count - 1) / 3) * (2 * l ** 3 - 3 * l ** 2 + l);
    placed += often * (againstUnits + l ** 2 * (room - (l - 1) * wide));
    selves += often * l * (l - 1);
  }
  return { count, placed, selves };
};

/** alpha-U of some codes together (or of one): one less the ratio of all observed to all expected disagreement. */
export const unitizingAlpha = (codes: readonly Disagreements[], times?: Int32Array): Estimate => {
  let [units, observed, expected] = [0, 0, 0];
  for (const code of codes) {
    const own = code(times);
    units += own.units;
    observed += own.observed;
    expected += own.expected;
  }
  if (units === 0) return unknown("no-units");
  return expected <= 0 ? unknown("no-variation") : known(1 - observed / expected);
};
