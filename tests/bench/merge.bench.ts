import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "@playwright/test";
import Sqlite from "better-sqlite3";
import type { Publish } from "../../main/handlers/context";
import { createSession } from "../../main/handlers/session";
import { newId } from "../../main/ids";
import { addArticles } from "../../main/store/add-articles";
import type { Actor } from "../../main/store/change-log";
import { insertHighlight } from "../../main/store/highlights";
import { closeProject, createProject, type OpenFile, openProject } from "../../main/store/open";
import { insertProject } from "../../main/store/project";
import { transact } from "../../main/store/statement";
import { insertTag, listTags } from "../../main/store/tags";
import { guestCommand } from "../../main/worker/guest-command";
import { startGuest } from "../../main/worker/guest-host";
import { runOnThread } from "../../main/worker/merge-host";
import { AnalystId, ArticleId } from "../../shared/ids";
import type { Result } from "../../shared/result";
import { blocksOfPlainText } from "../../shared/text/blocks";
import { between, inventText, seeded } from "./invented-text";
import { type Measured, quantile, report } from "./report";

/* Merging 100,000 annotations into 100,000, and what it is held against: the same rows by plain SQL. */

const annotations = Number(process.env["ASSAY_BENCH_ANNOTATIONS"] ?? 100_000);
const articles = 200;
/** Words of each article. */
const words = 900;
const tagCount = 12;

const folder = mkdtempSync(join(tmpdir(), "assay-bench-merge-"));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.setTimeout(1_800_000);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const actor = (number: number): Actor => ({
  analyst: {
    id: AnalystId.parse(`ana-${String(number).padStart(32, "0")}`),
    name: `Analyst ${number}`,
    initials: `A${number}`,
  },
  now: () => new Date().toISOString(),
  newId,
});

const textOf = (number: number): string => `Report ${number}.\n\n${inventText(seeded(number), words)}`;

/** The articles and the codebook that both analysts begin with. */
const makeBase = (path: string): void => {
  const file = must(createProject(path, (db) => insertProject(db, actor(1), "Bench")));
  transact(file.db, () => {
    for (let tag = 1; tag <= tagCount; tag += 1) must(insertTag(file.db, actor(1), { name: `Tag ${tag}` }));
    for (let number = 0; number < articles; number += 1) {
      const text = textOf(number);
      const article = {
        text,
        blocks: blocksOfPlainText(text),
        metadata: {
          title: `Report ${number}`,
          byline: "",
          publishedOn: "2024-05-20",
          url: "",
          language: "en",
        },
        isReviewed: true,
        revisionOf: null,
        isOnlyOne: true,
        part: "",
        findings: { proposals: [], doubts: [], asides: [], pages: [], encoding: null },
        original: {
          bytes: new TextEncoder().encode(text),
          fileName: `${number}.txt`,
          mediaType: "text/plain",
        },
        importer: "bench 1",
        steps: [],
      };
      must(addArticles(file.db, actor(1), "Import", [article]));
    }
  });
  closeProject(file);
};

/** Each annotation an edit of its own: a highlight of 20 to 150 characters with a tag, one in ten with a note. */
const annotate = (file: OpenFile, number: number): void => {
  const ids = file.db.prepare("SELECT id FROM articles ORDER BY n").all() as { id: string }[];
  const tags = listTags(file.db);
  const random = seeded(number);
  const who = actor(number);
  transact(file.db, () => {
    for (let made = 0; made < annotations; made += 1) {
      const at = made % ids.length;
      const text = textOf(at);
      const length = between(random, 20, 150);
      const start = between(random, 12, text.length - length);
      const tag = tags[between(random, 0, tagCount - 1)];
      must(
        insertHighlight(file.db, who, {
          articleId: ArticleId.parse(ids[at]?.id),
          span: { start, end: start + length },
          tagIds: tag === undefined ? [] : [tag.id],
          ...(random() < 0.1 ? { note: "Compare with what the ministry said." } : {}),
        }),
      );
    }
  });
};

const makeFile = (base: string, path: string, number: number): void => {
  copyFileSync(base, path);
  const file = must(openProject(path));
  annotate(file, number);
  closeProject(file);
};

/** What the merge is held against: the same rows into the same tables, in one transaction, and nothing else. */
const upsert = (into: string, from: string): number => {
  const db = new Sqlite(into);
  for (const pragma of [
    "foreign_keys = ON",
    "journal_mode = DELETE",
    "synchronous = FULL",
    "secure_delete = ON",
  ])
    db.pragma(pragma);
  db.pragma("cache_size = -65536");
  db.pragma("temp_store = MEMORY");
  db.prepare("ATTACH ? AS other").run(from);
  const columnsOf = (table: string): string[] =>
    (db.prepare("SELECT name FROM pragma_table_info(?)").all(table) as { name: string }[]).map(
      ({ name }) => name,
    );
  const put = (table: string, key: string, isUpdated: boolean): string => {
    const names = columnsOf(table).filter((name) => name !== "n");
    const set = names.map((name) => `${name} = excluded.${name}`).join(", ");
    const what = isUpdated ? `DO UPDATE SET ${set}` : "DO NOTHING";
    return `INSERT INTO main.${table} (${names.join(", ")}) SELECT ${names.join(", ")} FROM other.${table} WHERE true
      ON CONFLICT (${key}) ${what}`;
  };
  const began = performance.now();
  db.exec("BEGIN IMMEDIATE");
  db.exec(put("edits", "id", false));
  db.exec(put("changes", "entity, entity_id, field, clock, id", false));
  db.exec(put("analysts", "id", true));
  db.exec(put("highlights", "id", true));
  db.exec(put("highlight_tags", "highlight_id, tag_id", true));
  db.exec("COMMIT");
  const ms = performance.now() - began;
  const { count } = db.prepare("SELECT count(*) AS count FROM highlights").get() as { count: number };
  if (count !== 2 * annotations) throw new Error(`${count} highlights`);
  db.close();
  return ms;
};

