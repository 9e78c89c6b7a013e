import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256 } from "../../../../main/ids";
import { aFolder, anAnalyst, aSession, must } from "../../../builders";
import {
  aColleague,
  conflictsOf,
  goOn,
  mergeFrom,
  mergeWith,
  preview,
  reopened,
  sent,
  someWork,
  tampered,
  withSharedStart,
} from "../../../merge-work";
import { inventNews } from "../../../mutate-text";
import { stateOf } from "./replicas";

const other = { text: "Another article altogether. It has words.", words: "has words", tag: "words" };

test("what a colleague made comes in, in one edit that one undo takes back, before and after a restart", async () => {
  const [a, b] = [await aColleague(1), await aColleague(2)];
  await someWork(a);
  await someWork(b, other);
  const file = await sent(b);
  const shown = await preview(a, file);
  expect(shown).toMatchObject({ isNothingNew: false, wasUndone: false, claimsMine: 0, unreadable: [] });
  expect(shown.articles).toEqual({ new: 1, same: 0, revisions: 0, redacted: 0 });
  expect(shown.analysts.map(({ name }) => name)).toEqual(["Analyst 2"]);
  expect(must(await a.call("merges", "pending", undefined))).toEqual(shown);
  const before = stateOf(a);
  const { edit, backup } = await mergeFrom(a, file);
  const after = stateOf(a);
  expect(edit).not.toBeNull();
  expect(backup).toContain("before merging");
  expect(must(await a.call("merges", "pending", undefined))).toBeNull();
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
  expect((await preview(a, file)).isNothingNew).toBe(true);
  expect((await mergeFrom(a, file)).edit).toBeNull();

  const later = await reopened(a, 1);
  expect(must(await later.call("history", "undo", {})).label).toContain("Merge");
  expect(stateOf(later)).toBe(before);
  expect(must(await later.call("project", "verify", undefined)).isSound).toBe(true);
  const last = await reopened(later, 1);
  must(await last.call("history", "redo", undefined));
  expect(stateOf(last)).toBe(after);
});

test("what was undone comes back with the next merge of it, and the preview says so", async () => {
  const [a, b] = [await aColleague(1), await aColleague(2)];
  await someWork(a);
  await someWork(b, other);
  const file = await sent(b);
  await mergeFrom(a, file);
  const after = stateOf(a);
  must(await a.call("history", "undo", {}));
  expect(await preview(a, file)).toMatchObject({ wasUndone: true, isNothingNew: false });
  await mergeFrom(a, file);
  expect(stateOf(a)).toBe(after);
  // The second merge can be undone too, though the first brought the same.
  must(await a.call("history", "undo", {}));
  expect(must(await a.call("articles", "list", {}))).toHaveLength(1);
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
});

test("an undone merge leaves no trace in what is sent on", async () => {
  const [a, b, c] = [await aColleague(1), await aColleague(2), await aColleague(3)];
  await someWork(a);
  await someWork(b, other);
  await mergeWith(a, b);
  must(await a.call("history", "undo", {}));
  await mergeWith(c, a);
  expect(must(await c.call("articles", "list", {}))).toHaveLength(1);
  // Nor does the colleague lose anything by it.
  await mergeWith(b, a);
  expect(must(await b.call("articles", "list", {}))).toHaveLength(2);
});

test("the same article from two people is one, with the highlights of both", async () => {
  const [a, b] = [await aColleague(1), await aColleague(2)];
  const mine = await someWork(a);
  const theirs = await someWork(b, { words: "two officials said", tag: "troops" });
  expect(theirs.articleId).toBe(mine.articleId);
  await mergeWith(a, b);
  expect(must(await a.call("articles", "list", {}))).toHaveLength(1);
  expect(must(await a.call("highlights", "list", { articleId: mine.articleId }))).toHaveLength(2);
  expect(must(await a.call("tags", "list", undefined))).toHaveLength(1);
});

