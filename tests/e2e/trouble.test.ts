import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Assay, builtApp, expect, type Page, test } from "./app";
import {
  announced,
  card,
  cards,
  claimPanel,
  expectSaved,
  messages,
  openArticle,
  selectByMouse,
} from "./steps";

/*
 * What becomes of work when the page, the app or the file is taken away in the midst of it.
 */

const title = "Talks on an orderly American exit from Niger to open in Niamey";
const passage = "the long exchange with the military council since last summer had produced no arrangement";

/** Highlights the passage and puts the caret into its note. */
async function beginNote(page: Page): Promise<void> {
  await openArticle(page, title);
  await selectByMouse(page, passage);
  await page.keyboard.press("h");
  await expect(card(page, passage)).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
}

/** Statement and kind that the store keeps of the claim being written on the passage; null when it keeps none. */
const keptDraft = (page: Page): Promise<readonly (string | null)[] | null> =>
  page.evaluate(
    async ([article, quote]) => {
      const [project, articles] = await Promise.all([
        window.assay.project.get(undefined),
        window.assay.articles.list({}),
      ]);
      const id = articles.ok ? articles.value.find((one) => one.title === article)?.id : undefined;
      if (!project.ok || project.value === null || id === undefined) return null;
      const shown = await window.assay.articles.get({ id });
      const start = shown.ok ? shown.value.text.indexOf(quote) : -1;
      const passage = [project.value.id, id, `${start}-${start + quote.length}`].join(":");
      const kept = await window.assay.claims.getDraft({ passage });
      return kept.ok && kept.value !== null ? [kept.value.statement, kept.value.kind] : null;
    },
    [title, passage] as const,
  );

/** The note of the passage in the project that is open. */
const savedNote = (page: Page): Promise<string> =>
  page.evaluate(async (quote) => {
    const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.value;
    };
    for (const { id } of must(await window.assay.articles.list({})))
      for (const { anchor, note } of must(await window.assay.highlights.list({ articleId: id })))
        if (anchor.quote === quote) return note;
    return "";
  }, passage);

/** Ends the page's process as a crash does, and waits until the page is there again. */
const crashPage = (assay: Assay): Promise<unknown> =>
  assay.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const back = new Promise((done) => contents?.once("did-finish-load", () => done(true)));
    contents?.forcefullyCrashRenderer();
    return back;
  });

