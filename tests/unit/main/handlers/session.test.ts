import { copyFileSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSession } from "../../../../main/handlers/session";
import { everything } from "../../../../shared/domain/share";
import {
  aFolder,
  anActor,
  anAnalyst,
  anOpenSession,
  aSession,
  must,
  someText,
  withArticle,
} from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";

const goOn = async () => "go-on" as const;

test("on the start screen there is no project, and calls that need one say so", async () => {
  const session = aSession();
  expect(must(await session.call("project", "get", undefined))).toBeNull();
  for (const answer of [
    await session.call("articles", "list", {}),
    await session.call("tags", "create", { name: "x" }),
    await session.call("project", "verify", undefined),
    await session.call("project", "integrity", undefined),
    await session.jobs.shareCopy({ path: join(aFolder(), "x.assay"), options: everything }, goOn),
  ])
    expect(answer).toMatchObject({ ok: false, error: { kind: "not-found" } });
});

test("what comes in is parsed, and a wrong input names its part", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const empty = await session.call("highlights", "create", {
    articleId,
    span: { start: 5, end: 5 },
    tagIds: [],
  });
  expect(empty).toMatchObject({
    ok: false,
    error: { kind: "invalid-input", message: "span: A highlight cannot be empty" },
  });
  expect(await session.call("articles", "get", { id: "art-x" } as never)).toMatchObject({
    ok: false,
    error: { kind: "invalid-input" },
  });
  expect(await session.call("constructor" as never, "x" as never, undefined as never)).toMatchObject({
    ok: false,
  });
  expect(await session.call("articles", "constructor", undefined)).toMatchObject({
    ok: false,
    error: { kind: "invalid-input" },
  });
});

test("half a surrogate pair does not get into the file", async () => {
  const session = await anOpenSession();
  const answer = await session.call("tags", "create", { name: "a\ud800" });
  expect(answer).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  expect(await session.call("articles", "createFromText", { text: "x\udc00y" })).toMatchObject({ ok: false });
});

test("each write announces its topics, and nothing else does", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  await session.call("project", "integrity", undefined);
  session.published.length = 0;
  must(await session.call("articles", "list", {}));
  expect(session.published).toEqual([]);
  must(await session.call("highlights", "create", { articleId, span: { start: 0, end: 5 }, tagIds: [] }));
  expect(session.published).toEqual([
    {
      event: "changed",
      payload: {
        topics: [
          "project",
          "articles",
          "highlights",
          "tags",
          "sources",
          "claims",
          "evidence",
          "history",
          "merges",
          "integrity",
        ],
      },
    },
  ]);
  session.published.length = 0;
  must(await session.call("articles", "markRead", { id: articleId, isRead: true }));
  expect(session.published).toEqual([{ event: "changed", payload: { topics: ["articles"] } }]);
});

test("reading an article is remembered here and is no part of history", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const edits = must(await session.call("history", "list", { limit: 100 })).length;
  must(await session.call("articles", "markRead", { id: articleId, isRead: true }));
  expect(must(await session.call("articles", "get", { id: articleId })).isRead).toBe(true);
  expect(must(await session.call("articles", "list", { state: "unread" }))).toEqual([]);
  expect(must(await session.call("history", "list", { limit: 100 }))).toHaveLength(edits);
});

test("the integrity counts follow each change", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const counts = async () => {
    const { highlights, inPlace, problems } = must(await session.call("project", "integrity", undefined));
    return [highlights, inPlace, problems.length];
  };
  expect(await counts()).toEqual([0, 0, 0]);
  const { id } = must(
    await session.call("highlights", "create", { articleId, span: { start: 0, end: 5 }, tagIds: [] }),
  );
  must(await session.call("highlights", "create", { articleId, span: { start: 2, end: 9 }, tagIds: [] }));
  expect(await counts()).toEqual([2, 2, 0]);
  must(await session.call("highlights", "remove", { id }));
  expect(await counts()).toEqual([1, 1, 0]);
  must(await session.call("articles", "remove", { id: articleId }));
  expect(await counts()).toEqual([0, 0, 0]);
  must(await session.call("history", "undo", {}));
  must(await session.call("history", "undo", {}));
  expect(await counts()).toEqual([2, 2, 0]);
});

test("a project that cannot be opened leaves the open one open", async () => {
  const session = await anOpenSession();
  await withArticle(session);
  const other = join(aFolder(), "other.assay");
  writeFileSync(other, "not a project");
  expect(await session.jobs.open({ path: other })).toMatchObject({
    ok: false,
    error: { kind: "not-a-project" },
  });
  expect(must(await session.call("articles", "list", {}))).toHaveLength(1);
  // Opening what is open already is no error.
  expect(must(await session.jobs.open({ path: session.path })).counts.articles).toBe(1);
});

