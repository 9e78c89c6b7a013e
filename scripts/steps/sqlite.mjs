import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { installDebianPackages } from "../lib/debian.mjs";
import { cacheDir, localCacheDir, root } from "../lib/project.mjs";
import { capture, hasCommand } from "../lib/run.mjs";
import { SetupError } from "../lib/setup-error.mjs";
import { findElectron } from "./electron.mjs";

/** The Node-API version that better-sqlite3's shipped binary needs; an older one crashes without a word. */
const PREBUILT_NEEDS_NAPI = 10;

const packageDir = join(root, "node_modules/better-sqlite3");
// better-sqlite3 looks here before it takes its prebuilt binary.
const installed = join(packageDir, "build/Release/better_sqlite3.node");
const checkScript = join(root, "scripts/lib/sqlite-check.cjs");

/** What the last check vouched for; the launcher removes it after a crash, so that the next start checks again. */
export const sqliteCheckStamp = join(localCacheDir, "sqlite-checked");

/** Sees to a SQLite addon that loads in this Node and in the Electron runtime, and tries it in both. */
export function sqliteStep(progress) {
  const electron = findElectron();
  const usesPrebuilt = electron.isOfficial && Number(process.versions.napi) >= PREBUILT_NEEDS_NAPI;
  if (usesPrebuilt) rmSync(dirname(installed), { recursive: true, force: true });
  else installOwnBuild(progress);
  const kind = usesPrebuilt ? "prebuilt" : "built for this runtime";
  const file = usesPrebuilt ? undefined : statSync(installed);
  const subject = [process.version, electron.dir, kind, file?.size, file?.mtimeMs].join(" ");
  if (existsSync(sqliteCheckStamp) && readFileSync(sqliteCheckStamp, "utf8") === subject)
    return `${kind}, checked`;
  progress("trying it in Node and in Electron");
  tryAddon("Node", process.execPath, {});
  const version = tryAddon("Electron", join(electron.dir, "electron"), { ELECTRON_RUN_AS_NODE: "1" });
  mkdirSync(localCacheDir, { recursive: true });
  writeFileSync(sqliteCheckStamp, subject);
  return `${kind}, SQLite ${version} works in Node and in Electron`;
}

function tryAddon(where, executable, env) {
  const done = capture(executable, [checkScript], { cwd: root, env: { ...process.env, ...env } });
  if (done.status === 0) return done.stdout.trim();
  const how =
    done.signal || done.status > 128 ? `it crashed (${done.signal ?? done.status})` : done.stderr.trim();
  throw new SetupError(
    `The SQLite addon does not load in ${where}: ${how}.`,
    `It was made for another runtime. Delete it and run the command again, which builds it anew:\n  rm -rf ${cachedAddon()} ${dirname(installed)}`,
  );
}

function installOwnBuild(progress) {
  const cached = cachedAddon();
  if (!existsSync(cached)) build(cached, progress);
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(cached).mtimeMs) return;
  mkdirSync(dirname(installed), { recursive: true });
  // Copied beside and renamed: a running app keeps the file that it has mapped.
  copyFileSync(cached, `${installed}.new`);
  renameSync(`${installed}.new`, installed);
}

function cachedAddon() {
  const { version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8"));
  return join(cacheDir, `better-sqlite3-${version}-${process.platform}-${process.arch}.node`);
}

function build(target, progress) {
  const tools = { python3: "python3", make: "make", "g++": "g++" };
  const missing = Object.keys(tools).filter((tool) => !hasCommand(tool));
  if (missing.length > 0) {
    installDebianPackages(missing, `Building the SQLite addon needs ${missing.join(", ")}.`, progress);
  }
  const headers = findHeaders(progress);
  progress("building it from source (a minute)");
  const work = join(cacheDir, `better-sqlite3.partial`);
  rmSync(work, { recursive: true, force: true });
  cpSync(packageDir, work, { recursive: true, filter: (path) => path !== join(packageDir, "build") });
  const nodeGyp = createRequire(join(root, "package.json")).resolve("node-gyp/bin/node-gyp.js");
  const done = capture(
    process.execPath,
    [nodeGyp, "rebuild", "--release", "--force_build=1", `--nodedir=${headers}`],
    {
      cwd: work,
      env: {
        ...process.env,
        NODE_PATH: join(root, "node_modules"),
        // One binary for Node-API 9 and later: ask for the experimental version, which is what the calls it makes were called in 9.
        CXXFLAGS:
          "-UNAPI_VERSION -DNAPI_VERSION=2147483647 -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT",
      },
    },
  );
  if (done.status !== 0) {
    throw new SetupError(
      `Building the SQLite addon failed:\n${done.stderr.trim().split("\n").slice(-15).join("\n")}`,
      "Check that `g++ --version` says 11 or later and `python3 --version` 3.8 or later, then run the command again.",
    );
  }
  renameSync(join(work, "build/Release/better_sqlite3.node"), target);
  rmSync(work, { recursive: true, force: true });
}

/** The folder with `include/node` of this Node: beside its executable, or from the npm registry. */
function findHeaders(progress) {
  const own = resolve(dirname(process.execPath), "..");
  if (existsSync(join(own, "include/node/node_api.h"))) return own;
  const version = process.versions.node;
  const dir = join(cacheDir, `node-headers-${version}`);
  if (existsSync(join(dir, "package/include/node/node_api.h"))) return join(dir, "package");
  progress(`fetching the headers of Node ${version} with npm`);
  mkdirSync(dir, { recursive: true });
  const name = `node-${process.platform}-${process.arch}@${version}`;
  const packed = capture("npm", ["pack", name, "--silent", "--prefer-offline", "--pack-destination", dir], {
    cwd: dir,
  });
  const archive = join(dir, packed.stdout.trim());
  const untar =
    packed.status === 0 ? capture("tar", ["-xzf", archive, "-C", dir, "package/include"]) : packed;
  if (untar.status !== 0) {
    throw new SetupError(
      `The headers of Node ${version} are neither beside ${process.execPath} nor could npm fetch them: ${untar.stderr.trim()}`,
      "Install Node with its headers (the archive from nodejs.org has them; on Debian the package libnode-dev), then run the command again.",
    );
  }
  rmSync(archive);
  return join(dir, "package");
}
