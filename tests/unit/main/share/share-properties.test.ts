import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ShareOptions } from "../../../../shared/domain/share";
import { aFolder, fullDump, must } from "../../../builders";
import { copyOf, goOn, read, verified } from "../../../sharing";
import { type Desk, randomOf, workOn } from "../../../sharing-work";

/** Choices in which lists are named by a seed: what is in them is known when the project is there. */
const aChoice = fc.record({
  articles: fc.constantFrom("all", "these", "tagged"),
  annotations: fc.constantFrom("all", "mine", "none", "tagged"),
  text: fc.constantFrom("whole", "quotes", "none"),
  hasOriginals: fc.boolean(),
  hasNames: fc.boolean(),
  hasNotes: fc.boolean(),
  hasHistory: fc.boolean(),
  seed: fc.nat(),
});

const optionsOf = (
  choice: ReturnType<typeof aChoice.generate>["value"],
  { articles, tags }: Desk,
): ShareOptions => {
  const random = randomOf(choice.seed);
  const { seed: _, ...rest } = choice;
  const tagIds = tags.filter(() => random() < 0.5);
  const ids = articles.filter(() => random() < 0.5).map(({ id }) => id);
  return {
    ...rest,
    articles:
      choice.articles === "these"
        ? { kind: "these", ids }
        : choice.articles === "tagged"
          ? { kind: "tagged", tagIds }
          : { kind: "all" },
    annotations: choice.annotations === "tagged" ? { kind: "tagged", tagIds } : { kind: choice.annotations },
    marking: "",
  } as ShareOptions;
};

const newestArticles = `SELECT count(*) FROM articles WHERE is_deleted = 0 AND id NOT IN
  (SELECT revision_of FROM articles WHERE is_deleted = 0 AND revision_of IS NOT NULL)`;

test("whatever was done, and whatever is chosen, a copy is sound, holds what was said, and changes nothing where it comes from", async () => {
  const given = fc.tuple(fc.nat(), aChoice);
  await fc.assert(
    fc.asyncProperty(given, async ([seed, choice]) => {
      const path = join(aFolder(), "work.assay");
      const { session, desk } = await workOn(path, seed, 60);
      const options = optionsOf(choice, desk);
      const preview = must(await session.call("share", "preview", options));
      const copy = await copyOf(session, options);
      const { session: theirs, project, problems } = await verified(copy);
      must(await theirs.jobs.close(undefined));
      expect(problems).toEqual([]);
      const { highlights, claims, evidence, sources, tags } = preview.counts;
      expect({ highlights, claims, evidence, sources, tags }).toEqual({
        ...project.counts,
        articles: undefined,
      });
      expect(preview.counts.articles).toBe(read(copy).prepare(newestArticles).pluck().get());
      const before = await copyOf(session);
      expect(must(await session.jobs.stageMerge({ path: copy }, goOn))).toMatchObject({
        isNothingNew: true,
        claimsMine: 0,
        unreadable: [],
      });
      must(await session.jobs.applyMerge({ take: "newest" }, goOn));
      must(await session.jobs.close(undefined));
      expect(fullDump(read(path))).toBe(fullDump(read(before)));
    }),
    { numRuns: 25 },
  );
}, 120_000);
