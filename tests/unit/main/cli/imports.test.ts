import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aCommandLine, type CommandLine } from "./command-line";

let line: CommandLine;
beforeEach(async () => {
  line = aCommandLine();
  await line.json(["new", "p.assay"]);
});
afterEach(() => line.remove());

const report = (people: string) =>
  `The northern ferry will close\n\nThe ferry will stop at the end of May, two officials said on Saturday, in a blow to the town.\n\n${people} people cross each day, the office of the harbour master said.\n`;

type Outcome = { readonly outcome: string; readonly title: string; readonly articleId: string | null };

test("a dry run says what would become of every file, and changes nothing", async () => {
  line.write("a.txt", report("More than 1,200"));
  line.write("b.txt", report("More than 1,200"));
  const before = readFileSync(`${line.folder}/p.assay`);
  const outcomes = (await line.json(["import", "p.assay", "a.txt", "b.txt", "--dry-run"])) as Outcome[];
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["needs-look", "already-there"]);
  expect(await line.json(["articles", "p.assay"])).toEqual([]);
  expect(readFileSync(`${line.folder}/p.assay`).equals(before)).toBe(true);
});

test("the report tells of each file its outcome, title, date, characters and steps, and why one was not read", async () => {
  line.write("a.txt", `date 2024-05-11\n\n${report("More than 1,200")}`);
  line.write("b.pdf", "%PDF-1.4");
  const { code, out } = await line.assay("import", "p.assay", "a.txt", "b.pdf", "--source", "Harbour Wire");
  expect(code).toBe(1);
  const [imported, steps, failed, sum] = out.split("\n");
  expect(imported).toMatch(
    /^imported {2,}a\.txt {2,}2024-05-11 {2,}203 characters {2,}The northern ferry will close; source Harbour Wire$/,
  );
  expect(steps).toBe("    decoded as utf-8; set aside: collector's date line");
  expect(failed).toMatch(/^FAILED {2,}b\.pdf {2,}\S/);
  expect(sum).toBe("1 article, 1 failed");
});

test("a map names the columns of a table that nobody has named", async () => {
  const cells = (words: string) => `"${words} ${"and the rest of what was said that day. ".repeat(8)}"`;
  line.write("t.csv", `kolom a;kolom b\nFirst report;${cells("One")}\nSecond report;${cells("Two")}\n`);
  line.write("map.json", JSON.stringify({ text: "kolom b", title: "kolom a" }));
  const asked = (await line.json(["import", "p.assay", "t.csv"], 1)) as Outcome[];
  expect(asked.map(({ outcome }) => outcome)).toEqual(["needs-columns"]);
  const done = (await line.json(["import", "p.assay", "t.csv", "--map", "map.json"])) as Outcome[];
  expect(done.map(({ title }) => title)).toEqual(["First report", "Second report"]);
  line.write("wrong.json", JSON.stringify({ title: "kolom a" }));
  const refused = await line.assay("import", "p.assay", "t.csv", "--map", "wrong.json");
  expect(refused.code).toBe(1);
  expect(refused.err).toContain("--map wrong.json: text");
});

test("a table that a map describes is read as one, however small it is; prose beside it stays prose", async () => {
  line.write("small.csv", "one,two\nA title,Some short text\nB title,Another text\n");
  line.write("prose.txt", report("More than 1,200"));
  line.write("map.json", JSON.stringify({ text: "two", title: "one" }));
  const done = (await line.json([
    "import",
    "p.assay",
    "small.csv",
    "prose.txt",
    "--map",
    "map.json",
  ])) as Outcome[];
  expect(done.map(({ title }) => title).sort()).toEqual([
    "A title",
    "B title",
    "The northern ferry will close",
  ]);
});

test("an article is printed as its text, its very original, or all that is known of it", async () => {
  const bytes = Buffer.from(report("More than 1,200").replaceAll("\n", "\r\n"));
  line.write("a.txt", bytes);
  const [outcome] = (await line.json(["import", "p.assay", "a.txt"])) as Outcome[];
  const id = outcome?.articleId ?? "";
  expect((await line.assay("article", "p.assay", id, "--text")).out).toBe(
    report("More than 1,200").trimEnd(),
  );
  expect((await line.assay("article", "p.assay", "The northern ferry will close", "--original")).out).toBe(
    bytes.toString(),
  );
  expect(await line.json(["article", "p.assay", id])).toMatchObject({
    id,
    revision: 1,
    provenance: [{ fileName: "a.txt", size: bytes.length, mediaType: "text/plain" }],
    proposals: expect.arrayContaining([expect.objectContaining({ field: "title" })]),
  });
  expect((await line.assay("article", "p.assay", id, "--text", "--original")).code).toBe(2);
});

test("revise carries highlights over, and undo takes all of it back", async () => {
  line.write("a.txt", report("More than 1,200"));
  const [first] = (await line.json(["import", "p.assay", "a.txt"])) as Outcome[];
  line.write(
    "notes.jsonl",
    [
      { article: first?.articleId, quote: "two officials said on Saturday" },
      { article: first?.articleId, quote: "More than 1,200 people cross each day" },
    ]
      .map((one) => JSON.stringify(one))
      .join("\n"),
  );
  await line.json(["annotate", "p.assay", "--from", "notes.jsonl"]);
  line.write("newer.txt", report("More than 1,350"));
  const revised = (await line.json(["revise", "p.assay", first?.articleId ?? "", "newer.txt"])) as Outcome;
  expect(revised).toMatchObject({ outcome: "revision", revisionOf: first?.articleId });
  expect(await line.json(["article", "p.assay", revised.articleId ?? ""])).toMatchObject({
    revision: 2,
    highlights: 1,
    waiting: 1,
  });
  expect(await line.json(["verify", "p.assay"])).toMatchObject({ isSound: true });
  await line.json(["undo", "p.assay"]);
  expect(await line.json(["article", "p.assay", first?.articleId ?? ""])).toMatchObject({
    revision: 1,
    highlights: 2,
    replacedBy: null,
  });
  const again = await line.assay("revise", "p.assay", "No such article", "newer.txt");
  expect(again.code).toBe(1);
  expect(again.err).toContain("there is no article");
});
