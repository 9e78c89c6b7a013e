import { availableParallelism, loadavg } from "node:os";
import { expect } from "@playwright/test";

/** One line of a bench: a figure, what it is held against, and the limit. */
export type Measured = {
  readonly name: string;
  readonly ms: number;
  /** The figure divided by that of the case it is compared with, in the same run. */
  readonly ratio?: number;
  /** `ms <= 16`, `ratio <= 1.3`; nothing when the line only informs. */
  readonly limit?: { readonly of: "ms" | "ratio"; readonly most: number };
  readonly note?: string;
};

/** The value below which a share of the samples lies; `quantile(samples, 0.5)` is the median. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
};

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

const holds = ({ ms, ratio, limit }: Measured): boolean =>
  limit === undefined || (limit.of === "ms" ? ms : (ratio ?? Number.NaN)) <= limit.most;

/** Prints the lines as a table and fails when one of them breaks its limit. */
export const report = (title: string, lines: readonly Measured[]): void => {
  const rows = lines.map((line) => [
    line.name,
    line.ms.toFixed(1),
    line.ratio === undefined ? "" : line.ratio.toFixed(2),
    line.limit === undefined ? "" : `${line.limit.of} <= ${line.limit.most}`,
    line.limit === undefined ? "" : holds(line) ? "pass" : "FAIL",
    line.note ?? "",
  ]);
  const head = ["", "ms", "ratio", "limit", "", ""];
  const widths = head.map((word, column) =>
    Math.max(word.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const print = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const load = `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
  console.log(`\n${title} (${load})\n${[head, ...rows].map(print).join("\n")}\n`);
  const broken = lines.filter((line) => !holds(line)).map((line) => line.name);
  expect(broken, "over their limits").toEqual([]);
};
