import { fail } from "../../shared/errors";
import { ok } from "../../shared/result";
import { csvHead, csvRows } from "../export/claims-csv";
import { writeExport } from "../export/write-export";
import { chooseClaimRows, claimRowReader, dropClaimRows } from "../store/claim-rows";
import type { Context, Jobs, Progress } from "./context";
import { requireProject } from "./require";

/**
 * Rows read and written at once; between two pages the store answers other calls. Larger pages are no faster and
 * outlive the young generation of the heap: 5,000 took 70 MB where 1,000 take 5 (tests/bench/csv.ts).
 */
const pageLength = 1000;

type Input = Parameters<Jobs["exportClaims"]>[0];

/**
 * Writes the claims that a query lists as CSV to `path`. An edit made meanwhile may show in pages not yet read,
 * but no row comes or goes. Cancelled or failed, it leaves an older file of that name as it was.
 */
export const exportClaims = async (
  context: Context,
  { path, query, hasHighlights, isRaw }: Input,
  progress: Progress,
): ReturnType<Jobs["exportClaims"]> => {
  const project = requireProject(context);
  if (!project.ok) return project;
  const db = project.value;
  const mode = isRaw ? "raw" : "spreadsheet";
  return writeExport(path, [context.path], async (write) => {
    const rows = chooseClaimRows(db, context.analyst.id, query, hasHighlights);
    try {
      write(csvHead(mode));
      const nextPage = claimRowReader(db, context.analyst.id, rows);
      let done = 0;
      while (done < rows.total) {
        if ((await progress(done, rows.total)) === "cancelled")
          return fail("cancelled", "The export was cancelled", "No file was written.");
        const page = nextPage(pageLength);
        if (page.length === 0) break;
        write(csvRows(page, mode));
        done += page.length;
      }
      await progress(rows.total, rows.total);
      return ok({ rows: done });
    } finally {
      dropClaimRows(db, rows);
    }
  });
};
