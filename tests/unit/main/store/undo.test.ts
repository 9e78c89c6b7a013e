import { copyFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createEntity, writeEdit } from "../../../../main/store/change-log";
import { closeProject, openProject } from "../../../../main/store/open";
import { deleteTag, listTags } from "../../../../main/store/tags";
import { undoLast } from "../../../../main/store/undo";
import { type EditId, TagId } from "../../../../shared/ids";
import {
  aFolder,
  anActor,
  anAnalyst,
  anOpenSession,
  aProject,
  aSession,
  dump,
  must,
  someText,
  withArticle,
} from "../../../builders";
import { anyCommand, carryOut } from "./commands";

/** The state of a session's file: of a copy, as the file itself is held. */
const stateOf = (path: string, options: { onlyLive?: boolean } = {}): string => {
  const copy = join(aFolder(), "copy.assay");
  copyFileSync(path, copy);
  const file = must(openProject(copy));
  const state = dump(file.db, options);
  closeProject(file);
  return state;
};

const runs = { numRuns: 25 };

test("undo and redo walk back and forth over random work, state by state, across restarts", async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: anyCommand },
    { weight: 2, arbitrary: fc.constant("undo" as const) },
    { weight: 2, arbitrary: fc.constant("redo" as const) },
    { weight: 1, arbitrary: fc.constant("restart" as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const session = await anOpenSession();
      await withArticle(session, someText, "One");
      await withArticle(session, `${someText} Twice.`, "Two");
      const state = () => stateOf(session.path, { onlyLive: true });
      // A model of what undo promises: a list of states and a place in it.
      let states = [state()];
      let at = 0;
      const beginning = 2;
      for (const one of steps) {
        if (one === "restart") {
          must(await session.jobs.close(undefined));
          must(await session.jobs.open({ path: session.path }));
        } else if (one === "undo") {
          if (at === 0) continue;
          must(await session.call("history", "undo", {}));
          at -= 1;
        } else if (one === "redo") {
          const redone = await session.call("history", "redo", undefined);
          expect(redone.ok).toBe(at < states.length - 1);
          if (redone.ok) at += 1;
        } else {
          const done = await carryOut(session, one);
          if (done?.ok !== true || done.value.edit === null) continue;
          states = [...states.slice(0, at + 1), state()];
          at += 1;
        }
        expect(state()).toBe(states[at]);
      }
      for (; at > 0; at -= 1) {
        expect(state()).toBe(states[at]);
        must(await session.call("history", "undo", {}));
      }
      expect(state()).toBe(states[0]);
      for (; at < states.length - 1; at += 1) must(await session.call("history", "redo", undefined));
      expect(state()).toBe(states.at(-1));
      expect((await session.call("history", "redo", undefined)).ok).toBe(false);
      expect(must(await session.jobs.verify(undefined))).toMatchObject({ isSound: true });
      // Down to the empty project, and up again.
      const end = stateOf(session.path);
      for (let n = 0; n < states.length - 1 + beginning; n += 1)
        must(await session.call("history", "undo", {}));
      expect((await session.call("history", "undo", {})).ok).toBe(false);
      expect(must(await session.call("articles", "list", {}))).toEqual([]);
      for (let n = 0; n < states.length - 1 + beginning; n += 1)
        must(await session.call("history", "redo", undefined));
      expect(stateOf(session.path)).toBe(end);
      must(await session.jobs.close(undefined));
    }),
    runs,
  );
}, 120_000);

test("an edit that was changed and changed back can still be undone by name", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const made = must(
    await session.call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: [] }),
  );
  const noted = must(await session.call("highlights", "update", { id: made.id, set: { note: "first" } }));
  const again = must(await session.call("highlights", "update", { id: made.id, set: { note: "second" } }));
  const edit = noted.edit ?? undefined;
  const refused = await session.call("history", "undo", { edit });
  expect(refused).toMatchObject({ ok: false, error: { kind: "conflict" } });
  must(await session.call("history", "undo", { edit: again.edit ?? undefined }));
  must(await session.call("history", "undo", { edit }));
  expect(must(await session.call("highlights", "list", { articleId }))[0]?.note).toBe("");
});

