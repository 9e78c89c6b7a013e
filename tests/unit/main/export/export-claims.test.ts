import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Progress } from "../../../../main/handlers/context";
import { createSession } from "../../../../main/handlers/session";
import type { ClaimsFormat } from "../../../../shared/domain/claims-export";
import type { ClaimQuery } from "../../../../shared/domain/query";
import type { ArticleId, ClaimId, HighlightId, SourceId, TagId } from "../../../../shared/ids";
import type { Result } from "../../../../shared/result";
import { guestInProcess } from "../../../guest-in-process";
import { readTable } from "../../../read-workbook";

const analyst = {
  id: "ana-0190a000-0000-7000-8000-000000000001",
  name: "Mira Kessler",
  initials: "MK",
} as Parameters<typeof createSession>[0]["analyst"];
const other = {
  ...analyst,
  id: "ana-0190a000-0000-7000-8000-000000000002",
  name: "Ola Brand",
} as typeof analyst;

let folder: string;
let session: ReturnType<typeof createSession>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-export-"));
  session = createSession({ analyst, guest: guestInProcess, publish: () => {} });
  must(await session.jobs.create({ path: join(folder, "p.assay"), name: "Export" }));
});
afterEach(async () => {
  await session.jobs.close(undefined);
  rmSync(folder, { recursive: true, force: true });
});

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const goOn: Progress = async () => "go-on";
const out = () => join(folder, "out.csv");
const exportTo = (
  query: ClaimQuery = {},
  hasHighlights = false,
  progress = goOn,
  format: ClaimsFormat = "raw-csv",
) => session.jobs.exportClaims({ path: out(), query, hasHighlights, format }, progress);
const exported = async (query: ClaimQuery = {}, hasHighlights = false): Promise<Record<string, string>[]> => {
  const done = must(await exportTo(query, hasHighlights));
  const rows: Record<string, string>[] = parse(readFileSync(out()), {
    columns: true,
    record_delimiter: "\r\n",
  });
  expect(rows).toHaveLength(done.rows);
  return rows;
};

const article = async (text: string, sourceName?: string): Promise<ArticleId> => {
  const made = must(
    await session.call("articles", "createFromText", {
      text,
      title: Array.from(text).slice(0, 12).join(""),
      sourceName,
      publishedOn: "2024-04-21",
    }),
  );
  if (made.articleId === null) throw new Error("no article");
  return made.articleId;
};
const tag = async (name: string): Promise<TagId> => must(await session.call("tags", "create", { name })).id;
const highlight = async (
  articleId: ArticleId,
  start: number,
  end: number,
  tagIds: TagId[] = [],
): Promise<HighlightId> =>
  must(await session.call("highlights", "create", { articleId, span: { start, end }, tagIds })).id;
const claim = async (statement: string, more: Record<string, unknown> = {}): Promise<ClaimId> =>
  must(
    await session.call("claims", "create", { statement, kind: "fact", ...more } as never),
  ) as never as Promise<ClaimId>;

