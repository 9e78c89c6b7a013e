import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { currentVersion, foreignSchema } from "../../../../main/store/migrate";
import { checkInPlace, closeProject, createProject, openProject } from "../../../../main/store/open";
import { updateProject } from "../../../../main/store/project";
import { aFolder, anActor, anArticle, anOpenSession, aProject, must } from "../../../builders";

/** A closed project file of this test's own. */
const aFile = (): string => {
  const actor = anActor();
  const file = aProject(actor);
  must(addArticles(file.db, actor, "Import", [anArticle()]));
  closeProject(file);
  return file.path;
};

const errorOf = (path: string) => {
  const opened = openProject(path);
  if (opened.ok) {
    closeProject(opened.value);
    throw new Error("it was opened");
  }
  return opened.error;
};

/** Overwrites bytes of a closed file. */
const patch = (path: string, at: number, ...bytes: number[]) => {
  const all = readFileSync(path);
  all.set(bytes, at);
  writeFileSync(path, all);
};

test("a new project file opens again with the settings that keep it safe", () => {
  const file = must(openProject(aFile()));
  const pragma = (name: string) => file.db.pragma(name, { simple: true });
  expect(pragma("journal_mode")).toBe("delete");
  expect(pragma("synchronous")).toBe(2);
  expect(pragma("foreign_keys")).toBe(1);
  expect(pragma("trusted_schema")).toBe(0);
  expect(pragma("cell_size_check")).toBe(1);
  expect(pragma("secure_delete")).toBe(1);
  expect(pragma("locking_mode")).toBe("exclusive");
  expect(pragma("application_id")).toBe(0x41534159);
  expect(pragma("user_version")).toBe(currentVersion);
  expect(pragma("busy_timeout")).toBeLessThan(500);
  expect(file.isReadOnly).toBe(false);
  expect(foreignSchema(file.db)).toEqual([]);
  closeProject(file);
});

test.each([
  "",
  ":memory:",
  "file:x.assay",
  "relative.assay",
  "/tmp/nul\0.assay",
  " /tmp/space.assay",
  "/tmp/space.assay ",
])("the path %j is refused before SQLite sees it", (path) => {
  expect(errorOf(path).kind).toBe("file-unreadable");
  const made = createProject(path, () => {});
  expect(made.ok).toBe(false);
});

test("a name that ends in a space is not taken for the file without it, which SQLite would open", () => {
  const path = aFile();
  copyFileSync(path, `${path} `);
  expect(errorOf(`${path} `).kind).toBe("file-unreadable");
  expect(createProject(`${path} `, () => {}).ok).toBe(false);
});

test("a file that is gone is named", () => {
  const error = errorOf(join(aFolder(), "gone.assay"));
  expect(error.kind).toBe("file-unreadable");
  expect(error.message).toContain("gone.assay");
});

test("a folder, a link and a pipe are no project files", async () => {
  const folder = aFolder();
  mkdirSync(join(folder, "folder.assay"));
  symlinkSync(aFile(), join(folder, "link.assay"));
  const mkfifo = spawn("mkfifo", [join(folder, "pipe.assay")]);
  await once(mkfifo, "exit");
  for (const name of ["folder.assay", "link.assay", "pipe.assay"])
    expect(errorOf(join(folder, name)).kind).toBe("file-unreadable");
});

