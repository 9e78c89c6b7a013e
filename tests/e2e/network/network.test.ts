import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron } from "@playwright/test";
import { electronRuntime } from "../../../scripts/runtime.mjs";
import { test as base, expect, type Page } from "../app";
import { type Listeners, listenForLeaks } from "./listeners";
import { readNetLog } from "./netlog";
import { vectors } from "./vectors";

/** Long enough for the slowest vector of the control run (WebRTC, WebTransport), with room. */
const SETTLE_MS = 3_000;
const FIRE_MS = 2_000;
/** The control run shows 45 on Electron 33.2.1; a few less would be a slow machine, many less a blind harness. */
const MIN_CONTROL_HITS = 40;

const test = base.extend<{ netLog: string; listeners: Listeners }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  netLog: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "assay-netlog-"));
    await use(join(folder, "netlog.json"));
    rmSync(folder, { recursive: true, force: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  listeners: async ({}, use) => {
    const listeners = await listenForLeaks(vectors);
    await use(listeners);
    listeners.close();
  },
  args: async ({ netLog }, use) => use([`--log-net-log=${netLog}`]),
});

/** Fires every vector in the page, and types words that a spell checker would ask about. */
async function fireAll(page: Page, listeners: Listeners) {
  for (const vector of vectors) {
    // Some throw where they stand, and none is worth waiting for: what counts is what arrives.
    const fired = page.evaluate(vector.fire, listeners.targetOf(vector)).catch(() => {});
    await Promise.race([fired, page.waitForTimeout(FIRE_MS)]);
  }
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    document.body.append(field);
    field.focus();
  });
  await page.keyboard.type("mispelt wrods ");
  await page.waitForTimeout(SETTLE_MS);
}

test("Control: without the protections the same harness sees the leaks", async ({ netLog, listeners }) => {
  const runtime = electronRuntime();
  const app = await _electron.launch({
    executablePath: runtime.electronPath,
    args: [...runtime.args, `--user-data-dir=${join(netLog, "../profile")}`, `--log-net-log=${netLog}`],
    env: {
      ...(process.env as Record<string, string>),
      ASSAY_APP_DIR: resolve(import.meta.dirname, "unprotected"),
    },
  });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  await fireAll(page, listeners);
  await app.close();

  const hits = listeners.hits();
  const names = readNetLog(netLog).hosts.filter((host) => !host.includes("127.0.0.1"));
  const silent = vectors.filter(({ name, over }) => over !== "dns" && !hits.includes(name));
  console.log(`Without protections ${hits.length} of ${vectors.length} vectors reached a listener.`);
  console.log(`Silent even so: ${silent.map(({ name }) => name).join(", ")}. Names: ${names.join(", ")}`);
  expect(hits.length).toBeGreaterThanOrEqual(MIN_CONTROL_HITS);
  expect(hits).toContain("WebRTC STUN");
  expect(names.join(" ")).toContain("dns-prefetch.leak.example");
  expect(names.join(" ")).toContain("redirector.gvt1.com");
});

test("In Assay none of them reaches a listener, and no name is asked for", async ({
  assay,
  netLog,
  listeners,
}) => {
  // The page complains of each, and the log names what was blocked: that is what is wanted here.
  assay.expectProblem(/./);
  await fireAll(assay.page, listeners);
  expect(assay.page.url()).toMatch(/^app:\/\/bundle\/index\.html(#ping)?$/);
  expect(listeners.hits()).toEqual([]);
  await assay.close();
  expect(readNetLog(netLog)).toEqual({ hosts: [], urls: [] });
});

test("Not even when the content security policy is gone: the layers below it hold", async ({
  assay,
  netLog,
  listeners,
}) => {
  assay.expectProblem(/./);
  await assay.app.evaluate(({ session }) => {
    session.defaultSession.protocol.unhandle("app");
    session.defaultSession.protocol.handle(
      "app",
      () => new Response("<!doctype html><body></body>", { headers: { "Content-Type": "text/html" } }),
    );
  });
  await assay.page.reload();
  await fireAll(assay.page, listeners);
  expect(assay.page.url()).toMatch(/^app:\/\/bundle\/index\.html(#ping)?$/);
  expect(listeners.hits()).toEqual([]);
  await assay.close();
  // The log has WebTransport's address, which the dead proxy then refused; names it has none.
  expect(readNetLog(netLog).hosts).toEqual([]);
});
