// `npm run dev`: the renderer from vite's server with hot reload; main is rebuilt, and Electron restarted, on every change.
import { spawn } from "node:child_process";
import { mkdirSync, watch } from "node:fs";
import { join } from "node:path";
import { createServer } from "vite";
import { root } from "./lib/project.mjs";
import { electronRuntime, hasDisplay, virtualDisplay } from "./runtime.mjs";

/** One build writes several files; Electron restarts once they have been still for this long. */
const QUIET_MS = 300;

const outDir = join(root, "out/main");
mkdirSync(outDir, { recursive: true });

const server = await createServer({ configFile: "renderer/vite.config.ts", server: { host: "127.0.0.1" } });
await server.listen();
const url = server.resolvedUrls.local[0];
console.log(`The renderer is served on ${url}`);

const vite = join(root, "node_modules/vite/bin/vite.js");
const mainBuild = spawn(process.execPath, [vite, "build", "-c", "main/vite.config.ts", "--watch"], {
  stdio: "inherit",
});

let app;
let timer;
watch(outDir, () => {
  clearTimeout(timer);
  timer = setTimeout(restart, QUIET_MS);
});
process.on("SIGINT", () => stop(0));
process.on("SIGTERM", () => stop(0));

function restart() {
  app?.removeAllListeners("exit");
  const { electronPath, args, env } = electronRuntime();
  const command = [...(hasDisplay() ? [] : virtualDisplay), electronPath, ...args, ...process.argv.slice(2)];
  const launch = () => {
    app = spawn(command[0], command.slice(1), {
      // A group of its own, so that the virtual display ends with the app.
      detached: true,
      stdio: "inherit",
      env: { ...process.env, ...env, ASSAY_DEV_URL: url },
    });
    app.on("exit", (code) => stop(code ?? 0));
  };
  if (!app || app.exitCode !== null) return launch();
  // The old one holds the single-instance lock until it is gone.
  app.on("exit", launch);
  endApp();
}

function endApp() {
  if (app?.exitCode === null) process.kill(-app.pid, "SIGTERM");
}

async function stop(code) {
  app?.removeAllListeners("exit");
  endApp();
  mainBuild.kill();
  await server.close();
  process.exit(code);
}
