import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { EditId } from "../../../../shared/ids";
import { aFolder, anAnalyst, anOpenSession, must } from "../../../builders";
import { aColleague, mergeWith, someWork } from "../../../merge-work";

const goOn = () => Promise.resolve("go-on" as const);

/** Ada's project with a day's work of Bea's merged into it. */
const aMergedProject = async () => {
  const [ada, bea] = [await aColleague(1), await aColleague(2)];
  await someWork(ada);
  await someWork(bea, {
    text: "Another article altogether. It has words.",
    words: "has words",
    tag: "words",
  });
  const done = await mergeWith(ada, bea);
  const { call, jobs } = ada;
  const titles = async () => must(await call("articles", "list", { sort: "title" })).length;
  const asOf = async (edit: string | null | undefined) => {
    must(await jobs.openAsOf({ edit: edit as EditId }, goOn));
    const count = await titles();
    const isSound = must(await jobs.verify(undefined)).isSound;
    must(await jobs.leaveAsOf(undefined));
    return [count, isSound];
  };
  return { ada, bea, ...ada, merge: done.edit, titles, asOf };
};

test("a merge is one edit that says which file came in and what with it, beside the colleague's own edits", async () => {
  const { call, merge, bea } = await aMergedProject();
  const detail = must(await call("history", "get", { edit: merge as EditId }));
  expect(detail.merged?.fileName).toMatch(/^sent \d+\.assay$/u);
  expect(detail.changes.map(({ entity }) => entity)).toEqual(
    expect.arrayContaining(["article", "highlight", "tag"]),
  );
  const own = must(
    await call("history", "list", { limit: 50, analystId: "ana-00000000000000000000000000000002" as never }),
  );
  expect(own.map(({ label }) => label)).toEqual(expect.arrayContaining(["Highlight “has words”"]));
  expect(must(await call("history", "editors", undefined)).map(({ name }) => name)).toContain("Analyst 2");
  void bea;
});

test("as it stood before a merge, what it brought is not there, however early the colleague did it", async () => {
  const { call, merge, asOf, titles } = await aMergedProject();
  const edits = must(await call("history", "list", { limit: 50 }));
  const before = edits.find(({ id, analystId }) => id !== merge && analystId.endsWith("1"));
  expect(await asOf(before?.id)).toEqual([1, true]);
  expect(await asOf(merge)).toEqual([2, true]);
  // An edit of the colleague's is shown as it was once it had come in.
  const theirs = edits.find(({ label }) => label.startsWith("Import “Another"));
  expect((await asOf(theirs?.id))[1]).toBe(true);
  expect(await titles()).toBe(2);
});

test("an undone merge is held back: the audit says so, and each moment of it can be looked at", async () => {
  const { call, jobs, merge, asOf, titles } = await aMergedProject();
  const undone = must(await call("history", "undo", { edit: merge as EditId }));
  expect(await titles()).toBe(1);
  const { changes } = must(await call("history", "get", { edit: merge as EditId }));
  expect(changes.every(({ isHeld }) => isHeld)).toBe(true);
  const path = join(aFolder(), "audit.jsonl");
  must(await jobs.exportAudit({ path, filter: {} }, goOn));
  const lines = readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(new Set(lines.map(({ held }) => held))).toEqual(new Set([null, "undone"]));
  expect(lines.find(({ mergedFile }) => mergedFile !== null)).toMatchObject({ edit: merge });
  const redone = must(await call("history", "redo", undefined));
  expect(await titles()).toBe(2);
  expect(await asOf(merge)).toEqual([2, true]);
  expect(await asOf(undone.edit)).toEqual([1, true]);
  expect(await asOf(redone.edit)).toEqual([2, true]);
  must(await call("history", "undo", {}));
  expect(await asOf(redone.edit)).toEqual([2, true]);
  expect(await asOf(merge)).toEqual([2, true]);
  expect(await titles()).toBe(1);
});

