import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { everything } from "../../../shared/domain/share";
import { aFolder, aSession, must } from "../../builders";
import { twoAtATime, withFault } from "./faults";
import { failuresOf, isDone, killAgainAndAgain } from "./kill-again";
import { aProjectFile, editsOf, problemOf } from "./look";
import { aQuickFolder, eachCut, type Recorded, recorded } from "./power-cut";
import { aDisk, buildWorker, canTrace, finished, type Program } from "./processes";
import { aSeed, randomOf } from "./random";

/*
 * Merges, backups and going back to one, broken off by a kill, a power cut, a full disk and errors of the disk.
 */

const goOn = () => Promise.resolve("go-on" as const);

let program: Program;
beforeAll(async () => {
  program = await buildWorker();
}, 120_000);
afterAll(() => program.remove());

/** A project and what a colleague sends who has worked on the same article. */
const aPair = async (): Promise<{ ours: string; theirs: string }> => {
  const own = await aProjectFile();
  const other = await aProjectFile();
  expectDone(await finished(program, { do: "edit", path: other, seed: 11, count: 80 }));
  const session = aSession();
  must(await session.jobs.open({ path: other }));
  const sent = join(aFolder(), "sent.assay");
  must(await session.jobs.shareCopy({ path: sent, options: everything }, goOn));
  must(await session.jobs.close(undefined));
  return { ours: own, theirs: sent };
};

const expectDone = (said: readonly { readonly is: string }[]): void => {
  expect(said.at(-1)).toEqual({ is: "done" });
};

const backupsOf = (path: string): string[] => {
  const folder = `${path} backups`;
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
};

/** Every backup that has its name is whole; a name without a byte was only taken by one that never came to be. */
const expectBackupsWhole = async (path: string): Promise<number> => {
  const named = backupsOf(path).filter((backup) => backup.endsWith(".assay") && statSync(backup).size > 0);
  for (const backup of named) expect(await problemOf(backup)).toBeNull();
  return named.length;
};

/** Cuts the power at every moment of some work on p.assay; edits before it and after it. What was said to be done stays so. */
const expectTheOneOrTheOther = async (
  folder: string,
  work: Recorded,
  [before, after]: readonly [number, number],
): Promise<void> => {
  const path = join(folder, "p.assay");
  const cuts = await eachCut(folder, work, async () => ({
    edits: editsOf(path).length,
    problem: await problemOf(path),
  }));
  for (const { said, found } of cuts) {
    expect(found.problem).toBeNull();
    expect(found.edits).toBeOneOf(said.some(({ is }) => is === "made") ? [after] : [before, after]);
  }
  expect(new Set(cuts.map(({ found }) => found.edits))).toEqual(new Set([before, after]));
};

test("a kill in the midst of a merge leaves the state before it, or all of it; the backup before it is whole", async () => {
  const { ours, theirs } = await aPair();
  const before = editsOf(ours);
  const whole = join(aFolder(), "p.assay");
  copyFileSync(ours, whole);
  expect((await finished(program, { do: "merge", path: whole, from: theirs })).at(-1)).toEqual({
    is: "done",
  });
  const after = editsOf(whole).length;
  expect(after).toBeGreaterThan(before.length + 20);
  const paths = Array.from({ length: 20 }, () => join(aFolder(), "p.assay"));
  const pathOf = (round: number) => paths[round] ?? "";
  let interrupted = 0;
  await killAgainAndAgain({
    program,
    rounds: 20,
    mostMs: 400,
    random: randomOf(aSeed()),
    writing: pathOf,
    orderOf: (round) => {
      copyFileSync(ours, pathOf(round));
      return { do: "merge", path: pathOf(round), from: theirs };
    },
    look: async (said, round) => {
      const path = pathOf(round);
      expect(failuresOf(said)).toEqual([]);
      if (!isDone(said)) interrupted += 1;
      const edits = editsOf(path);
      expect(edits.length).toBeOneOf(said.some(({ is }) => is === "made") ? [after] : [before.length, after]);
      if (edits.length === before.length) expect(edits).toEqual(before);
      else expect(await expectBackupsWhole(path)).toBe(1);
      expect(await problemOf(path)).toBeNull();
    },
  });
  expect(interrupted).toBeGreaterThan(6);
}, 300_000);

test.runIf(canTrace)(
  "a power cut at any moment of a merge leaves the state before it, or all of it",
  async () => {
    const { ours, theirs } = await aPair();
    const folder = aQuickFolder();
    const path = join(folder, "p.assay");
    copyFileSync(ours, path);
    const before = editsOf(path).length;
    const work = await recorded(program, folder, { do: "merge", path, from: theirs });
    const after = editsOf(path).length;
    await expectTheOneOrTheOther(folder, work, [before, after]);
  },
  300_000,
);

test("a kill while backups are made leaves every one that has its name whole, and the next one cleans up", async () => {
  const path = await aProjectFile();
  const before = readFileSync(path);
  await killAgainAndAgain({
    program,
    rounds: 10,
    after: { is: "made", most: 2 },
    mostMs: 60,
    random: randomOf(aSeed()),
    orderOf: () => ({ do: "backup", path }),
    look: async (said) => {
      expect(failuresOf(said)).toEqual([]);
      expect(readFileSync(path).equals(before)).toBe(true);
      await expectBackupsWhole(path);
    },
  });
  expectDone(await finished(program, { do: "backup", path, count: 1 }));
  expect(await expectBackupsWhole(path)).toBeGreaterThan(3);
  expect(backupsOf(path).filter((name) => !name.endsWith(".assay"))).toEqual([]);
}, 300_000);

