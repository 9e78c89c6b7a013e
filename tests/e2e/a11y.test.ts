import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Bridge } from "../../shared/ipc/contract";
import { aCsv, aStory } from "../samples/csv";
import { expect, test } from "./app";
import { colleaguesFile, share } from "./colleague";
import {
  articleOption,
  card,
  claimPanel,
  clickWords,
  drop,
  marks,
  openArticle,
  resizeWindow,
  review,
  selectByMouse,
  text,
  toolbar,
  wear,
} from "./steps";

/** Two texts, a table whose columns have no known names, and something that nobody can read. */
const importFolder = (at: string): string => {
  const folder = join(at, "Import");
  mkdirSync(folder);
  writeFileSync(join(folder, "1.txt"), `Ferry stopped\n\n${aStory("The ferry")}`);
  writeFileSync(join(folder, "2.txt"), `date 2024-05-11\n\nMarket moves\n\nThe market moved on Tuesday.`);
  writeFileSync(
    join(folder, "rows.csv"),
    aCsv([
      ["kolom 1", "kolom 2"],
      ["Well runs dry", aStory("The well")],
      ["Mill is sold", aStory("The mill")],
    ]),
  );
  writeFileSync(join(folder, "unknown.bin"), new Uint8Array([0, 1, 2, 3, 255, 254, 0, 7]));
  return folder;
};

const ledger = "Washington bows to Niger’s request to pull out its troops";

/**
 * Everything WCAG 2.2 AA asks that a machine can see, and axe's own good practice; or one rule of it.
 * Legacy mode: Electron has no second page in which the results of frames could be put together.
 */
