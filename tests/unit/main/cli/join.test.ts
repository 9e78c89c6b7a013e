import { afterEach, beforeEach, expect, test } from "vitest";
import { aCommandLine, type CommandLine } from "./command-line";

let line: CommandLine;
beforeEach(async () => {
  line = aCommandLine();
  line.write("ferry.txt", "The ferry will stop\n\nThe northern ferry will stop sailing at the end of May.\n");
  line.write("flood.txt", "The river rose\n\nThe river rose by two metres on Monday.\n");
  await line.json(["new", "p.assay"]);
  await line.json(["import", "p.assay", "ferry.txt", "--source", "Harbour Wire"]);
  await line.json(["import", "p.assay", "flood.txt", "--source", "The Harbour Wire"]);
  const marks = [
    { article: "The ferry will stop", quote: "northern ferry", tags: ["Base abroad", "Harbour Wire"] },
    { article: "The river rose", quote: "two metres", tags: ["Bases abroad", "The Harbour Wire"] },
  ];
  line.write("marks.jsonl", marks.map((mark) => JSON.stringify(mark)).join("\n"));
  await line.json(["annotate", "p.assay", "--from", "marks.jsonl"]);
});
afterEach(() => line.remove());

type Pair = { readonly entity: string; readonly a: { readonly id: string; readonly name: string } };
const pairs = async (): Promise<readonly Pair[]> =>
  ((await line.json(["join", "p.assay"])) as { readonly pairs: readonly Pair[] }).pairs;
const sourceNames = async (): Promise<string[]> =>
  ((await line.json(["sources", "p.assay"])) as { readonly name: string }[]).map(({ name }) => name).sort();

test("names that look like one are listed, joined by name or by id, and kept apart", async () => {
  const listed = await line.assay("join", "p.assay");
  expect(listed.out).toContain("Two tags differ by one letter:");
  expect(listed.out).toMatch(/Base abroad {2}\(1 use, tag-/);
  expect(listed.out).toContain("3 pairs look like one");

  // There are two tags and two sources of these names: nothing is guessed.
  const both = await line.assay("join", "p.assay", "Harbour Wire", "The Harbour Wire");
  expect([both.code, both.err]).toEqual([1, expect.stringContaining("--kind tag or --kind source")]);
  expect(await sourceNames()).toEqual(["Harbour Wire", "The Harbour Wire"]);
  const joined = await line.assay("join", "p.assay", "harbour wire", "The Harbour Wire", "--kind", "source");
  expect(joined.out).toContain("Joined the source “The Harbour Wire” into “Harbour Wire”");
  expect(await sourceNames()).toEqual(["Harbour Wire"]);
  expect((await line.assay("undo", "p.assay")).code).toBe(0);
  expect(await sourceNames()).toEqual(["Harbour Wire", "The Harbour Wire"]);

  const [first] = (await pairs()).filter(({ a }) => a.name.startsWith("Base"));
  await line.json(["join", "p.assay", first?.a.id ?? "", "Bases abroad"]);
  expect((await pairs()).filter(({ a }) => a.name.startsWith("Base"))).toEqual([]);
  await line.json(["join", "p.assay", "Harbour Wire", "The Harbour Wire", "--kind", "tag", "--apart"]);
  expect((await pairs()).map(({ entity }) => entity)).toEqual(["source"]);
}, 60_000);

test("what cannot be joined is said in words", async () => {
  const misspelt = await line.assay("join", "p.assay", "Base abroad", "Bases abrod");
  expect([misspelt.code, misspelt.err]).toEqual([1, expect.stringContaining("Did you mean “Bases abroad”")]);
  const mixed = await line.assay("join", "p.assay", "Base abroad", "Base abroad");
  expect(mixed.err).toContain("are the same tag already");
  expect((await line.assay("join", "p.assay", "Base abroad")).code).toBe(2);
  expect((await line.assay("join", "p.assay", "--kind", "claim")).code).toBe(2);
}, 60_000);
