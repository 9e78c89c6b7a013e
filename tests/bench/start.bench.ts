import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { median, report } from "./report";

/* From `npm start` to the window, once everything is set up. */

const starts = 5;

/** In milliseconds, from the command to the line of the log that says so. */
const timeToWindow = async (home: string): Promise<number> => {
  const log = join(home, "profile/logs/main.log");
  const shown = () =>
    existsSync(log) ? readFileSync(log, "utf8").split("The window is shown").length - 1 : 0;
  const before = shown();
  const began = performance.now();
  const child = spawn("npm", ["start", "--", `--user-data-dir=${join(home, "profile")}`], {
    cwd: resolve(import.meta.dirname, "../.."),
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, ".config") },
    // A group of its own, so that all of it can be ended.
    detached: true,
    stdio: "ignore",
  });
  try {
    await expect.poll(shown, { timeout: 60_000, intervals: [10] }).toBe(before + 1);
    return performance.now() - began;
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    await once(child, "exit");
  }
};

test("a second start shows the window within three seconds", async () => {
  test.setTimeout(300_000);
  const home = mkdtempSync(join(tmpdir(), "assay-bench-start-"));
  mkdirSync(join(home, "Documents"));
  try {
    const first = await timeToWindow(home);
    const times: number[] = [];
    for (let start = 0; start < starts; start += 1) times.push(await timeToWindow(home));
    report("Start", [
      { name: "first start, which makes the sample project", ms: first },
      {
        name: "start on the project of the last time, from `npm start` to the window",
        ms: median(times),
        limit: { of: "ms", most: 3000 },
        note: `${starts} times, the slowest ${Math.max(...times).toFixed(0)}`,
      },
    ]);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
});