test("what an undone merge had brought is shown as undone and offers no undo, until the merge is done again", async () => {
  const { call, merge } = await aMergedProject();
  const edits = async () =>
    must(await call("history", "list", { limit: 50 })).filter(({ kind }) => kind === "edit");
  const undone = async () =>
    (await edits())
      .filter(({ isUndone }) => isUndone)
      .map(({ analystId, label }) => [analystId.slice(-1), label]);
  const theirs = (await edits()).filter(({ analystId }) => analystId.endsWith("2"));
  expect(await undone()).toEqual([]);
  must(await call("history", "undo", { edit: merge as EditId }));
  const isTheirs = ([who]: readonly string[]) => who === "2";
  const [all, others] = [await undone(), (await undone()).filter((one) => !isTheirs(one))];
  // The beginning of their project is known here as the beginning of a project of its own.
  expect(all.filter(isTheirs)).toHaveLength(theirs.length);
  expect(others).toEqual([["1", expect.stringMatching(/^Merge “/u)]]);
  const one = theirs.find(({ label }) => label === "Highlight “has words”");
  expect(must(await call("history", "get", { edit: one?.id as EditId })).edit.isUndone).toBe(true);
  expect(await call("history", "undo", { edit: one?.id as EditId })).toMatchObject({
    ok: false,
    error: { kind: "conflict", message: expect.stringContaining("with the merge that brought it") },
  });
  must(await call("history", "redo", undefined));
  expect(await undone()).toEqual([]);
  must(await call("history", "undo", { edit: one?.id as EditId }));
  expect(await undone()).toEqual([["2", "Highlight “has words”"]]);
});

test("a colleague's undo that went with an undone merge undoes nothing any more", async () => {
  const { ada, bea, call } = await aMergedProject();
  await mergeWith(bea, ada);
  const made = must(await call("tags", "create", { name: "mine" }));
  await mergeWith(bea, ada);
  must(await bea.call("history", "undo", { edit: made.edit as EditId }));
  const { edit: merge } = await mergeWith(ada, bea);
  const isUndone = async () =>
    must(await call("history", "get", { edit: made.edit as EditId })).edit.isUndone;
  expect(await isUndone()).toBe(true);
  must(await call("history", "undo", { edit: merge as EditId }));
  expect(await isUndone()).toBe(false);
  expect(must(await call("history", "state", undefined)).undo).toBe("Add tag “mine”");
  must(await call("history", "undo", { edit: made.edit as EditId }));
  expect(await isUndone()).toBe(true);
});

test("before a merge there is a backup of how the project was, and it can be gone back to", async () => {
  const { jobs, titles } = await aMergedProject();
  const [backup] = must(await jobs.backups(undefined));
  expect(backup?.reason).toBe("before merging");
  must(await jobs.restoreBackup({ key: backup?.key ?? "" }));
  expect(await titles()).toBe(1);
});

test("what a colleague removed is in the trash once it has come in, with their name, and can be brought back", async () => {
  const { ada, bea, call } = await aMergedProject();
  await mergeWith(bea, ada);
  const [theirs] = must(await bea.call("articles", "list", { sort: "oldest" }));
  must(await bea.call("articles", "remove", { id: theirs?.id as never }));
  await mergeWith(ada, bea);
  const trash = must(await call("history", "trash", { limit: 100 })).items;
  expect(trash).toMatchObject([{ entity: "article", id: theirs?.id, deletedBy: "Analyst 2" }]);
  must(await call("history", "restore", { items: [{ entity: "article", id: theirs?.id ?? "" }] }));
  expect(must(await call("history", "trash", { limit: 100 })).items).toEqual([]);
});

test("where no backup can be made beside the project a merge goes on, and its backup is in the profile's folder and in the list", async () => {
  const profile = join(aFolder(), "backups");
  const path = join(aFolder(), "mine.assay");
  const ada = await anOpenSession({ analyst: anAnalyst(1), backupFolder: profile }, path);
  const bea = await aColleague(2);
  await someWork(bea);
  writeFileSync(`${path} backups`, "a file where the folder should be");
  const { backup } = await mergeWith(ada, bea);
  const made = must(await ada.jobs.backups(undefined));
  expect(made).toMatchObject([{ key: backup, reason: "before merging", isElsewhere: true }]);
  must(await ada.jobs.restoreBackup({ key: backup }));
  expect(must(await ada.call("articles", "list", {}))).toEqual([]);
  expect(must(await ada.jobs.backups(undefined)).map(({ isElsewhere }) => isElsewhere)).toEqual([true, true]);
});
