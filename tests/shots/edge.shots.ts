import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../e2e/app";
import {
  articleOption,
  articles,
  assayJson,
  assayText,
  cards,
  claimPanel,
  clickWords,
  openArticle,
  resizeWindow,
  selectByMouse,
  text,
  wear,
} from "../e2e/steps";
import { shoot } from "./shoot";

const ledger = "Washington bows to Niger’s request to pull out its troops";

test.setTimeout(180_000);

for (const theme of ["light", "dark"] as const)
  test(`the smallest window, ${theme}`, async ({ assay, page }) => {
    const at = (name: string) => shoot(assay, `small-${theme}-${name}`);
    await resizeWindow(assay, 960, 640);
    await expect(articleOption(page, ledger)).toBeVisible();
    await wear(page, theme);
    await at("01-library");
    await articleOption(page, ledger).click();
    await expect(text(page)).toBeVisible();
    await at("02-reader");
    await page.keyboard.press("Control+B");
    await expect(articles(page)).toBeVisible();
    await at("03-list-drawer");
    await page.keyboard.press("Control+B");
    await expect(articles(page)).toBeHidden();
    await clickWords(page, "more than 1,000 troops");
    await at("04-card");
    await page.keyboard.press("Escape");
    await selectByMouse(page, "giving up a foothold that the administration");
    await at("05-selection");
    await page.keyboard.press("c");
    await expect(claimPanel(page)).toBeVisible();
    await at("06-claim");
    await page.keyboard.press("Escape");
    for (const [keys, name] of [
      ["Control+2", "07-claims"],
      ["Control+3", "08-sources"],
      ["Control+4", "09-tags"],
      ["Control+5", "10-share"],
    ] as const) {
      await page.keyboard.press(keys);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await at(name);
    }
    await page.keyboard.press("Control+2");
    await page.getByRole("row", { name: /More than 1,000/ }).click();
    await expect(page.getByRole("article", { name: /^Claim/ })).toBeVisible();
    await at("11-claim-detail");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await at("12-keys");
    // Nothing may scroll sideways.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

test.describe("nothing yet", () => {
  test.use({ project: "new" });
  test("an empty project", async ({ assay, page }) => {
    await resizeWindow(assay);
    await wear(page, "light");
    for (const [number, name] of ["library", "claims", "sources", "tags", "share"].entries()) {
      await page.keyboard.press(`Control+${number + 1}`);
      await expect(page.getByRole("heading").first()).toBeVisible();
      await shoot(assay, `empty-0${number + 1}-${name}`);
    }
  });
});

test.describe("no project", () => {
  test.use({ project: "none" });
  test("the start screen", async ({ assay, page }) => {
    await resizeWindow(assay);
    for (const theme of ["light", "dark"] as const) {
      await wear(page, theme);
      await shoot(assay, `start-${theme}`);
    }
  });
});

const longTitle =
  "Officials from eleven countries, three international organisations and the armed forces of Niger to consider a timetable for the orderly, responsible and verified withdrawal of all foreign troops, equipment and contractors from Air Base 201 before the rainy season, according to a draft seen by this newspaper";
const dense =
  "On Monday the council said that about 1,000 American soldiers and contractors would leave the base near Agadez before the fifteenth of September and that nothing of value would be left behind.";

test("a thousand articles, a long title, dense overlaps", async ({ assay, page: first }) => {
  await expect(articleOption(first, ledger)).toBeVisible();
  await assay.close();
  const project = assay.projectPath ?? "";
  const folder = join(assay.folder, "many");
  mkdirSync(folder);
  for (let n = 1; n <= 1000; n += 1)
    writeFileSync(
      join(folder, `report-${n}.txt`),
      `Report number ${n} from the border\n\nThis is the text of report ${n}. About ${n * 3} people crossed, officials said.\n`,
    );
  writeFileSync(
    join(folder, "long.txt"),
    `${longTitle}\n\n${dense}\n\n${Array.from({ length: 8 }, (_, n) => `Paragraph ${n} says nothing of the sort, and says it at some length, so that there is something to scroll past.`).join("\n\n")}\n`,
  );
  assayText("import", project, folder);
  const list = assayJson<{ title: string; fileName: string }[]>("articles", project);
  const imported = list.find(({ fileName }) => fileName === "long.txt")?.title ?? "";
  const words = dense.split(" ");
  const tags = ["Numbers", "Timeline", "Attribution", "Diplomacy", "Basing", "Russia", "Money", "Spelling"];
  const lines = Array.from({ length: 24 }, (_, n) => {
    const from = (n * 5) % 16;
    const quote = words.slice(from, from + 4 + (n % 9)).join(" ");
    return { article: imported, quote, suffix: "", prefix: "", tags: [tags[n % 8]] };
  });
  for (let n = 0; n < 1000; n += 1)
    lines.push({
      article: `Report number ${n + 1} from the border`,
      quote: `About ${(n + 1) * 3} people crossed`,
      prefix: "",
      suffix: "",
      tags: ["Numbers"],
      claim: {
        statement: `About ${(n + 1) * 3} people crossed the border on day ${n + 1}`,
        stance: "supports",
        credibility: (n % 6) + 1,
      },
    } as never);
  const annotations = join(assay.folder, "annotations.jsonl");
  writeFileSync(annotations, lines.map((line) => JSON.stringify(line)).join("\n"));
  assayText("annotate", project, "--from", annotations);
  await assay.relaunch(["--project", project]);
  const { page } = assay;
  await resizeWindow(assay);
  await wear(page, "light");
  await expect(page.getByRole("status").first()).toContainText("1,007");
  await shoot(assay, "many-01-library");
  await page
    .getByRole("searchbox", { name: "Search the text of all articles" })
    .fill("Officials from eleven");
  await openArticle(page, imported);
  await shoot(assay, "many-02-long-title");
  await clickWords(page, "American soldiers and contractors");
  await expect(cards(page).getByRole("article").first()).toBeVisible();
  await shoot(assay, "many-03-dense");
  await wear(page, "dark");
  await shoot(assay, "many-04-dense-dark");
  await wear(page, "contrast");
  await shoot(assay, "many-05-dense-contrast");
  await wear(page, "light");
  await page.keyboard.press("Control+2");
  await expect(page.getByRole("grid")).toBeVisible();
  await shoot(assay, "many-06-claims");
  await page.keyboard.press("Control+4");
  await expect(page.getByRole("treegrid", { name: "Tags" })).toBeVisible();
  await shoot(assay, "many-07-tags");
  await page.keyboard.press("Control+H");
  await expect(page.getByRole("dialog", { name: "History" })).toBeVisible();
  await shoot(assay, "many-08-history");
});
