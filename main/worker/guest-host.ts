import { type ChildProcess, spawn } from "node:child_process";
import { z } from "zod";
import { AppError, fail } from "../../shared/errors";
import type { Result } from "../../shared/result";
import { FileContent, type Known } from "../import/imported-article";
import type { OriginalType } from "../originals/page-of";
import type { Examine } from "../share/examined";
import { createExamineHost, type ExamineLimits, usualExamineLimits } from "./examine-host";
import { type GuestCommand, guestVariable } from "./guest-command";
import { frame, unframe } from "./guest-messages";

/** Reads files in a process of its own, which may die over one of them without harm to anything else. */
export type Guest = {
  /** Files will come soon: a process takes a while to start. */
  readonly wake: () => void;
  /** Reads one file. Files are read in the order in which they are given; several may wait. `owner`: see `drop`. */
  readonly read: (bytes: Uint8Array, known: Known, owner?: symbol) => Promise<Result<FileContent>>;
  /** Makes a page of an original, as HTML in UTF-8 to be shown without scripts: see originals/page-of.ts. */
  readonly page: (bytes: Uint8Array, type: OriginalType, owner?: symbol) => Promise<Result<Uint8Array>>;
  /** Nobody waits any more for the files that this owner gave: those that are not read yet never are. */
  readonly drop: (owner: symbol) => void;
  /** Resolves when the guest has been handed what it may read ahead: it goes on while this thread is busy. */
  readonly handed: () => Promise<void>;
  /** Examines a received project, in a process of its own beside the one that reads articles. */
  readonly examine: Examine;
  /** For good: what waits is cancelled. */
  readonly stop: () => void;
};

/** Times in milliseconds. */
type Limits = {
  /** A file that shows no sign of life for this long is given up... */
  readonly silence: number;
  /** ...and any file after this long. */
  readonly file: number;
  /** A guest that does not stand after this long will not stand at all. */
  readonly start: number;
  /** An idle guest goes after this long. */
  readonly idle: number;
};
const usualLimits: Limits = { silence: 10_000, file: 120_000, start: 30_000, idle: 20_000 };

/** A timer that is later than this, in milliseconds, says that the host was busy itself. */
const mostLate = 250;

/** How far ahead files are sent, in files and in bytes: the guest never waits for the pipe, nor for a batch to be stored. */
export const mostAhead = { files: 600, bytes: 32_000_000 };

const FromGuest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("alive"), id: z.number() }),
  z.object({ kind: z.literal("read"), id: z.number(), result: z.unknown() }),
]);

const answerWith = <Value>(value: z.ZodType<Value>) =>
  z.union([z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), error: AppError })]);
const Articles = answerWith(FileContent);
const Page = answerWith(z.custom<Uint8Array>((value) => value instanceof Uint8Array));

type Failure = ReturnType<typeof fail>;

/** What was asked: of a file its articles, or a page to be shown. */
type Asked = { readonly known: Known } | { readonly show: OriginalType };

type Waiting = {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly asked: Asked;
  readonly owner: symbol | undefined;
  /** A guest has shown that it reads this file. */
  isBegun: boolean;
  /** It was sent alone and its guest died without having begun with it: the next time it is this file's doing. */
  isSuspect: boolean;
  /** Hands on the guest's answer, once it was parsed. */
  readonly take: (raw: unknown) => void;
  readonly fail: (failure: Failure) => void;
};

/** A guest process. `over` says for which file it was killed, and what is said of that file. */
type Running = {
  readonly process: ChildProcess;
  isReady: boolean;
  over: { readonly id: number; readonly reason: Failure } | null;
};

const tooSlow = fail(
  "invalid-input",
  "Reading it took too long, so it was given up",
  "Save it in another format, or paste its text.",
);
const brokeOff = fail(
  "invalid-input",
  "Reading it broke off: it takes more memory than one file may, or it is damaged",
  "Save the part that matters in another format, or paste its text.",
);
const cannotStart = fail(
  "unexpected",
  "The part of Assay that reads files could not be started",
  "Close other programs to free memory, and try again.",
);
const notUnderstood = fail(
  "unexpected",
  "What was read from it makes no sense, so it was not taken in",
  "Save it in another format, or paste its text.",
);
const cancelled = fail("cancelled", "The import was cancelled");

