import { fail } from "../../shared/errors";
import { ok } from "../../shared/result";
import { csvHead, csvRows } from "../export/claims-csv";
import { writeExport } from "../export/write-export";
import { chooseClaimRows, dropClaimRows, pageOfClaimRows, rowNumber } from "../store/claim-rows";
import type { Context, Jobs, Progress } from "./context";
import { requireProject } from "./require";

/** Rows read and written at once; between two pages the store answers other calls. */
const pageLength = 5000;

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
  const viewer = context.analyst.id;
  const mode = isRaw ? "raw" : "spreadsheet";
  return writeExport(path, [context.path], async (write) => {
    const rows = chooseClaimRows(db, viewer, query, hasHighlights);
    try {
      write(csvHead(mode));
      let done = 0;
      for (let after = 0; done < rows.total; ) {
        if ((await progress(done, rows.total)) === "cancelled")
          return fail("cancelled", "The export was cancelled", "No file was written.");
        const page = pageOfClaimRows(db, viewer, rows, after, pageLength);
        if (page.length === 0) break;
        write(csvRows(page, mode));
        after = rowNumber(page.at(-1));
        done += page.length;
      }
      await progress(rows.total, rows.total);
      return ok({ rows: done });
    } finally {
      dropClaimRows(db, rows);
    }
  });
};
