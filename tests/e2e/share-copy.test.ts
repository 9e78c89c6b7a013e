import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "./app";
import { articles, messages } from "./steps";

const contents = (page: Page) => page.getByRole("region", { name: "In the file" });
const counted = (page: Page, what: string) =>
  contents(page)
    .getByRole("term")
    .filter({ hasText: new RegExp(`^${what}$`) })
    .locator("xpath=following-sibling::dd");

test("what goes into a copy is chosen, counted before, and marked for whoever opens it", async ({
  assay,
  page,
}) => {
  const path = join(assay.folder, "home/Documents/quotes.assay");
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Share" }).click();

  await test.step("a preset sets the form, and the counts follow", async () => {
    await expect(counted(page, "Highlights")).toHaveText("40");
    await page.getByText("Blind copy for a second coder").click();
    await expect(counted(page, "Highlights")).toHaveText("0");
    await expect(counted(page, "Ratings")).toHaveText("0");
    await expect(counted(page, "Articles")).toHaveText("6");
    await expect(page.getByRole("checkbox", { name: "History" })).not.toBeChecked();
    await page.getByText("Quotes only", { exact: true }).click();
    await expect(counted(page, "Highlights")).toHaveText("40");
    await expect(page.getByRole("checkbox", { name: "Original files" })).toBeDisabled();
    await expect(contents(page)).toContainText("Titles, bylines, dates and links of the articles stay.");
  });

  await test.step("tags narrow it, with what lies below them", async () => {
    await page.getByRole("button", { name: /Highlights, claims and ratings/ }).click();
    await page.getByRole("option", { name: /Those under tags/ }).click();
    await expect(counted(page, "Highlights")).toHaveText("0");
    await page.getByRole("option", { name: "Numbers" }).click();
    await expect(counted(page, "Highlights")).not.toHaveText("0");
    await expect(counted(page, "Highlights")).not.toHaveText("40");
  });

  await test.step("the copy is saved with a marking", async () => {
    await page.getByRole("textbox", { name: "Marking" }).fill("TLP:AMBER");
    await assay.answerDialogs({ save: path });
    await page.getByRole("button", { name: "Save a copy…" }).click();
    await expect(messages(page)).toContainText("Copy saved as quotes.assay");
    // Marked under other tags alone.
    expect(readFileSync(path).includes("two countries’ defense departments")).toBe(false);
  });

  await test.step("whoever opens it sees the marking, and what did not come along", async () => {
    await assay.relaunch(["--project", path]);
    const theirs = assay.page;
    await expect(theirs.getByRole("button", { name: "Marking of this project: TLP:AMBER" })).toBeVisible();
    await articles(theirs).getByRole("option").first().click();
    await expect(theirs.getByText(/Only the quotes came with this copy/)).toBeVisible();
    await expect(theirs.getByRole("img", { name: "left out" }).first()).toBeVisible();
  });
});
