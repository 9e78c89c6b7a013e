import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./app";
import {
  articleOption,
  card,
  cards,
  claimPanel,
  clickWords,
  expectAllInPlace,
  marks,
  messages,
  openArticle,
  placeOf,
  readCsv,
  resizeWindow,
  selectByMouse,
  text,
  toolbar,
} from "./steps";

const ledger = "Washington bows to Niger’s request to pull out its troops";
const foothold = "a foothold that the administration had spent months trying to save";
const march = "Last Saturday a crowd in the hundreds marched through the capital";
const statement = "Hundreds marched against the American presence in Niamey.";

/** The card that has the focus: the only one that shows what can be done with it. */
const expectFocused = (one: Locator) => expect(one.getByRole("button", { name: "Remove" })).toBeVisible();

/** Drags one of the two handles of the focused highlight to a point. */
async function dragHandle(page: Page, edge: "start" | "end", to: { x: number; y: number }): Promise<void> {
  const handle = page.locator(`[data-edge="${edge}"]`);
  const box = await handle.boundingBox();
  if (box === null) throw new Error("the focused highlight has no handles");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

const screen = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();

test("an analyst does the whole job by mouse", async ({ assay, page }) => {
  test.setTimeout(90_000);
  await resizeWindow(assay);
  await openArticle(page, ledger);

  await test.step("select and highlight", async () => {
    await selectByMouse(page, foothold);
    await toolbar(page)
      .getByRole("button", { name: /^Highlight/ })
      .click();
    await expect(toolbar(page)).toBeHidden();
    await expect(marks(page).filter({ hasText: foothold })).toHaveCount(1);
    await expectFocused(card(page, foothold));
  });

  await test.step("resize by its handles", async () => {
    const end = (await placeOf(page, "trying to save.")).last;
    // The handle hangs at the lower edge of the line; the line is what is aimed at.
    const shorter = (await placeOf(page, "a foothold that the administration")).last;
    await dragHandle(page, "end", { x: shorter.right, y: shorter.bottom });
    await expect(marks(page).filter({ hasText: /^a foothold that the administration$/ })).toHaveCount(1);
    await dragHandle(page, "end", { x: end.right, y: end.bottom });
    await expect(marks(page).filter({ hasText: `${foothold}.` })).toHaveCount(1);
    const earlier = (await placeOf(page, "giving up a foothold")).first;
    await dragHandle(page, "start", { x: earlier.left, y: earlier.top });
    await expect(card(page, `giving up ${foothold}.`)).toBeVisible();
    await expectAllInPlace(page, 41);
  });

  await test.step("tags and a note from its card", async () => {
    const own = card(page, "giving up a foothold");
    await own.getByRole("button", { name: "Tags" }).click();
    const palette = page.getByRole("listbox", { name: "Tags" });
    await palette.getByRole("option", { name: /^Basing/ }).click();
    await palette.getByRole("option", { name: /^Diplomacy/ }).click();
    await expect(own.getByRole("list", { name: "Tags" })).toHaveText("BasingDiplomacy");
    await palette.getByRole("option", { name: /^Diplomacy/ }).click();
    await expect(own.getByRole("list", { name: "Tags" })).toHaveText("Basing");
    await clickWords(page, "giving up a foothold");
    await expect(palette).toBeHidden();
    await own.getByRole("button", { name: "Note" }).click();
    await page.keyboard.insertText("Whose words are these?");
    await clickWords(page, "No calendar came out of the room");
    await expect(own).toContainText("Whose words are these?");
  });

  await test.step("every one of overlapping highlights is reached by clicking again", async () => {
    const nested = [
      "Planners from both armies are to meet in Niamey first",
      "both armies are to meet",
      "armies are",
    ];
    for (const words of nested) {
      await selectByMouse(page, words);
      await toolbar(page)
        .getByRole("button", { name: /^Highlight/ })
        .click();
      await expectFocused(card(page, words));
      await page.keyboard.press("Escape");
    }
    // A little apart each time: two quick clicks on one spot are a double click, which selects the word.
    for (const [at, words] of [...nested].reverse().entries()) {
      await clickWords(page, "armies are", 0.2 + at * 0.3);
      await expectFocused(card(page, words));
    }
    await clickWords(page, "armies are", 0.2);
    await expectFocused(card(page, "armies are"));
    // A stripe for each, side by side.
    await page.getByTitle("Highlight", { exact: true }).last().click();
  });

  await test.step("remove one, and take that back", async () => {
    await clickWords(page, "Planners");
    await card(page, "Planners").getByRole("button", { name: "Remove" }).click();
    await expect(card(page, "Planners")).toHaveCount(0);
    await messages(page).getByRole("button", { name: "Undo" }).last().click();
    await expect(card(page, "Planners")).toBeVisible();
  });

  await test.step("record a claim in the panel", async () => {
    await selectByMouse(page, march);
    await toolbar(page)
      .getByRole("button", { name: /^Claim/ })
      .click();
    const panel = claimPanel(page);
    await panel.getByRole("textbox", { name: "Statement, in your words" }).fill(statement);
    // What is offered moves the fields below it; a hand on the mouse comes later than that.
    await expect(panel.getByText("Add this passage to a claim instead?")).toBeVisible();
    await panel.getByText("Opinion").click();
    await panel.getByText("Fact", { exact: true }).click();
    await panel.getByRole("button", { name: "Show suggestions" }).click();
    await page.getByRole("option", { name: "US Department of State" }).click();
    await panel.getByRole("button", { name: "Use 13 Apr 2024, read from “Last Saturday”" }).click();
    await panel.getByRole("button", { name: "Add tags" }).click();
    await page.getByRole("option", { name: /^Russia/ }).click();
    await page.mouse.click(700, 20);
    await expect(panel).toContainText("Russia");
    await panel.getByText("Contradicts").click();
    await panel.getByRole("radio", { name: /^2,/ }).click();
    await panel.getByRole("button", { name: /^Record claim/ }).click();
    await expect(panel).toBeHidden();
    await expect(card(page, march)).toContainText(statement);
    await expect(card(page, march)).toContainText("Credibility 2: Probably true");
  });

  await test.step("from the table back to the text", async () => {
    await screen(page, "Claims");
    await page.getByRole("row", { name: statement }).click();
    const detail = page.getByRole("article", { name: `Claim: ${statement}` });
    await expect(detail).toContainText("US Department of State");
    await expect(detail).toContainText("13 Apr 2024");
    await detail.getByRole("button", { name: /^Open in text/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: ledger })).toBeVisible();
    await expectFocused(card(page, march));
    await expect(marks(page).filter({ hasText: march })).toBeInViewport();
  });

  await test.step("rate a source on the Sources screen", async () => {
    await screen(page, "Sources");
    await page.getByRole("option", { name: /^Reliability C: Fairly reliable The Ledger/ }).click();
    await page.getByRole("button", { name: /^Rate again/ }).click();
    const form = page.getByRole("form", { name: "Rate" });
    await form.getByText("Usually reliable").first().click();
    await form.getByRole("textbox", { name: /^Reason/ }).fill("Corrected two figures within a day.");
    await form.getByRole("button", { name: /^Rate B/ }).click();
    await expect(form).toBeHidden();
    const history = page.getByRole("region", { name: "Rating history" });
    await expect(history.getByRole("row")).toHaveCount(3);
    await expect(history.getByRole("row").nth(1)).toContainText("Corrected two figures within a day.");
  });

  await test.step("override it for this article", async () => {
    await screen(page, "Library");
    await clickWords(page, march);
    const evidence = card(page, march).getByRole("region", { name: /^Evidence/ });
    await evidence.click({ position: { x: 8, y: 8 } });
    await page.keyboard.press("r");
    const form = page.getByRole("form", { name: "Rate" });
    await expect(form).toContainText("Rates The Ledger.");
    await page.getByRole("radiogroup", { name: "What is rated" }).getByText("This article only").click();
    await expect(form).toContainText("Overrides for this article only; The Ledger stays B.");
    await form.getByText("Not usually reliable").first().click();
    await form.getByRole("button", { name: /^Rate D/ }).click();
    await expect(form).toContainText("An override needs a reason");
    await form.getByRole("textbox", { name: "Reason" }).fill("Only voices who would not give their names.");
    await form.getByRole("button", { name: /^Rate D/ }).click();
    await expect(form).toBeHidden();
    await expect(articleOption(page, ledger)).toContainText(
      "Reliability D: Not usually reliable, for this article",
    );
    await expect(page.getByText("Rated D for this article")).toContainText(
      "Only voices who would not give their names.",
    );
    await expect(
      cards(page).getByText("Reliability D: Not usually reliable, for this article").first(),
    ).toBeAttached();
  });

  await test.step("export what a filter shows", async () => {
    const csv = join(assay.folder, "by mouse.csv");
    await assay.answerDialogs({ save: csv });
    await screen(page, "Claims");
    await page.getByRole("searchbox", { name: "Search statements" }).fill("marched");
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.getByRole("button", { name: "Export…" }).click();
    await page.getByRole("button", { name: "Choose where to save…" }).click();
    await expect(messages(page)).toContainText("Exported 1 row to by mouse.csv");
    expect(readCsv(csv)).toEqual([
      expect.objectContaining({
        claim: statement,
        claim_kind: "fact",
        asserter: "US Department of State",
        event_date: "2024-04-13",
        claim_tags: "Russia",
        stance: "contradicts",
        evidence_grade: "D2",
        quote: march,
        source: "The Ledger",
        source_reliability: "D",
      }),
    ]);
  });
  await expect(text(page)).toHaveCount(0);
});
