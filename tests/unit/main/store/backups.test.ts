import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { listBackups } from "../../../../main/store/backup-list";
import { backUp, backUpInSlices } from "../../../../main/store/backups";
import { closeProject, openProject } from "../../../../main/store/open";
import { verifyProject } from "../../../../main/store/verify";
import { aFolder, anActor, anArticle, aProject, fullDump, must } from "../../../builders";

const folderOf = (path: string): string => `${path} backups`;
const namesOf = (path: string): string[] => readdirSync(folderOf(path)).sort();
const noon = (day: number, month = 11): Date => new Date(2026, month - 1, day, 12);

test("a backup is a whole project of its own with every row of the one that is open", () => {
  const actor = anActor();
  const { db, path } = aProject(actor);
  must(addArticles(db, actor, () => "Import", [anArticle()]));
  const made = must(backUp(db, { path }, "before merging", new Date(2026, 10, 22, 9, 58, 24)));
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
  const made = await backUpInSlices(db, { path }, "on opening", noon(22), isWanted);
  expect(asked).toBeGreaterThan(3);
  const copy = must(openProject(made === null ? "" : must(made).file));
  onTestFinished(() => closeProject(copy));
  expect(fullDump(copy.db)).toBe(fullDump(db));
  expect(fullDump(copy.db)).toContain("Meanwhile");
  expect(await backUpInSlices(db, { path }, "on opening", noon(23), () => false)).toBeNull();
  expect(namesOf(path).filter((name) => !name.endsWith("-journal"))).toHaveLength(1);
});

test("a file that has the backup's name is never written over", () => {
  const { db, path } = aProject();
  mkdirSync(folderOf(path));
  const taken = join(folderOf(path), "2026-11-22 12.00.00 by hand.assay");
  writeFileSync(taken, "precious");
  expect(must(backUp(db, { path }, "by hand", noon(22))).key).toBe("2026-11-22 12.00.00 by hand (2).assay");
  expect(must(backUp(db, { path }, "by hand", noon(22))).key).toBe("2026-11-22 12.00.00 by hand (3).assay");
  expect(readFileSync(taken, "utf8")).toBe("precious");
});

test("the newest ten are kept, then the newest of each of seven further days", () => {
  const { db, path } = aProject();
  for (let day = 1; day <= 12; day += 1) {
    must(backUp(db, { path }, "on opening", new Date(2026, 10, day, 8)));
    must(backUp(db, { path }, "while working", noon(day)));
  }
  for (let hour = 1; hour <= 10; hour += 1)
    must(backUp(db, { path }, "by hand", new Date(2026, 10, 13, hour)));
  const kept = listBackups({ path }).map(({ key }) => key.slice(0, 13));
  expect(kept).toEqual([
    ...[10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((hour) => `2026-11-13 ${String(hour).padStart(2, "0")}`),
    ...[12, 11, 10, 9, 8, 7, 6].map((day) => `2026-11-${String(day).padStart(2, "0")} 12`),
  ]);
});

test("rotation leaves alone what it did not name, another project's backups, and the one just made", () => {
  const { db, path } = aProject();
  const other = aProject();
  mkdirSync(folderOf(path));
  const strangers = ["notes.txt", "2026-11-01 12.00.00 by hand - keep this.assay", "2026-11-01.assay"];
  for (const name of strangers) writeFileSync(join(folderOf(path), name), "mine");
  const alien = must(backUp(other.db, { path }, "by hand", new Date(2026, 10, 20, 0, 30)));
  for (let hour = 1; hour < 21; hour += 1)
    must(backUp(db, { path }, "by hand", new Date(2026, 10, 20, hour)));
  // The computer's clock was put back.
  const late = must(backUp(db, { path }, "by hand", new Date(2026, 10, 20, 0, 45)));
  expect(namesOf(path)).toEqual(expect.arrayContaining([...strangers, alien.key, late.key]));
  expect(listBackups({ path })).toHaveLength(12);
});

test("a copy that lost a row on the way is not kept", () => {
  const { db, path } = aProject();
  // VACUUM INTO copies what SQLite says is there: the row is hidden from the copy alone.
  const prepare = Sqlite.prototype.prepare;
  onTestFinished(() => {
    Sqlite.prototype.prepare = prepare;
  });
  Sqlite.prototype.prepare = function (this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (sql !== "VACUUM INTO ?") return statement;
    return {
      run: (to: string) => {
        statement.run(to);
        const copy = new Sqlite(to);
        copy.exec("DELETE FROM changes");
        copy.close();
      },
    } as unknown as ReturnType<typeof prepare>;
  } as typeof prepare;
  expect(backUp(db, { path }, "by hand", noon(22))).toMatchObject({ ok: false, error: { kind: "damaged" } });
  expect(namesOf(path)).toEqual([]);
});

test("on a full disk there is no backup, no leftover, and the project is whole", ({ skip }) => {
  const disk = join(aFolder(), "disk");
  mkdirSync(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=700k", "tmpfs", disk]).status !== 0)
    return skip("no disk can be mounted here");
  onTestFinished(() => void spawnSync("umount", ["-l", disk]));
  const file = aProject(anActor(), join(disk, "test.assay"));
  const before = fullDump(file.db);
  writeFileSync(join(disk, "ballast"), new Uint8Array(300_000));
  const refused = backUp(file.db, { path: file.path }, "by hand", noon(22));
  expect(refused).toMatchObject({ ok: false, error: { kind: "disk-full" } });
  expect(namesOf(file.path)).toEqual([]);
  expect(fullDump(file.db)).toBe(before);
});

test("where no folder can be made beside the project the backup goes elsewhere, and is listed with the others", () => {
  const { db, path } = aProject();
  writeFileSync(folderOf(path), "a file where the folder should be");
  expect(backUp(db, { path }, "by hand", noon(22))).toMatchObject({
    ok: false,
    error: { kind: "file-unreadable" },
  });
  const elsewhere = join(aFolder(), "backups");
  const made = must(backUp(db, { path, elsewhere }, "by hand", noon(22)));
  expect(made).toMatchObject({ isElsewhere: true, file: join(elsewhere, made.key) });
  expect(listBackups({ path, elsewhere }).map(({ key }) => key)).toEqual([made.key]);
  expect(basename(made.file)).toBe(made.key);
});

test("one that is asked for while an automatic one is looked through comes to nobody's harm", async () => {
  const { db, path } = aProject();
  const key =
    "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 20000) SELECT n FROM many";
  db.exec(`INSERT INTO meta SELECT 'columns:' || n, hex(randomblob(400)) FROM (${key})`);
  let second: ReturnType<typeof backUpInSlices> | null = null;
  // The pages are asked for one lot after the other; when no more are, the copy is looked through.
  let asked = 0;
  let last = -1;
  const first = backUpInSlices(db, { path }, "on opening", noon(22), () => {
    asked += 1;
    return true;
  });
  while (second === null) {
    await new Promise((resume) => setImmediate(resume));
    const isCopied = asked > 0 && asked === last && existsSync(join(folderOf(path), "unfinished 1.partial"));
    if (isCopied) second = backUpInSlices(db, { path }, "before merging", noon(23), () => true);
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
