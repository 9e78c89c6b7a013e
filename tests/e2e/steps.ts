import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import type { Bridge } from "../../shared/ipc/contract";
import { type Assay, expect } from "./app";

const cli = resolve(import.meta.dirname, "../../out/main/cli.js");

/** Runs the command line on a project and reads its JSON. */
export const assayJson = <T = unknown>(...words: readonly string[]): T =>
  JSON.parse(execFileSync(process.execPath, [cli, ...words, "--json"], { encoding: "utf8" })) as T;

/** Runs the command line; answers what it printed. */
export const assayText = (...words: readonly string[]): string =>
  execFileSync(process.execPath, [cli, ...words], { encoding: "utf8" });

/** A size that a person's window has; the text measure, the list and the margin cards all fit. */
export const resizeWindow = (assay: Assay, width = 1440, height = 900): Promise<void> =>
  assay.app.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.unmaximize();
      window?.setContentSize(w, h);
    },
    [width, height] as const,
  );

export type Theme = "light" | "dark" | "contrast";

/** Sets the theme as the profile sheet does, and waits until the window wears it. */
export async function wear(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(
    (wanted) => (globalThis as unknown as { assay: Bridge }).assay.settings.update({ theme: wanted }),
    theme,
  );
  await expect(page.locator(`:root[data-theme="${theme}"]`)).toBeAttached();
}

export const articles = (page: Page) => page.getByRole("listbox", { name: "Articles" });
export const articleOption = (page: Page, title: string | RegExp) =>
  articles(page).getByRole("option", { name: title });
/** The text of the open article. */
export const text = (page: Page) => page.getByRole("main").getByRole("document");
/** The highlights as a screen reader meets them in the text. Playwright's types do not know the role yet. */
export const marks = (page: Page) => text(page).getByRole("mark" as never);
export const cards = (page: Page) => page.getByRole("complementary", { name: "Cards of highlights" });
export const card = (page: Page, quote: string) =>
  cards(page).getByRole("article", { name: `Highlight “${quote.slice(0, 80)}` });
export const toolbar = (page: Page) => page.getByRole("toolbar", { name: "Selected text" });
export const claimPanel = (page: Page) => page.getByRole("region", { name: /^New (claim|evidence)$/ });
const status = (page: Page) => page.getByRole("contentinfo");
export const messages = (page: Page) => page.getByRole("region", { name: "Messages" });

/** Everything written has reached the disk. */
export const expectSaved = (page: Page): Promise<void> =>
  expect(status(page).getByText("Saved", { exact: true })).toBeVisible();

/** The number of highlights that the status line says are in place, all of them. */
export async function expectAllInPlace(page: Page, highlights: number): Promise<void> {
  await expect(status(page)).toContainText(`${highlights} of ${highlights} highlights in place`);
}

/** Opens an article from the library's list by mouse. */
export async function openArticle(page: Page, title: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Library" }).click();
  await articleOption(page, title).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(text(page)).toBeVisible();
}

/** What is read out to a screen reader in the reader: where `j` and `k` stand, what was done. */
export const announced = (page: Page) => page.locator("[data-reader-scroller] ~ p[aria-live=polite]");

type Rect = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** Where words of the open article stand in the window: their first and their last line. Fails when they are not there. */
export async function placeOf(page: Page, words: string): Promise<{ first: Rect; last: Rect }> {
  const found = await text(page).evaluate((root, wanted) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes: { node: Text; start: number }[] = [];
    let whole = "";
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      nodes.push({ node: node as Text, start: whole.length });
      whole += (node as Text).data;
    }
    const at = whole.indexOf(wanted);
    if (at === -1) return null;
    const pointAt = (offset: number, isEnd: boolean) => {
      const hit = nodes.findLast(({ start }) => (isEnd ? start < offset : start <= offset));
      return hit === undefined ? null : { node: hit.node, offset: offset - hit.start };
    };
    const from = pointAt(at, false);
    const to = pointAt(at + wanted.length, true);
    if (from === null || to === null) return null;
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    (from.node.parentElement ?? root).scrollIntoView({ block: "nearest" });
    const rects = [...range.getClientRects()].map(({ left, right, top, bottom }) => ({
      left,
      right,
      top,
      bottom,
    }));
    const first = rects[0];
    const last = rects.at(-1);
    return first === undefined || last === undefined ? null : { first, last };
  }, words);
  if (found === null) throw new Error(`the article does not say “${words}”`);
  return found;
}

