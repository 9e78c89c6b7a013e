import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Bridge } from "../../shared/ipc/contract";
import { expect, test } from "./app";
import {
  announced,
  assayText,
  card,
  cards,
  clickWords,
  expectAllInPlace,
  expectSaved,
  marks,
  messages,
  openArticle,
  readCsv,
  resizeWindow,
  selectByMouse,
  text,
  toolbar,
} from "./steps";

const title = "Talks on an orderly American exit from Niger to open in Niamey";

/** Marks words with the mouse and the key, and lets go of them again. */
async function highlight(page: Page, words: string): Promise<void> {
  await selectByMouse(page, words);
  await page.keyboard.press("h");
  await expect(toolbar(page)).toBeHidden();
  await text(page).press("Escape");
}

test("the keys act on the current sentence when nothing is selected, on the selection when something is", async ({
  assay,
  page,
}) => {
  const { keyboard } = page;
  await resizeWindow(assay);
  await openArticle(page, title);
  await text(page).focus();
  // Without a sentence and a selection a key says what is missing, and changes nothing.
  await keyboard.press("h");
  await expect(announced(page)).toHaveText("Select text first, or press j to choose a sentence.");
  await expect(marks(page)).toHaveCount(0);

  const step = async (key: string) => {
    const before = (await announced(page).textContent()) ?? "";
    await keyboard.press(key);
    await expect(announced(page)).not.toHaveText(before);
    return (await announced(page).textContent()) ?? "";
  };
  await step("j");
  const first = await step("j");
  await keyboard.press("3");
  await expect(card(page, first).getByRole("list", { name: "Tags" })).toHaveText("Timeline");
  await expect(marks(page)).toHaveText(first);
  await keyboard.press("Escape");

  const second = await step("j");
  await keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
  await keyboard.type("Checked.");
  await keyboard.press("Escape");
  await expect(card(page, second)).toContainText("Checked.");
  await keyboard.press("Escape");

  const third = await step("j");
  await keyboard.press("t");
  await keyboard.type("russ");
  await keyboard.press("Enter");
  await keyboard.press("Escape");
  await expect(card(page, third).getByRole("list", { name: "Tags" })).toHaveText("Russia");
  await text(page).press("Escape");

  const fourth = await step("j");
  await keyboard.press("c");
  await expect(page.getByRole("textbox", { name: "Statement, in your words" })).toHaveValue(fourth);
  await keyboard.press("Escape");

  // A selection by words: Shift and the arrows, and the key means that.
  await keyboard.press("Shift+ArrowLeft");
  await keyboard.press("Control+Shift+ArrowRight");
  await expect(toolbar(page)).toBeVisible();
  await keyboard.press("h");
  const words = fourth.split(/\s+/u);
  await expect(card(page, words.slice(1, 3).join(" "))).toBeVisible();
  await expect(cards(page).getByRole("article")).toHaveCount(4);
  await expect(marks(page).last()).toHaveText(/^to the statement, .* could live with$/u);

  // Delete takes it away; the message brings it back, with its place.
  await keyboard.press("Delete");
  await expect(cards(page).getByRole("article")).toHaveCount(3);
  await messages(page).getByRole("button", { name: "Undo" }).last().click();
  await expect(cards(page).getByRole("article")).toHaveCount(4);
});

/** Highlights of many shapes over one word: nested, crossing, of one extent, beginning or ending together. */
const overlapping = [
  "According to the statement, the long exchange with the military council since last summer",
  "the long exchange with the military council",
  "the long exchange with the military council",
  "long exchange",
  "exchange",
  "exchange with the military",
  "statement, the long exchange",
  "the long exchange",
] as const;

/** The highlight whose card is in front, by its id. */
const inFront = (page: Page) =>
  cards(page)
    .locator("[data-focused]")
    .evaluateAll((found) => found.map((one) => (one as HTMLElement).dataset["card"]));

