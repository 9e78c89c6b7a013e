import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { electronRuntime } from "../../../scripts/runtime.mjs";

/*
 * What the kernel sees: every connect and send of the app and its children, from the first start through a stretch of
 * idling. Chromium's own services begin to call home within seconds in the control run, and again within minutes.
 */
const IDLE_MS = 300_000;

/**
 * Calls that address something over IPv4 or IPv6; local sockets (the display, the helpers) are none of these.
 * `isEnough` is asked every now and then whether to end the app.
 */
async function tracedCalls(
  appDir: string | null,
  timeout: number,
  isEnough: (calls: string[], log: string) => boolean,
) {
  const runtime = electronRuntime();
  const folder = mkdtempSync(join(tmpdir(), "assay-silence-"));
  const trace = join(folder, "trace.txt");
  const log = join(folder, "profile/logs/main.log");
  mkdirSync(join(folder, "home/Documents"), { recursive: true });
  const child = spawn(
    "strace",
    ["-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", trace].concat(
      runtime.electronPath,
      runtime.args,
      `--user-data-dir=${join(folder, "profile")}`,
    ),
    {
      env: {
        ...runtime.env,
        ...process.env,
        ...(appDir === null ? {} : { ASSAY_APP_DIR: appDir }),
        HOME: join(folder, "home"),
        XDG_CONFIG_HOME: join(folder, "home/.config"),
      },
      // A group of its own, so that all of it can be ended.
      detached: true,
      stdio: "ignore",
    },
  );
  try {
    await once(child, "spawn").catch(() => {
      throw new Error("This test needs strace (Debian package strace).");
    });
    await expect.poll(() => isEnough(callsIn(trace), read(log)), { timeout, intervals: [500] }).toBe(true);
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    await once(child, "exit");
  }
  const calls = callsIn(trace);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  return calls;
}

const callsIn = (trace: string) =>
  read(trace)
    .split("\n")
    .filter((line) => /AF_INET6?\b/.test(line));
const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");

test("Control: an Electron without protections asks the network for something in its first seconds", async () => {
  const calls = await tracedCalls(
    resolve(import.meta.dirname, "unprotected"),
    60_000,
    (seen) => seen.length > 0,
  );
  expect(calls.length).toBeGreaterThan(0);
});

test("From the first start through five idle minutes Assay addresses nothing, neither outside nor on the loopback", async () => {
  let shownAt = 0;
  const calls = await tracedCalls(null, IDLE_MS + 60_000, (_seen, log) => {
    if (shownAt === 0 && log.includes("The window is shown")) shownAt = Date.now();
    return shownAt > 0 && Date.now() - shownAt > IDLE_MS;
  });
  expect(calls).toEqual([]);
});
