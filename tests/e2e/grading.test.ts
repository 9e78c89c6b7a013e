import { expect, type Page, test } from "./app";
import { card, claimPanel, clickWords, messages, openArticle, resizeWindow, selectByMouse } from "./steps";

const ledger = "Washington bows to Niger’s request to pull out its troops";
const march = "Last Saturday a crowd in the hundreds marched through the capital";
const agreed = "More than 1,000 US troops were in Niger when the withdrawal was agreed.";
const alone = "1 needs another independent source; this claim has none on this side yet.";

const digits = (page: Page) =>
  claimPanel(page).getByRole("radiogroup", { name: "Credibility of this report" });
const similar = (page: Page) => claimPanel(page).getByRole("toolbar", { name: "Claims that read alike" });

test("the digit that is typed is the one that is recorded; what is missing is asked in place", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  await openArticle(page, ledger);
  await selectByMouse(page, march);
  await page.keyboard.press("c");
  const panel = claimPanel(page);
  await page.keyboard.type("Hundreds marched in Niamey.");
  await page.keyboard.press("Enter");
  const fact = panel.getByRole("radio", { name: "Fact" });
  await expect(fact).toBeFocused();
  await expect(
    panel.getByRole("radiogroup", { name: "Kind" }).getByRole("radio", { checked: true }),
  ).toHaveCount(0);

  await page.keyboard.press("6");
  await expect(digits(page).getByRole("radio", { name: /^6,/ })).toBeFocused();
  await expect(digits(page).getByRole("radio", { name: /^6,/ })).toBeChecked();
  await expect(panel).toContainText("6 · Cannot be judged");
  // Reading along the row chooses nothing, and neither does Enter.
  await page.keyboard.press("ArrowLeft");
  await expect(panel).toContainText("5 · Improbable");
  await expect(panel).toContainText("(6 is chosen)");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("alert")).toHaveText("Choose what kind of statement it is.");
  await expect(fact).toBeFocused();
  await expect(fact).not.toBeChecked();
  await page.keyboard.press("Space");
  await expect(fact).toBeChecked();
  await expect(panel.getByRole("alert")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(digits(page).getByRole("radio", { name: /^6,/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panel).toBeHidden();
  await expect(card(page, march)).toContainText("Credibility 6: Cannot be judged");
});

test("a passage becomes evidence for a claim that exists, once; its stance is asked", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  await openArticle(page, ledger);
  await selectByMouse(page, march);
  await page.keyboard.press("c");
  const panel = claimPanel(page);
  await page.keyboard.type(agreed);
  await similar(page).getByRole("button", { name: agreed }).click();
  await expect(panel.getByRole("radio", { name: "Supports" })).toBeFocused();
  await page.keyboard.press("3");
  await expect(digits(page).getByRole("radio", { name: /^3,/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("alert")).toHaveText("Choose what this passage does to the claim.");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(panel).toBeHidden();
  await expect(card(page, march)).toContainText("Credibility 3: Possibly true");

  await clickWords(page, march);
  await page.keyboard.press("c");
  await page.keyboard.type(agreed);
  const again = similar(page).getByRole("button", { name: agreed });
  await expect(again).toContainText("already evidence");
  await expect(again).toBeDisabled();
});

test("“confirmed” without a second source is warned of, never refused", async ({ assay, page }) => {
  await resizeWindow(assay);
  await openArticle(page, ledger);
  await selectByMouse(page, march);
  await page.keyboard.press("c");
  const panel = claimPanel(page);
  await page.keyboard.type("Hundreds marched in Niamey.");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await page.keyboard.press("2");
  await expect(panel.getByText(alone)).toHaveCount(0);
  await page.keyboard.press("1");
  await expect(panel.getByText(alone)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(card(page, march)).toContainText("Credibility 1: Confirmed");

  await card(page, march).getByRole("button", { name: "Hundreds marched in Niamey." }).click();
  const detail = page.getByRole("article", { name: "Claim: Hundreds marched in Niamey." });
  await detail.getByRole("listitem", { name: /^supports/ }).click({ position: { x: 8, y: 8 } });
  await expect(detail.getByText(alone)).toBeVisible();
});

test("no screen tells a letter while evidence is graded", async ({ assay, page }) => {
  await resizeWindow(assay);
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Claims" }).click();
  const grades = page.getByRole("group", { name: "Grade" });
  const sort = page.getByRole("columnheader", { name: "Best support" }).getByRole("button");
  await expect(grades.getByRole("checkbox")).not.toHaveCount(0);
  await expect(sort).toBeEnabled();
  await page.getByRole("row", { name: /^Dangerous and secret equipment/ }).click();
  await page.getByRole("listitem", { name: /Not graded: press 1 to 6/ }).click({ position: { x: 8, y: 8 } });
  await expect(grades).toContainText("Hidden until a credibility is chosen");
  await expect(grades.getByRole("checkbox")).toHaveCount(0);
  await expect(sort).toBeDisabled();
  await page.keyboard.press("4");
  await expect(grades.getByRole("checkbox")).not.toHaveCount(0);
  await expect(sort).toBeEnabled();
});

test("what goes wrong while recording is said in the panel", async ({ assay, page }) => {
  await resizeWindow(assay);
  await openArticle(page, ledger);
  await selectByMouse(page, march);
  await page.keyboard.press("c");
  const panel = claimPanel(page);
  await page.keyboard.type(agreed);
  await similar(page).getByRole("button", { name: agreed }).click();
  // Meanwhile somebody deletes the claim.
  await page.evaluate(async (statement) => {
    const listed = await globalThis.assay.claims.list({});
    const claim = listed.ok ? listed.value.claims.find((one) => one.statement === statement) : undefined;
    if (claim === undefined) throw new Error("the sample is another one than this test knows");
    await globalThis.assay.claims.remove({ id: claim.id });
  }, agreed);
  await page.keyboard.press("Space");
  await page.keyboard.press("4");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("alert")).toContainText("This claim is not in the project.");
  await expect(messages(page)).not.toContainText("This claim is not in the project.");
});
