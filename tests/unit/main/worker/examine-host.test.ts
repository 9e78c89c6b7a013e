import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { guestCommand } from "../../../../main/worker/guest-command";
import { type Guest, startGuest } from "../../../../main/worker/guest-host";
import { projectBytes } from "../../../hostile/a-project";
import { examineAll } from "../../../hostile/examine-all";
import { mutatePages } from "../../../hostile/mutate-pages";
import { schemaFiles } from "../../../hostile/project-files";
import { fileOf } from "../../../hostile/tamper";
import { randomFrom } from "../../../mutate-bytes";

/** A guest that examines without a gate, or misbehaves as the name of the file says. */
const script = `
import { serialize, deserialize } from "node:v8";
import { readdirSync, statSync, writeFileSync, copyFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createRequire } from "node:module";
const frame = (message) => {
  const body = serialize(message); const head = Buffer.alloc(4); head.writeUInt32LE(body.length);
  return Buffer.concat([head, body]);
};
const tell = (message) => process.stdout.write(frame(message));
const rows = (cells) => tell({ kind: "rows", id: 1, table: "edits", rows: cells });
const edit = (n) => ["edt-" + String(n).padStart(32, "0"), "edit", null, "Label", "ana-" + "0".repeat(32), 1, "2024-05-21T09:00:00Z"];
const examined = { ok: true, value: { sha256: "0".repeat(64), bytes: 1, version: 1, manifest: null, projectId: "p", projectName: "n",
  unreadable: [], isDamaged: false, isIncomplete: false, rows: { edits: 0, changes: 0, article_texts: 0, originals: 0, captures: 0 } } };
const hear = ({ examine }) => {
  if (examine === undefined) return;
  const { path, folder } = examine;
  const { mode } = statSync(folder);
  writeFileSync(join(dirname(path), "seen.json"), JSON.stringify({ folder, mode: mode & 0o777, inside: readdirSync(folder), pid: process.pid }));
  copyFileSync(path, join(folder, "received.assay"));
  switch (basename(path)) {
    case "naive.assay": {
      const Sqlite = createRequire(${JSON.stringify(join(import.meta.dirname, "../../../../package.json"))})("better-sqlite3");
      return new Sqlite(join(folder, "received.assay"), { readonly: true }).prepare("SELECT count(*) FROM edits").get();
    }
    case "crash.assay": return process.exit(3);
    case "noise.assay": return process.stdout.write(Buffer.alloc(64, 0xff));
    case "bad row.assay": rows([edit(1)]); return rows([["edt-1", "edit"]]);
    case "no rows.assay": return tell({ kind: "rows", id: 1, table: "meta", rows: [["a"]] });
    case "lie.assay": return tell({ kind: "examined", id: 1, result: { ok: true, value: { manifest: 5 } } });
    case "many.assay": for (let at = 1; at <= 3; at += 1) rows([edit(at)]); return tell({ kind: "examined", id: 1, result: examined });
  }
};
let parts = Buffer.alloc(0);
process.stdin.on("data", (part) => {
  parts = Buffer.concat([parts, part]);
  while (parts.length >= 4 && parts.length >= 4 + parts.readUInt32LE(0)) {
    const end = 4 + parts.readUInt32LE(0); const whole = parts.subarray(4, end); parts = parts.subarray(end);
    hear(deserialize(whole));
  }
});
tell({ kind: "ready" });
`;

let folder = "";
let sound: Buffer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-examine-"));
  writeFileSync(join(folder, "guest.mjs"), script);
  sound = await projectBytes();
});
afterAll(() => rmSync(folder, { recursive: true }));

const aGuest = (silence = 600): Guest => {
  const command = () => ({ file: process.execPath, args: [join(folder, "guest.mjs")] });
  const guest = startGuest(command, { examine: { silence } });
  onTestFinished(guest.stop);
  return guest;
};

type Seen = {
  readonly folder: string;
  readonly mode: number;
  readonly inside: string[];
  readonly pid: number;
};
const seenBeside = (path: string): Seen => JSON.parse(readFileSync(join(path, "../seen.json"), "utf8"));
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("a validator that runs away over an endless query is killed, and this process goes on", async () => {
  const endless = schemaFiles[0]?.make(sound) ?? Buffer.alloc(0);
  const path = fileOf(endless, "naive.assay");
  const guest = aGuest();
  const began = performance.now();
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 20);
  const found = await guest.examine(path, { purpose: "merge" });
  clearInterval(ticking);
  expect(found).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  expect(found.ok ? "" : found.error.message).toContain("took too long");
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(ticks).toBeGreaterThan(10);
  const seen = seenBeside(path);
  expect(isRunning(seen.pid)).toBe(false);
  expect(existsSync(seen.folder)).toBe(false);
});

