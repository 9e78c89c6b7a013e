import type { ClaimsFormat } from "../../shared/domain/claims-export";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { csvHead, csvRows } from "../export/claims-csv";
import { type ClaimFile, openClaimWorkbook } from "../export/claims-xlsx";
import { writeExport } from "../export/write-export";
import { chooseClaimRows, claimRowReader, dropClaimRows } from "../store/claim-rows";
import type { Context, Jobs, Progress } from "./context";
import { requireProject } from "./require";

/**
 * Rows read and written at once; between two pages the store answers other calls. Larger pages are no faster and
 * outlive the young generation of the heap: 5,000 took 70 MB where 1,000 take 5 (tests/bench/csv.ts). A row of a workbook
 * takes three times as long, and its pages are shorter for it.
 */
const pageLengths: Readonly<Record<ClaimsFormat, number>> = { csv: 1000, "raw-csv": 1000, xlsx: 200 };

type Input = Parameters<Jobs["exportClaims"]>[0];

const openCsv = (
  mode: "spreadsheet" | "raw",
  write: (content: string) => void,
  onCut: () => void,
): Result<ClaimFile> => {
  write(csvHead(mode));
  const add: ClaimFile["add"] = (rows) => {
    write(csvRows(rows, mode, onCut));
    return ok(undefined);
  };
  return ok({ add, finish: () => {} });
};

/** Begins a file of so many rows. */
const openFile = async (
  format: ClaimsFormat,
  total: number,
  write: (content: string | Uint8Array) => void,
  onCut: () => void,
): Promise<Result<ClaimFile>> =>
  format === "xlsx"
    ? openClaimWorkbook(total, write, onCut)
    : openCsv(format === "csv" ? "spreadsheet" : "raw", write, onCut);

/**
 * Writes the claims that a query lists to `path`. An edit made meanwhile may show in pages not yet read, but no row
 * comes or goes. Cancelled or failed, it leaves an older file of that name as it was. `cutCells` counts cells that were
 * longer than a worksheet holds, each of which says so at its end.
 */
export const exportClaims = async (
  context: Context,
  { path, query, hasHighlights, format }: Input,
  progress: Progress,
): ReturnType<Jobs["exportClaims"]> => {
  const project = requireProject(context);
  if (!project.ok) return project;
  const db = project.value;
  return writeExport(path, [context.path], async (write) => {
    const rows = chooseClaimRows(db, context.analyst.id, query, hasHighlights);
    try {
      let cutCells = 0;
      const file = await openFile(format, rows.total, write, () => {
        cutCells += 1;
      });
      if (!file.ok) return file;
      const nextPage = claimRowReader(db, context.analyst.id, rows);
      let done = 0;
      while (done < rows.total) {
        if ((await progress(done, rows.total)) === "cancelled")
          return fail("cancelled", "The export was cancelled", "No file was written.");
        const page = nextPage(pageLengths[format]);
        if (page.length === 0) break;
        const added = file.value.add(page);
        if (!added.ok) return added;
        done += page.length;
      }
      file.value.finish();
      await progress(rows.total, rows.total);
      return ok({ rows: done, cutCells });
    } finally {
      dropClaimRows(db, rows);
    }
  });
};
