import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { aFolder, must } from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";
import { projectBytes } from "../../../hostile/a-project";
import { examineAll } from "../../../hostile/examine-all";
import { fileOf, withHeader } from "../../../hostile/tamper";

/*
 * What stands at a path, how long it is and what lies beside it: all that is found out before SQLite sees a byte.
 */

let sound: Buffer;
beforeAll(async () => {
  sound = await projectBytes();
});

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const refusal = async (path: string, purpose: "open" | "merge" = "merge") => {
  const found = await guestInProcess.examine(path, { purpose });
  if (found.ok) throw new Error("it was let in");
  return found.error;
};

test.each([
  ["nothing", ""],
  ["a name that SQLite keeps in memory", ":memory:"],
  ["an address", "file:received.assay"],
  ["a relative path", "received.assay"],
])("%s is no path of a file", async (_, path) => {
  expect(await refusal(path)).toMatchObject({ kind: "file-unreadable" });
});

test("a path that SQLite would trim or cut is refused, though the file that it would open is sound", async () => {
  const path = fileOf(sound);
  for (const odd of [`${path} `, `${path}\0.txt`, ` ${path}`])
    expect(await refusal(odd)).toMatchObject({ kind: "file-unreadable" });
});

test("links, folders, pipes, devices, sockets and files of /proc are refused at once, and nothing is made", async () => {
  const folder = aFolder();
  const path = fileOf(sound, "received.assay", folder);
  const at = (name: string) => join(folder, name);
  symlinkSync(path, at("link.assay"));
  symlinkSync(at("nowhere.assay"), at("dangling.assay"));
  mkdirSync(at("folder.assay"));
  execFileSync("mkfifo", [at("pipe.assay")]);
  const server = createServer().listen(at("socket.assay"));
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.close();
  });
  const before = readdirSync(folder).sort();
  const odd = ["link", "dangling", "folder", "pipe", "socket"].map((name) => at(`${name}.assay`));
  for (const one of [...odd, "/dev/zero", "/dev/null", "/proc/self/mem", "/proc/self/status"]) {
    const began = performance.now();
    const kinds = ["file-unreadable", "not-a-project"];
    for (const purpose of ["open", "merge"] as const)
      expect(kinds, one).toContain((await refusal(one, purpose)).kind);
    expect(performance.now() - began).toBeLessThan(2000);
  }
  expect(readdirSync(folder).sort()).toEqual(before);
  expect(existsSync(at("nowhere.assay"))).toBe(false);
});

