import { expect, test } from "@playwright/test";
import { describeMeasure, hasShell, run } from "./csv";

test("CSV export of 100,000 evidence rows, at least half as fast as the SQLite shell, in flat memory", async () => {
  test.setTimeout(300_000);
  expect(hasShell(), "install sqlite3 to measure against it").toBe(true);
  const measures = await run();
  for (const one of measures) process.stdout.write(`${describeMeasure(one)}\n`);
  const [small, large] = measures;
  expect(large?.ratio).toBeGreaterThanOrEqual(0.5);
  // Ten times the rows, and no more than a page's worth of slack.
  expect((large?.growthMb ?? 0) - (small?.growthMb ?? 0)).toBeLessThan(60);
});
