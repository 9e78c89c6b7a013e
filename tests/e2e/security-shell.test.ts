import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { electronRuntime } from "../../scripts/runtime.mjs";
import { expect, test } from "./app";

test("An address opens in the browser only when it is fit to and the person has said so", async ({
  assay,
}) => {
  const { app, page } = assay;
  await app.evaluate(({ dialog, shell }) => {
    const seen = { asked: [] as string[], opened: [] as string[], answer: 1 };
    (globalThis as unknown as { seen: typeof seen }).seen = seen;
    dialog.showMessageBox = (async (_window: unknown, options: Electron.MessageBoxOptions) => {
      seen.asked.push(options.detail ?? "");
      return { response: seen.answer, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
    shell.openExternal = async (url) => {
      seen.opened.push(url);
    };
  });
  const open = (url: string) => page.evaluate((address) => window.assay.links.open({ url: address }), url);
  for (const url of [
    "file:///etc/passwd",
    "javascript:alert(1)",
    "smb://host/x",
    "https://a@b.example/",
    "https:\\\\evil",
    "mailto:a@b.example",
  ]) {
    expect(await open(url)).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  }
  expect(await open("https://example.org/a?b")).toEqual({ ok: true, value: { isOpened: false } });
  await app.evaluate(() => {
    (globalThis as unknown as { seen: { answer: number } }).seen.answer = 0;
  });
  expect(await open("https://аpple.com/")).toEqual({ ok: true, value: { isOpened: true } });
  expect(await app.evaluate(() => (globalThis as unknown as { seen: unknown }).seen)).toMatchObject({
    asked: ["https://example.org/a?b", "https://xn--pple-43d.com/"],
    opened: ["https://xn--pple-43d.com/"],
  });
});

test("Node's own network is shut in the main process, Electron's too", async ({ assay }) => {
  assay.expectProblem(/Blocked Node's network|Blocked a request/);
  const passed = await assay.app.evaluate(async ({ net, session }) => {
    const { createRequire } = process.getBuiltinModule("node:module");
    const require = createRequire("/");
    const ways: Record<string, () => unknown> = {
      fetch: () => fetch("http://127.0.0.1:1/"),
      http: () => require("node:http").get("http://127.0.0.1:1/"),
      socket: () => require("node:net").connect(1, "127.0.0.1"),
      lookup: () => require("node:dns").promises.lookup("example.org"),
      netFetch: () => net.fetch("http://127.0.0.1:1/"),
      sessionFetch: () => session.defaultSession.fetch("http://127.0.0.1:1/"),
      resolve: () => session.defaultSession.resolveHost("example.org"),
    };
    const found: string[] = [];
    for (const [name, way] of Object.entries(ways)) {
      try {
        await way();
        found.push(`${name} passed`);
      } catch (error) {
        const why = String(error);
        if (!/never uses the network|ERR_BLOCKED_BY_CLIENT|ERR_NAME_NOT_RESOLVED/.test(why))
          found.push(`${name} ${why}`);
      }
    }
    return found;
  });
  expect(passed).toEqual([]);
});

test("A second start hands its project over to the first window and ends; what it should not hand over is dropped", async ({
  assay,
}) => {
  const { app, folder } = assay;
  const startAgain = async (args: readonly string[]) => {
    const runtime = electronRuntime();
    const child = spawn(
      runtime.electronPath,
      [...runtime.args, `--user-data-dir=${join(folder, "profile")}`, ...args],
      { cwd: folder, env: { ...runtime.env, ...process.env, HOME: join(folder, "home") }, stdio: "ignore" },
    );
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(0);
  };
  const title = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()));
  await expect.poll(title).toEqual([expect.stringMatching(/. — Assay$/)]);
  const before = await title();
  await app.evaluate(({ dialog }) => {
    const shown: string[] = [];
    (globalThis as unknown as { shown: string[] }).shown = shown;
    dialog.showMessageBox = (async (_window: unknown, { message }: Electron.MessageBoxOptions) => {
      shown.push(message);
      return { response: 0, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
  await startAgain([
    "--inspect=0",
    "app://bundle/index.html",
    "file:///etc/passwd",
    "/etc/passwd",
    "--project",
    "/dev/zero",
    "x.assay",
  ]);
  expect(await title()).toEqual(before);
  // Not even tried, or it would have been said that it failed.
  expect(await app.evaluate(() => (globalThis as unknown as { shown: string[] }).shown)).toEqual([]);

  const other = join(folder, "home/Documents/Another project.assay");
  await assay.answerDialogs({ save: other });
  await assay.page.evaluate(() => window.assay.files.createProject(undefined));
  await expect.poll(title).toEqual(["Another project — Assay"]);
  await startAgain(["--project", assay.projectPath ?? ""]);
  await expect.poll(title).toEqual(before);
});

test("A page that crashes comes back, with everything that was written", async ({ assay }) => {
  assay.expectProblem(/incident .* in the window's page|the page crashed/);
  const { app, page } = assay;
  await page.evaluate(() => window.assay.project.update({ name: "Before the crash" }));
  const name: unknown = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const back = new Promise((done) => contents?.once("did-finish-load", () => done(true)));
    contents?.forcefullyCrashRenderer();
    await back;
    return contents?.executeJavaScript(
      "window.assay.project.get(undefined).then((result) => result.value.name)",
    );
  });
  expect(name).toBe("Before the crash");
});

test("What a person wrote is not in the log or the profile", async ({ assay }) => {
  const marker = "ZEBRA-UMBRELLA-7731";
  await assay.page.evaluate(async (text) => {
    await window.assay.articles.createFromText({
      text: `${text} said a spokesman.\n\n${text} again.`,
      title: text,
    });
    await window.assay.articles.get({ id: text } as never);
    await window.assay.project.update({ name: text });
  }, marker);
  await assay.close();
  const found = readdirSync(join(assay.folder, "profile"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(marker));
  expect(found).toEqual([]);
});
