import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import type { Bridge } from "../../shared/ipc/contract";
import { type Assay, expect, test } from "./app";
import {
  articleOption,
  assayJson,
  assayText,
  card,
  cards,
  claimPanel,
  expectSaved,
  marks,
  messages,
  openArticle,
  resizeWindow,
  selectByMouse,
  text,
} from "./steps";

const title = "Talks on an orderly American exit from Niger to open in Niamey";
const passage = "the long exchange with the military council since last summer had produced no arrangement";

/** An undo is a change of its own and is made now: when something was changed last is the one thing that may differ. */
const changedLast = "whenever";

/** What the command line and a script see of the project: lists and the whole export. The app must be closed. */
function stateOnDisk(project: string, folder: string): string {
  const path = join(folder, "state.csv");
  assayText("export", project, "--format", "claims-csv", "-o", path, "--raw", "--with-highlights");
  const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  const lists = ["articles", "sources", "claims"].flatMap((list) => assayJson<object[]>(list, project));
  return [...rows.map((row) => ({ ...row, updated_at: changedLast })), ...lists]
    .map((item) => JSON.stringify(item, (key, value) => (key === "updatedAt" ? changedLast : value)))
    .sort()
    .join("\n");
}

/** What a person sees of the project, screen by screen, in words; how long ago something was is not of it. */
async function stateInWindow(page: Page): Promise<Record<string, string>> {
  const go = (name: string) =>
    page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
  await openArticle(page, title);
  await text(page).press("Escape");
  await expect(cards(page).getByRole("button", { name: "Remove" })).toHaveCount(0);
  await expectSaved(page);
  const main = page.getByRole("main");
  const library = await page.getByRole("listbox", { name: "Articles" }).ariaSnapshot();
  const read = await text(page).ariaSnapshot();
  const beside = (await cards(page).ariaSnapshot()).replace(/- time: .*/g, "- time");
  await go("Claims");
  // By name; the table begins with what was changed last.
  await page.getByRole("columnheader", { name: "Claim" }).getByRole("button").click();
  await expect(page.getByRole("columnheader", { name: "Claim", exact: true })).toHaveAttribute(
    "aria-sort",
    /./,
  );
  const claims = await page.getByRole("grid").ariaSnapshot();
  await go("Sources");
  await expect(page.getByRole("listbox", { name: "Sources" })).toBeVisible();
  await page.getByRole("listbox", { name: "Sources" }).press("Home");
  const sources = await main.ariaSnapshot();
  await go("Tags");
  await expect(page.getByRole("treegrid", { name: "Tags" })).toBeVisible();
  await page.getByRole("row").first().click();
  const tags = await main.ariaSnapshot();
  return { library, read, beside, claims, sources, tags };
}

