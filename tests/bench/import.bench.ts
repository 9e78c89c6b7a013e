import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { deflateRawSync } from "node:zlib";
import { Readability } from "@mozilla/readability";
import { test } from "@playwright/test";
import Sqlite from "better-sqlite3";
import { DOMParser } from "linkedom";
import { createSession } from "../../main/handlers/session";
import { migrate } from "../../main/store/migrate";
import { guestCommand } from "../../main/worker/guest-command";
import { startGuest } from "../../main/worker/guest-host";
import { Analyst } from "../../shared/domain/analyst";
import type { Result } from "../../shared/result";
import { inventNews } from "../mutate-text";
import { aNewsPage } from "../samples/html";
import { inventText, seeded } from "./invented-text";
import { type Measured, report } from "./report";

const analyst = Analyst.parse({
  id: "ana-0190a000-0000-7000-8000-000000000001",
  name: "Bench",
  initials: "B",
});

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const folder = mkdtempSync(join(tmpdir(), "assay-bench-import-"));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.setTimeout(600_000);

const kilobyte = 2 ** 10;

/** What stays in memory when all garbage is gone, in bytes: values and buffers of V8, and the whole process. */
const collectGarbage = (() => {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
})();
const liveMemory = () => {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { values: heapUsed + external, process: rss };
};

/** Articles of about 5 KB, in English. */
const inventArticles = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `Report number ${at} of the bench\n\n${inventNews(at, 800)}\n`);

/** The same as files of a folder. */
const writeArticles = (name: string, texts: readonly string[]): string => {
  const into = join(folder, name);
  mkdirSync(into);
  for (const [at, text] of texts.entries()) writeFileSync(join(into, `${at}.txt`), text);
  return into;
};

/** Files between two looks at the memory. */
const lookEvery = 250;

/**
 * Bytes that an import keeps in memory for each file while it goes on: of values, and of the whole process. What is
 * under way at a look differs by some megabytes, so the least of the looks at the second and at the last fifth are compared.
 */
const watchMemory = (files: number) => {
  const looks: (ReturnType<typeof liveMemory> & { readonly done: number })[] = [];
  const least = (name: "values" | "process", fifth: number): number =>
    Math.min(
      ...looks.filter(({ done }) => Math.ceil((done * 5) / files) === fifth).map((look) => look[name]),
    );
  const each = (name: "values" | "process") => (least(name, 5) - least(name, 2)) / (files * 0.6);
  return {
    look: (done: number): void => {
      if (done >= (looks.at(-1)?.done ?? 0) + lookEvery) looks.push({ done, ...liveMemory() });
    },
    kept: () => ({ values: each("values"), process: each("process") }),
  };
};

/** The whole way: folder, guest process, reading, store, change log, near copies. */
const importAll = async (
  paths: readonly string[],
  expected: number,
  look: (done: number) => void = () => {},
): Promise<number> => {
  const guest = startGuest(guestCommand);
  const session = createSession({ analyst, publish: () => {}, guest });
  must(await session.jobs.create({ path: join(folder, `${expected}-${Date.now()}.assay`), name: "Bench" }));
  const began = performance.now();
  const outcomes = must(
    await session.jobs.importFiles({ paths }, async (done) => {
      look(done);
      return "go-on";
    }),
  );
  const ms = performance.now() - began;
  const failed = outcomes.filter(({ outcome }) => outcome === "failed");
  if (outcomes.length !== expected || failed.length > 0)
    throw new Error(`${outcomes.length} outcomes, ${failed.length} failed: ${failed[0]?.remarks.join(" ")}`);
  must(await session.jobs.close(undefined));
  guest.stop();
  return ms;
};

/**
 * What the import is held against: the same rows into the same tables, with the hashes, the compressed originals and
 * full-text triggers, and nothing else.
 */