describe("exporting claims", () => {
  it("stands in the order of the Claims screen, also where claims were changed at one moment", async () => {
    await session.jobs.close(undefined);
    session = createSession({
      analyst,
      guest: guestInProcess,
      publish: () => {},
      now: () => "2024-05-21T09:00:00.000Z",
    });
    must(await session.jobs.create({ path: join(folder, "ties.assay"), name: "Ties" }));
    for (const statement of ["10 troops", "9 troops", "zeta", "Émile", "alpha", "Zeta"])
      await claim(statement);
    const onScreen = must(await session.call("claims", "list", {})).claims.map(({ statement }) => statement);
    expect((await exported()).map((row) => row["claim"])).toEqual(onScreen);
    expect(onScreen.slice(0, 2)).toEqual(["9 troops", "10 troops"]);
  });

  it("gives one row for each piece of evidence and one for a claim without", async () => {
    const id = await article("Ferry closes. Nobody knows when. Some say May.", "Harbour Wire");
    const first = await highlight(id, 0, 13);
    const second = await highlight(id, 14, 32);
    await claim("It closes", {
      evidence: { passage: { highlightId: first }, stance: "supports", credibility: 2 },
      likelihood: "very-likely",
      confidence: "low",
    });
    const list = must(await session.call("claims", "list", {})).claims;
    must(
      await session.call("evidence", "create", {
        claimId: list[0]?.id as ClaimId,
        passage: { highlightId: second },
        stance: "contradicts",
        credibility: null,
        note: "-5?",
      }),
    );
    await claim("Nothing holds this", { asserter: { description: "a docker" }, eventDate: "2024-05-31" });
    const rows = await exported();
    expect(rows.map((row) => [row["claim"], row["stance"], row["credibility"], row["quote"]])).toEqual([
      ["Nothing holds this", "", "", ""],
      ["It closes", "supports", "2", "Ferry closes."],
      ["It closes", "contradicts", "", "Nobody knows when."],
    ]);
    expect(rows[0]).toMatchObject({
      asserter: "a docker",
      event_date: "2024-05-31",
      article_id: "",
      start: "",
      evidence_grade: "",
      source: "",
      analyst: "Mira Kessler",
    });
    expect(rows[1]).toMatchObject({
      likelihood: "very likely",
      confidence: "low",
      source: "Harbour Wire",
      start: "0",
      end: "13",
      published_on: "2024-04-21",
    });
    expect(rows[2]?.["evidence_note"]).toBe("-5?");
    expect(rows[1]?.["article_sha256"]).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[1]?.["article_id"]).toBe(`art-${rows[1]?.["article_sha256"]?.slice(0, 32)}`);
  });

  it("takes the rating in force: own before others', the article's before its source's, taken back or not", async () => {
    const id = await article("Ferry closes in May, they say.", "Harbour Wire");
    const passage = { articleId: id, span: { start: 0, end: 12 } };
    await claim("It closes", { evidence: { passage, stance: "supports", credibility: 6 } });
    const grade = async () =>
      (await exported()).map((row) => [
        row["source_reliability"],
        row["evidence_grade"],
        row["reliability_as_of"] !== "",
      ]);
    expect(await grade()).toEqual([["", "–6", false]]);
    const sourceId = must(await session.call("sources", "list", undefined))[0]?.id as SourceId;
    const rate = async (
      target: { sourceId: SourceId } | { articleId: ArticleId },
      reliability: "A" | "B" | "C" | "F",
    ) => must(await session.call("sources", "rate", { target, reliability, reason: "x" }));
    await rate({ sourceId }, "B");
    await rate({ articleId: id }, "F");
    expect(await grade()).toEqual([["F", "F6", true]]);
    await session.jobs.setAnalyst(other);
    await rate({ articleId: id }, "C");
    expect(await grade()).toEqual([["C", "C6", true]]);
    await session.jobs.setAnalyst(analyst);
    expect(await grade()).toEqual([["F", "F6", true]]);
    must(await session.call("sources", "clearOverride", { articleId: id }));
    expect(await grade()).toEqual([["B", "B6", true]]);
    const listed = must(await session.call("articles", "list", {}))[0];
    expect((await exported())[0]).toMatchObject({
      reliability_as_of: listed?.rating?.at,
      source_reliability: listed?.rating?.reliability,
    });
  });

  it("leaves out what was deleted", async () => {
    const id = await article("Ferry closes in May, they say.");
    const gone = await tag("gone");
    const kept = await tag("kept");
    const first = await highlight(id, 0, 5, [gone, kept]);
    await claim("Kept", {
      evidence: { passage: { highlightId: first }, stance: "supports", credibility: null },
      tagIds: [gone, kept],
    });
    await claim("Removed", {
      evidence: { passage: { highlightId: first }, stance: "supports", credibility: null },
    });
    const list = must(await session.call("claims", "list", {})).claims;
    must(
      await session.call("claims", "remove", {
        id: list.find((one) => one.statement === "Removed")?.id as ClaimId,
      }),
    );
    must(await session.call("tags", "remove", { id: gone }));
    expect(
      (await exported()).map((row) => [row["claim"], row["quote"], row["claim_tags"], row["highlight_tags"]]),
    ).toEqual([["Kept", "Ferry", "kept", "kept"]]);
    must(await session.call("highlights", "remove", { id: first }));
    expect((await exported()).map((row) => [row["claim"], row["quote"]])).toEqual([["Kept", ""]]);
    must(await session.call("history", "undo", {}));
    must(await session.call("articles", "remove", { id }));
    expect((await exported()).map((row) => [row["claim"], row["quote"], row["article_id"]])).toEqual([
      ["Kept", "", ""],
    ]);
  });

  it("counts offsets in Unicode code points", async () => {
    const text = "😀😀 Ferry 😀 closes";
    const id = await article(text);
    await claim("It closes", {
      evidence: {
        passage: { articleId: id, span: { start: 5, end: 13 } },
        stance: "supports",
        credibility: null,
      },
    });
    const row = (await exported())[0];
    expect(row).toMatchObject({ quote: "Ferry 😀", start: "3", end: "10" });
    expect(Array.from(text).slice(Number(row?.["start"]), Number(row?.["end"])).join("")).toBe(
      row?.["quote"],
    );
  });

  const someClaims = async () => {
    const wire = await article("Wire report: the ferry closes in May, they say.", "Harbour Wire");
    const herald = await article("Herald report: the ferry stays open, others say.", "Northgate Herald");
    const tags = [await tag("numbers"), await tag("dates")];
    for (let at = 0; at < 12; at += 1)
      await claim(`Claim ${String.fromCharCode(108 - at)} of ferries`, {
        kind: at % 3 === 0 ? "estimate" : "fact",
        tagIds: at % 2 === 0 ? [tags[at % 4 === 0 ? 0 : 1]] : [],
        eventDate: at % 4 === 0 ? `2024-05-0${(at % 9) + 1}` : null,
        evidence: {
          passage: { articleId: at % 2 === 0 ? wire : herald, span: { start: at, end: at + 5 } },
          stance: at % 5 === 0 ? "contradicts" : "supports",
          credibility: null,
        },
      });
    const sources = must(await session.call("sources", "list", undefined));
    return {
      tags,
      sourceId: sources.find((one) => one.name === "Harbour Wire")?.id as SourceId,
      wire,
      herald,
    };
  };

  it("holds what the Claims screen lists, in its order, for any filter", async () => {
    const { tags, sourceId } = await someClaims();
    const queries: ClaimQuery[] = [
      {},
      { sort: "statement" },
      { sort: "statement", direction: "descending" },
      { sort: "updated", direction: "ascending" },
      { tagIds: [tags[0] as TagId] },
      { sourceIds: [sourceId], kinds: ["estimate"] },
      { stances: ["contradicted"] },
      { grades: ["ungraded"], sort: "event-date" },
      { search: "ferries" },
      { search: "claim a" },
      { search: "nothing like it" },
      { eventFrom: "2024-05-02", eventTo: "2024-05-06" },
      { asserters: ["none"] },
      { analystIds: [other.id] },
      { tagIds: [], sourceIds: [] },
    ];
    for (const query of queries) {
      const listed = must(await session.call("claims", "list", query)).claims.map((one) => one.id as string);
      const rows = await exported(query);
      expect([...new Set(rows.map((row) => row["claim_id"]))]).toEqual(listed);
    }
  });

  it("adds tagged highlights without a claim on request, as far as the filters let them through", async () => {
    const { tags, sourceId, wire, herald } = await someClaims();
    await highlight(wire, 20, 25, [tags[0] as TagId]);
    await highlight(herald, 20, 26, [tags[1] as TagId]);
    await highlight(wire, 30, 35);
    const extra = async (query: ClaimQuery) =>
      (await exported(query, true)).filter((row) => row["claim_id"] === "").map((row) => row["quote"]);
    const first = "Wire report: the ferry closes in May, they say.".slice(20, 25);
    const second = "Herald report: the ferry stays open, others say.".slice(20, 26);
    expect((await extra({})).sort()).toEqual([first, second].sort());
    expect(await extra({ tagIds: [tags[0] as TagId] })).toEqual([first]);
    expect(await extra({ sourceIds: [sourceId] })).toEqual([first]);
    expect(await extra({ analystIds: [other.id] })).toEqual([]);
    expect(await extra({ kinds: ["fact"] })).toEqual([]);
    expect(await extra({ search: "ferries" })).toEqual([]);
    expect((await exported({}, false)).every((row) => row["claim_id"] !== "")).toBe(true);
    const row = (await exported({}, true)).find((one) => one["quote"] === first);
    expect(row).toMatchObject({
      stance: "",
      evidence_grade: "",
      highlight_tags: "numbers",
      analyst: "Mira Kessler",
      source: "Harbour Wire",
    });
  });

  it("cancelled, leaves the old file and no other, and the next export is whole", async () => {
    await someClaims();
    writeFileSync(out(), "old");
    expect(await exportTo({}, false, async () => "cancelled")).toMatchObject({
      ok: false,
      error: { kind: "cancelled" },
    });
    expect(readFileSync(out(), "utf8")).toBe("old");
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(await exported()).toHaveLength(12);
  });

  it("gives the same rows and cells as a workbook, page after page", async () => {
    const { tags, wire } = await someClaims();
    await highlight(wire, 20, 25, [tags[0] as TagId]);
    await session.jobs.close(undefined);
    const { multiplyClaims } = await import("../../../bench/many-claims");
    multiplyClaims(join(folder, "p.assay"), 450);
    must(await session.jobs.open({ path: join(folder, "p.assay") }));
    const query: ClaimQuery = { sort: "statement" };
    const table = await exported(query, true);
    const seen: number[] = [];
    const done = must(
      await exportTo(
        query,
        true,
        async (at) => {
          seen.push(at);
          return "go-on";
        },
        "xlsx",
      ),
    );
    expect(done).toEqual({ rows: table.length, cutCells: 0 });
    expect(seen).toEqual([0, 200, 400, table.length]);
    expect(readTable(out())).toEqual(table);
  });

  it("cancelled in the middle of a workbook, leaves the old file and no other", async () => {
    await someClaims();
    writeFileSync(out(), "old");
    let asked = 0;
    const stop: Progress = async () => (++asked > 1 ? "cancelled" : "go-on");
    await session.jobs.close(undefined);
    const { multiplyClaims } = await import("../../../bench/many-claims");
    multiplyClaims(join(folder, "p.assay"), 450);
    must(await session.jobs.open({ path: join(folder, "p.assay") }));
    expect(await exportTo({}, false, stop, "xlsx")).toMatchObject({
      ok: false,
      error: { kind: "cancelled" },
    });
    expect(asked).toBe(2);
    expect(readFileSync(out(), "utf8")).toBe("old");
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("counts the cells that a worksheet cannot hold, and raw CSV has none", async () => {
    const id = await article(`${"x".repeat(40_000)} end.`);
    await claim("Long", {
      evidence: {
        passage: { articleId: id, span: { start: 0, end: 40_000 } },
        stance: "supports",
        credibility: null,
      },
    });
    const cut = async (format: ClaimsFormat) => must(await exportTo({}, false, goOn, format)).cutCells;
    expect([await cut("csv"), await cut("xlsx"), await cut("raw-csv")]).toEqual([1, 1, 0]);
  });

  it("settles its rows at the start: what is added or removed meanwhile moves nothing", async () => {
    await someClaims();
    let isFirst = true;
    const rows = must(
      await exportTo({}, false, async () => {
        if (isFirst) {
          isFirst = false;
          await claim("Came in between");
          must(await session.call("history", "undo", {}));
        }
        return "go-on";
      }),
    );
    expect(rows.rows).toBe(12);
  });

  it("runs two exports beside each other without mixing them", async () => {
    await someClaims();
    const slow: Progress = () => new Promise((resume) => setTimeout(() => resume("go-on"), 5));
    const [all, some] = await Promise.all([
      session.jobs.exportClaims(
        { path: join(folder, "all.csv"), query: {}, hasHighlights: false, format: "raw-csv" },
        slow,
      ),
      session.jobs.exportClaims(
        {
          path: join(folder, "some.csv"),
          query: { kinds: ["estimate"] },
          hasHighlights: false,
          format: "raw-csv",
        },
        slow,
      ),
    ]);
    expect([must(all).rows, must(some).rows]).toEqual([12, 4]);
  });

  it("never writes over the project itself, nor through a link to it", async () => {
    const path = join(folder, "p.assay");
    const result = await session.jobs.exportClaims(
      { path, query: {}, hasHighlights: false, format: "raw-csv" },
      goOn,
    );
    expect(result).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
    expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
  });

  it("works on a project that may only be read", async () => {
    await someClaims();
    await session.jobs.close(undefined);
    const locked = join(folder, "locked");
    mkdirSync(locked);
    writeFileSync(join(locked, "p.assay"), readFileSync(join(folder, "p.assay")));
    chmodSync(join(locked, "p.assay"), 0o444);
    chmodSync(locked, 0o555);
    chmodSync(folder, 0o777);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      const project = must(await session.jobs.open({ path: join(locked, "p.assay") }));
      // Node asks for the rights of the real user, who is root here; SQLite is told the truth by the system.
      expect(project.isReadOnly).toBe(true);
      expect(await exported({ kinds: ["estimate"] }, true)).toHaveLength(4);
    } finally {
      await session.jobs.close(undefined);
      if (isRoot) process.seteuid?.(0);
      chmodSync(locked, 0o755);
    }
    expect(existsSync(join(locked, "p.assay-journal"))).toBe(false);
  });

  it("goes on over more than one page", async () => {
    const id = await article(`${"word ".repeat(3000)}end`);
    for (let at = 0; at < 3; at += 1)
      await claim(`Claim ${at}`, {
        evidence: {
          passage: { articleId: id, span: { start: at * 5, end: at * 5 + 4 } },
          stance: "supports",
          credibility: null,
        },
      });
    const seen: number[][] = [];
    const { multiplyClaims } = await import("../../../bench/many-claims");
    await session.jobs.close(undefined);
    multiplyClaims(join(folder, "p.assay"), 2001);
    must(await session.jobs.open({ path: join(folder, "p.assay") }));
    const done = must(
      await exportTo({}, false, async (at, total) => {
        seen.push([at, total]);
        return "go-on";
      }),
    );
    expect(done.rows).toBe(2004);
    expect(seen.map(([at]) => at)).toEqual([0, 1000, 2000, 2004]);
    const rows: Record<string, string>[] = parse(readFileSync(out()), {
      columns: true,
      record_delimiter: "\r\n",
    });
    expect(new Set(rows.map((row) => row["claim_id"])).size).toBe(2004);
  }, 60_000);
});
