// Runs Playwright on the real window, under a virtual display where there is none: `playwright.mjs PROJECT [arguments]`.
import { join } from "node:path";
import { root } from "./lib/project.mjs";
import { runHere } from "./lib/run.mjs";
import { hasDisplay, virtualDisplay } from "./runtime.mjs";

const [project, ...rest] = process.argv.slice(2);
const command = [
  ...(hasDisplay() ? [] : virtualDisplay),
  process.execPath,
  join(root, "node_modules/@playwright/test/cli.js"),
  "test",
  "--config=tests/playwright.config.ts",
  `--project=${project}`,
  ...rest,
];
process.exit(await runHere(command[0], command.slice(1), { cwd: root }));
