import { writeFileSync } from "node:fs";
import { type Assay, expect, test } from "./app";
import { after, caption, highlightFerry, importFile, paragraphs, title } from "./ferry";
import { articleOption, marks, messages, openArticle, selectByMouse, text } from "./steps";

test.use({ project: "new" });

const sideButton = (assay: Assay, name: RegExp) => assay.page.getByRole("button", { name });

test("a changed text becomes a revision: exact highlights stand in it, changed ones wait for a yes, and one undo takes it back", async ({
  assay,
}) => {
  const { page } = assay;
  const path = await highlightFerry(assay);
  writeFileSync(path, after);
  await assay.answerDialogs({ open: [path] });
  const list = await page.evaluate(() => window.assay.articles.list({}));
  const id = list.ok ? list.value[0]?.id : undefined;
  if (id === undefined) throw new Error("nothing was imported");
  const revised = await page.evaluate((own) => window.assay.files.reviseArticle({ id: own }), id);
  expect(revised).toMatchObject({ ok: true, value: { outcome: "revision" } });

  await articleOption(page, title).click();
  await expect(text(page)).toContainText("More than 1,350 people");
  await expect(marks(page)).toHaveText(["two port officials said on Saturday"]);
  await sideButton(assay, /^2 highlights to place$/).click();
  const tray = page.getByRole("region", { name: "Highlights to place" });
  await expect(tray.getByRole("listitem")).toHaveCount(2);
  const moved = tray.getByRole("listitem").filter({ hasText: "1,200" });
  await expect(moved).toContainText("1,350");
  await expect(moved.locator("ins").first()).toBeVisible();
  await moved.getByRole("button", { name: "Confirm" }).click();
  await expect(marks(page).filter({ hasText: "1,350" })).not.toHaveCount(0);

  // What is nowhere in the new text is placed by hand.
  const lost = tray.getByRole("listitem").filter({ hasText: "condition of anonymity" });
  await expect(lost).toContainText("Nothing like it stands in this text");
  await selectByMouse(page, "A spokesman for the union said on Sunday");
  await lost.getByRole("button", { name: "Place at the selection" }).click();
  await expect(tray)
    .toHaveCount(0)
    .catch(() => expect(tray).toContainText("All highlights are placed"));
  await page.keyboard.press("Escape");

  await sideButton(assay, /^What changed$/).click();
  const sheet = page.getByRole("dialog", { name: /^Revisions of/ });
  await expect(sheet.locator("ins").filter({ hasText: "dockers would vote again" })).toBeVisible();
  await expect(sheet.locator("del").filter({ hasText: "condition of anonymity" })).toBeVisible();
  await sheet.getByRole("button", { name: "Done" }).click();

  // Back to the beginning: two placements, then the revision itself.
  for (let step = 0; step < 3; step += 1) await page.evaluate(() => window.assay.history.undo({}));
  await articleOption(page, title).click();
  await expect(text(page)).toContainText("More than 1,200 people");
  await expect(marks(page)).toHaveCount(3);
});

test("what was set aside is shown with its reason, goes back into the text, and stays away once something is highlighted", async ({
  assay,
}) => {
  const { page } = assay;
  await importFile(
    assay,
    "page.html",
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
     <article><h1>${title}</h1><figure><img src="x.png"><figcaption>${caption}</figcaption></figure>
     ${paragraphs
       .slice(1)
       .map((words) => `<p>${words}</p>`)
       .join("")}</article><footer>All rights reserved</footer></body></html>`,
  );
  await openArticle(page, title);
  await expect(text(page)).not.toContainText(caption);
  await sideButton(assay, /pieces? set aside$/).click();
  const panel = page.getByRole("region", { name: "Set aside from this article" });
  const piece = panel.getByRole("listitem").filter({ hasText: caption });
  await expect(piece).toContainText("Photo caption");
  await piece.getByRole("button", { name: /^Put back/ }).click();
  await expect(text(page)).toContainText(caption);
  await expect(messages(page)).toContainText("Put back into the text");
  await page.keyboard.press("Escape");

  await selectByMouse(page, "two port officials");
  await page.keyboard.press("h");
  await sideButton(assay, /pieces? set aside$/).click();
  await expect(panel.getByRole("button", { name: /^Put back/ })).toHaveCount(0);
  await expect(panel).toContainText("stays as it is once something is highlighted");
});

test("direction overrides and zero-width characters are shown as chips, and turn nothing round", async ({
  assay,
}) => {
  const { page } = assay;
  await importFile(
    assay,
    "bidi.txt",
    `A report with hidden characters in it\n\nThe minister \u202esaid no\u202c to the\u200b plan, the office told reporters on Monday.\n`,
  );
  await openArticle(page, "A report with hidden characters in it");
  const chips = text(page).locator("[data-invisible]");
  await expect(chips).toHaveCount(3);
  expect(await chips.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))).toEqual([
    "right-to-left override, U+202E",
    "end of embedding or override, U+202C",
    "zero-width space, U+200B",
  ]);
  // Left to right on screen, as the letters are: the override ends with its chip.
  const lefts = await text(page).evaluate((root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node as Text).data.indexOf("said no");
      if (at === -1) continue;
      return [0, 5].map((by) => {
        const range = document.createRange();
        range.setStart(node as Text, at + by);
        range.setEnd(node as Text, at + by + 1);
        return range.getBoundingClientRect().left;
      });
    }
    return [];
  });
  expect(lefts[0]).toBeLessThan(lefts[1] ?? 0);
});

test("a right-to-left article reads right to left", async ({ assay }) => {
  const { page } = assay;
  const words =
    "أعلنت الوزارة يوم الجمعة أن القوات ستغادر القاعدة قبل نهاية الصيف، وقال مسؤول كبير إن المحادثات مستمرة بين الجانبين في العاصمة.";
  await importFile(
    assay,
    "arabic.txt",
    `انسحاب القوات من القاعدة الشمالية\n\n${words}\n\n${words} وأضاف أن الموعد لم يحدد بعد.\n`,
  );
  await openArticle(page, "انسحاب القوات من القاعدة الشمالية");
  await expect(text(page)).toHaveAttribute("dir", "rtl");
});
