import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Assay, expect, test } from "./app";
import { after, caption, highlightFerry, importFile, paragraphs, title } from "./ferry";
import { articleOption, marks, messages, openArticle, selectByMouse, text } from "./steps";

test.use({ project: "new" });

const sideButton = (assay: Assay, name: RegExp) => assay.page.getByRole("button", { name });

test("a changed text becomes a revision: exact highlights stand in it, changed ones wait for a yes, and one undo takes it back", async ({
  assay,
}) => {
  const { page } = assay;
  const path = await highlightFerry(assay);
  writeFileSync(path, after);
  await assay.answerDialogs({ open: [path] });
  const list = await page.evaluate(() => window.assay.articles.list({}));
  const id = list.ok ? list.value[0]?.id : undefined;
  if (id === undefined) throw new Error("nothing was imported");
  const revised = await page.evaluate((own) => window.assay.files.reviseArticle({ id: own }), id);
  expect(revised).toMatchObject({ ok: true, value: { outcome: "revision" } });

  await articleOption(page, title).click();
  await expect(text(page)).toContainText("More than 1,350 people");
  await expect(marks(page)).toHaveText(["two port officials said on Saturday"]);
  await sideButton(assay, /^2 highlights to place$/).click();
  const tray = page.getByRole("region", { name: "Highlights to place" });
  await expect(tray.getByRole("listitem")).toHaveCount(2);
  const moved = tray.getByRole("listitem").filter({ hasText: "1,200" });
  await expect(moved).toContainText("1,350");
  await expect(moved.locator("ins").first()).toBeVisible();
  await moved.getByRole("button", { name: "Confirm" }).click();
  await expect(marks(page).filter({ hasText: "1,350" })).not.toHaveCount(0);

  // What is nowhere in the new text is placed by hand.
  const lost = tray.getByRole("listitem").filter({ hasText: "condition of anonymity" });
  await expect(lost).toContainText("Nothing like it stands in this text");
  await selectByMouse(page, "A spokesman for the union said on Sunday");
  await lost.getByRole("button", { name: "Place at the selection" }).click();
  await expect(tray)
    .toHaveCount(0)
    .catch(() => expect(tray).toContainText("All highlights are placed"));
  await page.keyboard.press("Escape");

  await sideButton(assay, /^What changed$/).click();
  const sheet = page.getByRole("dialog", { name: /^Revisions of/ });
  await expect(sheet.locator("ins").filter({ hasText: "dockers would vote again" })).toBeVisible();
  await expect(sheet.locator("del").filter({ hasText: "condition of anonymity" })).toBeVisible();
  await sheet.getByRole("button", { name: "Done" }).click();

  // Back to the beginning: two placements, then the revision itself.
  for (let step = 0; step < 3; step += 1) await page.evaluate(() => window.assay.history.undo({}));
  await articleOption(page, title).click();
  await expect(text(page)).toContainText("More than 1,200 people");
  await expect(marks(page)).toHaveCount(3);
});

