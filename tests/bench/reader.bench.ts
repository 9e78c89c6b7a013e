import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { test } from "../e2e/app";
import { type BenchArticle, makeBenchProject } from "./bench-project";
import { type Adding, type Opening, settle, timeAdding, timeOpening, timeScrolling } from "./in-page";
import { type Measured, median, quantile, report } from "./report";

const none: BenchArticle = { title: "No highlights", words: 10_000, highlights: 0 };
const some: BenchArticle = { title: "A thousand highlights", words: 10_000, highlights: 1_000 };
const many: BenchArticle = { title: "Ten thousand highlights", words: 10_000, highlights: 10_000 };
const normal: BenchArticle = { title: "A normal article", words: 1_000, highlights: 30 };
const warmUp: BenchArticle = { title: "Warm-up", words: 3_000, highlights: 300 };
const long: BenchArticle = { title: "A book", words: 100_000, highlights: 10_000 };

const project = join(tmpdir(), `assay-bench-${process.pid}.assay`);
test.use({ project });
test.setTimeout(300_000);

test.beforeAll(() => {
  makeBenchProject(project, [none, some, many, normal, warmUp, long]);
});
test.afterAll(() => rmSync(project, { force: true }));

/** Rounds of each comparison; the order of the cases turns round in every second one (ABAB against noise). */
const rounds = 8;

const open = async (page: Page, { title, highlights }: BenchArticle): Promise<Opening> => {
  const opening = await timeOpening(page, title, highlights > 0);
  await settle(page);
  return opening;
};

test("opening an article", async ({ page }) => {
  const cases = [none, some, many];
  const taken = new Map<BenchArticle, Opening[]>(cases.map((article) => [article, []]));
  for (let round = 0; round < rounds; round += 1) {
    // A fresh page has read nothing yet; the warm-up has its code compiled before anything is measured.
    await page.reload();
    for (const article of round % 2 === 0 ? cases : [...cases].reverse()) {
      await open(page, warmUp);
      taken.get(article)?.push(await open(page, article));
    }
  }
  const typical = (article: BenchArticle, part: keyof Opening) =>
    median((taken.get(article) ?? []).map((opening) => opening[part]));
  const base = typical(none, "highlights");
  const line = (article: BenchArticle, limit?: number): Measured => ({
    name: article.title,
    ms: typical(article, "highlights"),
    ratio: typical(article, "highlights") / base,
    ...(limit === undefined ? {} : { limit: { of: "ratio", most: limit } }),
    note: `text alone ${typical(article, "text").toFixed(0)} ms, with cards ${typical(article, "cards").toFixed(0)} ms`,
  });
  report(`Click in the library to text and highlights painted, 10,000 words, median of ${rounds}`, [
    line(none),
    line(some, 1.3),
    line(many, 3),
  ]);
});

/** Walks on to a sentence that is at rest on screen, then highlights it. */
const add = async (page: Page, sentences: number): Promise<Adding> => {
  for (let step = 0; step < sentences; step += 1) await page.keyboard.press("j");
  await settle(page);
  return timeAdding(page);
};

test("adding a highlight", async ({ page }) => {
  const cases = [none, some, many];
  const taken = new Map<BenchArticle, Adding[]>(cases.map((article) => [article, []]));
  for (let round = 0; round < 4; round += 1)
    for (const article of round % 2 === 0 ? cases : [...cases].reverse()) {
      // The last one of a round is the first of the next: a click on what is open leaves the keys to the library.
      await open(page, warmUp);
      await open(page, article);
      for (let time = 0; time < 6; time += 1) {
        const adding = await add(page, round * 8 + 2);
        // The first of each article only warms up.
        if (round > 0 || time > 0) taken.get(article)?.push(adding);
      }
    }
  const of = (article: BenchArticle, part: "paint" | "stored") =>
    (taken.get(article) ?? []).map((adding) => adding[part]);
  const slow = (article: BenchArticle) =>
    (taken.get(article) ?? []).filter((adding) => (adding.eventTiming ?? 0) > 16).length;
  const base = median(of(none, "paint"));
  report("Key press to painted highlight, 10,000 words, median", [
    ...cases.map(
      (article): Measured => ({
        name: article.title,
        ms: median(of(article, "paint")),
        ratio: median(of(article, "paint")) / base,
        limit: { of: "ms", most: 16 },
        note: `p95 ${quantile(of(article, "paint"), 0.95).toFixed(1)} ms, n ${of(article, "paint").length}, Event Timing over 16 ms: ${slow(article)}`,
      }),
    ),
    ...cases.map(
      (article): Measured => ({
        name: `${article.title}, stored`,
        ms: median(of(article, "stored")),
        ratio: median(of(article, "stored")) / median(of(none, "stored")),
      }),
    ),
  ]);
});

test("committing a highlight", async ({ page }) => {
  await open(page, normal);
  const taken: number[] = [];
  for (let time = 0; time < 30; time += 1) {
    const { stored } = await add(page, 1);
    if (time >= 3) taken.push(stored);
  }
  report(
    "Key press to stored highlight on screen (IPC, thread, disk, IPC, <mark> and card), normal article",
    [
      {
        name: "A commit",
        ms: median(taken),
        limit: { of: "ms", most: 30 },
        note: `p95 ${quantile(taken, 0.95).toFixed(1)} ms, n ${taken.length}`,
      },
    ],
  );
});

test("scrolling a book", async ({ page }) => {
  const frames = new Map<BenchArticle, number[]>();
  for (const article of [normal, long]) {
    await open(page, article);
    frames.set(article, await timeScrolling(page, 120, 240));
  }
  const p95 = (article: BenchArticle) => quantile(frames.get(article) ?? [], 0.95);
  const { usedHeap } = await page.evaluate(() => ({
    usedHeap: (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  }));
  report("Scrolling by 120 pixels a frame, time between frames, p95 (reported only)", [
    { name: normal.title, ms: p95(normal) },
    {
      name: `${long.title}, 100,000 words, 10,000 highlights`,
      ms: p95(long),
      ratio: p95(long) / p95(normal),
      note: `longest ${Math.max(...(frames.get(long) ?? [])).toFixed(0)} ms, heap ${(usedHeap / 2 ** 20).toFixed(0)} MB`,
    },
  ]);
});
