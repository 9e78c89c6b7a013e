import type { ChildProcess } from "node:child_process";
import { lstatSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { AppError, fail } from "../../shared/errors";
import type { Result } from "../../shared/result";
import { type Cells, receivedTables } from "../share/check-rows";
import { type Examine, Examined, type ExamineOptions } from "../share/examined";
import { makePrivateFolder } from "../share/private-folder";
import { takeBatch } from "../share/take-batch";
import { held, identity, statOrNone } from "../store/check-file";
import { frame, type ToGuest, unframe } from "./guest-messages";

/*
 * The host's side of examining a received project. Each examination has a guest process of its own, which is killed
 * when it shows no sign of life, and in any case when it is done: nothing of a hostile file outlives it.
 */

/** Times in milliseconds. */
export type ExamineLimits = {
  /** A guest that does not stand after this long will not stand at all. */
  readonly start: number;
  /** So long without a sign of life, and the examination is given up... */
  readonly silence: number;
  /** ...and so much longer for each 50 MB, since SQLite's own checks show none. */
  readonly silenceBy50Mb: number;
};
export const usualExamineLimits: ExamineLimits = { start: 30_000, silence: 10_000, silenceBy50Mb: 1000 };

const FromGuest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("alive"), id: z.number() }),
  z.object({
    kind: z.literal("rows"),
    id: z.number(),
    table: z.enum(receivedTables),
    // Each of them is checked by `takeBatch`.
    rows: z.custom<readonly Cells[]>((rows) => Array.isArray(rows) && rows.every(Array.isArray)),
  }),
  z.object({ kind: z.literal("examined"), id: z.number(), result: z.unknown() }),
]);
type FromGuest = z.output<typeof FromGuest>;

const Answer = z.union([
  z.object({ ok: z.literal(true), value: Examined }),
  z.object({ ok: z.literal(false), error: AppError }),
]);

type Outcome = Result<Examined>;

const advice = "Ask whoever sent it for a copy made with “Save a copy to share”.";
const tooSlow = (name: string): Outcome =>
  fail(
    "invalid-input",
    `Examining “${name}” took too long, so it was given up. Nothing was taken from it.`,
    advice,
  );
const brokeOff = (name: string): Outcome =>
  fail(
    "invalid-input",
    `Examining “${name}” broke off: it takes more memory than one file may, or it is damaged. Nothing was taken from it.`,
    advice,
  );
const notUnderstood = (name: string): Outcome =>
  fail("unexpected", `What was read from “${name}” makes no sense, so nothing was taken from it.`, advice);
const cannotStart = fail(
  "unexpected",
  "The part of Assay that examines files could not be started",
  "Close other programs to free memory, and try again.",
);
const isOpenHere = (name: string): Outcome =>
  fail("locked", `“${name}” is the project that is open.`, "Choose the file that somebody sent you.");
const cancelled = fail("cancelled", "The examination was cancelled");

/** A timer that is later than this, in milliseconds, says that the host was busy itself. */
const mostLate = 250;

type Run = {
  readonly path: string;
  readonly folder: string;
  readonly bytes: number;
  readonly process: ChildProcess;
  readonly options: ExamineOptions;
  readonly limits: ExamineLimits;
};

const id = 1;

