import { existsSync } from "node:fs";
import { join } from "node:path";
import { currentName, installDebianPackages } from "../lib/debian.mjs";
import { capture, hasCommand } from "../lib/run.mjs";
import { SetupError } from "../lib/setup-error.mjs";
import { hasDisplay } from "../runtime.mjs";
import { findElectron } from "./electron.mjs";

/** These four bring everything else that Electron links to. */
const LIBRARIES = ["libgtk-3-0", "libnss3", "libgbm1", "libasound2"];

/** Sees to the system libraries that Electron needs, and to a virtual display where there is no real one. */
export function systemStep(progress) {
  if (process.platform !== "linux") return "nothing to do on this system";
  const executable = join(findElectron().dir, "electron");
  const missing = missingLibraries(executable);
  if (missing.length > 0) {
    const why = `Electron needs system libraries that are missing: ${missing.join(" ")}.`;
    installDebianPackages(LIBRARIES.map(currentName), why, progress);
    const left = missingLibraries(executable);
    if (left.length > 0) {
      throw new SetupError(
        `These libraries are still missing: ${left.join(" ")}.`,
        "Install them, then run the command again.",
      );
    }
  }
  // What the tests look through (strace) and measure against (sqlite3); the app itself needs neither.
  const tools = process.env.npm_lifecycle_event?.match(/^pre(test|e2e|bench)$/) ? ["strace", "sqlite3"] : [];
  const absent = tools.filter((name) => !hasCommand(name));
  if (absent.length > 0)
    installDebianPackages(absent, `The tests need programs that are missing: ${absent.join(" ")}.`, progress);
  if (hasDisplay()) return "all there";
  if (!hasVirtualDisplay()) {
    installDebianPackages(
      ["xvfb", "xauth"],
      "There is no display, and no virtual one (xvfb, xauth) either.",
      progress,
    );
  }
  return "all there (no display: a virtual one will be used)";
}

function missingLibraries(executable) {
  const listing = capture("ldd", [executable]).stdout;
  return [...listing.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
}

// Two look-ups by path, because this runs at every start.
const hasVirtualDisplay = () =>
  ["xvfb-run", "xauth"].every((name) => existsSync(`/usr/bin/${name}`) || hasCommand(name));
