import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./app";
import {
  articleOption,
  assayText,
  card,
  claimPanel,
  exportByKeys,
  openArticle,
  placeOf,
  resizeWindow,
  selectByMouse,
} from "./steps";

const ledger = "Washington bows to Niger’s request to pull out its troops";
const digest = "Talks on an orderly American exit from Niger to open in Niamey";

const table = (page: Page) => page.getByRole("grid", { name: "Claims" });
const shown = (page: Page) => page.getByRole("region", { name: "Claims" }).getByRole("status");
const facet = (page: Page, name: string) => page.getByRole("group", { name, exact: true });
const goToClaims = (page: Page) =>
  page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Claims" }).click();

/** Ticks the first value of a group; answers how many claims it said there would be. */
async function tickFirst(page: Page, name: string, value?: string): Promise<number> {
  const box = facet(page, name)
    .getByRole("checkbox", value === undefined ? {} : { name: new RegExp(`^${value} `) })
    .first();
  const words = await box.evaluate(
    (element) => element.closest("label")?.lastElementChild?.textContent ?? "",
  );
  await box.check({ force: true });
  return Number(words.replace(",", "").replace(/ claims?$/, ""));
}

const claimsShown = async (page: Page) =>
  Number(/^([\d,]+) claims?/.exec((await shown(page).textContent()) ?? "")?.[1]?.replace(",", ""));

test("the table is narrowed by tag, source, stance, grade, asserter, date and analyst, and sorted by its heads", async ({
  assay,
  page: first,
}) => {
  test.setTimeout(120_000);
  await expect(articleOption(first, digest)).toBeVisible();
  await assay.close();
  // A second analyst's work, and more claims than a window holds.
  const lines = Array.from({ length: 300 }, (_, at) =>
    JSON.stringify({
      article: digest,
      quote: "the long exchange with the military council",
      tags: ["Diplomacy"],
      claim: {
        statement: `Statement ${String(at).padStart(4, "0")} of many.`,
        kind: "opinion",
        asserter: "somebody in the room",
        stance: "contradicts",
        credibility: 4,
        event_date: at % 2 === 0 ? "2023-07-26" : null,
      },
    }),
  );
  writeFileSync(join(assay.folder, "many.jsonl"), lines.join("\n"));
  assayText(
    "annotate",
    assay.projectPath ?? "",
    "--from",
    join(assay.folder, "many.jsonl"),
    "--analyst",
    "Second Reader",
  );
  await assay.relaunch(["--project", assay.projectPath ?? ""]);
  const { page } = assay;
  await resizeWindow(assay);
  await goToClaims(page);
  await expect(shown(page)).toHaveText("313 claims · 338 pieces of evidence");
  await expect(table(page)).toHaveAttribute("aria-rowcount", "314");
  const rows = table(page).getByRole("row");
  expect(await rows.count()).toBeLessThan(60);
  await rows.nth(1).focus();
  await page.keyboard.press("End");
  await expect(table(page).locator('[aria-rowindex="314"]')).toBeFocused();

  for (const [name, value] of [
    ["Tag", undefined],
    ["Tag", "Russia"],
    ["Source", "Harbour Wire"],
    ["Evidence", "Both"],
    ["Evidence", "Contradicted"],
    ["Grade", "A1 to B2"],
    ["Grade", "Cannot be judged"],
    ["Asserter", "US Department of Defense"],
    ["Asserter", "somebody in the room"],
    ["Kind", "Forecast"],
    ["Analyst", "Second Reader"],
  ] as const) {
    const expected = await tickFirst(page, name, value);
    expect(expected, `${name} ${value}`).toBeGreaterThan(0);
    await expect.poll(() => claimsShown(page), `${name} ${value}`).toBe(expected);
    await facet(page, name)
      .getByRole("button", { name: /^Clear/ })
      .click();
    await expect.poll(() => claimsShown(page)).toBe(313);
  }
  const dates = facet(page, "Event date");
  await dates.getByRole("textbox", { name: "From" }).fill("26 Jul 2023");
  await page.keyboard.press("Tab");
  await dates.getByRole("textbox", { name: "To" }).fill("27 Jul 2023");
  await page.keyboard.press("Tab");
  await expect.poll(() => claimsShown(page)).toBe(150);
  // Two groups narrow together; two values of one group widen.
  await tickFirst(page, "Evidence", "Contradicted");
  await expect.poll(() => claimsShown(page)).toBe(150);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect.poll(() => claimsShown(page)).toBe(313);
  const russia = await tickFirst(page, "Tag", "Russia");
  await tickFirst(page, "Tag", "Timeline");
  await expect.poll(() => claimsShown(page)).toBeGreaterThan(russia);
  const either = await claimsShown(page);
  await tickFirst(page, "Asserter", "US Department of Defense");
  await expect.poll(() => claimsShown(page)).toBeLessThan(either);

  const filtered = await claimsShown(page);
  expect(filtered).toBeGreaterThan(0);
  const written = await exportByKeys(assay, join(assay.folder, "filtered.csv"));
  expect(new Set(written.map(({ claim }) => claim)).size).toBe(filtered);
  await page.getByRole("button", { name: "Clear all filters" }).click();

  await tickFirst(page, "Analyst", "Mira Kessler");
  await expect.poll(() => claimsShown(page)).toBe(13);
  // Both ways; what is not said stands last either way.
  for (const [head, one, other] of [
    ["Claim", /^About 100 Russian/, /^Wagner/],
    ["Evidence", /^3 \+/, /^1 \+/],
    ["Best support", /^A.*1Credibility 1/, /^C.*5Credibility 5/],
    ["Judgement", /^very likely/, /^unlikely/],
    ["Event date", /^16 Mar 2024/, /^15 Sep 2024/],
    ["Asserter", /^National Council/, /^US officials who/],
  ] as const) {
    const column = table(page).getByRole("columnheader", { name: head });
    const at = Number(await column.getAttribute("aria-colindex"));
    const cell = (which: number) =>
      rows
        .nth(which)
        .getByRole("gridcell")
        .nth(at - 1);
    await column.getByRole("button").click();
    await expect(cell(1), head).toHaveText(one);
    await column.getByRole("button").click();
    await expect(cell(1), head).toHaveText(other);
    if (head === "Judgement" || head === "Event date") await expect(cell(13), head).toHaveText(/^—/);
  }
});