test("an undo is refused, in words, where something was done with what came in, and goes through after that is undone", async () => {
  const [a, b] = [await aColleague(1), await aColleague(2)];
  const { articleId } = await someWork(b, other);
  const { edit } = await mergeWith(a, b);
  const before = must(await a.call("articles", "list", {}));
  must(await a.call("highlights", "create", { articleId, span: { start: 0, end: 7 }, tagIds: [] }));
  const refused = await a.call("history", "undo", { edit: edit ?? undefined });
  expect(refused).toMatchObject({ ok: false, error: { kind: "conflict" } });
  expect(refused.ok ? "" : refused.error.message).toContain("Another");
  expect(must(await a.call("articles", "list", {}))).toHaveLength(before.length);
  must(await a.call("history", "undo", {}));
  must(await a.call("history", "undo", {}));
  expect(must(await a.call("articles", "list", {}))).toHaveLength(0);
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
  must(await a.call("history", "redo", undefined));
  must(await a.call("history", "redo", undefined));
  expect(must(await a.call("highlights", "list", { articleId }))).toHaveLength(2);
});

test("an undo is refused where something that came in was changed, and not where that was undone", async () => {
  const { a, b, highlightId } = await withSharedStart();
  must(await b.call("highlights", "update", { id: highlightId, set: { note: "from B" } }));
  const { edit } = await mergeWith(a, b);
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "from A, later" } }));
  expect(await a.call("history", "undo", { edit: edit ?? undefined })).toMatchObject({
    ok: false,
    error: { kind: "conflict" },
  });
  must(await a.call("history", "undo", {}));
  must(await a.call("history", "undo", {}));
  const { articleId } = await anArticleOf(a);
  expect(must(await a.call("highlights", "list", { articleId }))[0]?.note).toBe("");
});

test("what stands in the way of its undo is named: own settlements, which undone one by one let it go through, and other edits", async () => {
  const { a, b, highlightId } = await withSharedStart();
  const { articleId } = await anArticleOf(a);
  const tagId = must(await a.call("tags", "create", { name: "Ferries" })).id;
  await mergeWith(b, a);
  for (const [session, words] of [
    [a, "from A"],
    [b, "from B"],
  ] as const) {
    must(await session.call("highlights", "update", { id: highlightId, set: { note: words } }));
    must(await session.call("tags", "update", { id: tagId, set: { description: words } }));
  }
  const { edit } = await mergeWith(a, b);
  if (edit === null) throw new Error("something came in");
  expect(must(await a.call("history", "blockers", { edit }))).toMatchObject({
    settlements: [],
    others: 0,
    refusal: "",
  });
  const { items } = must(await a.call("merges", "conflicts", { limit: 10 }));
  expect(items).toHaveLength(2);
  // What stands is taken: nothing is in the way. The other version of the other one: that is.
  for (const { id, standing } of items)
    must(
      await a.call("merges", "settle", { items: [{ id, take: standing === "mine" ? "theirs" : "mine" }] }),
    );
  const settled = must(await a.call("history", "list", { limit: 2 })).map(({ id }) => id);
  const chosen = must(await a.call("highlights", "list", { articleId })).map(({ note }) => note);
  const blockers = must(await a.call("history", "blockers", { edit }));
  expect(blockers).toMatchObject({ settlements: settled, others: 0 });
  const refused = await a.call("history", "undo", { edit });
  expect(refused.ok ? "" : refused.error.message).toBe(blockers?.refusal);
  expect(blockers?.refusal).toContain("2 edits since changed what it brought");
  for (const id of settled) must(await a.call("history", "undo", { edit: id }));
  must(await a.call("history", "undo", { edit }));
  const notes = async () => must(await a.call("highlights", "list", { articleId })).map(({ note }) => note);
  expect(await notes()).toEqual(["from A"]);
  // Redo, as often as something was undone, brings all of it back.
  for (let n = 0; n < 3; n += 1) must(await a.call("history", "redo", undefined));
  expect(await notes()).toEqual(chosen);
  expect(must(await a.call("merges", "conflicts", { limit: 10 })).total).toBe(0);
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "later still" } }));
  expect(must(await a.call("history", "blockers", { edit }))?.others).toBe(1);
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
});

const anArticleOf = async (session: Awaited<ReturnType<typeof aColleague>>) => {
  const articleId = must(await session.call("articles", "list", {}))[0]?.id;
  if (articleId === undefined) throw new Error("there is an article");
  return { articleId };
};

