import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeProject, openProject } from "../../../main/store/open";
import { everything } from "../../../shared/domain/share";
import type { AppError } from "../../../shared/errors";
import { aFolder, aSession, must } from "../../builders";
import { aProjectFile, editsOf, problemOf } from "./look";
import { aDisk, buildWorker, canTrace, finished, type Program, startWorker } from "./processes";
import type { Said } from "./worker";

/*
 * A project's file that is locked, may not be written, has no room, is moved away or was left by a killed process.
 */

let program: Program;
beforeAll(async () => {
  program = await buildWorker();
}, 120_000);
afterAll(() => program.remove());

const errorsOf = (said: readonly Said[]): AppError[] =>
  said.flatMap((one) => (one.is === "failed" ? [one.error] : []));
const idsOf = (said: readonly Said[]): string[] => said.flatMap((one) => (one.is === "edit" ? [one.id] : []));
const goOn = () => Promise.resolve("go-on" as const);

test("a file that another program has locked is said to be in use within the time of a glance, and opens once it lets go", async () => {
  const path = await aProjectFile();
  const before = readFileSync(path);
  const other = startWorker(program);
  other.order({ do: "lock", path });
  await other.heard("locked");
  const session = aSession();
  const times: number[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const start = performance.now();
    const opened = await session.jobs.open({ path });
    times.push(performance.now() - start);
    expect(opened).toMatchObject({
      ok: false,
      error: {
        kind: "locked",
        message: "“p.assay” is already open in another window or program.",
        advice: "Close it there, then open it again.",
      },
    });
  }
  // The quickest: the others measure what else this machine does.
  expect(Math.min(...times)).toBeLessThan(400);
  other.process.kill("SIGKILL");
  await other.ended;
  must(await session.jobs.open({ path }));
  must(await session.jobs.close(undefined));
  expect(readFileSync(path).equals(before)).toBe(true);
});

/** How a project can be made unwritable for an ordinary user: what is done to its folder. */
const locks: Record<string, (path: string) => void> = {
  "a write-protected file": (path) => chmodSync(path, 0o444),
  "a file in a write-protected folder": (path) => {
    chmodSync(path, 0o666);
    chmodSync(dirname(path), 0o555);
  },
};

test.each(Object.entries(locks))(
  "%s opens for reading, and each edit is refused with what to do",
  async (_, lock) => {
    const path = await aProjectFile();
    for (const folder of [dirname(path), dirname(dirname(program.file))]) chmodSync(folder, 0o755);
    lock(path);
    const before = readFileSync(path);
    const said = await finished(program, { do: "edit", path, seed: 1, count: 3 }, [
      // Root may write anything, so the worker is nobody.
      ...(process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []),
    ]);
    chmodSync(dirname(path), 0o755);
    expect(said.map(({ is }) => is)).toEqual([
      "ready",
      "opened",
      "begun",
      "failed",
      "failed",
      "failed",
      "done",
    ]);
    expect(errorsOf(said)[0]).toMatchObject({
      kind: "locked",
      message: "This project can be read but not changed: its file or its folder is write-protected.",
      advice: "Copy it to a folder that you may write, and open the copy.",
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dirname(path))).toEqual(["p.assay"]);
  },
);

test("a project on a disk that is mounted for reading opens for reading", async ({ skip }) => {
  const disk = aDisk("4m");
  if (disk === undefined) return skip("no disk can be mounted here");
  const path = await aProjectFile(disk);
  const before = editsOf(path);
  execFileSync("mount", ["-o", "remount,ro", disk]);
  const said = await finished(program, { do: "edit", path, seed: 1, count: 2 });
  expect(errorsOf(said).map(({ kind }) => kind)).toEqual(["locked", "locked"]);
  const file = must(openProject(path));
  expect(file.isReadOnly).toBe(true);
  closeProject(file);
  expect(editsOf(path)).toEqual(before);
});