test("a claim's asserter is a source, a new one, or somebody unnamed; its event date is proposed from the text", async ({
  assay,
  page,
}) => {
  const { keyboard } = page;
  await resizeWindow(assay);
  await openArticle(page, ledger);
  const passage = "The march stayed calm and ended before the midday heat.";
  await placeOf(page, "The officials drew one comfort");
  await selectByMouse(page, passage);
  await keyboard.press("c");
  const panel = claimPanel(page);
  await expect(panel.getByRole("textbox", { name: "Statement, in your words" })).toHaveValue(passage);
  await expect(
    panel.getByRole("radiogroup", { name: "Kind" }).getByRole("radio", { checked: true }),
  ).toHaveCount(0);
  await expect(
    panel.getByRole("radiogroup", { name: /Credibility/ }).getByRole("radio", { checked: true }),
  ).toHaveCount(0);
  await expect(page.getByText("Reliability hidden until a credibility is chosen").first()).toBeAttached();
  await panel.getByText("Fact", { exact: true }).click();
  const asserter = panel.getByRole("combobox", { name: "Asserter" });
  await asserter.fill("Niamey Post");
  await keyboard.press("Tab");
  await expect(panel).toContainText("Becomes a new source.");
  await panel.getByRole("button", { name: "Only describe" }).click();
  await expect(panel).toContainText("Described, not named.");
  await panel.getByRole("button", { name: "Make it a source" }).click();
  await asserter.fill("senior State Department official");
  await keyboard.press("Tab");
  await expect(panel).toContainText("Described, not named.");
  await asserter.fill("Niamey Post");
  await keyboard.press("Tab");
  // Nothing in the sample is like this one, whatever small words it shares.
  await expect(panel.getByRole("toolbar", { name: "Claims that read alike" })).toHaveCount(0);
  await expect(
    panel.getByRole("button", { name: "Use 13 Apr 2024, read from “Last Saturday”" }),
  ).toBeVisible();
  await panel.getByRole("radio", { name: /^4,/ }).focus();
  await keyboard.press("4");
  await keyboard.press("Control+Enter");
  await expect(card(page, passage)).toContainText("Credibility 4: Doubtful");
  await keyboard.press("Control+3");
  await expect(page.getByRole("option", { name: /Niamey Post/ })).toContainText("1 claim");

  // The passage that says what a claim says is offered to it.
  await keyboard.press("Control+1");
  await selectByMouse(page, "The departure would cover more than 1,000 troops");
  await keyboard.press("c");
  await expect(
    panel.getByRole("toolbar", { name: "Claims that read alike" }).getByRole("button").first(),
  ).toContainText("More than 1,000 US troops were in Niger when the withdrawal was agreed.");
});
