import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { createSession } from "../../main/handlers/session";
import { Analyst } from "../../shared/domain/analyst";
import type { Result } from "../../shared/result";
import { guestInProcess } from "../guest-in-process";
import { multiplyClaims } from "./many-claims";

/** Export of so many evidence rows, beside the SQLite shell writing the same select as CSV. */
export type CsvMeasure = {
  readonly rows: number;
  readonly bytes: number;
  readonly assayRowsPerSecond: number;
  readonly rawRowsPerSecond: number;
  readonly shellRowsPerSecond: number;
  /** Ours against the shell's: 1 is as fast, 0.5 half as fast. */
  readonly ratio: number;
  /** Greatest resident memory during the export above that before it, in MB. */
  readonly growthMb: number;
};

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const analyst = Analyst.parse({
  id: "ana-0190a000-0000-7000-8000-000000000001",
  name: "Bench",
  initials: "B",
});

const buildProject = async (path: string, rows: number): Promise<void> => {
  const session = createSession({ analyst, guest: guestInProcess, publish: () => {} });
  must(await session.jobs.create({ path, name: "Bench" }));
  for (let at = 0; at < 20; at += 1) {
    const text = `Report ${at}. ${`The “last” boat, ${at} said, will sail in mid-September; no date was set. `.repeat(80)}`;
    must(
      await session.call("articles", "createFromText", {
        text,
        title: `Report ${at}`,
        sourceName: `Paper ${at % 7}`,
        publishedOn: "2024-04-21",
      }),
    );
  }
  for (const source of must(await session.call("sources", "list", undefined)))
    must(
      await session.call("sources", "rate", {
        target: { sourceId: source.id },
        reliability: "B",
        reason: "bench",
      }),
    );
  for (const name of ["numbers", "dates", "voices"]) must(await session.call("tags", "create", { name }));
  must(await session.jobs.close(undefined));
  multiplyClaims(path, rows);
};

const exportOnce = async (
  path: string,
  out: string,
  isRaw: boolean,
): Promise<{ seconds: number; growthMb: number }> => {
  const session = createSession({ analyst, guest: guestInProcess, publish: () => {} });
  must(await session.jobs.open({ path }));
  // The check that follows opening would run beside the export.
  must(await session.call("project", "integrity", undefined));
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const began = performance.now();
  must(
    await session.jobs.exportClaims(
      { path: out, query: {}, hasHighlights: false, format: isRaw ? "raw-csv" : "csv" },
      async () => {
        most = Math.max(most, process.memoryUsage.rss());
        await new Promise((resume) => setImmediate(resume));
        return "go-on";
      },
    ),
  );
  const seconds = (performance.now() - began) / 1000;
  must(await session.jobs.close(undefined));
  return { seconds, growthMb: (most - before) / 1_000_000 };
};

const tags = (table: string, owner: string, id: string): string =>
  `(SELECT group_concat(name, '; ') FROM (SELECT t.name FROM ${table} o JOIN tags t ON t.id = o.tag_id
    WHERE o.${owner} = ${id} AND t.is_deleted = 0 ORDER BY o.place, o.tag_id))`;
const newestRating = (target: string): string =>
  `SELECT id, reliability FROM ratings WHERE ${target} AND is_deleted = 0 ORDER BY created_by = '${analyst.id}' DESC, clock DESC, id DESC LIMIT 1`;

/**
 * The thirty columns of the export in one select for the shell, made as fast for it as we could: CROSS JOIN holds
 * the planner to the order of claims (its own choice takes two to three times as long), and there is no ORDER BY,
 * which would sort the whole rows. The export is in the order of the Claims screen all the same.
 */