test("while a long job runs the project is not closed or exchanged, and other calls are answered", async () => {
  const session = await anOpenSession();
  const folder = aFolder();
  for (const n of [1, 2, 3]) writeFileSync(join(folder, `${n}.txt`), `${someText} Number ${n}.`);
  let seen = 0;
  const imported = await session.jobs.importFiles({ paths: [folder] }, async () => {
    seen += 1;
    expect(await session.jobs.close(undefined)).toMatchObject({ ok: false, error: { kind: "conflict" } });
    expect(await session.jobs.create({ path: join(folder, "x.assay"), name: "x" })).toMatchObject({
      ok: false,
    });
    expect((await session.call("articles", "list", {})).ok).toBe(true);
    return "go-on";
  });
  expect(must(imported).map(({ outcome }) => outcome)).toEqual(["needs-look", "needs-look", "needs-look"]);
  expect(seen).toBeGreaterThan(2);
  must(await session.jobs.close(undefined));
});

test("a second session cannot open the same file, and a copy of it opens with everything in it", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const other = aSession({ ...anActor(), analyst: anAnalyst(2) });
  expect(await other.jobs.open({ path: session.path })).toMatchObject({
    ok: false,
    error: { kind: "locked" },
  });
  must(await session.jobs.close(undefined));
  const copy = join(aFolder(), "copy.assay");
  copyFileSync(session.path, copy);
  must(await other.jobs.open({ path: copy }));
  expect(must(await other.call("articles", "get", { id: articleId })).text).toBe(someText);
  expect(must(await other.call("project", "get", undefined))).toMatchObject({
    name: "Test",
    fileName: "copy.assay",
    analyst: anAnalyst(2),
  });
});

test("a copy to share opens in another profile with everything in it and is sound", async () => {
  const session = aSession();
  must(await session.jobs.createSample({ path: join(aFolder(), "sample.assay") }));
  const path = join(aFolder(), "shared.assay");
  must(await session.jobs.shareCopy({ path, options: everything }, goOn));
  const other = aSession({ ...anActor(), analyst: anAnalyst(2) });
  const opened = must(await other.jobs.open({ path }));
  expect(opened.counts).toEqual(must(await session.call("project", "get", undefined))?.counts);
  expect(must(await other.jobs.verify(undefined)).isSound).toBe(true);
});

test("a project that was moved while it was open can be opened where it is now", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const moved = join(aFolder(), "moved.assay");
  renameSync(session.path, moved);
  expect((await session.call("tags", "create", { name: "x" })).ok).toBe(false);
  expect(must(await session.jobs.open({ path: moved })).fileName).toBe("moved.assay");
  must(await session.call("tags", "create", { name: "x" }));
  expect(must(await session.call("articles", "get", { id: articleId })).text).toBe(someText);
  expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
});

test("a project that was replaced by another while it was open gives way to that one", async () => {
  const session = await anOpenSession();
  const backup = join(aFolder(), "backup.assay");
  const other = aSession();
  must(await other.jobs.create({ path: backup, name: "Backup" }));
  must(await other.jobs.close(undefined));
  renameSync(backup, session.path);
  expect((await session.call("tags", "create", { name: "x" })).ok).toBe(false);
  expect(must(await session.jobs.open({ path: session.path })).name).toBe("Backup");
  must(await session.call("tags", "create", { name: "x" }));
  must(await session.jobs.close(undefined));
  must(await session.jobs.open({ path: session.path }));
  expect(must(await session.call("tags", "list", undefined)).map(({ name }) => name)).toEqual(["x"]);
});

test.each(["", "  ", "x".repeat(201), "a\ud800"])("a project is not made with the name %j", async (name) => {
  const session = aSession();
  const path = join(aFolder(), "new.assay");
  expect(await session.jobs.create({ path, name })).toMatchObject({
    ok: false,
    error: { kind: "invalid-input" },
  });
  expect(existsSync(path)).toBe(false);
  expect(must(await session.call("project", "get", undefined))).toBeNull();
  expect(must(await session.jobs.create({ path, name: " New " })).name).toBe("New");
});

test("where answers are waited for elsewhere, one comes before the event of what it wrote", async () => {
  const order: string[] = [];
  const { analyst, now, newId } = anActor();
  const waiting: (() => void)[] = [];
  const session = createSession({
    analyst,
    now,
    newId,
    guest: guestInProcess,
    publish: (event) => order.push(event),
    later: (work) => waiting.push(work),
  });
  must(await session.jobs.create({ path: join(aFolder(), "test.assay"), name: "Test" }));
  order.length = 0;
  must(await session.call("tags", "create", { name: "x" }));
  order.push("answered");
  for (const work of waiting) work();
  expect(order).toEqual(["answered", "changed"]);
});