test("a named edit is undone while later ones elsewhere stay", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const first = must(
    await session.call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: [] }),
  );
  const second = must(
    await session.call("highlights", "create", { articleId, span: { start: 4, end: 9 }, tagIds: [] }),
  );
  must(await session.call("history", "undo", { edit: first.edit ?? undefined }));
  expect(must(await session.call("highlights", "list", { articleId })).map(({ id }) => id)).toEqual([
    second.id,
  ]);
  expect(await session.call("history", "undo", { edit: first.edit ?? undefined })).toMatchObject({
    ok: false,
    error: { kind: "conflict" },
  });
});

test("the history list says which edits are undone, through any number of undos and redos", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const { edit } = must(
    await session.call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: [] }),
  );
  const isUndone = async () =>
    must(await session.call("history", "list", { limit: 100 })).find(({ id }) => id === edit)?.isUndone;
  expect(await isUndone()).toBe(false);
  for (let round = 0; round < 3; round += 1) {
    must(await session.call("history", "undo", {}));
    expect(await isUndone()).toBe(true);
    must(await session.call("history", "redo", undefined));
    expect(await isUndone()).toBe(false);
  }
});

test("undo takes back one's own edits only, and the first of an analyst leaves their name", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  must(await session.jobs.setAnalyst(anAnalyst(2)));
  expect(must(await session.call("history", "state", undefined))).toEqual({ undo: null, redo: null });
  expect(await session.call("history", "undo", {})).toMatchObject({
    ok: false,
    error: { kind: "not-found" },
  });
  must(await session.call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: [] }));
  must(await session.call("history", "undo", {}));
  const edits = must(await session.call("history", "list", { limit: 3 }));
  expect(edits.map(({ kind, analyst }) => `${kind} ${analyst}`)).toEqual([
    "undo Analyst 2",
    "edit Analyst 2",
    "edit Analyst 1",
  ]);
  const copy = join(aFolder(), "copy.assay");
  copyFileSync(session.path, copy);
  const file = must(openProject(copy));
  expect(file.db.prepare("SELECT name, is_deleted FROM analysts ORDER BY name").raw().all()).toEqual([
    ["Analyst 1", 0],
    ["Analyst 2", 0],
  ]);
  closeProject(file);
  // The other's edit can be undone by name.
  must(await session.call("history", "undo", { edit: edits[2]?.id }));
  expect(must(await session.call("articles", "list", {}))).toEqual([]);
});

test("a new edit ends what can be redone", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const span = { start: 0, end: 9 };
  must(await session.call("highlights", "create", { articleId, span, tagIds: [] }));
  must(await session.call("history", "undo", {}));
  expect(must(await session.call("history", "state", undefined)).redo).toContain("Highlight");
  must(await session.call("highlights", "create", { articleId, span, tagIds: [] }));
  expect(must(await session.call("history", "state", undefined)).redo).toBeNull();
});

test("the beginning of a project cannot be undone", async () => {
  const session = await anOpenSession();
  const [first] = must(await session.call("history", "list", { limit: 10 }));
  expect(must(await session.call("history", "state", undefined)).undo).toBeNull();
  expect(await session.call("history", "undo", { edit: first?.id })).toMatchObject({
    ok: false,
    error: { kind: "conflict" },
  });
});

test("taking a tag off and undoing it gives it its place back", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const tags = [];
  for (const name of ["a", "b", "c"]) tags.push(must(await session.call("tags", "create", { name })).id);
  const { id } = must(
    await session.call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: tags }),
  );
  must(await session.call("highlights", "setTag", { id, tagId: tags[0] as never, isOn: false }));
  must(await session.call("history", "undo", {}));
  expect(must(await session.call("highlights", "list", { articleId }))[0]?.tagIds).toEqual(tags);
});

test("nothing is written where nothing changes", async () => {
  const session = aSession();
  must(await session.jobs.create({ path: join(aFolder(), "x.assay"), name: "Same" }));
  const articleId = await withArticle(session);
  const { id } = must(
    await session.call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: [] }),
  );
  const before = must(await session.call("history", "list", { limit: 100 })).length;
  session.published.length = 0;
  expect(
    must(await session.call("highlights", "update", { id, set: { note: "", span: { start: 0, end: 9 } } })),
  ).toEqual({ edit: null });
  expect(must(await session.call("project", "update", { name: "Same" }))).toEqual({ edit: null });
  expect(must(await session.call("history", "list", { limit: 100 })).length).toBe(before);
  expect(session.published).toEqual([]);
});

const newTag = {
  name: "Troops",
  parentId: null,
  colour: "teal",
  description: "",
  shortcut: null,
  position: 1,
};

