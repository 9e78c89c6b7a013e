import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aStory } from "../samples/csv";
import { expect, type Page, test } from "./app";
import { articleOption, drop, openArticle, resizeWindow, review, reviewRow, text } from "./steps";

test.use({ project: "new" });

/** Milliseconds for which a window may stand still: a person notices, and thinks nothing of it. */
const mostStill = { whileImporting: 700, whileOpening: 4000 };

/** Keeps the length in milliseconds of every task of the page over 50 ms from now on. */
const watchTasks = (page: Page) =>
  page.evaluateHandle(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: "longtask" });
    return tasks;
  });

test("what is too large for a window is refused in words while the window stays at hand (row 37)", async ({
  assay,
  page,
}) => {
  test.setTimeout(120_000);
  await resizeWindow(assay);
  const folder = join(assay.folder, "Large");
  mkdirSync(folder);
  const sentence = "A sentence of ordinary words goes on here. ";
  for (const [name, content] of [
    ["fifty megabytes.txt", `${sentence.repeat(20)}\n\n`.repeat(57_000)],
    ["million lines.txt", "A line of words.\n".repeat(1_000_000)],
    ["million paragraphs.txt", "A line.\n\n".repeat(1_000_000)],
    ["one line of 20 MB.txt", "words and ".repeat(2_000_000)],
    ["ordinary.txt", `Ferry between the islands stopped\n\n${aStory("The ferry")}`],
  ] as const)
    writeFileSync(join(folder, name), content);
  const tasks = await watchTasks(page);
  await drop(page, { files: [folder] });
  await expect(reviewRow(page, "ordinary.txt")).toContainText("Wants a look", { timeout: 90_000 });
  for (const name of ["fifty megabytes", "million lines", "million paragraphs", "one line of 20 MB"])
    await expect(reviewRow(page, name), name).toContainText("Failed");
  await reviewRow(page, "million lines.txt").getByRole("rowheader").click();
  await expect(page.getByRole("complementary", { name: "Details of the row" })).toContainText(
    /It is too long for one article: [\d,]+ characters, where 4,000,000 are the most/,
  );
  expect(Math.max(0, ...(await tasks.jsonValue()))).toBeLessThan(mostStill.whileImporting);
  await expect(review(page).getByRole("row")).toHaveCount(6);
});

test("an article as long as any may be opens, and can be scrolled to its end (row 37)", async ({
  assay,
  page,
}) => {
  test.setTimeout(120_000);
  await resizeWindow(assay);
  const paragraph = `${"A sentence of ordinary words goes on here. ".repeat(4).trim()}\n\n`;
  const path = join(assay.folder, "long.txt");
  writeFileSync(path, `The longest report\n\n${paragraph.repeat(19_900)}The last words.`);
  const short = join(assay.folder, "short.txt");
  writeFileSync(short, `Ferry between the islands stopped\n\n${aStory("The ferry")}`);
  await drop(page, { files: [path, short] });
  await expect(reviewRow(page, "long.txt")).toContainText("Wants a look", { timeout: 60_000 });
  await page.keyboard.press("Escape");
  await openArticle(page, "Ferry between the islands stopped");
  const tasks = await watchTasks(page);
  await articleOption(page, /The longest report/).click();
  await expect(page.getByRole("heading", { level: 1, name: "The longest report" })).toBeVisible({
    timeout: 30_000,
  });
  await expect(text(page)).toContainText("The last words.", { timeout: 30_000 });
  await page.getByText("The last words.").scrollIntoViewIfNeeded({ timeout: 30_000 });
  await expect(page.getByText("The last words.")).toBeInViewport({ timeout: 30_000 });
  expect(Math.max(0, ...(await tasks.jsonValue()))).toBeLessThan(mostStill.whileOpening);
});
