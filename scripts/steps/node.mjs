import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/project.mjs";
import { SetupError } from "../lib/setup-error.mjs";

/** Refuses a Node that the tools do not run on. */
export function nodeStep() {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [major, minor] = engines.node.match(/\d+/g).map(Number);
  const [hasMajor, hasMinor] = process.versions.node.split(".").map(Number);
  if (hasMajor < major || (hasMajor === major && hasMinor < minor)) {
    throw new SetupError(
      `This is Node ${process.versions.node}; Assay needs ${engines.node}.`,
      "Install a newer Node (on Debian: from nodejs.org or your usual source) and run the command again.",
    );
  }
  return process.versions.node;
}
