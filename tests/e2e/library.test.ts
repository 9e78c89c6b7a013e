import type { Page } from "@playwright/test";
import type { Bridge } from "../../shared/ipc/contract";
import { expect, test } from "./app";
import { articleOption, card, cards, clickWords, messages, openArticle, resizeWindow } from "./steps";

const digest = "Talks on an orderly American exit from Niger to open in Niamey";
const ledger = "Washington bows to Niger’s request to pull out its troops";

const details = (page: Page) => page.getByRole("dialog", { name: "Article details" });
const sourceField = (page: Page) => details(page).getByRole("combobox", { name: "Source" });
const header = (page: Page) => page.locator("[data-reader-scroller] header");

async function openDetails(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Article details" }).click();
  await expect(details(page)).toBeVisible();
}

/** How the sources are called, as the project has them. */
const sourceNames = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { sources } = (globalThis as unknown as { assay: Bridge }).assay;
    const list = await sources.list(undefined);
    return list.ok ? list.value.map(({ name }) => name) : [];
  });

test("a source typed in the details counts however the field is left", async ({ assay, page }) => {
  await resizeWindow(assay);
  await openArticle(page, digest);

  await test.step("a new name and Tab", async () => {
    await openDetails(page);
    await sourceField(page).fill("Sahel Courier");
    await expect(page.getByText("A new source of this name is added")).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(sourceField(page)).toHaveValue("Sahel Courier");
    await details(page).getByRole("button", { name: "Done" }).click();
    await expect(header(page)).toContainText("Sahel Courier");
  });

  await test.step("a new name and a click on Done", async () => {
    await openDetails(page);
    await expect(sourceField(page)).toHaveValue("Sahel Courier");
    // The open list hides the rest from screen readers and from roles; a mouse finds the button all the same.
    const done = await details(page).getByRole("button", { name: "Done" }).boundingBox();
    await sourceField(page).fill("Radio Agadez");
    await expect(page.getByRole("option", { name: "New source “Radio Agadez”" })).toBeVisible();
    await page.mouse.click((done?.x ?? 0) + 8, (done?.y ?? 0) + 8);
    await expect(header(page)).toContainText("Radio Agadez");
  });

  await test.step("a new name and Enter, which closes the list and then the sheet", async () => {
    await openDetails(page);
    await sourceField(page).fill("Niamey Post");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect(details(page)).toBeHidden();
    await expect(header(page)).toContainText("Niamey Post");
  });

  await test.step("a name that is there, written otherwise, is chosen and not made again", async () => {
    const before = await sourceNames(page);
    await openDetails(page);
    await sourceField(page).fill("the ledger");
    await expect(page.getByText("A new source of this name is added")).toHaveCount(0);
    await page.keyboard.press("Tab");
    await expect(sourceField(page)).toHaveValue("The Ledger");
    await details(page).getByRole("button", { name: "Done" }).click();
    await expect(header(page)).toContainText("The Ledger");
    expect(await sourceNames(page)).toEqual(before);
  });

  await test.step("an emptied field takes the source away, and the words lead back to the details", async () => {
    await openDetails(page);
    await sourceField(page).fill("");
    await page.keyboard.press("Tab");
    await details(page).getByRole("button", { name: "Done" }).click();
    await header(page).getByRole("button", { name: "No source" }).click();
    await expect(details(page)).toBeVisible();
  });
});

test("a language that is none is marked and kept; a link that is none is said, saved and shown", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  await openArticle(page, digest);
  await openDetails(page);
  const language = details(page).getByRole("combobox", { name: "Language" });
  await language.fill("Klingonese");
  await page.keyboard.press("Tab");
  await expect(language).toHaveValue("Klingonese");
  await expect(language).toHaveAttribute("aria-invalid", "true");
  await expect(details(page)).toContainText("No language is called “Klingonese”.");
  await language.fill("french");
  await page.keyboard.press("Tab");
  await expect(language).toHaveValue("French");

  const link = details(page).getByRole("textbox", { name: "Link" });
  await link.fill("javascript:alert(1)");
  await page.keyboard.press("Tab");
  await expect(link).toHaveAccessibleDescription(/^Not a web address/);
  await details(page).getByRole("button", { name: "Done" }).click();
  await expect(header(page)).toContainText("javascript:alert(1)");
  await expect(header(page).getByRole("button", { name: "javascript" })).toHaveCount(0);
});

test("a letter is given by mouse from the header and from a card", async ({ assay, page }) => {
  await resizeWindow(assay);
  await openArticle(page, ledger);
  await header(page)
    .getByRole("button", { name: /Rate The Ledger/ })
    .click();
  const form = page.getByRole("form", { name: "Rate" });
  await expect(form).toContainText("Rates The Ledger.");
  await form.getByText("Usually reliable", { exact: true }).click();
  await form.getByRole("button", { name: "Rate B without a reason" }).click();
  await expect(messages(page)).toContainText("The Ledger rated B");
  await expect(form).toBeHidden();

  const graded = page.getByRole("button", { name: /Rate the source The Ledger/ }).first();
  await graded.click();
  await expect(form).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();

  // By key, with the highlight chosen in the text and the focus there.
  const name = await cards(page)
    .getByRole("article")
    .filter({ has: graded })
    .first()
    .getAttribute("aria-label");
  const quote = /“(.*)”/s.exec(name ?? "")?.[1] ?? "";
  await clickWords(page, quote.slice(0, 30));
  await expect(card(page, quote).getByRole("button", { name: "Remove" })).toBeVisible();
  await page.keyboard.press("r");
  await expect(form).toBeVisible();
});

test.describe("without a headline", () => {
  test.use({ project: "new" });

  test("the first words are not shown as a headline", async ({ assay, page }) => {
    await resizeWindow(assay);
    const text =
      "The last American soldiers in the north handed over their base on Monday, officials of both countries said in a statement that gave no date for the rest.\n\nMore was not said.";
    await page.evaluate(async (words) => {
      await (globalThis as unknown as { assay: Bridge }).assay.articles.createFromText({ text: words });
    }, text);
    await articleOption(page, /The last American soldiers/).click();
    await expect(header(page)).toContainText("No headline in the file");
    await header(page).getByRole("button", { name: "Add title" }).click();
    await details(page).getByRole("textbox", { name: "Title" }).fill("Base handed over");
    await details(page).getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Base handed over" })).toBeVisible();
    await expect(header(page)).not.toContainText("No headline");
  });
});
