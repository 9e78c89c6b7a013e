import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { parse } from "csv-parse/sync";
import { expect, type Page, test } from "./app";
import { arrive, asSomebodyElse, colleaguesFile, share } from "./colleague";
import { importFile } from "./ferry";
import { assayText, cards, marks, messages, openArticle, selectByMouse } from "./steps";

test.use({ project: "new" });

const ferry = "Harbour authority closes the northern ferry";
const market = "Market moves to the old station";
const texts = {
  "ferry.txt": [
    ferry,
    "The northern ferry will stop sailing at the end of May, two port officials said on Saturday, in what dockers called a blow to the town.",
    "More than 1,200 people cross each day, said the office of the harbour master, and most of them have no other way to work.",
  ],
  "market.txt": [
    market,
    "The Saturday market will move to the old station in June, the mayor said on Monday, after traders complained about the noise of the pier.",
    "About 80 traders have signed, according to a list that the council published, and another 20 are still thinking about it.",
  ],
};

const cemsWork = [
  { article: ferry, quote: "two port officials said on Saturday", tags: ["Numbers"] },
  { article: ferry, quote: "More than 1,200 people cross each day", tags: ["Numbers"] },
  { article: market, quote: "About 80 traders have signed, according to a list", tags: ["Numbers"] },
];

const tagIds = (page: Page) =>
  page.evaluate(async () => {
    const list = await window.assay.tags.list(undefined);
    return Object.fromEntries((list.ok ? list.value : []).map(({ name, id }) => [name, id]));
  });

const describeNumbers = async (page: Page, description: string) => {
  const { Numbers } = await tagIds(page);
  if (Numbers === undefined) throw new Error("the tag Numbers is not there");
  await page.evaluate(([id, words]) => window.assay.tags.update({ id, set: { description: words } }), [
    Numbers,
    description,
  ] as const);
};

/** By mouse and key, as a person does. */
const highlightByHand = async (page: Page, words: string, tag: string) => {
  await selectByMouse(page, words);
  await page.keyboard.press("t");
  await page.getByRole("combobox", { name: "Tags of this passage" }).fill(tag);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(marks(page).filter({ hasText: words })).toHaveCount(1);
};

/** The same without the hand; for what is not looked at here. */
const highlight = async (page: Page, title: string, words: string, tag: string) => {
  const made = await page.evaluate(
    async ([name, quote, tagId]) => {
      const list = await window.assay.articles.list({});
      const id = list.ok ? list.value.find((one) => one.title === name)?.id : undefined;
      const article = id === undefined ? undefined : await window.assay.articles.get({ id });
      if (id === undefined || !article?.ok) return null;
      const start = article.value.text.indexOf(quote);
      const span = { start, end: start + quote.length };
      return window.assay.highlights.create({
        articleId: id,
        span,
        tagIds: tagId === undefined ? [] : [tagId],
      });
    },
    [title, words, (await tagIds(page))[tag]] as const,
  );
  expect(made).toMatchObject({ ok: true });
};

/**
 * All that the tables say of the work. Not of the analysts: the command line is a colleague of its own. It reads a copy,
 * because the app locks what it has open.
 */
const stateOf = (file: string): string => {
  const copy = `${file}.state`;
  copyFileSync(file, copy);
  const db = new Database(copy, { readonly: true });
  const tables = [
    "sources",
    "ratings",
    "articles",
    "tags",
    "highlights",
    "highlight_tags",
    "claims",
    "claim_tags",
    "evidence",
  ];
  const state = tables.map((table) => [
    table,
    db
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .map((row) => JSON.stringify(row))
      .sort(),
  ]);
  db.close();
  return JSON.stringify(state, null, 1);
};

const message = (page: Page, words: string) => messages(page).getByRole("status").filter({ hasText: words });
const preview = (page: Page, fileName: string) => page.getByRole("region", { name: `Merge “${fileName}”?` });

