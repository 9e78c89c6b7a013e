import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { everything } from "../../shared/domain/share";
import { expect, type Page, test } from "./app";
import { assayText, expectSaved, messages } from "./steps";

const goToTeam = async (page: Page) => {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Share" }).click();
  await page.getByRole("tab", { name: "Team folder" }).click();
};

test("two people exchange work through a folder, one of them by the window, and a file that is not whole waits", async ({
  assay,
  page,
}) => {
  const team = join(assay.folder, "home/Documents/Team");
  const theirs = join(assay.folder, "theirs.assay");
  mkdirSync(team);

  await test.step("a colleague begins with a copy of the project", async () => {
    await assay.answerDialogs({ save: theirs });
    await page.evaluate((options) => window.assay.files.shareCopy(options), everything);
    assayText(
      "rate",
      theirs,
      "--source",
      "Harbour Wire",
      "--reliability",
      "D",
      "--reason",
      "Late twice",
      "--analyst",
      "Bea Ortiz",
    );
  });

  await test.step("the folder is chosen, and this one's work is in it", async () => {
    await goToTeam(page);
    await assay.answerDialogs({ open: [team] });
    await page.getByRole("button", { name: "Choose a folder…" }).click();
    await expect(messages(page)).toContainText("Your work is in the folder");
    expect(readdirSync(team)).toHaveLength(1);
    await expect(page.getByText("~/Documents/Team")).toBeVisible();
  });

  await test.step("the colleague's file is seen half-way, and merged by itself when it is whole", async () => {
    assayText("exchange", theirs, team, "--analyst", "Bea Ortiz");
    const [name = ""] = readdirSync(team).filter((file) => file.startsWith("BO"));
    const whole = readFileSync(join(team, name));
    writeFileSync(join(team, name), whole.subarray(0, whole.length / 2));
    await page.getByRole("button", { name: "Exchange now" }).click();
    await expect(page.getByText(/Not whole yet/)).toBeVisible();
    // As a sync does: the whole file takes the place of the part.
    writeFileSync(join(team, `.${name}.part`), whole);
    renameSync(join(team, `.${name}.part`), join(team, name));
    await expect(page.getByRole("list").getByText("Bea Ortiz")).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText(/Merged, looked into/)).toBeVisible();
    await expectSaved(page);
  });

  await test.step("the work is there", async () => {
    const sources = await page.evaluate(async () => {
      const listed = await window.assay.sources.list(undefined);
      const source = listed.ok ? listed.value.find(({ name }) => name === "Harbour Wire") : undefined;
      const found = source === undefined ? undefined : await window.assay.sources.get({ id: source.id });
      return found?.ok === true ? found.value.ratings.map(({ reason }) => reason) : [];
    });
    expect(sources).toContain("Late twice");
  });
});