test("a merge that is cancelled leaves the project as it was, at every step", async () => {
  const [a, b] = [await aColleague(1), await aColleague(2)];
  await someWork(a);
  for (let number = 0; number < 30; number += 1)
    await someWork(b, {
      text: `Article number ${number} has some words in it.`,
      words: "some words",
      tag: "t",
    });
  const before = stateOf(a);
  const file = await sent(b);
  for (const after of [0, 1, 2]) {
    await preview(a, file);
    let told = 0;
    const cancelled = await a.jobs.applyMerge({ take: "newest" }, () => {
      told += 1;
      return Promise.resolve(told > after ? "cancelled" : "go-on");
    });
    if (cancelled.ok) break;
    expect(cancelled.error.kind).toBe("cancelled");
    expect(stateOf(a)).toBe(before);
  }
  must(await a.call("highlights", "list", await anArticleOf(a)));
});

test("nobody writes while a merge runs, and reads are answered", async () => {
  const [a, b] = [await aColleague(1), await aColleague(2)];
  const { articleId } = await someWork(a);
  // Long texts take a while to be looked through for what they share.
  for (let number = 0; number < 12; number += 1)
    must(await b.call("articles", "createFromText", { text: inventNews(number, 5000) }));
  await preview(a, await sent(b));
  const running = a.jobs.applyMerge({ take: "newest" }, goOn);
  let [refusals, answers] = [0, 0];
  let isOver = false;
  void running.then(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((resume) => setImmediate(resume));
    if (isOver) break;
    const write = await a.call("articles", "update", { id: articleId, set: { title: "Meanwhile" } });
    if (!write.ok && write.error.message.includes("merge")) refusals += 1;
    const read = await a.call("articles", "get", { id: articleId });
    if (read.ok) answers += 1;
  }
  must(await running);
  expect(refusals).toBeGreaterThan(0);
  expect(answers).toBeGreaterThan(0);
  must(await a.call("articles", "update", { id: articleId, set: { title: "Afterwards" } }));
});

test("a file that says something else under ids that are known here is told apart and changes nothing of that", async () => {
  const { a, b, highlightId } = await withSharedStart();
  const articleId = (await anArticleOf(a)).articleId;
  const file = await sent(b);
  const forged = tampered(file, (db) => {
    db.prepare("UPDATE changes SET value = ? WHERE entity_id = ? AND field = 'anchor'").run(
      JSON.stringify({ end: 9, prefix: "", quote: "The first", start: 0, suffix: "" }),
      highlightId,
    );
  });
  const before = stateOf(a);
  const shown = await preview(a, forged);
  expect(shown.unreadable.join(" ")).toContain("known here");
  await mergeFrom(a, forged);
  expect(stateOf(a)).toBe(before);
  expect(must(await a.call("highlights", "list", { articleId }))).toHaveLength(1);
});

test("changes under my own id that I do not know are set apart, and count when I accept them", async () => {
  const { a, b, highlightId } = await withSharedStart();
  const file = await sent(b);
  const me = anAnalyst(1).id;
  const forged = tampered(file, (db) => {
    const { clock } = db.prepare("SELECT max(clock) AS clock FROM edits").get() as { clock: number };
    const edit = `edt-${sha256("forged").slice(0, 32)}`;
    db.prepare(
      "INSERT INTO edits (id, kind, undoes, label, analyst, clock, at) VALUES (?, 'edit', NULL, '', ?, ?, ?)",
    ).run(edit, me, clock + 500, "2030-01-01T00:00:00.000Z");
    db.prepare(
      "INSERT INTO changes (entity, entity_id, field, clock, id, edit, value, before) VALUES ('highlight', ?, 'note', ?, ?, ?, ?, NULL)",
    ).run(highlightId, clock + 500, `chg-${sha256("forged").slice(0, 32)}`, edit, '"I never wrote this"');
  });
  const before = stateOf(a);
  expect(await preview(a, forged)).toMatchObject({ claimsMine: 1 });
  const { conflicts } = await mergeFrom(a, forged);
  expect(stateOf(a)).toBe(before);
  expect(conflicts).toBe(1);
  const [claim] = await conflictsOf(a);
  expect(claim).toMatchObject({ kind: "claims-mine", field: "note", standing: "mine" });
  expect(claim?.theirs.words).toBe("I never wrote this");
  // Undo goes to the merge, not to what is said to be mine.
  expect(must(await a.call("history", "state", undefined)).undo).toContain("Merge");
  must(await a.call("merges", "settle", { items: [{ id: claim?.id ?? "", take: "theirs" }] }));
  expect(await conflictsOf(a)).toEqual([]);
  const articleId = (await anArticleOf(a)).articleId;
  const noteOf = async () => must(await a.call("highlights", "list", { articleId }))[0]?.note;
  expect(await noteOf()).toBe("I never wrote this");
  must(await a.call("history", "undo", {}));
  expect(await noteOf()).toBe("");
  expect(await conflictsOf(a)).toHaveLength(1);
  must(await a.call("merges", "settle", { items: [{ id: claim?.id ?? "", take: "mine" }] }));
  expect(await conflictsOf(a)).toEqual([]);
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
});