test("a project beside which no journal can be made opens for reading, though its file and folder may be written", async () => {
  const folder = aFolder();
  // With “-journal” behind it the name is too long for the disk.
  const path = join(folder, `${"n".repeat(244)}.assay`);
  copyFileSync(await aProjectFile(), path);
  const before = readFileSync(path);
  const file = must(openProject(path));
  expect(file.isReadOnly).toBe(true);
  closeProject(file);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("on a full disk a project still opens, nothing is imported or exported by halves, and work goes on with room", async ({
  skip,
}) => {
  const disk = aDisk("2m");
  if (disk === undefined) return skip("no disk can be mounted here");
  const path = await aProjectFile(disk);
  const before = editsOf(path);
  const table = join(disk, "claims.csv");
  const copy = join(disk, "copy.assay");
  writeFileSync(table, "an older table");
  writeFileSync(copy, "an older copy");
  const filler = join(disk, "filler");
  spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=1k", "count=4000"]);
  const names = readdirSync(disk).sort();
  const session = aSession();
  must(await session.jobs.open({ path }));
  const articles = aFolder();
  writeFileSync(join(articles, "a.txt"), `A report\n\n${"It goes on and on. ".repeat(3000)}\n`);
  const failed = [
    await session.jobs.importFiles({ paths: [articles] }, goOn),
    await session.jobs.exportClaims({ path: table, query: {}, hasHighlights: true, format: "csv" }, goOn),
    await session.jobs.exportClaims({ path: table, query: {}, hasHighlights: true, format: "xlsx" }, goOn),
    await session.jobs.shareCopy({ path: copy, options: everything }, goOn),
    await session.call("tags", "create", { name: "Tag" }),
  ];
  for (const result of failed) {
    expect(result).toMatchObject({ ok: false, error: { kind: "disk-full" } });
    expect(!result.ok && result.error.advice).toMatch(/Free some space/);
  }
  expect(readFileSync(table, "utf8")).toBe("an older table");
  expect(readFileSync(copy, "utf8")).toBe("an older copy");
  rmSync(filler);
  must(await session.call("tags", "create", { name: "Tag" }));
  must(await session.jobs.importFiles({ paths: [articles] }, goOn));
  must(await session.jobs.close(undefined));
  expect(editsOf(path)).toHaveLength(before.length + 2);
  expect(readdirSync(disk).sort()).toEqual(
    names.filter((name) => name !== "filler" && !name.endsWith("-journal")),
  );
});

test("a limit on the size of files is said like a disk that cannot be written, and costs nothing that was saved", async () => {
  const path = await aProjectFile();
  const size = readFileSync(path).length;
  const said = await finished(program, { do: "edit", path, seed: 2, count: 60 }, [
    "prlimit",
    `--fsize=${size + 40_000}`,
  ]);
  const kinds = new Set(errorsOf(said).map(({ kind }) => kind));
  expect([...kinds]).toEqual(["file-unreadable"]);
  const after = editsOf(path);
  expect(idsOf(said).length).toBeGreaterThan(0);
  expect(idsOf(said).filter((id) => !after.includes(id))).toEqual([]);
  expect(await problemOf(path)).toBeNull();
});

/** What can happen to a file while it is open; answers where the project is then, or null when it is gone. */
const moves: Record<string, (path: string, other: string) => string | null> = {
  renamed: (path) => {
    renameSync(path, `${path}.moved`);
    return `${path}.moved`;
  },
  deleted: (path) => {
    rmSync(path);
    return null;
  },
  "replaced by another project": (path, other) => {
    renameSync(path, `${path}.moved`);
    renameSync(other, path);
    return `${path}.moved`;
  },
  "in a folder that was renamed": (path) => {
    renameSync(dirname(path), `${dirname(path)}.moved`);
    return join(`${dirname(path)}.moved`, "p.assay");
  },
};

test.each(Object.entries(moves))(
  "a file that was %s while open is noticed at the next edit, and all of it can still be saved elsewhere",
  async (_, move) => {
    const folder = join(aFolder(), "folder");
    mkdirSync(folder);
    const path = await aProjectFile(folder);
    const other = await aProjectFile();
    const session = aSession();
    must(await session.jobs.open({ path }));
    must(await session.call("tags", "create", { name: "Before" }));
    const now = move(path, other);
    const there = existsSync(path) ? readFileSync(path) : null;
    const refused = await session.call("tags", "create", { name: "After" });
    expect(refused).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
    expect(!refused.ok && refused.error.message).toContain("moved, replaced or deleted");
    expect(!refused.ok && refused.error.advice).toContain("Save a copy to share");
    const copy = join(aFolder(), "copy.assay");
    must(await session.jobs.shareCopy({ path: copy, options: everything }, goOn));
    const tags = must(await session.call("tags", "list", undefined)).map(({ name }) => name);
    expect(tags).toEqual(["Before"]);
    must(await session.jobs.close(undefined));
    expect(existsSync(path) ? readFileSync(path) : null).toEqual(there);
    for (const kept of [copy, now]) {
      if (kept === null) continue;
      const again = aSession();
      must(await again.jobs.open({ path: kept }));
      expect(must(await again.call("tags", "list", undefined)).map(({ name }) => name)).toEqual(["Before"]);
      must(await again.jobs.close(undefined));
      expect(await problemOf(kept)).toBeNull();
    }
  },
);

/** A project in whose file an edit was half written when its process was killed, with the journal that takes it back. */
const aHotProject = async (): Promise<string> => {
  const path = await aProjectFile();
  // One sync of the probe at the opening and one of its folder, two of the journal; the fifth is that of the file itself.
  const said = await finished(program, { do: "edit", path, seed: 1, count: 1 }, [
    ...["strace", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:signal=SIGKILL:when=5"],
  ]);
  expect(said.map(({ is }) => is)).toEqual(["ready", "opened", "begun"]);
  expect(readFileSync(`${path}-journal`)[0]).toBe(0xd9);
  return path;
};

test.runIf(canTrace)(
  "what a killed process left half written is taken back at the next opening, and its journal goes",
  async () => {
    const path = await aHotProject();
    expect(editsOf(path)).toHaveLength(2);
    expect(await problemOf(path)).toBeNull();
    expect(readdirSync(dirname(path))).toEqual(["p.assay"]);
  },
);

test.runIf(canTrace)(
  "what a killed process left half written where it cannot be taken back is said, and left as it is",
  async () => {
    const path = await aHotProject();
    for (const folder of [dirname(path), dirname(dirname(program.file))]) chmodSync(folder, 0o755);
    chmodSync(dirname(path), 0o555);
    const before = [readFileSync(path), readFileSync(`${path}-journal`)];
    const said = await finished(program, { do: "open", path }, [
      ...(process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []),
    ]);
    chmodSync(dirname(path), 0o755);
    expect(errorsOf(said)[0]?.message).toContain("not closed properly");
    expect([readFileSync(path), readFileSync(`${path}-journal`)]).toEqual(before);
  },
);

test("what a killed process left of a copy or a table goes with the next one that is saved there; what is being written stays", async () => {
  const folder = aFolder();
  const [left, young, foreign] = [".assay-0123456789ab.tmp", ".assay-ba9876543210.tmp", ".assay-notes.tmp"];
  for (const name of [left, young, foreign]) writeFileSync(join(folder, name), "half of it");
  const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60_000);
  for (const name of [left, foreign]) utimesSync(join(folder, name), twoHoursAgo, twoHoursAgo);
  const session = aSession();
  must(await session.jobs.open({ path: await aProjectFile() }));
  must(await session.jobs.shareCopy({ path: join(folder, "copy.assay"), options: everything }, goOn));
  expect(readdirSync(folder).sort()).toEqual([young, foreign, "copy.assay"].sort());
});
