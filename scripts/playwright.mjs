// Runs Playwright on the real window, under a virtual display where there is none: `playwright.mjs PROJECT [arguments]`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
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

/** Writes down what any process addresses over a socket while the tests run. Not every container lets one look. */
const isTraced = isCut && spawnSync("strace", ["-f", "true"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "assay-playwright-"));
const trace = join(folder, "trace.txt");
const tracing = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "signal=none"].concat([
  "-e",
  "trace=connect,sendto,sendmsg,sendmmsg",
  "-o",
  trace,
]);

const command = [
  ...(isCut ? withoutNetwork : []),
  ...(isTraced ? tracing : []),
  ...(hasDisplay() ? [] : virtualDisplay),
  process.execPath,
  join(root, "node_modules/@playwright/test/cli.js"),
  "test",
  "--config=tests/playwright.config.ts",
  `--project=${project}`,
  ...rest,
];
const code = await runHere(command[0], command.slice(1), { cwd: root });
const addressed = isTraced ? outside(readFileSync(trace, "utf8")) : [];
rmSync(folder, { recursive: true, force: true });
if (isTraced) console.log(`Calls that address anything outside this machine: ${addressed.length}`);
for (const call of addressed.slice(0, 20)) console.log(call);
process.exit(code === 0 && addressed.length > 0 ? 1 : code);

/** Calls over IPv4 or IPv6 that are not Playwright's own talk with the app, which goes over the loopback. */
function outside(calls) {
  return calls.split("\n").filter((call) => /AF_INET6?\b/.test(call) && !/"(?:127\.0\.0\.1|::1)"/.test(call));
}
