import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, type Page } from "@playwright/test";
import { electronRuntime } from "../../../scripts/runtime.mjs";
import { expect, test } from "../app";
import { type Listeners, listenForLeaks } from "./listeners";
import { readNetLog } from "./netlog";
import { vectors } from "./vectors";

/** Long enough for the slowest vector of the control run (WebRTC, WebTransport), with room. */
const SETTLE_MS = 3_000;
/** What the control run showed on Electron 33.2.1, with a margin for a slow machine. */
const MIN_CONTROL_HITS = 40;

let listeners: Listeners;
let folder = "";
test.beforeEach(async () => {
  listeners = await listenForLeaks(vectors);
  folder = mkdtempSync(join(tmpdir(), "assay-netlog-"));
});
test.afterEach(() => {
  listeners.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Fires every vector in the page, and types a word that a spell checker would ask about. */
async function fireAll(page: Page) {
  const refused: string[] = [];
  for (const vector of vectors) {
    await page.evaluate(vector.fire, listeners.targetOf(vector)).catch(() => refused.push(vector.name));
  }
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    document.body.append(field);
    field.focus();
  });
  await page.keyboard.type("mispelt wrods ");
  await page.waitForTimeout(SETTLE_MS);
  return refused;
}

test("Control: without the protections the same harness sees the leaks", async () => {
  const runtime = electronRuntime();
  const netLog = join(folder, "netlog.json");
  const app = await _electron.launch({
    executablePath: runtime.electronPath,
    args: [...runtime.args, `--user-data-dir=${join(folder, "profile")}`, `--log-net-log=${netLog}`],
    env: {
      ...(process.env as Record<string, string>),
      ASSAY_APP_DIR: resolve(import.meta.dirname, "unprotected"),
    },
  });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  await fireAll(page);
  await app.close();
  const hits = listeners.hits();
  const { hosts } = readNetLog(netLog);
  const names = hosts.filter((host) => !host.includes("127.0.0.1"));
  const silent = vectors.filter(({ name, over }) => over !== "dns" && !hits.includes(name));
  console.log(`Without protections ${hits.length} of ${vectors.length} vectors reached a listener.`);
  console.log(
    `Silent even so: ${silent.map(({ name }) => name).join(", ")}. Names asked for: ${names.join(", ")}`,
  );
  expect(hits.length).toBeGreaterThanOrEqual(MIN_CONTROL_HITS);
  expect(hits).toContain("WebRTC STUN");
  expect(names.join(" ")).toContain("dns-prefetch.leak.example");
  expect(names.join(" ")).toContain("redirector.gvt1.com");
});

test.describe("In Assay", () => {
  test.use({
    args: async ({}, use) => {
      folder = mkdtempSync(join(tmpdir(), "assay-netlog-"));
      await use([`--log-net-log=${join(folder, "netlog.json")}`]);
    },
  });

  test("none of them reaches a listener, and no name is asked for", async ({ assay }) => {
    // The page complains of each, and the log names what was blocked: that is what is wanted here.
    assay.expectProblem(/./);
    await fireAll(assay.page);
    expect(assay.page.url()).toMatch(/^app:\/\/bundle\/index\.html(#ping)?$/);
    expect(listeners.hits()).toEqual([]);
    await assay.close();
    expect(readNetLog(join(folder, "netlog.json"))).toEqual({ hosts: [], urls: [] });
  });

  test("none of them does even when the content security policy is gone", async ({ assay }) => {
    assay.expectProblem(/./);
    await assay.app.evaluate(({ session }) => {
      session.defaultSession.protocol.unhandle("app");
      session.defaultSession.protocol.handle(
        "app",
        () => new Response("<!doctype html><body></body>", { headers: { "Content-Type": "text/html" } }),
      );
    });
    await assay.page.reload();
    await fireAll(assay.page);
    expect(assay.page.url()).toMatch(/^app:\/\/bundle\/index\.html(#ping)?$/);
    expect(listeners.hits()).toEqual([]);
    await assay.close();
    expect(readNetLog(join(folder, "netlog.json"))).toEqual({ hosts: [], urls: [] });
  });
});
