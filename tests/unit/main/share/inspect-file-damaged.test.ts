import { readFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import type { ReceivedTable } from "../../../../main/share/check-rows";
import { aFolder, aSession } from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";
import { largeProjectBytes } from "../../../hostile/a-project";
import { examineAll } from "../../../hostile/examine-all";
import { fileOf, redefine, withSql } from "../../../hostile/tamper";

/*
 * Damage inside a file: what stands before it and behind it is read, what is between is told of.
 */

let sound: Buffer;
beforeAll(async () => {
  sound = await largeProjectBytes();
});

/** Numbers of the leaf pages of a table or index, in the order of its keys. */
const leavesOf = (path: string, name: string): number[] => {
  const db = new Sqlite(path, { readonly: true });
  const pages = db
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .pluck()
    .all(name) as number[];
  db.close();
  return pages;
};

const pageSize = 4096;

/** The file with one page overwritten. */
const spoil = (bytes: Buffer, page: number, fill: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.fill(fill, (page - 1) * pageSize, page * pageSize);
  return copy;
};

/** The index that holds a table without rowids has the name of its key. */
const storageOf: Readonly<Partial<Record<ReceivedTable, string>>> = {
  edits: "edits",
  changes: "changes",
  captures: "captures",
};

test.each(["edits", "changes", "captures"] as const)(
  "of a table of %s with a spoilt page in its middle, what stands before it and behind it comes",
  async (table) => {
    const path = fileOf(sound);
    const all = await examineAll(path);
    const leaves = leavesOf(path, storageOf[table] ?? table);
    expect(leaves.length).toBeGreaterThan(2);
    const middle = leaves[Math.floor(leaves.length / 2)] ?? 0;
    for (const fill of [0, 0xff]) {
      const spoilt = fileOf(spoil(sound, middle, fill));
      expect((await guestInProcess.examine(spoilt, { purpose: "open" })).ok).toBe(false);
      const { examined, rows } = await examineAll(spoilt);
      expect(examined.isDamaged).toBe(true);
      expect(examined.unreadable.join("\n")).toMatch(
        /Part of the .* cannot be read: only \d+ before the damage and \d+ behind it can/u,
      );
      expect(rows[table].length).toBeGreaterThan(all.rows[table].length / 3);
      expect(rows[table].length).toBeLessThan(all.rows[table].length);
      const known = new Set(all.rows[table].map((row) => JSON.stringify(row)));
      expect(rows[table].every((row) => known.has(JSON.stringify(row)))).toBe(true);
    }
  },
);

test("an index that does not agree with its table makes a damaged file; every row comes all the same", async () => {
  const path = fileOf(sound);
  const all = await examineAll(path);
  const changed = fileOf(
    withSql(
      sound,
      (db) => {
        // A row goes from the index alone.
        db.exec(redefine("edits_by_clock", "ON edits (clock, id)", "ON edits (clock, id) WHERE clock <> 5"));
      },
      "REINDEX edits_by_clock",
      redefine("edits_by_clock", " WHERE clock <> 5", ""),
    ),
  );
  expect((await guestInProcess.examine(changed, { purpose: "open" })).ok).toBe(false);
  const { examined, rows } = await examineAll(changed);
  expect(examined.isDamaged).toBe(true);
  expect(rows).toEqual(all.rows);
});

test("references that lead nowhere make a damaged file", async () => {
  const path = fileOf(withSql(sound, "DELETE FROM analysts"), "references.assay", aFolder());
  const dangling = fileOf(
    withSql(readFileSync(path), "UPDATE articles SET source_id = 'src-nowhere' WHERE n = 1"),
  );
  expect((await guestInProcess.examine(dangling, { purpose: "open" })).ok).toBe(false);
  const { examined } = await examineAll(dangling);
  expect(examined.isDamaged).toBe(true);
  expect(examined.unreadable[0]).toContain("refers to something that is not there");
});

test("pages that lead in a circle end the reading, and what was read of them is not given twice", async () => {
  const path = fileOf(sound);
  const all = await examineAll(path);
  const db = new Sqlite(path, { readonly: true });
  const root = db
    .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'changes'")
    .pluck()
    .get() as number;
  db.close();
  const circle = Buffer.from(sound);
  const at = (root - 1) * pageSize;
  // Every child of the first interior page becomes the first one.
  const cells = circle.readUInt16BE(at + 3);
  const first = circle.readUInt32BE(at + circle.readUInt16BE(at + 12));
  for (let cell = 1; cell < cells; cell += 1)
    circle.writeUInt32BE(first, at + circle.readUInt16BE(at + 12 + cell * 2));
  const { examined, rows } = await examineAll(fileOf(circle));
  expect(examined.isDamaged).toBe(true);
  const ids = rows.changes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeLessThan(all.rows.changes.length);
});

test("a file that counts free pages and lists none is not let in: its first write would fail", async () => {
  const bytes = Buffer.from(sound);
  expect(bytes.readUInt32BE(32)).toBe(0);
  bytes.writeUInt32BE(3, 36);
  const path = fileOf(bytes);
  const opened = await guestInProcess.examine(path, { purpose: "open" });
  expect(opened.ok ? "" : opened.error.message).toMatch(/free pages/u);
  const { examined } = await examineAll(path);
  expect(examined).toMatchObject({ isDamaged: true, unreadable: [expect.stringMatching(/free pages/u)] });
  const session = aSession();
  const own = await session.jobs.open({ path });
  expect(own.ok ? "" : own.error).toMatchObject({
    kind: "damaged",
    message: expect.stringMatching(/free pages/u),
  });
});
