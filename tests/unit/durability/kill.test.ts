import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { currentVersion, versionOf } from "../../../main/store/migrate";
import { aFolder } from "../../builders";
import { failuresOf, isDone, killAgainAndAgain } from "./kill-again";
import { aProjectFile, editsOf, problemOf } from "./look";
import { buildWorker, type Program } from "./processes";
import { aSeed, randomOf } from "./random";

/*
 * A worker is killed (SIGKILL) at a random moment of its work, again and again; then the project is opened as the next
 * start of the app would.
 */

let program: Program;
beforeAll(async () => {
  program = await buildWorker();
}, 120_000);
afterAll(() => program.remove());

/** Whether something was begun in the file that has to be taken back. */
const isHot = (path: string): boolean =>
  existsSync(`${path}-journal`) &&
  readFileSync(`${path}-journal`)
    .subarray(0, 8)
    .some((byte) => byte !== 0);

test("a kill at any moment of 100 costs no edit that was acknowledged, and leaves none by halves", async () => {
  const path = await aProjectFile();
  const random = randomOf(aSeed());
  let before = new Set(editsOf(path));
  let [acknowledged, hot] = [0, 0];
  await killAgainAndAgain({
    program,
    rounds: 100,
    after: { is: "edit", most: 6 },
    mostMs: 20,
    random,
    orderOf: () => ({ do: "edit", path, seed: random.below(2 ** 31) }),
    look: async (said, round) => {
      expect(failuresOf(said)).toEqual([]);
      if (isHot(path)) hot += 1;
      const edits = said.flatMap((one) => (one.is === "edit" ? [one.id] : []));
      const after = new Set(editsOf(path));
      expect([...before, ...edits].filter((id) => !after.has(id))).toEqual([]);
      // What was asked for and not answered yet may have got there, as a whole.
      expect(after.size - before.size - edits.length).toBeOneOf([0, 1]);
      acknowledged += edits.length;
      before = after;
      if (round % 20 === 19) expect(await problemOf(path)).toBeNull();
    },
  });
  // Else the kills hit nothing.
  expect(acknowledged).toBeGreaterThan(100);
  expect(hot).toBeGreaterThan(0);
}, 300_000);

test("a kill while copies to share are made leaves the copy before, or the new one, and the project as it was", async () => {
  const path = await aProjectFile();
  const before = readFileSync(path);
  const folder = aFolder();
  const to = join(folder, "copy.assay");
  const random = randomOf(aSeed());
  let whole = 0;
  await killAgainAndAgain({
    program,
    rounds: 20,
    after: { is: "made", most: 2 },
    mostMs: 60,
    random,
    orderOf: () => ({ do: "share", path, to }),
    look: async (said) => {
      expect(failuresOf(said)).toEqual([]);
      expect(readFileSync(path).equals(before)).toBe(true);
      const made = said.filter(({ is }) => is === "made").length;
      whole += made;
      if (made > 0) expect(existsSync(to)).toBe(true);
      if (existsSync(to)) expect(await problemOf(to)).toBeNull();
      expect(existsSync(`${to}-journal`)).toBe(false);
    },
  });
  expect(whole).toBeGreaterThan(5);
}, 300_000);

test("a kill in the midst of an import leaves all of its articles or none", async () => {
  const folder = aFolder();
  for (let n = 0; n < 60; n += 1)
    writeFileSync(
      join(folder, `${n}.txt`),
      `Report ${n}\n\n${`Sentence ${n} of the report. `.repeat(200)}\n`,
    );
  const random = randomOf(aSeed());
  const paths: string[] = [];
  for (let n = 0; n < 20; n += 1) paths.push(await aProjectFile());
  const before = editsOf(paths[0] ?? "").length;
  let interrupted = 0;
  const pathOf = (round: number) => paths[round] ?? "";
  await killAgainAndAgain({
    program,
    rounds: 20,
    mostMs: 900,
    random,
    writing: pathOf,
    orderOf: (round) => ({ do: "import", path: pathOf(round), folder }),
    look: async (said, round) => {
      const path = pathOf(round);
      expect(failuresOf(said)).toEqual([]);
      if (!isDone(said)) interrupted += 1;
      expect(editsOf(path).length).toBeOneOf([before, before + 1]);
      const db = new Sqlite(path, { readonly: true });
      const count = db.prepare("SELECT count(*) FROM articles").pluck().get() as number;
      db.close();
      expect(count).toBeOneOf([1, 61]);
      expect(await problemOf(path)).toBeNull();
    },
  });
  expect(interrupted).toBeGreaterThan(5);
}, 300_000);

const fixture = gunzipSync(readFileSync(join(import.meta.dirname, "../../fixtures/project-v1.assay.gz")));

test("a kill while an old file is brought up to date leaves the old one or the new one, and every copy of it whole", async () => {
  const random = randomOf(aSeed());
  const paths = Array.from({ length: 20 }, () => join(aFolder(), "old.assay"));
  let interrupted = 0;
  const pathOf = (round: number) => paths[round] ?? "";
  await killAgainAndAgain({
    program,
    rounds: 20,
    mostMs: 120,
    random,
    writing: pathOf,
    orderOf: (round) => {
      const path = pathOf(round);
      writeFileSync(path, fixture);
      return { do: "open", path };
    },
    look: async (said, round) => {
      const path = pathOf(round);
      expect(failuresOf(said)).toEqual([]);
      if (!isDone(said)) interrupted += 1;
      const left = new Sqlite(path);
      expect(versionOf(left)).toBeOneOf([1, currentVersion]);
      expect(left.pragma("integrity_check", { simple: true })).toBe("ok");
      left.close();
      expect(await problemOf(path)).toBeNull();
      const names = readdirSync(join(path, "..")).filter((name) => name !== "old.assay");
      expect(names.filter((name) => !/^old before update .*\.assay$/.test(name))).toEqual([]);
      for (const name of names) {
        const copy = new Sqlite(join(path, "..", name), { readonly: true });
        expect(versionOf(copy)).toBe(1);
        expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
        copy.close();
      }
    },
  });
  expect(interrupted).toBeGreaterThan(5);
}, 300_000);
