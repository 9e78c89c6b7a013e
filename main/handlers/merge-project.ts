import { constants } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import type { Database } from "better-sqlite3";
import type { MergePreview, MergeTake } from "../../shared/domain/merge";
import { type AppError, fail } from "../../shared/errors";
import type { EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { temporaryNameFor, writeFailure } from "../export/write-export";
import type { Examined } from "../share/examined";
import type { Merged, MergeStep } from "../share/merge";
import { planMerge } from "../share/merge-plan";
import { type Staged, stageFile } from "../share/staging";
import { type CopyDone, type CopyJob, type RunOnCopy, workOnCopy } from "../share/work-on-copy";
import type { BackupFile } from "../store/backup-list";
import { letGoOfCache } from "../store/open";
import type { Turn, Undone } from "../store/undo-merge";
import { copyToDisk } from "../store/verified-copy";
import { fileToDiskMeanwhile } from "../to-disk";
import { backUpProjectInSlices, putInstead, type Swap, wantedBy } from "./backups";
import type { Context, Progress } from "./context";
import { requireWritable } from "./require";
import { inSlices, nowAndThen } from "./slices";

/** What a merge did. `backup` is the name of the copy of the project as it was before. */
export type MergeDone = {
  readonly edit: EditId | null;
  readonly fileName: string;
  readonly conflicts: number;
  readonly backup: string;
  readonly things: Merged["things"];
  readonly refused: readonly string[];
};

const cancelled = fail("cancelled", "The merge was cancelled: the project is as it was.");

/** Does a job on a copy right here, in slices. */
export const runInSlices: RunOnCopy = async (job, actor, tell) => {
  const goOn = nowAndThen((step: MergeStep | undefined) => tell(step ?? { done: 0, total: 1 }));
  return (await inSlices(workOnCopy(job, actor), goOn)) ?? cancelled;
};

/** The file that waits to be merged into the open project, and whether a merge is under way. */
export type Merging = {
  readonly preview: () => MergePreview | null;
  readonly isRunning: () => boolean;
  readonly stage: (context: Context, path: string, progress: Progress) => Promise<Result<MergePreview>>;
  readonly apply: (context: Context, take: MergeTake, progress: Progress) => Promise<Result<MergeDone>>;
  readonly discard: () => void;
  /** Undoes or redoes a merge in steps; null when another job is under way, and then it has to be done in one. */
  readonly turn: (context: Context, turn: Turn) => Promise<Result<Undone> | null>;
  /**
   * Merges a file at once, the newest version of everything standing, beside the one that waits. `refusal` looks at what was
   * found in it first; null when there was nothing new. `isAlone`: whether no other job is under way, which would write into
   * the merge.
   */
  readonly takeIn: (
    context: Context,
    path: string,
    order: {
      readonly refusal: (found: Found) => AppError | null;
      readonly isBackedUp: boolean;
      readonly isAlone: () => boolean;
    },
    progress: Progress,
  ) => Promise<Result<{ readonly found: Found; readonly merged: Merged | null }>>;
};

/** What is known of a file before it is merged. */
export type Found = { readonly examined: Examined; readonly preview: MergePreview };

type Waiting = { readonly staged: Staged; readonly preview: MergePreview };

/** What a session lends: whether nothing else is under way, where work is done, how its result takes the project's place. */
type MergingParts = {
  readonly isAlone: () => boolean;
  readonly whenAlone: () => Promise<void>;
  readonly runOnCopy: RunOnCopy;
  readonly swap: Swap;
};

/** At most one file waits; a second one takes its place. */
export const createMerging = ({ isAlone, whenAlone, runOnCopy, swap }: MergingParts): Merging => {
  let waiting: Waiting | null = null;
  let isRunning = false;

  const discard = (): void => {
    waiting?.staged.drop();
    waiting = null;
  };

  const look = async (context: Context, path: string, progress: Progress): Promise<Result<Waiting>> => {
    const db = requireWritable(context);
    if (!db.ok) return db;
    const { analyst, guest } = context;
    const isWanted = async (rows: number) => (await progress(rows, rows + 1)) === "go-on";
    const staged = await stageFile(db.value, guest.examine, path, analyst.id, isWanted);
    if (!staged.ok) return staged;
    if (!db.value.open) {
      staged.value.drop();
      return cancelled;
    }
    const preview = await inSlices(
      planMerge(db.value, staged.value, analyst.id),
      nowAndThen(() => progress(1, 2)),
    );
    if (preview === undefined) {
      staged.value.drop();
      return cancelled;
    }
    return ok({ staged: staged.value, preview });
  };

  const stage = async (context: Context, path: string, progress: Progress): Promise<Result<MergePreview>> => {
    const found = await look(context, path, progress);
    if (!found.ok) return found;
    discard();
    waiting = found.value;
    context.publish("changed", { topics: ["merges"] });
    return ok(found.value.preview);
  };

  /** Runs something during which nobody else may write; the work itself may. */
  const alone = async <T>(context: Context, work: (own: Context) => Promise<T>): Promise<T> => {
    const { merging: _, ...own } = context;
    isRunning = true;
    try {
      return await work(own);
    } finally {
      isRunning = false;
    }
  };

  /** The backup before a merge, while other calls are answered. */
  const backUpFirst = async (context: Context, progress: Progress): Promise<Result<BackupFile>> =>
    (await backUpProjectInSlices(context, "before merging", wantedBy(progress))) ?? cancelled;

  /** Makes the copy that is worked on, from a backup that was made just now if there is one; whether it is still wanted. */
  const makeCopy = async (
    db: Database,
    { copy, backup }: { readonly copy: string; readonly backup: BackupFile | null },
    isWanted: () => boolean,
  ): Promise<boolean> => {
    if (backup === null) return copyToDisk(db, copy, isWanted);
    await copyFile(backup.file, copy, constants.COPYFILE_EXCL);
    return isWanted();
  };

  /** Does a job on a copy of the project, which takes the project's place if the job has come to something. */
  const onCopy = async (
    context: Context,
    backup: BackupFile | null,
    job: (copy: string) => CopyJob,
    progress: Progress,
  ): Promise<Result<CopyDone>> => {
    const db = requireWritable(context);
    if (!db.ok) return db;
    const { path } = context;
    if (path === null) throw new Error("an open project without a path");
    const copy = temporaryNameFor(path);
    try {
      if (!(await makeCopy(db.value, { copy, backup }, wantedBy(progress)))) return cancelled;
      // What it holds already goes to the disk while the job is done. A system tells a write error once: it is kept. SQLite's
      // locks on the copy fall when this closes it (POSIX): nobody else knows of that file.
      const early = fileToDiskMeanwhile(copy).then(
        () => ok(undefined),
        (cause: unknown) => writeFailure(cause, path),
      );
      const done = await runOnCopy(job(copy), context, ({ done, total }) =>
        progress(done, Math.max(total, 1)),
      );
      const isWritten = await early;
      if (!isWritten.ok) return isWritten;
      if (!done.ok || done.value.edit === null) return done;
      await fileToDiskMeanwhile(copy);
      letGoOfCache(db.value);
      await new Promise((resume) => setImmediate(resume));
      await whenAlone();
      const isInPlace = requireWritable(context);
      if (!isInPlace.ok) return isInPlace;
      const swapped = await putInstead(swap, copy, path);
      return swapped.ok ? done : swapped;
    } catch (cause) {
      return writeFailure(cause, path);
    } finally {
      for (const left of [copy, `${copy}-journal`]) await rm(left, { force: true });
    }
  };

  const merge = async (
    context: Context,
    { staged, preview }: Waiting,
    { take, backup }: { readonly take: MergeTake; readonly backup: BackupFile | null },
    progress: Progress,
  ): Promise<Result<Merged>> => {
    const { examined, fileName, path: came } = staged;
    const file = { fileName, sha256: examined.sha256, manifest: examined.manifest };
    const analysts = preview.analysts.map(({ name }) => name);
    const order = { file, analysts, take };
    const done = await onCopy(context, backup, (copy) => ({ kind: "merge", copy, came, order }), progress);
    if (!done.ok) return done;
    if (done.value.kind !== "merge") throw new Error("a merge came to something else");
    return ok(done.value);
  };

  const apply: Merging["apply"] = async (context, take, progress) => {
    const own = waiting;
    if (own === null)
      return fail("not-found", "No file waits to be merged.", "Choose the file to merge first.");
    const isWritable = requireWritable(context);
    if (!isWritable.ok) return isWritable;
    return alone(context, async (working) => {
      const backup = await backUpFirst(working, progress);
      if (!backup.ok) return backup;
      const merged = await merge(working, own, { take, backup: backup.value }, progress);
      if (!merged.ok) return merged;
      discard();
      context.publish("changed", { topics: ["merges"] });
      return ok({ ...merged.value, fileName: own.staged.fileName, backup: backup.value.key });
    });
  };

  const takeIn: Merging["takeIn"] = async (context, path, { refusal, isBackedUp, isAlone }, progress) => {
    const looked = await look(context, path, progress);
    if (!looked.ok) return looked;
    const { staged, preview } = looked.value;
    const found = { examined: staged.examined, preview };
    try {
      const error = refusal(found);
      if (error !== null) return { ok: false, error };
      if (preview.isNothingNew) return ok({ found, merged: null });
      if (!isAlone())
        return fail(
          "locked",
          "A long job is running on the open project.",
          "Wait for it to end, then exchange again.",
        );
      return await alone(context, async (working) => {
        const backup = isBackedUp ? null : await backUpFirst(working, progress);
        if (backup !== null && !backup.ok) return backup;
        const made = backup?.value ?? null;
        const merged = await merge(working, looked.value, { take: "newest", backup: made }, progress);
        if (!merged.ok) return merged;
        context.publish("changed", { topics: ["merges"] });
        return ok({ found, merged: merged.value });
      });
    } finally {
      staged.drop();
    }
  };

  const turn: Merging["turn"] = async (context, own) => {
    // Another job would go on writing into the project that is about to be replaced.
    if (!isAlone()) return null;
    return alone(context, async (working) => {
      const goOn = () => Promise.resolve("go-on" as const);
      const done = await onCopy(working, null, (copy) => ({ kind: "turn", copy, turn: own }), goOn);
      if (!done.ok) return done;
      if (done.value.kind !== "turn") throw new Error("an undo came to something else");
      const { edit, label } = done.value;
      return ok({ edit, label });
    });
  };

  return {
    takeIn,
    turn,
    preview: () => waiting?.preview ?? null,
    isRunning: () => isRunning,
    stage,
    apply,
    discard,
  };
};
