import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { currentVersion, foreignSchema, versionOf } from "../../../main/store/migrate";
import { closeProject, openProject } from "../../../main/store/open";
import { aFolder } from "../../builders";
import { aProjectFile, editsOf, problemOf } from "./look";
import { aQuickFolder, eachCut, recorded } from "./power-cut";
import { buildWorker, canTrace, type Program } from "./processes";
import type { Said } from "./worker";

/*
 * The power goes at every moment of recorded work: after each write, sync and naming of a file the disk is put together
 * as it would be found, and the project on it is opened, journal and all.
 */

let program: Program;
beforeAll(async () => {
  program = await buildWorker();
}, 120_000);
afterAll(() => program.remove());

const idsOf = (said: readonly Said[]): string[] => said.flatMap((one) => (one.is === "edit" ? [one.id] : []));

/** The project that is there, looked through; or why there is none. */
const look = (path: string) => async (): Promise<{ edits: readonly string[]; problem: string | null }> => {
  const opened = openProject(path);
  if (!opened.ok) return { edits: [], problem: opened.error.kind };
  const edits = opened.value.db.prepare("SELECT id FROM edits ORDER BY clock").pluck().all() as string[];
  closeProject(opened.value);
  return { edits, problem: await problemOf(path) };
};

const hasHeard = (said: readonly Said[], is: Said["is"]): boolean => said.some((one) => one.is === is);

test.runIf(canTrace)(
  "a power cut at any moment costs no edit that was acknowledged, and leaves none by halves",
  async () => {
    const folder = aQuickFolder();
    const path = await aProjectFile(folder);
    const first = editsOf(path).length;
    const work = await recorded(program, folder, { do: "edit", path, seed: 7, count: 12 });
    const all = editsOf(path);
    const cuts = await eachCut(folder, work, look(path));
    for (const { said, found } of cuts) {
      expect(found.problem).toBeNull();
      expect(found.edits).toEqual(all.slice(0, found.edits.length));
      expect(found.edits.length - first - idsOf(said).length).toBeOneOf([0, 1]);
    }
    expect(cuts.length).toBeGreaterThan(1000);
  },
  300_000,
);

test.runIf(canTrace)(
  "a disk that does not keep what was synced is noticed, or the test above would be blind",
  async () => {
    const folder = aQuickFolder();
    const path = await aProjectFile(folder);
    const first = editsOf(path).length;
    const { before, done } = await recorded(program, folder, { do: "edit", path, seed: 7, count: 3 });
    for (const forgotten of [path, `${path}-journal`]) {
      const work = { before, done: done.filter((one) => one.is !== "sync" || one.path !== forgotten) };
      const cuts = await eachCut(folder, work, look(path));
      const lost = cuts.filter(
        ({ said, found }) => found.problem !== null || found.edits.length - first < idsOf(said).length,
      );
      expect(lost.length).toBeGreaterThan(0);
    }
  },
  300_000,
);

test.runIf(canTrace)(
  "a power cut in the midst of an import leaves all of it or nothing",
  async () => {
    const folder = aQuickFolder();
    const path = await aProjectFile(folder);
    const first = editsOf(path).length;
    const files = aFolder();
    for (let n = 0; n < 8; n += 1)
      writeFileSync(join(files, `${n}.txt`), `Report ${n}\n\n${`Sentence ${n} of it. `.repeat(300)}\n`);
    const work = await recorded(program, folder, { do: "import", path, folder: files });
    for (const { said, found } of await eachCut(folder, work, look(path))) {
      expect(found.problem).toBeNull();
      expect(found.edits.length - first).toBeOneOf(hasHeard(said, "outcome") ? [1] : [0, 1]);
    }
  },
  300_000,
);

test.runIf(canTrace)(
  "a power cut while a project is made leaves it whole, or nothing that could be taken for one",
  async () => {
    const folder = aQuickFolder();
    const path = join(folder, "new.assay");
    const work = await recorded(program, folder, { do: "create", path });
    for (const { said, found } of await eachCut(folder, work, look(path)))
      if (hasHeard(said, "opened"))
        expect(found).toMatchObject({ problem: null, edits: [expect.any(String)] });
      else expect(found.problem).toBeOneOf([null, "not-a-project", "file-unreadable", "damaged"]);
  },
  300_000,
);

test.runIf(canTrace)(
  "a power cut while a copy to share is made leaves the older copy or the new one",
  async () => {
    const folder = aQuickFolder();
    const path = await aProjectFile(aFolder());
    const to = join(folder, "copy.assay");
    writeFileSync(to, "an older file");
    const work = await recorded(program, folder, { do: "share", path, to, count: 1 });
    const cuts = await eachCut(folder, work, async () =>
      readFileSync(to, "utf8") === "an older file" ? "older" : ((await problemOf(to)) ?? "new"),
    );
    for (const { said, found } of cuts)
      expect(found).toBeOneOf(hasHeard(said, "made") ? ["new"] : ["older", "new"]);
  },
  300_000,
);

const fixture = gunzipSync(readFileSync(join(import.meta.dirname, "../../fixtures/project-v1.assay.gz")));

/** The version of a file, once SQLite has brought it in order; null when it is no sound project. */
const versionIn = (path: string): number | null => {
  const db = new Sqlite(path);
  try {
    const version = versionOf(db);
    const isSound = db.pragma("integrity_check", { simple: true }) === "ok";
    return isSound && foreignSchema(db, version).length === 0 ? version : null;
  } finally {
    db.close();
  }
};

test.runIf(canTrace)(
  "a power cut while an old file is brought up to date leaves the old one, or the new one with a copy of the old",
  async () => {
    const folder = aQuickFolder();
    const path = join(folder, "old.assay");
    writeFileSync(path, fixture);
    const work = await recorded(program, folder, { do: "open", path });
    const cuts = await eachCut(folder, work, async () => {
      const version = versionIn(path);
      const copies = readdirSync(folder).filter((name) => name.startsWith("old before update"));
      const versions = copies.map((name) => versionIn(join(folder, name)));
      return { version, copies: versions, problem: await problemOf(path) };
    });
    for (const { said, found } of cuts) {
      expect(found.problem).toBeNull();
      expect(found.copies.filter((version) => version !== 1)).toEqual([]);
      if (found.version !== 1) expect(found).toMatchObject({ version: currentVersion, copies: [1] });
      if (hasHeard(said, "opened")) expect(found.version).toBe(currentVersion);
    }
  },
  300_000,
);
