import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Sqlite from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import type { RowBatch } from "../../../../main/share/examined";
import { applicationId, currentVersion, migrate } from "../../../../main/store/migrate";
import { aFolder, aSession, must } from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";
import { projectBytes } from "../../../hostile/a-project";
import { examineAll } from "../../../hostile/examine-all";
import { schemaFiles } from "../../../hostile/project-files";
import { fileOf, withSql } from "../../../hostile/tamper";

let sound: Buffer;
beforeAll(async () => {
  sound = await projectBytes();
});

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** How many rows a table has, by SQL alone. */
const countIn = (path: string, table: string): unknown => {
  const db = new Sqlite(path, { readonly: true });
  const found = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  db.close();
  return found;
};

test("every row of a sound project comes, table by table, and nothing else is said of it", async () => {
  const path = fileOf(sound);
  const { examined, rows, batches } = await examineAll(path);
  expect(examined).toMatchObject({
    sha256: hash(sound),
    bytes: sound.length,
    version: currentVersion,
    manifest: null,
    projectName: "Received",
    unreadable: [],
    isDamaged: false,
    isIncomplete: false,
  });
  const order = batches.map(({ table }: RowBatch) => table);
  expect([...new Set(order)]).toEqual(["edits", "changes", "article_texts", "originals", "captures"]);
  for (const [table, found] of Object.entries(rows)) {
    expect([table, found.length]).toEqual([table, countIn(path, table)]);
    expect(examined.rows[table as keyof typeof rows]).toBe(found.length);
  }
});

test("opening it as one's own finds the same good of it, and hands no row out", async () => {
  const batches: RowBatch[] = [];
  const found = must(
    await guestInProcess.examine(fileOf(sound), {
      purpose: "open",
      rows: (batch) => {
        batches.push(batch);
      },
    }),
  );
  expect(found).toMatchObject({ unreadable: [], isDamaged: false });
  expect(found.rows.changes).toBeGreaterThan(50);
  expect(batches).toEqual([]);
});

test.each(schemaFiles)("a file with $name is refused before anything of it runs", async ({ make }) => {
  const bytes = make(sound);
  const path = fileOf(bytes);
  for (const purpose of ["open", "merge"] as const) {
    const began = performance.now();
    const found = await guestInProcess.examine(path, { purpose });
    expect(found).toMatchObject({ ok: false, error: { kind: "damaged" } });
    expect(performance.now() - began).toBeLessThan(2000);
  }
  expect(hash(readFileSync(path))).toBe(hash(bytes));
});

const fileNamed = (name: string): string =>
  fileOf(schemaFiles.find((file) => file.name === name)?.make(sound) ?? Buffer.alloc(0));

test("what is refused would have run: the app's function is called by whoever reads the view", async () => {
  const path = fileNamed("a view that calls a function of the app");
  const naive = new Sqlite(path);
  const calls: unknown[] = [];
  naive.function("app_fn", (word) => {
    calls.push(word);
    return 1;
  });
  naive.prepare("SELECT * FROM extra").all();
  naive.close();
  expect(calls).toEqual(["called"]);
});

test("what is refused would have run: the trigger deletes every article when somebody writes", async () => {
  const path = fileNamed("a trigger that deletes all articles");
  const naive = new Sqlite(path);
  naive.pragma("foreign_keys = OFF");
  naive.exec(
    "INSERT INTO edits SELECT id || 'x', kind, undoes, label, analyst, clock, at FROM edits LIMIT 1",
  );
  expect(naive.prepare("SELECT count(*) FROM articles").pluck().get()).toBe(0);
  naive.close();
});

test.each([1, 2])(
  "a file of version %i comes with the rows that its update would give it",
  async (version) => {
    const fixture = gunzipSync(
      readFileSync(join(import.meta.dirname, `../../../fixtures/project-v${version}.assay.gz`)),
    );
    const path = fileOf(fixture, "old.assay");
    const before = await examineAll(path);
    expect(before.examined).toMatchObject({ version, isDamaged: false, unreadable: [] });
    expect(hash(readFileSync(path))).toBe(hash(fixture));
    const session = aSession();
    must(await session.jobs.open({ path }));
    must(await session.jobs.close(undefined));
    const after = await examineAll(path);
    expect(after.examined.version).toBe(currentVersion);
    expect(before.rows).toEqual(after.rows);
    expect(before.rows.changes.length).toBeGreaterThan(20);
  },
);

