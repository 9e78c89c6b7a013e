import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Program, startWorker, type Worker } from "./processes";
import type { randomOf } from "./random";
import type { Order, Said } from "./worker";

/** Rounds of work that is broken off. */
type Rounds = {
  readonly program: Program;
  readonly rounds: number;
  readonly random: ReturnType<typeof randomOf>;
  /** A worker is killed after it has said this up to so many times (it has begun)... */
  readonly after?: { readonly is: Said["is"]; readonly most: number };
  /** ...and up to this many milliseconds later. */
  readonly mostMs: number;
  /** Every other one is killed a little after it began to write to a journal instead: this file's, or a copy's beside it. */
  readonly writing?: (round: number) => string;
  readonly orderOf: (round: number) => Order;
  /** Has a look at what a killed one left. */
  readonly look: (said: Worker["said"], round: number) => Promise<void> | void;
};

/** How long after the first write to a journal a worker is killed at the latest (ms). */
const mostWritingMs = 50;

/** Opening a project writes one page to the journal and takes it back; this is more. */
const isWritten = (path: string): boolean =>
  readdirSync(dirname(path)).some(
    (name) =>
      name.endsWith("-journal") &&
      (statSync(join(dirname(path), name), { throwIfNoEntry: false })?.size ?? 0) > 8192,
  );

const momentToKill = async (
  worker: Worker,
  round: number,
  { random, after, mostMs, writing }: Rounds,
): Promise<void> => {
  const pause = (most: number) => new Promise((resume) => setTimeout(resume, random.below(most)));
  await worker.heard("begun");
  if (after !== undefined) await worker.heard(after.is, random.below(after.most + 1));
  if (writing === undefined || round % 2 === 0) return void (await pause(mostMs));
  const path = writing(round);
  let isOver = false;
  void worker.ended.then(() => {
    isOver = true;
  });
  while (!isOver && !isWritten(path)) await new Promise((resume) => setImmediate(resume));
  await pause(mostWritingMs);
};

/** Kills a worker in each of some rounds. The next one loads meanwhile: that takes longer than its work. */
export const killAgainAndAgain = async (given: Rounds): Promise<void> => {
  const { program, rounds, orderOf, look } = given;
  let next = startWorker(program);
  try {
    for (let round = 0; round < rounds; round += 1) {
      const worker = next;
      await worker.ready;
      worker.order(orderOf(round));
      next = startWorker(program);
      await momentToKill(worker, round, given);
      worker.process.kill("SIGKILL");
      await worker.ended;
      await look(worker.said, round);
    }
  } finally {
    next.process.kill("SIGKILL");
    await next.ended;
  }
};

/** What a worker was refused. */
export const failuresOf = (said: Worker["said"]) => said.filter(({ is }) => is === "failed");
/** Whether a worker had done all of its order. */
export const isDone = (said: Worker["said"]): boolean => said.some(({ is }) => is === "done");