const megabyte = 2 ** 20;
/** In milliseconds: how often somebody who reads meanwhile asks for something. */
const askEvery = 25;

/** The whole way through the session, with a reader that asks every few milliseconds. */
const merge = async (into: string, from: string) => {
  const guest = startGuest(guestCommand);
  const runOnCopy = runOnThread(new URL("../../out/main/merge-thread.js", import.meta.url));
  let backedUp = 0;
  const publish: Publish = (_, payload) => {
    if (JSON.stringify(payload) === '{"topics":["backups"]}') backedUp = performance.now();
  };
  const session = createSession({ analyst: actor(1).analyst, publish, guest, runOnCopy });
  must(await session.jobs.open({ path: into }));
  await session.call("project", "integrity", undefined);
  await new Promise((resume) => setTimeout(resume, 500));
  const articleId = must(await session.call("articles", "list", {}))[0]?.id;
  if (articleId === undefined) throw new Error("no article");
  const waits: number[] = [];
  let phase = "";
  let worst = { ms: 0, phase: "" };
  let isOver = false;
  let due = performance.now();
  const ask = async (): Promise<void> => {
    while (!isOver) {
      due = performance.now();
      await new Promise((resume) => setTimeout(resume, askEvery));
      must(await session.call("articles", "get", { id: articleId }));
      const ms = performance.now() - due - askEvery;
      waits.push(ms);
      if (ms > worst.ms) worst = { ms, phase };
    }
  };
  const asking = ask();
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = async () => {
    most = Math.max(most, process.memoryUsage.rss());
    await new Promise((resume) => setImmediate(resume));
    return "go-on" as const;
  };
  const stages: [string, number][] = [];
  phase = "examine";
  const began = performance.now();
  let allRows = began;
  must(
    await session.jobs.stageMerge({ path: from }, (_, total) => {
      if (total > 2) allRows = performance.now();
      return watch();
    }),
  );
  const preview = performance.now() - allRows;
  stages.push(["examined and shown", performance.now() - began]);
  const examineWaits = waits.splice(0);
  const worstExamine = worst;
  worst = { ms: 0, phase: "" };
  phase = "beginning";
  const beganBackup = performance.now();
  const done = must(
    await session.jobs.applyMerge({ take: "newest" }, (at, total) => {
      phase = total === 1 ? "backup and copy" : at < total ? "taking in" : "writing for good";
      return watch();
    }),
  );
  const ended = performance.now();
  const beganMerge = Math.max(backedUp, beganBackup);
  const ms = ended - beganMerge;
  stages.push(["backup before it, verified", beganMerge - beganBackup]);
  isOver = true;
  await asking;
  let undo: number | null = null;
  if (process.env["ASSAY_BENCH_UNDO"] === "1") {
    const began = performance.now();
    must(await session.call("history", "undo", {}));
    undo = performance.now() - began;
  }
  guest.stop();
  await session.jobs.close(undefined);
  return {
    ms,
    stages,
    waits,
    worst,
    examineWaits,
    worstExamine,
    growth: (most - before) / megabyte,
    done,
    undo,
    preview,
  };
};

test("merging 100,000 annotations into 100,000", async () => {
  const kept = process.env["ASSAY_BENCH_KEPT"];
  const [base, mine, theirs] = ["base", "mine", "theirs"].map((name) =>
    join(kept ?? folder, `${name}.assay`),
  );
  if (base === undefined || mine === undefined || theirs === undefined) throw new Error("no paths");
  if (!existsSync(theirs)) {
    makeBase(base);
    makeFile(base, mine, 1);
    makeFile(base, theirs, 2);
  }
  const plain = join(folder, "plain.assay");
  const merged = join(folder, "merged.assay");
  const plains: number[] = [];
  const measured: Awaited<ReturnType<typeof merge>>[] = [];
  for (let round = 0; round < Number(process.env["ASSAY_BENCH_ROUNDS"] ?? 2); round += 1) {
    for (const path of [plain, merged]) {
      rmSync(path, { force: true });
      copyFileSync(mine, path);
    }
    plains.push(upsert(plain, theirs));
    measured.push(await merge(merged, theirs));
  }
  const best = measured.reduce((a, b) => (a.ms < b.ms ? a : b));
  const sql = Math.min(...plains);
  const lines: Measured[] = [
    { name: "plain SQL upsert of the same rows", ms: sql },
    {
      name: "merge, its copy of the project and all",
      ms: best.ms,
      ratio: best.ms / sql,
      limit: { of: "ratio", most: 2 },
      note: `${best.done.things.new} new`,
    },
    {
      name: "preview, once all rows of the file were examined",
      ms: best.preview,
      limit: { of: "ms", most: 1000 },
    },
    ...best.stages.map(([name, ms]) => ({ name, ms })),
    {
      name: "99 of 100 answers while merging",
      ms: quantile(best.waits, 0.99),
      limit: { of: "ms", most: 50 },
    },
    {
      name: "longest answer while merging",
      ms: best.worst.ms,
      limit: { of: "ms", most: 50 },
      note: best.worst.phase,
    },
    {
      name: "99 of 100 answers while examining",
      ms: quantile(best.examineWaits, 0.99),
      limit: { of: "ms", most: 50 },
    },
    {
      name: "longest answer while examining",
      ms: best.worstExamine.ms,
      limit: { of: "ms", most: 50 },
    },
    { name: "memory grown, MB", ms: best.growth },
    ...(best.undo === null ? [] : [{ name: "undo", ms: best.undo }]),
  ];
  report("Merge", lines);
});
