import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { aStory } from "../samples/csv";
import { expect, test } from "./app";
import { articleOption, drop, resizeWindow, review, reviewRow, text } from "./steps";

test.use({ project: "new" });

const russian =
  "Пароходство объявило в четверг, что паром перестанет ходить в середине сентября, и это решение стало ударом для города.";

test("a doubtful encoding is flagged with previews of the others, and the file is read again in the one that is chosen", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  const folder = join(assay.folder, "Letters");
  mkdirSync(folder);
  writeFileSync(join(folder, "letters.txt"), iconv.encode(russian, "maccyrillic"));
  writeFileSync(join(folder, "plain.txt"), `Ferry between the islands stopped\n\n${aStory("The ferry")}`);
  await drop(page, { files: [folder] });
  const row = reviewRow(page, "letters.txt");
  await expect(row).toContainText("Wants a look");
  await row.getByRole("rowheader").click();
  const pane = page.getByRole("complementary", { name: "Details of the row" });
  await expect(pane).toContainText("Encoding");
  await expect(pane).toContainText("Read as windows-1251.");
  const choice = pane.getByRole("listitem").filter({ hasText: "as x-mac-cyrillic" });
  await expect(choice).toContainText("Пароходство объявило в четверг");
  await choice.getByRole("button", { name: "Read it like this: as x-mac-cyrillic" }).click();
  await expect(review(page)).toContainText("Пароходство объявило в четверг");
  await expect(pane).toContainText("Read as x-mac-cyrillic.");
  await page.keyboard.press("Escape");
  await articleOption(page, /Пароходство/).click();
  await expect(text(page)).toContainText(russian);
});

test("names with direction overrides stand in a direction of their own, every hidden character a chip (row 35)", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  const folder = join(assay.folder, "Names");
  mkdirSync(folder);
  writeFileSync(
    join(folder, "report\u202efdp.txt"),
    `Minister \u202eno says\u200b today\n\n${aStory("The minister")}`,
  );
  writeFileSync(join(folder, "p\u0430ypal.txt"), `Bank \u0430nd council agree\n\n${aStory("The bank")}`);
  await drop(page, { files: [folder] });
  await expect(reviewRow(page, "Bank")).toBeVisible();
  /** Every place on the page that holds a hidden character as itself, outside of an element that isolates it. */
  const loose = () =>
    page.evaluate(() => {
      const found: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
        if (/[\u202a-\u202e\u2066-\u2069\u200b]/.test((node as Text).data))
          found.push(node.parentElement?.outerHTML.slice(0, 200) ?? "");
      return found;
    });
  const chips = (place: typeof page | ReturnType<typeof reviewRow>) =>
    place.getByRole("img", { name: "right-to-left override, U+202E" });
  await expect(chips(reviewRow(page, "Minister")).first()).toBeVisible();
  // In the title and in the name of the file.
  expect(await chips(reviewRow(page, "Minister")).count()).toBeGreaterThanOrEqual(2);
  expect(await loose()).toEqual([]);
  const isolated = await chips(page).evaluateAll((all) => all.every((one) => one.closest("bdi") !== null));
  expect(isolated).toBe(true);
  await page.keyboard.press("Escape");
  await expect(chips(page).first()).toBeVisible();
  expect(await loose()).toEqual([]);
});

test("how much of a text is in another one stands above it in the reader, and leads there", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  const folder = join(assay.folder, "Copies");
  mkdirSync(folder);
  const story = ["The ferry", "The market", "The school"].map(aStory).join("\n\n");
  writeFileSync(join(folder, "a.txt"), `Ferry between the islands stopped\n\n${story}`);
  writeFileSync(
    join(folder, "b.txt"),
    `Harbour loses its line\n\n${story}\n\nMore was to be said on Sunday.`,
  );
  await drop(page, { files: [folder] });
  await expect(reviewRow(page, "b.txt")).toBeVisible();
  await page.keyboard.press("Escape");
  await articleOption(page, /^Unread: Ferry between/).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ferry between the islands" })).toBeVisible();
  const notice = page.getByRole("main").getByRole("listitem").filter({ hasText: "of this text is in" });
  await expect(notice).toContainText(/^\d\d % of this text is in “Harbour loses its line”/);
  await notice.getByRole("button").click();
  await expect(page.getByRole("heading", { level: 1, name: "Harbour loses its line" })).toBeVisible();
  await expect(notice).toContainText("Ferry between the islands stopped");
});
