import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./app";
import { card, clickWords, marks, messages, openArticle, resizeWindow, text } from "./steps";

const ledger = "Washington bows to Niger’s request to pull out its troops";

const screen = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();

const row = (page: Page, name: string) =>
  page.getByRole("treegrid", { name: "Tags" }).getByRole("row", { name, exact: true });

/** Drags one row of the tree onto another, or between two: `part` of the way down the row that is aimed at. */
async function dragRow(page: Page, from: Locator, onto: Locator, part: number): Promise<void> {
  const start = await from.boundingBox();
  const end = await onto.boundingBox();
  if (start === null || end === null) throw new Error("a row is not in the window");
  await page.mouse.move(start.x + 60, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 66, start.y + start.height / 2 + 6, { steps: 3 });
  await page.mouse.move(end.x + 80, end.y + end.height * part, { steps: 8 });
  await page.mouse.move(end.x + 82, end.y + end.height * part, { steps: 2 });
  await page.mouse.up();
}

test("the codebook: tags are dragged, recoloured, given keys, renamed, merged and deleted, each taken back", async ({
  assay,
  page,
}) => {
  test.setTimeout(90_000);
  const { keyboard } = page;
  await resizeWindow(assay);
  await openArticle(page, ledger);
  await expect(marks(page).filter({ hasText: "more than 1,000 troops" })).toHaveAttribute(
    "style",
    /hue-amber/,
  );
  await screen(page, "Tags");
  const undo = () => messages(page).getByRole("button", { name: "Undo" }).last().click();

  await test.step("drag a tag into another, and back by Undo", async () => {
    await dragRow(page, row(page, "Money"), row(page, "Timeline"), 0.5);
    await expect(row(page, "Money")).toHaveAttribute("aria-level", "2");
    await expect(messages(page)).toContainText("Tag “Money” moved into “Timeline”");
    await undo();
    await expect(row(page, "Money")).toHaveAttribute("aria-level", "1");
  });

  await test.step("drag between two, to another order", async () => {
    const order = async () =>
      (await page.getByRole("treegrid", { name: "Tags" }).getByRole("row").allTextContents()).map(
        (words) => words.split(",")[0],
      );
    const before = await order();
    await dragRow(page, row(page, "Spelling"), row(page, "Russia"), 0.02);
    await expect.poll(order).toEqual([...before.slice(0, -3), ...["Spelling4", "Russia9", "Money2"]]);
    await keyboard.press("Control+Z");
    await expect.poll(order).toEqual(before);
  });

  await test.step("the same by keys", async () => {
    await row(page, "Money").click();
    await keyboard.press("Alt+ArrowRight");
    await expect(row(page, "Money")).toHaveAttribute("aria-level", "2");
    await keyboard.press("Alt+ArrowLeft");
    await expect(row(page, "Money")).toHaveAttribute("aria-level", "1");
  });

  await test.step("another colour is the text's too", async () => {
    await row(page, "Troop strength").click();
    const pane = page.getByRole("article", { name: "Troop strength" });
    await pane.getByRole("radio", { name: "Green" }).click();
    await expect(pane.getByRole("radio", { name: "Green" })).toBeChecked();
    await screen(page, "Library");
    await expect(marks(page).filter({ hasText: "more than 1,000 troops" })).toHaveAttribute(
      "style",
      /hue-green/,
    );
    await screen(page, "Tags");
  });

  await test.step("a key, taken from another tag", async () => {
    await row(page, "Money").click();
    const pane = page.getByRole("article", { name: "Money" });
    await pane.getByRole("radio", { name: "9, now of Russia" }).click();
    await expect(messages(page)).toContainText("Key 9 taken from “Russia” for “Money”");
    await expect(pane.getByRole("radio", { name: "9, this tag" })).toBeChecked();
    await screen(page, "Library");
    await clickWords(page, "the prime minister, Ali Lamine Zein");
    await keyboard.press("9");
    await expect(card(page, "the prime minister").getByRole("list", { name: "Tags" })).toContainText("Money");
    await screen(page, "Tags");
    await expect(row(page, "Money")).toContainText("3 highlights");
  });

  await test.step("another name", async () => {
    await row(page, "Chad").click();
    await keyboard.press("F2");
    await keyboard.press("Control+A");
    await keyboard.type("Chad and Lake Chad");
    await keyboard.press("Enter");
    await expect(row(page, "Chad and Lake Chad")).toBeVisible();
  });

  await test.step("merge one into another", async () => {
    await row(page, "Money").click();
    await page
      .getByRole("article", { name: "Money" })
      .getByRole("button", { name: "More to do with Money" })
      .click();
    await page.getByRole("menuitem", { name: /^Merge into another tag/ }).click();
    const form = page.getByRole("region", { name: "Merge into another tag" });
    await keyboard.type("Numbers");
    await keyboard.press("Enter");
    await expect(form).toContainText("3 highlights and 1 claim will be tagged Numbers");
    await form.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(row(page, "Money")).toHaveCount(0);
    await expect(row(page, "Numbers")).toContainText("11 highlights");
    await undo();
    await expect(row(page, "Money")).toContainText("3 highlights");
    await expect(row(page, "Numbers")).toContainText("9 highlights");
  });

  await test.step("delete one with others below it", async () => {
    await row(page, "Attribution").click();
    await keyboard.press("Delete");
    await expect(messages(page)).toContainText("Tag “Attribution” deleted, 2 tags below it moved up");
    await expect(row(page, "Named official")).toHaveAttribute("aria-level", "1");
    await undo();
    await expect(row(page, "Named official")).toHaveAttribute("aria-level", "2");
    await expect(row(page, "Attribution")).toContainText("1 highlight");
  });
  await expect(text(page)).toHaveCount(0);
});