test("a kill while a backup is put in the project's place leaves the one or the other, and how it was in a backup", async () => {
  const path = await aProjectFile();
  expectDone(await finished(program, { do: "backup", path, count: 1 }));
  const old = editsOf(path).length;
  expectDone(await finished(program, { do: "edit", path, seed: 3, count: 10 }));
  const now = editsOf(path).length;
  expect(now).toBeGreaterThan(old);
  const template = dirname(path);
  const paths = Array.from({ length: 10 }, () => join(aFolder(), "p.assay"));
  await killAgainAndAgain({
    program,
    rounds: 10,
    mostMs: 120,
    random: randomOf(aSeed()),
    orderOf: (round) => {
      const to = paths[round] ?? "";
      spawnSync("cp", ["-r", `${template}/.`, dirname(to)]);
      return { do: "restore", path: to };
    },
    look: async (said, round) => {
      const to = paths[round] ?? "";
      expect(failuresOf(said)).toEqual([]);
      const edits = editsOf(to).length;
      expect(edits).toBeOneOf(said.some(({ is }) => is === "made") ? [old] : [old, now]);
      expect(await problemOf(to)).toBeNull();
      const whole = await expectBackupsWhole(to);
      if (edits === old) expect(whole).toBe(2);
    },
  });
}, 300_000);

test.runIf(canTrace)(
  "a power cut while a backup is put in the project's place leaves the one or the other",
  async () => {
    const folder = aQuickFolder();
    const path = join(folder, "p.assay");
    copyFileSync(await aProjectFile(), path);
    expectDone(await finished(program, { do: "backup", path, count: 1 }));
    const old = editsOf(path).length;
    expectDone(await finished(program, { do: "edit", path, seed: 3, count: 10 }));
    const now = editsOf(path).length;
    const work = await recorded(program, folder, { do: "restore", path });
    expect(editsOf(path)).toHaveLength(old);
    await expectTheOneOrTheOther(folder, work, [now, old]);
  },
  300_000,
);

test("without room for the backup nothing is merged; without room for the merge nothing of it is there, and nothing by halves", async ({
  skip,
}) => {
  const disk = aDisk("8m");
  if (disk === undefined) return skip("no disk can be mounted here");
  const { ours, theirs } = await aPair();
  const path = join(disk, "p.assay");
  copyFileSync(ours, path);
  const before = editsOf(path);
  const size = statSync(path).size;
  const filler = join(disk, "filler");
  // Room for nothing; for a part of the backup; for the backup and a part of the merge.
  for (const room of [0, size / 2, size * 1.2, size * 1.6]) {
    rmSync(`${path} backups`, { recursive: true, force: true });
    const free = 8 * 2 ** 20 - size - room;
    spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=4096", `count=${Math.floor(free / 4096)}`]);
    const said = await finished(program, { do: "merge", path, from: theirs });
    rmSync(filler);
    expect(failuresOf(said)).toMatchObject([{ error: { kind: "disk-full" } }]);
    expect(editsOf(path)).toEqual(before);
    expect(backupsOf(path).filter((name) => !name.endsWith(".assay") || statSync(name).size === 0)).toEqual(
      [],
    );
    await expectBackupsWhole(path);
    expect(readdirSync(disk).filter((name) => !name.startsWith("p.assay"))).toEqual([]);
  }
  expect(await problemOf(path)).toBeNull();
  expectDone(await finished(program, { do: "merge", path, from: theirs }));
}, 120_000);

test.runIf(canTrace)(
  "an error of the disk during a merge or a backup leaves the project as it was, and a later one goes through",
  async () => {
    const { ours, theirs } = await aPair();
    const before = editsOf(ours);
    const faults = [
      ["pwrite64", "EIO", "20"],
      ["pwrite64", "ENOSPC", "110"],
      ["pwrite64", "EIO", "250"],
      ["fsync", "EIO", "4"],
      ["fsync", "EIO", "8"],
    ] as const;
    await twoAtATime(faults, async (fault) => {
      const path = join(aFolder(), "p.assay");
      copyFileSync(ours, path);
      for (const order of [
        { do: "merge", path, from: theirs } as const,
        { do: "backup", path, count: 1 } as const,
      ]) {
        const said = await finished(program, order, withFault(fault));
        const failures = failuresOf(said);
        for (const one of failures)
          expect(one, fault.join(" ")).toMatchObject({
            error: {
              kind: expect.stringMatching(/^(file-unreadable|disk-full|locked)$/),
              advice: expect.any(String),
            },
          });
        if (order.do === "merge" && failures.length > 0)
          expect(editsOf(path), fault.join(" ")).toEqual(before);
        expect(await problemOf(path), fault.join(" ")).toBeNull();
        await expectBackupsWhole(path);
      }
      expectDone(await finished(program, { do: "merge", path, from: theirs }));
    });
  },
  300_000,
);