test.each([
  ["an empty file", Buffer.alloc(0)],
  ["one byte", Buffer.from("S")],
  ["a picture", Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(500, 7)])],
  ["text", Buffer.from("date 2024-05-20\n".repeat(50))],
])("%s is not a project", (_, bytes) => {
  const path = join(aFolder(), "x.assay");
  writeFileSync(path, bytes);
  expect(errorOf(path).kind).toBe("not-a-project");
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test("another program's database is not a project", () => {
  const path = join(aFolder(), "other.assay");
  new Sqlite(path).exec("CREATE TABLE t (a)").close();
  expect(errorOf(path).kind).toBe("not-a-project");
});

test("a file of a newer version is refused and left as it is", () => {
  const path = aFile();
  patch(path, 60, 0, 0, 0, currentVersion + 1);
  const before = readFileSync(path);
  expect(errorOf(path).kind).toBe("newer-file");
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("a file that does not say its version is damaged", () => {
  const path = aFile();
  patch(path, 60, 0, 0, 0, 0);
  expect(errorOf(path).kind).toBe("damaged");
});

test("a file in WAL mode, and a planted -wal, are refused with words, and the -wal is left unread", () => {
  const wal = aFile();
  patch(wal, 18, 2, 2);
  expect(errorOf(wal).message).toContain("second file");
  const planted = aFile();
  writeFileSync(`${planted}-wal`, "x");
  expect(errorOf(planted).message).toContain("-wal");
  rmSync(`${planted}-wal`);
  closeProject(must(openProject(planted)));
});

test("a file that is one byte short, one page short or has junk behind it is damaged", () => {
  for (const spoil of [
    (path: string) => truncateSync(path, statSync(path).size - 1),
    (path: string) => truncateSync(path, statSync(path).size - 4096),
    (path: string) => appendFileSync(path, Buffer.alloc(100_000, 1)),
  ]) {
    const path = aFile();
    spoil(path);
    expect(errorOf(path).kind).toBe("damaged");
  }
});

test("a page size or a text encoding that makes no sense is damage", () => {
  const size = aFile();
  patch(size, 16, 3, 3);
  expect(errorOf(size).kind).toBe("damaged");
  const encoding = aFile();
  patch(encoding, 56, 0, 0, 0, 2);
  expect(errorOf(encoding).kind).toBe("damaged");
});

test("a broken schema page is damage, not a crash", () => {
  const path = aFile();
  patch(path, 100, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  expect(errorOf(path).kind).toBe("damaged");
});

test.each([
  ["a trigger", "CREATE TRIGGER t AFTER INSERT ON changes BEGIN DELETE FROM article_texts; END"],
  ["a view", "CREATE VIEW v AS SELECT 1"],
  ["a table more", "CREATE TABLE extra (a)"],
  ["a table less", "DROP TABLE reading"],
])("a file with %s is refused and runs nothing", (_, sql) => {
  const path = aFile();
  new Sqlite(path).exec(sql).close();
  const error = errorOf(path);
  expect(error.kind).toBe("damaged");
  expect(error.message).toContain("tables");
});

test("a file that may not be written is opened for reading, and can be read", () => {
  const path = aFile();
  // Root may write anything, so a read-only folder is mounted or the rights of another user are taken.
  chmodSync(path, 0o444);
  const uid = process.getuid?.();
  if (uid === 0) {
    chmodSync(join(path, ".."), 0o755);
    process.seteuid?.(65534);
  }
  try {
    const file = must(openProject(path));
    expect(file.isReadOnly).toBe(true);
    expect(file.db.prepare("SELECT count(*) AS n FROM articles").get()).toEqual({ n: 1 });
    expect(() => updateProject(file.db, anActor(), "Other")).toThrow(/readonly/);
    closeProject(file);
  } finally {
    if (uid === 0) process.seteuid?.(0);
  }
});

test("the same file is not opened twice in one process, and the first keeps its lock", () => {
  const path = aFile();
  const first = must(openProject(path));
  const error = errorOf(path);
  expect(error.kind).toBe("locked");
  expect(error.message).toContain("already open");
  updateProject(first.db, anActor(), "Still mine");
  closeProject(first);
  closeProject(must(openProject(path)));
});

const childScript = (body: string) => `
  import { runnerImport } from "vite";
  const open = (await runnerImport(${JSON.stringify(join(import.meta.dirname, "../../../../main/store/open.ts"))})).module;
  ${body}`;

test("another process cannot open a file that is held here, and can once it is closed or its holder is dead", async () => {
  const path = aFile();
  const asked = (): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [
        "--input-type=module",
        "-e",
        childScript(`
        const opened = open.openProject(${JSON.stringify(path)});
        console.log(opened.ok ? "open" : opened.error.kind);
        if (opened.ok) open.closeProject(opened.value);
      `),
      ]);
      let out = "";
      child.stdout.on("data", (data) => (out += data));
      child.on("exit", () => resolve(out.trim()));
    });
  const held = must(openProject(path));
  expect(await asked()).toBe("locked");
  // A refused attempt in this process must not let go of the lock either (POSIX drops it with any descriptor).
  expect(openProject(path).ok).toBe(false);
  expect(await asked()).toBe("locked");
  closeProject(held);
  expect(await asked()).toBe("open");

  const holder = spawn(process.execPath, [
    "--input-type=module",
    "-e",
    childScript(`
    const opened = open.openProject(${JSON.stringify(path)});
    console.log(opened.ok ? "held" : opened.error.kind);
    setInterval(() => {}, 1000);
  `),
  ]);
  await once(holder.stdout, "data");
  expect(errorOf(path).kind).toBe("locked");
  holder.kill("SIGKILL");
  await once(holder, "exit");
  closeProject(must(openProject(path)));
});

test("a file that was moved, replaced or deleted while open is noticed before anything is written", () => {
  const path = aFile();
  const file = must(openProject(path));
  expect(checkInPlace(file.db).ok).toBe(true);
  renameSync(path, `${path}.moved`);
  expect(checkInPlace(file.db)).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
  copyFileSync(`${path}.moved`, path);
  expect(checkInPlace(file.db).ok).toBe(false);
  rmSync(path);
  renameSync(`${path}.moved`, path);
  expect(checkInPlace(file.db).ok).toBe(true);
  closeProject(file);
});

test("a new project never replaces a file, and one that failed leaves nothing behind", () => {
  const path = join(aFolder(), "new.assay");
  writeFileSync(path, "precious");
  expect(createProject(path, () => {})).toMatchObject({ ok: false, error: { kind: "conflict" } });
  expect(readFileSync(path, "utf8")).toBe("precious");
  const other = join(aFolder(), "other.assay");
  expect(() =>
    createProject(other, () => {
      throw new TypeError("a bug");
    }),
  ).toThrow("a bug");
  expect(existsSync(other)).toBe(false);
  expect(createProject(join(aFolder(), "no", "folder.assay"), () => {})).toMatchObject({
    ok: false,
    error: { kind: "file-unreadable" },
  });
});

test("a trigger that a file brings along is found before anything could set it off", () => {
  const path = aFile();
  new Sqlite(path)
    .exec("CREATE TRIGGER t BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'it ran'); END")
    .close();
  const before = readFileSync(path);
  const error = errorOf(path);
  expect(error).toMatchObject({ kind: "damaged" });
  expect(error.message).toContain("trigger t");
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("a file without its project's row is damaged", () => {
  const path = aFile();
  new Sqlite(path).exec("DELETE FROM project").close();
  expect(errorOf(path).kind).toBe("damaged");
});

test.each([
  ["a name that is too long", `/tmp/${"a".repeat(300)}.assay`],
  ["a path that is too long", `/tmp/${"b/".repeat(3000)}x.assay`],
  ["a file in the place of a folder", "/etc/passwd/x.assay"],
])("%s is answered in words", async (_, path) => {
  expect(errorOf(path).kind).toBe("file-unreadable");
  expect(createProject(path, () => {}).ok).toBe(false);
  const session = await anOpenSession();
  expect(await session.jobs.open({ path })).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
});
