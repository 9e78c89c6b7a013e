import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { laws } from "./merge-laws";
import { type Story, story, tell } from "./replicas";

/** Stories that broke a law once, each with its law: they are told on every run for ever. */
const seeds = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../fixtures/merge-seeds.json"), "utf8"),
) as { readonly law: string; readonly told: Story }[];

/** Stories for each law on every run of the tests; a longer search is asked for by the environment. */
const runs = Number(process.env["ASSAY_MERGE_RUNS"] ?? 6);

for (const [name, law] of Object.entries(laws))
  test(`merging keeps this law, whatever three people did apart: ${name}`, { timeout: 900_000 }, async () => {
    const outcome = await fc.check(
      fc.asyncProperty(story, async (told) => {
        expect(await law(await tell(told))).toBeNull();
      }),
      { numRuns: runs, examples: seeds.filter((seed) => seed.law === name).map(({ told }) => [told]) },
    );
    if (outcome.failed)
      // The seed and the story itself: the latter is to be kept in tests/fixtures/merge-seeds.json.
      throw new Error(
        `seed ${outcome.seed}, path ${outcome.counterexamplePath}\n${JSON.stringify(outcome.counterexample?.[0])}\n${outcome.errorInstance}`,
      );
  });