test("clocks out of range, and rows of a rating that contradict each other, are left out", async () => {
  const { a, b } = await withSharedStart();
  const file = await sent(b);
  const rating = `rat-${sha256("r").slice(0, 32)}`;
  const forged = tampered(file, (db) => {
    const { clock } = db.prepare("SELECT max(clock) AS clock FROM edits").get() as { clock: number };
    const put = (name: string, at: number, entity: string, id: string, field: string, value: string) => {
      const edit = `edt-${sha256(name).slice(0, 32)}`;
      db.prepare(
        "INSERT OR IGNORE INTO edits (id, kind, undoes, label, analyst, clock, at) VALUES (?, 'edit', NULL, '', ?, ?, ?)",
      ).run(edit, anAnalyst(2).id, at, "2030-01-01T00:00:00.000Z");
      db.prepare(
        "INSERT INTO changes (entity, entity_id, field, clock, id, edit, value, before) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
      ).run(entity, id, field, at, `chg-${sha256(`${name}${field}`).slice(0, 32)}`, edit, value);
    };
    put("far", clock + 2_000_000, "tag", `tag-${sha256("x").slice(0, 32)}`, "name", '"always wins"');
    // A rating of nothing: each value is good by itself.
    put("odd", clock + 5, "rating", rating, "reason", '"because"');
    put("odd", clock + 5, "rating", rating, "deleted", "false");
  });
  const before = stateOf(a);
  const shown = await preview(a, forged);
  expect(shown.unreadable.join(" ")).toContain("clock");
  const { refused } = await mergeFrom(a, forged);
  expect(refused.join(" ")).toContain("do not go together");
  expect(stateOf(a)).toBe(before);
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
});

test("the order of rows in a file does not matter", async () => {
  const { a, b } = await withSharedStart();
  await someWork(b, other);
  const file = await sent(b);
  const turned = tampered(file, (db) => {
    for (const table of ["article_texts", "originals", "captures"]) {
      db.exec(`CREATE TEMP TABLE kept AS SELECT * FROM ${table}`);
      const names = (db.prepare("SELECT name FROM pragma_table_info(?)").all(table) as { name: string }[])
        .map(({ name }) => name)
        .filter((name) => name !== "n")
        .join(", ");
      db.exec(
        `DELETE FROM ${table}; INSERT INTO ${table} (${names}) SELECT ${names} FROM kept ORDER BY rowid DESC`,
      );
      db.exec("DROP TABLE kept");
    }
    db.exec("INSERT INTO article_search (article_search) VALUES ('rebuild')");
    db.exec("DELETE FROM shingles; DELETE FROM near_copies");
  });
  const copy = join(aFolder(), "copy.assay");
  copyFileSync(a.path, copy);
  const again = aSession({ analyst: anAnalyst(1) });
  must(await again.jobs.open({ path: copy }));
  await mergeFrom(a, file);
  await mergeFrom(again, turned);
  expect(stateOf({ path: copy })).toBe(stateOf(a));
});

test("an empty project into which a copy is merged is that copy", async () => {
  const { a } = await withSharedStart();
  await someWork(a, other);
  const empty = await aColleague(9);
  await mergeWith(empty, a);
  const withoutProject = (state: string) =>
    state
      .split("\n")
      .filter((line) => !line.startsWith("project "))
      .join("\n");
  expect(withoutProject(stateOf(empty))).toBe(withoutProject(stateOf(a)));
  expect(must(await empty.call("articles", "list", {}))).toHaveLength(2);
});

test("a project file as it lies there, with its own record of merges, is merged as well as a copy made to be sent", async () => {
  const [a, b, c] = [await aColleague(1), await aColleague(2), await aColleague(3)];
  await someWork(b, other);
  await someWork(c);
  await mergeWith(b, c);
  must(await b.jobs.close(undefined));
  await mergeFrom(a, b.path);
  expect(must(await a.call("articles", "list", {}))).toHaveLength(2);
});
