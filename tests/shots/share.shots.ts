import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { everything } from "../../shared/domain/share";
import { expect, type Page, test } from "../e2e/app";
import { resizeWindow, wear } from "../e2e/steps";
import { shoot } from "./shoot";

const goToTab = async (page: Page, name: string) => {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Share" }).click();
  await page.getByRole("tab", { name }).click();
};

for (const [theme, width, height] of [
  ["light", 1440, 900],
  ["dark", 1440, 900],
  ["light", 960, 640],
] as const)
  test(`a copy to share, ${theme}, ${width} wide`, async ({ assay }) => {
    const { page } = assay;
    await wear(page, theme);
    await resizeWindow(assay, width, height);
    const name = (what: string) => `share-${what}-${theme}-${width}`;
    await goToTab(page, "Save a copy");
    await expect(page.getByText(/^about/)).toBeVisible();
    await shoot(assay, name("copy"));
    await page.getByText("Quotes only", { exact: true }).click();
    await page.getByRole("button", { name: /Highlights, claims and ratings/ }).click();
    await page.getByRole("option", { name: /Those under tags/ }).click();
    await shoot(assay, name("quotes"));
  });

test("a text of which only the quotes came", async ({ assay }) => {
  const { page, folder } = assay;
  const path = join(folder, "home/Documents/quotes.assay");
  await goToTab(page, "Save a copy");
  await page.getByText("Quotes only", { exact: true }).click();
  await assay.answerDialogs({ save: path });
  await page.getByRole("button", { name: "Save a copy…" }).click();
  await expect(page.getByText("Copy saved as quotes.assay")).toBeVisible();
  await assay.relaunch(["--project", path]);
  await assay.page.getByRole("listbox", { name: "Articles" }).getByRole("option").first().click();
  await expect(assay.page.getByText(/Only the quotes came/)).toBeVisible();
  await shoot(assay, "share-redacted");
});

for (const [theme, width, height] of [
  ["light", 1440, 900],
  ["dark", 1440, 900],
  ["light", 960, 640],
] as const)
  test(`the team folder, ${theme}, ${width} wide`, async ({ assay }) => {
    const { page, folder } = assay;
    await wear(page, theme);
    await resizeWindow(assay, width, height);
    const name = (what: string) => `share-team-${what}-${theme}-${width}`;
    await goToTab(page, "Team folder");
    await expect(page.getByRole("button", { name: "Choose a folder…" })).toBeVisible();
    await shoot(assay, name("none"));
    const team = join(folder, "home/Documents/Team");
    mkdirSync(team);
    await assay.answerDialogs({ save: join(team, "Bea.assay") });
    await page.evaluate((options) => window.assay.files.shareCopy(options), everything);
    writeFileSync(join(team, "CK-4711.assay"), readFileSync(join(team, "Bea.assay")).subarray(0, 9000));
    await assay.answerDialogs({ open: [team] });
    await page.getByRole("button", { name: "Choose a folder…" }).click();
    await expect(page.getByText(/Not whole yet/)).toBeVisible();
    await shoot(assay, name("chosen"));
  });
