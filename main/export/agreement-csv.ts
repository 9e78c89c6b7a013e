import { type AgreementReport, type Figure, measureWording } from "../../shared/domain/agreement";
import { guardFormula } from "./claims-csv";

/*
 * Agreement figures as CSV (RFC 4180) and as JSON. As in the claims' CSV every field is quoted and the names of tags,
 * articles and analysts, which anybody may have written, are guarded against being run as formulas by a spreadsheet.
 */

/** The columns in their order. Their names are a promise to other people's scripts. */
export const agreementColumns = [
  "measure",
  "measure_name",
  "scope",
  "scope_id",
  "scope_name",
  "value",
  "interval_low",
  "interval_high",
  "n",
  "unit",
  "left_out",
  "why_no_value",
  "analysts",
  "articles",
  "interval_remark",
] as const;

type Cell = string | number | null;

/** Digits after the point: more than any of these figures can mean. */
const digits = 6;

const scopeName = ({ scope }: Figure): string => {
  if (scope.kind === "all") return "";
  return scope.kind === "tag" ? scope.name : scope.title;
};

const cells = (report: AgreementReport, figure: Figure): Cell[] => {
  const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(digits)));
  const { scope } = figure;
  return [
    figure.measure,
    figure.name,
    scope.kind,
    scope.kind === "all" ? "" : scope.id,
    scopeName(figure),
    rounded(figure.value),
    rounded(figure.low),
    rounded(figure.high),
    figure.n,
    measureWording[figure.measure].unit,
    figure.leftOut,
    figure.why,
    report.analysts.map(({ name }) => name).join("; "),
    scope.kind === "article" ? 1 : report.articles.length,
    figure.remark,
  ];
};

/** Numbers are never guarded: the type of the value decides, not how it looks. */
const field = (cell: Cell): string => {
  if (cell === null) return "";
  return typeof cell === "number" ? String(cell) : guardFormula(cell).replaceAll('"', '""');
};

const record = (fields: readonly Cell[]): string => `"${fields.map(field).join('","')}"\r\n`;

/** All figures of a report, one row each, with a byte order mark for spreadsheets. An empty value means that there is none. */
export const agreementCsv = (report: AgreementReport): string =>
  `\ufeff${record(agreementColumns)}${report.figures.map((figure) => record(cells(report, figure))).join("")}`;

/** The whole report as JSON. */
export const agreementJson = (report: AgreementReport): string => `${JSON.stringify(report, null, 2)}\n`;
