import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { startAutomaticBackups } from "../../../../main/handlers/automatic-backups";
import type { Context } from "../../../../main/handlers/context";
import { integrityWhenDone, startIntegrity } from "../../../../main/handlers/integrity";
import { addArticles } from "../../../../main/store/add-articles";
import { closeProject, createProject } from "../../../../main/store/open";
import { insertProject } from "../../../../main/store/project";
import type { ArticleId } from "../../../../shared/ids";
import { aFolder, anActor, anArticle, anOpenSession, aSession, must, withArticle } from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";

const backupsFolder = (path: string): string => `${path} backups`;
const titles = async (session: Awaited<ReturnType<typeof anOpenSession>>) =>
  must(await session.call("articles", "list", { sort: "title" })).map(({ title }) => title);

const aBackedUpProject = async () => {
  const session = await anOpenSession();
  await withArticle(session, "One.\n\nThe first text.", "One");
  const backup = must(await session.jobs.backUpNow(undefined));
  await withArticle(session, "Two.\n\nThe second text.", "Two");
  return { ...session, backup };
};

test("going back to a backup brings its state, keeps how it was as a backup, and that can be gone back to", async () => {
  const session = await aBackedUpProject();
  const { jobs, backup, published } = session;
  expect(backup).toMatchObject({ reason: "by hand", isElsewhere: false });
  published.length = 0;
  const { kept } = must(await jobs.restoreBackup({ key: backup.key }));
  expect(await titles(session)).toEqual(["One"]);
  // The check that follows an opening may have said so too by now.
  expect(published).toContainEqual(
    expect.objectContaining({
      payload: { topics: expect.arrayContaining(["articles", "highlights", "backups"]) },
    }),
  );
  expect(must(await jobs.backups(undefined)).map(({ key, reason }) => [key, reason])).toEqual([
    [kept, "before going back"],
    [backup.key, "by hand"],
  ]);
  // It is a project like any other: it can be written.
  await withArticle(session, "Three.\n\nThe third text.", "Three");
  must(await jobs.restoreBackup({ key: kept }));
  expect(await titles(session)).toEqual(["One", "Two"]);
  expect(must(await jobs.verify(undefined)).isSound).toBe(true);
  must(await jobs.close(undefined));
  expect(readdirSync(join(session.path, "..")).sort()).toEqual(["test.assay", "test.assay backups"]);
});

test("a backup that is damaged, of another project, or not there is not gone back to", async () => {
  const session = await aBackedUpProject();
  const { jobs, backup, path } = session;
  const place = join(backupsFolder(path), backup.key);
  const whole = readFileSync(place);
  writeFileSync(place, whole.subarray(0, whole.length - 4096));
  expect(await jobs.restoreBackup({ key: backup.key })).toMatchObject({
    ok: false,
    error: {
      kind: "damaged",
      message: expect.stringContaining(backup.key),
      advice: "The project was left as it is. Go back to another backup.",
    },
  });
  const other = must(
    createProject(join(aFolder(), "other.assay"), (db) => insertProject(db, anActor(), "Other")),
  );
  closeProject(other);
  renameSync(other.path, place);
  expect(await jobs.restoreBackup({ key: backup.key })).toMatchObject({
    ok: false,
    error: { kind: "conflict", message: expect.stringContaining("another project") },
  });
  for (const key of ["nothing.assay", "../test.assay", ""])
    expect(await jobs.restoreBackup({ key })).toMatchObject({ ok: false, error: { kind: "not-found" } });
  expect(await titles(session)).toEqual(["One", "Two"]);
  await withArticle(session, "Three.\n\nThe third text.", "Three");
  expect(must(await jobs.backups(undefined))).toHaveLength(1);
  must(await jobs.close(undefined));
  expect(readdirSync(join(path, "..")).sort()).toEqual(["test.assay", "test.assay backups"]);
});

test("a backup with a trigger in it is refused like any file from a stranger", async () => {
  const session = await aBackedUpProject();
  const { jobs, backup, path } = session;
  const file = new Sqlite(join(backupsFolder(path), backup.key));
  file.exec("CREATE TRIGGER evil AFTER INSERT ON edits BEGIN DELETE FROM changes; END");
  file.close();
  expect(await jobs.restoreBackup({ key: backup.key })).toMatchObject({
    ok: false,
    error: { kind: "damaged" },
  });
  expect(await titles(session)).toEqual(["One", "Two"]);
});