const openElsewhere = "Export the original, and open it in the program that made it.";
/** What is said where a page was to be made of an original, in place of what is said of a file that comes in. */
const ofPages = new Map<Result<unknown>, Failure>([
  [tooSlow, fail("invalid-input", "Making a page of it took too long, so it was given up", openElsewhere)],
  [
    brokeOff,
    fail(
      "invalid-input",
      "Making a page of it took more memory than one may, or it is damaged",
      openElsewhere,
    ),
  ],
  [notUnderstood, fail("unexpected", "The page that was made of it makes no sense", openElsewhere)],
  [cancelled, fail("cancelled", "Another original was asked for")],
]);

/** Node's own switches for this process are not meant for the guest. */
const environment = (): NodeJS.ProcessEnv => {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return { ...rest, [guestVariable]: "1" };
};

const spawnGuest = ({ file, args }: GuestCommand): ChildProcess =>
  spawn(file, args, { stdio: ["pipe", "pipe", "ignore"], env: environment(), windowsHide: true });

/** Starts a guest process when there is something to read, and a new one when one died. */
export const startGuest = (
  command: () => GuestCommand,
  { examine, ...other }: Partial<Limits> & { readonly examine?: Partial<ExamineLimits> } = {},
): Guest => {
  const limits = { ...usualLimits, ...other };
  const examiner = createExamineHost(() => spawnGuest(command()), { ...usualExamineLimits, ...examine });
  let queue: Waiting[] = [];
  /** So many at the head of the queue are with the guest, with so many bytes. */
  const sent = { files: 0, bytes: 0 };
  /** After a death one file at a time, until it is known which one it was: answers before it may have been lost. */
  let isCareful = false;
  let lastId = 0;
  let running: Running | null = null;
  let timer: NodeJS.Timeout | undefined;
  /** Since when the file at the head of the queue is being read. */
  let headSince = 0;
  /** Parts that came through the pipe. */
  let heard = 0;
  let isStopped = false;

  const rest = () => {
    const resting = running;
    running = null;
    resting?.process.kill("SIGKILL");
  };

  const giveUp = (reason: Failure) => {
    const head = queue[0];
    if (head === undefined || running === null) return;
    running.over = { id: head.id, reason };
    running.process.kill("SIGKILL");
  };

  const watch = () => {
    clearTimeout(timer);
    const head = queue[0];
    if (head === undefined) {
      isCareful = false;
      timer = setTimeout(rest, limits.idle).unref();
      return;
    }
    const silence = running?.isReady === true ? limits.silence : limits.start;
    const left = Math.max(0, Math.min(silence, headSince + limits.file - performance.now()));
    const before = heard;
    const due = performance.now() + left;
    timer = setTimeout(() => {
      // A host that was busy itself has neither sent nor heard: the time begins anew, up to the limit for any file.
      const wasBusy = performance.now() - due > mostLate;
      // What is in the pipe comes before `setImmediate`.
      setImmediate(() => {
        if (heard !== before || wasBusy) watch();
        else if (queue[0] === head) giveUp(tooSlow);
      });
    }, left);
  };

  /** The file at the head of the queue is done with; the next one's time begins. */
  const settleHead = (finish: (done: Waiting) => void) => {
    const done = queue.shift();
    if (done !== undefined && sent.files > 0) {
      sent.files -= 1;
      sent.bytes -= done.bytes.length;
    }
    headSince = performance.now();
    watch();
    if (done !== undefined) finish(done);
  };

  const hear = (from: Running, raw: unknown) => {
    if (running !== from) return;
    const message = FromGuest.parse(raw);
    if (message.kind === "ready") {
      from.isReady = true;
      headSince = performance.now();
      return watch();
    }
    const head = queue[0];
    if (head?.id !== message.id) return;
    if (message.kind === "alive") {
      head.isBegun = true;
      return watch();
    }
    settleHead((done) => done.take(message.result));
    send();
  };

  /** A guest died: the file over which it did has failed, the others go to the next guest. */
  const bury = (dead: Running) => {
    if (running !== dead) return;
    running = null;
    if (!dead.isReady) return settleAll(cannotStart);
    const head = queue[0];
    const isAlone = sent.files === 1;
    const isKnown =
      dead.over === null
        ? isAlone && (head?.isBegun === true || head?.isSuspect === true)
        : dead.over.id === head?.id;
    isCareful = dead.over === null && !isKnown;
    if (head !== undefined) {
      head.isBegun = false;
      head.isSuspect = isAlone;
    }
    sent.files = 0;
    sent.bytes = 0;
    if (isKnown) settleHead((done) => done.fail(dead.over?.reason ?? brokeOff));
    else watch();
    send();
  };

  const settleAll = (failure: Failure) => {
    const all = queue;
    queue = [];
    sent.files = 0;
    sent.bytes = 0;
    watch();
    for (const one of all) one.fail(failure);
  };

  const start = (): Running => {
    const started: Running = { process: spawnGuest(command()), isReady: false, over: null };
    const { stdin, stdout } = started.process;
    const read = unframe((message) => hear(started, message));
    stdout?.on("data", (part: Buffer) => {
      heard += 1;
      try {
        read(part);
      } catch {
        // No message at all: whatever it reads, it is not to be believed any more.
        if (running === started) giveUp(notUnderstood);
        stdout.removeAllListeners("data").resume();
      }
    });
    // A guest that is gone cannot be written to; `close` says what becomes of its files. It comes after the last answer.
    stdin?.on("error", () => {});
    started.process.on("error", () => bury(started));
    started.process.on("close", () => bury(started));
    return started;
  };

  const mayBeSent = ({ bytes }: Waiting): boolean =>
    sent.files === 0 ||
    (!isCareful && sent.files < mostAhead.files && sent.bytes + bytes.length <= mostAhead.bytes);

  const send = () => {
    for (let next = queue[sent.files]; next !== undefined && mayBeSent(next); next = queue[sent.files]) {
      try {
        running ??= start();
        const { stdin } = running.process;
        // What is sent in one go is written in one go.
        stdin?.cork();
        stdin?.write(frame({ id: next.id, bytes: next.bytes, ...next.asked }));
        process.nextTick(() => stdin?.uncork());
        sent.files += 1;
        sent.bytes += next.bytes.length;
      } catch {
        settleAll(cannotStart);
        return;
      }
    }
  };

  const ask = <Value>(
    bytes: Uint8Array,
    asked: Asked,
    answer: z.ZodType<Result<Value>>,
    owner?: symbol,
  ): Promise<Result<Value>> => {
    if (isStopped) return Promise.resolve(cancelled);
    return new Promise((settle) => {
      lastId += 1;
      queue.push({
        id: lastId,
        bytes,
        asked,
        owner,
        isBegun: false,
        isSuspect: false,
        take: (raw) => {
          const parsed = answer.safeParse(raw);
          settle(parsed.success ? parsed.data : notUnderstood);
        },
        fail: settle,
      });
      send();
      if (queue.length !== 1) return;
      headSince = performance.now();
      watch();
    });
  };

  return {
    wake: () => {
      if (isStopped || running !== null) return;
      try {
        running = start();
      } catch {
        // The first file will say it.
      }
      watch();
    },
    read: (bytes, known, owner) => ask(bytes, { known }, Articles, owner),
    page: async (bytes, type, owner) => {
      const made = await ask(bytes, { show: type }, Page, owner);
      return made.ok ? made : (ofPages.get(made) ?? made);
    },
    drop: (owner) => {
      const dropped = queue.filter((one) => one.owner === owner);
      if (dropped.length === 0) return;
      const isSent = queue.slice(0, sent.files).some((one) => one.owner === owner);
      queue = queue.filter((one) => one.owner !== owner);
      if (isSent) {
        // What was sent cannot be called back: it goes with its guest, and what others wait for is sent to the next one.
        rest();
        sent.files = 0;
        sent.bytes = 0;
        headSince = performance.now();
      }
      watch();
      send();
      for (const one of dropped) one.fail(cancelled);
    },
    examine: examiner.examine,
    handed: async () => {
      while ((running?.process.stdin?.writableLength ?? 0) > 0)
        await new Promise((resume) => setImmediate(resume));
    },
    stop: () => {
      isStopped = true;
      examiner.stop();
      rest();
      settleAll(cancelled);
      clearTimeout(timer);
    },
  };
};