test("A shares a blind copy, B and C work on it apart, A merges both in either order, sees agreement, adjudicates and exports", async ({
  assay,
}) => {
  test.setTimeout(240_000);
  const files = Object.fromEntries(
    ["blind", "bea", "cem", "other", "before"].map((name) => [name, join(assay.folder, `${name}.assay`)]),
  ) as Record<"blind" | "bea" | "cem" | "other" | "before", string>;
  const own = assay.projectPath ?? "";

  await test.step("A imports, makes a codebook, works, and saves a blind copy", async () => {
    const { page } = assay;
    await arrive(assay);
    await page.evaluate(() => window.assay.profile.update({ name: "Ana", initials: "A" }));
    for (const [name, paragraphs] of Object.entries(texts))
      await importFile(assay, name, paragraphs.join("\n\n"));
    for (const name of ["Sourcing", "Numbers"])
      await page.evaluate((words) => window.assay.tags.create({ name: words }), name);
    await highlight(page, market, "the noise of the pier", "Sourcing");
    await assay.answerDialogs({ save: files.blind });
    await share(page, "Save a copy");
    await page.getByText("Blind copy for a second coder").click();
    await page.getByRole("button", { name: "Save a copy…" }).click();
    await expect(messages(page)).toContainText("Copy saved as blind.assay");
    await describeNumbers(page, "Amounts of people");
  });

  await test.step("B works on a copy of it in a window of her own, and does not see what A did", async () => {
    const hers = join(assay.folder, "hers.assay");
    copyFileSync(files.blind, hers);
    await asSomebodyElse(assay, "Bea", hers, async () => {
      const { page } = assay;
      await openArticle(page, market);
      await expect(marks(page)).toHaveCount(0);
      await highlightByHand(page, "About 80 traders have signed", "Numbers");
      await highlight(page, ferry, "two port officials said on Saturday", "Sourcing");
      await highlight(page, ferry, "More than 1,200 people cross each day", "Numbers");
      await describeNumbers(page, "Counts and amounts");
      await assay.answerDialogs({ save: files.bea });
      await share(page, "Save a copy");
      await page.getByText("What I added", { exact: true }).click();
      await page.getByRole("button", { name: "Save a copy…" }).click();
      await expect(messages(page)).toContainText("Copy saved as bea.assay");
    });
  });

  await test.step("C works from the command line", async () => {
    copyFileSync(files.blind, files.cem);
    const lines = join(assay.folder, "cem.jsonl");
    writeFileSync(lines, cemsWork.map((line) => JSON.stringify(line)).join("\n"));
    assayText("annotate", files.cem, "--from", lines, "--analyst", "Cem");
  });

  copyFileSync(own, files.other);
  await assay.relaunch(["--project", own]);
  const { page } = assay;
  await arrive(assay);

  await test.step("A sees what B's file would bring, merges it, takes it back, and merges it again", async () => {
    await share(page, "Merge");
    await expect(page.getByRole("heading", { name: "No open conflicts" })).toBeVisible();
    await assay.answerDialogs({ open: [files.bea] });
    await page.getByRole("button", { name: "Choose a file…" }).click();
    const shown = preview(page, "bea.assay");
    await expect(shown).toContainText("Bea");
    await expect(shown.getByRole("row", { name: /^Highlights 3/ })).toBeVisible();
    await expect(shown).toContainText("1 conflict");
    await shown.getByRole("button", { name: "Put away" }).click();
    await expect(shown).toHaveCount(0);
    await page.getByRole("button", { name: "Choose a file…" }).click();
    await shown.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(messages(page)).toContainText("Merged “bea.assay”");
    await expect(page.getByRole("heading", { name: "1 conflict to settle" })).toBeVisible();
    await message(page, "Merged “bea.assay”").getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("heading", { name: "No open conflicts" })).toBeVisible();
    await openArticle(page, ferry);
    await expect(marks(page)).toHaveCount(0);

    await share(page, "Merge");
    await page.getByRole("button", { name: "Choose a file…" }).click();
    await expect(shown).toContainText("merged before and taken back");
    await shown.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(page.getByRole("heading", { name: "1 conflict to settle" })).toBeVisible();
    await openArticle(page, ferry);
    await expect(marks(page)).toHaveCount(2);
  });

  await test.step("then C's; the other order comes to the same state", async () => {
    await share(page, "Merge");
    await assay.answerDialogs({ open: [files.cem] });
    await page.getByRole("button", { name: "Choose a file…" }).click();
    await preview(page, "cem.assay").getByRole("button", { name: "Merge", exact: true }).click();
    await expect(messages(page)).toContainText("Merged “cem.assay”");
    await expect(page.getByRole("button", { name: "Share , 1 conflict to settle" })).toBeVisible();
    assayText("merge", files.other, files.cem, "--analyst", "Ana");
    assayText("merge", files.other, files.bea, "--analyst", "Ana");
    expect(stateOf(own)).toBe(stateOf(files.other));
    // Once more is nothing new.
    await page.getByRole("button", { name: "Choose a file…" }).click();
    await expect(preview(page, "cem.assay")).toContainText("There is nothing to merge");
    await preview(page, "cem.assay").getByRole("button", { name: "Put away" }).click();
  });

  await test.step("the conflict is settled by key, and that can be taken back", async () => {
    await page.getByRole("button", { name: "Review 1 conflict" }).click();
    const detail = page.getByRole("article", { name: "Numbers" });
    await expect(detail.getByRole("region", { name: "Mine" })).toContainText("Amounts of people");
    await expect(detail.getByRole("region", { name: "Theirs" })).toContainText("Counts and amounts");
    await expect(detail.getByRole("region", { name: "Theirs" }).locator("mark").first()).toBeVisible();
    await page.keyboard.press("m");
    await expect(page.getByRole("heading", { name: "Everything is settled" })).toBeVisible();
    await message(page, "Settled: mine").getByRole("button", { name: "Undo" }).click();
    await expect(detail).toBeVisible();
    await page.keyboard.press("t");
    await expect(page.getByRole("heading", { name: "Everything is settled" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "No open conflicts" })).toBeVisible();
    const tag = await page.evaluate(async () => {
      const list = await window.assay.tags.list(undefined);
      return (list.ok ? list.value : []).find(({ name }) => name === "Numbers")?.description;
    });
    expect(tag).toBe("Counts and amounts");
  });

  await test.step("A sees how far B and C agree", async () => {
    await page.getByRole("tab", { name: "Agreement" }).click();
    const between = page.getByRole("group", { name: "Analysts to compare" });
    await expect(between.getByRole("button", { name: /^Bea/ })).toHaveAttribute("aria-pressed", "true");
    await expect(between.getByRole("button", { name: /^Cem/ })).toHaveAttribute("aria-pressed", "true");
    // Whoever worked on an article of theirs is compared, too; one press leaves her out.
    await expect(between.getByRole("button", { name: /^Ana/ })).toHaveAttribute("aria-pressed", "true");
    await between.getByRole("button", { name: /^Ana/ }).click();
    // Two of three highlights of each begin and end at the same places.
    const exact = page
      .getByRole("table", { name: "Agreement over all" })
      .getByRole("row", { name: /Spans, exact F1/ });
    await expect(exact).toContainText("0.67");
    await expect(exact).toContainText("from only 2 articles");
    const ofMarket = page.getByRole("table", { name: /^By article/ }).getByRole("row", { name: market });
    await expect(ofMarket).toContainText("0.00");
    await expect(ofMarket).toContainText("none from one passage alone");
    await assay.answerDialogs({ save: join(assay.folder, "agreement.csv") });
    await page.getByRole("button", { name: "Export CSV…" }).click();
    await expect(messages(page)).toContainText("agreement.csv");
    const rows: Record<string, string>[] = parse(readFileSync(join(assay.folder, "agreement.csv")), {
      bom: true,
      columns: true,
    });
    expect(rows.length).toBeGreaterThan(10);
    expect(JSON.stringify(rows)).toContain("Spans, exact F1");
  });

  await test.step("and settles what they see differently, by key; what they wrote stays", async () => {
    await page.getByRole("button", { name: "Start" }).click();
    const walk = page.getByRole("region", { name: "Adjudication" });
    await expect(walk).toContainText("0 of 2 settled");
    // In reading order of the articles: other tags in one, other words in the other.
    await page.keyboard.press("1");
    await expect(walk).toContainText("1 of 2 settled");
    await page.keyboard.press("b");
    await expect(walk).toContainText("2 of 2 settled");
    await page.keyboard.press("Control+Z");
    await expect(walk).toContainText("1 of 2 settled");
    await page.keyboard.press("b");
    await expect(walk).toContainText("2 of 2 settled");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("heading", { name: "2 disagreements, 2 settled" })).toBeVisible();
    // The figures are about B and C: what A agreed on takes no part.
    await expect(
      page.getByRole("table", { name: "Agreement over all" }).getByRole("row", { name: /Spans, exact F1/ }),
    ).toContainText("0.67");
    await openArticle(page, ferry);
    await expect(cards(page).getByRole("article")).toHaveCount(5);
  });

  await assay.close();
  expect(assayText("verify", own)).toContain("The project is sound");
});