test("After a crash of the page the window is back with all that was saved, and can be worked in", async ({
  assay,
}) => {
  assay.expectProblem(/incident .* in the window's page|the page crashed/);
  await beginNote(assay.page);
  await assay.page.keyboard.type("Whose statement is it?");
  await assay.page.keyboard.press("Escape");
  await expectSaved(assay.page);
  await crashPage(assay);
  // Playwright has lost its hold on the page: the app itself is asked.
  const shown = (code: string): Promise<unknown> =>
    assay.app.evaluate(
      ({ BrowserWindow }, asked) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(asked),
      code,
    );
  await expect.poll(() => shown("document.body.innerText")).toContain(title);
  await expect
    .poll(() =>
      shown(
        `window.assay.articles.list({}).then(async ({ value }) => {
          for (const { id } of value)
            for (const { note } of (await window.assay.highlights.list({ articleId: id })).value)
              if (note.startsWith("Whose")) return note;
        })`,
      ),
    )
    .toBe("Whose statement is it?");
  expect(await shown('window.assay.tags.create({ name: "After" }).then(({ ok }) => ok)')).toBe(true);
});

test("A page that crashes again and again is loaded again when somebody wants it, and the reason is said", async ({
  assay,
}) => {
  assay.expectProblem(/incident .* in the window's page|the page crashed/);
  await assay.app.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (async (_window: unknown, { message, detail }: Electron.MessageBoxOptions) => {
      asked.push(`${message} ${detail ?? ""}`);
      return { response: 0, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
  for (let crash = 0; crash < 3; crash += 1) await crashPage(assay);
  const asked = () => assay.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  expect(await asked()).toEqual([]);
  await crashPage(assay);
  expect(await asked()).toEqual([
    expect.stringMatching(
      /^The window of Assay stopped several times in a row\. Everything that was shown as saved is safe in your project\. The log has the details under \w{4}-\w{4}\.$/,
    ),
  ]);
});

test("A page that hangs is given up when somebody has waited long enough, and comes back", async ({
  assay,
}) => {
  assay.expectProblem(/incident .* in the window's page|the page crashed|does not respond/);
  const message = await assay.app.evaluate(async ({ BrowserWindow, dialog }) => {
    const [window] = BrowserWindow.getAllWindows();
    let said = "";
    dialog.showMessageBox = (async (_window: unknown, options: Electron.MessageBoxOptions) => {
      said = options.message;
      return { response: 1, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
    const back = new Promise((done) => window?.webContents.once("did-finish-load", () => done(true)));
    void window?.webContents.executeJavaScript("while (true) {}").catch(() => undefined);
    // Chromium says so itself after half a minute.
    window?.emit("unresponsive");
    await back;
    return said;
  });
  expect(message).toBe("The window of Assay does not answer.");
});

test("The app killed while a note is being typed costs two seconds of it at most", async ({ assay }) => {
  await beginNote(assay.page);
  const typed: { at: number; length: number }[] = [];
  const word = "counted ";
  let note = "";
  const start = Date.now();
  // Without a pause that would be long enough for the note to be saved because of it.
  while (Date.now() - start < 6_000) {
    await assay.page.keyboard.type(word, { delay: 20 });
    note += word;
    typed.push({ at: Date.now(), length: note.length });
  }
  const killedAt = Date.now();
  await assay.kill();
  await assay.relaunch();
  await openArticle(assay.page, title);
  const saved = await savedNote(assay.page);
  expect(note.startsWith(saved)).toBe(true);
  // Two seconds, and the time that a write may take on a busy machine.
  const due = typed.findLast(({ at }) => at < killedAt - 3_000)?.length ?? 0;
  expect(due).toBeGreaterThan(20);
  expect(saved.length).toBeGreaterThanOrEqual(due - 1);
  await expect(card(assay.page, passage)).toContainText("counted counted");
});

test("The app killed while a claim is being written has it there again on the same passage", async ({
  assay,
}) => {
  const statement = () => claimPanel(assay.page).getByRole("textbox", { name: "Statement, in your words" });
  const begin = async () => {
    await openArticle(assay.page, title);
    await selectByMouse(assay.page, passage);
    await assay.page.keyboard.press("c");
    await expect(statement()).toBeFocused();
  };
  await begin();
  await statement().fill("");
  await assay.page.keyboard.type("Nothing came of a year of talks", { delay: 20 });
  await claimPanel(assay.page).getByText("Fact", { exact: true }).click();
  await expect.poll(() => keptDraft(assay.page)).toEqual(["Nothing came of a year of talks", "fact"]);
  await assay.kill();
  await assay.relaunch();
  await begin();
  await expect(statement()).toHaveValue("Nothing came of a year of talks");
  await expect(claimPanel(assay.page).getByRole("radio", { name: "Fact" })).toBeChecked();
  await assay.page.keyboard.press("Control+Enter");
  await expect(announced(assay.page)).toHaveText("Claim recorded");
  // Recorded is not a draft any more.
  await assay.relaunch();
  await begin();
  await expect(statement()).toHaveValue(passage);
});

test("A project whose file is moved away is said so at the next word, which is saved once it is back, and opens where it went", async ({
  assay,
}) => {
  const { page } = assay;
  const path = assay.projectPath ?? "";
  const elsewhere = `${path}.elsewhere.assay`;
  const status = (words: string) => page.getByRole("contentinfo").getByText(words, { exact: true });
  await beginNote(page);
  await page.keyboard.type("Before");
  await expect.poll(() => savedNote(page)).toBe("Before");
  await expectSaved(page);
  renameSync(path, elsewhere);
  await page.keyboard.type(" and after");
  await expect(messages(page)).toContainText("moved, replaced or deleted while it was open");
  await expect(status("Not saved")).toBeVisible();
  renameSync(elsewhere, path);
  await page.keyboard.press("Escape");
  await expectSaved(page);
  expect(await savedNote(page)).toBe("Before and after");

  renameSync(path, elsewhere);
  await page.keyboard.press("n");
  await page.keyboard.type(" in vain");
  await expect(status("Not saved")).toBeVisible();
  await assay.answerDialogs({ open: [elsewhere] });
  expect(await page.evaluate(() => window.assay.files.openProject(undefined))).toMatchObject({ ok: true });
  expect(await savedNote(page)).toBe("Before and after");
  await expect(status("Not saved")).toHaveCount(0);
});

test.describe("A project on a disk that may only be read", () => {
  const folder = join("/tmp", `assay-readonly-${process.pid}`);
  let isMounted = false;
  test.beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]).status === 0;
    spawnSync(process.execPath, [join(builtApp, "out/main/cli.js"), "new", join(folder, "Read only.assay")]);
    if (isMounted) spawnSync("mount", ["-o", "remount,ro", folder]);
  });
  test.afterAll(() => {
    if (isMounted) spawnSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  test.use({ project: join(folder, "Read only.assay") });

  test("opens, says that it can only be read, and offers nothing that would write", async ({
    assay,
    page,
  }) => {
    // biome-ignore lint/suspicious/noSkippedTests: some containers let nobody mount a disk, and root may write to any other.
    test.skip(!isMounted, "no disk can be mounted here");
    await expect(page.getByRole("contentinfo").getByText("Read-only", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
    expect(await page.evaluate(() => window.assay.tags.create({ name: "Tag" }))).toMatchObject({
      ok: false,
      error: { kind: "locked", advice: "Copy it to a folder that you may write, and open the copy." },
    });
    expect(assay.log()).not.toContain("incident");
  });
});

test("One file is not open twice: another profile of the same person is told so, and the first goes on", async ({
  assay,
}) => {
  const path = assay.projectPath ?? "";
  const cli = spawnSync(process.execPath, [join(builtApp, "out/main/cli.js"), "articles", path], {
    encoding: "utf8",
  });
  expect(cli.status).toBe(1);
  expect(cli.stderr).toContain("is already open in another window or program");
  await assay.answerDialogs({ open: [path] });
  expect(await assay.page.evaluate(() => window.assay.files.openProject(undefined))).toMatchObject({
    ok: true,
  });
  expect(await assay.page.evaluate(() => window.assay.tags.create({ name: "Mine" }))).toMatchObject({
    ok: true,
  });
});

test("Nothing that was read, noted or claimed is left in the profile, the log or a crash's dump", async ({
  assay,
}) => {
  const marker = "ZEBRA-UMBRELLA-7731";
  assay.expectProblem(/incident|the page crashed|on purpose/);
  const { page } = assay;
  await page.evaluate(
    (word) =>
      window.assay.articles.createFromText({
        text: `${word} said a spokesman.\n\nAnd ${word} again.`,
        title: "Marked",
      }),
    marker,
  );
  await openArticle(page, "Marked");
  await selectByMouse(page, `And ${marker} again`);
  await page.keyboard.press("h");
  await expect(card(page, `And ${marker} again`)).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
  await page.keyboard.type(`${marker} in a note`);
  await page.keyboard.press("Escape");
  await expect(card(page, `And ${marker} again`)).toContainText("in a note");
  await page.keyboard.press("c");
  await claimPanel(page).getByRole("textbox", { name: "Statement, in your words" }).fill(`${marker} claimed`);
  await claimPanel(page).getByText("Fact", { exact: true }).click();
  await page.keyboard.press("Control+Enter");
  await expect(cards(page)).toContainText(`${marker} claimed`);
  await page.keyboard.press("Control+F");
  await page.keyboard.type(marker);
  await expectSaved(page);
  // A bug that has the text in its hands, in each part of the app, and a crash of the page and of the app itself.
  await page.evaluate((word) => {
    setTimeout(() => {
      throw new Error(`on purpose: “${word} of the article”`);
    });
  }, marker);
  await assay.app.evaluate((_electron, word) => {
    process.emit("uncaughtException", new SyntaxError(`Unexpected token in "${word} of the article"`));
  }, marker);
  await crashPage(assay);
  await assay.kill();
  await assay.relaunch();
  await expect(assay.page.getByRole("listbox", { name: "Articles" })).toContainText("Marked");
  await assay.close();
  const found = readdirSync(assay.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.assay(-journal)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        readFileSync(path).includes(marker) || readFileSync(path).includes(Buffer.from(marker, "utf16le")),
    );
  expect(found).toEqual([]);
  expect(readFileSync(assay.projectPath ?? "").includes(marker)).toBe(true);
});
