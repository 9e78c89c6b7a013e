import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { currentVersion, foreignSchema, migrate, versionOf } from "../../../../main/store/migrate";
import { closeProject, openProject } from "../../../../main/store/open";
import { aFolder, aSession, must } from "../../../builders";

const written = (version: number): Buffer =>
  gunzipSync(readFileSync(join(import.meta.dirname, `../../../fixtures/project-v${version}.assay.gz`)));
const fixture = written(1);

/** A project that an older version of the schema wrote, in a folder of its own. */
const anOldFile = (folder = aFolder(), bytes = fixture): string => {
  const path = join(folder, "old.assay");
  writeFileSync(path, bytes);
  return path;
};

const backupName = `old before update to version ${currentVersion}.assay`;

/** Every row of every table of version 1, by SQL alone. */
const rowsOf = (path: string): string => {
  const db = new Sqlite(path, { readonly: true });
  const columns: Record<string, string> = {
    article_texts: "*",
    originals: "*",
    captures: "article_id, original, file_name, media_type, importer, imported_at, analyst, steps",
    edits: "*",
    changes: "*",
    articles:
      "id, title, source_id, byline, published_on, url, language, is_deleted, created_at, created_by, updated_at, updated_by",
    highlights:
      "id, article_id, start, end, quote, prefix, suffix, note, is_deleted, created_at, created_by, updated_at, updated_by",
    highlight_tags: "*",
    claims: "*",
    evidence: "*",
    tags: "*",
    sources: "*",
    ratings: "*",
    analysts: "*",
    project: "*",
    reading: "*",
  };
  const rows = Object.entries(columns).map(([table, wanted]) => [
    table,
    db.prepare(`SELECT ${wanted} FROM ${table} ORDER BY 1, 2`).raw().all(),
  ]);
  db.close();
  return JSON.stringify(rows);
};

test("a file of version 2 opens with everything in it, its revisions too, and is sound", async () => {
  const path = anOldFile(aFolder(), written(2));
  const before = rowsOf(path);
  const session = aSession();
  must(await session.jobs.open({ path }));
  expect(must(await session.jobs.verify(undefined)).checks.flatMap(({ problems }) => problems)).toEqual([]);
  const articles = must(await session.call("articles", "list", { sort: "title" }));
  expect(articles.map(({ title }) => title)).toEqual([
    "Garrison to leave the northern base by autumn",
    "Ministry sets a date",
  ]);
  const [revised] = articles;
  if (revised === undefined) throw new Error("there is no article");
  expect(must(await session.call("articles", "revisions", { id: revised.id }))).toHaveLength(2);
  expect(must(await session.call("highlights", "waiting", { articleId: revised.id }))).toHaveLength(1);
  must(await session.jobs.close(undefined));
  expect(rowsOf(path)).toBe(before);
  const copy = new Sqlite(join(path, "..", backupName), { readonly: true });
  expect(versionOf(copy)).toBe(2);
  expect(foreignSchema(copy, 2)).toEqual([]);
  copy.close();
});

test("a file of version 1 opens with everything in it, is sound, and a sound copy of it lies beside it", async () => {
  const path = anOldFile();
  const before = rowsOf(path);
  const session = aSession();
  must(await session.jobs.open({ path }));
  expect(must(await session.jobs.verify(undefined)).checks.flatMap(({ problems }) => problems)).toEqual([]);
  const articles = must(await session.call("articles", "list", { sort: "title" }));
  expect(articles).toHaveLength(2);
  for (const { id, highlights } of articles) {
    expect(must(await session.call("highlights", "list", { articleId: id }))).toHaveLength(highlights);
    expect(must(await session.call("articles", "get", { id }))).toMatchObject({
      asides: [],
      pages: [],
      revision: 1,
      revisionOf: null,
      replacedBy: null,
      isReviewed: false,
    });
    expect(must(await session.call("articles", "provenance", { id }))).toMatchObject([
      { part: "", encoding: null },
    ]);
  }
  must(await session.jobs.close(undefined));
  expect(rowsOf(path)).toBe(before);
  const backup = join(path, "..", backupName);
  expect(rowsOf(backup)).toBe(before);
  const copy = new Sqlite(backup, { readonly: true });
  expect(versionOf(copy)).toBe(1);
  expect(foreignSchema(copy, 1)).toEqual([]);
  expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
  copy.close();
});

test("what was updated has the very schema of a new file, and is not updated or copied again", () => {
  const path = anOldFile();
  const opened = must(openProject(path));
  expect(opened.backup).toBe(backupName);
  expect(versionOf(opened.db)).toBe(currentVersion);
  expect(foreignSchema(opened.db)).toEqual([]);
  closeProject(opened);
  const again = must(openProject(path));
  expect(again.backup).toBeNull();
  closeProject(again);
  expect(readdirSync(join(path, "..")).sort()).toEqual([backupName, "old.assay"].sort());
});

test("a copy never takes the name of a file that is there", () => {
  const path = anOldFile();
  const folder = join(path, "..");
  writeFileSync(join(folder, backupName), "precious");
  const opened = must(openProject(path));
  closeProject(opened);
  expect(readFileSync(join(folder, backupName), "utf8")).toBe("precious");
  expect(opened.backup).toBe(`old before update to version ${currentVersion} (2).assay`);
  expect(existsSync(join(folder, opened.backup ?? ""))).toBe(true);
});