test("a project with a rotten text goes back to a backup in which it is whole, and what was rotten is kept", async () => {
  const session = await aBackedUpProject();
  const { call, jobs, path } = session;
  const { key } = must(await jobs.backUpNow(undefined));
  must(await jobs.close(undefined));
  const file = readFileSync(path);
  const place = file.indexOf("The second text.");
  file.write("X", place);
  writeFileSync(path, file);
  must(await jobs.open({ path }));
  expect(must(await call("project", "integrity", undefined)).problems).toEqual([
    "The text of “Two” is not the one that was imported (its SHA-256 differs).",
  ]);
  const { kept } = must(await jobs.restoreBackup({ key }));
  expect(must(await call("project", "integrity", undefined)).problems).toEqual([]);
  expect(await titles(session)).toEqual(["One", "Two"]);
  expect(existsSync(join(backupsFolder(path), kept))).toBe(true);
});

test("a project whose pages are broken, of which no backup can be made, is set aside as it is", async () => {
  const session = await anOpenSession();
  const { jobs, path } = session;
  for (let number = 0; number < 30; number += 1)
    await withArticle(session, `Text ${number}.\n\n${`word ${number} `.repeat(2000)}`, `Title ${number}`);
  const { key } = must(await jobs.backUpNow(undefined));
  must(await jobs.close(undefined));
  const file = readFileSync(path);
  // A page in the middle of a text, which says where the next one is.
  const page = Math.floor(file.indexOf("word 20 word 20 word 20", file.length / 4) / 4096);
  file.fill(0xff, page * 4096, (page + 1) * 4096);
  writeFileSync(path, file);
  // The pages that say what is in it are whole, so that it opens.
  must(await jobs.open({ path }));
  const { kept } = must(await jobs.restoreBackup({ key }));
  expect(kept).toMatch(/^test damaged \d{4}-\d\d-\d\d\.assay$/u);
  expect(readFileSync(join(path, "..", kept)).equals(file)).toBe(true);
  expect(await titles(session)).toHaveLength(30);
});

test("where a damaged file is not opened, the words name the newest of its backups", async () => {
  const { jobs, path, backup } = await aBackedUpProject();
  must(await jobs.close(undefined));
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.length - 4096));
  expect(await jobs.open({ path })).toMatchObject({
    ok: false,
    error: {
      kind: "damaged",
      advice: `Its backups are in the folder “test.assay backups” beside it. Open the newest one, “${backup.key}”, or an older one.`,
    },
  });
});

test("nothing is backed up or gone back to while the past is shown", async () => {
  const session = await aBackedUpProject();
  const { call, jobs, backup } = session;
  const [begin] = must(await call("history", "list", { limit: 1 }));
  must(await jobs.openAsOf({ edit: begin?.id as never }, async () => "go-on"));
  for (const refused of [await jobs.backUpNow(undefined), await jobs.restoreBackup({ key: backup.key })])
    expect(refused).toMatchObject({ ok: false, error: { kind: "locked" } });
});

/** Time that passes only when it is told to. */
const aClock = () => {
  let time = 0;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => time,
    after: (ms: number, run: () => void) => {
      const timer = { at: time + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass: async (ms: number) => {
      time += ms;
      for (const timer of [...timers]) {
        if (timer.at > time) continue;
        timers.delete(timer);
        timer.run();
      }
      // Where no backup is due, this is known by now.
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resume) => setImmediate(resume));
    },
    waiting: () => timers.size,
  };
};

const minutes = 60_000;

/** An open project file with a context round it whose wall clock can be set. */
const aContext = (wall: () => Date) => {
  const actor = anActor({ now: () => wall().toISOString() });
  const path = join(aFolder(), "test.assay");
  const file = must(createProject(path, (db) => insertProject(db, actor, "Test")));
  const published: unknown[] = [];
  const context: Context = {
    ...actor,
    db: file.db,
    path,
    isReadOnly: false,
    backup: null,
    asOf: null,
    publish: (_, payload) => {
      published.push(payload);
    },
    guest: guestInProcess,
  };
  const made = () =>
    existsSync(backupsFolder(path)) ? readdirSync(backupsFolder(path)).map((name) => name.slice(20)) : [];
  return { file, context, made, published };
};

