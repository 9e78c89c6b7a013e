import { parentPort, workerData } from "node:worker_threads";
import { describeError } from "../describe-error";
import type { Jobs, Progress } from "../handlers/context";
import { createSession } from "../handlers/session";
import { newId } from "../ids";
import { openKnownFiles } from "../known-files";
import { shutNodeNetwork } from "../network-guard";
import { removeLeftFolders } from "../share/private-folder";
import { startGuest } from "./guest-host";
import { runOnThread } from "./merge-host";
import type { FromStore, StoreThreadData, ToStore } from "./store-messages";

/*
 * The store's thread: owns the session, and with it the only connection to the project file. Calls are answered in the
 * order in which they come; a long job lets them through whenever it reports progress.
 */

shutNodeNetwork();
removeLeftFolders();
const port = parentPort;
if (port === null) throw new Error("The store runs on a thread of its own.");

const tell = (message: FromStore) => port.postMessage(message);
const cancelled = new Set<number>();

const { analyst, guest, backupFolder, profileFolder } = workerData as StoreThreadData;
const session = createSession({
  analyst,
  backupFolder,
  known: openKnownFiles(profileFolder),
  guest: startGuest(() => guest),
  now: () => new Date().toISOString(),
  newId,
  later: setImmediate,
  runOnCopy: runOnThread(new URL("./merge-thread.js", import.meta.url)),
  publish: (event, payload) => tell({ kind: "event", event, payload }),
});

port.on("message", (message: ToStore) => {
  if (message.kind === "cancel") cancelled.add(message.id);
  else void answer(message);
});

async function answer(message: Exclude<ToStore, { kind: "cancel" }>) {
  const { id } = message;
  try {
    const result =
      message.kind === "call"
        ? await session.call(message.noun, message.verb, message.input)
        : await runJob(message.job, message.input, progressOf(id));
    tell({ kind: "answer", id, result });
  } catch (error) {
    tell({ kind: "threw", id, description: describeError(error) });
  } finally {
    cancelled.delete(id);
  }
}

/** The host's `job` has types for each of these; a message has lost them. */
function runJob(job: keyof Jobs, input: unknown, progress: Progress) {
  const run = session.jobs[job] as (input: unknown, progress: Progress) => ReturnType<Jobs[keyof Jobs]>;
  return run(input, progress);
}

const progressOf =
  (id: number): Progress =>
  async (done, total) => {
    tell({ kind: "progress", id, done, total });
    // A macrotask: messages that came meanwhile, a cancel among them, are handled first.
    await new Promise((resume) => setImmediate(resume));
    return cancelled.has(id) ? "cancelled" : "go-on";
  };
