import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { canary, writeHostileWords } from "../hostile/hostile-words";
import { type Assay, expect, type Page, test } from "./app";

/** What must not have happened, wherever the words of others are shown. */
const expectOnlyText = async (page: Page, where: string): Promise<void> => {
  const found = await page.evaluate((name) => {
    const made = [...document.querySelectorAll("[src='x'], [srcdoc], [onerror], [onload], [onmouseover]")];
    const links = [...document.querySelectorAll("a[href], [href]")].filter((link) =>
      (link.getAttribute("href") ?? "").trim().toLowerCase().startsWith("javascript"),
    );
    return {
      canary: name in window,
      made: [...made, ...links].map((element) => element.outerHTML.slice(0, 200)),
      styles: [...document.querySelectorAll("style")].filter((style) =>
        (style.textContent ?? "").includes("canary.test"),
      ).length,
    };
  }, canary);
  expect(found, where).toEqual({ canary: false, made: [], styles: 0 });
};

const screens = ["Library", "Claims", "Sources", "Tags", "Share"] as const;

/** Goes everywhere that words are shown, and looks after each step. */
const visit = async (page: Page, which: readonly (typeof screens)[number][] = screens): Promise<void> => {
  const look = (where: string) => expectOnlyText(page, where);
  for (const screen of which) {
    await page
      .getByRole("navigation", { name: "Screens" })
      .getByRole("button", { name: new RegExp(`^${screen}`) })
      .click();
    // The words are there to be seen, so nothing was hidden from this test.
    if (screen !== "Share") await expect(page.getByRole("main")).toContainText("<img src=x");
    await look(screen);
    if (screen === "Share") {
      for (const tab of await page.getByRole("tab").all()) {
        await tab.click();
        await look(`Share: ${await tab.textContent()}`);
      }
      continue;
    }
    const items = page.getByRole("main").getByRole(screen === "Library" ? "option" : "row");
    if ((await items.count()) > 0) {
      await items.last().click();
      await look(`${screen}, its first thing`);
    }
  }
};

const openFile = async (assay: Assay, path: string): Promise<void> => {
  await assay.answerDialogs({ open: [path] });
  await assay.page.keyboard.press("Control+O");
};

test.describe("a file that somebody sent", () => {
  test.use({ project: "none" });

  test("is shown as words, whatever they say, in every view; its marking stays in sight", async ({
    assay,
  }) => {
    const { page, folder } = assay;
    const copy = join(folder, "received.assay");
    await writeHostileWords(join(folder, "theirs.assay"), copy);
    const bytes = readFileSync(copy);
    expect(await page.getByRole("button", { name: "Open…" }).isVisible()).toBe(true);
    await openFile(assay, copy);
    const marking = page.getByRole("button", { name: /^Marking of this project: TLP:RED/ });
    await expect(marking).toBeVisible();
    await visit(page);
    await page.keyboard.press("Control+K");
    await page.keyboard.type("img");
    await expectOnlyText(page, "the palette");
    await page.keyboard.press("Escape");
    await marking.click();
    await expect(page.getByRole("dialog", { name: "Marking of this project" })).toContainText("<img src=x");
    await expectOnlyText(page, "the marking");
    await page.keyboard.press("Escape");
    // Opened again it is known, and its marking is still there.
    await assay.relaunch();
    await expect(assay.page.getByRole("button", { name: /^Marking of this project: TLP:RED/ })).toBeVisible();
    expect(readFileSync(join(folder, "profile/known-files.json"), "utf8")).toContain('"isOpen": true');
    expect(bytes.length).toBeGreaterThan(10_000);
  });

  test("is merged as words too: the preview, what came in, and its history", async ({ assay }) => {
    const { page, folder } = assay;
    const copy = join(folder, "received.assay");
    await writeHostileWords(join(folder, "theirs.assay"), copy);
    await assay.answerDialogs({ save: join(folder, "mine.assay") });
    await page.keyboard.press("Control+N");
    await expect(page.getByRole("navigation", { name: "Screens" })).toBeVisible();
    await assay.answerDialogs({ open: [copy] });
    const staged = await page.evaluate(() => window.assay.files.chooseMerge(undefined));
    expect(staged).toMatchObject({
      ok: true,
      value: { manifest: { marking: expect.stringContaining("<img") } },
    });
    await visit(page, ["Share"]);
    const merged = await page.evaluate(() => window.assay.files.applyMerge({ take: "newest" }));
    expect(merged).toMatchObject({ ok: true });
    await visit(page);
  });

  test("with something in it that runs is refused with words, and stays as it was", async ({ assay }) => {
    const { page, folder } = assay;
    const theirs = join(folder, "theirs.assay");
    await writeHostileWords(theirs, join(folder, "copy.assay"));
    const hostile = join(folder, "hostile.assay");
    copyFileSync(theirs, hostile);
    const db = new Sqlite(hostile);
    db.exec("CREATE TRIGGER t AFTER INSERT ON edits BEGIN DELETE FROM articles; END");
    db.close();
    const bytes = readFileSync(hostile);
    const cut = join(folder, "cut.assay");
    writeFileSync(cut, bytes.subarray(0, bytes.length - 4096));
    for (const [path, words] of [
      [hostile, "is not as Assay makes its files (trigger t)"],
      [cut, "is damaged"],
    ] as const) {
      await openFile(assay, path);
      await expect(page.getByText(words).first()).toBeVisible();
    }
    expect(readFileSync(hostile).equals(bytes)).toBe(true);
    expect(await page.evaluate(() => window.assay.project.get(undefined))).toEqual({ ok: true, value: null });
  });
});
