// `npm run pack`: the production flavour, unpacked, into dist/linux-unpacked; then its fuses are read back and it is tried out.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installDebianPackages } from "./lib/debian.mjs";
import { wrongFuses } from "./lib/fuses.mjs";
import { root } from "./lib/project.mjs";
import { capture, hasCommand, runHere } from "./lib/run.mjs";
import { electronRuntime, virtualDisplay } from "./runtime.mjs";

const executable = join(root, "dist/linux-unpacked/assay");
const { electronDir, version, args } = electronRuntime();

await check("package", async () => {
  const builder = join(root, "node_modules/electron-builder/cli.js");
  const config = [`-c.electronDist=${electronDir}`, `-c.electronVersion=${version}`];
  const code = await runHere(process.execPath, [builder, "--linux", "dir", ...config], { cwd: root });
  return code === 0 ? [] : [`electron-builder ended with ${code}`];
});
await check("fuses", () => wrongFuses(executable));
await check("command line without a display", tryCommandLine);
await check("window; debugging switches open no port", async () => {
  const missing = Object.entries({ xwd: "x11-apps", "xvfb-run": "xvfb", xauth: "xauth" })
    .filter(([command]) => !hasCommand(command))
    .map(([, name]) => name);
  if (missing.length > 0)
    installDebianPackages(missing, "The smoke run needs a virtual display.", console.log);
  const smoke = [process.execPath, join(root, "scripts/lib/smoke.mjs"), executable, ...args];
  const code = await runHere(virtualDisplay[0], [...virtualDisplay.slice(1), ...smoke]);
  return code === 0 ? [] : ["the packaged app failed its smoke run"];
});
console.log(`\nThe app is in ${join(root, "dist/linux-unpacked")}: start it with ./assay`);

async function check(name, run) {
  const problems = await run();
  console.log(
    `${problems.length === 0 ? "ok    " : "FAILED"} ${name}${problems.map((text) => `\n       ${text}`).join("")}`,
  );
  if (problems.length > 0) process.exit(1);
}

/** The packaged binary answers the same words as `npm run assay`. */
function tryCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), "assay-pack-"));
  const project = join(folder, "smoke.assay");
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
  const commands = [
    ["new", project],
    ["verify", project],
  ];
  const problems = commands.flatMap((words) => {
    const done = capture(executable, [...args, ...words], {
      env: { ...env, XDG_CONFIG_HOME: folder },
      timeout: 30_000,
    });
    return done.status === 0 ? [] : [`assay ${words[0]} ended with ${done.status}: ${done.stderr.trim()}`];
  });
  rmSync(folder, { recursive: true, force: true });
  return problems;
}
