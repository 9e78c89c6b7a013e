import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { agreementColumns, agreementCsv, agreementJson } from "../../../../main/export/agreement-csv";
import type { AgreementReport, Figure } from "../../../../shared/domain/agreement";
import { ArticleId, TagId } from "../../../../shared/ids";
import { anAnalyst } from "../../../builders";

const tagId = TagId.parse("tag-00000000000000000000000000000001");
const articleId = ArticleId.parse("art-00000000000000000000000000000001");

const aFigure = (set: Partial<Figure> = {}): Figure => ({
  id: "tags-nominal",
  measure: "tags-nominal",
  name: "Tags, alpha (nominal)",
  scope: { kind: "all" },
  value: -0.123456789,
  low: -0.5,
  high: 0.25,
  remark: "from only 4 articles",
  n: 12,
  leftOut: 0,
  why: "",
  ...set,
});

const aReport = (...figures: Figure[]): AgreementReport => ({
  analysts: [anAnalyst(1, { name: "=Ada" }), anAnalyst(2, { name: "Bea" })].map(({ id, name }) => ({
    id,
    name,
  })),
  articles: [{ id: articleId, title: "Troops leave" }],
  excluded: [],
  figures,
});

const read = (report: AgreementReport): Record<string, string>[] =>
  parse(agreementCsv(report), { columns: true, bom: true }) as Record<string, string>[];

describe("the CSV of agreement figures", () => {
  it("has one row a figure, with its scope, interval and units", () => {
    const [row] = read(aReport(aFigure({ scope: { kind: "tag", id: tagId, name: "troops" } })));
    expect(Object.keys(row ?? {})).toEqual([...agreementColumns]);
    expect(row).toMatchObject({
      measure: "tags-nominal",
      measure_name: "Tags, alpha (nominal)",
      scope: "tag",
      scope_id: tagId,
      scope_name: "troops",
      value: "-0.123457",
      interval_low: "-0.5",
      interval_high: "0.25",
      n: "12",
      unit: "matched passages",
      left_out: "0",
      articles: "1",
      interval_remark: "from only 4 articles",
    });
  });

  it("leaves the value empty and says why where there is none", () => {
    const [row] = read(
      aReport(aFigure({ value: null, low: null, high: null, why: "None of them tagged anything." })),
    );
    expect(row).toMatchObject({ value: "", interval_low: "", why_no_value: "None of them tagged anything." });
  });

  it("guards names against formulas, and never a number", () => {
    const named = aFigure({ scope: { kind: "article", id: articleId, title: '=HYPERLINK("x";"y")' } });
    const [row] = read(aReport(named));
    expect(row?.["scope_name"]?.startsWith("'=")).toBe(true);
    expect(row?.["analysts"]?.startsWith("'=Ada")).toBe(true);
    expect(row?.["value"]).toBe("-0.123457");
  });
});

describe("the JSON of agreement figures", () => {
  it("is the report itself, nothing rounded", () => {
    const report = aReport(aFigure());
    expect(JSON.parse(agreementJson(report))).toEqual(report);
  });
});
