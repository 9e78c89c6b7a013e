import { expect, test } from "@playwright/test";
import { carryAnchors } from "../../shared/anchoring/carry-anchor";
import { describeAnchor } from "../../shared/anchoring/describe-anchor";
import { sumOf, type Tally, tallyCarrying } from "../carrying";
import { inventNews, mutate, mutations, someQuotes } from "../mutate-text";
import { type Measured, median, report } from "./report";

const names = Object.keys(mutations) as (keyof typeof mutations)[];

test("carrying 1,000 highlights to a changed text of 40,000 characters", () => {
  test.setTimeout(120_000);
  const text = inventNews(1, 6_850);
  const anchors = someQuotes(text, 1_000, 2).map(({ start, end }) => describeAnchor(text, start, end));
  const lines = names.map((name): Measured => {
    const { after } = mutate(text, name, 3);
    const taken = Array.from({ length: 3 }, () => {
      const began = performance.now();
      carryAnchors(text, after, anchors);
      return performance.now() - began;
    });
    return { name, ms: median(taken), limit: { of: "ms", most: 2_000 } };
  });
  report(`Carrying 1,000 highlights, ${text.length} characters, median of 3`, lines);
});

test("how many are placed rightly", () => {
  test.setTimeout(120_000);
  const set = { seeds: Array.from({ length: 12 }, (_, at) => 401 + at), words: 1_500, quotes: 36 };
  const tallies = names.map((name) => [name as string, tallyCarrying(name, set)] as const);
  const total = sumOf(tallies.map(([, tally]) => tally));
  const percent = (part: number, of: Tally) => `${((100 * part) / of.quotes).toFixed(1)} %`.padStart(8);
  for (const [name, tally] of [...tallies, ["all", total] as const])
    process.stdout.write(
      `${name.padEnd(20)} right ${percent(tally.right, tally)}  wrong ${percent(tally.wrong, tally)}  exact ${percent(tally.exact, tally)}  falsely exact ${tally.falseExact}  moved ${percent(tally.moved, tally)}  lost ${percent(tally.lost, tally)}\n`,
    );
  expect(total.right / total.quotes).toBeGreaterThanOrEqual(0.975);
  expect(total.wrong / total.quotes).toBeLessThanOrEqual(0.02);
  expect(total.falseExact).toBe(0);
});
