import { z } from "zod";

/**
 * What the claims are exported to: CSV that is safe to open in a spreadsheet, CSV with values exactly as stored for
 * scripts, or an Excel workbook. The rows and columns are the same.
 */
export const ClaimsFormat = z.enum(["csv", "raw-csv", "xlsx"]);
export type ClaimsFormat = z.infer<typeof ClaimsFormat>;
