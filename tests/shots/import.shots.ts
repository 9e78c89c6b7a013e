import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "../e2e/app";
import { articleOption, drop, openArticle, resizeWindow, review, wear } from "../e2e/steps";
import { aCsv, aStory } from "../samples/csv";
import { docxOf, paragraph } from "../samples/docx";
import { shoot } from "./shoot";

test.setTimeout(180_000);

const page1 = (title: string, outlet: string, day: string) => `<!doctype html><html lang="en"><head>
<title>${title} | ${outlet}</title><meta property="og:site_name" content="${outlet}">
<link rel="canonical" href="https://${outlet.toLowerCase().replaceAll(" ", "")}.example/2024/${day}">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"${title}","datePublished":"${day}","author":{"@type":"Person","name":"A. Mora"},"publisher":{"@type":"Organization","name":"${outlet}"}}</script>
</head><body><article><h1>${title}</h1><p>${aStory(title).replaceAll("\n\n", "</p><p>")}</p></article></body></html>`;

const long =
  "Ferry between the islands stopped after an engine fire that nobody on board could explain to the inspectors of the ministry in the first week of the inquiry";
const arabic = "توقفت العبارة بين الجزر بعد حريق في المحرك لم يستطع أحد تفسيره";

/** A folder that shows what an import can be: good pages, gaps, long and right-to-left titles, tables, broken files. */
const writeFolder = (at: string, texts: number): string => {
  const folder = join(at, "Import");
  mkdirSync(folder);
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  put("01 market.html", page1("Market moves to the harbour", "Harbour Wire", "2024-05-12"));
  put("02 mill.html", page1("Mill is sold to its workers", "Birch Weekly", "2024-05-13"));
  put("03 ferry.txt", `date 2024-05-11\n\n${long}\n\nPORT ALDER (AP) — ${aStory("The ferry")}`);
  put("04 ferry again.txt", `date 2024-05-11\n\n${long}\n\nPORT ALDER (AP) — ${aStory("The ferry")}`);
  put("05 عبارة.txt", `${arabic}\n\n${arabic} يوم الثلاثاء. ${arabic}.`);
  put("06 photo\u202Egnp.txt", `Harbour\u200B closed\n\n${aStory("The harbour")}`);
  put(
    "07 café.txt",
    Buffer.from(
      `Caf\xe9 ferm\xe9\n\n${"Le caf\xe9 du port est ferm\xe9 depuis mardi. ".repeat(6)}`,
      "latin1",
    ),
  );
  put(
    "08 rows.csv",
    aCsv([
      ["kolom 1", "kolom 2"],
      ["Well runs dry", aStory("The well")],
      ["Bridge closed", aStory("The bridge")],
    ]),
  );
  put("09 broken.docx", docxOf({ body: paragraph("x") }).subarray(0, 200));
  put("10 unknown.bin", new Uint8Array([0, 1, 2, 3, 255, 254, 0, 7]));
  for (let n = 0; n < texts; n += 1)
    put(`${100 + n}.txt`, `Report number ${n} of the night desk\n\n${aStory(`Matter ${n}`)}`);
  return folder;
};

const sheetOf = (page: Page) => page.getByRole("dialog", { name: "Which column holds what?" });

for (const [theme, width, height] of [
  ["light", 1440, 900],
  ["dark", 1440, 900],
  ["contrast", 1440, 900],
  ["light", 960, 640],
  ["dark", 2560, 1400],
] as const)
  test(`an import and its review, ${theme}, ${width} x ${height}`, async ({ assay, page }) => {
    const at = (name: string) => shoot(assay, `import-${theme}-${width}-${name}`);
    await resizeWindow(assay, width, height);
    await expect(articleOption(page, "Washington bows")).toBeVisible();
    await wear(page, theme);
    await drop(page, { files: [writeFolder(assay.folder, 12)] });
    await expect(sheetOf(page)).toBeVisible({ timeout: 60_000 });
    await at("01-columns");
    await page.keyboard.press("Escape");
    await expect(review(page).locator("[data-column]:focus")).toBeVisible();
    await at("02-review");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Source" })).toBeFocused();
    await at("03-edit");
    await page.keyboard.press("Escape");
    for (let n = 0; n < 5; n += 1) await page.keyboard.press("ArrowDown");
    await at("04-encoding");
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Shift+ArrowUp");
    await at("05-selected");
    await page.keyboard.press("a");
    await expect(review(page).getByText("Confirmed").first()).toBeVisible();
    await at("06-confirmed");
    await page.keyboard.press("Escape");
    await expect(articleOption(page, /Market moves/)).toBeVisible();
    await at("07-library");
    await openArticle(page, "Market moves to the harbour");
    await page.getByRole("button", { name: "Article details" }).click();
    await expect(page.getByRole("dialog", { name: "Article details" })).toBeVisible();
    await at("08-details");
    await page.keyboard.press("Escape");
    await drop(page, {
      html: "<h2>Ferry stopped</h2><p>The ferry stopped on Tuesday after an engine fire.</p>",
      text: `Ferry stopped\n\n${aStory("The ferry")}`,
    });
    await expect(page.getByRole("dialog", { name: "New article" })).toBeVisible();
    await at("09-pasted");
  });

test("a thousand files", async ({ assay, page }) => {
  await resizeWindow(assay);
  await wear(page, "light");
  await drop(page, { files: [writeFolder(assay.folder, 1000)] });
  await expect(page.getByRole("progressbar", { name: "Importing" })).toBeVisible();
  await shoot(assay, "import-many-01-progress");
  await expect(sheetOf(page)).toBeVisible({ timeout: 120_000 });
  await page.keyboard.press("Escape");
  await expect(review(page).locator("[data-column]:focus")).toBeVisible();
  await page.keyboard.press("Control+End");
  await expect(page.locator("[data-column]:focus")).toContainText("Report number 999");
  await shoot(assay, "import-many-02-end");
});
