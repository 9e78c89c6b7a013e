import Sqlite from "better-sqlite3";
import { z } from "zod";
import { openReceived, updateReceived } from "../store/received-file";
import { foldCheck } from "../store/verify";

/** What a page or a row that cannot be taken throws. */
const isOfTheFile = (cause: unknown): boolean =>
  cause instanceof Sqlite.SqliteError || cause instanceof z.ZodError || cause instanceof SyntaxError;

/**
 * What of a private copy is not as its log says, in words; null when all is. Whoever opens a file as his own reads the
 * folded rows: in a damaged or a made file they could say anything, while the log beside them is sound. A copy of an
 * older version is brought up to this one first, as the file will be.
 */
export const foldProblem = (copy: string, alive: () => void): string | null => {
  try {
    updateReceived(copy);
    const db = openReceived(copy);
    try {
      const steps = foldCheck(db);
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done === true) return step.value.problems[0] ?? null;
        alive();
      }
    } finally {
      db.close();
    }
  } catch (cause) {
    if (isOfTheFile(cause)) return "What it shows cannot be compared with its history.";
    throw cause;
  }
};
