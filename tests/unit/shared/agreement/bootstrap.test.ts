import { describe, expect, it } from "vitest";
import { nominalAlpha } from "../../../../shared/agreement/alpha";
import {
  bootstrapInterval,
  drawsFrom,
  measureInterval,
  type Steps,
} from "../../../../shared/agreement/bootstrap";
import { estimateOf, known, type Measure, noMeasure, unknown } from "../../../../shared/agreement/measure";
import { seededRandom } from "../../../../shared/agreement/random";

/** Draws from a seed. */
const seeded = (seed: number) => drawsFrom(() => seededRandom(seed));

/** Runs work that pauses to its end. */
const finished = <T>(steps: Steps<T>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

/** The mean of some numbers, as a measure whose interval is known from theory. */
const mean = (numbers: readonly number[]): Measure => ({
  units: numbers.map((number) => Float64Array.of(1, number)),
  estimate: ([count = 0, sum = 0]) => known(sum / count),
});

describe("bootstrap intervals", () => {
  it("of a mean reach about two standard errors to either side", () => {
    const random = seededRandom(5);
    const numbers = Array.from({ length: 400 }, () => random());
    const groups = numbers.map((_, at) => at);
    const interval = finished(measureInterval(mean(numbers), groups, seeded(1)));
    const centre = estimateOf(mean(numbers)).value ?? 0;
    // The standard deviation of numbers spread evenly from 0 to 1 is the square root of 1/12.
    const reach = 1.96 * Math.sqrt(1 / 12 / 400);
    expect(Math.abs((interval?.low ?? 9) - (centre - reach))).toBeLessThan(0.005);
    expect(Math.abs((interval?.high ?? 9) - (centre + reach))).toBeLessThan(0.005);
  });

  it("are the same for the same seed, and others for another", () => {
    const numbers = Array.from({ length: 30 }, (_, at) => at % 7);
    const groups = numbers.map((_, at) => at);
    const interval = (seed: number) => finished(measureInterval(mean(numbers), groups, seeded(seed)));
    expect(interval(1)).toEqual(interval(1));
    expect(interval(1)).not.toEqual(interval(2));
  });

  it("draw the units of one article together", () => {
    // Within an article all numbers are alike: drawn one by one, the interval would be much too narrow.
    const numbers = Array.from({ length: 200 }, (_, at) => Math.floor(at / 50));
    const single = finished(
      measureInterval(
        mean(numbers),
        numbers.map((_, at) => at),
        seeded(1),
      ),
    );
    const together = finished(measureInterval(mean(numbers), numbers, seeded(1)));
    const width = (interval: typeof single) => (interval?.high ?? 0) - (interval?.low ?? 0);
    expect(width(together)).toBeGreaterThan(3 * width(single));
  });

  it("draw units where all are of one article", () => {
    const units = [
      ["a", "a"],
      ["b", "b"],
      ["a", "b"],
      ["b", "a"],
      ["a", "a"],
      ["b", "b"],
    ];
    const interval = finished(
      measureInterval(
        nominalAlpha(units),
        units.map(() => 0),
        seeded(1),
      ),
    );
    expect(interval?.low).toBeLessThan(interval?.high ?? -9);
    expect(interval?.high).toBeLessThanOrEqual(1);
  });

  it("are the same for many pieces, whose draws are not kept", () => {
    const draws = seeded(3);
    const count = (pieces: number) => {
      let [resamples, drawn] = [0, 0];
      for (const times of draws(pieces)) {
        resamples += 1;
        drawn += times.reduce((sum, one) => sum + one, 0);
      }
      return [resamples, drawn];
    };
    expect(count(3000)).toEqual([1000, 3_000_000]);
    expect(count(3)).toEqual([1000, 3000]);
    expect(count(3)).toEqual([1000, 3000]);
  });

  it("are not given for one piece, for nothing, or where most resamples have no figure", () => {
    expect(finished(measureInterval(mean([3]), [0], seeded(1)))).toBeNull();
    expect(finished(measureInterval(noMeasure("no-units"), [], seeded(1)))).toBeNull();
    const rarely = (times: Int32Array) => (times[0] === 0 ? known(1) : unknown("no-variation"));
    expect(finished(bootstrapInterval(5, rarely, seeded(1), 5))).toBeNull();
  });
});