/** Drags over words of the article with the mouse, as a person selects them. */
export async function selectByMouse(page: Page, words: string): Promise<void> {
  const { first, last } = await placeOf(page, words);
  await page.mouse.move(first.left + 1, (first.top + first.bottom) / 2);
  await page.mouse.down();
  await page.mouse.move((first.left + last.right) / 2, (last.top + last.bottom) / 2, { steps: 4 });
  await page.mouse.move(last.right - 1, (last.top + last.bottom) / 2, { steps: 4 });
  await page.mouse.up();
  await expect(toolbar(page)).toBeVisible();
}

/** Clicks on the first line of these words: in their middle, or at another part of their width. */
export async function clickWords(page: Page, words: string, part = 0.5): Promise<void> {
  const { first } = await placeOf(page, words);
  await page.mouse.click(first.left + (first.right - first.left) * part, (first.top + first.bottom) / 2);
}

/** Drags files or folders from the desktop onto the window, as a person does; or text out of another program. */
export async function drop(
  page: Page,
  what: { readonly files: readonly string[] } | { readonly html: string; readonly text: string },
): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const data =
    "files" in what
      ? { items: [], files: [...what.files], dragOperationsMask: 1 }
      : {
          items: [
            { mimeType: "text/html", data: what.html },
            { mimeType: "text/plain", data: what.text },
          ],
          dragOperationsMask: 1,
        };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await client.send("Input.dispatchDragEvent", { type, x: 700, y: 400, data });
  await client.detach();
}

/** The table in which an import is reviewed. */
export const review = (page: Page) => page.getByRole("grid", { name: "Import review" });
export const reviewRow = (page: Page, name: string | RegExp) => review(page).getByRole("row", { name });

const csvColumns =
  "claim_id,claim,claim_kind,asserter,event_date,likelihood,confidence,claim_tags,stance,credibility,evidence_grade,evidence_note,quote,highlight_id,highlight_tags,highlight_note,start,end,article_id,article_title,source,source_reliability,reliability_as_of,published_on,url,language,analyst,created_at,updated_at,article_sha256".split(
    ",",
  );

/** Reads an exported file as a spreadsheet would; the first row must be the columns in their order. */
export function readCsv(path: string): Record<string, string>[] {
  const bytes = readFileSync(path);
  expect([...bytes.subarray(0, 3)], "a byte order mark, so that spreadsheets read UTF-8").toEqual([
    0xef, 0xbb, 0xbf,
  ]);
  const rows: string[][] = parse(bytes, { bom: true, relax_column_count: false, record_delimiter: "\r\n" });
  expect(rows[0]).toEqual(csvColumns);
  return rows
    .slice(1)
    .map((row) => Object.fromEntries(row.map((value, at) => [csvColumns[at] ?? "", value])));
}

/** Exports by the window with the defaults; the save dialog answers `path`. */
export async function exportByKeys(assay: Assay, path: string): Promise<Record<string, string>[]> {
  await assay.answerDialogs({ save: path });
  await assay.page.keyboard.press("Control+E");
  const dialog = assay.page.getByRole("dialog", { name: "Export claims" });
  await expect(dialog).toBeVisible();
  const save = dialog.getByRole("button", { name: "Choose where to save…" });
  while (!(await save.evaluate((button) => button === document.activeElement)))
    await assay.page.keyboard.press("Tab");
  await assay.page.keyboard.press("Enter");
  await expect(messages(assay.page)).toContainText("Exported");
  return readCsv(path);
}
