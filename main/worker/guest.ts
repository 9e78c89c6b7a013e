import { Writable } from "node:stream";
import { Worker } from "node:worker_threads";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { isStrayOfPdf } from "../import/pdf/stray-errors";
import { readFile } from "../import/read-file";
import { shutNodeNetwork } from "../network-guard";
import { pageOf } from "../originals/page-of";
import { createExaminer } from "./guest-examine";
import { type FromGuest, frame, type ToGuest, type ToRead, type ToShow, unframe } from "./guest-messages";

/*
 * The guest process: reads untrusted bytes, one file at a time, in the order in which they come. It holds no project and
 * no network and writes nothing but its answers, and the private copy of a project that it examines. Its host kills it
 * when a file takes too long; a thread of its own does when one takes too much memory, since this thread may be busy
 * for ever.
 */

shutNodeNetwork();
// Libraries say things on the console, words of the article among them; standard output belongs to the answers.
console.log = console.info = console.warn = console.debug = console.error = console.trace = () => {};
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
for (const stream of ["stdout", "stderr"]) Object.defineProperty(process, stream, { value: nowhere });

/** Greatest resident size in bytes. A text of 50 MB takes about half of it. */
const mostMemory = 1_500_000_000;
/** A host that still lives has killed the guest over any file that shows no sign of life by now, in looks of the watchdog. */
const mostLooks = 12_000;
/** In milliseconds. */
const lookEvery = 25;

/** Another number whenever something gets on; 0 between files. */
const current = new Int32Array(new SharedArrayBuffer(4));

/** Ends the process over its size, and when its host has gone without being able to end it. */
const watchdog = `
  const current = require("node:worker_threads").workerData;
  const parent = process.ppid;
  let last = 0, looks = 0;
  setInterval(() => {
    const now = Atomics.load(current, 0);
    looks = now !== 0 && now === last ? looks + 1 : 0;
    last = now;
    if (looks > ${mostLooks} || process.ppid !== parent || process.memoryUsage.rss() > ${mostMemory})
      process.kill(process.pid, "SIGKILL");
  }, ${lookEvery});
`;
new Worker(watchdog, { eval: true, workerData: current }).unref();

/**
 * Writes the answers. A thread of its own, because this one may be busy for ever when a sign of life is due, and
 * because a host that stores what it has does not read: the pipe holds a few answers, and the next files go on meanwhile.
 */
const writer = new Worker(
  `
  const { writeSync } = require("node:fs");
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", (bytes) => {
    for (let rest = bytes; rest.length > 0; ) {
      try {
        rest = rest.subarray(writeSync(1, rest));
      } catch (cause) {
        // The host has gone: there is nobody left to read for.
        if (cause.code !== "EAGAIN") process.kill(process.pid, "SIGKILL");
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  });
`,
  { eval: true },
);
writer.unref();

const tell = (message: FromGuest): void => writer.postMessage(frame(message));

/** Milliseconds between two signs of life. */
const pulse = 100;

const pulseOf = (id: number): (() => void) => {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < pulse) return;
    last = now;
    tell({ kind: "alive", id });
  };
};

const broken = fail(
  "invalid-input",
  "It could not be read: something in it is not as its format demands",
  "Open it in the program that made it and save it again, or paste its text.",
);

/** Ends the file that is being read when a library throws beside the promise that it gave. */
let surprise: (cause: unknown) => void = () => {};
process.on("uncaughtException", (cause) => surprise(cause));
process.on("unhandledRejection", (cause) => {
  if (!isStrayOfPdf(cause)) surprise(cause);
});

const shownAs = async (bytes: Uint8Array, { id, show }: ToShow): Promise<Result<Uint8Array>> => {
  const page = await pageOf(bytes, show, pulseOf(id));
  return page.ok ? ok(new TextEncoder().encode(page.value)) : page;
};

const answer = async (asked: ToRead | ToShow): Promise<void> => {
  const { id, bytes } = asked;
  Atomics.store(current, 0, id);
  // What a guest dies of is a file with which it has begun.
  tell({ kind: "alive", id });
  try {
    const surprised = new Promise<never>((_, reject) => {
      surprise = reject;
    });
    // Memory of its own: a reader may take it over, and other messages stand beside a small one.
    const own = bytes.length < 1_000_000 ? new Uint8Array(bytes) : bytes;
    const work = "show" in asked ? shownAs(own, asked) : readFile(own, asked.known, pulseOf(id));
    const result = await Promise.race([work, surprised]);
    tell({ kind: "read", id, result });
  } catch {
    tell({ kind: "read", id, result: broken });
  }
  Atomics.store(current, 0, 0);
};

/**
 * Takes files from the pipe as they come, in a thread of its own: the pipe holds a few of them, and a host that stores
 * what it has sends no more meanwhile.
 */
const mailbox = new Worker(
  `
  const { readSync } = require("node:fs");
  const { parentPort } = require("node:worker_threads");
  const part = Buffer.allocUnsafeSlow(1 << 20);
  for (;;) {
    let length = 0;
    try {
      length = readSync(0, part);
    } catch (cause) {
      if (cause.code === "EAGAIN") {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
        continue;
      }
    }
    if (length === 0) break;
    parentPort.postMessage(part.subarray(0, length));
  }
`,
  { eval: true },
);

const examiner = createExaminer({
  tell,
  alive: (id) => {
    const pulse = pulseOf(id);
    return () => {
      Atomics.sub(current, 0, 1);
      pulse();
    };
  },
  ended: () => Atomics.store(current, 0, 0),
  surprised: () =>
    new Promise<never>((_, reject) => {
      surprise = reject;
    }),
});

let last: Promise<void> = Promise.resolve();
const hear = unframe((raw) => {
  const message = raw as ToGuest;
  if ("isTaken" in message) examiner.taken();
  else if ("examine" in message) last = last.then(() => examiner.examine(message));
  else last = last.then(() => answer(message));
});
// A message between threads comes as a plain array of bytes.
mailbox.on("message", (part: Uint8Array) => hear(Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
const ended = new Promise((resume) => mailbox.on("exit", resume));
tell({ kind: "ready" });
await ended;
process.exit(0);
