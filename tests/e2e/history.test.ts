import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Assay, expect, type Page, test } from "./app";
import { messages } from "./steps";

/* What a person does with the project's past: looks, narrows, undoes, brings back, goes back. */

const goToTab = async (page: Page, name: "History" | "Backups and checks") => {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Share" }).click();
  await page.getByRole("tab", { name }).click();
};
const edits = (page: Page) => page.getByRole("list", { name: "Edits, newest in the log first" });
const edit = (page: Page, label: string | RegExp) => edits(page).getByRole("button", { name: label });
const removed = (page: Page) => page.getByRole("list", { name: "Removed things, the latest first" });
const claimCount = (page: Page) =>
  page.evaluate(async () => {
    const project = await window.assay.project.get(undefined);
    return project.ok ? project.value?.counts.claims : undefined;
  });

/** Changes a claim, makes a tag, and removes another claim, whose statement is answered. */
const work = (assay: Assay): Promise<string> =>
  assay.page.evaluate(async () => {
    const api = window.assay;
    const listed = await api.claims.list({ sort: "statement" });
    const [first, second] = listed.ok ? listed.value.claims : [];
    if (first === undefined || second === undefined) throw new Error("the sample has no claims");
    await api.claims.update({ id: first.id, set: { likelihood: "very-unlikely" } });
    await api.tags.create({ name: "from the test" });
    await api.claims.remove({ id: second.id });
    return second.statement;
  });

const expectAccessible = async (page: Page) => {
  // The tooltip of what happens to be under the pointer lies outside every landmark.
  await page.mouse.move(0, 0);
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
};

test("The history is narrowed by words, person, kind and article, and one edit in its midst is undone", async ({
  assay,
}) => {
  const { page } = assay;
  await work(assay);
  await goToTab(page, "History");
  await expect(edit(page, /Add tag “from the test”/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("searchbox", { name: "Words in the history" }).fill("FROM THE TEST");
  await expect(edits(page).getByRole("listitem")).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Words in the history" }).fill("no such words anywhere");
  await page.getByRole("button", { name: "Show the whole history" }).click();

  await page.getByRole("button", { name: /Who/ }).click();
  await page.getByRole("option", { name: "Mira Kessler" }).click();
  await expect(edit(page, /Add tag “from the test”/)).toHaveCount(0);
  await page.getByRole("button", { name: /Kind/ }).click();
  await page.getByRole("option", { name: "Ratings" }).click();
  await expect(edit(page, /^\d\d:\d\d Rate /).first()).toBeVisible();
  await expect(edit(page, /Add claim/)).toHaveCount(0);
  await page.getByRole("combobox", { name: "Article" }).fill("Pentagon");
  await page.getByRole("option", { name: /Pentagon still hopes/ }).click();
  await expect(edits(page).getByRole("listitem")).toHaveCount(1);

  // Back to everything, and to the edit of before: words before and after, and its undo.
  await page.getByRole("searchbox", { name: "Words in the history" }).fill("nothing at all");
  await page.getByRole("button", { name: "Show the whole history" }).click();
  const change = edit(page, /Change claim/).first();
  await change.focus();
  await page.keyboard.press("Enter");
  const shown = edits(page).getByRole("definition").filter({ hasText: "very unlikely" });
  await expect(shown).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Undo this" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(messages(page)).toContainText("Undone: Change claim");
  await expect(edit(page, /Undid: Change claim/)).toBeVisible();
  // What came after it stands.
  await expect(edit(page, /Add tag “from the test”/)).toBeVisible();
  await expect(edit(page, /Add tag “from the test” undone/)).toHaveCount(0);

  // By the arrow keys through the list.
  await edits(page).getByRole("button").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(edits(page).getByRole("button").nth(2)).toBeFocused();

  const file = join(assay.folder, "history.jsonl");
  await assay.answerDialogs({ save: file });
  await page.getByRole("button", { name: "Export…" }).click();
  await expect(messages(page)).toContainText("history.jsonl");
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { field: string }).field)).toContain("likelihood");
});

test("What was removed is listed and brought back", async ({ assay }) => {
  const { page } = assay;
  const before = await claimCount(page);
  const statement = await work(assay);
  await goToTab(page, "History");
  await page.getByText("Removed things", { exact: true }).click();
  await expect(removed(page)).toContainText(statement);
  await expect(removed(page)).toContainText("piece");
  await expectAccessible(page);
  await page.getByRole("button", { name: `Bring back: ${statement.slice(0, 80)}` }).click();
  await expect(messages(page)).toContainText("Brought back");
  await expect(page.getByRole("heading", { name: "Nothing was removed" })).toBeVisible();
  expect(await claimCount(page)).toBe(before);
  await messages(page).getByRole("button", { name: "Undo" }).click();
  await expect(removed(page)).toContainText(statement);
  await page.getByRole("checkbox", { name: `Choose: ${statement.slice(0, 80)}` }).press("Space");
  await page.getByRole("button", { name: "Bring back 1 thing" }).click();
  await expect(page.getByRole("heading", { name: "Nothing was removed" })).toBeVisible();
});