test("half an hour of work is backed up in the first pause, once", async () => {
  const clock = aClock();
  const { context, made, published } = aContext(() => new Date(Date.UTC(2026, 10, 22, 9) + clock.now()));
  const backups = startAutomaticBackups(
    () => context,
    () => false,
    clock,
  );
  await clock.pass(60 * minutes);
  expect(made()).toEqual([]);
  backups.noteWrite();
  await clock.pass(29 * minutes);
  backups.noteWrite();
  expect(made()).toEqual([]);
  await clock.pass(1 * minutes - 2_000);
  backups.noteWrite();
  await clock.pass(2_000);
  // Due, but somebody is typing.
  expect(made()).toEqual([]);
  await clock.pass(5_000);
  await expect.poll(() => published).toEqual([{ topics: ["backups"] }]);
  expect(made()).toEqual(["while working.assay"]);
  await clock.pass(90 * minutes);
  expect(made()).toHaveLength(1);
  backups.noteWrite();
  backups.stop();
  await clock.pass(90 * minutes);
  expect(made()).toHaveLength(1);
  expect(clock.waiting()).toBe(0);
});

test("a long job is waited for", async () => {
  const clock = aClock();
  let isBusy = true;
  const { context, made, published } = aContext(() => new Date(Date.UTC(2026, 10, 22, 9) + clock.now()));
  const backups = startAutomaticBackups(
    () => context,
    () => isBusy,
    clock,
  );
  backups.noteWrite();
  await clock.pass(31 * minutes);
  expect(made()).toEqual([]);
  isBusy = false;
  await clock.pass(5_000);
  await expect.poll(() => published).toHaveLength(1);
  expect(made()).toEqual(["while working.assay"]);
  backups.stop();
});

test("a project is backed up when it is opened a day later and something was done, and not again", async () => {
  const clock = aClock();
  // The file was made just now.
  const madeAt = Date.now();
  const later = (days: number) => new Date(madeAt + days * 24 * 60 * minutes);
  let wall = later(0.5);
  const { file, context, made, published } = aContext(() => wall);
  const open = async (backupsSoFar: number) => {
    const backups = startAutomaticBackups(
      () => context,
      () => false,
      clock,
    );
    await clock.pass(1);
    // Not while the person waits for the project to be shown.
    const before = made().length;
    await clock.pass(5_000);
    await expect.poll(() => published).toHaveLength(backupsSoFar);
    await clock.pass(60 * minutes);
    backups.stop();
    return before;
  };
  await open(0);
  expect(made()).toEqual([]);
  wall = later(1.1);
  expect(await open(1)).toBe(0);
  expect(made()).toEqual(["on opening.assay"]);
  wall = later(5);
  await open(1);
  // Nothing was done since.
  expect(made()).toHaveLength(1);
  file.db
    .prepare("INSERT INTO edits SELECT 'edt-z', kind, undoes, label, analyst, 2, at FROM edits LIMIT 1")
    .run();
  await open(2);
  expect(made()).toHaveLength(2);
  closeProject(file);
});

test("a project with a rotten text is not backed up by itself, which would push out backups in which it is whole", async () => {
  const clock = aClock();
  const { file, context, made } = aContext(() => new Date(Date.UTC(2026, 10, 22, 9) + clock.now()));
  must(addArticles(file.db, context, () => "Import", [anArticle()]));
  file.db.exec("UPDATE article_texts SET text = replace(text, 'Friday', 'Monday')");
  startIntegrity(file.db, context.publish);
  expect((await integrityWhenDone(file.db)).problems).toHaveLength(1);
  const backups = startAutomaticBackups(
    () => context,
    () => false,
    clock,
  );
  backups.noteWrite();
  await clock.pass(31 * minutes);
  // It is looked at again, and found as it was.
  for (let pause = 0; pause < 20; pause += 1) await clock.pass(5_000);
  expect(made()).toEqual([]);
  backups.stop();
  closeProject(file);
});

