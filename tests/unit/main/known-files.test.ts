import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createSession } from "../../../main/handlers/session";
import { openKnownFiles } from "../../../main/known-files";
import { makePrivateFolder, removeLeftFolders } from "../../../main/share/private-folder";
import type { Guest } from "../../../main/worker/guest-host";
import { aFolder, anActor, must, withArticle } from "../../builders";
import { guestInProcess } from "../../guest-in-process";
import { schemaFiles } from "../../hostile/project-files";
import { fileOf, withSql } from "../../hostile/tamper";

/** A session of a profile, whose guest counts what it examines. */
const ofProfile = (profile: string) => {
  const examined: string[] = [];
  const guest: Guest = {
    ...guestInProcess,
    examine: (path, options) => {
      examined.push(path);
      return guestInProcess.examine(path, options);
    },
  };
  const known = openKnownFiles(profile);
  const session = createSession({ ...anActor(), guest, known, publish: () => {} });
  onTestFinished(async () => {
    await session.jobs.close(undefined);
  });
  return { session, examined };
};

const aClosedProject = async (profile: string): Promise<string> => {
  const path = join(aFolder(), "mine.assay");
  const { session } = ofProfile(profile);
  must(await session.jobs.create({ path, name: "Mine" }));
  await withArticle(session);
  must(await session.jobs.close(undefined));
  return path;
};

test("a project that was closed here is opened again without being examined, also under another name", async () => {
  const profile = aFolder();
  const path = await aClosedProject(profile);
  const { session, examined } = ofProfile(profile);
  must(await session.jobs.open({ path }));
  must(await session.jobs.close(undefined));
  const renamed = join(aFolder(), "renamed.assay");
  renameSync(path, renamed);
  must(await session.jobs.open({ path: renamed }));
  expect(examined).toEqual([]);
});

test("a copy of it, one that was changed since, and one for another profile are examined first, and opened", async () => {
  const profile = aFolder();
  const path = await aClosedProject(profile);
  const copy = join(aFolder(), "copy.assay");
  copyFileSync(path, copy);
  const { session, examined } = ofProfile(profile);
  must(await session.jobs.open({ path: copy }));
  must(await session.jobs.close(undefined));
  utimesSync(path, new Date(), new Date(Date.now() + 5000));
  must(await session.jobs.open({ path }));
  must(await session.jobs.close(undefined));
  expect(examined).toEqual([copy, path]);
  const other = ofProfile(aFolder());
  must(await other.session.jobs.open({ path }));
  expect(other.examined).toEqual([path]);
});

test("a file with something foreign in it is not opened, and the project that is open stays open", async () => {
  const profile = aFolder();
  const path = await aClosedProject(profile);
  const { session } = ofProfile(profile);
  must(await session.jobs.open({ path }));
  for (const { make } of schemaFiles.slice(0, 6)) {
    const hostile = fileOf(make(readFileSync(path)));
    const before = readFileSync(hostile);
    expect(await session.jobs.open({ path: hostile })).toMatchObject({
      ok: false,
      error: { kind: "damaged" },
    });
    expect(readFileSync(hostile).equals(before)).toBe(true);
    expect(existsSync(`${hostile}-journal`)).toBe(false);
  }
  expect(must(await session.call("project", "get", undefined))?.name).toBe("Mine");
});

test("a file that our own check of the tables lets pass, with rows that Assay never writes, is not opened", async () => {
  const profile = aFolder();
  const path = await aClosedProject(profile);
  const hostile = fileOf(withSql(readFileSync(path), "UPDATE edits SET clock = 999999999999999"));
  const { session } = ofProfile(profile);
  const refused = await session.jobs.open({ path: hostile });
  expect(refused).toMatchObject({ ok: false, error: { kind: "damaged" } });
  expect(refused.ok ? "" : refused.error.message).toContain("a clock out of bounds");
});

test("a project that was open when its process was killed is its own, with the journal that it left", async () => {
  const profile = aFolder();
  const path = await aClosedProject(profile);
  const known = openKnownFiles(profile);
  known.noteOpen(path);
  // What a killed process leaves: pages of a transaction that never ended, and the journal to take them back.
  const killed = spawnSync(
    process.execPath,
    [
      "-e",
      `const db = new (require("better-sqlite3"))(${JSON.stringify(path)}); db.pragma("cache_size = 2");
       db.exec("BEGIN; UPDATE edits SET label = 'half'; UPDATE changes SET value = value || ' '"); process.kill(process.pid, "SIGKILL");`,
    ],
    { cwd: join(import.meta.dirname, "../../..") },
  );
  expect(killed.signal).toBe("SIGKILL");
  expect(statSync(`${path}-journal`).size).toBeGreaterThan(0);
  const { session, examined } = ofProfile(profile);
  must(await session.jobs.open({ path }));
  expect(examined).toEqual([]);
  const edits = must(await session.call("history", "list", { limit: 10 }));
  expect(edits.some(({ label }) => label === "half")).toBe(false);
});

test("the same with a stranger's file is refused: its journal would be applied", async () => {
  const path = await aClosedProject(aFolder());
  appendFileSync(`${path}-journal`, Buffer.alloc(600, 1));
  const before = readFileSync(path);
  const { session } = ofProfile(aFolder());
  expect(await session.jobs.open({ path })).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(statSync(`${path}-journal`).size).toBe(600);
});

test("what took a project's place while it was open is not known for it", async () => {
  const profile = aFolder();
  const path = await aClosedProject(profile);
  const other = await aClosedProject(aFolder());
  const { session, examined } = ofProfile(profile);
  must(await session.jobs.open({ path }));
  renameSync(other, path);
  must(await session.jobs.close(undefined));
  must(await session.jobs.open({ path }));
  expect(examined).toEqual([path]);
});

test("a list that is nonsense or cannot be written costs a look, not the opening", async () => {
  const profile = aFolder();
  const path = await aClosedProject(profile);
  writeFileSync(join(profile, "known-files.json"), "{ nonsense");
  const { session, examined } = ofProfile(profile);
  must(await session.jobs.open({ path }));
  expect(examined).toEqual([path]);
  const blocked = join(aFolder(), "blocked");
  writeFileSync(blocked, "a file in the place of the folder");
  const other = ofProfile(blocked);
  must(await session.jobs.close(undefined));
  must(await other.session.jobs.open({ path }));
  expect(other.examined).toEqual([path]);
});

test("the list remembers five hundred files, those of late", () => {
  const profile = aFolder();
  const folder = aFolder();
  const known = openKnownFiles(profile);
  const paths = Array.from({ length: 520 }, (_, at) => join(folder, `${at}.assay`));
  for (const path of paths) {
    writeFileSync(path, path);
    known.noteClosed(path);
  }
  expect(paths.filter((path) => known.isKnown(path))).toEqual(paths.slice(20));
});

const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("assay-in-"));

test("what a killed process left of private copies goes at the next start; what a living one uses stays", async () => {
  const mine = makePrivateFolder();
  onTestFinished(mine.remove);
  writeFileSync(join(mine.path, "received.assay"), "words of somebody else");
  expect(statSync(mine.path).mode & 0o777).toBe(0o700);
  const dead = spawnSync(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"]);
  const leftover = join(tmpdir(), `assay-in-${dead.pid}-abc123`);
  mkdirSync(leftover);
  writeFileSync(join(leftover, "received.assay"), "words of somebody else");
  removeLeftFolders();
  expect(existsSync(leftover)).toBe(false);
  expect(existsSync(mine.path)).toBe(true);
  await mine.remove();
  expect(left().filter((name) => name.startsWith(`assay-in-${process.pid}-`))).toEqual([]);
});