test("The project is shown as it stood, cannot be changed there, and now comes back", async ({ assay }) => {
  const { page } = assay;
  const before = await claimCount(page);
  await work(assay);
  await goToTab(page, "History");
  await edit(page, /Add tag “from the test”/).click();
  await page.getByRole("button", { name: "As it stood then" }).click();
  const banner = page.getByText(/^As it stood on/);
  await expect(banner).toBeVisible();
  await expect(page.getByRole("contentinfo")).toContainText("Read-only");
  expect(await claimCount(page)).toBe(before);
  await expectAccessible(page);
  const refused = await page.evaluate(() => window.assay.tags.create({ name: "in the past" }));
  expect(refused).toMatchObject({ ok: false, error: { kind: "locked" } });
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(banner).toBeHidden();
  expect(await claimCount(page)).toBe((before ?? 0) - 1);
  // And by the day: the sample was written in 2024.
  await goToTab(page, "History");
  await page.getByRole("button", { name: "As it stood on…" }).click();
  await page.getByRole("textbox", { name: "Day" }).fill("1 Jun 2024");
  await page.keyboard.press("Enter");
  await expect(banner).toContainText("As it stood on 1 Jun 2024, 23:59");
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(banner).toBeHidden();
});

test("A backup is made and gone back to, and one press takes that back", async ({ assay }) => {
  const { page } = assay;
  const before = await claimCount(page);
  await goToTab(page, "Backups and checks");
  await expect(page.getByText("There are no backups yet.")).toBeVisible();
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(messages(page)).toContainText("Backed up as");
  const backups = page.getByRole("list", { name: "Backups, newest first" });
  await expect(backups.getByRole("listitem")).toHaveCount(1);
  await work(assay);
  expect(await claimCount(page)).toBe((before ?? 0) - 1);
  await backups.getByRole("button", { name: /^Go back to the backup of/ }).click();
  await expect(messages(page)).toContainText("The project is as it was on", { timeout: 30_000 });
  expect(await claimCount(page)).toBe(before);
  // Whoever goes back looks round first: where it was is named, and the way there stays in sight.
  await expect(messages(page)).toContainText(/kept as “.* before going back”/);
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Claims" }).click();
  await messages(page).getByRole("button", { name: "Undo" }).click();
  await expect(messages(page)).toContainText("The project is as it was before.", { timeout: 30_000 });
  expect(await claimCount(page)).toBe((before ?? 0) - 1);
  await goToTab(page, "Backups and checks");
  await expect(backups.getByRole("listitem")).toHaveCount(3);
  await expectAccessible(page);
  const folder = dirname(assay.projectPath ?? "");
  await assay.close();
  expect(readdirSync(folder).sort()).toEqual([
    basename(assay.projectPath ?? ""),
    `${basename(assay.projectPath ?? "")} backups`,
  ]);
});

test("A letter that rotted on the disk is noticed on opening, and the note leads to a backup in which it is whole", async ({
  assay,
}) => {
  await assay.page.evaluate(() => window.assay.files.backUpNow(undefined));
  const path = assay.projectPath ?? "";
  await assay.close();
  // A disk that rots does not say when: the file keeps its time.
  const original = join(assay.folder, "original");
  execFileSync("cp", ["-p", path, original]);
  const file = readFileSync(path);
  const words = Buffer.from("American soldiers");
  let flipped = 0;
  for (let place = file.indexOf(words); place !== -1; place = file.indexOf(words, place + 1)) {
    file[place] = "B".charCodeAt(0);
    flipped += 1;
  }
  expect(flipped).toBeGreaterThan(0);
  writeFileSync(path, file);
  execFileSync("touch", ["-r", original, path]);
  await assay.relaunch();
  const { page } = assay;
  const note = page.getByRole("contentinfo").getByRole("button", { name: /damaged text/ });
  await expect(note).toBeVisible();
  await note.click();
  await expect(page.getByRole("dialog")).toContainText("The newest backup is of");
  await page.getByRole("button", { name: "Choose a backup" }).click();
  await page.getByRole("button", { name: /^Go back to the backup of/ }).click();
  await expect(messages(page)).toContainText("The project is as it was on", { timeout: 30_000 });
  await expect(note).toBeHidden();
  expect(existsSync(`${path} backups`)).toBe(true);
});