test.each([
  ["nothing in it", Buffer.alloc(0)],
  ["one byte", Buffer.from("S")],
  ["a picture", Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(5000, 7)])],
  ["an encrypted database", Buffer.from(Array.from({ length: 8192 }, (_, at) => (at * 197 + 31) % 256))],
])("a file with %s is no Assay project", async (_, bytes) => {
  const path = fileOf(bytes);
  for (const purpose of ["open", "merge"] as const)
    expect(await refusal(path, purpose)).toMatchObject({ kind: "not-a-project" });
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test("the database of another program is no Assay project", async () => {
  const path = join(aFolder(), "other.assay");
  const db = new Sqlite(path);
  db.exec("CREATE TABLE articles (x)");
  db.close();
  expect(await refusal(path)).toMatchObject({ kind: "not-a-project" });
});

test("a file that was cut anywhere is not opened, and a merge says what is missing or refuses it", async () => {
  const path = fileOf(sound);
  const cuts = Array.from({ length: Math.floor(sound.length / 512) }, (_, at) => (at + 1) * 512);
  for (const length of [...cuts.filter((cut) => cut < sound.length).reverse(), 99, 17, 1, 0]) {
    truncateSync(path, length);
    expect(await refusal(path, "open"), `${length}`).toBeDefined();
    if (length % 4096 !== 0) continue;
    const found = await guestInProcess.examine(path, { purpose: "merge" });
    if (found.ok) expect(found.value).toMatchObject({ isDamaged: true });
  }
}, 120_000);

test("a file that lacks its last byte is not opened; what a merge can read of it is everything, and it says so", async () => {
  const path = fileOf(sound.subarray(0, -1));
  expect(await refusal(path, "open")).toMatchObject({ kind: "damaged" });
  const { examined } = await examineAll(path);
  expect(examined.isDamaged).toBe(true);
  expect(examined.unreadable[0]).toBe(
    "The file ends too early, as after a copy that broke off (1 byte too few).",
  );
});

test("a file with something behind its end is not opened; a merge passes over that and says so", async () => {
  const path = fileOf(Buffer.concat([sound, Buffer.alloc(100_000, 0x41)]));
  expect(await refusal(path, "open")).toMatchObject({ kind: "damaged" });
  const { examined, rows } = await examineAll(path);
  expect(examined).toMatchObject({ isDamaged: true });
  expect(examined.unreadable).toEqual([
    "The file has something behind its end that does not belong to it (100,000 bytes too many).",
  ]);
  expect(rows).toEqual((await examineAll(fileOf(sound))).rows);
});

test.each([
  ["a page size that there is not", 16, 1000, 2],
  ["a text encoding that there is not", 56, 9, 4],
  ["the version 0", 60, 0, 4],
  ["more pages than it could ever have had", 28, 0xffff_ffff, 4],
] as const)("a header with %s is refused", async (_, offset, value, size) => {
  expect(await refusal(fileOf(withHeader(sound, offset, value, size)))).toMatchObject({ kind: "damaged" });
});

/** A `-wal` of another program's making that would change every title; the main file stays as it was. */
const plantWal = (path: string): void => {
  const other = join(aFolder(), "other.assay");
  copyFileSync(path, other);
  const db = new Sqlite(other);
  db.pragma("journal_mode = WAL");
  db.exec("UPDATE edits SET label = 'planted'");
  copyFileSync(`${other}-wal`, `${path}-wal`);
  copyFileSync(`${other}-shm`, `${path}-shm`);
  db.close();
};

/** A hot journal: what SQLite would roll back over the main file. */
const plantJournal = (path: string): void => {
  const other = join(aFolder(), "other.assay");
  copyFileSync(path, other);
  const db = new Sqlite(other);
  db.pragma("cache_size = 2");
  db.exec("UPDATE edits SET label = 'planted'");
  db.exec("BEGIN; UPDATE edits SET label = 'x'; UPDATE changes SET value = value || ' '");
  copyFileSync(`${other}-journal`, `${path}-journal`);
  db.exec("ROLLBACK");
  db.close();
};

test.each([
  ["-wal", plantWal],
  ["-journal", plantJournal],
])("a planted %s is not applied, the person is told, and nothing of it is touched", async (suffix, plant) => {
  const folder = aFolder();
  const path = fileOf(sound, "received.assay", folder);
  plant(path);
  const before = readdirSync(folder).map((name) => `${name} ${hash(readFileSync(join(folder, name)))}`);
  expect(before.length).toBeGreaterThan(1);
  expect(await refusal(path, "open")).toMatchObject({
    kind: "file-unreadable",
    message: expect.stringContaining(`(${suffix})`),
  });
  const { examined, rows } = await examineAll(path);
  expect(examined).toMatchObject({ isIncomplete: true, isDamaged: false });
  expect(examined.unreadable.join()).toContain(`(${suffix}) lies beside it`);
  expect(rows.edits.some(({ label }) => label === "planted")).toBe(false);
  expect(rows).toEqual((await examineAll(fileOf(sound))).rows);
  expect(readdirSync(folder).map((name) => `${name} ${hash(readFileSync(join(folder, name)))}`)).toEqual(
    before,
  );
  // And it would have been applied: whoever just opens the file gets what was planted.
  const naive = new Sqlite(path);
  const labels = naive.prepare("SELECT DISTINCT label FROM edits").pluck().all();
  naive.close();
  expect(labels).toEqual(["planted"]);
});

test("what an open project leaves beside itself is no journal: it begins with zeros, and nothing would be applied", async () => {
  const path = fileOf(sound);
  writeFileSync(`${path}-journal`, Buffer.alloc(4616));
  expect((await guestInProcess.examine(path, { purpose: "open" })).ok).toBe(true);
  expect((await examineAll(path)).examined).toMatchObject({ isIncomplete: false, unreadable: [] });
});

test("a journal that names a file to be deleted with it deletes nothing", async () => {
  const folder = aFolder();
  const path = fileOf(sound, "received.assay", folder);
  const victim = join(folder, "victim.txt");
  writeFileSync(victim, "still there");
  plantJournal(path);
  const name = Buffer.from(victim);
  const tail = Buffer.alloc(name.length + 20);
  name.copy(tail, 4);
  tail.writeUInt32BE(name.length, name.length + 4);
  tail.writeUInt32BE(
    name.reduce((sum, byte) => (sum + byte) >>> 0, 0),
    name.length + 8,
  );
  Buffer.from("d9d505f920a163d7", "hex").copy(tail, name.length + 12);
  writeFileSync(`${path}-journal`, Buffer.concat([readFileSync(`${path}-journal`), tail]));
  await guestInProcess.examine(path, { purpose: "merge" });
  await guestInProcess.examine(path, { purpose: "open" });
  expect(readFileSync(victim, "utf8")).toBe("still there");
});

test("a file copied out of a mode with two files, without the second, is read with a warning and not opened", async () => {
  const path = fileOf(withHeader(withHeader(sound, 18, 2, 1), 19, 2, 1));
  expect(await refusal(path, "open")).toMatchObject({ kind: "file-unreadable" });
  const { examined, rows } = await examineAll(path);
  expect(examined.isIncomplete).toBe(true);
  expect(examined.unreadable).toEqual([
    "Recent work may be missing: the file was copied while it was open in another program.",
  ]);
  expect(rows.changes.length).toBeGreaterThan(50);
  expect(readdirSync(join(path, ".."))).toEqual(["received.assay"]);
});

test("a file that another program has locked is read all the same, since the copy is not", async () => {
  const path = fileOf(sound);
  const child = spawn(
    process.execPath,
    [
      "-e",
      `const db = new (require("better-sqlite3"))(${JSON.stringify(path)}); db.exec("BEGIN EXCLUSIVE"); console.log("locked"); setInterval(() => {}, 1000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"], cwd: join(import.meta.dirname, "../../../..") },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const found = must(await guestInProcess.examine(path, { purpose: "merge" }));
  expect(found.rows.edits).toBeGreaterThan(10);
});

test("a second name of a file is as good as the first", async () => {
  const folder = aFolder();
  const path = fileOf(sound, "received.assay", folder);
  linkSync(path, join(folder, "hard.assay"));
  expect((await guestInProcess.examine(join(folder, "hard.assay"), { purpose: "open" })).ok).toBe(true);
});
