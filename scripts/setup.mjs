// Prepares this machine and this clone for Assay, and does nothing that is already done. It uses only what Node ships,
// because it runs before anything is installed. With --quiet it speaks only when it has work to do, on standard error.
import { SetupError } from "./lib/setup-error.mjs";
import { buildStep } from "./steps/build.mjs";
import { electronStep } from "./steps/electron.mjs";
import { nodeStep } from "./steps/node.mjs";
import { packagesStep } from "./steps/packages.mjs";
import { sqliteStep } from "./steps/sqlite.mjs";
import { systemStep } from "./steps/system.mjs";

const STEPS = [
  ["Node.js", nodeStep],
  ["Packages", packagesStep],
  ["Electron runtime", electronStep],
  ["System libraries", systemStep],
  ["SQLite addon", sqliteStep],
  ["App", buildStep],
];

/** Runs all steps; ends the process with a message that says what to do when one fails. */
async function setup({ isQuiet }) {
  for (const [index, [title, step]] of STEPS.entries()) {
    const say = (text) => process.stderr.write(`[${index + 1}/${STEPS.length}] ${title}: ${text}\n`);
    try {
      const outcome = await step((text) => say(`${text} ...`));
      if (!isQuiet) say(outcome);
    } catch (error) {
      say(error instanceof SetupError ? `${error.message}\n\n${error.todo}` : error.stack);
      process.exit(1);
    }
  }
}

await setup({ isQuiet: process.argv.includes("--quiet") });
