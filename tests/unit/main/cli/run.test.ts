import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ImportOutcome } from "../../../../shared/domain/article";
import { Edit } from "../../../../shared/domain/change";
import { ClaimSummary } from "../../../../shared/domain/claim";
import { Project, VerifyReport } from "../../../../shared/domain/project";
import { SourceSummary } from "../../../../shared/domain/source";
import { readTable } from "../../../read-workbook";
import { aCommandLine, type CommandLine, reports } from "./command-line";

let line: CommandLine;
beforeEach(() => {
  line = aCommandLine();
});
afterEach(() => line.remove());

const ListedArticle = z.strictObject({
  id: z.string().startsWith("art-"),
  title: z.string().min(1),
  fileName: z.string(),
  source: z.string().nullable(),
  publishedOn: z.iso.date().nullable(),
  language: z.string(),
  characters: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const withReports = async (): Promise<void> => {
  mkdirSync(join(line.folder, "reports"));
  for (const [name, text] of Object.entries(reports)) writeFileSync(join(line.folder, "reports", name), text);
  await line.json(["new", "p.assay", "--name", "Northern ferry"]);
  await line.json(["import", "p.assay", "reports", "--source", "Harbour Wire"]);
};

const annotations = [
  {
    article: "Norland agrees to close the northern ferry",
    quote: "fewer than 1,000 people a day",
    tags: ["numbers", "ferry; north"],
    note: '=HYPERLINK("http://evil")',
    claim: {
      statement: "Fewer than 1,000 people cross each day",
      kind: "estimate",
      asserter: "senior port official",
      credibility: 2,
      tags: ["numbers"],
    },
  },
  {
    article: "000_a1.txt",
    quote: "More than 1,200 people cross each day",
    tags: ["numbers"],
    claim: { statement: "fewer than  1,000 PEOPLE cross each day", stance: "contradicts", credibility: 3 },
  },
  { article: "002_c3.txt", quote: "the last boat will sail in mid-September", tags: ["dates"] },
];
const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join("\n");

describe("the command line", () => {
  it("does the main job: new, import, annotate, rate, claims, export, share, verify, undo", async () => {
    await withReports();
    const articles = z
      .array(ListedArticle)
      .length(5)
      .parse(await line.json(["articles", "p.assay"]));
    expect(articles.map((one) => one.publishedOn)).toEqual([
      "2024-04-21",
      "2024-05-11",
      "2024-05-20",
      null,
      null,
    ]);
    expect(articles.every((one) => one.source === "Harbour Wire" && one.language === "en")).toBe(true);

    line.write("a.jsonl", jsonLines(annotations));
    expect(await line.json(["annotate", "p.assay", "--from", "a.jsonl"])).toMatchObject({
      done: 3,
      failed: 0,
      added: { highlights: 3, claims: 1, evidence: 2, tags: 3 },
    });
    await line.json([
      "rate",
      "p.assay",
      "--source",
      "harbour wire",
      "--reliability",
      "b",
      "--reason",
      "Corrects itself",
    ]);

    const claims = z
      .array(ClaimSummary)
      .length(1)
      .parse(await line.json(["claims", "p.assay"]));
    expect(claims[0]).toMatchObject({
      supports: 1,
      contradicts: 1,
      bestReliability: "B",
      bestCredibility: 2,
      kind: "estimate",
    });
    z.array(SourceSummary)
      .length(1)
      .parse(await line.json(["sources", "p.assay"]));

    expect(
      await line.json(["export", "p.assay", "--format", "claims-csv", "-o", "out.csv", "--with-highlights"]),
    ).toMatchObject({ rows: 3 });
    const rows: Record<string, string>[] = parse(line.read("out.csv"), {
      bom: true,
      columns: true,
      record_delimiter: "\r\n",
    });
    expect(
      rows.map((row) => [row["stance"], row["evidence_grade"], row["source_reliability"], row["quote"]]),
    ).toEqual([
      ["supports", "B2", "B", "fewer than 1,000 people a day"],
      ["contradicts", "B3", "B", "More than 1,200 people cross each day"],
      ["", "", "B", "the last boat will sail in mid-September"],
    ]);
    expect(rows[0]).toMatchObject({
      highlight_tags: 'numbers; "ferry; north"',
      analyst: "Mira Kessler",
      highlight_note: '\'=HYPERLINK("http://evil")',
    });

    expect(await line.json(["share", "p.assay", "copy.assay"])).toMatchObject({
      path: join(line.folder, "copy.assay"),
    });
    for (const file of ["p.assay", "copy.assay"])
      expect(VerifyReport.parse(await line.json(["verify", file]))).toMatchObject({ isSound: true });

    const edits = z.array(Edit).parse(await line.json(["history", "p.assay"]));
    expect(edits[0]?.label).toContain("Rate Harbour Wire B");
    expect(await line.json(["undo", "p.assay"])).toMatchObject({
      label: expect.stringContaining("Rate Harbour Wire B"),
    });
    expect(await line.json(["sources", "p.assay"])).toMatchObject([{ rating: null }]);
    expect(readdirSync(line.folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("answers in JSON that the contract's schemas accept", async () => {
    const made = await line.json(["new", "p.assay", "--name", "x"]);
    expect(Project.parse(made).name).toBe("x");
    line.write("a.txt", "A short report about the ferry.");
    line.write("b.pdf", "%PDF-1.7");
    const outcomes = z
      .array(ImportOutcome)
      .parse(await line.json(["import", "p.assay", "a.txt", "b.pdf", "a.txt"], 1));
    expect(outcomes.map((one) => one.outcome)).toEqual(["needs-look", "failed", "already-there"]);
    expect(await line.json(["articles", "nowhere.assay"], 1)).toMatchObject({
      error: { kind: "file-unreadable", message: expect.any(String) },
    });
  });

  it("imports all files in one edit, whatever becomes of some", async () => {
    await withReports();
    line.write("image.txt", Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1"));
    const ran = await line.assay("import", "p.assay", "reports", "image.txt", "gone.txt");
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("image.txt: It is a picture (PNG)");
    expect(ran.err).toContain("gone.txt: There is no such file");
    expect(ran.out.match(/already there/g)).toHaveLength(5);
    const edits = z.array(Edit).parse(await line.json(["history", "p.assay"]));
    expect(edits.filter((edit) => edit.label.startsWith("Import"))).toHaveLength(1);
  });

  it.each([
    [[], "Usage: assay COMMAND"],
    [["frobnicate"], "no command “frobnicate”"],
    [["new"], "Usage: assay new FILE"],
    [["new", "a.assay", "b.assay"], "one argument too many"],
    [["articles", "p.assay", "--frob"], "--frob"],
    [["import", "p.assay"], "Usage: assay import FILE PATH..."],
    [["import", "p.assay", "x.txt", "--source", " "], "--source: A source needs a name"],
    [["annotate", "p.assay"], "--from ANNOTATIONS.jsonl is missing"],
    [["rate", "p.assay", "--source", "x", "--reliability", "G", "--reason", "y"], "--reliability is one of"],
    [["rate", "p.assay", "--reliability", "A", "--reason", "y"], "--source NAME is missing"],
    [["rate", "p.assay", "--source", "x", "--reliability", "A"], "--reason TEXT is missing"],
    [["export", "p.assay", "--format", "xlsx", "-o", "x"], "--format is one of claims-csv and claims-xlsx"],
    [["export", "p.assay", "--format", "claims-xlsx", "--raw", "-o", "x"], "--raw is for claims-csv alone"],
    [["export", "p.assay", "--format", "claims-csv"], "-o OUT is missing"],
    [["export", "p.assay", "--format", "claims-csv", "-o", "-", "--json"], "cannot share"],
    [["history", "p.assay", "--limit", "0"], "--limit"],
  ])("calls %j wrong usage: 2, with the usage line on standard error", async (words, message) => {
    const ran = await line.assay(...words);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
    expect(ran.err).toContain("Usage: assay");
    expect(ran.out).toBe("");
    expect(existsSync(join(line.folder, "p.assay"))).toBe(false);
  });

  it("explains itself and each command", async () => {
    const general = await line.assay("--help");
    expect(general.code).toBe(0);
    for (const name of [
      "new",
      "import",
      "articles",
      "sources",
      "claims",
      "rate",
      "annotate",
      "export",
      "share",
      "verify",
      "history",
      "undo",
    ]) {
      expect(general.out).toContain(`  ${name} `);
      const own = await line.assay(name, "--help");
      expect(own).toMatchObject({ code: 0, err: "" });
      expect(own.out).toContain(`Usage: assay ${name} FILE`);
    }
  });

  it.each([["articles"], ["claims"], ["verify"], ["undo"]])(
    "%s of a file that is no project fails with words",
    async (command) => {
      line.write("p.assay", "not a database");
      const ran = await line.assay(command, "p.assay");
      expect(ran).toMatchObject({ code: 1, out: "" });
      expect(ran.err).toContain("not an Assay project");
    },
  );

  it("names sources that are spelt alike when one is not there", async () => {
    await withReports();
    const ran = await line.assay(
      "rate",
      "p.assay",
      "--source",
      "Harbor Wire",
      "--reliability",
      "A",
      "--reason",
      "x",
    );
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("There is no source “Harbor Wire”");
    expect(ran.err).toContain("Did you mean “Harbour Wire”?");
  });

  it("lets nothing of a hostile title reach the terminal as a command", async () => {
    await line.assay("new", "p.assay");
    line.write(
      "a.txt",
      `Title \u202e with ${"\u001b"}]0;owned\u0007 escapes\n\n${"The body of this report is long enough to count as one. ".repeat(3)}`,
    );
    const ran = await line.assay("import", "p.assay", "a.txt");
    const listed = await line.assay("articles", "p.assay");
    for (const text of [ran.out, ran.err, listed.out])
      expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\u202e/u);
  });

  it("acts under the name given, and the same name is the same analyst", async () => {
    await line.assay("new", "p.assay");
    line.write("a.txt", "A report about the ferry.");
    line.write("b.txt", "Another report about the ferry.");
    await line.assay("import", "p.assay", "a.txt", "--analyst", "Ola Brand");
    await line.assay("import", "p.assay", "b.txt", "--analyst", " ola  BRAND ");
    const edits = z.array(Edit).parse(await line.json(["history", "p.assay"]));
    expect(edits[0]?.analystId).toBe(edits[1]?.analystId);
    expect(edits[2]?.analystId).not.toBe(edits[1]?.analystId);
  });

  it("acts as the app's own analyst where the app was used", async () => {
    mkdirSync(join(line.folder, "config/Assay"), { recursive: true });
    const analyst = { id: "ana-0190a000-0000-7000-8000-000000000001", name: "Mira Kessler", initials: "MK" };
    writeFileSync(join(line.folder, "config/Assay/profile.json"), JSON.stringify({ analyst, settings: {} }));
    await line.assay("new", "p.assay");
    const edits = z.array(Edit).parse(await line.json(["history", "p.assay"]));
    expect(edits[0]?.analystId).toBe(analyst.id);
  });

  it("takes a name whose letters are pairs of units", async () => {
    const name = `a${"𠮷".repeat(100)}`;
    expect(await line.assay("new", "p.assay", "--analyst", name)).toMatchObject({ code: 0, err: "" });
    const edits = z.array(Edit).parse(await line.json(["history", "p.assay"]));
    expect(edits[0]?.analyst).toBe(`a${"𠮷".repeat(59)}`);
  });

  it("imports under one source, in one edit, and under the same one however its name is spelt", async () => {
    await withReports();
    line.write("a.txt", "A report about the ferry.");
    await line.json(["import", "p.assay", "a.txt", "--source", "HARBOUR  wire"]);
    expect(await line.json(["sources", "p.assay"])).toMatchObject([{ name: "Harbour Wire", articles: 6 }]);
    const edits = z.array(Edit).parse(await line.json(["history", "p.assay"]));
    expect(edits.map((edit) => edit.label).slice(0, 2)).toEqual([
      "Import “A report about the ferry”",
      "Import 5 articles",
    ]);
    expect(edits).toHaveLength(3);
  });

  it("shares over a file that is there only when told to, and never over the project", async () => {
    await line.json(["new", "p.assay"]);
    await line.json(["new", "precious.assay"]);
    const before = line.read("precious.assay");
    const refused = await line.assay("share", "p.assay", "precious.assay");
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("is there already");
    expect(refused.err).toContain("--replace");
    expect(line.read("precious.assay")).toBe(before);
    expect(await line.assay("share", "p.assay", "precious.assay", "--replace")).toMatchObject({ code: 0 });
    expect(line.read("precious.assay")).not.toBe(before);
    const own = await line.assay("share", "p.assay", "p.assay", "--replace");
    expect(own.code).toBe(1);
    expect(own.err).toContain("is the project that is open");
    expect((await line.assay("share", "--help")).out).toContain("can bring back what you deleted");
  });

  it("undo says when there is nothing to take back", async () => {
    await line.assay("new", "p.assay");
    await line.assay("undo", "p.assay");
    const ran = await line.assay("undo", "p.assay");
    expect(ran.code).toBe(1);
    expect(ran.err).not.toBe("");
  });

  it("writes an export to standard output and leaves no file behind", async () => {
    await withReports();
    const ran = await line.assay("export", "p.assay", "--format", "claims-csv", "-o", "-", "--raw");
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toMatch(/^"claim_id",.*"article_sha256"\r\n$/);
  });

  it("writes the claims as a workbook with the cells of the CSV, also to standard output", async () => {
    await withReports();
    line.write("marks.jsonl", jsonLines(annotations));
    await line.json(["annotate", "p.assay", "--from", "marks.jsonl"]);
    const words = ["export", "p.assay", "--with-highlights", "--format"];
    await line.json([...words, "claims-csv", "--raw", "-o", "out.csv"]);
    const rows: Record<string, string>[] = parse(line.read("out.csv"), {
      columns: true,
      record_delimiter: "\r\n",
    });
    expect(rows).toHaveLength(3);
    expect(await line.json([...words, "claims-xlsx", "-o", "out.xlsx"])).toMatchObject({
      path: join(line.folder, "out.xlsx"),
      rows: 3,
      cutCells: 0,
    });
    expect(readTable(join(line.folder, "out.xlsx"))).toEqual(rows);
    expect(rows[0]?.["highlight_note"]).toBe('=HYPERLINK("http://evil")');
    const poured = await line.assay(...words, "claims-xlsx", "-o", "-");
    expect(poured).toMatchObject({ code: 0, err: "" });
    expect(poured.out.startsWith("PK\u0003\u0004")).toBe(true);
  });

  it("says on standard error how many cells were cut, wherever the file goes", async () => {
    await withReports();
    const quote = "x".repeat(40_000);
    line.write("long.txt", `Long title\n\n${quote} end.\n`);
    await line.json(["import", "p.assay", "long.txt"]);
    const claim = { statement: "Long", kind: "fact" };
    line.write("marks.jsonl", jsonLines([{ article: "long.txt", quote, claim }]));
    await line.json(["annotate", "p.assay", "--from", "marks.jsonl"]);
    for (const output of ["out.xlsx", "-"]) {
      const ran = await line.assay("export", "p.assay", "--format", "claims-xlsx", "-o", output);
      expect(ran.code).toBe(0);
      expect(ran.err).toContain("1 cell was cut to what a worksheet holds");
    }
    const raw = await line.assay("export", "p.assay", "--format", "claims-csv", "--raw", "-o", "out.csv");
    expect(raw.err).toBe("");
  });

  const built = resolve(import.meta.dirname, "../../../../out/main/cli.js");
  it.runIf(existsSync(built))("works as a program of its own, in a pipe", () => {
    const run = (words: readonly string[], input = "") =>
      spawnSync(process.execPath, [built, ...words], {
        cwd: line.folder,
        input,
        encoding: "utf8",
        env: { ...process.env, XDG_CONFIG_HOME: join(line.folder, "config") },
      });
    expect(run(["new", "p.assay"]).status).toBe(0);
    line.write("report.txt", reports["000_a1.txt"] ?? "");
    expect(run(["import", "p.assay", "report.txt"]).status).toBe(0);
    const annotated = run(
      ["annotate", "p.assay", "--from", "-", "--json"],
      jsonLines([
        { article: "report.txt", quote: "dockers" },
        { article: "report.txt", quote: "absent" },
      ]),
    );
    expect(annotated.status).toBe(1);
    expect(annotated.stderr).toContain("line 2: the quote does not stand in");
    expect(JSON.parse(annotated.stdout)).toMatchObject({ done: 1, failed: 1 });
    expect(run(["verify", "p.assay"]).status).toBe(0);
    expect(run([]).status).toBe(2);
  });
});
