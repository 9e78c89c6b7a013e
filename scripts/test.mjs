// Every check in order. All of them run, whatever fails; the last line says how many tests passed and failed in all.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { localCacheDir, root } from "./lib/project.mjs";
import { runHere } from "./lib/run.mjs";

const reports = join(localCacheDir, "reports");
const unitReport = join(reports, "unit.json");
const bin = (path) => join(root, "node_modules", path);

/** In order; stages in a list run side by side. */
const STAGES = [
  {
    name: "format",
    command: [bin("@biomejs/biome/bin/biome"), "check", "--linter-enabled=false", "--error-on-warnings"],
  },
  { name: "lint", command: [bin("@biomejs/biome/bin/biome"), "lint", "--error-on-warnings"] },
  { name: "types", command: [bin("typescript/bin/tsc"), "-b"] },
  { name: "dead code", command: [bin("knip/bin/knip.js")] },
  [
    {
      name: "unit and property tests",
      command: [
        bin("vitest/vitest.mjs"),
        "run",
        "--config=tests/vitest.config.ts",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${unitReport}`,
      ],
      count: () => countVitest(readReport(unitReport)),
    },
    // The app does nothing for five minutes there: that needs no time of its own.
    playwright("network silence", "silence"),
  ],
  playwright("end-to-end tests", "e2e"),
  playwright("network", "network"),
  // The production flavour has switches of its own (fuses, no debugging port): only its own run can tell.
  { name: "packaged app", command: [join(root, "scripts/pack.mjs")] },
];

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const outcomes = [];
for (const stages of STAGES) {
  const together = [stages].flat();
  outcomes.push(...(await Promise.all(together.map((stage, at) => run(stage, at > 0)))));
}

console.log("");
for (const { name, passed, failed, seconds } of outcomes) {
  console.log(
    `${failed === 0 ? "ok    " : "FAILED"} ${name}: ${passed} passed, ${failed} failed (${seconds} s)`,
  );
}
const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 ? 0 : 1);

/** What a stage says that runs beside another is shown when it is over. */
async function run({ name, command, env, count }, isBeside) {
  const title = `\n=== ${name}`;
  const path = join(reports, "beside.txt");
  const said = isBeside ? openSync(path, "w") : "inherit";
  if (!isBeside) console.log(title);
  const start = Date.now();
  const options = { cwd: root, env: { ...process.env, ...env }, stdio: ["inherit", said, said] };
  const code = await runHere(process.execPath, command, options);
  if (isBeside) {
    closeSync(said);
    console.log(`${title}\n${readFileSync(path, "utf8")}`);
  }
  const { passed, failed } = count?.() ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  // A runner that fails without a failed test has failed all the same: it crashed, found no test, or a hook threw.
  return {
    name,
    passed,
    failed: failed || (code === 0 ? 0 : 1),
    seconds: Math.round((Date.now() - start) / 100) / 10,
  };
}

function playwright(name, project) {
  const report = join(reports, `${project}.json`);
  return {
    name,
    command: [join(root, "scripts/playwright.mjs"), project, "--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    count: () => countPlaywright(readReport(report)),
  };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function countVitest(report) {
  return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 };
}

function countPlaywright(report) {
  return { passed: report?.stats.expected ?? 0, failed: report?.stats.unexpected ?? 0 };
}
