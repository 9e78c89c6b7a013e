import { Worker } from "node:worker_threads";
import type { z } from "zod";
import type { Analyst } from "../../shared/domain/analyst";
import type { AppError } from "../../shared/errors";
import { type Events, type StoreCalls, Topic } from "../../shared/ipc/contract";
import { err, type Result } from "../../shared/result";
import type { Jobs, Publish } from "../handlers/context";
import type { Log } from "../log";
import type { GuestCommand } from "./guest-command";
import type { FromStore, StoreThreadData, ToStore } from "./store-messages";

/** After this many deaths within a minute the thread is left dead: something kills it each time. */
const MAX_DEATHS = 3;
const DEATHS_WINDOW_MS = 60_000;
/** How long a quit waits for the thread to close the project. Everything is committed as it is done. */
const CLOSE_MS = 2_000;

type Waiting = {
  readonly isJob: boolean;
  readonly settle: (result: Result<unknown>) => void;
  readonly progress: (done: number, total: number) => void;
};
type Request = ToStore extends infer M ? (M extends { kind: "call" | "job" } ? Omit<M, "id"> : never) : never;
type InputOfJob<J extends keyof Jobs> = Parameters<Jobs[J]>[0];
type ResultOfJob<J extends keyof Jobs> = Awaited<ReturnType<Jobs[J]>>;

export type StoreHost = {
  readonly call: (noun: keyof StoreCalls, verb: string, input: unknown) => Promise<Result<unknown>>;
  /** `label` is what a progress bar says; without one the job is too short to have one. */
  readonly job: <J extends keyof Jobs>(
    job: J,
    input: InputOfJob<J>,
    label?: string,
  ) => Promise<ResultOfJob<J>>;
  /** Asks a job to end at its next batch. `job` is the name under which it reports progress. */
  readonly cancel: (job: string) => void;
  readonly openPath: () => string | null;
  readonly stop: () => Promise<void>;
};

type Parts = {
  readonly threadFile: URL;
  readonly analyst: () => Analyst;
  readonly guest: GuestCommand;
  readonly backupFolder: string;
  readonly profileFolder: string;
  readonly publish: Publish;
  readonly log: Log;
};

/** Starts the store's thread and speaks for it; starts it anew, with the same project, when it dies. */
export function startStore({
  threadFile,
  analyst,
  guest,
  backupFolder,
  profileFolder,
  publish,
  log,
}: Parts): StoreHost {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let path: string | null = null;
  let deaths: readonly number[] = [];
  let isStopping = false;
  let thread: Worker | null = startThread();

  function startThread(): Worker {
    const data: StoreThreadData = { analyst: analyst(), guest, backupFolder, profileFolder };
    const worker = new Worker(threadFile, { workerData: data });
    let cause: unknown = "it ended by itself";
    worker.on("message", hear);
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", () => bury(worker, cause));
    return worker;
  }

  function hear(message: FromStore) {
    switch (message.kind) {
      case "event":
        // Parsed by nobody: it comes from our own thread, whose `publish` has the same type.
        return publish(message.event, message.payload as z.output<Events[keyof Events]> as never);
      case "progress":
        return waiting.get(message.id)?.progress(message.done, message.total);
      case "answer":
        return settle(message.id, message.result);
      case "threw":
        return settle(message.id, err(bug(log.incident("the store", message.description))));
    }
  }

  function settle(id: number, result: Result<unknown>) {
    const request = waiting.get(id);
    waiting.delete(id);
    request?.settle(result);
  }

  function bury(worker: Worker, cause: unknown) {
    if (isStopping || worker !== thread) return;
    const incident = log.incident("the store thread, which died", cause);
    const now = Date.now();
    deaths = [...deaths.filter((at) => now - at < DEATHS_WINDOW_MS), now];
    thread = deaths.length < MAX_DEATHS ? startThread() : null;
    for (const id of [...waiting.keys()]) settle(id, err(died(incident)));
    if (thread === null || path === null) return;
    void ask({ kind: "job", job: "open", input: { path } }).then((reopened) => {
      if (!reopened.ok) path = null;
      publish("changed", { topics: [...Topic.options] });
    });
  }

  function ask(request: Request, label?: string): Promise<Result<unknown>> {
    lastId += 1;
    const id = lastId;
    if (thread === null) return Promise.resolve(err(gaveUp));
    const to = thread;
    const meter = createMeter(`job-${id}`, label, publish);
    return new Promise((resolve) => {
      waiting.set(id, {
        isJob: request.kind === "job",
        progress: meter.report,
        settle: (result) => {
          meter.end();
          resolve(result);
        },
      });
      to.postMessage({ ...request, id } satisfies ToStore);
    });
  }

  /** Cancels the jobs that run and waits until they have put away what they had begun, temporary files for one. */
  async function endJobs() {
    const jobs = [...waiting].filter(([, { isJob }]) => isJob);
    const ends = jobs.map(([id, request]) => {
      thread?.postMessage({ kind: "cancel", id } satisfies ToStore);
      return new Promise<void>((ended) => {
        waiting.set(id, {
          ...request,
          settle: (result) => {
            request.settle(result);
            ended();
          },
        });
      });
    });
    await Promise.all(ends);
  }

  return {
    call: (noun, verb, input) => ask({ kind: "call", noun, verb, input }),
    job: async <J extends keyof Jobs>(
      job: J,
      input: InputOfJob<J>,
      label?: string,
    ): Promise<ResultOfJob<J>> => {
      const result = await ask({ kind: "job", job, input }, label);
      if (result.ok && (job === "open" || job === "create" || job === "createSample"))
        path = (input as { path: string }).path;
      if (result.ok && job === "close") path = null;
      return result as ResultOfJob<J>;
    },
    cancel: (job) => {
      const id = Number(/^job-(\d+)$/.exec(job)?.[1]);
      if (waiting.has(id)) thread?.postMessage({ kind: "cancel", id } satisfies ToStore);
    },
    openPath: () => path,
    stop: async () => {
      const closed = endJobs().then(() => ask({ kind: "job", job: "close", input: undefined }));
      await Promise.race([closed, new Promise((resume) => setTimeout(resume, CLOSE_MS))]);
      isStopping = true;
      await thread?.terminate();
    },
  };
}

/** Turns a job's progress into events, and sees to a last one that ends the bar however the job ended. */
function createMeter(job: string, label: string | undefined, publish: Publish) {
  let last: { done: number; total: number } | null = null;
  const show = (done: number, total: number) =>
    publish("progressed", { job, label: label ?? "", done, total, isCancellable: true });
  return {
    report: (done: number, total: number) => {
      if (label === undefined) return;
      last = { done, total };
      show(done, total);
    },
    end: () => {
      if (last !== null && last.done !== last.total) show(last.total, last.total);
    },
  };
}

const bug = (incident: string): AppError => ({
  kind: "unexpected",
  message: "Something went wrong inside Assay.",
  advice: `Nothing was changed. The log has the details under ${incident}.`,
  incident,
});

const died = (incident: string): AppError => ({
  kind: "unexpected",
  message: "The part of Assay that keeps your project stopped and was started again.",
  advice: `Everything that was shown as saved is safe. Please try again. The log has the details under ${incident}.`,
  incident,
});

const gaveUp: AppError = {
  kind: "unexpected",
  message: "The part of Assay that keeps your project stops again and again.",
  advice: "Quit Assay and start it again. Everything that was shown as saved is safe.",
};
