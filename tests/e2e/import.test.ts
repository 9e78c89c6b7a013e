import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import type { ArticleSummary } from "../../shared/domain/article";
import { aCsv, aStory } from "../samples/csv";
import { expect, type Page, test } from "./app";
import { ferry, writeFolder } from "./import-folder";
import { articleOption, drop, messages, resizeWindow, review, reviewRow } from "./steps";

const listed = async (page: Page): Promise<readonly ArticleSummary[]> => {
  const answer = await page.evaluate(() => window.assay.articles.list({ sort: "title" }));
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};

/** What has hurt editors that pasted HTML: each sets the canary when it runs, or asks for something from outside. */
const hostile = [
  "<img src=x onerror='window.canary=1'>",
  "<script>window.canary=1</script>",
  "<svg onload='window.canary=1'></svg>",
  "<iframe srcdoc='<script>parent.canary=1</script>'></iframe>",
  "<embed src='javascript:window.canary=1'>",
  "<style>@import url(https://evil.example/x.css); p { background: url(https://evil.example/y) }</style>",
  "<math><mtext></mtext><mglyph><style><!--</style><img title='--><img src=1 onerror=window.canary=1>'></mglyph></math>",
  "<link rel=stylesheet href='https://evil.example/z.css'>",
  "<video><source onerror='window.canary=1'></video>",
  "<details open ontoggle='window.canary=1'></details>",
];

const hasFocus = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => element === document.activeElement || element.contains(document.activeElement));

/** Tab, as often as it takes to get there. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if (await hasFocus(place)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not lead there");
}

/** Moves by arrows to the row of a file, and in it to the cell that says these words. */
async function goToCell(page: Page, file: string, words: string): Promise<void> {
  const focused = page.locator("[data-column]:focus");
  await tabTo(page, review(page).locator("[data-column][tabindex='0']"));
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Home");
  const rows = Number(await review(page).getAttribute("aria-rowcount"));
  const isThere = async (text: string) => ((await focused.textContent()) ?? "").includes(text);
  for (let at = 0; at < rows && !(await isThere(file)); at += 1) await page.keyboard.press("ArrowDown");
  for (let at = 0; at < 6 && !(await isThere(words)); at += 1) await page.keyboard.press("ArrowRight");
  await expect(focused).toContainText(words);
}

