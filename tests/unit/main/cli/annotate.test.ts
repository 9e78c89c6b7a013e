import { linkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Edit } from "../../../../shared/domain/change";
import { aCommandLine, type CommandLine, reports } from "./command-line";

let line: CommandLine;
beforeEach(async () => {
  line = aCommandLine();
  await line.json(["new", "p.assay"]);
  line.write(
    "twin-a.txt",
    "Ferry to close\n\nThe ferry will close, officials said. The ferry will close, they said again in the evening, at the northern pier.",
  );
  line.write(
    "twin-b.txt",
    "Ferry to close\n\nAnother paper says that the ferry will close too, without naming anybody at all in the whole of its report.",
  );
  line.write("000_a1.txt", reports["000_a1.txt"] ?? "");
  await line.json(["import", "p.assay", "twin-a.txt", "twin-b.txt", "000_a1.txt"]);
});
afterEach(() => line.remove());

const Outcome = z.object({
  done: z.number(),
  failed: z.number(),
  added: z.object({ highlights: z.number(), claims: z.number(), evidence: z.number(), tags: z.number() }),
  lines: z.array(
    z.object({
      line: z.number(),
      problem: z.string().nullable(),
      articleId: z.string().nullable(),
      highlightId: z.string().nullable(),
      claimId: z.string().nullable(),
    }),
  ),
});

const annotate = async (lines: readonly unknown[], code = 0) =>
  Outcome.parse(
    await line.json(
      ["annotate", "p.assay", "--from", "-"],
      code,
      lines.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n"),
    ),
  );

const edits = async (): Promise<number> =>
  z.array(Edit).parse(await line.json(["history", "p.assay"])).length;

