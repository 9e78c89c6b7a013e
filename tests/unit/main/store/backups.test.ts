import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { type BackupPlaces, listBackups } from "../../../../main/store/backup-list";
import { backUp as backUpUnless } from "../../../../main/store/backups";
import { closeProject, openProject } from "../../../../main/store/open";
import { verifyProject } from "../../../../main/store/verify";
import type { BackupReason } from "../../../../shared/domain/backup";
import { aFolder, anActor, anArticle, aProject, fullDump, must } from "../../../builders";

const folderOf = (path: string): string => `${path} backups`;
const namesOf = (path: string): string[] => readdirSync(folderOf(path)).sort();

/** Makes a backup that nobody gives up. */
const backUp = async (db: Database, places: BackupPlaces, reason: BackupReason, now: Date) => {
  const made = await backUpUnless(db, places, reason, now, () => true);
  if (made === null) throw new Error("It was given up.");
  return made;
};

const noon = (day: number, month = 11): Date => new Date(2026, month - 1, day, 12);

/** A project with so many rows that looking through it takes many slices. */
const aLargeProject = (rows: number) => {
  const { db, path } = aProject();
  const many = `WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ${rows}) SELECT n FROM many`;
  db.exec(`INSERT INTO meta SELECT 'columns:' || n, hex(randomblob(400)) FROM (${many})`);
  return { db, path };
};

test("a backup is a whole project of its own with every row of the one that is open", async () => {
  const actor = anActor();
  const { db, path } = aProject(actor);
  must(addArticles(db, actor, () => "Import", [anArticle()]));
  const made = must(await backUp(db, { path }, "before merging", new Date(2026, 10, 22, 9, 58, 24)));
  expect(made.key).toBe("2026-11-22 09.58.24 before merging.assay");
  expect(namesOf(path)).toEqual([made.key]);
  const { file, ...listed } = listBackups({ path })[0] ?? { file: "" };
  expect(listed).toEqual({
    key: made.key,
    at: new Date(2026, 10, 22, 9, 58, 24).toISOString(),
    reason: "before merging",
    bytes: readFileSync(file).length,
    isElsewhere: false,
  });
  const copy = must(openProject(file));
  onTestFinished(() => closeProject(copy));
  expect(fullDump(copy.db)).toBe(fullDump(db));
  const steps = verifyProject(copy.db);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  expect(step.value.checks.flatMap(({ problems }) => problems)).toEqual([]);
});

test("in slices it comes to the same, with what was written meanwhile; and it can be given up", async () => {
  const actor = anActor();
  const { db, path } = aProject(actor);
  // Some megabytes, so that there is more than one slice.
  for (let number = 0; number < 8; number += 1)
    must(
      addArticles(db, actor, () => "Import", [anArticle({ text: `${number} ${"word ".repeat(120_000)}` })]),
    );
  let asked = 0;
  const isWanted = () => {
    asked += 1;
    if (asked === 2) must(addArticles(db, actor, () => "Import", [anArticle({ title: "Meanwhile" })]));
    return true;
  };
  const made = await backUpUnless(db, { path }, "on opening", noon(22), isWanted);
  expect(asked).toBeGreaterThan(3);
  const copy = must(openProject(made === null ? "" : must(made).file));
  onTestFinished(() => closeProject(copy));
  expect(fullDump(copy.db)).toBe(fullDump(db));
  expect(fullDump(copy.db)).toContain("Meanwhile");
  expect(await backUpUnless(db, { path }, "on opening", noon(23), () => false)).toBeNull();
  expect(namesOf(path).filter((name) => !name.endsWith("-journal"))).toHaveLength(1);
});

test("a file that has the backup's name is never written over", async () => {
  const { db, path } = aProject();
  mkdirSync(folderOf(path));
  const taken = join(folderOf(path), "2026-11-22 12.00.00 by hand.assay");
  writeFileSync(taken, "precious");
  expect(must(await backUp(db, { path }, "by hand", noon(22))).key).toBe(
    "2026-11-22 12.00.00 by hand (2).assay",
  );
  expect(must(await backUp(db, { path }, "by hand", noon(22))).key).toBe(
    "2026-11-22 12.00.00 by hand (3).assay",
  );
  expect(readFileSync(taken, "utf8")).toBe("precious");
});

