import type { Database } from "better-sqlite3";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { checkInPlace } from "../store/open";
import type { Context } from "./context";
import { refusalNow } from "./hold-still";

/** The open project's connection; `not-found` on the start screen. */
export const requireProject = ({ db }: Context): Result<Database> =>
  db === null ? fail("not-found", "No project is open.", "Open a project or make a new one.") : ok(db);

/** As `requireProject`, for calls that write: refuses a project that was opened for reading or moved away. */
export const requireWritable = (context: Context): Result<Database> => {
  const db = requireProject(context);
  if (!db.ok) return db;
  if (context.asOf !== null)
    return fail(
      "locked",
      "This is the project as it stood, which cannot be changed.",
      "Go back to now, and do it there.",
    );
  if (context.merging?.isRunning() === true)
    return fail(
      "conflict",
      "A merge is running: nothing can be changed until it is done.",
      "Wait for it to end, or cancel it.",
    );
  const held = refusalNow(context);
  if (held !== null) return held;
  if (context.isReadOnly)
    return fail(
      "locked",
      "This project can be read but not changed: its file or its folder is write-protected.",
      "Copy it to a folder that you may write, and open the copy.",
    );
  const isInPlace = checkInPlace(db.value);
  return isInPlace.ok ? db : isInPlace;
};