describe("annotations from a file", () => {
  it("reports each line that fails by its number, and does the rest", async () => {
    const outcome = await annotate(
      [
        { article: "twin-a.txt", quote: "officials said" },
        "",
        { article: "twin-a.txt", quote: "not there" },
        { article: "twin-a.txt", quote: "The ferry will close" },
        { article: "Ferry to close", quote: "x" },
        { article: "no such article", quote: "x" },
        "{broken",
        '["an array"]',
        { article: "twin-a.txt", quote: "" },
        { article: "twin-a.txt", quote: "pier", tag: ["misspelt"] },
        { article: "twin-a.txt", quote: "pier", claim: { statement: "x", credibility: 7 } },
        { article: "twin-a.txt", quote: "pier", claim: { statement: "x", stance: "support" } },
        '{"article":"twin-a.txt","quote":"pier","__proto__":{"tags":["x"]}}',
        { article: "000_a1.txt", quote: "condition of anonymity" },
      ],
      1,
    );
    expect(outcome.lines.filter((one) => one.problem === null).map((one) => one.line)).toEqual([1, 14]);
    const problems = new Map(outcome.lines.map((one) => [one.line, one.problem]));
    expect(problems.get(3)).toContain("does not stand in “Ferry to close”");
    expect(problems.get(4)).toContain("stands 2 times");
    expect(problems.get(5)).toContain("2 articles are called");
    expect(problems.get(6)).toContain("there is no article");
    expect(problems.get(7)).toContain("not JSON");
    expect(problems.get(10)).toContain("tag");
    expect(problems.get(11)).toContain("claim.credibility");
    expect(problems.get(12)).toContain("claim.stance");
    expect(outcome).toMatchObject({ done: 2, failed: 11, added: { highlights: 2, claims: 0, tags: 0 } });
    expect(Object.prototype).not.toHaveProperty("tags");
  });

  it("tells equal quotes apart by what stands before or after them", async () => {
    const outcome = await annotate([
      { article: "twin-a.txt", quote: "The ferry will close", suffix: ", they said" },
      { article: "twin-a.txt", quote: "The ferry will close", prefix: "Ferry to close\n\n" },
      { article: "twin-a.txt", quote: "The ferry will close", prefix: "officials said. " },
    ]);
    const [first, second, third] = outcome.lines;
    expect(first?.highlightId).toBe(third?.highlightId);
    expect(first?.highlightId).not.toBe(second?.highlightId);
  });

  const full = [
    {
      article: "twin-a.txt",
      quote: "officials said",
      tags: ["Ferry", "voices"],
      note: "who?",
      claim: {
        statement: "The ferry will close",
        asserter: { source: "Port Office" },
        credibility: 2,
        note: "twice",
        tags: ["ferry"],
        event_date: "2024-05-31",
      },
    },
    {
      article: "twin-b.txt",
      quote: "the ferry will close too",
      claim: { statement: " the FERRY\twill close ", stance: "supports", credibility: 6 },
    },
    {
      article: "twin-b.txt",
      quote: "without naming anybody",
      claim: { statement: "Nobody is named", asserter: "port office", kind: "opinion" },
    },
  ];

  it("adds nothing and writes nothing when it runs twice", async () => {
    expect((await annotate(full)).added).toEqual({ highlights: 3, claims: 2, evidence: 3, tags: 2 });
    const before = await edits();
    expect(await annotate(full)).toMatchObject({
      failed: 0,
      added: { highlights: 0, claims: 0, evidence: 0, tags: 0 },
    });
    expect(await edits()).toBe(before);
    expect(await line.json(["claims", "p.assay"])).toHaveLength(2);
  });

  it("takes a name for the source of that name, else for words about somebody unnamed", async () => {
    await annotate(full);
    expect(await line.json(["claims", "p.assay"])).toMatchObject([
      {
        statement: "Nobody is named",
        asserterName: "Port Office",
        asserter: { sourceId: expect.any(String) },
        kind: "opinion",
      },
      {
        statement: "The ferry will close",
        asserterName: "Port Office",
        supports: 2,
        eventDate: "2024-05-31",
        articles: 2,
      },
    ]);
    expect(await line.json(["sources", "p.assay"])).toHaveLength(1);
  });

  it("adds what is new to a passage and writes over nothing", async () => {
    await annotate(full.slice(0, 1));
    const again = {
      ...full[0],
      tags: ["ferry", "new"],
      note: "also this",
      claim: { statement: "The ferry will close", credibility: 5, tags: ["dates"] },
    };
    expect((await annotate([again])).added).toMatchObject({ highlights: 0, claims: 0, evidence: 0, tags: 2 });
    await line.assay("export", "p.assay", "--format", "claims-csv", "-o", "out.csv", "--raw");
    expect(line.read("out.csv")).toContain('"2"');
    expect(line.read("out.csv")).toContain('"Ferry; voices; new","who?\n\nalso this"');
    expect(line.read("out.csv")).toContain('"Ferry; dates"');
  });

  it("refuses to turn a passage's stance round, and says what to do", async () => {
    await annotate(full.slice(0, 1));
    const turned = { ...full[0], claim: { statement: "The ferry will close", stance: "contradicts" } };
    const outcome = await annotate([turned], 1);
    expect(outcome.lines[0]?.problem).toContain("change it in the app");
  });

  it("highlights what another analyst has highlighted as well, for itself", async () => {
    await annotate(full.slice(0, 1));
    line.write("a.jsonl", JSON.stringify({ article: "twin-a.txt", quote: "officials said" }));
    const ran = await line.assay("annotate", "p.assay", "--from", "a.jsonl", "--analyst", "Ola Brand");
    expect(ran.out).toContain("Added 1 highlight,");
  });

  it("finds quotes beyond the first plane and with other line ends", async () => {
    line.write(
      "faces.txt",
      "Faces\n\n😀😀 the pier 😀 is\nclosed 😀 now, and this line is long enough to be the body of a report about it.",
    );
    await line.json(["import", "p.assay", "faces.txt"]);
    expect(await annotate([{ article: "faces.txt", quote: "😀 is\r\nclosed", tags: ["x"] }])).toMatchObject({
      done: 1,
    });
    await line.assay(
      "export",
      "p.assay",
      "--format",
      "claims-csv",
      "-o",
      "out.csv",
      "--raw",
      "--with-highlights",
    );
    const points = Array.from("Faces\n\n😀😀 the pier 😀 is\nclosed");
    expect(line.read("out.csv")).toContain(`"${points.length - 11}","${points.length}"`);
  });

  it("says that a quote stands there, but not in that context", async () => {
    const { lines } = await annotate(
      [{ article: "twin-a.txt", quote: "officials said", prefix: "the ferry opens, " }],
      1,
    );
    expect(lines[0]?.problem).toContain("stands in “Ferry to close”, but not in that context");
  });

  it("takes odd line ends inside a line for what they became in the text, and still counts lines right", async () => {
    line.write(
      "odd.txt",
      "Ferries\u2028sail on. More text\u0085here, page one\fpage two, and enough of it to be the body of a report.",
    );
    await line.json(["import", "p.assay", "odd.txt"]);
    const outcome = await annotate(
      [
        { article: "odd.txt", quote: "Ferries\u2028sail" },
        { article: "odd.txt", quote: "page two", prefix: "one\f" },
        { article: "odd.txt", quote: "on.", note: "first\u2028second" },
        "{broken",
      ],
      1,
    );
    expect(outcome.lines.map((one) => [one.line, one.problem === null])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [4, false],
    ]);
  });

  it("tells tags and sources by the store's own idea of one name", async () => {
    const outcome = await annotate([
      { article: "twin-a.txt", quote: "officials", tags: ["Straße"] },
      { article: "twin-a.txt", quote: "evening", tags: ["STRASSE"] },
    ]);
    expect(outcome).toMatchObject({ failed: 0, added: { tags: 1 } });
  });

  it.each(["p.assay", "alias.jsonl"])("refuses %s where that is the project itself", async (name) => {
    linkSync(join(line.folder, "p.assay"), join(line.folder, "alias.jsonl"));
    const ran = await line.assay("annotate", "p.assay", "--from", name);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain(`${name} is the project itself`);
  });

  it("does hundreds of lines of one article in reasonable time", async () => {
    const words = Array.from({ length: 300 }, (_, at) => `word${at}.`);
    line.write("long.txt", words.join(" "));
    await line.json(["import", "p.assay", "long.txt"]);
    const began = performance.now();
    const outcome = await annotate(
      words.map((quote, at) => ({ article: "long.txt", quote, claim: { statement: `claim ${at % 50}` } })),
    );
    expect(outcome).toMatchObject({ done: 300, added: { highlights: 300, claims: 50, evidence: 300 } });
    expect(performance.now() - began).toBeLessThan(30_000);
  }, 60_000);
});
