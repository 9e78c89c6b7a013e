import type { MergePreview, MergeTake } from "../../shared/domain/merge";
import { type AppError, fail } from "../../shared/errors";
import type { EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import type { Examined } from "../share/examined";
import { type Merged, mergeIncoming } from "../share/merge";
import { planMerge } from "../share/merge-plan";
import { type Staged, stageFile } from "../share/staging";
import { attachIncoming, detachIncoming } from "../store/incoming";
import { beginLong, commitLong, rollbackLong } from "../store/transactions";
import { type Turn, turnMerge, type Undone } from "../store/undo-merge";
import { backUpProjectInSlices } from "./backups";
import type { Context, Progress } from "./context";
import { requireWritable } from "./require";

/** What a merge did. `backup` is the name of the copy of the project as it was before. */
export type MergeDone = {
  readonly edit: EditId | null;
  readonly fileName: string;
  readonly conflicts: number;
  readonly backup: string;
  readonly things: Merged["things"];
  readonly refused: readonly string[];
};

/** Longest time in milliseconds for which a merge keeps other calls waiting, but for one step of it. */
const sliceMs = 8;
/** In milliseconds: how often it says how far it is. */
const tellEvery = 80;

const cancelled = fail("cancelled", "The merge was cancelled: the project is as it was.");

/**
 * Runs steps to their end in slices, between which other calls are answered. Ended before that, the steps are told, and
 * put back what they had begun.
 */
const inSlices = async <S, T>(
  steps: Generator<S, T>,
  tell: (step: S | undefined) => Promise<"go-on" | "cancelled">,
): Promise<Result<T>> => {
  let told = performance.now();
  try {
    for (;;) {
      const end = performance.now() + sliceMs;
      let last: S | undefined;
      while (performance.now() < end) {
        const step = steps.next();
        if (step.done === true) return ok(step.value);
        last = step.value;
      }
      await new Promise((resume) => setImmediate(resume));
      if (performance.now() - told < tellEvery) continue;
      told = performance.now();
      if ((await tell(last)) === "cancelled") return cancelled;
    }
  } finally {
    steps.return?.(undefined as never);
  }
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

/** At most one file waits; a second one takes its place. */
export const createMerging = (isAlone: () => boolean): Merging => {
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
    const preview = await inSlices(planMerge(db.value, staged.value, analyst.id), () => progress(1, 2));
    if (!preview.ok) {
      staged.value.drop();
      return preview;
    }
    return ok({ staged: staged.value, preview: preview.value });
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

  /** The backup before a merge, while other calls are answered; answers with its name. */
  const backUpFirst = async (context: Context, progress: Progress): Promise<Result<string>> => {
    let isWanted = true;
    let told = performance.now();
    const ask = (): boolean => {
      if (performance.now() - told < tellEvery) return isWanted;
      told = performance.now();
      void progress(0, 1).then((answer) => {
        if (answer === "cancelled") isWanted = false;
      });
      return isWanted;
    };
    const backup = await backUpProjectInSlices(context, "before merging", ask);
    if (backup === null) return cancelled;
    return backup.ok ? ok(backup.value.key) : backup;
  };

  const merge = async (
    context: Context,
    { staged, preview }: Waiting,
    take: MergeTake,
    progress: Progress,
  ): Promise<Result<Merged>> => {
    const db = requireWritable(context);
    if (!db.ok) return db;
    const { examined, fileName, path } = staged;
    const file = { fileName, sha256: examined.sha256, manifest: examined.manifest };
    const analysts = preview.analysts.map(({ name }) => name);
    attachIncoming(db.value, path);
    try {
      const steps = mergeIncoming(db.value, context, { file, analysts, take });
      return await inSlices(steps, (step) => progress(step?.done ?? 0, Math.max(step?.total ?? 1, 1)));
    } finally {
      detachIncoming(db.value);
    }
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
      const merged = await merge(working, own, take, progress);
      if (!merged.ok) return merged;
      discard();
      context.publish("changed", { topics: ["merges"] });
      return ok({ ...merged.value, fileName: own.staged.fileName, backup: backup.value });
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
        const merged = await merge(working, looked.value, "newest", progress);
        if (!merged.ok) return merged;
        context.publish("changed", { topics: ["merges"] });
        return ok({ found, merged: merged.value });
      });
    } finally {
      staged.drop();
    }
  };

  const turn: Merging["turn"] = async (context, own) => {
    const db = requireWritable(context);
    if (!db.ok) return db;
    // Another job would write into the transaction that stays open here.
    if (!isAlone() || db.value.inTransaction) return null;
    return alone(context, async (working) => {
      let isDone = false;
      beginLong(db.value);
      try {
        const turned = await inSlices(turnMerge(db.value, working, own), () => Promise.resolve("go-on"));
        if (!turned.ok || !turned.value.ok) return turned.ok ? turned.value : turned;
        commitLong(db.value);
        isDone = true;
        return turned.value;
      } finally {
        if (!isDone) rollbackLong(db.value);
      }
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