/** Changes of every kind: some with hand and key, the rest as the window's other screens write them. */
async function changeMuch(assay: Assay): Promise<void> {
  const { page } = assay;
  await openArticle(page, title);
  await selectByMouse(page, passage);
  await page.keyboard.press("h");
  await expect(card(page, passage)).toBeVisible();
  await page.keyboard.press("6");
  await expect(card(page, passage)).toContainText("Diplomacy");
  await page.keyboard.press("n");
  await page.keyboard.type("Whose statement is it?");
  await page.keyboard.press("Escape");
  await expect(card(page, passage)).toContainText("Whose statement is it?");
  await page.keyboard.press("Alt+ArrowRight");
  await expect(marks(page)).toHaveText(`${passage} for`);
  await page.keyboard.press("c");
  await claimPanel(page)
    .getByRole("textbox", { name: "Statement, in your words" })
    .fill("No arrangement was found.");
  await claimPanel(page).getByText("Fact", { exact: true }).click();
  await claimPanel(page).getByRole("combobox", { name: "Asserter" }).fill("Sahel Observer");
  await page.keyboard.press("Tab");
  await claimPanel(page).getByRole("radio", { name: /^2,/ }).click();
  await page.keyboard.press("Control+Enter");
  await expect(card(page, passage)).toContainText("No arrangement was found.");
  await page.evaluate(async () => {
    const { assay: bridge } = globalThis as unknown as { assay: Bridge };
    const answerOf = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.value;
    };
    const articles = answerOf(await bridge.articles.list({}));
    const sources = answerOf(await bridge.sources.list(undefined));
    const tags = answerOf(await bridge.tags.list(undefined));
    const claims = answerOf(await bridge.claims.list({})).claims;
    const first = <T>(items: readonly T[], is: (item: T) => boolean): T => {
      const found = items.find(is);
      if (found === undefined) throw new Error("the sample is another one than this test knows");
      return found;
    };
    const ledger = first(articles, (one) => one.sourceName === "The Ledger");
    const herald = first(articles, (one) => one.sourceName === "Northgate Herald");
    const cable = first(articles, (one) => one.rating?.isOverride === true);
    const source = (name: string) => first(sources, (one) => one.name === name).id;
    const tag = (name: string) => first(tags, (one) => one.name === name).id;
    const claim = first(claims, (one) => one.statement.startsWith("More than 1,000 US troops"));
    const evidence = first(answerOf(await bridge.claims.get({ id: claim.id })).evidence, () => true);
    const highlights = answerOf(await bridge.highlights.list({ articleId: ledger.id }));
    const held = first(highlights, (one) => one.evidence.length > 0);
    answerOf(await bridge.project.update({ name: "Withdrawal, second look" }));
    answerOf(
      await bridge.articles.update({ id: ledger.id, set: { byline: "Staff", publishedOn: "2024-04-18" } }),
    );
    answerOf(await bridge.articles.remove({ id: herald.id }));
    answerOf(await bridge.highlights.remove({ id: held.id }));
    answerOf(
      await bridge.tags.update({ id: tag("Russia"), set: { name: "Moscow", colour: "slate", shortcut: 1 } }),
    );
    answerOf(await bridge.tags.merge({ from: tag("Money"), into: tag("Numbers") }));
    answerOf(await bridge.tags.remove({ id: tag("Attribution") }));
    answerOf(
      await bridge.sources.rate({
        target: { sourceId: source("The Ledger") },
        reliability: "B",
        reason: "x",
      }),
    );
    answerOf(await bridge.sources.clearOverride({ articleId: cable.id }));
    answerOf(await bridge.sources.merge({ from: source("Imogen Tarrant"), into: source("Harbour Wire") }));
    answerOf(await bridge.sources.remove({ id: source("Government of Niger") }));
    answerOf(await bridge.claims.update({ id: claim.id, set: { likelihood: "unlikely", tagIds: [] } }));
    answerOf(await bridge.evidence.update({ id: evidence.id, set: { credibility: 6, stance: "context" } }));
    answerOf(await bridge.evidence.remove({ id: evidence.id }));
    answerOf(await bridge.claims.remove({ id: first(claims, (one) => one.id !== claim.id).id }));
  });
}

/** Presses the keys until nothing is left to take back (or to bring back); answers how many times. */
async function pressToTheEnd(page: Page, keys: string, end: string): Promise<number> {
  await page.locator("body").press("Escape");
  const last = page.getByRole("button", { name: end });
  const button = page.getByRole("banner").getByRole("button", { name: /^(Undo|Nothing to undo)/ });
  const other = page.getByRole("banner").getByRole("button", { name: /^(Redo|Nothing to redo)/ });
  for (let presses = 0; presses < 100; presses += 1) {
    if (await last.isVisible()) return presses;
    const before = `${await button.getAttribute("aria-label")} ${await other.getAttribute("aria-label")}`;
    await page.keyboard.press(keys);
    await expect
      .poll(
        async () => `${await button.getAttribute("aria-label")} ${await other.getAttribute("aria-label")}`,
      )
      .not.toBe(before);
  }
  throw new Error("it never ends");
}

test("undo back to the beginning and redo to the end give the same state, across restarts", async ({
  assay,
}) => {
  test.setTimeout(120_000);
  const project = assay.projectPath ?? "";
  const atEnd = async <T>(look: () => Promise<T>): Promise<{ seen: T; disk: string }> => {
    const seen = await look();
    await expectSaved(assay.page);
    await assay.close();
    return { seen, disk: stateOnDisk(project, assay.folder) };
  };
  const reopen = async () => {
    await assay.relaunch(["--project", project]);
    await resizeWindow(assay);
    await expect(articleOption(assay.page, title)).toBeVisible();
  };

  await resizeWindow(assay);
  await expect(articleOption(assay.page, title)).toBeVisible();
  const first = await atEnd(() => stateInWindow(assay.page));

  await reopen();
  await changeMuch(assay);
  const changed = await atEnd(() => stateInWindow(assay.page));
  expect(changed.seen).not.toEqual(first.seen);
  expect(changed.disk).not.toBe(first.disk);

  await reopen();
  const undone = await pressToTheEnd(assay.page, "Control+Z", "Nothing to undo");
  expect(undone).toBeGreaterThanOrEqual(20);
  await expect(messages(assay.page)).toContainText("Undone");
  const back = await atEnd(() => stateInWindow(assay.page));
  expect(back.seen).toEqual(first.seen);
  expect(back.disk).toBe(first.disk);

  await reopen();
  expect(await pressToTheEnd(assay.page, "Control+Shift+Z", "Nothing to redo")).toBe(undone);
  const forth = await atEnd(() => stateInWindow(assay.page));
  expect(forth.seen).toEqual(changed.seen);
  expect(forth.disk).toBe(changed.disk);
});