test("a project that is closed while it is backed up leaves nothing behind", async () => {
  const clock = aClock();
  const { file, context, made } = aContext(() => new Date(Date.UTC(2026, 10, 22, 9) + clock.now()));
  const backups = startAutomaticBackups(
    () => context,
    () => false,
    clock,
  );
  backups.noteWrite();
  await clock.pass(31 * minutes);
  backups.stop();
  closeProject(file);
  await expect.poll(made).toEqual([]);
});

test("a session without a place for backups of its own makes none by itself", async () => {
  const wall = { now: () => "2026-11-20T09:00:00.000Z" };
  const path = join(aFolder(), "test.assay");
  const session = await anOpenSession(wall, path);
  must(await session.jobs.close(undefined));
  const later = aSession({ now: () => "2026-11-25T09:00:00.000Z" });
  must(await later.jobs.open({ path }));
  await later.call("project", "integrity", undefined);
  expect(existsSync(backupsFolder(path))).toBe(false);
});

test("before more than a hundred things go at once a backup is made, one for a row of removals", async () => {
  const clock = { wall: Date.parse("2026-11-22T09:00:00Z") };
  const session = await anOpenSession({
    now: () => {
      clock.wall += 1000;
      return new Date(clock.wall).toISOString();
    },
    backupFolder: join(aFolder(), "backups"),
  });
  const { call, jobs } = session;
  const articles: ArticleId[] = [];
  for (const [number, highlights] of [101, 101, 100].entries()) {
    const id = await withArticle(session, `Text ${number}.\n\n${"word ".repeat(120)}`, `Title ${number}`);
    articles.push(id);
    for (let start = 10; start < 10 + highlights; start += 1)
      must(
        await call("highlights", "create", { articleId: id, span: { start, end: start + 3 }, tagIds: [] }),
      );
  }
  const made = async () => must(await jobs.backups(undefined)).map(({ reason }) => reason);
  const remove = async (at: number) =>
    must(await call("articles", "remove", { id: articles[at] as ArticleId }));
  await remove(2);
  expect(await made()).toEqual([]);
  await remove(1);
  expect(await made()).toEqual(["before deleting"]);
  must(await call("history", "undo", {}));
  await remove(1);
  expect(await made()).toHaveLength(1);
  clock.wall += 11 * minutes;
  await remove(0);
  expect(await made()).toHaveLength(2);
});

test("uses of a tag and of a source count as well, when they are removed and when they are joined", async () => {
  const clock = { wall: Date.parse("2026-11-22T09:00:00Z") };
  const now = () => {
    clock.wall += 11 * minutes;
    return new Date(clock.wall).toISOString();
  };
  const session = await anOpenSession({ now, backupFolder: join(aFolder(), "backups") });
  const { call, jobs } = session;
  const made = async () => must(await jobs.backups(undefined)).length;
  const tag = async (name: string) => must(await call("tags", "create", { name })).id;
  const source = async (name: string) => must(await call("sources", "create", { name, kind: "outlet" })).id;
  const [much, little, into] = [await tag("much"), await tag("little"), await tag("into")];
  const [large, small] = [await source("Large"), await source("Small")];
  for (let number = 0; number < 101; number += 1)
    must(
      await call("claims", "create", {
        statement: `Claim ${number}`,
        kind: "fact",
        tagIds: [much],
        asserter: { sourceId: large },
      }),
    );
  must(await call("tags", "remove", { id: little }));
  must(await call("sources", "remove", { id: small }));
  expect(await made()).toBe(0);
  must(await call("tags", "merge", { from: much, into }));
  expect(await made()).toBe(1);
  must(await call("tags", "remove", { id: into }));
  expect(await made()).toBe(2);
  must(await call("sources", "remove", { id: large }));
  expect(await made()).toBe(3);
});

test.skipIf(process.platform === "win32")(
  "whoever may not read the project may not read its backups, nor it after going back to one",
  async () => {
    const session = await anOpenSession();
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    const place = (key: string) => join(backupsFolder(session.path), key);
    chmodSync(session.path, 0o600);
    const { key } = must(await session.jobs.backUpNow(undefined));
    expect(mode(place(key))).toBe("600");
    // One that an earlier version made.
    chmodSync(place(key), 0o644);
    const { kept } = must(await session.jobs.restoreBackup({ key }));
    expect([mode(session.path), mode(place(kept))]).toEqual(["600", "600"]);
  },
);