test("what was set aside is shown with its reason, goes back into the text, and stays away once something is highlighted", async ({
  assay,
}) => {
  const { page } = assay;
  await importFile(
    assay,
    "page.html",
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
     <article><h1>${title}</h1><figure><img src="x.png"><figcaption>${caption}</figcaption></figure>
     ${paragraphs
       .slice(1)
       .map((words) => `<p>${words}</p>`)
       .join("")}</article><footer>All rights reserved</footer></body></html>`,
  );
  await openArticle(page, title);
  await expect(text(page)).not.toContainText(caption);
  await sideButton(assay, /pieces? set aside$/).click();
  const panel = page.getByRole("region", { name: "Set aside from this article" });
  const piece = panel.getByRole("listitem").filter({ hasText: caption });
  await expect(piece).toContainText("Photo caption");
  await piece.getByRole("button", { name: /^Put back/ }).click();
  await expect(text(page)).toContainText(caption);
  await expect(messages(page)).toContainText("Put back into the text");
  await page.keyboard.press("Escape");

  await selectByMouse(page, "two port officials");
  await page.keyboard.press("h");
  await sideButton(assay, /pieces? set aside$/).click();
  await expect(panel.getByRole("button", { name: /^Put back/ })).toHaveCount(0);
  await expect(panel).toContainText("stays as it is once something is highlighted");
});

test("the original is shown without scripts and without a network, and exported byte for byte", async ({
  assay,
}) => {
  const { page } = assay;
  assay.expectProblem(/Blocked (a request|script execution)|net::ERR|Content Security Policy/);
  const html = Buffer.from(
    `<!doctype html><html><head><title>${title}</title><script>document.title = "ran"; document.documentElement.dataset.ran = "1"</script>
     <img src="http://127.0.0.1:9/beacon.png" onerror="document.documentElement.dataset.ran = '1'"></head>
     <body><h1>${title}</h1>${paragraphs
       .slice(1)
       .map((words) => `<p>${words}</p>`)
       .join("")}</body></html>`,
  );
  await importFile(assay, "hostile.html", html);
  const list = await page.evaluate(() => window.assay.articles.list({}));
  const id = list.ok ? list.value[0]?.id : undefined;
  if (id === undefined) throw new Error("nothing was imported");
  const captures = await page.evaluate((own) => window.assay.articles.provenance({ id: own }), id);
  const original = captures.ok ? (captures.value[0]?.original ?? "") : "";
  expect(original).toBe(createHash("sha256").update(html).digest("hex"));

  const opened = assay.app.waitForEvent("window");
  await page.evaluate((which) => window.assay.files.showOriginal(which), { id, original });
  const shown = await opened;
  const state = await assay.app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith("app://original"),
    );
    if (window === undefined) throw new Error("there is no window of the original");
    const contents = window.webContents as unknown as {
      getLastWebPreferences: () => Record<string, unknown>;
    };
    const { javascript, sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
    return { title: window.getTitle(), javascript, sandbox, contextIsolation, nodeIntegration };
  });
  expect(state).toMatchObject({
    javascript: false,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  expect(state.title).toContain("original");
  await shown.close();

  const target = join(assay.folder, "out.html");
  await assay.answerDialogs({ save: target });
  expect(
    await page.evaluate((which) => window.assay.files.exportOriginal(which), { id, original }),
  ).toMatchObject({
    ok: true,
  });
  expect(readFileSync(target).equals(html)).toBe(true);
});

/** Imports a page; what it takes to show its original. */
const importPage = async (assay: Assay, inBody = "") => {
  const html = `<!doctype html><html><head><title>${title}</title></head><body>${inBody}<h1>${title}</h1>${paragraphs
    .slice(1)
    .map((words) => `<p>${words}</p>`)
    .join("")}</body></html>`;
  await importFile(assay, "page.html", html);
  return assay.page.evaluate(async () => {
    const list = await window.assay.articles.list({});
    const id = list.ok ? list.value[0]?.id : undefined;
    if (id === undefined) throw new Error("nothing was imported");
    const captures = await window.assay.articles.provenance({ id });
    return { id, original: captures.ok ? (captures.value[0]?.original ?? "") : "" };
  });
};

const addresses = (assay: Assay) =>
  assay.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .map(({ webContents }) => webContents.getURL())
      .sort(),
  );

test("an original asked for several times at once is one window, and no link in it leads anywhere", async ({
  assay,
}) => {
  const { page } = assay;
  assay.expectProblem(/Blocked (a navigation|a request)|net::ERR/);
  const links = ["app://bundle/index.html", "https://example.com/", "about:blank"].map(
    (href, at) =>
      `<a style="position:fixed;left:0;top:${at * 100}px;width:400px;height:90px" href="${href}">L</a>`,
  );
  const which = await importPage(assay, links.join(""));
  const answers = await page.evaluate(
    (one) => Promise.all([1, 2, 3].map(() => window.assay.files.showOriginal(one))),
    which,
  );
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  const both = ["app://bundle/index.html", "app://original/"];
  expect((await addresses(assay)).map((address) => address.replace(/#.*/, ""))).toEqual(both);
  for (const y of [50, 150, 250]) {
    await assay.app.evaluate(async ({ BrowserWindow }, at) => {
      const shown = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith("app://original"),
      );
      for (const type of ["mouseMove", "mouseDown", "mouseUp"] as const)
        shown?.webContents.sendInputEvent({ type, x: 50, y: at, button: "left", clickCount: 1 });
      await new Promise((resume) => setTimeout(resume, 700));
    }, y);
    await expect
      .poll(async () => (await addresses(assay)).map((address) => address.replace(/#.*/, "")))
      .toEqual(both);
  }
});

test("an original that is closed while it loads is no failure", async ({ assay }) => {
  const { page } = assay;
  assay.expectProblem(/net::ERR/);
  const which = await importPage(assay);
  await assay.app.evaluate(({ app }) => {
    app.once("browser-window-created", (_event, window) =>
      window.webContents.once("did-start-loading", () => setImmediate(() => window.destroy())),
    );
  });
  expect(await page.evaluate((one) => window.assay.files.showOriginal(one), which)).toMatchObject({
    ok: true,
  });
  expect(await page.evaluate((one) => window.assay.files.showOriginal(one), which)).toMatchObject({
    ok: true,
  });
  await expect.poll(() => addresses(assay)).toHaveLength(2);
});

test("with the main window the original's goes too, and the app ends", async ({ assay }) => {
  const { page, app } = assay;
  const which = await importPage(assay);
  await page.evaluate((one) => window.assay.files.showOriginal(one), which);
  // Kept from quitting when it wants to, so that the fixture has something to close.
  const windows = await app.evaluate(
    ({ app: own, BrowserWindow }) =>
      new Promise<number>((resume) => {
        own.once("before-quit", (event) => {
          event.preventDefault();
          resume(BrowserWindow.getAllWindows().length);
        });
        setTimeout(() => resume(-1), 5000);
        BrowserWindow.getAllWindows()
          .find((one) => one.webContents.getURL().startsWith("app://bundle"))
          ?.close();
      }),
  );
  expect(windows).toBe(0);
});

test("direction overrides and zero-width characters are shown as chips, and turn nothing round", async ({
  assay,
}) => {
  const { page } = assay;
  await importFile(
    assay,
    "bidi.txt",
    `A report with hidden characters in it\n\nThe minister \u202esaid no\u202c to the\u200b plan, the office told reporters on Monday.\n`,
  );
  await openArticle(page, "A report with hidden characters in it");
  const chips = text(page).locator("[data-invisible]");
  await expect(chips).toHaveCount(3);
  expect(await chips.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))).toEqual([
    "right-to-left override, U+202E",
    "end of embedding or override, U+202C",
    "zero-width space, U+200B",
  ]);
  // Left to right on screen, as the letters are: the override ends with its chip.
  const lefts = await text(page).evaluate((root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node as Text).data.indexOf("said no");
      if (at === -1) continue;
      return [0, 5].map((by) => {
        const range = document.createRange();
        range.setStart(node as Text, at + by);
        range.setEnd(node as Text, at + by + 1);
        return range.getBoundingClientRect().left;
      });
    }
    return [];
  });
  expect(lefts[0]).toBeLessThan(lefts[1] ?? 0);
});

test("a right-to-left article reads right to left", async ({ assay }) => {
  const { page } = assay;
  const words =
    "أعلنت الوزارة يوم الجمعة أن القوات ستغادر القاعدة قبل نهاية الصيف، وقال مسؤول كبير إن المحادثات مستمرة بين الجانبين في العاصمة.";
  await importFile(
    assay,
    "arabic.txt",
    `انسحاب القوات من القاعدة الشمالية\n\n${words}\n\n${words} وأضاف أن الموعد لم يحدد بعد.\n`,
  );
  await openArticle(page, "انسحاب القوات من القاعدة الشمالية");
  await expect(text(page)).toHaveAttribute("dir", "rtl");
});
