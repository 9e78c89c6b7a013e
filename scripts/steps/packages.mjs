import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/project.mjs";
import { capture } from "../lib/run.mjs";
import { SetupError } from "../lib/setup-error.mjs";

/** Runs `npm ci` when what is installed differs from the lock file. */
export function packagesStep(progress) {
  if (isInstalled()) return "up to date with package-lock.json";
  progress("npm ci (a minute at most)");
  // No package here needs its install script: Electron and the SQLite addon are steps of their own.
  const done = capture("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--loglevel=error"], {
    cwd: root,
  });
  if (done.status !== 0) {
    throw new SetupError(
      `npm ci failed:\n${firstLines(done.stderr || done.stdout)}`,
      "Check that `npm ping` answers and that the disk has 2 GB free, then run the command again.",
    );
  }
  return "installed from package-lock.json";
}

/** Compares npm's own record of what it installed with the lock file; packages for other systems are left out of it. */
function isInstalled() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const installed = readPackages(record);
  const locked = readPackages(join(root, "package-lock.json"));
  return Object.entries(locked).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
}

const readPackages = (path) => JSON.parse(readFileSync(path, "utf8")).packages;

/** npm ends its errors with pages of help. */
const firstLines = (text) => text.trim().split("\n").slice(0, 10).join("\n");
