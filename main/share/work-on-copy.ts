import type { EditId } from "../../shared/ids";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../store/change-log";
import { attachIncoming } from "../store/incoming";
import { closeProject, type OpenFile, openProject } from "../store/open";
import { errorOfSqlite } from "../store/statement";
import { beginLong, commitLong, rollbackLong } from "../store/transactions";
import { type Turn, turnMerge } from "../store/undo-merge";
import { type Merged, type MergeOrder, type MergeStep, mergeIncoming } from "./merge";

/*
 * A merge writes more in one transaction than anything else, and while SQLite writes a large transaction for good
 * nobody can read. So it is done on a copy of the project, which then takes the project's place: everything is answered
 * from the project as it is meanwhile, and whatever ends the work halfway has not touched it.
 */

/** What is done on a copy, by its path. `came`: the file of what is to be merged. */
export type CopyJob =
  | { readonly kind: "merge"; readonly copy: string; readonly came: string; readonly order: MergeOrder }
  | { readonly kind: "turn"; readonly copy: string; readonly turn: Turn };

/** What became of it. `edit` is null when the copy is as the project was. */
export type CopyDone =
  | ({ readonly kind: "merge" } & Merged)
  | { readonly kind: "turn"; readonly edit: EditId | null; readonly label: string };

/**
 * Does a job on a copy and says how far it is, until all is done; wherever it does that is no matter. `tell` is asked now
 * and then whether to go on.
 */
export type RunOnCopy = (
  job: CopyJob,
  actor: Actor,
  tell: (step: MergeStep) => Promise<"go-on" | "cancelled">,
) => Promise<Result<CopyDone>>;

function* mergeInto({ db }: OpenFile, actor: Actor, job: CopyJob & { kind: "merge" }) {
  attachIncoming(db, job.came);
  return ok({ kind: "merge" as const, ...(yield* mergeIncoming(db, actor, job.order)) });
}

function* turnIn({ db }: OpenFile, actor: Actor, { turn }: CopyJob & { kind: "turn" }) {
  let isDone = false;
  beginLong(db);
  try {
    const steps = turnMerge(db, actor, turn);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) yield { done: 0, total: 1 };
    const turned = step.value;
    if (!turned.ok) return turned;
    commitLong(db);
    isDone = true;
    return ok({ kind: "turn" as const, ...turned.value });
  } finally {
    if (!isDone) rollbackLong(db);
  }
}

/**
 * Does a job on a copy of a project, in small steps. Ended before its time it leaves a copy that is to be thrown away; a
 * copy that is done is still to be brought to the disk.
 *
 * @returns steps with how far it is; fails in words, also where SQLite does
 */
export function* workOnCopy(job: CopyJob, actor: Actor): Generator<MergeStep, Result<CopyDone>> {
  const file = openProject(job.copy);
  if (!file.ok) return file;
  try {
    // The copy is worth nothing until all of it is done, and then it is brought to the disk once.
    file.value.db.pragma("synchronous = OFF");
    return job.kind === "merge"
      ? yield* mergeInto(file.value, actor, job)
      : yield* turnIn(file.value, actor, job);
  } catch (thrown) {
    const error = errorOfSqlite(thrown);
    if (error === null) throw thrown;
    return err(error);
  } finally {
    closeProject(file.value);
  }
}
