import { type Assay, expect, type Page, test } from "../e2e/app";
import { resizeWindow, wear } from "../e2e/steps";
import { shoot } from "./shoot";

const goToTab = async (page: Page, name: string) => {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Share" }).click();
  await page.getByRole("tab", { name }).click();
};

/** Some work on the sample: a note that is changed, a claim and a tag that are removed, a backup. */
const work = (assay: Assay) =>
  assay.page.evaluate(async () => {
    const { assay: api } = window;
    const claims = await api.claims.list({ sort: "statement" });
    const claim = claims.ok ? claims.value.claims[0] : undefined;
    if (claim !== undefined) {
      await api.claims.update({
        id: claim.id,
        set: { statement: `${claim.statement.replace("the", "nearly all of the")}, as two officials said` },
      });
      await api.claims.update({ id: claim.id, set: { likelihood: "likely", eventDate: "2024-05-06" } });
    }
    const second = claims.ok ? claims.value.claims[1] : undefined;
    if (second !== undefined) await api.claims.remove({ id: second.id });
    const tags = await api.tags.list(undefined);
    const tag = tags.ok ? tags.value[0] : undefined;
    if (tag !== undefined) await api.tags.remove({ id: tag.id });
    await api.files.backUpNow(undefined);
  });

for (const [theme, width, height] of [
  ["light", 1440, 900],
  ["dark", 1440, 900],
  ["light", 960, 640],
] as const)
  test(`history, trash, backups and the past, ${theme}, ${width} wide`, async ({ assay }) => {
    const { page } = assay;
    await wear(page, theme);
    await resizeWindow(assay, width, height);
    await goToTab(page, "History");
    await page.getByText("Removed things").click();
    await expect(page.getByRole("heading", { name: "Nothing was removed" })).toBeVisible();
    const name = (what: string) => `history-${what}-${theme}-${width}`;
    await shoot(assay, name("no-trash"));
    await work(assay);
    await expect(page.getByRole("list", { name: "Removed things, the latest first" })).toBeVisible();
    await shoot(assay, name("trash"));
    await page.getByText("Edits", { exact: true }).click();
    await shoot(assay, name("list"));
    await page
      .getByRole("button", { name: /Change claim/ })
      .last()
      .click();
    await expect(page.getByRole("button", { name: "As it stood then" })).toBeVisible();
    await shoot(assay, name("detail"));
    await page.keyboard.press("Control+h");
    await expect(page.getByRole("dialog", { name: "History" })).toBeVisible();
    await shoot(assay, name("popover"));
    await page.keyboard.press("Escape");
    await goToTab(page, "Backups and checks");
    await shoot(assay, name("backups"));
    await goToTab(page, "History");
    await page.getByRole("button", { name: "As it stood then" }).click();
    await expect(page.getByText(/^As it stood on/)).toBeVisible();
    await shoot(assay, name("past"));
  });