test.describe("a new project", () => {
  test.use({ project: "new" });

  test("a folder of mixed files is dragged onto the window and ends as a reviewed library, by keyboard", async ({
    assay,
    page,
  }) => {
    await resizeWindow(assay);
    await drop(page, { files: [writeFolder(assay.folder)] });

    await test.step("the columns of the table are named, once", async () => {
      const sheet = page.getByRole("dialog", { name: "Which column holds what?" });
      await expect(sheet).toBeVisible();
      for (const [field, column] of [
        ["text", "kolom 2"],
        ["title", "kolom 1"],
        ["date", "kolom 3"],
      ] as const) {
        await tabTo(page, sheet.getByRole("button", { name: new RegExp(`Column with the ${field}`) }));
        await page.keyboard.press("Enter");
        const option = page.getByRole("option", { name: column });
        await expect(option).toBeVisible();
        for (let at = 0; at < 9 && !(await hasFocus(option)); at += 1) await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await expect(option).toBeHidden();
      }
      await tabTo(page, sheet.getByRole("button", { name: "Import the rows" }));
      await page.keyboard.press("Enter");
      await expect(sheet).toBeHidden();
      await expect(messages(page)).toContainText("rows.csv: 2 imported");
    });

    await test.step("each file has an outcome", async () => {
      for (const [name, outcome] of [
        ["ferry.txt", "Wants a look"],
        ["ferry again.txt", "Already there"],
        ["market.html", "Wants a look"],
        ["school.docx", "Wants a look"],
        ["bridge.pdf", "Wants a look"],
        ["locked.pdf", "Failed"],
        ["cut short.docx", "Failed"],
        ["rows.csv, row 2", "Wants a look"],
        ["rows.csv, row 3", "Wants a look"],
      ] as const)
        await expect.soft(reviewRow(page, name).getByRole("gridcell").first(), name).toContainText(outcome);
      await expect(review(page).getByRole("rowheader", { name: /^locked\.pdf/ })).toBeVisible();
      await expect(page.getByText(".hidden")).toHaveCount(0);
    });

    await test.step("a source and a date are typed, a source that is there is chosen", async () => {
      await goToCell(page, "school.docx", "no source");
      await page.keyboard.press("Enter");
      await page.keyboard.type("Cedar News");
      await page.keyboard.press("Tab");
      await expect(page.getByRole("combobox", { name: "Published on" })).toBeFocused();
      await page.keyboard.type("4/5/2024");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("alert")).toContainText("Write the date as 19 Apr 2024");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("13 May 2024");
      await page.keyboard.press("Enter");
      await expect(reviewRow(page, "school.docx")).toContainText("Confirmed");

      await goToCell(page, "ferry.txt", "no source");
      await page.keyboard.press("Enter");
      await page.keyboard.type("cedar");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect(reviewRow(page, "ferry.txt")).toContainText("Confirmed");
      await expect(reviewRow(page, "ferry.txt")).toContainText("Cedar News");
    });

    await test.step("what was found is accepted by one key", async () => {
      await goToCell(page, "market.html", "Birch Weekly");
      await expect(reviewRow(page, "market.html")).toContainText("proposed: Birch Weekly");
      await page.keyboard.press("a");
      await expect(reviewRow(page, "market.html")).toContainText("Confirmed");
      await expect(reviewRow(page, "market.html")).not.toContainText("proposed");
    });

    await test.step("many are set at once", async () => {
      await goToCell(page, "bridge.pdf", "bridge.pdf");
      await page.keyboard.press("Space");
      await goToCell(page, "rows.csv, row 2", "row 2");
      await page.keyboard.press("Space");
      await goToCell(page, "rows.csv, row 3", "row 3");
      await page.keyboard.press("Space");
      const bar = page.getByRole("form", { name: "Selected rows" });
      await expect(bar).toContainText("3 selected");
      await tabTo(page, bar.getByRole("combobox", { name: "Source" }));
      await page.keyboard.type("The Alder Post");
      // Enter takes the value and no more.
      await page.keyboard.press("Enter");
      await expect(bar).toContainText("3 selected");
      await page.keyboard.press("Control+Enter");
      await expect(messages(page)).toContainText("3 articles set and confirmed: 1 without a date");
      await expect(page.getByText("Nothing wants a look any more.")).toBeVisible();
    });

    await test.step("it is one step for undo, and for redo", async () => {
      await page.keyboard.press("Control+Z");
      await expect(page.getByText("3 articles want a look.")).toBeVisible();
      await page.keyboard.press("Control+Shift+Z");
      await expect(page.getByText("Nothing wants a look any more.")).toBeVisible();
    });

    await page.keyboard.press("Escape");
    await expect(articleOption(page, /^Unread: Market moves to the harbour/)).toBeVisible();
    await expect(page.getByText(/wants? a look/)).toHaveCount(0);
    expect(
      (await listed(page)).map(({ title, sourceName, publishedOn, byline, isReviewed, gaps }) => ({
        title,
        sourceName,
        publishedOn,
        byline,
        isReviewed,
        gaps: gaps.length,
      })),
    ).toEqual(
      [
        ["Bridge closed for the summer", "The Alder Post", null, ""],
        ["Ferry between the islands stopped", "Cedar News", "2024-05-11", ""],
        ["Market moves to the harbour", "Birch Weekly", "2024-05-12", "A. Mora"],
        ["Mill is sold", "The Alder Post", "2024-05-15", ""],
        ["School opens a year late", "Cedar News", "2024-05-13", ""],
        ["Well runs dry", "The Alder Post", "2024-05-14", ""],
      ].map(([title, sourceName, publishedOn, byline]) => ({
        title,
        sourceName,
        publishedOn,
        byline,
        isReviewed: true,
        gaps: 0,
      })),
    );

    await test.step("near copies are pointed out and can be filtered", async () => {
      await expect(articleOption(page, /^Unread: Mill is sold/)).toContainText(/\d+ % in “/);
      await page.getByRole("button", { name: "Status filter" }).click();
      await page.getByRole("menuitemradio", { name: "Wants a look" }).click();
      await expect(page.getByText("No article wants a look")).toBeVisible();
      await page.getByRole("button", { name: "Status: Wants a look" }).click();
      await page.getByRole("menuitemradio", { name: "No date" }).click();
      await expect(articleOption(page, /^Unread: Bridge closed/)).toContainText("no date");
      await expect(articleOption(page, /^Unread: Mill is sold/)).toHaveCount(0);
      await page.getByRole("button", { name: "Status: No date" }).click();
      await page.getByRole("menuitemradio", { name: "Near copies" }).click();
      await expect(articleOption(page, /^Unread: Mill is sold/)).toBeVisible();
    });

    await test.step("both originals of one text are there, byte for byte", async () => {
      await articleOption(page, /^Unread: Ferry between/).click();
      await expect(page.getByRole("heading", { level: 1, name: "Ferry between" })).toBeVisible();
      await page.getByRole("button", { name: "Article details" }).click();
      const details = page.getByRole("dialog", { name: "Article details" });
      await expect(details).toContainText("Where it came from: 2 originals");
      const copy = join(assay.folder, "exported.txt");
      await assay.answerDialogs({ save: copy });
      await details.getByRole("button", { name: "Export the original ferry again.txt…" }).click();
      await expect(messages(page)).toContainText("Original written to exported.txt");
      expect(readFileSync(copy, "utf8")).toBe(ferry);
    });
  });

  test("a table chosen in the dialog asks for its columns, and the next of its make does not", async ({
    assay,
    page,
  }) => {
    await resizeWindow(assay);
    const folder = join(assay.folder, "Tables");
    mkdirSync(folder);
    for (const name of ["one", "two"])
      writeFileSync(
        join(folder, `${name}.csv`),
        aCsv([
          ["kolom 1", "kolom 2"],
          [`Story ${name}`, aStory(`Number ${name}`)],
        ]),
      );
    await assay.answerDialogs({ open: [join(folder, "one.csv")] });
    await page.keyboard.press("Control+I");
    const sheet = page.getByRole("dialog", { name: "Which column holds what?" });
    await expect(sheet).toContainText("Each row of one.csv becomes an article.");
    for (const [field, column] of [
      ["text", "kolom 2"],
      ["title", "kolom 1"],
    ] as const) {
      await sheet.getByRole("button", { name: new RegExp(`Column with the ${field}`) }).click();
      await page.getByRole("option", { name: column }).click();
    }
    await expect(sheet).toContainText("Story one");
    await sheet.getByRole("button", { name: "Import the rows" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Story one" })).toBeVisible();

    await assay.answerDialogs({ open: [folder] });
    await page.keyboard.press("Control+Shift+D");
    await expect(reviewRow(page, "two.csv")).toContainText("Story two");
    await expect(reviewRow(page, "one.csv")).toContainText("Already there");
    await expect(sheet).toHaveCount(0);
  });

  test("what waits for its columns stays in the report when one more file comes in", async ({
    assay,
    page,
  }) => {
    await resizeWindow(assay);
    const rows = join(assay.folder, "rows.csv");
    writeFileSync(
      rows,
      aCsv([
        ["kolom 1", "kolom 2"],
        ["Story of the mill", aStory("The mill")],
      ]),
    );
    const single = join(assay.folder, "single.txt");
    writeFileSync(single, `Ferry stopped\n\n${aStory("The ferry")}`);
    await assay.answerDialogs({ open: [rows] });
    await page.keyboard.press("Control+I");
    const sheet = page.getByRole("dialog", { name: "Which column holds what?" });
    await sheet.getByRole("button", { name: "Not now" }).click();
    await drop(page, { files: [single] });
    await messages(page).getByRole("button", { name: "Review" }).click();
    await expect(reviewRow(page, "single.txt")).toContainText("Wants a look");
    await expect(reviewRow(page, "rows.csv")).toContainText("Needs columns");

    await test.step("and its columns can still be named", async () => {
      await reviewRow(page, "rows.csv").getByRole("rowheader").click();
      await page.keyboard.press("Enter");
      for (const [field, column] of [
        ["text", "kolom 2"],
        ["title", "kolom 1"],
      ] as const) {
        const choice = sheet.getByRole("button", { name: new RegExp(`Column with the ${field}`) });
        await choice.click();
        await page.getByRole("option", { name: column }).click();
        await expect(choice).toHaveText(column);
      }
      await sheet.getByRole("button", { name: "Import the rows" }).click();
      await expect(reviewRow(page, "Story of the mill")).toContainText("Wants a look");
    });

    await test.step("a row is confirmed by the button beside it, and the next has the focus", async () => {
      await page.keyboard.press("Control+Home");
      const focused = page.locator("[data-row]:has(:focus)");
      await expect(focused).toContainText("Story of the mill");
      const pane = page.getByRole("complementary", { name: "Details of the row" });
      await pane.getByRole("button", { name: "Accept and confirm" }).click();
      await expect(reviewRow(page, "Story of the mill")).toContainText("Confirmed");
      await expect(messages(page)).toContainText("confirmed, without a source and a date");
      await expect(focused).toContainText("single.txt");
    });
  });

  test("an import of many dropped files shows how far it is, is cancelled, and keeps what is done", async ({
    assay,
    page,
  }) => {
    await resizeWindow(assay);
    const folder = join(assay.folder, "Many");
    mkdirSync(folder);
    const files = 3000;
    for (let at = 0; at < files; at += 1)
      writeFileSync(join(folder, `${at}.txt`), `Report number ${at}\n\n${aStory(`Matter ${at}`)}`);
    await drop(page, { files: [folder] });
    const bar = page.getByRole("progressbar", { name: "Importing" });
    await expect(bar).toHaveAttribute("max", String(files));
    await page.getByRole("button", { name: "Cancel: Importing" }).click();
    await expect(messages(page)).toContainText(/The import was cancelled: [\d,]+ files were not read/);
    await expect(messages(page)).toContainText("What was read before is kept.");
    await expect(bar).toHaveCount(0);
    const kept = (await listed(page)).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(files);
    await expect(messages(page)).toContainText(
      `${(files - kept).toLocaleString("en-GB")} files were not read`,
    );
    await expect(page.getByText(`${kept} articles want a look.`)).toBeVisible();
    await page.keyboard.press("Control+End");
    await expect(page.locator(":focus")).toContainText("The rest");
  });

  test("whatever had the focus, an import of many files ends at the first row of its review", async ({
    assay,
    page,
  }) => {
    await resizeWindow(assay);
    const make = (name: string): string => {
      const folder = join(assay.folder, name);
      mkdirSync(folder);
      for (const file of ["one", "two"])
        writeFileSync(
          join(folder, `${name} ${file}.txt`),
          `Story ${name} ${file}\n\n${aStory(`${name} ${file}`)}`,
        );
      return folder;
    };
    const expectAtFirstRow = async (name: string) => {
      await expect(reviewRow(page, `${name} one.txt`)).toBeVisible();
      await expect(review(page).locator("[data-row]").first().locator("[data-column]:focus")).toContainText(
        `Story ${name}`,
      );
    };
    await drop(page, { files: [make("first")] });
    await expectAtFirstRow("first");
    await page.getByRole("button", { name: "All that want a look" }).click();
    await drop(page, { files: [make("second")] });
    await expectAtFirstRow("second");
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox").first().click();
    await drop(page, { files: [make("third")] });
    await expectAtFirstRow("third");
    await page.keyboard.press("Escape");
    await articleOption(page, /^Unread: Story first one/).click();
    await assay.answerDialogs({ open: [make("fourth")] });
    await page.keyboard.press("Control+Shift+D");
    await expectAtFirstRow("fourth");
  });

  test("hostile HTML that is pasted or dragged in gives its words alone, and nothing of it runs", async ({
    assay,
    page,
  }) => {
    await resizeWindow(assay);
    const marks = hostile.map((payload, at) => `<p>Line ${at} ${payload} ends.</p>`).join("");
    const html = `<html><body><!--StartFragment--><h1>Harbour closed</h1>${marks}<!--EndFragment--></body></html>`;
    const words = `Harbour closed\n\n${hostile.map((_, at) => `Line ${at} ends.`).join("\n\n")}`;
    const sheet = page.getByRole("dialog", { name: "New article" });
    await expect(page.getByRole("heading", { name: "Bring the reports in" })).toBeVisible();

    await test.step("pasted", async () => {
      await page.evaluate(
        ([asHtml, asText]) =>
          document.addEventListener(
            "copy",
            (event) => {
              event.clipboardData?.setData("text/html", asHtml);
              event.clipboardData?.setData("text/plain", asText);
              event.preventDefault();
            },
            { once: true },
          ),
        [html, words] as const,
      );
      await page.keyboard.press("Control+C");
      await page.keyboard.press("Control+V");
      await expect(sheet).toBeVisible();
      await expect(sheet.getByRole("group", { name: "Preview" })).toContainText("Line 3 ends.");
      await expect(sheet.getByRole("textbox", { name: "Title" })).toHaveValue("");
      await expect(sheet.locator("img, iframe, svg:not([aria-hidden]), script, style, a")).toHaveCount(0);
      await sheet.getByRole("textbox", { name: "Link" }).fill("https://harbourwire.example/closed");
      await sheet.getByRole("button", { name: "Add article" }).click();
      await expect(
        page.getByRole("heading", { level: 1, name: "Harbour closed", exact: true }),
      ).toBeVisible();
    });

    await test.step("dragged in, and edited as plain text", async () => {
      await drop(page, { html: html.replaceAll("Line", "Row"), text: words.replaceAll("Line", "Row") });
      await sheet.getByRole("button", { name: "Edit as plain text" }).click();
      await expect(sheet.getByRole("textbox", { name: "Text" })).toHaveValue(/Row 3 ends\./);
      await sheet.getByRole("textbox", { name: "Title" }).fill("Harbour closed again");
      await sheet.getByRole("button", { name: "Add article" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Harbour closed again" })).toBeVisible();
    });

    const texts = await page.evaluate(async () => {
      const list = await window.assay.articles.list({ sort: "title" });
      if (!list.ok) return [];
      const articles = await Promise.all(list.value.map(({ id }) => window.assay.articles.get({ id })));
      return articles.map((one) => (one.ok ? { text: one.value.text, url: one.value.url } : null));
    });
    expect(texts).toHaveLength(2);
    for (const one of texts) {
      expect(one?.text).not.toMatch(/[<>]|canary|javascript|onerror/);
      for (const at of hostile.keys()) expect(one?.text).toMatch(new RegExp(`(Line|Row) ${at}\\s+ends\\.`));
    }
    expect(texts.map((one) => one?.url)).toContain("https://harbourwire.example/closed");
    expect(await page.evaluate(() => "canary" in window)).toBe(false);
  });
});