const wholeSelect = `
  SELECT c.id, c.statement, c.kind, coalesce(asserter.name, c.asserter_description), c.event_date, replace(c.likelihood, '-', ' '), c.confidence,
    ${tags("claim_tags", "claim_id", "c.id")}, e.stance, e.credibility, r.reliability || e.credibility, e.note,
    h.quote, h.id, ${tags("highlight_tags", "highlight_id", "h.id")}, h.note, h.start, h.end,
    a.id, a.title, s.name, r.reliability, r.created_at, a.published_on, a.url, a.language,
    analyst.name, e.created_at, e.updated_at, x.sha256
  FROM claims c
  CROSS JOIN evidence e ON e.claim_id = c.id AND e.is_deleted = 0
  CROSS JOIN highlights h ON h.id = e.highlight_id AND h.is_deleted = 0
  CROSS JOIN articles a ON a.id = h.article_id AND a.is_deleted = 0
  CROSS JOIN article_texts x ON x.id = a.id
  LEFT JOIN sources s ON s.id = a.source_id AND s.is_deleted = 0
  LEFT JOIN sources asserter ON asserter.id = c.asserter_source_id AND asserter.is_deleted = 0
  LEFT JOIN analysts analyst ON analyst.id = e.created_by
  LEFT JOIN ratings r ON r.id = coalesce(
    (SELECT id FROM (${newestRating("article_id = a.id")}) WHERE reliability IS NOT NULL),
    (SELECT id FROM (${newestRating("source_id = s.id")})))
  WHERE c.is_deleted = 0`;

/** The same rows, written by the shell. */
const shellOnce = (path: string, out: string): number => {
  const script = [".mode csv", `.output ${out}`, `${wholeSelect};`].join("\n");
  const began = performance.now();
  const ran = spawnSync("sqlite3", ["-batch", path], { input: script, encoding: "utf8" });
  if (ran.status !== 0 || ran.stderr !== "") throw new Error(`sqlite3: ${ran.stderr}`);
  return (performance.now() - began) / 1000;
};

/** That both have written the same: columns which each of them words in the same way, whatever the order of rows. */
const checkSame = (ours: string, theirs: string): void => {
  const columns = [0, 1, 3, 8, 9, 12, 15, 16, 17, 18, 20, 21, 22, 23, 26, 29];
  const keysOf = (path: string, from: number): string[] => {
    const rows: string[][] = parse(readFileSync(path), { from_line: from, relax_column_count: false });
    return rows.map((row) => columns.map((at) => row[at]).join("|")).sort();
  };
  const [left, right] = [keysOf(ours, 2), keysOf(theirs, 1)];
  if (left.length !== right.length || left.some((row, at) => row !== right[at]))
    throw new Error("the two exports differ");
};

const best = (values: readonly number[]): number => Math.min(...values);

const measure = async (rows: number, rounds: number): Promise<CsvMeasure> => {
  const folder = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    const path = join(folder, "bench.assay");
    await buildProject(path, rows);
    const [safe, raw, shell, growth]: [number[], number[], number[], number[]] = [[], [], [], []];
    // Turn by turn, so that whatever else the machine does meets all of them.
    for (let round = 0; round < rounds; round += 1) {
      const done = await exportOnce(path, join(folder, "out.csv"), false);
      safe.push(done.seconds);
      growth.push(done.growthMb);
      if (round < 2) raw.push((await exportOnce(path, join(folder, "raw.csv"), true)).seconds);
      shell.push(shellOnce(path, join(folder, "shell.csv")));
    }
    if (rows <= 10_000) checkSame(join(folder, "raw.csv"), join(folder, "shell.csv"));
    return {
      rows,
      bytes: statSync(join(folder, "out.csv")).size,
      assayRowsPerSecond: Math.round(rows / best(safe)),
      rawRowsPerSecond: Math.round(rows / best(raw)),
      shellRowsPerSecond: Math.round(rows / best(shell)),
      ratio: best(shell) / best(safe),
      growthMb: best(growth),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Whether the SQLite shell is there to be measured against. */
export const hasShell = (): boolean => spawnSync("sqlite3", ["--version"]).status === 0;

/** Measures the export at ten and at a hundred thousand rows; the smaller one first, so that growth would show. */
export const run = async (): Promise<CsvMeasure[]> => [await measure(10_000, 5), await measure(100_000, 5)];

/** One line for people. */
export const describeMeasure = (one: CsvMeasure): string =>
  `${one.rows.toLocaleString("en-US")} rows (${(one.bytes / 1_000_000).toFixed(1)} MB): Assay ${one.assayRowsPerSecond.toLocaleString("en-US")} rows/s, ` +
  `raw ${one.rawRowsPerSecond.toLocaleString("en-US")}, sqlite3 -csv ${one.shellRowsPerSecond.toLocaleString("en-US")}; ratio ${one.ratio.toFixed(2)}; memory +${one.growthMb.toFixed(0)} MB`;
