import { parentPort, workerData } from "node:worker_threads";
import { newId } from "../ids";
import { shutNodeNetwork } from "../network-guard";
import { workOnCopy } from "../share/work-on-copy";
import type { FromMerge, MergeThreadData } from "./merge-host";

/*
 * A thread that does one job on a copy of the project, and ends. It never waits, so that it hears of a cancel through
 * shared memory.
 */

shutNodeNetwork();
const port = parentPort;
if (port === null) throw new Error("A merge is worked out on a thread of its own.");

/** In milliseconds: how often it says how far it is. */
const tellEvery = 80;

const { job, analyst, stop } = workerData as MergeThreadData;
const tell = (message: FromMerge) => port.postMessage(message);
const steps = workOnCopy(job, { analyst, now: () => new Date().toISOString(), newId });
let told = Number.NEGATIVE_INFINITY;
for (;;) {
  const step = steps.next();
  if (step.done === true) {
    tell({ kind: "done", result: step.value });
    break;
  }
  if (Atomics.load(stop, 0) === 1) {
    steps.return(undefined as never);
    break;
  }
  if (performance.now() - told < tellEvery) continue;
  told = performance.now();
  tell({ kind: "step", step: step.value });
}
