import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { aFolder } from "../../builders";
import { finished, type Program } from "./processes";
import { aSeed, randomOf } from "./random";
import { createDisk, type Done, type Folder, readRecord, recording } from "./recorded-disk";
import type { Order, Said } from "./worker";

/** Work that was recorded: the files of a folder before, and what was done to them. */
export type Recorded = { readonly before: Folder; readonly done: readonly Done[] };

/** In memory where that is a folder: thousands of disks are laid down. */
export const aQuickFolder = (): string => {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "assay-power-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const filesOf = (folder: string): Folder =>
  new Map(
    readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => [path, readFileSync(path)]),
  );

/** Lets a worker carry out an order under strace, and answers with the folder before and what was done in it. */
export const recorded = async (program: Program, folder: string, order: Order): Promise<Recorded> => {
  const before = filesOf(folder);
  const trace = join(aFolder(), "trace");
  const said = await finished(program, order, recording(trace));
  expect(said.at(-1)).toEqual({ is: "done" });
  return { before, done: readRecord(trace, folder) };
};

const layDown = (folder: string, files: Folder): void => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  for (const [path, bytes] of files) writeFileSync(path, bytes);
};

const digestOf = (files: Folder): string => {
  const hash = createHash("sha1");
  for (const [path, bytes] of files) hash.update(`${path} ${bytes.length}\n`).update(bytes);
  return hash.digest("hex");
};

/**
 * Finds out what is there on every disk that a power cut would leave (once for each of many equal ones), and answers with
 * it beside the acknowledgements so far.
 */
export const eachCut = async <T>(
  folder: string,
  { before, done }: Recorded,
  look: () => Promise<T>,
): Promise<{ readonly said: readonly Said[]; readonly found: T }[]> => {
  const random = randomOf(aSeed());
  const disk = createDisk(before);
  const known = new Map<string, T>();
  const cuts: { said: readonly Said[]; found: T }[] = [];
  let said: readonly Said[] = [];
  for (const one of done) {
    disk.step(one, folder);
    if (one.is === "said") said = [...said, one.said];
    for (const left of ["all", "none", random] as const) {
      const files = disk.cut(left);
      const digest = digestOf(files);
      if (!known.has(digest)) {
        layDown(folder, files);
        known.set(digest, await look());
      }
      cuts.push({ said, found: known.get(digest) as T });
    }
  }
  return cuts;
};