test("every one of overlapping highlights is reached by key, by click and from the list, whatever its shape", async ({
  assay,
  page,
}) => {
  const { keyboard } = page;
  await resizeWindow(assay);
  await openArticle(page, title);
  const made = await page.evaluate(
    async ({ wanted, quotes }) => {
      const { assay: bridge } = globalThis as unknown as { assay: Bridge };
      const listed = await bridge.articles.list({});
      const id = listed.ok ? listed.value.find((one) => one.title === wanted)?.id : undefined;
      if (id === undefined) throw new Error("the sample is another one than this test knows");
      const opened = await bridge.articles.get({ id });
      const tags = await bridge.tags.list(undefined);
      if (!opened.ok || !tags.ok) throw new Error("not read");
      const ids: string[] = [];
      for (const [at, quote] of quotes.entries()) {
        const start = opened.value.text.indexOf(quote);
        const tag = tags.value[at % tags.value.length];
        const done = await bridge.highlights.create({
          articleId: id,
          span: { start, end: start + quote.length },
          tagIds: tag === undefined ? [] : [tag.id],
          note: "",
        });
        if (done.ok) ids.push(done.value.id);
      }
      return ids;
    },
    { wanted: title, quotes: overlapping },
  );
  expect(made).toHaveLength(overlapping.length);
  await expectAllInPlace(page, 40 + overlapping.length);

  await text(page).focus();
  const byKey = new Set<string | undefined>();
  for (const _ of overlapping) {
    await keyboard.press("]");
    const [one] = await inFront(page);
    byKey.add(one);
  }
  expect([...byKey].sort()).toEqual([...made].sort());
  await text(page).press("Escape");

  // A little apart each time: two quick clicks on one spot are a double click, which selects the word.
  const byClick = new Set<string | undefined>();
  for (const [at] of overlapping.entries()) {
    await clickWords(page, "exchange", 0.1 + (at % 3) * 0.3);
    const [one] = await inFront(page);
    byClick.add(one);
  }
  expect([...byClick].sort()).toEqual([...made].sort());
  await text(page).press("Escape");

  // Where many lie over each other the text says how many and of which tags, in up to three of their colours; the first six
  // have a stripe beside the text.
  const shared = marks(page).filter({ hasText: /^exchange$/ });
  await expect(shared).toHaveAttribute("aria-description", /^8 highlights: .*Numbers/);
  await expect(shared).toHaveAttribute("data-hues", "3");
  await expect(page.locator("[aria-hidden=true] > button[title]")).toHaveCount(6);

  await page.getByRole("button", { name: `List of ${overlapping.length} highlights` }).click();
  const list = page.getByRole("region", { name: "Highlights of this article" });
  await expect(list.getByRole("listitem")).toHaveCount(overlapping.length);
  await expect(list.getByRole("listitem").first()).toHaveText(
    /^According to the statement, .* since last summerChad$/u,
  );
  const [wanted] = await list.getByRole("button", { name: "statement, the long exchange Timeline" }).all();
  await wanted?.focus();
  await keyboard.press("Enter");
  await expect(list.locator("[aria-current]")).toHaveText("statement, the long exchangeTimeline");
  await text(page).focus();
  await keyboard.press("Escape");
  await expect(cards(page).locator("[data-focused]")).toHaveAccessibleName(
    "Highlight “statement, the long exchange”",
  );

  // Cards that belong to one line stand below each other.
  const edges = () =>
    cards(page)
      .locator("[data-slot]:not([data-hidden])")
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })),
      );
  await expect
    .poll(async () => {
      const placed = (await edges()).sort((a, b) => a.top - b.top);
      return placed.filter(({ top }, at) => at > 0 && top < (placed[at - 1]?.bottom ?? 0) - 0.5).length;
    })
    .toBe(0);
  expect((await edges()).length).toBeGreaterThan(3);
});

test("a highlight is resized by Alt and the arrows, at its end and with Shift at its start", async ({
  assay,
  page,
}) => {
  const { keyboard } = page;
  await resizeWindow(assay);
  await openArticle(page, title);
  await highlight(page, "the long exchange");
  await clickWords(page, "the long exchange");
  for (const [keys, words] of [
    ["Alt+ArrowRight", "the long exchange with"],
    ["Alt+ArrowRight", "the long exchange with the"],
    ["Alt+ArrowLeft", "the long exchange with"],
    ["Alt+Shift+ArrowRight", "long exchange with"],
    ["Alt+Shift+ArrowLeft", "the long exchange with"],
    ["Alt+Shift+ArrowLeft", "statement, the long exchange with"],
  ] as const) {
    await keyboard.press(keys);
    await expect(marks(page)).toHaveText(words);
  }
  // Word by word, and never to nothing.
  for (const words of [
    "statement, the long exchange",
    "statement, the long",
    "statement, the",
    "statement",
  ]) {
    await keyboard.press("Alt+ArrowLeft");
    await expect(marks(page)).toHaveText(words);
  }
  await keyboard.press("Alt+ArrowLeft");
  await expect(announced(page)).toHaveText("statement");
  await expect(marks(page)).toHaveText("statement");
  await expectAllInPlace(page, 41);
});

