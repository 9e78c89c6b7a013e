import { Worker } from "node:worker_threads";
import type { Analyst } from "../../shared/domain/analyst";
import { fail } from "../../shared/errors";
import type { Result } from "../../shared/result";
import type { MergeStep } from "../share/merge";
import type { CopyDone, CopyJob, RunOnCopy } from "../share/work-on-copy";

/** What the thread of a merge is given. `stop`: 1 once it is to give up. */
export type MergeThreadData = {
  readonly job: CopyJob;
  readonly analyst: Analyst;
  readonly stop: Int32Array<SharedArrayBuffer>;
};
export type FromMerge =
  | { readonly kind: "step"; readonly step: MergeStep }
  | { readonly kind: "done"; readonly result: Result<CopyDone> };

const cancelled = fail("cancelled", "The merge was cancelled: the project is as it was.");

/** Does jobs on copies on threads of their own, one for each, so that the thread that asks has nothing to do meanwhile. */
export const runOnThread =
  (threadFile: URL): RunOnCopy =>
  (job, { analyst }, tell) =>
    new Promise((resolve, reject) => {
      const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const data: MergeThreadData = { job, analyst, stop };
      const worker = new Worker(threadFile, { workerData: data });
      let result: Result<CopyDone> | null = null;
      worker.on("message", (message: FromMerge) => {
        if (message.kind === "done") result = message.result;
        else
          void tell(message.step).then((answer) => {
            if (answer === "cancelled") Atomics.store(stop, 0, 1);
          });
      });
      worker.on("error", reject);
      // By then it has let go of the copy, whatever became of the job.
      worker.on("exit", () => resolve(Atomics.load(stop, 0) === 1 ? cancelled : (result ?? broken)));
    });

const broken = fail(
  "unexpected",
  "The merge broke off: the project is as it was.",
  "Try again; if it happens again, free some memory or restart Assay.",
);
