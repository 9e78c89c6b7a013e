import { expect, test } from "../e2e/app";
import {
  articleOption,
  card,
  cards,
  claimPanel,
  clickWords,
  messages,
  openArticle,
  resizeWindow,
  selectByMouse,
  text,
  wear,
} from "../e2e/steps";
import { shoot } from "./shoot";

const ledger = "Washington bows to Niger’s request to pull out its troops";
const digest = "Talks on an orderly American exit from Niger to open in Niamey";

test.setTimeout(180_000);

for (const theme of ["light", "dark", "contrast"] as const)
  test(`every screen and overlay, ${theme}`, async ({ assay, page }) => {
    const at = (name: string) => shoot(assay, `${theme}-${name}`);
    const rail = (name: string) =>
      page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
    const closeOverlay = async () => {
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    };
    await resizeWindow(assay);
    await expect(articleOption(page, ledger)).toBeVisible();
    await wear(page, theme);
    await at("01-library-start");

    await page.getByRole("button", { name: "Import" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await at("02-library-import-menu");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Tag filter" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await at("03-library-filter");
    await page.mouse.click(900, 700);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.getByRole("searchbox", { name: "Search the text of all articles" }).fill("anonymity");
    await expect(articleOption(page, "orderly")).toBeVisible();
    await expect(page.locator("[data-library-list] mark").first()).toBeVisible();
    await at("04-library-search");
    await page.getByRole("searchbox", { name: "Search the text of all articles" }).fill("zebra");
    await expect(page.getByText("Nothing found for")).toBeVisible();
    await at("05-library-nothing-found");
    await page.getByRole("searchbox", { name: "Search the text of all articles" }).fill("");
    await articleOption(page, "orderly").click({ button: "right" });
    await expect(page.getByRole("menu")).toBeVisible();
    await at("06-library-context-menu");
    await page.keyboard.press("Escape");

    await openArticle(page, ledger);
    await page.mouse.move(700, 20);
    await at("10-reader");
    await clickWords(page, "more than 1,000 troops");
    await expect(card(page, "more than 1,000 troops").getByRole("button", { name: "Note" })).toBeVisible();
    await page.mouse.move(700, 20);
    await at("11-reader-focused-highlight");
    await page.keyboard.press("Escape");
    await selectByMouse(page, "a foothold that the administration had spent months trying to save");
    await at("12-reader-selection");
    await page.keyboard.press("t");
    await expect(page.getByRole("combobox", { name: "Tags of this passage" })).toBeVisible();
    await page.keyboard.type("n");
    await at("13-reader-tags");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await selectByMouse(page, "Planners from both armies are to meet in Niamey first.");
    await page.keyboard.press("c");
    await expect(claimPanel(page)).toBeVisible();
    await at("14-reader-claim");
    await claimPanel(page).getByRole("combobox", { name: "Asserter" }).fill("senior official");
    await at("15-reader-claim-asserter");
    await page.keyboard.press("Tab");
    await claimPanel(page).getByRole("radio", { name: /^3,/ }).click();
    await at("16-reader-claim-graded");
    await claimPanel(page).getByRole("button", { name: "Cancel" }).click();
    await clickWords(page, "He asked, and we said yes");
    await page.keyboard.press("Enter");
    await expect(page.locator("[data-evidence]:focus")).toBeVisible();
    await at("17-reader-evidence");
    await page.keyboard.press("r");
    await expect(page.getByRole("form", { name: "Rate" })).toBeVisible();
    await at("18-reader-rate");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await clickWords(page, "a desert airfield near Agadez");
    await page.keyboard.press("n");
    await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
    await page.keyboard.type("Construction only? **Compare** the Digest: about $100 million.");
    await at("19-reader-note");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await text(page).focus();
    await page.keyboard.press("/");
    await page.keyboard.type("official");
    await expect(page.getByText(/1 of \d+/)).toBeVisible();
    await at("20-reader-find");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /List of .* highlights/ }).click();
    await expect(page.getByRole("region", { name: "Highlights of this article" })).toBeVisible();
    await at("21-reader-list");
    await page
      .getByRole("region", { name: "Highlights of this article" })
      .getByRole("button", { name: "Close" })
      .click();
    await page.getByRole("button", { name: "Article details" }).click();
    await expect(page.getByRole("dialog", { name: "Article details" })).toBeVisible();
    await at("22-article-details");
    await closeOverlay();
    await openArticle(page, digest);
    await page.mouse.move(700, 20);
    await at("23-reader-not-annotated");
    await text(page).focus();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Shift+J");
    await expect(page.getByRole("toolbar", { name: "Selected text" })).toBeVisible();
    await at("24-reader-keyboard-selection");
    await page.keyboard.press("h");
    await expect(cards(page).getByRole("article")).toHaveCount(1);
    await page.keyboard.press("Delete");
    await expect(messages(page)).toContainText("Highlight removed");
    await at("25-reader-toast");

    await rail("Claims");
    await expect(page.getByRole("grid")).toBeVisible();
    await at("30-claims");
    await page.getByRole("row", { name: /More than 1,000 US troops/ }).click();
    await expect(page.getByRole("article", { name: /^Claim/ })).toBeVisible();
    await at("31-claims-detail");
    await page
      .getByRole("article", { name: /^Claim/ })
      .getByRole("listitem")
      .filter({ hasText: "Harbour Wire" })
      .first()
      .click();
    await at("32-claims-evidence");
    await page
      .getByRole("article", { name: /^Claim/ })
      .getByRole("button", { name: /^Likelihood/ })
      .click();
    await expect(page.getByRole("dialog", { name: "Likelihood" })).toBeVisible();
    await at("33-claims-likelihood");
    await closeOverlay();
    await page.getByRole("checkbox", { name: /Russia/ }).check({ force: true });
    await at("34-claims-filtered");
    await page.getByRole("button", { name: "Clear all filters" }).click();
    await page.keyboard.press("Control+E");
    await expect(page.getByRole("dialog", { name: "Export claims" })).toBeVisible();
    await at("35-export");
    await page.getByRole("radio", { name: "Excel workbook (.xlsx)" }).check({ force: true });
    await at("36-export-workbook");
    await closeOverlay();

    await rail("Sources");
    await expect(page.getByRole("listbox", { name: "Sources" })).toBeVisible();
    await page.getByRole("option", { name: /Public Radio Desk/ }).click();
    await at("40-sources");
    await page.keyboard.press("r");
    await expect(page.getByRole("form", { name: "Rate" })).toBeVisible();
    await at("41-sources-rate");
    await page.keyboard.press("Escape");
    await page.getByRole("option", { name: /Cable News Report/ }).click();
    await at("42-sources-override");
    await page.getByRole("button", { name: "More to do with this source" }).click();
    await page.getByRole("menuitem", { name: /Merge/ }).click();
    await at("43-sources-merge");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await at("44-sources-new");
    await page.keyboard.press("Escape");

    await rail("Tags");
    await expect(page.getByRole("treegrid", { name: "Tags" })).toBeVisible();
    await page.getByRole("row", { name: /Troop strength/ }).click();
    await at("50-tags");
    await page
      .getByRole("row", { name: /Troop strength/ })
      .getByRole("button", { name: /More to do/ })
      .click();
    await expect(page.getByRole("menu")).toBeVisible();
    await at("51-tags-menu");
    await page.getByRole("menuitem", { name: /Merge/ }).click();
    await at("52-tags-merge");
    await page.keyboard.press("Escape");

    await rail("Share");
    await at("60-share");
    await page.getByRole("tab", { name: "Backups and checks" }).click();
    await page.getByRole("button", { name: "Check now" }).click();
    await expect(page.getByText("Everything is sound.")).toBeVisible();
    await page.getByText("Everything is sound.").scrollIntoViewIfNeeded();
    await at("61-share-checked");

    await page.keyboard.press("Control+K");
    await expect(page.getByRole("dialog")).toBeVisible();
    await at("70-palette");
    await page.keyboard.type("nig");
    await at("71-palette-typed");
    await closeOverlay();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await at("72-keys");
    await closeOverlay();
    await page.keyboard.press("Control+H");
    await expect(page.getByRole("dialog", { name: "History" })).toBeVisible();
    await at("73-history");
    await closeOverlay();
    await page.keyboard.press("Control+,");
    await expect(page.getByRole("dialog", { name: "Profile and settings" })).toBeVisible();
    await at("74-settings");
    await closeOverlay();
    await page.getByRole("button", { name: /^Project/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await at("75-project-menu");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+K");
    await page.keyboard.type("paste or type");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "New article" })).toBeVisible();
    await at("76-new-article");
    await closeOverlay();
  });
