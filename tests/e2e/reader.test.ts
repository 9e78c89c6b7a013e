import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./app";
import {
  articleOption,
  assayText,
  card,
  cards,
  clickWords,
  openArticle,
  resizeWindow,
  selectByMouse,
  text,
  toolbar,
} from "./steps";

const digest = "Talks on an orderly American exit from Niger to open in Niamey";
const ledger = "Washington bows to Niger’s request to pull out its troops";

/** Notes as a colleague's file may bring them. Shown as they stand; none may reach the DOM, or take the window down. */
const notes = [
  "<b>bold</b> and <img src=x onerror=alert(1)> and <script>alert(1)</script>",
  "<https://tracker.example/?q=1> [link](javascript:alert(1)) ![pixel](https://tracker.example/p.png)",
  "| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n```html\n<p>code</p>\n```\n\n- [ ] task\n1. one\n> quote <details>",
];
const quotes = [
  "The State Department gave notice of the meetings",
  "According to the statement",
  "Nothing has been said about who will own its runway",
];

test("notes with HTML, links and pictures are shown as text", async ({ assay, page: first }) => {
  await expect(articleOption(first, digest)).toBeVisible();
  await assay.close();
  const lines = join(assay.folder, "notes.jsonl");
  writeFileSync(
    lines,
    quotes.map((quote, at) => JSON.stringify({ article: digest, quote, note: notes[at] })).join("\n"),
  );
  assayText("annotate", assay.projectPath ?? "", "--from", lines);
  await assay.relaunch(["--project", assay.projectPath ?? ""]);
  const { page } = assay;
  await resizeWindow(assay);
  await openArticle(page, digest);
  await expect(card(page, quotes[0] ?? "")).toContainText("<img src=x onerror=alert(1)>");
  await expect(card(page, quotes[0] ?? "")).toContainText("<b>bold</b>");
  await expect(card(page, quotes[1] ?? "")).toContainText("https://tracker.example/?q=1");
  await expect(card(page, quotes[2] ?? "")).toContainText("<p>code</p>");
  await expect(cards(page).locator("img, script, a[href], iframe")).toHaveCount(0);
  // And they can be written on.
  await clickWords(page, quotes[0] ?? "");
  await page.keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
  await page.keyboard.type(" Seen.");
  await page.keyboard.press("Escape");
  await expect(card(page, quotes[0] ?? "")).toContainText("Seen.");
});

test("a click ends a selection and reaches what it hits; Escape lets go step by step", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  await openArticle(page, ledger);
  await selectByMouse(page, "a foothold that the administration");
  await clickWords(page, "the prime minister, Ali Lamine Zein");
  await expect(toolbar(page)).toBeHidden();
  await expect(card(page, "the prime minister").getByRole("button", { name: "Remove" })).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe("");
  await text(page).press("Escape");
  await expect(cards(page).getByRole("button", { name: "Remove" })).toHaveCount(0);

  // A selection made by keys goes too.
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+J");
  await expect(toolbar(page)).toBeVisible();
  await clickWords(page, "Planners from both armies");
  await expect(toolbar(page)).toBeHidden();

  // Sentences are walked from where the click was.
  await page.keyboard.press("j");
  await page.keyboard.press("h");
  await expect(card(page, "“Somebody has to count the containers")).toBeVisible();
});

test("find paints every hit and walks them", async ({ assay, page }) => {
  await resizeWindow(assay);
  await openArticle(page, ledger);
  await page.keyboard.press("/");
  const field = page.getByRole("textbox", { name: "Find in this article" });
  await expect(field).toBeFocused();
  await page.keyboard.type("official");
  const found = page.getByRole("search");
  await expect(found).toContainText("1 of 5");
  expect(await page.evaluate(() => CSS.highlights.get("find")?.size)).toBe(5);
  await page.keyboard.press("Enter");
  await expect(found).toContainText("2 of 5");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Shift+Enter");
  await expect(found).toContainText("5 of 5");
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
  expect(await page.evaluate(() => CSS.highlights.has("find"))).toBe(false);
  await expect(text(page)).toBeFocused();
});
