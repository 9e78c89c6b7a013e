import { ok } from "../../shared/result";
import { agreementCsv, agreementJson } from "../export/agreement-csv";
import { writeExport } from "../export/write-export";
import { agreementReport } from "./agreement";
import type { Context, Jobs } from "./context";
import { requireProject } from "./require";

/** Writes all figures of agreement, with intervals, to `path`; `rows` counts figures. */
export const exportAgreement = async (
  context: Context,
  { path, query, format }: Parameters<Jobs["exportAgreement"]>[0],
): ReturnType<Jobs["exportAgreement"]> => {
  const db = requireProject(context);
  if (!db.ok) return db;
  const report = await agreementReport(db.value, query, true);
  if (!report.ok) return report;
  return writeExport(path, [context.path], async (write) => {
    write(format === "csv" ? agreementCsv(report.value) : agreementJson(report.value));
    return ok({ rows: report.value.figures.length });
  });
};
