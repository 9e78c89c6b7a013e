import { mkdirSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { join, resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests of what a killed process or a failing disk leaves: they need a file system that takes its time over a disk. */
const onDisk = ["tests/unit/durability/**/*.test.ts", "tests/unit/main/store/crash.test.ts"];
const everything = "tests/unit/**/*.test.{ts,tsx}";

/** Where Linux keeps files in memory. */
const memory = "/dev/shm";
const prefix = "assay-unit-";
/** What the tests of two workers may need at a time, in bytes. */
const room = 2 ** 31;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as { code?: unknown }).code === "EPERM";
  }
};

/** Folders that killed runs of the tests left would take memory until the next start of the machine. */
const removeLeftovers = (): void => {
  for (const name of readdirSync(memory)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(memory, name), { recursive: true, force: true });
  }
};

/** A folder for temporary files that is in memory, removed when this process ends; null where there is no room for one. */
const folderInMemory = (): string | null => {
  try {
    removeLeftovers();
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < room) return null;
    const folder = join(memory, `${prefix}${process.pid}`);
    mkdirSync(folder, { recursive: true });
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  } catch {
    // Not on this system.
    return null;
  }
};

const inMemory = folderInMemory();

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    // Processes, not threads: a crash of the SQLite addon then fails one file and names it.
    pool: "forks",
    // Both cores of the smallest machine; Vitest would leave one to itself.
    maxWorkers: 2,
    // What PDF.js leaves behind of damaged files; the guest process passes over it too (stray-errors.ts).
    onUnhandledError: ({ stack }) => (/\bpdf\.worker\b/.test(stack ?? "") ? false : undefined),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: "logic",
          include: [everything],
          exclude: onDisk,
          // An edit waits for the disk several times, and so would thousands of them in every run, for nothing.
          env: inMemory === null ? {} : { TMPDIR: inMemory },
        },
      },
      { extends: true, test: { name: "disk", include: onDisk } },
    ],
  },
});
