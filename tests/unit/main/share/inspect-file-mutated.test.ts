import { readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import type { Examined } from "../../../../main/share/examined";
import { everything } from "../../../../shared/domain/share";
import { aFolder, aSession, fullDump, must } from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";
import { aCountingActor, projectBytes } from "../../../hostile/a-project";
import { examineAll } from "../../../hostile/examine-all";
import { mutatePages } from "../../../hostile/mutate-pages";
import { fileOf } from "../../../hostile/tamper";
import { randomFrom } from "../../../mutate-bytes";

/*
 * What flips on a stick or in a mail: SQLite has no checksum, and in a third of such files every check of its own passes
 * while words are different. A shared copy has a digest, so there every difference is told; in any file a text is the one
 * of its SHA-256 or is not there.
 */

let plain: Buffer;
let shared: Buffer;
beforeAll(async () => {
  plain = await projectBytes();
});

const seed = Number(process.env["ASSAY_SEED"] ?? 20_261_122);
const mutants = 1500;
/** Of plain projects: what is looked for there is not the digest. */
const fewer = 500;

const asShared = async (bytes: Buffer): Promise<Buffer> => {
  const session = aSession(aCountingActor());
  must(await session.jobs.open({ path: fileOf(bytes) }));
  const path = join(aFolder(), "shared.assay");
  const options = { ...everything, marking: "TLP:AMBER" };
  must(await session.jobs.shareCopy({ path, options }, async () => "go-on"));
  must(await session.jobs.close(undefined));
  return readFileSync(path);
};

/** All that comes out of a file, as one text; the digest of the file itself is another one of course. */
const outcomeOf = (found: Awaited<ReturnType<typeof examineAll>>): string => {
  const { sha256: _, bytes: __, ...said } = found.examined satisfies Examined;
  return JSON.stringify([said, Object.values(found.rows).map((rows) => rows.map(plainRow))]);
};
const plainRow = (row: object) =>
  "bytes" in row ? { ...row, bytes: Buffer.from(row.bytes as Uint8Array).toString("base64") } : row;

/** What the screens show of a file: every row of every folded table. */
const shownBy = (path: string): string => {
  const db = new Sqlite(path, { readonly: true });
  const rows = fullDump(db);
  db.close();
  return rows;
};

/** Opens it as one's own and writes. */
const workIn = async (path: string): Promise<void> => {
  const session = aSession();
  must(await session.jobs.open({ path }));
  must(await session.call("project", "update", { name: "Renamed" }));
  must(await session.jobs.close(undefined));
};

type Count = { refused: number; told: number; same: number; silent: string[] };

/** What becomes of so many files that are like one another but for what `mutatePages` does to them. */
const examineMutants = async (
  sound: Buffer,
  many: number,
  judge: (how: string, path: string) => Promise<keyof Count>,
) => {
  const random = randomFrom(seed);
  const count: Count = { refused: 0, told: 0, same: 0, silent: [] };
  const folder = aFolder();
  for (let at = 0; at < many; at += 1) {
    const { how, bytes } = mutatePages(sound, random);
    const outcome = await judge(how, fileOf(bytes, "mutant.assay", folder));
    if (outcome === "silent") count.silent.push(`seed ${seed}, mutant ${at}: ${how}`);
    else count[outcome] += 1;
  }
  return count;
};

const refusedAs = ["damaged", "not-a-project", "newer-file", "file-unreadable"];

test(`of ${mutants} damaged shared copies each is refused, told to be damaged, or the very same`, async () => {
  shared = await asShared(plain);
  const original = await examineAll(fileOf(shared));
  expect(original.examined).toMatchObject({
    isDamaged: false,
    unreadable: [],
    manifest: { marking: "TLP:AMBER" },
  });
  const expected = outcomeOf(original);
  const shown = shownBy(fileOf(shared));
  let written = 0;
  const count = await examineMutants(shared, mutants, async (_, path) => {
    const opened = await guestInProcess.examine(path, { purpose: "open" });
    const merged = await guestInProcess.examine(path, { purpose: "merge" });
    for (const found of [opened, merged]) if (!found.ok) expect(refusedAs).toContain(found.error.kind);
    // What is let in as one's own is sound in every respect.
    if (opened.ok) expect(merged).toEqual(opened);
    if (!merged.ok) return "refused";
    if (merged.value.isDamaged || merged.value.isIncomplete || merged.value.unreadable.length > 0) {
      expect(opened.ok).toBe(false);
      return "told";
    }
    if (outcomeOf(await examineAll(path)) !== expected) return "silent";
    if (!opened.ok) return "told";
    if (shownBy(path) !== shown) return "silent";
    written += 1;
    if (written % 20 === 0) await workIn(path);
    return "same";
  });
  expect(count.silent).toEqual([]);
  // The test is not blind: a good part of the files got past the header and the pages.
  expect(count.told).toBeGreaterThan(mutants / 4);
  expect(count.refused).toBeGreaterThan(mutants / 50);
}, 600_000);

test(`of ${fewer} damaged plain projects none ends the work, and every text that comes is the one of its digest`, async () => {
  const original = await examineAll(fileOf(plain));
  const texts = new Set(original.rows.article_texts.map(({ id, text }) => `${id} ${text}`));
  const originals = new Set(original.rows.originals.map(({ sha256 }) => sha256));
  await examineMutants(plain, fewer, async (how, path) => {
    const found = await guestInProcess.examine(path, {
      purpose: "merge",
      rows: (batch) => {
        if (batch.table === "article_texts")
          for (const { id, text } of batch.rows) expect(texts.has(`${id} ${text}`), how).toBe(true);
        if (batch.table === "originals")
          for (const { sha256 } of batch.rows) expect(originals.has(sha256), how).toBe(true);
      },
    });
    if (!found.ok) expect(refusedAs).toContain(found.error.kind);
    return found.ok ? "same" : "refused";
  });
}, 600_000);
