import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { largestFile } from "../../../../main/import/archive-limits";
import { findFiles, readFileBytes } from "../../../../main/import/import-files";

/** A code with which the system refuses to open anything: network disks have many. */
const system = vi.hoisted(() => ({ answers: "" }));
vi.mock("node:fs", async (importActual) => {
  const fs = await importActual<typeof import("node:fs")>();
  return {
    ...fs,
    openSync: (...words: Parameters<typeof fs.openSync>) => {
      if (system.answers !== "") throw Object.assign(new Error(system.answers), { code: system.answers });
      return fs.openSync(...words);
    },
  };
});

let folder: string;
beforeEach(() => {
  system.answers = "";
  folder = mkdtempSync(join(tmpdir(), "assay-import-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const listed = (...paths: string[]) => {
  const found = findFiles(paths, null);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map((file) => [file.path.slice(folder.length + 1), file.problem]);
};

describe("finding files to import", () => {
  it("walks folders in the order of names and passes over hidden ones", () => {
    mkdirSync(join(folder, "b/deep"), { recursive: true });
    mkdirSync(join(folder, ".git"));
    for (const name of ["c.txt", "a.md", "b/deep/x", "b/y.txt", ".git/config", ".DS_Store"])
      writeFileSync(join(folder, name), "x");
    expect(listed(folder).map(([path]) => path)).toEqual(["a.md", "b/deep/x", "b/y.txt", "c.txt"]);
  });

  it("lists what it will not read, with the reason, and goes on", () => {
    writeFileSync(join(folder, "real.txt"), "x");
    symlinkSync(join(folder, "real.txt"), join(folder, "link.txt"));
    symlinkSync(folder, join(folder, "loop"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(listed(folder, join(folder, "gone.txt"))).toEqual([
      ["link.txt", "It is a link to another place: choose the file itself"],
      ["loop", "It is a link to another place: choose the file itself"],
      ["pipe", "It is not an ordinary file"],
      ["real.txt", null],
      ["gone.txt", "There is no such file"],
    ]);
  });
});

describe("reading one file", () => {
  it("refuses links, pipes and files over the limit even when they took the place of a file since", () => {
    symlinkSync("/etc/hostname", join(folder, "link"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    writeFileSync(join(folder, "large"), "");
    truncateSync(join(folder, "large"), largestFile + 1);
    expect(readFileBytes(join(folder, "link"))).toMatchObject({
      ok: false,
      error: { kind: "file-unreadable" },
    });
    expect(readFileBytes(join(folder, "pipe"))).toMatchObject({
      ok: false,
      error: { message: "It is not an ordinary file" },
    });
    expect(readFileBytes(join(folder, "large"))).toMatchObject({
      ok: false,
      error: { message: "It is larger than 200 MB" },
    });
    expect(readFileBytes(join(folder, "gone"))).toMatchObject({
      ok: false,
      error: { message: "There is no such file" },
    });
  });

  it.each(["EBUSY", "ESTALE", "EINVAL"])(
    "gives the system's code %s where it has no words for it",
    (code) => {
      writeFileSync(join(folder, "x"), "x");
      system.answers = code;
      expect(readFileBytes(join(folder, "x"))).toMatchObject({
        ok: false,
        error: { kind: "file-unreadable", message: `It could not be read (${code})` },
      });
      system.answers = "";
      expect(readFileBytes(join(folder, "x")).ok).toBe(true);
    },
  );

  it("gives the bytes as they are", () => {
    writeFileSync(join(folder, "x"), Buffer.from([0, 255, 10]));
    const read = readFileBytes(join(folder, "x"));
    expect(read.ok && [...read.value]).toEqual([0, 255, 10]);
  });
});
