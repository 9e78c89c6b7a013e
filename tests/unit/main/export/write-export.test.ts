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
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeExport } from "../../../../main/export/write-export";
import { fail } from "../../../../shared/errors";
import { ok } from "../../../../shared/result";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-export-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, parts: readonly string[], taken: readonly (string | null)[] = []) =>
  writeExport(path, taken, async (put) => {
    for (const part of parts) put(part);
    return ok(parts.length);
  });

const mountSmallDisk = (at: string, options: string): boolean => {
  mkdirSync(at);
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", at]).status === 0;
};
const canMount = (() => {
  const at = mkdtempSync(join(tmpdir(), "assay-mount-"));
  const mounted = mountSmallDisk(join(at, "disk"), "size=64k");
  if (mounted) execFileSync("umount", [join(at, "disk")]);
  rmSync(at, { recursive: true, force: true });
  return mounted;
})();

describe("writing an export", () => {
  it("puts the whole file in its place and leaves nothing else", async () => {
    const path = join(folder, "claims.csv");
    expect(await write(path, ["\ufeffa", "é😀", "c\r\n"])).toEqual({ ok: true, value: 3 });
    expect(readFileSync(path, "utf8")).toBe("\ufeffaé😀c\r\n");
    expect(readdirSync(folder)).toEqual(["claims.csv"]);
  });

  it("replaces an older file in one step and keeps its rights", async () => {
    const path = join(folder, "claims.csv");
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    await writeExport(path, [], async (put) => {
      put("new");
      expect(readFileSync(path, "utf8")).toBe("old");
      return ok(undefined);
    });
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it("leaves the old file whole and no other when the work is cancelled or breaks", async () => {
    const path = join(folder, "claims.csv");
    writeFileSync(path, "old");
    const cancelled = await writeExport(path, [], async (put) => {
      put("half");
      return fail("cancelled", "The export was cancelled");
    });
    expect(cancelled).toMatchObject({ ok: false, error: { kind: "cancelled" } });
    await expect(
      writeExport(path, [], async () => {
        throw new TypeError("a bug");
      }),
    ).rejects.toThrow("a bug");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["claims.csv"]);
  });

  it("refuses a link, a folder, a device and the open project", async () => {
    const victim = join(folder, "victim");
    writeFileSync(victim, "precious");
    symlinkSync(victim, join(folder, "link.csv"));
    symlinkSync(join(folder, "nowhere"), join(folder, "dangling.csv"));
    mkdirSync(join(folder, "dir.csv"));
    for (const name of ["link.csv", "dangling.csv", "dir.csv"])
      expect(await write(join(folder, name), ["x"])).toMatchObject({
        ok: false,
        error: { kind: "invalid-input" },
      });
    expect(await write("/dev/null", ["x"])).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
    expect(await write(victim, ["x"], [victim])).toMatchObject({
      ok: false,
      error: { message: '"victim" is the project that is open' },
    });
    linkSync(victim, join(folder, "hard.csv"));
    expect(await write(join(folder, "hard.csv"), ["x"], [null, victim])).toMatchObject({ ok: false });
    expect(readFileSync(victim, "utf8")).toBe("precious");
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
    expect(readdirSync(folder).some((name) => name.endsWith(".tmp"))).toBe(false);
  });

  it("names the folder that does not exist", async () => {
    expect(await write(join(folder, "gone/claims.csv"), ["x"])).toMatchObject({
      ok: false,
      error: { kind: "not-found" },
    });
  });

  it("says that a name is too long", async () => {
    expect(await write(join(folder, `${"x".repeat(300)}.csv`), ["x"])).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
  });

  it.runIf(canMount)("on a full disk says so, keeps the old file and leaves no other", async () => {
    const disk = join(folder, "disk");
    mountSmallDisk(disk, "size=64k");
    try {
      const path = join(disk, "claims.csv");
      writeFileSync(path, "old");
      const result = await write(
        path,
        Array.from({ length: 100 }, () => "x".repeat(10_000)),
      );
      expect(result).toMatchObject({ ok: false, error: { kind: "disk-full" } });
      expect(!result.ok && result.error.advice).toContain("Nothing was changed");
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(readdirSync(disk)).toEqual(["claims.csv"]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });

  it.runIf(canMount)("on a read-only disk says so", async () => {
    const disk = join(folder, "disk");
    mountSmallDisk(disk, "size=64k");
    try {
      writeFileSync(join(disk, "claims.csv"), "old");
      execFileSync("mount", ["-o", "remount,ro", disk]);
      const result = await write(join(disk, "claims.csv"), ["new"]);
      expect(result).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
      expect(!result.ok && result.error.message).toContain("read-only");
      expect(readFileSync(join(disk, "claims.csv"), "utf8")).toBe("old");
    } finally {
      execFileSync("umount", [disk]);
    }
  });

  it("in a folder that may not be written says so and keeps the old file", async () => {
    const locked = join(folder, "locked");
    mkdirSync(locked);
    writeFileSync(join(locked, "claims.csv"), "old");
    chmodSync(locked, 0o555);
    chmodSync(folder, 0o755);
    const isRoot = process.getuid?.() === 0;
    // Root may write anywhere, so for the length of this one call it is nobody.
    if (isRoot) process.seteuid?.(65_534);
    try {
      const result = await write(join(locked, "claims.csv"), ["new"]);
      expect(result).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
      expect(!result.ok && result.error.message).toContain("permission denied");
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(locked, 0o755);
    }
    expect(readFileSync(join(locked, "claims.csv"), "utf8")).toBe("old");
    expect(readdirSync(locked)).toEqual(["claims.csv"]);
  });
});
