import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { everything } from "../../../../shared/domain/share";
import { aFolder, aSession, must } from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";
import { projectBytes } from "../../../hostile/a-project";
import { fileOf, withSql } from "../../../hostile/tamper";

/*
 * What the manifest of a shared copy vouches for, and until when.
 */

let plain: Buffer;
beforeAll(async () => {
  plain = await projectBytes();
});

const aSharedCopy = async (): Promise<Buffer> => {
  const session = aSession();
  must(await session.jobs.open({ path: fileOf(plain) }));
  const path = join(aFolder(), "shared.assay");
  const options = { ...everything, marking: "TLP:GREEN" };
  must(await session.jobs.shareCopy({ path, options }, async () => "go-on"));
  must(await session.jobs.close(undefined));
  return readFileSync(path);
};

const remarks = async (bytes: Uint8Array): Promise<string> => {
  const found = must(await guestInProcess.examine(fileOf(bytes), { purpose: "merge" }));
  expect(found.isDamaged).toBe(found.unreadable.length > 0);
  return found.unreadable.join(" ");
};

test("a copy is what its maker wrote, in whatever order its rows and pages stand", async () => {
  const copy = await aSharedCopy();
  expect(await remarks(copy)).toBe("");
  expect(await remarks(withSql(copy, "VACUUM"))).toBe("");
  const moved = withSql(
    copy,
    "UPDATE captures SET rowid = rowid + 100; UPDATE originals SET rowid = rowid + 100",
  );
  expect(await remarks(moved)).toBe("");
});

test.each([
  ["a note in the log", "UPDATE changes SET value = '\"planted\"' WHERE field = 'note'"],
  ["who did something", "UPDATE edits SET analyst = 'ana-00000000000000000000000000000009' WHERE clock = 3"],
  ["what an edit is called", "UPDATE edits SET label = 'planted' WHERE clock = 3"],
  ["a row less", "DELETE FROM changes WHERE id = (SELECT max(id) FROM changes)"],
  ["how an article came in", "UPDATE captures SET file_name = 'planted.txt'"],
  ["how a text is divided", "UPDATE article_texts SET blocks = '[]'"],
])("whoever changes %s in a copy is found out", async (_, sql) => {
  expect(await remarks(withSql(await aSharedCopy(), sql))).toContain("not what its maker put into it");
});

test.each([
  ["its marking", "UPDATE meta SET value = replace(value, 'TLP:GREEN', 'TLP:CLEAR') WHERE key = 'manifest'"],
  ["whose it is", "UPDATE meta SET value = replace(value, 'Analyst 1', 'Analyst 2') WHERE key = 'manifest'"],
  ["its counts", `UPDATE meta SET value = replace(value, '"edits":', '"edits":1') WHERE key = 'manifest'`],
  [
    "which project it is",
    "UPDATE meta SET value = 'prj-' || lower(hex(randomblob(16))) WHERE key = 'project'",
  ],
])("whoever changes %s is found out", async (_, sql) => {
  expect(await remarks(withSql(await aSharedCopy(), sql))).toContain("not what its maker wrote");
});

test("somebody goes on working in a copy: its rows are no longer vouched for, its marking is", async () => {
  const path = fileOf(await aSharedCopy());
  const session = aSession();
  must(await session.jobs.open({ path }));
  expect(must(await session.call("project", "get", undefined))?.marking).toBe("TLP:GREEN");
  must(await session.call("tags", "create", { name: "Mine" }));
  must(await session.jobs.close(undefined));
  const worked = readFileSync(path);
  expect(await remarks(worked)).toBe("");
  const unmarked = withSql(
    worked,
    "UPDATE meta SET value = replace(value, 'TLP:GREEN', '') WHERE key = 'manifest'",
  );
  expect(await remarks(unmarked)).toContain("not what its maker wrote");
});
