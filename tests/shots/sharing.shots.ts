import { type Assay, expect, test } from "../e2e/app";
import { colleaguesFile, share } from "../e2e/colleague";
import { messages, resizeWindow, wear } from "../e2e/steps";
import { shoot } from "./shoot";

test.setTimeout(240_000);

const sizes = [
  ["light", 1440, 900],
  ["dark", 1440, 900],
  ["contrast", 1440, 900],
  ["light", 960, 640],
] as const;

/** A picture in every theme and at the smallest size. */
const inEverySize = async (assay: Assay, name: string) => {
  for (const [theme, width, height] of sizes) {
    await wear(assay.page, theme);
    await resizeWindow(assay, width, height);
    await shoot(assay, `sharing-${name}-${theme}-${width}`);
  }
};

test("merging, reviewing conflicts, agreement and adjudication, in every theme", async ({ assay }) => {
  const file = await colleaguesFile(assay, assay.projectPath ?? "");
  const { page } = assay;
  await share(page, "Merge");
  await inEverySize(assay, "1-merge");
  await assay.answerDialogs({ open: [file] });
  await page.getByRole("button", { name: "Choose a file…" }).click();
  await expect(page.getByRole("heading", { name: "Merge “Bea own.assay”?" })).toBeVisible();
  await inEverySize(assay, "2-preview");
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(messages(page)).toContainText("Merged");
  await inEverySize(assay, "3-merged");
  await page.getByRole("button", { name: /^Review \d+ conflicts$/ }).click();
  await inEverySize(assay, "4-conflict");
  await page.getByRole("listbox", { name: "Conflicts" }).focus();
  for (let shown = 5; shown < 9; shown += 1) {
    await page.keyboard.press("j");
    await shoot(assay, `sharing-${shown}-conflict`);
  }
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Agreement" }).click();
  await expect(page.getByRole("table", { name: "Agreement over all" })).toBeVisible();
  await inEverySize(assay, "9-agreement");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("region", { name: "Adjudication" })).toBeVisible();
  await inEverySize(assay, "10-adjudication");
  await page.keyboard.press("a");
  await expect(page.getByRole("region", { name: "Agreed version" })).toBeVisible();
  await inEverySize(assay, "11-adjusting");
});
