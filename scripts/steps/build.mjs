import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localCacheDir, root } from "../lib/project.mjs";
import { capture } from "../lib/run.mjs";
import { SetupError } from "../lib/setup-error.mjs";

const SOURCES = ["main", "renderer", "shared", "seeds", "package.json", "package-lock.json"];
const CONFIGS = ["main/vite.config.ts", "renderer/vite.config.ts"];
const RESULTS = ["out/main/index.js", "out/main/cli.js", "out/renderer/index.html"];

const stamp = join(localCacheDir, "built-from");

/** Builds the app when a source changed since the last build. */
export function buildStep(progress) {
  const sources = fingerprint();
  if (RESULTS.every((path) => existsSync(join(root, path))) && lastFingerprint() === sources)
    return "up to date";
  progress("building");
  const vite = join(root, "node_modules/vite/bin/vite.js");
  for (const config of CONFIGS) {
    const done = capture(process.execPath, [vite, "build", "-c", config, "--logLevel", "warn"], {
      cwd: root,
    });
    if (done.status !== 0) {
      throw new SetupError(
        `Building with ${config} failed:\n${(done.stdout + done.stderr).trim()}`,
        "Correct the source named above, then run the command again.",
      );
    }
  }
  mkdirSync(localCacheDir, { recursive: true });
  // The state from before the build: a file saved during it leads to another build, not to a stale one.
  writeFileSync(stamp, sources);
  return "built";
}

const lastFingerprint = () => existsSync(stamp) && readFileSync(stamp, "utf8");

function fingerprint() {
  const hash = createHash("sha256");
  for (const path of SOURCES) addToHash(hash, join(root, path));
  return hash.digest("hex");
}

function addToHash(hash, path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) {
    hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name));
}
