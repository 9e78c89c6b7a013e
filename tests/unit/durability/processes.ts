import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { build } from "vite";
import { onTestFinished } from "vitest";
import { aFolder } from "../../builders";
import type { Order, Said } from "./worker";

const root = resolve(import.meta.dirname, "../../..");

/** A file of the worker's program, and how to remove it. */
export type Program = { readonly file: string; readonly remove: () => void };

/** Bundles the worker (a second): loading it from its sources would take each of some hundred processes two. */
export const buildWorker = async (): Promise<Program> => {
  const folder = mkdtempSync(join(tmpdir(), "assay-worker-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    build: {
      ssr: join(import.meta.dirname, "worker.ts"),
      outDir: join(folder, "out"),
      target: "node20",
      minify: false,
      reportCompressedSize: false,
    },
    ssr: { noExternal: true, external: ["better-sqlite3"] },
  });
  return {
    file: join(folder, "out/worker.js"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** A worker at work. */
export type Worker = {
  readonly process: ChildProcess;
  /** All that it has said so far. */
  readonly said: readonly Said[];
  /** Once it has loaded and waits for its order. */
  readonly ready: Promise<void>;
  readonly order: (order: Order) => void;
  /** Once it has said this so many times (once), or has ended without it. */
  readonly heard: (is: Said["is"], times?: number) => Promise<void>;
  /** Once it has ended and all that it said was read. */
  readonly ended: Promise<void>;
};

/** Starts a worker; `through` is a program before it with its arguments (strace, setpriv). */
export const startWorker = (program: Program, through: readonly string[] = []): Worker => {
  const [command = "", ...args] = [...through, process.execPath, program.file];
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const said: Said[] = [];
  const waiting: { isHeard: () => boolean; resume: () => void }[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    // The last line of a killed one may be cut.
    if (!line.endsWith("}")) return;
    said.push(JSON.parse(line) as Said);
    for (const { isHeard, resume } of waiting) if (isHeard()) resume();
  });
  const ended = Promise.all([once(child, "close"), once(lines, "close")]).then(() => {
    for (const { resume } of waiting) resume();
  });
  // One that was killed takes no order any more.
  child.stdin.on("error", () => {});
  const heard = (is: Said["is"], times = 1) =>
    new Promise<void>((resume) => {
      const isHeard = () => said.filter((one) => one.is === is).length >= times;
      if (isHeard() || child.exitCode !== null) resume();
      else waiting.push({ isHeard, resume });
    });
  return {
    process: child,
    said,
    ready: heard("ready"),
    order: (order) => child.stdin.write(`${JSON.stringify(order)}\n`),
    heard,
    ended,
  };
};

/** Lets a worker carry out one order; answers with what it said. */
export const finished = async (
  program: Program,
  order: Order,
  through: readonly string[] = [],
): Promise<readonly Said[]> => {
  const worker = startWorker(program, through);
  worker.order(order);
  await worker.ended;
  return worker.said;
};

/** A disk of this test's own, of a size as `mount` takes it; undefined where none may be mounted. */
export const aDisk = (size: string): string | undefined => {
  const folder = join(aFolder(), "disk");
  mkdirSync(folder);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]).status !== 0)
    return undefined;
  onTestFinished(() => void spawnSync("umount", ["-l", folder]));
  return folder;
};

/** Whether a program can be run under strace: it may be missing (`npm test` installs it), or forbidden in a container. */
export const canTrace = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;
