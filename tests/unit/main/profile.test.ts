import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { analystFromSystem, openProfile } from "../../../main/profile";
import { Analyst } from "../../../shared/domain/analyst";

/** What the disk still takes, in bytes; a write takes what fits, as on a real disk, and the next one fails. */
const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY }));
vi.mock("node:fs", async (importActual) => {
  const fs = await importActual<typeof import("node:fs")>();
  return {
    ...fs,
    writeSync: (file: number, data: string | Uint8Array, at = 0) => {
      const bytes = typeof data === "string" ? Buffer.from(data) : data.subarray(at);
      if (disk.left === 0)
        throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      const fits = bytes.subarray(0, Math.min(bytes.length, disk.left));
      disk.left -= fits.length;
      return fs.writeSync(file, fits);
    },
  };
});

let folder = "";
beforeEach(() => {
  disk.left = Number.POSITIVE_INFINITY;
  folder = mkdtempSync(join(tmpdir(), "assay-profile-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openProfile(folder, uuidv7);

test("The first start makes an analyst named after the system's user, and the next one finds it again", () => {
  const first = open();
  expect(first.isNew).toBe(true);
  expect(Analyst.parse(first.get().analyst)).toEqual(first.get().analyst);
  const second = open();
  expect(second.isNew).toBe(false);
  expect(second.get()).toEqual(first.get());
});

test.each([
  ["ana.maria-lopez", "Ana Maria Lopez", "AML"],
  ["root", "Root", "R"],
  ["", "Analyst", "A"],
  ["...", "Analyst", "A"],
  ["élodie", "Élodie", "É"],
  ["𠮷田", "𠮷田", "𠮷"],
  ["𠮷.𠮷.𠮷", "𠮷 𠮷 𠮷", "𠮷"],
  [`a${"𠮷".repeat(60)}`, `A${"𠮷".repeat(49)}`, "A"],
  ["x".repeat(500), `X${"x".repeat(99)}`, "X"],
])("The login %j gives the name %j and the initials %j", (login, name, initials) => {
  expect(analystFromSystem(uuidv7(), login)).toMatchObject({ name, initials });
});

test("Recent projects come newest first, once each, at most twelve, under keys that stay", () => {
  const profile = open();
  for (let at = 0; at < 15; at += 1) profile.remember(`/p/${at}.assay`);
  const key = profile.get().recent.find(({ path }) => path === "/p/5.assay")?.key;
  profile.remember("/p/5.assay");
  const { recent, lastProject } = open().get();
  expect(recent).toHaveLength(12);
  expect(recent[0]).toEqual({ key, path: "/p/5.assay" });
  expect(recent.filter(({ path }) => path === "/p/5.assay")).toHaveLength(1);
  expect(lastProject).toBe("/p/5.assay");
  for (const { key: opaque } of recent) expect(opaque).not.toContain("/");
});

test.each([
  "",
  "{",
  "null",
  "[]",
  "7",
  '{"analyst": {"id": "ana-x", "name": "", "initials": ""}}',
  '{"analyst": null}',
  "\0\0\0\0",
  "{".repeat(100_000),
])("A profile that reads %j is kept aside and a fresh one takes its place", (text) => {
  writeFileSync(join(folder, "profile.json"), text);
  const profile = open();
  expect(profile.isNew).toBe(true);
  expect(Analyst.parse(profile.get().analyst)).toBeTruthy();
  const aside = readdirSync(folder).filter((name) => name.startsWith("profile.json.damaged-"));
  expect(aside).toHaveLength(1);
  expect(readFileSync(join(folder, aside[0] ?? ""), "utf8")).toBe(text);
  expect(open().get()).toEqual(profile.get());
});

test("One bad part of a profile costs only that part", () => {
  const { analyst } = open().get();
  writeFileSync(
    join(folder, "profile.json"),
    JSON.stringify({
      analyst,
      settings: { theme: "plaid" },
      recent: [{ path: 7 }],
      bounds: { x: "left" },
      lastProject: 7,
      added: 1,
    }),
  );
  const profile = open();
  expect(profile.isNew).toBe(false);
  expect(profile.get()).toMatchObject({
    analyst,
    settings: { theme: "system" },
    recent: [],
    bounds: null,
    lastProject: null,
  });
});

test("Writing leaves no draft behind, and nobody else may read it", () => {
  open().remember("/p/1.assay");
  expect(readdirSync(folder)).toEqual(["profile.json"]);
});

test("On a disk that is nearly full the old profile stays whole, and with it who the analyst is", () => {
  const profile = open();
  const before = readFileSync(join(folder, "profile.json"), "utf8");
  disk.left = 100;
  profile.remember(`/p/${"long name ".repeat(50)}.assay`);
  expect(profile.get().recent).toHaveLength(1);
  expect(() => profile.set({ settings: { theme: "dark" } })).toThrow("ENOSPC");
  expect(profile.get().settings).toEqual({ theme: "system" });
  expect(readdirSync(folder)).toEqual(["profile.json"]);
  expect(readFileSync(join(folder, "profile.json"), "utf8")).toBe(before);
  disk.left = Number.POSITIVE_INFINITY;
  expect(open()).toMatchObject({ isNew: false });
  expect(open().get().analyst).toEqual(profile.get().analyst);
});
