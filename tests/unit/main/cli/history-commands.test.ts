import { readdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { aCommandLine, type CommandLine } from "./command-line";

let line: CommandLine;
let edits: { readonly id: string; readonly label: string; readonly at: string }[];

const Edits = z.array(z.object({ id: z.string(), label: z.string(), at: z.string() }));
const historyOf = async (...words: readonly string[]) =>
  Edits.parse(await line.json(["history", "p.assay", ...words]));

beforeAll(async () => {
  line = aCommandLine();
  line.write("one.txt", "One title\n\nThe first troops left on Friday.\n");
  line.write("two.txt", "Two title\n\nThe last boat sails in May.\n");
  await line.assay("new", "p.assay");
  await line.assay("import", "p.assay", "one.txt", "--source", "Harbour News");
  await line.assay("import", "p.assay", "two.txt", "--analyst", "Bea Ortiz");
  line.write(
    "work.jsonl",
    JSON.stringify({ article: "One title", quote: "first troops", claim: { statement: "They left" } }),
  );
  await line.assay("annotate", "p.assay", "--from", "work.jsonl");
  edits = await historyOf();
});
afterAll(() => line.remove());

test("the history is filtered by person, kind, article and words", async () => {
  expect((await historyOf("--by", "bea ortiz")).map(({ label }) => label)).toEqual(["Import “Two title”"]);
  expect((await historyOf("--kind", "evidence")).map(({ label }) => label)).toEqual([
    expect.stringContaining("They left"),
  ]);
  const [article] = z
    .array(z.object({ id: z.string() }))
    .parse(await line.json(["articles", "p.assay", "--as-of", edits.at(-2)?.id ?? ""]));
  expect(await historyOf("--article", article?.id ?? "")).toHaveLength(edits.length - 2);
  expect(await historyOf("--text", "boat sails")).toEqual([]);
  expect(await historyOf("--text", "TWO TITLE")).toHaveLength(1);
  const stranger = await line.assay("history", "p.assay", "--by", "Bea Ortis");
  expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining("Bea Ortiz")]);
});

test("one edit is shown with what it changed", async () => {
  const made = edits.find(({ label }) => label.includes("They left"));
  const shown = await line.assay("history", "p.assay", "--edit", made?.id ?? "");
  expect(shown.out).toContain("Statement: – → They left");
  expect(shown.code).toBe(0);
});

test("the audit trail is JSON lines with every change, oldest first, and it can be filtered", async () => {
  expect(await line.json(["history", "p.assay", "--audit", "-o", "audit.jsonl"])).toMatchObject({
    rows: expect.any(Number),
  });
  const lines = line
    .read("audit.jsonl")
    .trimEnd()
    .split("\n")
    .map((one) => JSON.parse(one) as Record<string, unknown>);
  expect(Object.keys(lines[0] ?? {})).toEqual([
    "edit",
    "kind",
    "undoes",
    "label",
    "analystId",
    "analyst",
    "at",
    "clock",
    "mergedFile",
    "change",
    "entity",
    "id",
    "field",
    "value",
    "before",
    "held",
  ]);
  const clocks = lines.map(({ clock }) => Number(clock));
  expect(clocks).toEqual([...clocks].sort((a, b) => a - b));
  expect(new Set(lines.map(({ edit }) => edit))).toEqual(new Set(edits.map(({ id }) => id)));
  expect(lines).toContainEqual(
    expect.objectContaining({ entity: "claim", field: "statement", value: "They left", held: null }),
  );
  await line.json(["history", "p.assay", "--audit", "-o", "bea.jsonl", "--by", "Bea Ortiz"]);
  expect(line.read("bea.jsonl")).toContain("Two title");
  expect(line.read("bea.jsonl")).not.toContain("They left");
});

