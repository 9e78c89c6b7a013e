import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTable, readWorkbook } from "../read-workbook";
import { expect, test } from "./app";
import { articleOption, exportByKeys, messages } from "./steps";

test.beforeEach(async ({ page }) => {
  await expect(articleOption(page, "Washington bows")).toBeVisible();
});

test("an Excel workbook is exported by keyboard, with the rows and columns of the CSV", async ({
  assay,
  page,
}) => {
  const documents = join(assay.folder, "home/Documents");
  const table = await exportByKeys(assay, join(documents, "claims.csv"));

  await page.keyboard.press("Control+E");
  const dialog = page.getByRole("dialog", { name: "Export claims" });
  const csv = dialog.getByRole("radio", { name: "CSV table" });
  const workbook = dialog.getByRole("radio", { name: "Excel workbook (.xlsx)" });
  const raw = dialog.getByRole("checkbox", { name: /^Raw values for scripts/ });
  await expect(csv).toBeChecked();
  await raw.check({ force: true });
  // One stop of the keyboard for the two, and arrows between them.
  await dialog.press("Tab");
  while (!(await csv.evaluate((radio) => radio === document.activeElement)))
    await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await expect(workbook).toBeChecked();
  await expect(raw).toBeDisabled();
  await expect(raw).not.toBeChecked();
  await expect(raw).toHaveAccessibleDescription(/^Not needed in a workbook/);
  await page.keyboard.press("ArrowLeft");
  await expect(raw, "the choice is kept for a table").toBeChecked();
  await page.keyboard.press("ArrowRight");

  await assay.app.evaluate(
    ({ dialog: native }, target) => {
      native.showSaveDialog = (async (_window: unknown, options: Electron.SaveDialogOptions) => {
        Object.assign(globalThis, { proposed: options });
        return { canceled: false, filePath: target };
      }) as unknown as typeof native.showSaveDialog;
    },
    join(documents, "for Excel"),
  );
  const save = dialog.getByRole("button", { name: "Choose where to save…" });
  while (!(await save.evaluate((button) => button === document.activeElement)))
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(messages(page)).toContainText(`Exported ${table.length} rows to for Excel.xlsx`);

  const proposed = await assay.app.evaluate(
    () => (globalThis as unknown as { proposed: Electron.SaveDialogOptions }).proposed,
  );
  expect(proposed.defaultPath).toMatch(/ claims\.xlsx$/);
  expect(proposed.filters).toEqual([{ name: "Excel workbook", extensions: ["xlsx"] }]);
  const path = join(documents, "for Excel.xlsx");
  const { sheetName, parts } = readWorkbook(readFileSync(path));
  expect(sheetName).toBe("Claims");
  expect([...parts.values()].join("")).not.toMatch(/<f[\s>/]/);
  // The sample holds nothing that the CSV's guard would change.
  expect(readTable(path)).toEqual(table);
});

test("the message says how many cells were cut to what a worksheet holds", async ({ assay, page }) => {
  const text = `${"A long report. ".repeat(3000)}`.trim();
  const made = await page.evaluate(async (words) => {
    const article = await window.assay.articles.createFromText({ text: words, title: "Long" });
    if (!article.ok || article.value.articleId === null) throw new Error("no article");
    const passage = { articleId: article.value.articleId, span: { start: 0, end: 40_000 } };
    const evidence = { passage, stance: "supports", credibility: null } as const;
    return window.assay.claims.create({ statement: "All of it", kind: "fact", evidence });
  }, text);
  expect(made).toMatchObject({ ok: true });
  await assay.answerDialogs({ save: join(assay.folder, "long.xlsx") });
  await page.keyboard.press("Control+E");
  const dialog = page.getByRole("dialog", { name: "Export claims" });
  await dialog.getByRole("radio", { name: "Excel workbook (.xlsx)" }).check({ force: true });
  await dialog.getByRole("button", { name: "Choose where to save…" }).click();
  await expect(messages(page)).toContainText("to long.xlsx. 1 cell was cut to what a worksheet holds");
  const cut = readTable(join(assay.folder, "long.xlsx")).find(({ claim }) => claim === "All of it");
  expect(cut?.["quote"]).toHaveLength(32_767);
  expect(cut?.["quote"]).toMatch(/…\[truncated, 40000 characters\]$/);
});