const conflict = (words: string) => ({
  ok: false,
  error: { kind: "conflict", message: expect.stringContaining(words), advice: expect.any(String) },
});

test("an undo does not bring a name or a key back that something else has by now", async () => {
  const { call } = await anOpenSession();
  const undo = (edit: EditId | null) => call("history", "undo", { edit: edit ?? undefined });
  const first = must(await call("tags", "create", { name: "Troops", shortcut: 1 }));
  const removed = must(await call("tags", "remove", { id: first.id }));
  const second = must(await call("tags", "create", { name: "troops", shortcut: 2 }));
  expect(await undo(removed.edit)).toMatchObject(conflict("another tag “troops”"));
  must(await call("tags", "update", { id: second.id, set: { name: "Soldiers", shortcut: 1 } }));
  expect(await undo(removed.edit)).toMatchObject(conflict("key 1 belongs to the tag “Soldiers”"));
  must(await call("tags", "update", { id: second.id, set: { shortcut: null } }));
  must(await undo(removed.edit));
  expect(must(await call("tags", "list", undefined)).map(({ name, shortcut }) => [name, shortcut])).toEqual([
    ["Soldiers", null],
    ["Troops", 1],
  ]);
});

test("a renamed source does not get a name back that another source has by now", async () => {
  const { call } = await anOpenSession();
  const { id } = must(await call("sources", "create", { name: "BBC", kind: "outlet" }));
  const renamed = must(await call("sources", "update", { id, set: { name: "BBC News" } }));
  must(await call("sources", "create", { name: "BBC", kind: "outlet" }));
  expect(await call("history", "undo", { edit: renamed.edit ?? undefined })).toMatchObject(
    conflict("another source “BBC”"),
  );
  must(await call("history", "undo", {}));
  must(await call("history", "undo", {}));
  expect(must(await call("sources", "list", undefined)).map(({ name }) => name)).toEqual(["BBC"]);
});

test("two that had one name before an edit may have it together again", () => {
  const actor = anActor();
  const { db } = aProject(actor);
  const ids = ["tag-a", "tag-b"].map((id) => TagId.parse(`${id}${"0".repeat(31)}`));
  // As a merge of two people's work leaves them.
  for (const id of ids) writeEdit(db, actor, "Add", createEntity("tag", id, newTag));
  for (const id of ids) must(deleteTag(db, actor, id));
  must(undoLast(db, actor));
  must(undoLast(db, actor));
  expect(listTags(db).map(({ name }) => name)).toEqual(["Troops", "Troops"]);
});

test("what a colleague uses by now does not go with the undo of its creation, and goes once they let go of it", async () => {
  const session = await anOpenSession();
  const { call } = session;
  const articleId = await withArticle(session);
  const { id: sourceId } = must(await call("sources", "create", { name: "BBC", kind: "outlet" }));
  const { id: tagId } = must(await call("tags", "create", { name: "troops" }));
  must(await session.jobs.setAnalyst(anAnalyst(2)));
  must(await call("articles", "update", { id: articleId, set: { sourceId } }));
  const span = { start: 0, end: 9 };
  const { id } = must(await call("highlights", "create", { articleId, span, tagIds: [tagId] }));
  must(await session.jobs.setAnalyst(anAnalyst(1)));
  expect(await call("history", "undo", {})).toMatchObject(
    conflict("the tag that it made is used by the highlight"),
  );
  must(await session.jobs.setAnalyst(anAnalyst(2)));
  must(await call("highlights", "setTag", { id, tagId, isOn: false }));
  must(await session.jobs.setAnalyst(anAnalyst(1)));
  must(await call("history", "undo", {}));
  expect(await call("history", "undo", {})).toMatchObject(conflict("used by the article “The first troops"));
  must(await session.jobs.setAnalyst(anAnalyst(2)));
  expect(must(await call("articles", "get", { id: articleId })).sourceName).toBe("BBC");
});

test("an old creation is not undone by name while one's own later work needs it", async () => {
  const session = await anOpenSession();
  const { call } = session;
  const articleId = await withArticle(session);
  const edit = must(await call("history", "list", { limit: 1 }))[0]?.id;
  const made = must(
    await call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: [] }),
  );
  const undoImport = () => call("history", "undo", { edit });
  expect(await undoImport()).toMatchObject(conflict("the article that it made is used by the highlight"));
  must(await call("highlights", "remove", { id: made.id }));
  must(await undoImport());
  expect(must(await call("articles", "list", {}))).toEqual([]);
});
