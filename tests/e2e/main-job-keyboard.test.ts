import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./app";
import {
  announced,
  articleOption,
  articles,
  assayJson,
  card,
  cards,
  claimPanel,
  expectAllInPlace,
  expectSaved,
  exportByKeys,
  marks,
  messages,
  resizeWindow,
  text,
  toolbar,
} from "./steps";

const title = "Talks on an orderly American exit from Niger to open in Niamey";
const passage =
  "Figures published last year put the American presence above 1,000. A defence attaché at a European embassy in the region said that number was out of date.";
const statement = "Fewer than 1,000 US troops were left in Niger by late April.";

/** Presses Tab until what has the focus is this; a screen where that takes more than a few dozen is not for keys. */
async function tabTo(page: Page, locator: ReturnType<Page["locator"]>, atMost = 30): Promise<void> {
  await expect(locator).toBeVisible();
  for (let presses = 0; presses < atMost; presses += 1) {
    if (await locator.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`not reached with ${atMost} tabs`);
}

test("an analyst does the whole job by keyboard, the app is killed, and everything is there", async ({
  assay,
  page,
}) => {
  test.setTimeout(90_000);
  const { keyboard } = page;
  await resizeWindow(assay);
  const csv = join(assay.folder, "claims.csv");
  const copy = join(assay.folder, "for a colleague.assay");

  await test.step("to the list, and into an article", async () => {
    await expect(articleOption(page, title)).toBeVisible();
    await tabTo(page, articles(page));
    await keyboard.press("Home");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(text(page)).toBeFocused();
  });

  await test.step("by sentences to a passage, and highlight it", async () => {
    for (let presses = 0; presses < 12; presses += 1) {
      if ((await announced(page).textContent())?.startsWith("Figures published")) break;
      const before = await announced(page).textContent();
      await keyboard.press("j");
      await expect(announced(page)).not.toHaveText(before ?? "");
    }
    await keyboard.press("j");
    await keyboard.press("k");
    await expect(announced(page)).toHaveText(/^Figures published last year/);
    await keyboard.press("Shift+J");
    await expect(toolbar(page)).toBeVisible();
    await keyboard.press("h");
    await expect(announced(page)).toHaveText("Highlighted");
    await expect(marks(page)).toHaveText(passage);
    await expect(card(page, passage)).toBeVisible();
    await expect(toolbar(page)).toBeHidden();
  });

  await test.step("tag it with a new tag, and with a key", async () => {
    await keyboard.press("t");
    await expect(page.getByRole("combobox", { name: "Tags of this passage" })).toBeFocused();
    await keyboard.type("Head count");
    await expect(page.getByRole("option", { name: "Create “Head count”" })).toBeVisible();
    await keyboard.press("Enter");
    const tags = card(page, passage).getByRole("list", { name: "Tags" });
    await expect(tags).toContainText("Head count");
    await keyboard.press("Escape");
    await expect(page.getByRole("combobox", { name: "Tags of this passage" })).toBeHidden();
    await keyboard.press("2");
    await expect(tags).toContainText("Troop strength");
    await keyboard.press("8");
    await expect(tags).toContainText("Basing");
    await keyboard.press("8");
    await expect(tags).not.toContainText("Basing");
  });

  await test.step("write a note", async () => {
    await keyboard.press("n");
    await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
    await keyboard.type("The **attaché** is not named; ask who else counts.");
    await keyboard.press("Escape");
    await expect(card(page, passage).locator("strong")).toHaveText("attaché");
    await expect(text(page)).toBeFocused();
  });

  await test.step("record a claim from it; letters are hatched out until the credibility is chosen", async () => {
    const letters = page.getByText("Reliability hidden until a credibility is chosen");
    await expect(letters).toHaveCount(0);
    await keyboard.press("c");
    const panel = claimPanel(page);
    const field = panel.getByRole("textbox", { name: "Statement, in your words" });
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(passage);
    await expect(letters.first()).toBeAttached();
    await expect(page.getByText(/^Reliability [A-F]:/)).toHaveCount(0);
    await keyboard.press("Control+A");
    await keyboard.type(statement);
    await tabTo(page, panel.getByRole("radiogroup", { name: "Kind" }));
    await expect(
      panel.getByRole("radio", { checked: true, name: /Fact|Estimate|Opinion|Forecast/ }),
    ).toHaveCount(0);
    await keyboard.press("ArrowRight");
    await expect(panel.getByRole("radio", { name: "Estimate" })).toBeChecked();
    await tabTo(page, panel.getByRole("combobox", { name: "Asserter" }));
    await keyboard.type("defence attaché at a European embassy");
    await keyboard.press("Tab");
    await expect(panel.getByText("Described, not named.")).toBeVisible();
    await tabTo(page, panel.getByRole("textbox", { name: "Event date" }));
    await keyboard.type("24 April 2024");
    await tabTo(page, panel.getByRole("button", { name: "Add tags" }));
    await keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Tags of this claim" })).toBeFocused();
    await keyboard.type("numb");
    await keyboard.press("Enter");
    await keyboard.press("Escape");
    await expect(panel).toContainText("Numbers");
    await tabTo(page, panel.getByRole("radiogroup", { name: "This passage" }));
    await expect(panel.getByRole("radio", { name: "Supports" })).toBeChecked();
    await tabTo(page, panel.getByRole("radiogroup", { name: "Credibility of this report" }));
    await expect(panel.getByRole("radio", { checked: true, name: /^\d,/ })).toHaveCount(0);
    await keyboard.press("4");
    await expect(panel.getByRole("radio", { name: /^4,/ })).toBeChecked();
    await expect(letters).toHaveCount(0);
    await expect(articleOption(page, title)).toContainText("Reliability D");
    await keyboard.press("Control+Enter");
    await expect(panel).toBeHidden();
    await expect(card(page, passage)).toContainText(statement);
    await expect(text(page)).toBeFocused();
  });

  await test.step("grade the evidence on the card, then its source", async () => {
    await keyboard.press("Escape");
    await keyboard.press("[");
    await keyboard.press("]");
    await expect(announced(page)).toHaveText(/^(Highlight: Figures published|No more highlights)/);
    await keyboard.press("Enter");
    const evidence = card(page, passage).getByRole("region", { name: /^Evidence: supports/ });
    await expect(evidence).toBeFocused();
    await keyboard.press("5");
    await expect(evidence).toHaveAccessibleName(/Credibility 5, Improbable/);
    await keyboard.press("3");
    await expect(evidence).toHaveAccessibleName(/Credibility 3, Possibly true/);
    await keyboard.press("r");
    const form = page.getByRole("form", { name: "Rate" });
    await expect(form).toContainText("Rates Continental Digest.");
    await keyboard.press("e");
    await expect(form.getByRole("textbox", { name: /^Reason/ })).toBeFocused();
    await keyboard.type("Prints what it has not checked.");
    await keyboard.press("Control+Enter");
    await expect(form).toBeHidden();
    await expect(evidence).toBeFocused();
    await expect(evidence).toContainText("Reliability E: Unreliable");
    await expect(articleOption(page, title)).toContainText("Reliability E");
    await expect(messages(page)).toContainText("Continental Digest rated E");
  });

  await test.step("find it on the Claims screen", async () => {
    await keyboard.press("Control+2");
    const row = page.getByRole("row", { name: statement });
    await expect(row).toContainText("Reliability E: Unreliable");
    await expect(row).toContainText("defence attaché at a European embassy");
    await expect(row).toContainText("24 Apr 2024");
  });

  const rows = await test.step("export, and read the file", async () => exportByKeys(assay, csv));
  expect(rows.filter((row) => row.claim === statement)).toEqual([
    expect.objectContaining({
      claim_kind: "estimate",
      asserter: "defence attaché at a European embassy",
      event_date: "2024-04-24",
      claim_tags: "Numbers",
      stance: "supports",
      credibility: "3",
      evidence_grade: "E3",
      quote: passage,
      highlight_tags: "Head count; Troop strength",
      highlight_note: "The **attaché** is not named; ask who else counts.",
      article_title: title,
      source: "Continental Digest",
      source_reliability: "E",
      published_on: "2024-04-25",
      language: "en",
      analyst: expect.stringMatching(/./),
    }),
  ]);
  await test.step("save a copy to share", async () => {
    await assay.answerDialogs({ save: copy });
    await keyboard.press("Control+K");
    await keyboard.type("save a copy");
    await expect(page.getByRole("option", { name: /Save a copy to share/ })).toBeVisible();
    await keyboard.press("Enter");
    await expect(page.getByRole("region", { name: "In the file" })).toContainText("Highlights");
    await tabTo(page, page.getByRole("button", { name: "Save a copy…" }));
    await keyboard.press("Enter");
    await expect(messages(page)).toContainText("for a colleague.assay");
    expect(existsSync(copy)).toBe(true);
    const claims = assayJson<{ statement: string }[]>("claims", copy);
    expect(claims.map((claim) => claim.statement)).toContain(statement);
    const shared = assayJson<{ title: string; sha256: string }[]>("articles", copy);
    expect(shared.find((article) => article.title === title)?.sha256).toBe(
      rows.find(({ claim }) => claim === statement)?.article_sha256,
    );
  });

  await expectSaved(page);
  await assay.kill();
  await assay.relaunch();

  await test.step("after the kill", async () => {
    const again = assay.page;
    await resizeWindow(assay);
    await expectAllInPlace(again, 41);
    await again.keyboard.press("Control+K");
    await again.keyboard.type("orderly American");
    await expect(again.getByRole("dialog").getByRole("option", { name: new RegExp(title) })).toBeVisible();
    await again.keyboard.press("Enter");
    const kept = card(again, passage);
    await expect(kept).toContainText(statement);
    await expect(kept).toContainText("Credibility 3: Possibly true");
    await expect(kept).toContainText("Reliability E: Unreliable");
    await expect(kept).toContainText("Head count");
    await expect(kept).toContainText("Troop strength");
    await expect(kept.getByRole("note", { name: "Note" })).toContainText("The attaché is not named");
    await expect(cards(again).getByRole("article")).toHaveCount(1);
  });
});
