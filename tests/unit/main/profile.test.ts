import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeEach, expect, test } from "vitest";
import { analystFromSystem, openProfile } from "../../../main/profile";
import { Analyst } from "../../../shared/domain/analyst";

let folder = "";
beforeEach(() => {
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

test("A project that is forgotten is neither listed nor opened next time", () => {
  const profile = open();
  profile.remember("/p/1.assay");
  profile.forget("/p/1.assay");
  expect(open().get()).toMatchObject({ recent: [], lastProject: null });
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