test("sources: added, edited, counted, merged and deleted, each taken back", async ({ assay, page }) => {
  const { keyboard } = page;
  await resizeWindow(assay);
  await screen(page, "Sources");
  const list = page.getByRole("listbox", { name: "Sources" });
  const undo = () => messages(page).getByRole("button", { name: "Undo" }).last().click();
  const pane = (name: string) => page.getByRole("main").getByRole("article", { name, exact: true });

  await test.step("add one", async () => {
    await page.getByRole("button", { name: "Add" }).click();
    await keyboard.type("Niamey Post");
    await keyboard.press("Enter");
    await expect(pane("Niamey Post")).toBeVisible();
    await expect(list.getByRole("option", { name: /Niamey Post/ })).toContainText("0 articles");
  });

  await test.step("edit its facts where they stand", async () => {
    await pane("Niamey Post").getByRole("textbox", { name: "Address" }).fill("https://niameypost.example");
    await keyboard.press("Tab");
    await pane("Niamey Post").getByRole("textbox", { name: "Note" }).fill("Weekly.");
    await keyboard.press("Control+Enter");
    await pane("Niamey Post").getByRole("button", { name: /Kind$/ }).click();
    await page.getByRole("option", { name: "Official", exact: true }).click();
    await expect(list.getByRole("option", { name: /Niamey Post/ })).toContainText("Official");
    await pane("Niamey Post").getByRole("combobox", { name: "Belongs to" }).fill("Harbour Group");
    await page.getByRole("option", { name: "Harbour Group" }).click();
    await expect(pane("Niamey Post").getByRole("button", { name: "Show Harbour Group" })).toBeVisible();
    await list.focus();
    await keyboard.press("F2");
    await keyboard.press("Control+A");
    await keyboard.type("The Niamey Post");
    await keyboard.press("Enter");
    await expect(pane("The Niamey Post")).toBeVisible();
    await expect(pane("The Niamey Post").getByRole("textbox", { name: "Address" })).toHaveValue(
      "https://niameypost.example",
    );
    await expect(pane("The Niamey Post").getByRole("textbox", { name: "Note" })).toHaveValue("Weekly.");
  });

  await test.step("merge one that has articles into it", async () => {
    await list.getByRole("option", { name: /The Ledger/ }).click();
    await pane("The Ledger").getByRole("button", { name: "More to do with this source" }).click();
    await page.getByRole("menuitem", { name: /^Merge into/ }).click();
    const form = page.getByRole("region", { name: "Merge into another source" });
    await keyboard.type("The Niamey Post");
    await page.getByRole("option", { name: "The Niamey Post" }).click();
    await expect(form).toContainText("1 article and 0 claims go over to The Niamey Post");
    await form.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(list.getByRole("option", { name: /The Ledger/ })).toHaveCount(0);
    await expect(list.getByRole("option", { name: /Niamey Post/ })).toContainText("1 article");
    await expect(pane("The Niamey Post")).toContainText("Also known asThe Ledger");
    await undo();
    await expect(list.getByRole("option", { name: /The Ledger/ })).toContainText("1 article");
    await expect(list.getByRole("option", { name: /Niamey Post/ })).toContainText("0 articles");
  });

  await test.step("delete one that has articles and a letter", async () => {
    await list.getByRole("option", { name: /The Ledger/ }).click();
    await keyboard.press("Delete");
    await expect(list.getByRole("option", { name: /The Ledger/ })).toHaveCount(0);
    await expect(messages(page)).toContainText("Source “The Ledger” deleted");
    await undo();
    await expect(list.getByRole("option", { name: /The Ledger/ })).toHaveAccessibleName(
      /^Reliability C: Fairly reliable The Ledger Outlet · 1 article/,
    );
  });

  await test.step("give a letter by keys", async () => {
    await list.getByRole("option", { name: /Niamey Post/ }).click();
    await keyboard.press("r");
    await keyboard.press("f");
    await keyboard.type("Nothing known of it.");
    await keyboard.press("Control+Enter");
    await expect(list.getByRole("option", { name: /Niamey Post/ })).toContainText(
      "Reliability F: Cannot be judged",
    );
    await expect(pane("The Niamey Post").getByRole("region", { name: "Rating history" })).toContainText(
      "Nothing known of it.",
    );
  });
});