test("the tag palette: what was used lately first, counts and keys, typed letters, a new tag", async ({
  assay,
  page,
}) => {
  const { keyboard } = page;
  await resizeWindow(assay);
  await openArticle(page, title);
  const palette = page.getByRole("listbox", { name: "Tags" });
  const open = async (words: string) => {
    await selectByMouse(page, words);
    await keyboard.press("t");
    await expect(page.getByRole("combobox", { name: "Tags of this passage" })).toBeFocused();
  };
  await open("the long exchange");
  await keyboard.type("mon");
  await expect(palette.getByRole("option").first()).toContainText("Money");
  await keyboard.press("Enter");
  await expect(card(page, "the long exchange").getByRole("list", { name: "Tags" })).toHaveText("Money");
  await keyboard.press("Escape");
  await open("orderly and responsible departure");
  await expect(palette.getByRole("option").first()).toContainText("Money");
  await expect(palette.getByRole("option").first()).toContainText("4 uses");
  await expect(palette.getByRole("option", { name: /^Russia/ })).toContainText("key 9");
  // A word's beginning, the key itself, letters in order.
  for (const [typed, found] of [
    ["str", "Troop strength"],
    ["7", "Who asked"],
    ["dpl", "Diplomacy"],
  ] as const) {
    await page.getByRole("combobox", { name: "Tags of this passage" }).fill(typed);
    await expect(palette.getByRole("option").first()).toContainText(found);
  }
  await page.getByRole("combobox", { name: "Tags of this passage" }).fill("Basing / Dirkou");
  await keyboard.press("Enter");
  await expect(card(page, "orderly and responsible").getByRole("list", { name: "Tags" })).toHaveText(
    "Dirkou",
  );
  await keyboard.press("Escape");
  await page.keyboard.press("Control+4");
  await expect(page.getByRole("row", { name: "Dirkou" })).toHaveAttribute("aria-level", "2");
  await expect(page.getByRole("row", { name: "Dirkou" })).toContainText("1 highlight");
});

/** What each sign of Markdown becomes in a note. */
const written = [
  ["strong", "Bold"],
  ["em", "slanted"],
  ["s", "struck"],
  ["code", "code"],
  ["ul", "onetwo"],
  ["ol", "first"],
  ["blockquote", "quoted"],
  ["h2", "Heading"],
] as const;

test("a note is written with Markdown's signs, shown as rich text, and kept as Markdown", async ({
  assay,
  page,
}) => {
  await resizeWindow(assay);
  await openArticle(page, title);
  await selectByMouse(page, "the long exchange");
  await page.keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
  for (const words of [
    "**Bold**, *slanted*, ~~struck~~ and `code`",
    "- one",
    "two",
    "",
    "1. first",
    "",
    "> quoted",
    "",
    "## Heading",
  ]) {
    await page.keyboard.type(words);
    if (!words.startsWith("#")) await page.keyboard.press("Enter");
  }
  for (const [element, words] of written)
    await expect(card(page, "the long exchange").locator(element)).toHaveText(words);
  await page.keyboard.press("Escape");
  await page.keyboard.press("3");
  await expect(card(page, "the long exchange")).toContainText("Timeline");
  await expectSaved(page);
  await assay.close();

  const csv = join(assay.folder, "notes.csv");
  const options = ["--format", "claims-csv", "-o", csv, "--with-highlights"];
  assayText("export", assay.projectPath ?? "", ...options);
  // A list's line begins as a formula does, and is guarded as one.
  expect(readCsv(csv).find(({ quote }) => quote === "the long exchange")).toMatchObject({
    claim_id: "",
    highlight_tags: "Timeline",
    highlight_note:
      "**Bold**, *slanted*, ~~struck~~ and `code`\n\n'- one\n'- two\n\n1. first\n\n> quoted\n\n## Heading",
  });

  await assay.relaunch();
  await openArticle(assay.page, title);
  const again = card(assay.page, "the long exchange").getByRole("note", { name: "Note" });
  for (const [element, words] of written) await expect(again.locator(element)).toHaveText(words);
});
