import { join } from "node:path";
import type { AsOf, Moment } from "../../shared/domain/history";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { makePrivateFolder, type PrivateFolder } from "../share/private-folder";
import { writeAsOf } from "../store/as-of";
import { closeProject, type OpenFile, openView } from "../store/open";
import type { Context, Progress } from "./context";
import { requireProject } from "./require";

/** The project as it stood: open for reading, while the project itself stays open and held. */
export type View = { readonly file: OpenFile; readonly asOf: AsOf; readonly folder: PrivateFolder };

/** For how long steps are taken between two looks at whether the job is still wanted, in milliseconds. */
const sliceMs = 8;

/** Makes the project as it stood at a moment. The context is that of the present. */
export const makeView = async (
  context: Context,
  moment: Moment,
  progress: Progress,
): Promise<Result<View>> => {
  const db = requireProject(context);
  if (!db.ok) return db;
  if (context.merging?.isRunning() === true)
    return fail("conflict", "A merge is running.", "Wait for it to end, or cancel it.");
  const folder = makePrivateFolder();
  let view: View | null = null;
  const path = join(folder.path, "as-of.assay");
  const steps = writeAsOf(db.value, path, moment);
  try {
    let looked = performance.now();
    for (let done = 1; ; done += 1) {
      const step = await steps.next();
      if (step.done === true) {
        if (!step.value.ok) return step.value;
        const file = openView(path);
        if (!file.ok) return file;
        view = { file: file.value, asOf: step.value.value, folder };
        return ok(view);
      }
      if (performance.now() - looked < sliceMs) continue;
      // How many steps there will be is not known before they are done.
      if ((await progress(done, 2 * done)) === "cancelled")
        return fail("cancelled", "The project is shown as it is now.");
      looked = performance.now();
    }
  } finally {
    // Closes the copy where the steps were given up.
    await steps.return(ok({ at: "", label: "" }));
    if (view === null) await folder.remove();
  }
};

/** Closes it and removes its file. */
export const dropView = ({ file, folder }: View): void => {
  closeProject(file);
  void folder.remove();
};
