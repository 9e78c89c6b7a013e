// Runs Playwright on the real window, under a virtual display where there is none: `playwright.mjs PROJECT [arguments]`.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./lib/project.mjs";
import { runHere } from "./lib/run.mjs";
import { hasDisplay, virtualDisplay } from "./runtime.mjs";

const [project, ...rest] = process.argv.slice(2);

/** Leaves a command nothing but this machine's own loopback, through which Playwright drives the app. */
const withoutNetwork = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
/** Only root may take the network away, and not in every container. */
const canCutNetwork = () =>
  process.platform === "linux" &&
  spawnSync(withoutNetwork[0], [...withoutNetwork.slice(1), "true"]).status === 0;
const isCut = project === "e2e" && canCutNetwork();
if (isCut) console.log("These tests run without a network.");

const command = [
  ...(isCut ? withoutNetwork : []),
  ...(hasDisplay() ? [] : virtualDisplay),
  process.execPath,
  join(root, "node_modules/@playwright/test/cli.js"),
  "test",
  "--config=tests/playwright.config.ts",
  `--project=${project}`,
  ...rest,
];
process.exit(await runHere(command[0], command.slice(1), { cwd: root }));
