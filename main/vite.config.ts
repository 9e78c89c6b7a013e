import { cpSync, existsSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { defineConfig, runnerImport } from "vite";

const folder = import.meta.dirname;
const outDir = join(folder, "../out/main");

// Not a static import: vite loads this file with Node's own loader, which wants file extensions.
const { contract, events } = (
  await runnerImport<typeof import("../shared/ipc/contract")>(join(folder, "../shared/ipc/contract.ts"))
).module;

/** What the preload script needs of the contract: names and size limits, without zod. */
const calls = Object.fromEntries(
  Object.entries(contract).map(([noun, verbs]) => [
    noun,
    Object.fromEntries(Object.entries(verbs).map(([verb, { maxBytes }]) => [verb, maxBytes])),
  ]),
);

const entries: Record<string, string> = {
  index: "index.ts",
  cli: "cli.ts",
  "store-thread": "worker/store-thread.ts",
  "merge-thread": "worker/merge-thread.ts",
  "packer-thread": "worker/packer-thread.ts",
  guest: "worker/guest.ts",
};

const external = ["electron", "better-sqlite3", ...builtinModules, /^node:/];

/** The sample project is read from beside the code, in the packaged app too. */
const copySeeds = {
  name: "copy-seeds",
  writeBundle: () => cpSync(join(folder, "../seeds"), join(outDir, "../seeds"), { recursive: true }),
};

/**
 * linkedom gives every node a map for its event listeners, which takes about a tenth of the time of reading a page. Nothing listens here: pages are data, and none of their scripts ever runs.
 */
const nodesWithoutEvents = {
  name: "nodes-without-events",
  load: (id: string) =>
    id.replaceAll("\\", "/").endsWith("/linkedom/esm/interface/event-target.js")
      ? `export class EventTarget {
          _getParent() { return null; }
          addEventListener() {}
          removeEventListener() {}
          dispatchEvent() { return true; }
        }`
      : null,
};

/** Two builds: the main process and its threads as ES modules, and the sandboxed preload as one CommonJS file. */
export default defineConfig({
  root: folder,
  plugins: [copySeeds, nodesWithoutEvents],
  builder: {
    buildApp: async (builder) => {
      for (const name of ["main", "preload"]) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
    },
  },
  environments: {
    main: {
      consumer: "server",
      resolve: { noExternal: true, external: ["electron", "better-sqlite3"] },
      build: {
        target: "node20",
        outDir,
        emptyOutDir: true,
        minify: false,
        sourcemap: false,
        reportCompressedSize: false,
        rollupOptions: {
          input: Object.fromEntries(
            Object.entries(entries)
              .map(([name, file]) => [name, join(folder, file)] as const)
              .filter(([, file]) => existsSync(file)),
          ),
          external,
          output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
        },
      },
    },
    preload: {
      consumer: "server",
      define: { CALLS: JSON.stringify(calls), EVENTS: JSON.stringify(Object.keys(events)) },
      resolve: { noExternal: true, external: ["electron"] },
      build: {
        target: "chrome130",
        outDir,
        emptyOutDir: false,
        minify: true,
        sourcemap: false,
        reportCompressedSize: false,
        rollupOptions: {
          input: { preload: join(folder, "preload.ts") },
          external,
          output: { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
        },
      },
    },
  },
});