test("the private folder is this user's alone, empty at first, and gone afterwards, also when the guest dies", async () => {
  for (const name of ["many.assay", "crash.assay"]) {
    const path = fileOf(sound, name);
    await aGuest().examine(path, { purpose: "merge" });
    const seen = seenBeside(path);
    expect(seen).toMatchObject({ mode: 0o700, inside: [] });
    expect(existsSync(seen.folder)).toBe(false);
  }
});

test.each([
  ["crash.assay", "broke off"],
  ["noise.assay", "makes no sense"],
  ["bad row.assay", "makes no sense"],
  ["no rows.assay", "makes no sense"],
  ["lie.assay", "makes no sense"],
])("a guest that goes wrong (%s) costs this file alone", async (name, words) => {
  const guest = aGuest();
  const taken: unknown[] = [];
  const found = await guest.examine(fileOf(sound, name), {
    purpose: "merge",
    rows: ({ rows }) => {
      taken.push(...rows);
    },
  });
  expect(found.ok ? "" : found.error.message).toContain(words);
  expect(taken.length).toBeLessThanOrEqual(1);
  expect((await guest.examine(fileOf(sound, "many.assay"), { purpose: "merge" })).ok).toBe(true);
});

test("rows are taken one batch after the other, and before the outcome; a slow taker is waited for", async () => {
  const heard: string[] = [];
  const found = await aGuest(300).examine(fileOf(sound, "many.assay"), {
    purpose: "merge",
    rows: async ({ rows }) => {
      heard.push(`begin ${rows.length}`);
      await new Promise((resolve) => setTimeout(resolve, 400));
      heard.push("end");
    },
  });
  expect(found.ok).toBe(true);
  expect(heard).toEqual(["begin 1", "end", "begin 1", "end", "begin 1", "end"]);
});

test("what the taker of rows throws is thrown to whoever asked, and the guest is ended", async () => {
  const path = fileOf(sound, "many.assay");
  const asked = aGuest().examine(path, {
    purpose: "merge",
    rows: () => {
      throw new RangeError("no room");
    },
  });
  await expect(asked).rejects.toThrow("no room");
  expect(isRunning(seenBeside(path).pid)).toBe(false);
});

test("an examination can be given up, one by one or all together", async () => {
  const guest = aGuest(60_000);
  const aborting = new AbortController();
  const endless = schemaFiles[0]?.make(sound) ?? Buffer.alloc(0);
  const first = guest.examine(fileOf(endless, "naive.assay"), { purpose: "merge", signal: aborting.signal });
  const second = guest.examine(fileOf(endless, "naive.assay"), { purpose: "merge" });
  aborting.abort();
  expect(await first).toMatchObject({ ok: false, error: { kind: "cancelled" } });
  guest.stop();
  expect(await second).toMatchObject({ ok: false, error: { kind: "cancelled" } });
  expect(await guest.examine(fileOf(sound), { purpose: "merge" })).toMatchObject({ ok: false });
});

test("a guest that cannot be started is a failure in words", async () => {
  for (const command of [
    () => ({ file: join(folder, "nothing"), args: [] }),
    () => {
      throw new Error("not built");
    },
  ]) {
    const guest = startGuest(command);
    onTestFinished(guest.stop);
    expect(await guest.examine(fileOf(sound), { purpose: "open" })).toMatchObject({
      ok: false,
      error: { kind: "unexpected", message: expect.stringContaining("could not be started") },
    });
  }
});

const leftFolders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`assay-in-${process.pid}-`));

test("the guest of the build examines as this process does, and leaves nothing behind", async () => {
  const guest = startGuest(guestCommand);
  onTestFinished(guest.stop);
  const path = fileOf(sound);
  const before = statSync(path).mtimeMs;
  const [there, here] = [await examineAll(path, guest), await examineAll(path)];
  expect(there.examined).toEqual(here.examined);
  expect(there.rows.changes).toEqual(here.rows.changes);
  expect(there.rows.originals.map(({ bytes }) => Buffer.from(bytes))).toEqual(
    here.rows.originals.map(({ bytes }) => Buffer.from(bytes)),
  );
  expect(statSync(path).mtimeMs).toBe(before);
  expect(leftFolders()).toEqual([]);
}, 60_000);

test("the guest of the build refuses every hostile schema, and survives damaged files, or dies alone", async () => {
  const guest = startGuest(guestCommand);
  onTestFinished(guest.stop);
  const random = randomFrom(7);
  const files = [
    ...schemaFiles.slice(0, 4).map(({ make }) => make(sound)),
    ...Array.from({ length: 8 }, () => mutatePages(sound, random).bytes),
  ];
  for (const [at, bytes] of files.entries()) {
    const found = await guest.examine(fileOf(bytes), { purpose: "open" });
    if (at < 4) expect(found).toMatchObject({ ok: false, error: { kind: "damaged" } });
    else if (!found.ok) expect(found.error.kind).not.toBe("unexpected");
  }
  expect(leftFolders()).toEqual([]);
}, 120_000);
