import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AgreementReport } from "../../../../shared/domain/agreement";
import { aCommandLine, type CommandLine, reports } from "./command-line";

let line: CommandLine;
beforeEach(async () => {
  line = aCommandLine();
  mkdirSync(join(line.folder, "reports"));
  for (const [name, text] of Object.entries(reports)) writeFileSync(join(line.folder, "reports", name), text);
  await line.json(["new", "p.assay", "--name", "Northern ferry"]);
  await line.json(["import", "p.assay", "reports", "--source", "Harbour Wire"]);
});
afterEach(() => line.remove());

/** One analyst's highlights from a file of lines. */
const annotated = async (analyst: string, quotes: readonly (readonly [string, string])[]): Promise<void> => {
  const article = "Norland agrees to close the northern ferry";
  const lines = quotes.map(([quote, tag]) => JSON.stringify({ article, quote, tags: [tag] }));
  writeFileSync(join(line.folder, "marks.jsonl"), lines.join("\n"));
  await line.json(["annotate", "p.assay", "--from", "marks.jsonl", "--analyst", analyst]);
};

const both = async (): Promise<void> => {
  await annotated("Ada", [["fewer than 1,000 people a day", "numbers"]]);
  await annotated("Bea", [["1,000 people a day", "numbers"]]);
};

describe("assay agreement", () => {
  it("prints the figures of everybody who highlighted something, and gives them as JSON", async () => {
    await both();
    const { out, code } = await line.assay("agreement", "p.assay");
    expect(code).toBe(0);
    expect(out).toContain("Ada, Bea: 1 article that all of them worked on");
    expect(out).toMatch(/Spans, exact F1 +n 2 +0\.000/);
    expect(out).toMatch(/Spans, overlapping F1 +n 2 +1\.000/);
    expect(out).toContain("Tag numbers");
    const report = AgreementReport.parse(await line.json(["agreement", "p.assay", "--analysts", "bea,Ada"]));
    expect(report.analysts.map(({ name }) => name)).toEqual(["Bea", "Ada"]);
    expect(report.figures.find(({ id }) => id === "spans-overlap")?.value).toBe(1);
  });

  it("writes all figures as CSV", async () => {
    await both();
    const { code } = await line.assay("agreement", "p.assay", "-o", "figures.csv");
    expect(code).toBe(0);
    const rows = parse(readFileSync(join(line.folder, "figures.csv")), { columns: true, bom: true });
    expect(rows).toContainEqual(
      expect.objectContaining({ measure: "spans-overlap", scope: "all", value: "1" }),
    );
    const poured = await line.assay("agreement", "p.assay", "-o", "-");
    expect(poured.out).toBe(readFileSync(join(line.folder, "figures.csv"), "utf8"));
  });

  it("says what is missing, and proposes a name that was misspelt", async () => {
    const nobody = await line.assay("agreement", "p.assay");
    expect([nobody.code, nobody.err]).toEqual([
      1,
      expect.stringContaining("Nobody has highlighted anything"),
    ]);
    await both();
    const misspelt = await line.assay("agreement", "p.assay", "--analysts", "Ada,Beaa");
    expect(misspelt.code).toBe(1);
    expect(misspelt.err).toContain("Did you mean “Bea”?");
    const alone = await line.assay("agreement", "p.assay", "--analysts", "Ada");
    expect(alone.err).toContain("two analysts or more");
    const wrong = await line.assay("agreement", "p.assay", "-o", "-", "--json");
    expect(wrong.code).toBe(2);
  });
});
