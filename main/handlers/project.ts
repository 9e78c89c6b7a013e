import { basename } from "node:path";
import type { Database } from "better-sqlite3";
import type { Project, VerifyReport } from "../../shared/domain/project";
import { fail } from "../../shared/errors";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { getProject, updateProject } from "../store/project";
import { verifyProject } from "../store/verify";
import { editing } from "./answer";
import type { Context } from "./context";
import { integrityWhenDone } from "./integrity";
import { requireProject } from "./require";
import { inSlices } from "./slices";

/** The open project as the window's frame shows it. */
export const describeProject = (
  db: Database,
  { path, isReadOnly, backup, asOf, analyst }: Context,
): Project => ({
  ...getProject(db),
  fileName: basename(path ?? ""),
  isReadOnly,
  backup: backup === null ? null : basename(backup),
  asOf,
  analyst,
});

/** Checks everything in the open project, letting other calls through meanwhile. */
export const verify = async (context: Context): Promise<Result<VerifyReport>> => {
  const db = requireProject(context);
  if (!db.ok) return db;
  if (context.merging?.isRunning() === true)
    return fail("conflict", "A merge is running.", "Check the project when it is done.");
  const report = await inSlices(verifyProject(db.value), () => db.value.open);
  return report === undefined
    ? fail("cancelled", "The project was closed before it was checked.")
    : ok(report);
};

export const project: HandlersOf<StoreCalls, Context>["project"] = {
  get: (context) => ok(context.db === null ? null : describeProject(context.db, context)),
  update: editing((db, context, { name }) => ok(updateProject(db, context, name))),
  integrity: async (context) => {
    const db = requireProject(context);
    return db.ok ? ok(await integrityWhenDone(db.value)) : db;
  },
  verify,
};
