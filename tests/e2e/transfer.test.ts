import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { everything } from "../../shared/domain/share";
import { type Assay, expect, test } from "./app";

const title = (assay: Assay) =>
  assay.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
const openProject = (assay: Assay) => assay.page.evaluate(() => window.assay.project.get(undefined));

test.describe("From the start screen", () => {
  test.use({ project: "none" });

  test("projects are made, filled, exported, shared, closed and opened again, and no path reaches the page", async ({
    assay,
  }) => {
    const { page, folder } = assay;
    const documents = join(folder, "home/Documents");
    const answers: unknown[] = [];
    const ask = async <T>(work: () => Promise<T>): Promise<T> => {
      const answer = await work();
      answers.push(answer);
      return answer;
    };
    expect(await title(assay)).toBe("Assay");
    expect(await openProject(assay)).toEqual({ ok: true, value: null });

    await assay.answerDialogs({ save: null, open: null });
    expect(await page.evaluate(() => window.assay.files.createProject(undefined))).toEqual({
      ok: true,
      value: null,
    });
    expect(await page.evaluate(() => window.assay.files.openProject(undefined))).toEqual({
      ok: true,
      value: null,
    });

    // The extension is added; the title bar follows.
    await assay.answerDialogs({ save: join(documents, "Niger") });
    expect(await ask(() => page.evaluate(() => window.assay.files.createProject(undefined)))).toEqual({
      ok: true,
      value: { fileName: "Niger.assay" },
    });
    await expect.poll(() => title(assay)).toBe("Niger — Assay");

    const articles = ["one.txt", "two.txt"].map((name) => join(documents, name));
    for (const path of articles)
      writeFileSync(path, `A title for ${basename(path)}\n\nThe text of ${basename(path)}.\n`);
    await assay.answerDialogs({ open: articles });
    const imported = await ask(() => page.evaluate(() => window.assay.files.importArticles(undefined)));
    expect(imported).toMatchObject({ ok: true, value: [{}, {}] });

    // What the dialogs propose is a name, whatever the project is called.
    await page.evaluate(() => window.assay.project.update({ name: "../../CON: who asked\u202e whom?\n" }));
    const proposed = join(folder, "proposed.json");
    await assay.app.evaluate(
      ({ dialog }, parts) => {
        const { writeFileSync: write } = process.getBuiltinModule("node:fs");
        dialog.showSaveDialog = (async (_window: unknown, options: Electron.SaveDialogOptions) => {
          write(parts.proposed, options.defaultPath ?? "");
          return { canceled: false, filePath: parts.target };
        }) as unknown as typeof dialog.showSaveDialog;
      },
      { proposed, target: join(documents, "claims.csv") },
    );
    const exported = await ask(() =>
      page.evaluate(() => window.assay.files.exportClaims({ query: {}, hasHighlights: true, format: "csv" })),
    );
    expect(exported).toMatchObject({ ok: true, value: { fileName: "claims.csv" } });
    expect(readFileSync(proposed, "utf8")).toBe(join(documents, "CON who asked whom claims.csv"));
    expect(readFileSync(join(documents, "claims.csv"), "utf8")).toContain("claim_id");

    await assay.answerDialogs({ save: join(documents, "shared.assay") });
    const shared = await ask(() =>
      page.evaluate((options) => window.assay.files.shareCopy(options), everything),
    );
    expect(shared).toMatchObject({
      ok: true,
      value: { fileName: "shared.assay" },
    });
    expect(existsSync(join(documents, "shared.assay"))).toBe(true);

    await assay.answerDialogs({ open: [join(documents, "shared.assay")] });
    expect(await ask(() => page.evaluate(() => window.assay.files.openProject(undefined)))).toMatchObject({
      ok: true,
      value: { fileName: "shared.assay" },
    });
    const recent = await ask(() => page.evaluate(() => window.assay.files.recent(undefined)));
    expect(recent).toMatchObject({
      ok: true,
      value: [
        { fileName: "shared.assay", folder: "~/Documents" },
        { fileName: "Niger.assay", folder: "~/Documents" },
      ],
    });
    const keys = recent.ok ? recent.value.map(({ key }) => key) : [];
    expect(
      await ask(() => page.evaluate((key) => window.assay.files.openRecent({ key }), keys[1] ?? "")),
    ).toMatchObject({ ok: true });
    expect(await ask(() => openProject(assay))).toMatchObject({
      ok: true,
      value: { fileName: "Niger.assay" },
    });

    for (const key of ["", "../../etc/passwd", join(documents, "shared.assay")]) {
      expect(
        await ask(() => page.evaluate((other) => window.assay.files.openRecent({ key: other }), key)),
      ).toMatchObject({ ok: false, error: { kind: "not-found" } });
    }
    renameSync(join(documents, "shared.assay"), join(documents, "elsewhere.assay"));
    expect(
      await ask(() => page.evaluate((key) => window.assay.files.openRecent({ key }), keys[0] ?? "")),
    ).toMatchObject({
      ok: false,
      error: { kind: "not-found", message: "shared.assay is no longer in ~/Documents." },
    });
    // The one that was open still is.
    expect(await ask(() => openProject(assay))).toMatchObject({
      ok: true,
      value: { fileName: "Niger.assay" },
    });
    expect(JSON.stringify(answers)).not.toContain(folder);

    await assay.relaunch();
    expect(await openProject(assay)).toMatchObject({ ok: true, value: { fileName: "Niger.assay" } });
    await assay.page.evaluate(() => window.assay.files.closeProject(undefined));
    expect(await openProject(assay)).toEqual({ ok: true, value: null });
    await expect.poll(() => title(assay)).toBe("Assay");
    await assay.relaunch();
    expect(await openProject(assay)).toEqual({ ok: true, value: null });
  });
});