test.each([
  ["a note that was changed in its table alone", "UPDATE highlights SET note = 'planted' WHERE note <> ''"],
  [
    "a claim without history",
    "INSERT INTO claims SELECT 999, 'clm-planted', statement, kind, NULL, NULL, NULL, NULL, NULL, 0, created_at, created_by, updated_at, updated_by FROM claims LIMIT 1",
  ],
  [
    "an article that is gone from its table",
    "DELETE FROM evidence; DELETE FROM highlight_tags; DELETE FROM highlights",
  ],
])("a file that shows what its log does not say is not opened: %s; a merge reads the log", async (_, sql) => {
  const path = fileOf(withSql(sound, sql));
  const opened = await guestInProcess.examine(path, { purpose: "open" });
  expect(opened).toMatchObject({ ok: false, error: { kind: "damaged" } });
  expect(opened.ok ? "" : opened.error.message).toMatch(/not what its history says|have no history/);
  const { examined, rows } = await examineAll(path);
  expect(examined).toMatchObject({ isDamaged: false, unreadable: [] });
  expect(rows).toEqual((await examineAll(fileOf(sound))).rows);
});

test.each([1, 2])(
  "a file of version %i is looked through as it will be once it is updated, and stays as it is",
  async (version) => {
    const fixture = gunzipSync(
      readFileSync(join(import.meta.dirname, `../../../fixtures/project-v${version}.assay.gz`)),
    );
    const path = fileOf(fixture, "old.assay");
    expect((await guestInProcess.examine(path, { purpose: "open" })).ok).toBe(true);
    const changed = fileOf(withSql(fixture, "UPDATE claims SET statement = 'planted'"), "old.assay");
    expect(await guestInProcess.examine(changed, { purpose: "open" })).toMatchObject({ ok: false });
    expect(readFileSync(path).equals(fixture)).toBe(true);
  },
);

test("a file of a newer version is refused with words, and stays as it is", async () => {
  const path = fileOf(withSql(sound, `PRAGMA user_version = ${currentVersion + 1}`));
  const bytes = readFileSync(path);
  for (const purpose of ["open", "merge"] as const) {
    const found = await guestInProcess.examine(path, { purpose });
    expect(found).toMatchObject({ ok: false, error: { kind: "newer-file" } });
    expect(found.ok ? "" : found.error.message).toContain("newer version of Assay");
  }
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

/** The same rows in a file that keeps its text as UTF-16. */
const asUtf16 = (path: string): string => {
  const other = join(aFolder(), "utf16.assay");
  const db = new Sqlite(other);
  db.pragma("encoding = 'UTF-16le'");
  db.pragma(`application_id = ${applicationId}`);
  migrate(db);
  const from = new Sqlite(path, { readonly: true });
  const names = from
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%search%'")
    .pluck()
    .all() as string[];
  db.pragma("foreign_keys = OFF");
  for (const name of names)
    for (const row of from.prepare(`SELECT * FROM ${name}`).raw().all() as unknown[][])
      db.prepare(`INSERT INTO ${name} VALUES (${row.map(() => "?").join(", ")})`).run(...row);
  from.close();
  db.close();
  return other;
};

test("a file that keeps its text as UTF-16 comes with the very rows of one that does not", async () => {
  const path = fileOf(sound);
  const other = asUtf16(path);
  expect(readFileSync(other).readUInt32BE(56)).toBe(2);
  const [plain, utf16] = [await examineAll(path), await examineAll(other)];
  expect(utf16.examined).toMatchObject({ isDamaged: false, unreadable: [] });
  expect(utf16.rows).toEqual(plain.rows);
});

test("a manifest that is none, or not that of these rows, makes a damaged file of it", async () => {
  const manifest = {
    by: "Bea Ortiz",
    at: "2026-11-22T10:00:00Z",
    marking: "TLP:AMBER",
    isBlind: false,
    text: "whole",
    hasOriginals: true,
    hasNames: true,
    hasNotes: true,
    hasHistory: true,
    counts: {},
    digest: "0".repeat(64),
  };
  const withManifest = (value: string) =>
    fileOf(withSql(sound, (db) => db.prepare("INSERT INTO meta VALUES ('manifest', ?)").run(value)));
  const wrong = await examineAll(withManifest(JSON.stringify(manifest)));
  expect(wrong.examined).toMatchObject({ manifest, isDamaged: true });
  expect(wrong.examined.unreadable.join()).toContain("digest");
  const nonsense = await examineAll(withManifest("{}"));
  expect(nonsense.examined).toMatchObject({ manifest: null, isDamaged: true });
});

test("a file that is not there, or is being replaced, is told from one that is read", async () => {
  const gone = await guestInProcess.examine(join(aFolder(), "gone.assay"), { purpose: "merge" });
  expect(gone).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
  const path = join(aFolder(), "text.assay");
  writeFileSync(
    path,
    "not a database at all, but long enough to have a header of one hundred bytes".repeat(3),
  );
  expect(await guestInProcess.examine(path, { purpose: "merge" })).toMatchObject({
    ok: false,
    error: { kind: "not-a-project" },
  });
});
