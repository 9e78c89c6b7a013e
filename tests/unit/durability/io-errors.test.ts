import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AppError } from "../../../shared/errors";
import { aFolder } from "../../builders";
import { type Fault, twoAtATime, withFault } from "./faults";
import { aProjectFile, editsOf, problemOf } from "./look";
import { buildWorker, canTrace, finished, type Program } from "./processes";
import type { Said } from "./worker";

/*
 * The disk reports errors: strace answers chosen calls of the worker with one, instead of the kernel.
 */

let program: Program;
beforeAll(async () => {
  program = await buildWorker();
}, 120_000);
afterAll(() => program.remove());

const errorsOf = (said: readonly Said[]): AppError[] =>
  said.flatMap((one) => (one.is === "failed" ? [one.error] : []));
const idsOf = (said: readonly Said[]): string[] => said.flatMap((one) => (one.is === "edit" ? [one.id] : []));

/** At the first calls one by one, then here and there. */
const moments = (call: string, error: string, ...whens: readonly (number | string)[]): Fault[] =>
  whens.map((when) => [call, error, String(when)]);

const expectInWords = (errors: readonly AppError[], fault: Fault): void => {
  for (const { kind, advice } of errors) {
    expect(kind, fault.join(" ")).toBeOneOf(["file-unreadable", "disk-full", "locked"]);
    expect(advice, fault.join(" ")).toMatch(/\w/);
  }
};

test.runIf(canTrace)(
  "an error of the disk at any write or sync of an edit is said, costs nothing acknowledged, and work goes on",
  async () => {
    const faults = [
      ...moments("pwrite64", "EIO", 1, 3, 6, 20, 50, 70, "60+97"),
      ...moments("pwrite64", "ENOSPC", 2, 40, "40+"),
      ...moments("pwrite64", "EFBIG", 6),
      ...moments("fsync", "EIO", 1, 3, 4, 5, 6, "9+7"),
      ...moments("fsync", "ENOSPC", 5),
    ];
    await twoAtATime(faults, async (fault) => {
      const path = await aProjectFile();
      const before = editsOf(path);
      const said = await finished(program, { do: "edit", path, seed: 5, count: 12 }, withFault(fault));
      const errors = errorsOf(said);
      const after = editsOf(path);
      const name = fault.join(" ");
      const acknowledged = [...before, ...idsOf(said)];
      expectInWords(errors, fault);
      expect(
        acknowledged.filter((id) => !after.includes(id)),
        name,
      ).toEqual([]);
      // The last sync of an edit may fail when all of it is there already.
      expect(after.length - acknowledged.length, name).toBeLessThanOrEqual(errors.length);
      expect(await problemOf(path), name).toBeNull();
      if (!fault[2].includes("+"))
        expect(idsOf(said).length, name).toBeGreaterThanOrEqual(11 - errors.length);
    });
  },
  300_000,
);

test.runIf(canTrace)(
  "an error of the disk during an import, a copy to share or an update leaves what was there before",
  async () => {
    const files = aFolder();
    for (let n = 0; n < 5; n += 1)
      writeFileSync(join(files, `${n}.txt`), `Report ${n}\n\n${`Sentence ${n} of it. `.repeat(300)}\n`);
    const faults = [
      ...moments("pwrite64", "EIO", 8, 90),
      ...moments("pwrite64", "ENOSPC", 60),
      ...moments("fsync", "EIO", 3, 6, 10),
    ];
    await twoAtATime(faults, async (fault) => {
      const name = fault.join(" ");
      const path = await aProjectFile();
      const before = editsOf(path);
      const imported = await finished(program, { do: "import", path, folder: files }, withFault(fault));
      expectInWords(errorsOf(imported), fault);
      expect(editsOf(path).length - before.length, name).toBeOneOf([0, 1]);
      expect(await problemOf(path), name).toBeNull();

      const to = join(aFolder(), "copy.assay");
      writeFileSync(to, "an older file");
      const shared = await finished(program, { do: "share", path, to, count: 1 }, withFault(fault));
      expectInWords(errorsOf(shared), fault);
      expect(readdirSync(join(to, "..")), name).toEqual(["copy.assay"]);
      const [error] = errorsOf(shared);
      if (error !== undefined && !error.message.includes("put in its place"))
        expect(readFileSync(to, "utf8"), name).toBe("an older file");
      else expect(await problemOf(to), name).toBeNull();

      const folder = aFolder();
      const old = join(folder, "old.assay");
      writeFileSync(old, fixture);
      const updated = await finished(program, { do: "open", path: old }, withFault(fault));
      expectInWords(errorsOf(updated), fault);
      if (errorsOf(updated).length > 0)
        expect(readFileSync(old).equals(fixture) || existsSync(`${old}-journal`), name).toBe(true);
      expect(await problemOf(old), name).toBeNull();
    });
  },
  300_000,
);

const fixture = gunzipSync(readFileSync(join(import.meta.dirname, "../../fixtures/project-v1.assay.gz")));
