import type { Database } from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import { checkRow, type ReceivedTable } from "../../../../main/share/check-rows";
import { guestInProcess } from "../../../guest-in-process";
import { projectBytes } from "../../../hostile/a-project";
import { examineAll } from "../../../hostile/examine-all";
import { fileOf, withLooseRows, withSql } from "../../../hostile/tamper";

/*
 * Rows that fit the tables and could not have come from Assay: each is left out and counted, and the others come.
 */

let sound: Buffer;
beforeAll(async () => {
  sound = await projectBytes();
});

type Case = readonly [name: string, table: ReceivedTable, set: string, reason: string];

const oneEdit = "id = (SELECT min(id) FROM edits WHERE kind = 'edit')";
const oneNote = "field = 'note' AND id = (SELECT min(id) FROM changes WHERE field = 'note')";
const oneTag = "field = 'colour'";

const values: readonly Case[] = [
  ["a clock of 2^53", "edits", `clock = 9007199254740993 WHERE ${oneEdit}`, "a clock out of bounds"],
  [
    "a clock that wins for ever",
    "changes",
    `clock = 1000000000001 WHERE ${oneNote}`,
    "a clock out of bounds",
  ],
  [
    "a clock of 2^53 in a change",
    "changes",
    `clock = 9007199254740992 WHERE ${oneNote}`,
    "a clock out of bounds",
  ],
  ["a negative clock", "edits", `clock = -5 WHERE ${oneEdit}`, "a clock out of bounds"],
  ["no clock", "edits", `clock = 0 WHERE ${oneEdit}`, "a clock out of bounds"],
  ["a time in words", "edits", `at = 'yesterday' WHERE ${oneEdit}`, "a time that is none"],
  [
    "a time that there is not",
    "edits",
    `at = '2024-13-45T99:99:99Z' WHERE ${oneEdit}`,
    "a time that is none",
  ],
  ["a kind that there is not", "edits", `kind = 'merge' WHERE ${oneEdit}`, "a kind that there is not"],
  ["an analyst's id of another form", "edits", `analyst = 'root' WHERE ${oneEdit}`, "an analyst's id"],
  [
    "words of a million characters",
    "edits",
    `label = hex(zeroblob(500000)) WHERE ${oneEdit}`,
    "words that are",
  ],
  ["an entity that there is not", "changes", `entity = 'meta' WHERE ${oneNote}`, "a kind of thing"],
  [
    "an id of another kind of thing",
    "changes",
    `entity_id = 'tag-' || substr(entity_id, 4) WHERE ${oneNote}`,
    "an id",
  ],
  ["a field called __proto__", "changes", `field = '__proto__' WHERE ${oneNote}`, "a value that its field"],
  [
    "a field called constructor",
    "changes",
    `field = 'constructor' WHERE ${oneNote}`,
    "a value that its field",
  ],
  ["a field that there is not", "changes", `field = 'owner' WHERE ${oneNote}`, "a value that its field"],
  ["a value that is no JSON", "changes", `value = 'plain' WHERE ${oneNote}`, "a value that cannot be read"],
  [
    "a value with a second meaning",
    "changes",
    `value = ' "x"' WHERE ${oneNote}`,
    "a value that cannot be read",
  ],
  ["half a character", "changes", `value = '"\\ud800"' WHERE ${oneNote}`, "a value that cannot be read"],
  ["a note that is a number", "changes", `value = '5' WHERE ${oneNote}`, "a value that its field"],
  [
    "a colour with a style in it",
    "changes",
    `value = '"red;background:url(http://x.test)"' WHERE ${oneTag}`,
    "a value that its field",
  ],
  ["a colour of its own", "changes", `value = '"#ff0000"' WHERE ${oneTag}`, "a value that its field"],
  [
    "an anchor beyond any text",
    "changes",
    `value = json_set(value, '$.end', 9007199254740991) WHERE field = 'anchor' AND id = (SELECT min(id) FROM changes WHERE field = 'anchor')`,
    "a value that its field",
  ],
  [
    "an anchor with more in it",
    "changes",
    `value = json_set(value, '$.more', 'x') WHERE field = 'anchor' AND id = (SELECT min(id) FROM changes WHERE field = 'anchor')`,
    "a value that its field",
  ],
  [
    "a text that was changed",
    "article_texts",
    "text = replace(text, 'Friday', 'Monday') WHERE text LIKE '%Friday%'",
    "a text that was changed",
  ],
  [
    "a text under another id",
    "article_texts",
    "id = 'art-' || substr(sha256, 2, 32) WHERE n = 2",
    "an id that is not that of its text",
  ],
  [
    "paragraphs that reach beyond their text",
    "article_texts",
    `blocks = '[{"kind":"paragraph","start":0,"end":99999999}]' WHERE n = 2`,
    "paragraphs that do not fit",
  ],
  [
    "a length that is not its own",
    "article_texts",
    "characters = 7 WHERE n = 2",
    "a length that is not its own",
  ],
  [
    "an original that was changed",
    "originals",
    "bytes = CAST(substr(bytes, 1, 20) || x'2a' || substr(bytes, 22) AS BLOB) WHERE rowid = 1",
    "bytes that were changed",
  ],
  [
    "an original with something behind it",
    "originals",
    "bytes = CAST(bytes || x'00' AS BLOB) WHERE rowid = 1",
    "bytes that were changed",
  ],
  [
    "an original of a size that is not its own",
    "originals",
    "size = 5 WHERE rowid = 1",
    "bytes that were changed",
  ],
  ["steps that are no list", "captures", `steps = '{"a":1}' WHERE rowid = 1`, "notes of the import"],
];