test("the newest ten are kept, then the newest of each of seven further days", async () => {
  const { db, path } = aProject();
  for (let day = 1; day <= 12; day += 1) {
    must(await backUp(db, { path }, "on opening", new Date(2026, 10, day, 8)));
    must(await backUp(db, { path }, "while working", noon(day)));
  }
  for (let hour = 1; hour <= 10; hour += 1)
    must(await backUp(db, { path }, "by hand", new Date(2026, 10, 13, hour)));
  const kept = listBackups({ path }).map(({ key }) => key.slice(0, 13));
  expect(kept).toEqual([
    ...[10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((hour) => `2026-11-13 ${String(hour).padStart(2, "0")}`),
    ...[12, 11, 10, 9, 8, 7, 6].map((day) => `2026-11-${String(day).padStart(2, "0")} 12`),
  ]);
});

test("rotation leaves alone what it did not name, another project's backups, and the one just made", async () => {
  const { db, path } = aProject();
  const other = aProject();
  mkdirSync(folderOf(path));
  const strangers = ["notes.txt", "2026-11-01 12.00.00 by hand - keep this.assay", "2026-11-01.assay"];
  for (const name of strangers) writeFileSync(join(folderOf(path), name), "mine");
  const alien = must(await backUp(other.db, { path }, "by hand", new Date(2026, 10, 20, 0, 30)));
  for (let hour = 1; hour < 21; hour += 1)
    must(await backUp(db, { path }, "by hand", new Date(2026, 10, 20, hour)));
  // The computer's clock was put back.
  const late = must(await backUp(db, { path }, "by hand", new Date(2026, 10, 20, 0, 45)));
  expect(namesOf(path)).toEqual(expect.arrayContaining([...strangers, alien.key, late.key]));
  expect(listBackups({ path })).toHaveLength(12);
});

/** Has something done just before and just after the pages of a copy are copied. */
const aroundCopies = (before: (db: Database) => void, after: (db: Database, copy: string) => void): void => {
  const { backup } = Sqlite.prototype;
  onTestFinished(() => {
    Sqlite.prototype.backup = backup;
  });
  Sqlite.prototype.backup = async function (this: Database, ...order: Parameters<typeof backup>) {
    before(this);
    const done = await backup.apply(this, order);
    after(this, order[0]);
    return done;
  };
};

test("a copy that lost a row on the way is not kept", async () => {
  const { db, path } = aProject();
  aroundCopies(
    () => {},
    (_, path) => {
      const copy = new Sqlite(path);
      copy.exec("DELETE FROM changes");
      copy.close();
    },
  );
  expect(await backUp(db, { path }, "by hand", noon(22))).toMatchObject({
    ok: false,
    error: { kind: "damaged" },
  });
  expect(namesOf(path)).toEqual([]);
});

test("on a full disk there is no backup, no leftover, and the project is whole", async ({ skip }) => {
  const disk = join(aFolder(), "disk");
  mkdirSync(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=700k", "tmpfs", disk]).status !== 0)
    return skip("no disk can be mounted here");
  onTestFinished(() => void spawnSync("umount", ["-l", disk]));
  const file = aProject(anActor(), join(disk, "test.assay"));
  const before = fullDump(file.db);
  writeFileSync(join(disk, "ballast"), new Uint8Array(300_000));
  const refused = await backUp(file.db, { path: file.path }, "by hand", noon(22));
  expect(refused).toMatchObject({ ok: false, error: { kind: "disk-full" } });
  expect(namesOf(file.path)).toEqual([]);
  expect(fullDump(file.db)).toBe(before);
});

test("where no folder can be made beside the project the backup goes elsewhere, and is listed with the others", async () => {
  const { db, path } = aProject();
  writeFileSync(folderOf(path), "a file where the folder should be");
  expect(await backUp(db, { path }, "by hand", noon(22))).toMatchObject({
    ok: false,
    error: { kind: "file-unreadable" },
  });
  const elsewhere = join(aFolder(), "backups");
  const made = must(await backUp(db, { path, elsewhere }, "by hand", noon(22)));
  expect(made).toMatchObject({ isElsewhere: true, file: join(elsewhere, made.key) });
  expect(listBackups({ path, elsewhere }).map(({ key }) => key)).toEqual([made.key]);
  expect(basename(made.file)).toBe(made.key);
});

test("one that is asked for while an automatic one is looked through comes to nobody's harm", async () => {
  const { db, path } = aLargeProject(20_000);
  let second: ReturnType<typeof backUpUnless> | null = null;
  // The pages are asked for one lot after the other; when no more are, the copy is looked through.
  let asked = 0;
  let last = -1;
  const first = backUpUnless(db, { path }, "on opening", noon(22), () => {
    asked += 1;
    return true;
  });
  while (second === null) {
    await new Promise((resume) => setImmediate(resume));
    const isCopied = asked > 0 && asked === last && existsSync(join(folderOf(path), "unfinished 1.partial"));
    if (isCopied) second = backUpUnless(db, { path }, "before merging", noon(23), () => true);
    last = asked;
  }
  const [one, other] = await Promise.all([first, second]);
  for (const made of [one, other]) {
    if (made === null) throw new Error("It was given up.");
    const { file, bytes } = must(made);
    expect(statSync(file).size).toBe(bytes);
    const copy = must(openProject(file));
    onTestFinished(() => closeProject(copy));
    expect(fullDump(copy.db)).toBe(fullDump(db));
  }
  expect(namesOf(path).filter((name) => name.endsWith(".partial"))).toEqual([]);
});

test("a row that is there only while the copy is made, as a claim's draft may be, is no damage", async () => {
  const { db, path } = aProject();
  aroundCopies(
    (own) => own.exec("INSERT INTO meta VALUES ('drafts', '[]')"),
    (own) => own.exec("DELETE FROM meta WHERE key = 'drafts'"),
  );
  expect(await backUp(db, { path }, "by hand", noon(22))).toMatchObject({ ok: true });
});

test("nobody is kept waiting by a backup: it takes turns while it counts, copies and looks through", async () => {
  const { db, path } = aLargeProject(60_000);
  let [longest, turns, isOver] = [0, 0, false];
  const begin = performance.now();
  const others = (async () => {
    for (let last = performance.now(); !isOver; turns += 1) {
      await new Promise((resume) => setImmediate(resume));
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }
  })();
  must(await backUp(db, { path }, "by hand", noon(22)));
  isOver = true;
  await others;
  expect(turns).toBeGreaterThan(50);
  expect(longest).toBeLessThan((performance.now() - begin) / 3);
});

test("where the folder beside the project cannot be written, or is full, the backup goes elsewhere", async ({
  skip,
}) => {
  for (const options of ["ro", "size=64k"]) {
    const { db, path } = aProject();
    mkdirSync(folderOf(path));
    if (spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folderOf(path)]).status !== 0)
      return skip("no disk can be mounted here");
    onTestFinished(() => void spawnSync("umount", ["-l", folderOf(path)]));
    expect(await backUp(db, { path }, "before merging", noon(22))).toMatchObject({
      ok: false,
      error: { kind: options === "ro" ? "file-unreadable" : "disk-full" },
    });
    const elsewhere = join(aFolder(), "backups");
    const made = must(await backUp(db, { path, elsewhere }, "before merging", noon(22)));
    expect(made).toMatchObject({ isElsewhere: true, file: join(elsewhere, made.key) });
    expect(listBackups({ path, elsewhere }).map(({ key }) => key)).toEqual([made.key]);
    expect([readdirSync(folderOf(path)), readdirSync(elsewhere)]).toEqual([[], [made.key]]);
  }
});