test("The first start makes the sample project among the documents; it is not made twice", async ({
  assay,
}) => {
  await expect.poll(() => openProject(assay)).toMatchObject({ ok: true, value: { isReadOnly: false } });
  expect(existsSync(assay.projectPath ?? "")).toBe(true);
  const before = readFileSync(assay.projectPath ?? "");
  await assay.page.evaluate(() => window.assay.files.closeProject(undefined));
  await assay.page.evaluate(() => window.assay.files.openSample(undefined));
  expect(await openProject(assay)).toMatchObject({
    ok: true,
    value: { fileName: basename(assay.projectPath ?? "") },
  });
  await assay.close();
  expect(readFileSync(assay.projectPath ?? "").equals(before)).toBe(true);
});

test("The theme, the window's place and the analyst are the same after a restart", async ({ assay }) => {
  const frame = () =>
    assay.app.evaluate(({ BrowserWindow, nativeTheme }) => {
      const window = BrowserWindow.getAllWindows()[0];
      return {
        theme: nativeTheme.themeSource,
        paper: window?.getBackgroundColor(),
        bounds: window?.getBounds(),
        least: window?.getMinimumSize(),
      };
    });
  expect(await frame()).toMatchObject({
    theme: "system",
    bounds: { width: 1440, height: 900 },
    least: [960, 640],
  });
  await assay.page.evaluate(() => window.assay.settings.update({ theme: "dark" }));
  await assay.page.evaluate(() => window.assay.profile.update({ name: "Ana María", initials: "AM" }));
  await assay.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1100, height: 700 }),
  );
  await assay.relaunch();
  expect(await frame()).toMatchObject({
    theme: "dark",
    paper: "#171614",
    bounds: { x: 40, y: 30, width: 1100, height: 700 },
  });
  expect(await openProject(assay)).toMatchObject({
    value: { analyst: { name: "Ana María", initials: "AM" } },
  });
  expect(await assay.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(true);
});

test("The menu sends its commands to the page and leaves the reader's keys alone", async ({ assay }) => {
  const items = await assay.app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
      (submenu?.items ?? []).map(({ label, role, accelerator, registerAccelerator }) => ({
        label,
        role,
        accelerator,
        registerAccelerator,
      })),
    ),
  );
  const bound = items.filter(
    ({ accelerator, registerAccelerator }) => accelerator && registerAccelerator !== false,
  );
  expect(bound.map(({ accelerator }) => accelerator)).toEqual(
    expect.arrayContaining(["CmdOrCtrl+N", "CmdOrCtrl+O"]),
  );
  expect(bound.map(({ accelerator }) => String(accelerator))).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/Z$|K$|F$|^.$/)]),
  );

  await assay.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    window.assay.on("commanded", ({ command }) => heard.push(command));
  });
  const sent = ["import", "export", "share", "undo", "redo", "find", "palette", "keys"];
  await assay.app.evaluate(({ Menu, BrowserWindow }) => {
    const labels = [
      "Import articles…",
      "Export claims…",
      "Save a copy to share…",
      "Undo",
      "Redo",
      "Find…",
      "All commands…",
      "Keyboard shortcuts",
    ];
    const all = (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) => submenu?.items ?? []);
    for (const label of labels)
      all.find((item) => item.label === label)?.click({}, BrowserWindow.getAllWindows()[0]);
  });
  await expect
    .poll(() => assay.page.evaluate(() => (window as unknown as { heard: string[] }).heard))
    .toEqual(sent);
});
