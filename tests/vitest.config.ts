import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    include: ["tests/unit/**/*.test.{ts,tsx}"],
    // Processes, not threads: a crash of the SQLite addon then fails one file and names it.
    pool: "forks",
    // Both cores of the smallest machine; Vitest would leave one to itself.
    maxWorkers: 2,
    // What PDF.js leaves behind of damaged files; the guest process passes over it too (stray-errors.ts).
    onUnhandledError: ({ stack }) => (/\bpdf\.worker\b/.test(stack ?? "") ? false : undefined),
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
