import { describe, expect, it } from "vitest";
import { oneInWords, summarise } from "../../../renderer/features/library/outcome-words";
import { reportAfter } from "../../../renderer/features/library/report-after";
import {
  countFacets,
  fileWords,
  isIn,
  lineOf,
  rowsOfImport,
} from "../../../renderer/features/review/review-rows";
import { asSentence, nearCopyWords, percent } from "../../../renderer/parts/import-words";
import type { Gap, ImportOutcome, ReviewRow } from "../../../shared/domain/article";
import type { ArticleId } from "../../../shared/ids";

const anOutcome = (set: Partial<ImportOutcome>): ImportOutcome => ({
  fileName: "report.txt",
  part: "",
  outcome: "imported",
  articleId: null,
  title: "",
  publishedOn: null,
  source: "",
  characters: 0,
  steps: [],
  remarks: [],
  proposals: [],
  revisionOf: null,
  table: null,
  ...set,
});
const id = (n: number) => `art-${n}` as ArticleId;
const article = (n: number, gaps: Gap[] = []) => ({ articleId: id(n), gaps }) as unknown as ReviewRow;

describe("the lines of an import", () => {
  const outcomes = [
    anOutcome({ outcome: "needs-look", articleId: id(1), title: "One" }),
    anOutcome({ outcome: "imported", articleId: id(2), title: "Two" }),
    anOutcome({ outcome: "already-there", articleId: id(2), title: "Two" }),
    anOutcome({ outcome: "failed", fileName: "scan.pdf", remarks: ["it has no text layer"] }),
  ];

  it("each have their article as it is now, two of them the same one", () => {
    const rows = rowsOfImport(outcomes, [article(1, ["no-date"]), article(2)], true);
    expect(rows.map((row) => row.article?.articleId ?? null)).toEqual([id(1), id(2), id(2), null]);
    expect(rows.map(({ title }) => title)).toEqual(["One", "Two", "Two", "scan.pdf"]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(4);
  });

  it("want a look once for each article, however many files brought it", () => {
    const twice = rowsOfImport(
      [
        anOutcome({ outcome: "needs-look", articleId: id(1) }),
        anOutcome({ outcome: "already-there", articleId: id(1) }),
      ],
      [article(1, ["no-date"])],
      true,
    );
    expect(twice.map((row) => isIn("wants-look", row))).toEqual([true, false]);
  });

  it("follow an article to the one that took its place, and back when that is undone", () => {
    const lines = [anOutcome({ articleId: id(1), title: "One" })];
    const successors = { [id(1)]: id(2), [id(2)]: id(3) };
    expect(lineOf(id(1), successors)).toEqual([id(1), id(2), id(3)]);
    expect(lineOf(id(1), { [id(1)]: id(2), [id(2)]: id(1) })).toEqual([id(1), id(2)]);
    const now = (present: number) =>
      rowsOfImport(lines, [article(present)], true, successors)[0]?.article?.articleId;
    expect([now(3), now(2), now(1)]).toEqual([id(3), id(2), id(1)]);
  });

  it("say that an article is gone only when the articles were read", () => {
    expect(rowsOfImport(outcomes, [article(2)], true).map(({ isGone }) => isGone)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(rowsOfImport(outcomes, [], false).some(({ isGone }) => isGone)).toBe(false);
  });

  it("are narrowed by what happened, and by what still wants a look", () => {
    const before = rowsOfImport(outcomes, [article(1, ["no-date"]), article(2)], true);
    expect(countFacets(before)).toEqual([
      { facet: "all", rows: 4 },
      { facet: "wants-look", rows: 1 },
      { facet: "imported", rows: 2 },
      { facet: "already-there", rows: 1 },
      { facet: "failed", rows: 1 },
    ]);
    expect(countFacets(before.slice(0, 1))).toEqual([{ facet: "all", rows: 1 }]);
    const after = rowsOfImport(outcomes, [article(1), article(2)], true);
    expect(after.some((row) => isIn("wants-look", row))).toBe(false);
  });
});

describe("the report of an import", () => {
  const failed = anOutcome({ outcome: "failed", fileName: "scan.pdf" });
  const asks = anOutcome({ outcome: "needs-columns", fileName: "rows.csv" });
  const pasted = anOutcome({ articleId: id(3), fileName: "" });

  it("keeps what failed or waits when one more article comes in", () => {
    expect(reportAfter([failed], [pasted])).toEqual([failed, pasted]);
    expect(reportAfter([asks], [pasted])).toEqual([asks, pasted]);
  });

  it("gives way to a whole import, and to one article when nothing in it is left to do", () => {
    expect(reportAfter([failed], [pasted, asks])).toEqual([pasted, asks]);
    expect(reportAfter([pasted], [failed])).toEqual([failed]);
  });
});

describe("an import in words", () => {
  it("counts what happened, an article that wants a look as imported", () => {
    expect(
      summarise([
        { outcome: "imported" },
        { outcome: "needs-look" },
        { outcome: "revision" },
        { outcome: "failed" },
      ]),
    ).toBe("2 imported, 1 as a revision, 1 not read");
  });

  it("names one article, a part of a file, a pasted text", () => {
    expect(oneInWords({ outcome: "revision", title: "Ferry" })).toBe("“Ferry” imported as a revision");
    expect(fileWords({ fileName: "week.docx", part: "article 3 of 12", outcome: "imported" })).toBe(
      "week.docx, article 3 of 12",
    );
    expect(fileWords({ fileName: "", part: "", outcome: "imported" })).toBe("pasted text");
    expect(fileWords({ fileName: "", part: "", outcome: "failed" })).toBe("The rest");
  });

  it("never says 100 % of less than all", () => {
    expect([percent(0.874), percent(0.9999), percent(1)]).toEqual(["87 %", "99 %", "100 %"]);
    expect(nearCopyWords({ share: 0.5, title: "Ferry" })).toBe("50 % in “Ferry”");
  });

  it("makes sentences of remarks", () => {
    expect(asSentence("it is encrypted")).toBe("It is encrypted.");
    expect(asSentence("Split it.")).toBe("Split it.");
  });
});
