import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { SharePreview } from "../../../../shared/domain/share";
import { wordsIn } from "../../../sharing";
import { aCommandLine, type CommandLine, reports } from "./command-line";

let line: CommandLine;
beforeEach(async () => {
  line = aCommandLine();
  mkdirSync(join(line.folder, "reports"));
  for (const [name, text] of Object.entries(reports).slice(0, 3))
    writeFileSync(join(line.folder, "reports", name), text);
  await line.json(["new", "p.assay", "--name", "Northern ferry"]);
  await line.json(["import", "p.assay", "reports", "--source", "Harbour Wire"]);
  await line.json(["annotate", "p.assay", "--from", "-"], 0, JSON.stringify(annotation));
});
afterEach(() => line.remove());

const annotation = {
  article: "000_a1.txt",
  quote: "More than 1,200 people cross each day",
  tags: ["numbers"],
  note: "MYNOTE",
  claim: { statement: "Many cross", credibility: 3 },
};

const path = (name: string) => join(line.folder, name);
const Shared = z.object({ path: z.string(), bytes: z.number(), counts: SharePreview.shape.counts });
const share = async (...words: readonly string[]) =>
  Shared.parse(await line.json(["share", "p.assay", "copy.assay", "--replace", ...words])).counts;

describe("assay share", () => {
  it("takes every choice of the dialog", async () => {
    expect(await share()).toMatchObject({ articles: 3, highlights: 1, claims: 1, originals: 3 });
    expect(await share("--blind")).toMatchObject({ articles: 3, highlights: 0, claims: 0, tags: 1 });
    expect(await share("--tagged", "numbers")).toMatchObject({ articles: 1, highlights: 1 });
    expect(await share("--annotations", "Numbers")).toMatchObject({ articles: 3, highlights: 1 });
    expect(await share("--annotations", "none", "--no-originals")).toMatchObject({
      highlights: 0,
      originals: 0,
    });
    const [article] = z.array(z.object({ id: z.string() })).parse(await line.json(["articles", "p.assay"]));
    expect(await share("--articles", article?.id ?? "")).toMatchObject({ articles: 1 });
    await share("--text", "quotes", "--pseudonyms", "--no-notes", "--no-history", "--marking", "TLP:AMBER");
    expect(wordsIn(path("copy.assay"), ["MYNOTE", "Mira Kessler", "harbour master", "TLP:AMBER"])).toEqual([
      "TLP:AMBER",
    ]);
    expect(await line.json(["verify", "copy.assay"])).toMatchObject({ isSound: true });
  });

  it("leaves the history of a part out unless it is asked for", async () => {
    for (let undone = 0; undone < 2; undone += 1) await line.json(["undo", "p.assay"]);
    await share("--annotations", "mine", "--history");
    expect(wordsIn(path("copy.assay"), ["MYNOTE"])).toEqual(["MYNOTE"]);
    await share("--annotations", "mine");
    expect(wordsIn(path("copy.assay"), ["MYNOTE"])).toEqual([]);
  });

  it("says before what a copy would hold, and writes nothing", async () => {
    const told = await line.assay("share", "p.assay", "copy.assay", "--dry-run");
    expect(told).toMatchObject({ code: 0 });
    expect(told.out).toContain("Would save 3 articles, 1 highlight, 1 claim, 1 piece of evidence");
    expect(told.err).toContain("history");
    expect(readdirSync(line.folder)).not.toContain("copy.assay");
    SharePreview.parse(await line.json(["share", "p.assay", "copy.assay", "--dry-run"]));
  });

  it.each([
    [["--text", "some"], 2, "--text is whole, quotes or none"],
    [["--blind", "--annotations", "all"], 2, "exclude each other"],
    [["--articles", "x", "--tagged", "y"], 2, "exclude each other"],
    [["--tagged", "numbrs"], 1, "Did you mean “numbers”?"],
    [["--articles", "x"], 1, "is not the id of an article"],
    [["--marking", "x".repeat(201)], 1, "longer than 200 characters"],
  ] as const)("%j is refused in words", async (words, code, said) => {
    const ran = await line.assay("share", "p.assay", "copy.assay", ...words);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(said);
    expect(readdirSync(line.folder)).not.toContain("copy.assay");
  });
});

describe("assay exchange", () => {
  it("brings two people's work together through a folder", async () => {
    mkdirSync(path("team"));
    await line.json(["share", "p.assay", "bea.assay"]);
    await line.json([
      "rate",
      "bea.assay",
      "--source",
      "Harbour Wire",
      "--reliability",
      "B",
      "--reason",
      "BEASREASON",
      "--analyst",
      "Bea Ortiz",
    ]);
    expect(await line.json(["exchange", "bea.assay", "team", "--analyst", "Bea Ortiz"])).toMatchObject({
      merged: 0,
      written: expect.stringMatching(/^BO-[0-9a-f]{8}\.assay$/),
    });
    writeFileSync(path("team/torn.assay"), "SQLite format 3\0");
    const ran = await line.assay("exchange", "p.assay", "team");
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain("Merged what is new in 1 file");
    expect(ran.err).toContain("torn.assay");
    expect(wordsIn(path("p.assay"), ["BEASREASON"])).toEqual(["BEASREASON"]);
    expect(readdirSync(path("team"))).toHaveLength(3);
    const gone = await line.assay("exchange", "p.assay", "nowhere");
    expect(gone).toMatchObject({ code: 1 });
    expect(gone.err).toContain("The team folder is not there");
  });
});