test("as of an edit, a time or a day: what was there then is listed, and nothing can be written", async () => {
  const titlesAt = async (at: string) =>
    z
      .array(z.object({ title: z.string() }))
      .parse(await line.json(["articles", "p.assay", "--as-of", at]))
      .map(({ title }) => title);
  const first = edits.find(({ label }) => label === "Import “One title”");
  expect(await titlesAt(first?.id ?? "")).toEqual(["One title"]);
  expect(await titlesAt(first?.at ?? "")).toEqual(["One title"]);
  expect(await titlesAt(new Date().toISOString().slice(0, 10))).toHaveLength(2);
  const written = await line.assay("undo", "p.assay", "--as-of", first?.id ?? "");
  expect([written.code, written.err]).toEqual([1, expect.stringContaining("as it stood")]);
  const before = await line.assay("articles", "p.assay", "--as-of", "1999-12-31");
  expect([before.code, before.err]).toEqual([1, expect.stringContaining("nothing in this project yet")]);
  for (const wrong of [
    ["articles", "p.assay", "--as-of", "yesterday"],
    ["new", "q.assay", "--as-of", "2026-01-01"],
  ])
    expect((await line.assay(...wrong)).code).toBe(2);
});

test("one edit is undone by name, and what was removed comes back from the trash", async () => {
  const work = "remove.assay";
  await line.assay("share", "p.assay", work);
  const made = Edits.parse(await line.json(["history", work])).find(({ label }) =>
    label.includes("They left"),
  );
  expect((await line.assay("undo", work, "--edit", made?.id ?? "")).out).toContain("Undone: ");
  expect((await line.assay("trash", work)).out).toBe("The trash is empty.\n");
  expect((await line.assay("trash", work, "--restore", "clm-1")).code).toBe(1);
});

test("backups are made, listed and gone back to", async () => {
  await line.assay("new", "b.assay");
  await line.assay("import", "b.assay", "one.txt");
  expect((await line.assay("backups", "b.assay")).out).toBe("There are no backups yet.\n");
  const made = z.object({ key: z.string() }).parse(await line.json(["backups", "b.assay", "--make"]));
  await line.assay("import", "b.assay", "two.txt");
  expect((await line.assay("backups", "b.assay")).out).toContain(made.key);
  const restored = await line.assay("backups", "b.assay", "--restore", "1");
  expect([restored.code, restored.out]).toEqual([0, expect.stringContaining(`Went back to “${made.key}”.`)]);
  expect(await line.json(["articles", "b.assay"])).toHaveLength(1);
  expect(readdirSync(join(line.folder, "b.assay backups"))).toHaveLength(2);
  expect((await line.assay("backups", "b.assay", "--restore", "7")).code).toBe(1);
  expect((await line.assay("backups", "b.assay", "--restore", "1", "--make")).code).toBe(2);
});

test("an undo is told from the edit that it took back", async () => {
  await line.assay("new", "undone.assay");
  await line.assay("import", "undone.assay", "one.txt");
  await line.assay("undo", "undone.assay");
  const { out } = await line.assay("history", "undone.assay");
  expect(out).toMatch(/Undid: Import “One title”\n.*Import “One title” \(undone\)/);
});

test("a name that one analyst of the project has is that analyst, however their id came about", async () => {
  await line.assay("new", "named.assay", "--analyst", "Bea Ortiz");
  const before = await line.json(["history", "named.assay"]);
  const [first] = z.array(z.object({ analystId: z.string() })).parse(before);
  // As the window's profile would have it: the same name under an id that no name gives.
  const db = new Sqlite(join(line.folder, "named.assay"));
  const id = "ana-0190a000-0000-7000-8000-00000000000b";
  for (const sql of [
    "UPDATE edits SET analyst = @id WHERE analyst = @old",
    "UPDATE changes SET entity_id = @id WHERE entity_id = @old",
    "UPDATE analysts SET id = @id WHERE id = @old",
    "UPDATE analysts SET created_by = @id, updated_by = @id WHERE created_by = @old",
    "UPDATE project SET created_by = @id, updated_by = @id WHERE created_by = @old",
  ])
    db.prepare(sql).run({ id, old: first?.analystId });
  db.close();
  await line.assay("import", "named.assay", "two.txt", "--analyst", "bea  ORTIZ");
  const after = z
    .array(z.object({ analystId: z.string() }))
    .parse(await line.json(["history", "named.assay"]));
  expect(new Set(after.map(({ analystId }) => analystId))).toEqual(new Set([id]));
});
