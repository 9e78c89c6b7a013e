import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSession } from "../../../../main/handlers/session";
import { Analyst } from "../../../../shared/domain/analyst";
import { everything } from "../../../../shared/domain/share";
import type { Result } from "../../../../shared/result";
import { guestInProcess } from "../../../guest-in-process";

const analyst = Analyst.parse({
  id: "ana-0190a000-0000-7000-8000-000000000001",
  name: "Mira Kessler",
  initials: "MK",
});
const colleague = Analyst.parse({
  id: "ana-0190a000-0000-7000-8000-000000000002",
  name: "Ola Brand",
  initials: "OB",
});

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

let folder: string;
let session: ReturnType<typeof createSession>;
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-share-"));
  session = createSession({ analyst, guest: guestInProcess, publish: () => {} });
  must(await session.jobs.create({ path: at("p.assay"), name: "Shared" }));
  const { articleId } = must(
    await session.call("articles", "createFromText", {
      text: "The ferry closes in May, they say.",
      title: "Ferry",
      sourceName: "Harbour Wire",
    }),
  );
  if (articleId === null) throw new Error("no article");
  must(
    await session.call("claims", "create", {
      statement: "It closes",
      kind: "fact",
      evidence: { passage: { articleId, span: { start: 4, end: 16 } }, stance: "supports", credibility: 2 },
    }),
  );
  must(await session.call("articles", "markRead", { id: articleId, isRead: true }));
});
afterEach(async () => {
  await session.jobs.close(undefined);
  rmSync(folder, { recursive: true, force: true });
});

const share = (name = "copy.assay") => session.jobs.shareCopy({ path: at(name), options: everything }, goOn);
const goOn = async () => "go-on" as const;
const leftovers = () => readdirSync(folder).filter((name) => name.startsWith("."));

const mountDisk = (name: string, options: string): boolean => {
  mkdirSync(at(name));
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", at(name)]).status === 0;
};
const isRoot = process.getuid?.() === 0;

describe("a copy to share", () => {
  it("opens in another profile with everything in it, history and undo included", async () => {
    const { bytes } = must(await share());
    expect(readFileSync(at("copy.assay"))).toHaveLength(bytes);
    const theirs = createSession({ analyst: colleague, guest: guestInProcess, publish: () => {} });
    const project = must(await theirs.jobs.open({ path: at("copy.assay") }));
    expect(project).toMatchObject({
      name: "Shared",
      isReadOnly: false,
      counts: { articles: 1, highlights: 1, claims: 1, evidence: 1, sources: 1 },
    });
    for (const [noun, verb, input] of [
      ["claims", "list", {}],
      ["sources", "list", undefined],
      ["tags", "list", undefined],
      ["history", "list", { limit: 100 }],
    ] as const)
      expect(must(await theirs.call(noun, verb as string, input))).toEqual(
        must(await session.call(noun, verb as string, input)),
      );
    expect(must(await theirs.jobs.verify(undefined)).isSound).toBe(true);
    must(await theirs.call("sources", "create", { name: "New", kind: "other" }));
    must(await theirs.jobs.close(undefined));
    must(await share("again.assay"));
  });

  it("holds nothing of what this machine alone knows, and nothing that was deleted from the file", async () => {
    const marker = "MARKER-that-was-deleted";
    must(await session.jobs.close(undefined));
    const db = new Sqlite(at("p.assay"));
    // As a crash or another program might leave it: free pages that still hold what was in them.
    db.pragma("secure_delete = OFF");
    db.exec(`INSERT INTO meta (key, value) VALUES ('x', '${marker}'); DELETE FROM meta WHERE key = 'x'`);
    db.exec(`CREATE TABLE t (x); INSERT INTO t VALUES ('${marker.repeat(500)}'); DROP TABLE t`);
    db.close();
    expect(readFileSync(at("p.assay")).includes(marker)).toBe(true);
    must(await session.jobs.open({ path: at("p.assay") }));
    must(await share());
    expect(readFileSync(at("copy.assay")).includes(marker)).toBe(false);
    const copy = new Sqlite(at("copy.assay"), { readonly: true });
    expect(copy.prepare("SELECT count(*) FROM reading").pluck().get()).toBe(0);
    expect(copy.pragma("freelist_count", { simple: true })).toBe(0);
    copy.close();
    expect(must(await session.call("articles", "list", {}))[0]?.isRead).toBe(true);
  });

  it("is one file in a mode that needs no second one, with the mark of a project", async () => {
    must(await share());
    const header = readFileSync(at("copy.assay")).subarray(0, 100);
    expect([header[18], header[19]]).toEqual([1, 1]);
    expect(header.readUInt32BE(68)).toBe(0x41534159);
    expect(readdirSync(folder).filter((name) => name.startsWith("copy"))).toEqual(["copy.assay"]);
    expect(leftovers()).toEqual([]);
  });

  it("replaces an older file only with a whole one", async () => {
    writeFileSync(at("copy.assay"), "old");
    must(await share());
    expect(readFileSync(at("copy.assay")).subarray(0, 6).toString()).toBe("SQLite");
  });

  it("never takes the place of the project itself, whatever it is called there", async () => {
    symlinkSync(at("p.assay"), at("link.assay"));
    linkSync(at("p.assay"), at("hard.assay"));
    for (const name of ["p.assay", "link.assay", "hard.assay"])
      expect(await share(name)).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
    expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
    expect(await share("gone/copy.assay")).toMatchObject({
      ok: false,
      error: { kind: "not-found" },
    });
    expect(leftovers()).toEqual([]);
  });

  it.runIf(isRoot)("says when the folder may not be written", async () => {
    mkdirSync(at("locked"));
    chmodSync(at("locked"), 0o555);
    chmodSync(folder, 0o755);
    process.seteuid?.(65_534);
    try {
      expect(await share("locked/copy.assay")).toMatchObject({
        ok: false,
        error: { kind: "file-unreadable" },
      });
    } finally {
      process.seteuid?.(0);
    }
    expect(readdirSync(at("locked"))).toEqual([]);
  });

  it.runIf(isRoot)("on a full disk says so, keeps the old file and leaves no empty one", async () => {
    if (!mountDisk("disk", "size=64k")) return;
    try {
      writeFileSync(at("disk/copy.assay"), "old");
      expect(await share("disk/copy.assay")).toMatchObject({ ok: false, error: { kind: "disk-full" } });
      expect(readFileSync(at("disk/copy.assay"), "utf8")).toBe("old");
      expect(readdirSync(at("disk"))).toEqual(["copy.assay"]);
      expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
    } finally {
      execFileSync("umount", [at("disk")]);
    }
    expect(existsSync(at("p.assay"))).toBe(true);
  });
});
