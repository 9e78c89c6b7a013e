import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { contract } from "../../shared/ipc/contract";
import { expect, test } from "./app";

/** What the page has beyond a bare window: the bridge, and two registries of zod's. */
const allowedGlobals = ["assay", "__zod_globalConfig", "__zod_globalRegistry"];

test("The page is sandboxed, knows nothing of Node, and has one global of ours", async ({ assay }) => {
  const { app, page } = assay;
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) =>
      (
        window.webContents as unknown as { getLastWebPreferences: () => Electron.WebPreferences }
      ).getLastWebPreferences(),
    ),
  );
  expect(preferences).toHaveLength(1);
  for (const preference of preferences) {
    expect(preference).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: "",
    });
    expect(preference.nodeIntegrationInWorker ?? false).toBe(false);
  }

  const names = ["require", "process", "module", "global", "Buffer", "ipcRenderer", "electron", "__dirname"];
  expect(await page.evaluate((all) => all.filter((name) => name in window), names)).toEqual([]);
  expect(
    await page.evaluate(() => (navigator.userAgent.includes("Electron") ? "" : navigator.userAgent)),
  ).toBe("");

  const ours = await page.evaluate(() => Object.getOwnPropertyNames(window));
  const plain = await app.evaluate(async ({ BrowserWindow }) => {
    const bare = new BrowserWindow({ show: false });
    // Of the same origin, because the platform offers more to a secure one.
    await bare.loadURL("app://bundle/empty").catch(() => {});
    const keys: string[] = await bare.webContents.executeJavaScript("Object.getOwnPropertyNames(window)");
    bare.destroy();
    return keys;
  });
  expect(ours.filter((name) => !plain.includes(name))).toEqual(allowedGlobals);

  const shape = await page.evaluate(() =>
    Object.fromEntries(
      Object.entries(window.assay).map(([noun, verbs]) => [
        noun,
        typeof verbs === "function"
          ? "function"
          : Object.entries(verbs).map(([verb, call]) => `${verb}: ${typeof call}`),
      ]),
    ),
  );
  expect(shape).toEqual({
    on: "function",
    ...Object.fromEntries(
      Object.entries(contract).map(([noun, verbs]) => [
        noun,
        Object.keys(verbs).map((verb) => `${verb}: function`),
      ]),
    ),
  });
});

test("A window that is not ours, pages from elsewhere, and frames get no answer over IPC", async ({
  assay,
}) => {
  assay.expectProblem(/Refused project\.get/);
  const rawPreload = join(assay.folder, "raw-preload.cjs");
  writeFileSync(
    rawPreload,
    `const { contextBridge, ipcRenderer } = require("electron");
     contextBridge.exposeInMainWorld("raw", (channel, input) => ipcRenderer.invoke(channel, input).catch((error) => String(error)));`,
  );
  const answers = await assay.app.evaluate(async ({ BrowserWindow }, preload) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true },
    });
    const contents = window.webContents;
    const ask = `raw("project.get", undefined)`;
    await window.loadURL("about:blank");
    const blank: unknown = await contents.executeJavaScript(ask);
    await window.loadURL("data:text/html,x");
    const data: unknown = await contents.executeJavaScript(ask);
    await window.loadURL("app://bundle/index.html");
    const stranger: unknown = await contents.executeJavaScript(ask);
    const unknownChannel: unknown = await contents.executeJavaScript(`raw("project.drop", undefined)`);
    const internal: unknown = await contents.executeJavaScript(`raw("ELECTRON_BROWSER_REQUIRE", "fs")`);
    window.destroy();
    return { blank, data, stranger, unknownChannel, internal };
  }, rawPreload);
  const refusal = { ok: false, error: { kind: "invalid-input" } };
  expect(answers).toMatchObject({ blank: refusal, data: refusal, stranger: refusal });
  expect(answers.unknownChannel).toContain("No handler registered");
  expect(answers.internal).toContain("No handler registered");
  // A frame of our own page has no bridge, and cannot be led to where it would get one.
  const frame = await assay.page.evaluate(async () => {
    const made = document.createElement("iframe");
    document.body.append(made);
    await new Promise((done) => setTimeout(done, 100));
    return {
      bridge: typeof (made.contentWindow as { assay?: unknown } | null)?.assay,
      address: made.contentWindow?.location.href,
    };
  });
  expect(frame).toEqual({ bridge: "undefined", address: "about:blank" });
  // The harness can see an answer: the real window gets one.
  expect(await assay.page.evaluate(() => window.assay.project.get(undefined))).toMatchObject({ ok: true });
});

test("Two hundred megabytes are refused before they leave the page", async ({ assay }) => {
  const { app, page } = assay;
  const memory = () => app.evaluate(() => process.memoryUsage().rss);
  const before = await memory();
  const results = await page.evaluate(async () => {
    const text = "x".repeat(200_000_000);
    const bytes = new Uint8Array(210_000_000);
    return [
      await window.assay.articles.createFromText({ text }),
      await window.assay.project.update({ name: text }),
      await window.assay.articles.createFromFiles({ files: [{ name: "x.txt", bytes }] }),
    ];
  });
  for (const result of results) expect(result).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  expect((await memory()) - before).toBeLessThan(100_000_000);
});

test("Malformed input over the real bridge is refused in words, and nothing is thrown or logged", async ({
  page,
}) => {
  const outcomes = await page.evaluate(async () => {
    const evil: unknown[] = [
      undefined,
      null,
      0,
      "",
      [],
      {},
      "../../etc/passwd",
      { id: "../../x" },
      { id: 7 },
      JSON.parse('{"__proto__":{"x":1},"id":"a"}'),
      { id: { toString: 1 } },
      new Map(),
      new Date(),
      [[[[]]]],
      { path: "/etc/passwd" },
      new Uint8Array(3),
      () => 1,
      1n,
      { at: NaN },
    ];
    const found: string[] = [];
    for (const [noun, verbs] of Object.entries(window.assay)) {
      // These show dialogs or close the project for any input that they take.
      if (typeof verbs === "function" || noun === "files") continue;
      for (const [verb, call] of Object.entries(
        verbs as Record<string, (input: unknown) => Promise<unknown>>,
      )) {
        for (const input of evil) {
          const result = (await call(input).catch((error: unknown) => `threw ${String(error)}`)) as
            | string
            | { ok: boolean; error?: { kind: string } };
          if (typeof result === "string") found.push(`${noun}.${verb} ${result}`);
          else if (!result.ok && result.error?.kind === "unexpected")
            found.push(`${noun}.${verb} unexpected`);
        }
      }
    }
    return found;
  });
  expect(outcomes).toEqual([]);
});