/** Talks with one guest until it has an outcome, or is killed for want of one. */
const converse = ({ path, folder, bytes, process: guest, options, limits }: Run): Promise<Outcome> =>
  new Promise((resolve) => {
    const name = basename(path);
    let isReady = false;
    /** Batches that came and are being taken. The guest may wait for that as long as it takes. */
    let taking = 0;
    let timer: NodeJS.Timeout | undefined;
    let outcome: Outcome | null = null;
    let last: Promise<void> = Promise.resolve();

    const end = (result: Outcome): void => {
      outcome ??= result;
      clearTimeout(timer);
      guest.kill("SIGKILL");
    };
    const send = (message: ToGuest): void => {
      guest.stdin?.write(frame(message));
    };
    const watch = (): void => {
      clearTimeout(timer);
      const silence = limits.silence + (bytes / 50_000_000) * limits.silenceBy50Mb;
      const left = isReady ? silence : limits.start;
      const due = performance.now() + left;
      timer = setTimeout(() => {
        const wasBusy = performance.now() - due > mostLate;
        if (wasBusy || taking > 0) watch();
        else end(isReady ? tooSlow(name) : cannotStart);
      }, left);
    };
    const take = async ({ table, rows }: FromGuest & { kind: "rows" }): Promise<void> => {
      try {
        if (outcome !== null) return;
        const batch = takeBatch(table, rows);
        if (batch === null) return end(notUnderstood(name));
        await options.rows?.(batch);
        send({ id, isTaken: true });
      } finally {
        taking -= 1;
      }
    };
    const hear = (raw: unknown): void => {
      watch();
      const message = FromGuest.parse(raw);
      if (message.kind === "ready") {
        isReady = true;
        const { purpose } = options;
        send({ id, examine: { path, folder, purpose } });
        watch();
      } else if (message.kind === "rows") {
        taking += 1;
        last = last.then(() => take(message));
        last.catch(() => end(cancelled));
      } else if (message.kind === "examined") {
        const parsed = Answer.safeParse(message.result);
        // Not before what was sent ahead of it is taken.
        last = last.then(() => end(parsed.success ? parsed.data : notUnderstood(name)));
      }
    };
    const read = unframe(hear);
    guest.stdout?.on("data", (part: Buffer) => {
      try {
        if (outcome === null) read(part);
      } catch {
        end(notUnderstood(name));
      }
    });
    // A guest that is gone cannot be written to; `close` says what becomes of its file.
    guest.stdin?.on("error", () => {});
    guest.on("error", () => end(cannotStart));
    guest.on("close", () => {
      clearTimeout(timer);
      // A failure of whoever takes the rows is theirs to tell.
      void last.then(
        () => resolve(outcome ?? (isReady ? brokeOff(name) : cannotStart)),
        (cause: unknown) => resolve(Promise.reject(cause)),
      );
    });
    options.signal?.addEventListener("abort", () => end(cancelled));
    watch();
  });

/** What stands at a path: its size, and whether it is the project that is open here. */
const lookAt = (path: string): { readonly bytes: number; readonly isOpen: boolean } => {
  const stat = path.includes("\0") ? null : statOrNone(path, lstatSync);
  return stat === null || stat === undefined
    ? { bytes: 0, isOpen: false }
    : { bytes: stat.size, isOpen: held.has(identity(stat)) };
};

const attemptToStart = (start: () => ChildProcess): ChildProcess | null => {
  try {
    return start();
  } catch {
    return null;
  }
};

/** Starts a guest for each examination; several may run at once. `stop` ends them all. */
export const createExamineHost = (
  startGuest: () => ChildProcess,
  limits: ExamineLimits,
): { readonly examine: Examine; readonly stop: () => void } => {
  const running = new Set<AbortController>();
  let isStopped = false;
  const examine: Examine = async (path, options) => {
    const { bytes, isOpen } = lookAt(path);
    if (isOpen) return isOpenHere(basename(path));
    if (isStopped || options.signal?.aborted === true) return cancelled;
    const own = new AbortController();
    running.add(own);
    const signal = options.signal === undefined ? own.signal : AbortSignal.any([own.signal, options.signal]);
    const folder = makePrivateFolder();
    try {
      const process = attemptToStart(startGuest);
      if (process === null) return cannotStart;
      return await converse({
        path,
        folder: folder.path,
        bytes,
        process,
        limits,
        options: { ...options, signal },
      });
    } finally {
      await folder.remove();
      running.delete(own);
    }
  };
  return {
    examine,
    stop: () => {
      isStopped = true;
      for (const one of running) one.abort();
    },
  };
};