const insertBare = (texts: readonly string[]): number => {
  const path = join(folder, `bare-${Date.now()}.assay`);
  const db = new Sqlite(path);
  migrate(db);
  db.pragma("journal_mode = DELETE");
  db.pragma("synchronous = FULL");
  db.exec(`
    CREATE TRIGGER texts AFTER INSERT ON article_texts BEGIN
      INSERT INTO article_search (rowid, text) VALUES (new.n, new.text); END;
    CREATE TRIGGER titles AFTER INSERT ON articles BEGIN
      INSERT INTO title_search (rowid, title, byline) VALUES (new.n, new.title, new.byline); END`);
  const text = db.prepare(
    "INSERT INTO article_texts (id, sha256, characters, blocks, text) VALUES (?, ?, ?, '[]', ?)",
  );
  const original = db.prepare("INSERT INTO originals (sha256, size, bytes) VALUES (?, ?, ?)");
  const capture = db.prepare(
    `INSERT INTO captures (article_id, original, file_name, media_type, importer, imported_at, analyst, steps)
     VALUES (?, ?, ?, 'text/plain', 'bare', '2026-01-01T00:00:00Z', ?, '[]')`,
  );
  const article = db.prepare(
    `INSERT INTO articles (id, title, source_id, byline, published_on, url, language, is_deleted, created_at, created_by, updated_at, updated_by)
     VALUES (?, ?, NULL, '', NULL, '', 'en', 0, '', '', '', '')`,
  );
  const began = performance.now();
  const batch = 500;
  for (let from = 0; from < texts.length; from += batch)
    db.transaction(() => {
      for (const one of texts.slice(from, from + batch)) {
        const bytes = Buffer.from(one);
        const digest = createHash("sha256").update(bytes).digest("hex");
        const own = createHash("sha256").update(one).digest("hex");
        text.run(own, own, one.length, one);
        original.run(digest, bytes.length, deflateRawSync(bytes, { level: 4 }));
        article.run(own, one.slice(0, 40));
        capture.run(own, digest, `${own}.txt`, analyst.id);
      }
    })();
  const ms = performance.now() - began;
  db.close();
  rmSync(path, { force: true });
  return ms;
};

test("importing 10,000 plain texts of 5 KB, at no less than half the rate of bare inserts, in flat memory", async () => {
  const texts = inventArticles(10_000);
  const all = writeArticles("all", texts);
  const bare = insertBare(texts);
  const whole = await importAll([all], texts.length);
  const memory = watchMemory(texts.length);
  const watched = await importAll([all], texts.length, memory.look);
  const rate = (ms: number) => `${((texts.length * 1000) / ms).toFixed(0)} articles/s`;
  const kept = (name: string, bytes: number, most: number): Measured => ({
    name,
    ms: watched,
    ratio: bytes / (5 * kilobyte),
    limit: { of: "ratio", most },
    note: `${(bytes / kilobyte).toFixed(2)} KB for each further file of 5 KB`,
  });
  report("10,000 plain texts of 5 KB", [
    { name: "bare inserts with full-text triggers", ms: bare, note: rate(bare) },
    {
      name: "import of the folder",
      ms: whole,
      ratio: whole / bare,
      limit: { of: "ratio", most: 2 },
      note: rate(whole),
    },
    // What stays of a file is its line in the report. A text, or bytes, that are not let go would be 1 and more.
    kept("memory kept in values, as a part of a file", memory.kept().values, 0.6),
    kept("growth of the process, as a part of a file", memory.kept().process, 1),
  ]);
});

/** News pages with what stands round an article: navigation, inserts, comments, footer; about 20 KB each. */
const inventPages = (count: number): string[] =>
  Array.from({ length: count }, (_, at) =>
    aNewsPage({
      title: `Report number ${at} of the bench`,
      head: `<title>Report number ${at} of the bench</title><link rel="canonical" href="https://courier.example/report/${at}">
<meta property="og:site_name" content="The Courier"><meta property="article:published_time" content="2024-05-20T08:00:00Z">`,
      paragraphs: inventText(seeded(at), 2_500).split("\n\n"),
    }),
  );

/** The extractor by itself, as its own documentation uses it: a document in, an article out. */
const extractAlone = (pages: readonly string[]): number => {
  const began = performance.now();
  for (const html of pages) {
    const document = new DOMParser().parseFromString(html, "text/html");
    const article = new Readability(document as unknown as Document).parse();
    if ((article?.length ?? 0) < 1_000) throw new Error("the extractor found nothing");
  }
  return performance.now() - began;
};

test("importing web pages, at no less than 60 % of the rate of the extractor alone", async () => {
  const pages = inventPages(2_000);
  extractAlone(pages.slice(0, 60));
  const alone = extractAlone(pages);
  const imported = await importAll([writeArticles("pages", pages)], pages.length);
  report("2,000 web pages of 20 KB", [
    {
      name: "Readability on linkedom alone",
      ms: alone,
      note: `${((pages.length * 1000) / alone).toFixed(0)} pages/s`,
    },
    {
      name: "import of the folder",
      ms: imported,
      ratio: imported / alone,
      limit: { of: "ratio", most: 1 / 0.6 },
      note: `${((pages.length * 1000) / imported).toFixed(0)} pages/s`,
    },
  ]);
});