/** Those that only this row, not the schema, keeps out: SQLite's own checks find nothing wrong with the file. */
test.each(values)("a row with %s is left out, and the person is told", async (_, table, set, reason) => {
  const path = fileOf(withLooseRows(sound, table, `UPDATE ${table} SET ${set}`));
  const { examined, rows } = await examineAll(path);
  const all = await examineAll(fileOf(sound));
  expect(examined.unreadable.join("\n")).toContain(`left out: ${reason}`);
  expect(rows[table].length).toBeLessThan(all.rows[table].length);
  expect(rows.changes.length).toBeGreaterThan(30);
  const opened = await guestInProcess.examine(path, { purpose: "open" });
  expect(opened).toMatchObject({ ok: false, error: { kind: "damaged" } });
  expect(opened.ok ? "" : opened.error.advice).toContain("can be merged");
});

const types: readonly (readonly [string, ReceivedTable, string])[] = [
  ["words in the place of a number", "edits", `clock = 'many' WHERE ${oneEdit}`],
  ["a number without end", "edits", `clock = 9e999 WHERE ${oneEdit}`],
  ["a fraction", "edits", `clock = 1.5 WHERE ${oneEdit}`],
  ["bytes in the place of an id", "changes", `id = CAST(id AS BLOB) WHERE ${oneNote}`],
  ["bytes in the place of words", "edits", `label = x'41' WHERE ${oneEdit}`],
  ["words in the place of bytes", "originals", "bytes = 'abc' WHERE rowid = 1"],
];

test.each(types)("%s make a damaged file: that row is left out, the others come", async (_, table, set) => {
  const path = fileOf(withLooseRows(sound, table, `UPDATE ${table} SET ${set}`));
  expect((await guestInProcess.examine(path, { purpose: "open" })).ok).toBe(false);
  const { examined, rows } = await examineAll(path);
  expect(examined.unreadable.length).toBeGreaterThan(0);
  const all = await examineAll(fileOf(sound));
  expect(rows[table].length).toBe(all.rows[table].length - 1);
});

test("what hangs on a row that was left out is left out with it, and counted", async () => {
  const path = fileOf(
    withLooseRows(
      sound,
      "edits",
      "UPDATE edits SET analyst = 'nobody' WHERE id IN (SELECT edit FROM changes WHERE entity = 'tag')",
    ),
  );
  const { examined, rows } = await examineAll(path);
  expect(
    examined.unreadable.some((words) => /changes were left out: an edit that is not there/.test(words)),
  ).toBe(true);
  const edits = new Set(rows.edits.map(({ id }) => id));
  expect(rows.changes.every(({ edit }) => edits.has(edit))).toBe(true);
});

test("an undo of an edit that is not there is left out, with the redo that hangs on it", async () => {
  const remove = (db: Database) =>
    db.exec("DELETE FROM edits WHERE id = (SELECT undoes FROM edits WHERE kind = 'undo')");
  const { examined, rows } = await examineAll(fileOf(withSql(sound, remove)));
  expect(rows.edits.filter(({ kind }) => kind !== "edit")).toEqual([]);
  expect(examined.unreadable.join("\n")).toContain(
    "2 edits were left out: an undo of an edit that is not there",
  );
});

test("numbers that are none never pass, whatever SQLite makes of them", () => {
  const edit = (clock: unknown) =>
    checkRow("edits", [
      `edt-${"0".repeat(32)}`,
      "edit",
      null,
      "Label",
      `ana-${"0".repeat(32)}`,
      clock,
      "2024-05-21T09:00:00Z",
    ]);
  expect(edit(1)).toHaveProperty("row");
  expect(edit(1_000_000_000_000)).toHaveProperty("row");
  for (const clock of [
    Number.NaN,
    Infinity,
    -Infinity,
    2 ** 53,
    -1,
    0,
    1.5,
    "1",
    null,
    undefined,
    1n,
    {},
    true,
  ])
    expect(edit(clock)).toEqual({ refused: "a clock out of bounds" });
});