async function violations(page: Page, rule?: string): Promise<string[]> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  );
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const isThere = async (selector: string) => (await page.locator(selector).count()) > 0;
  if (rule !== undefined) axe.withRules(rule);
  else
    axe.disableRules([
      // React Aria puts a hidden "Dismiss" button on both sides of a popover's dialog, outside every landmark.
      ...((await isThere("[aria-label=Dismiss]")) ? ["region"] : []),
      // While suggestions are open it hides all else from screen readers. The keyboard is in the field until they close.
      ...((await isThere("[role=combobox][aria-expanded=true]"))
        ? ["aria-hidden-focus", "page-has-heading-one"]
        : []),
    ]);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}\n${failureSummary ?? ""}`),
  );
}

/** All rules in the light theme; what only colours can break in the others. */
async function inEveryTheme(page: Page): Promise<string[]> {
  const found = await violations(page);
  for (const theme of ["dark", "contrast"] as const) {
    await wear(page, theme);
    found.push(...(await violations(page, "color-contrast")).map((one) => `${theme}: ${one}`));
  }
  await wear(page, "light");
  return found;
}

test("no screen and no overlay breaks an accessibility rule, in any theme", async ({ assay, page }) => {
  test.setTimeout(150_000);
  const clean = (name: string) =>
    test.step(name, async () => expect.soft(await inEveryTheme(page), name).toEqual([]));
  const rail = (name: string) =>
    page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
  const overlay = async (keys: string, name: string) => {
    await page.keyboard.press(keys);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await clean(name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await resizeWindow(assay);
  await expect(articleOption(page, ledger)).toBeVisible();
  await wear(page, "light");
  await clean("library");
  await page.getByRole("button", { name: "Tag filter" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await clean("library filter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Search the text of all articles" }).fill("anonymity");
  await expect(page.locator("[data-library-list] mark").first()).toBeVisible();
  await clean("library search");
  await page.getByRole("searchbox", { name: "Search the text of all articles" }).fill("");

  await openArticle(page, ledger);
  await clean("reader");
  await selectByMouse(page, "a foothold that the administration had spent months trying to save");
  await clean("reader selection");
  await page.keyboard.press("t");
  await expect(page.getByRole("combobox", { name: "Tags of this passage" })).toBeVisible();
  await clean("tag palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await expect(claimPanel(page)).toBeVisible();
  await clean("claim panel");
  await claimPanel(page).getByRole("combobox", { name: "Asserter" }).fill("official");
  await expect(page.getByRole("listbox").last()).toBeVisible();
  await clean("asserters");
  // Once for the suggestions, once for the panel.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(claimPanel(page)).toBeHidden({ timeout: 300 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(toolbar(page)).toBeHidden();
  await clickWords(page, "more than 1,000 troops");
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-evidence]:focus")).toBeVisible();
  await clean("evidence");
  await page.keyboard.press("r");
  await expect(page.getByRole("form", { name: "Rate" })).toBeVisible();
  await clean("rating");
  await page.keyboard.press("Escape");
  await clickWords(page, "a desert airfield near Agadez");
  await page.keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
  await clean("note");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("official");
  await clean("find");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^List of/ }).click();
  await clean("list of highlights");
  await page
    .getByRole("region", { name: "Highlights of this article" })
    .getByRole("button", { name: "Close" })
    .click();
  await page.getByRole("button", { name: "Article details" }).click();
  await expect(page.getByRole("dialog", { name: "Article details" })).toBeVisible();
  await clean("article details");
  await page.keyboard.press("Escape");

  await rail("Claims");
  await page.getByRole("row", { name: /More than 1,000 US troops/ }).click();
  await expect(page.getByRole("article", { name: /^Claim/ })).toBeVisible();
  await clean("claims");
  await page
    .getByRole("article", { name: /^Claim/ })
    .locator("[data-evidence]")
    .first()
    .click();
  await clean("claim evidence");
  await rail("Sources");
  await page.getByRole("option", { name: /Cable News Report/ }).click();
  await clean("sources");
  await rail("Tags");
  await expect(page.getByRole("treegrid", { name: "Tags" })).toBeVisible();
  await clean("tags");
  await rail("Share");
  await clean("share");
  await overlay("Control+E", "Export claims");
  await page.keyboard.press("Control+E");
  await page.getByRole("radio", { name: "Excel workbook (.xlsx)" }).check({ force: true });
  await clean("Export claims as a workbook");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await overlay("Control+K", "Search articles, claims, commands");
  await overlay("?", "Keys");
  await overlay("Control+H", "History");
  await overlay("Control+,", "Profile and settings");
});

test("no step of an import breaks an accessibility rule, in any theme", async ({ assay, page }) => {
  test.setTimeout(150_000);
  const clean = (name: string) =>
    test.step(name, async () => expect.soft(await inEveryTheme(page), name).toEqual([]));
  await resizeWindow(assay);
  await expect(articleOption(page, ledger)).toBeVisible();
  await wear(page, "light");
  await drop(page, { files: [importFolder(assay.folder)] });
  await expect(page.getByRole("dialog", { name: "Which column holds what?" })).toBeVisible();
  await clean("columns of a table");
  await page.keyboard.press("Escape");
  await expect(review(page).locator("[data-column]:focus")).toBeVisible();
  await clean("import review");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Source" })).toBeFocused();
  await clean("import review, a cell edited");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByRole("form", { name: "Selected rows" })).toBeVisible();
  await clean("import review, rows selected");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(articleOption(page, ledger)).toBeVisible();
  await clean("library with articles that want a look");
  await drop(page, { html: "<h2>Ferry</h2><p>It stopped.</p>", text: "Ferry\n\nIt stopped." });
  await expect(page.getByRole("dialog", { name: "New article" })).toBeVisible();
  await clean("new article from a web page");
  await page.keyboard.press("Escape");
});

test("neither the choices of a copy nor a team folder break an accessibility rule, in any theme", async ({
  assay,
  page,
}) => {
  test.setTimeout(150_000);
  const clean = (name: string) =>
    test.step(name, async () => expect.soft(await inEveryTheme(page), name).toEqual([]));
  await wear(page, "light");
  await share(page, "Save a copy");
  await page.getByText("Quotes only", { exact: true }).click();
  await page.getByRole("button", { name: /Highlights, claims and ratings/ }).click();
  await page.getByRole("option", { name: /Those under tags/ }).click();
  await clean("a copy of what is under tags");
  await share(page, "Team folder");
  await clean("no team folder yet");
  const folder = join(assay.folder, "home/Documents/Team");
  mkdirSync(folder);
  writeFileSync(join(folder, "torn.assay"), "SQLite format 3");
  await assay.answerDialogs({ open: [folder] });
  await page.getByRole("button", { name: "Choose a folder…" }).click();
  await expect(page.getByText(/Not whole yet/)).toBeVisible();
  await clean("a team folder");
});

test("no step of a merge, its review, agreement and adjudication breaks an accessibility rule, in any theme", async ({
  assay,
}) => {
  test.setTimeout(240_000);
  const file = await colleaguesFile(assay, assay.projectPath ?? "");
  const { page } = assay;
  const clean = (name: string) =>
    test.step(name, async () => expect.soft(await inEveryTheme(page), name).toEqual([]));
  await wear(page, "light");
  await share(page, "Merge");
  await assay.answerDialogs({ open: [file] });
  await page.getByRole("button", { name: "Choose a file…" }).click();
  await expect(page.getByRole("heading", { name: "Merge “Bea own.assay”?" })).toBeVisible();
  await clean("preview of a merge");
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByRole("button", { name: /^Review \d+ conflicts$/ }).click();
  await expect(page.getByRole("listbox", { name: "Conflicts" })).toBeFocused();
  await page.keyboard.press("Space");
  await clean("review of conflicts");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: /pairs? of names looks? like one/ })).toBeVisible();
  await clean("merged");
  await page.getByRole("tab", { name: "Agreement" }).click();
  await expect(page.getByRole("table", { name: /^By article/ })).toBeVisible();
  await clean("agreement");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("region", { name: "Adjudication" })).toBeFocused();
  await clean("adjudication");
  await page.keyboard.press("a");
  await expect(page.getByRole("region", { name: "Agreed version" })).toBeFocused();
  await clean("adjusting");
  await resizeWindow(assay, 960, 640);
  expect(await violations(page), "adjusting in a small window").toEqual([]);
});

test.describe("without a project", () => {
  test.use({ project: "none" });
  test("the start screen breaks no accessibility rule", async ({ page }) => {
    await expect(page.getByRole("heading", { name: "Assay" })).toBeVisible();
    await wear(page, "light");
    expect(await inEveryTheme(page)).toEqual([]);
  });
});

test.describe("an empty project", () => {
  test.use({ project: "new" });
  test("its screens teach the next step and break no accessibility rule", async ({ page }) => {
    for (const [name, words] of [
      ["Library", "Bring the reports in"],
      ["Claims", "No claims yet"],
      ["Sources", "No sources yet"],
      ["Tags", "Start a codebook"],
      ["Share", "Save a copy to share"],
    ] as const) {
      await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
      await expect(page.getByRole("heading", { name: words })).toBeVisible();
      expect(await violations(page), name).toEqual([]);
    }
  });
});

test("the article is a document with marks, and no way of typing changes its text", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  await openArticle(page, ledger);
  const sha = () =>
    page.evaluate(async (title) => {
      const { articles } = (globalThis as unknown as { assay: Bridge }).assay;
      const list = await articles.list({});
      return list.ok ? list.value.find((article) => article.title === title)?.sha256 : undefined;
    }, ledger);
  const article = text(page);
  const before = await article.textContent();
  const shaBefore = await sha();
  expect(shaBefore).toMatch(/^[0-9a-f]{64}$/);

  await expect(article).toHaveAccessibleName(ledger);
  expect(await article.getAttribute("contenteditable")).toBe("false");
  await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(0);
  await expect(marks(page).filter({ hasText: "more than 1,000 troops" })).toHaveCount(1);
  await expect(marks(page).filter({ hasText: "more than 1,000 troops" })).toHaveAttribute(
    "aria-description",
    "Troop strength",
  );

  // Keys with and without a caret in the text: letters that mean nothing to the reader, Enter, deletion, cut, paste.
  await selectByMouse(page, "months trying to save");
  await expect(toolbar(page)).toBeVisible();
  for (const keys of ["x", "Z", "Enter", "Backspace", "Delete", "Control+X", "Control+V", "Control+B", "Tab"])
    await page.keyboard.press(keys);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await article.evaluate((root) => {
    const data = () => {
      const transfer = new DataTransfer();
      transfer.setData("text/plain", "INSERTED");
      transfer.setData("text/html", "<b>INSERTED</b>");
      return transfer;
    };
    const paragraph = root.querySelector("p") ?? root;
    for (const type of ["insertText", "insertFromPaste", "insertFromDrop", "deleteContentBackward"])
      paragraph.dispatchEvent(
        new InputEvent("beforeinput", { inputType: type, data: "INSERTED", bubbles: true, cancelable: true }),
      );
    paragraph.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data(), bubbles: true, cancelable: true }),
    );
    paragraph.dispatchEvent(
      new ClipboardEvent("cut", { clipboardData: data(), bubbles: true, cancelable: true }),
    );
    const { left, top } = paragraph.getBoundingClientRect();
    paragraph.dispatchEvent(
      new DragEvent("drop", {
        dataTransfer: data(),
        clientX: left + 9,
        clientY: top + 9,
        bubbles: true,
        cancelable: true,
      }),
    );
    document.execCommand("insertText", false, "INSERTED");
  });
  // The editor itself: what an extension, or a bug, would dispatch.
  const refused = await article.evaluate((root) => {
    type View = {
      state: { tr: { insertText: (words: string, at: number) => unknown }; doc: { textContent: string } };
    };
    const { editor } = root as unknown as { editor: { view: View & { dispatch: (tr: unknown) => void } } };
    const was = editor.view.state.doc.textContent;
    editor.view.dispatch(editor.view.state.tr.insertText("INSERTED", 5));
    return editor.view.state.doc.textContent === was;
  });
  expect(refused).toBe(true);
  await page.keyboard.press("Escape");
  expect(await article.textContent()).toBe(before);
  expect(await sha()).toBe(shaBefore);
  await expect(card(page, "more than 1,000 troops")).toBeVisible();
});