test("a process killed in the midst of an update leaves the file as it was, and the next opening updates it", () => {
  const path = anOldFile();
  const before = rowsOf(path);
  const store = (name: string) =>
    JSON.stringify(join(import.meta.dirname, `../../../../main/store/${name}.ts`));
  const script = `
    import { runnerImport } from "vite";
    const { default: Sqlite } = await import("better-sqlite3");
    const pragma = Sqlite.prototype.pragma;
    // All of the update is written, but for its last word.
    Sqlite.prototype.pragma = function (source, options) {
      if (source === "user_version = ${currentVersion}") {
        // Some of it on the disk too, in the file itself.
        this.pragma("cache_size = 1");
        this.exec("UPDATE article_texts SET text = text");
        process.kill(process.pid, "SIGKILL");
      }
      return pragma.call(this, source, options);
    };
    const { openProject } = (await runnerImport(${store("open")})).module;
    openProject(process.env.ASSAY_FILE);
    console.log("opened");`;
  const killed = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, ASSAY_FILE: path },
    encoding: "utf8",
  });
  expect([killed.signal, killed.stdout]).toEqual(["SIGKILL", ""]);
  expect(existsSync(`${path}-journal`)).toBe(true);
  expect(readFileSync(path).equals(fixture)).toBe(false);
  const left = new Sqlite(path);
  expect(versionOf(left)).toBe(1);
  expect(foreignSchema(left, 1)).toEqual([]);
  left.close();
  expect(rowsOf(path)).toBe(before);
  closeProject(must(openProject(path)));
  expect(rowsOf(path)).toBe(before);
});

test("an old file with a table, a trigger or a column of somebody else's is refused before anything of it runs", () => {
  const path = anOldFile();
  new Sqlite(path)
    .exec("CREATE TRIGGER t AFTER UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'it ran'); END")
    .close();
  const before = readFileSync(path);
  const opened = openProject(path);
  expect(opened).toMatchObject({ ok: false, error: { kind: "damaged" } });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(join(path, ".."))).toEqual(["old.assay"]);
});

test("an old file that says it is of this version, and a new one that says it is old, are damaged", () => {
  const path = anOldFile();
  const db = new Sqlite(path);
  db.pragma(`user_version = ${currentVersion}`);
  db.close();
  expect(openProject(path)).toMatchObject({ ok: false, error: { kind: "damaged" } });
  const other = new Sqlite(anOldFile());
  migrate(other);
  other.pragma("user_version = 1");
  const { name } = other;
  other.close();
  expect(openProject(name)).toMatchObject({ ok: false, error: { kind: "damaged" } });
});

test("what a killed update left of a copy goes at the next one; a copy of the user's stays", () => {
  const path = anOldFile();
  const folder = join(path, "..");
  const partial = join(folder, "old.assay.before-update.partial");
  writeFileSync(partial, fixture.subarray(0, 5000));
  writeFileSync(join(folder, backupName), "mine");
  closeProject(must(openProject(path)));
  expect(existsSync(partial)).toBe(false);
  expect(readFileSync(join(folder, backupName), "utf8")).toBe("mine");
  expect(rowsOf(join(folder, backupName.replace(".assay", " (2).assay")))).toBe(rowsOf(anOldFile()));
});

test("an old file in a folder that cannot be written is refused with what to do, and stays as it is", ({
  skip,
}) => {
  const folder = join(aFolder(), "closed");
  mkdirSync(folder);
  const path = anOldFile(folder);
  if (process.getuid?.() === 0) {
    // Root may write anywhere but to a disk that is mounted for reading.
    if (spawnSync("mount", ["-t", "tmpfs", "tmpfs", folder]).status !== 0)
      return skip("no disk can be mounted here");
    onTestFinished(() => void spawnSync("umount", ["-l", folder]));
    writeFileSync(path, fixture);
    spawnSync("mount", ["-o", "remount,ro", folder]);
  } else {
    chmodSync(folder, 0o500);
    onTestFinished(() => chmodSync(folder, 0o700));
  }
  const opened = openProject(path);
  expect(opened).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
  if (!opened.ok) expect(opened.error.advice).toContain("Copy it to a folder that you may write");
  expect(readFileSync(path).equals(fixture)).toBe(true);
});

test("without room for a copy an old file is not updated, and nothing is left behind", ({ skip }) => {
  const folder = join(aFolder(), "disk");
  mkdirSync(folder);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", folder]).status !== 0)
    return skip("no disk can be mounted here");
  onTestFinished(() => void spawnSync("umount", ["-l", folder]));
  const path = anOldFile(folder);
  expect(openProject(path)).toMatchObject({ ok: false, error: { kind: "disk-full" } });
  expect(readFileSync(path).equals(fixture)).toBe(true);
  expect(readdirSync(folder)).toEqual(["old.assay"]);
  // Room for the copy, but not for the update.
  spawnSync("mount", ["-o", "remount,size=716k", folder]);
  const tight = openProject(path);
  if (tight.ok) closeProject(tight.value);
  else {
    expect(tight).toMatchObject({ ok: false, error: { kind: "disk-full" } });
    expect(rowsOf(path)).toBe(rowsOf(anOldFile()));
    expect(readdirSync(folder)).toEqual(["old.assay"]);
  }
});