test.describe("conflicts of many kinds", () => {
  test.use({ project: "sample" });

  test("a review is worked through by key, one by one and by kind, left, resumed after a restart, and ended at once", async ({
    assay,
  }) => {
    test.setTimeout(240_000);
    const own = assay.projectPath ?? "";
    const file = await colleaguesFile(assay, own);
    let { page } = assay;
    await share(page, "Merge");
    await assay.answerDialogs({ open: [file] });
    await page.getByRole("button", { name: "Choose a file…" }).click();
    // What was deleted there and worked on here is in conflict, and said to be deleted.
    await expect(page.getByRole("row", { name: /^Highlights 4 0 4 1 in conflict/ })).toBeVisible();
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByRole("button", { name: "Review 8 conflicts" }).click();
    const list = page.getByRole("listbox", { name: "Conflicts" });
    await expect(list).toBeFocused();
    await expect(list.getByRole("option")).toHaveCount(8);

    // What was deleted there: kept, and back in the text.
    const airfield = "a desert airfield near Agadez that cost $110 million to build";
    await expect(async () => {
      await page.keyboard.press("j");
      await expect(page.getByRole("heading", { name: airfield })).toBeVisible({ timeout: 300 });
    }).toPass();
    await expect(page.getByRole("region", { name: "Theirs" })).toContainText("Deleted");
    await expect(page.getByRole("region", { name: "Theirs" })).toContainText("newer");
    await expect(page.getByRole("region", { name: "Mine" })).not.toContainText("newer");
    // Nothing is left of it to keep both of, and no key is offered for that.
    const hints = page.locator("[data-foot]");
    await expect(hints).toContainText("theirs");
    await expect(hints).not.toContainText("both");
    await page.keyboard.press("m");
    await expect(list.getByRole("option")).toHaveCount(7);
    await expect(page.getByRole("heading", { name: airfield })).toHaveCount(0);

    // All of one kind.
    await page.getByRole("button", { name: "Shown: All 7" }).click();
    await page.getByRole("menuitemradio", { name: "2 highlight notes" }).click();
    await expect(list.getByRole("option")).toHaveCount(2);
    await expect(hints).toContainText("both");
    await page.getByRole("button", { name: "All 2 highlight notes: both" }).click();
    await expect(messages(page)).toContainText("2 conflicts settled: both");
    await expect(list.getByRole("option")).toHaveCount(5);

    // A look at the text, and back to where it was.
    await list.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("k");
    await page.keyboard.press("o");
    await expect(list).toHaveCount(0);
    await page.keyboard.press("Control+5");
    await expect(list).toBeFocused();
    await expect(list.getByRole("option")).toHaveCount(5);
    await page.keyboard.press("Escape");
    await expect(page.getByText("Of the 8 conflicts that it left to you, 5 still wait.")).toBeVisible();

    await assay.relaunch(["--project", own]);
    ({ page } = assay);
    await arrive(assay);
    await share(page, "Merge");
    await page.getByRole("button", { name: "Review 5 conflicts" }).click();
    await expect(page.getByRole("listbox", { name: "Conflicts" })).toBeFocused();
    await page.keyboard.press("Control+A");
    await page.keyboard.press("t");
    await expect(page.getByRole("heading", { name: "Everything is settled" })).toBeVisible();
    await page.keyboard.press("Enter");

    // Two names for one tag.
    await page.getByRole("button", { name: "Join Base abroad and Bases abroad" }).click();
    await page.getByRole("menuitem", { name: "Bases abroad" }).click();
    await expect(messages(page)).toContainText("“Base abroad” joined into “Bases abroad”");
    await expect(page.getByRole("heading", { name: /like one$/ })).toHaveCount(0);
    expect(Object.keys(await tagIds(page))).not.toContain("Base abroad");
    await message(page, "joined").getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("heading", { name: "1 pair of names looks like one" })).toBeVisible();
    await page.getByRole("button", { name: "Keep Base abroad and Bases abroad apart" }).click();
    await expect(page.getByRole("heading", { name: /like one$/ })).toHaveCount(0);

    // The merge is taken back with everything that was settled of it, and all of that is done again.
    await page.getByRole("tab", { name: "History" }).click();
    await page.getByRole("button", { name: /Merge “Bea own\.assay”/ }).click();
    for (let times = 0; times < 3; times += 1) {
      await page.getByRole("button", { name: "Undo this" }).click();
      await expect(messages(page).getByRole("alert")).toContainText(
        times === 0 ? "is not undone: conflicts of it were settled by you since" : `${times + 1} times`,
      );
    }
    await expect(messages(page).getByRole("alert")).toHaveCount(1);
    await page.getByRole("button", { name: /^Undo with the \d settlements$/ }).click();
    await expect(messages(page)).toContainText(/Undone: Merge .* and \d settlements of its conflicts/);
    await expect(messages(page).getByRole("alert")).toHaveCount(0);
    expect(Object.keys(await tagIds(page))).not.toContain("Bases abroad");
    await page.getByRole("button", { name: "Redo all" }).click();
    await expect(async () => expect(Object.keys(await tagIds(page))).toContain("Bases abroad")).toPass();
    await page.getByRole("tab", { name: "Merge" }).click();
    await expect(page.getByRole("heading", { name: "No open conflicts" })).toBeVisible();

    await assay.close();
    expect(assayText("verify", own)).toContain("The project is sound");
  });
});
