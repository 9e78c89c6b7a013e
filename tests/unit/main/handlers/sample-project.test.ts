import { join } from "node:path";
import { expect, test } from "vitest";
import { readSample } from "../../../../main/handlers/sample-project";
import { aFolder, anAnalyst, aSession, must } from "../../../builders";

const aSample = async () => {
  const session = aSession({ analyst: anAnalyst(7) });
  must(await session.jobs.createSample({ path: join(aFolder(), "sample.assay") }));
  return session;
};

test("the sample project holds everything that its seeds name, and is sound", async () => {
  const session = await aSample();
  const { sample } = await readSample();
  const project = must(await session.call("project", "get", undefined));
  expect(project?.counts).toEqual({
    articles: sample.articles.length,
    highlights: sample.highlights.length,
    claims: sample.claims.length,
    evidence: sample.claims.flatMap(({ evidence }) => evidence).length,
    sources: sample.sources.length,
    tags: sample.tags.length,
  });
  expect(must(await session.call("project", "integrity", undefined))).toMatchObject({
    inPlace: sample.highlights.length,
    moved: 0,
    lost: 0,
    problems: [],
  });
  expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
});

test("the sample's history is in the order of its times, and its ratings have theirs", async () => {
  const session = await aSample();
  const { sample } = await readSample();
  const times = must(await session.call("history", "list", { limit: 10_000 })).map(({ at }) => at);
  expect(times).toEqual([...times].sort().reverse());
  const sources = must(await session.call("sources", "list", undefined));
  const rated = sample.ratings.filter(({ source }) => source === "Public Radio Desk");
  const id = sources.find(({ name }) => name === "Public Radio Desk")?.id;
  const detail = must(await session.call("sources", "get", { id: id as never }));
  expect(detail.ratings.map(({ reliability, at }) => `${reliability} ${Date.parse(at)}`)).toEqual(
    rated.map(({ reliability, at }) => `${reliability} ${Date.parse(at)}`).reverse(),
  );
  expect(detail.rating?.reliability).toBe(rated.at(-1)?.reliability);
});

test("whoever opens the sample has nothing of their own to undo in it", async () => {
  const session = await aSample();
  expect(must(await session.call("history", "state", undefined))).toEqual({ undo: null, redo: null });
});
