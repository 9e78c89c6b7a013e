import { expect, test } from "vitest";
import { createEntity, setFields, takeTouched, writeEdit } from "../../../../main/store/change-log";
import { listEdits } from "../../../../main/store/history";
import { anActor, anAnalyst, aProject, must } from "../../../builders";

test("half a character never gets into the log", () => {
  const actor = anActor();
  const { db } = aProject(actor);
  const write = setFields("claim", actor.newId("clm"), { statement: "a\ud800", deleted: false });
  expect(() => writeEdit(db, actor, "Broken", write)).toThrow("lone surrogate");
});

test("an entity that would have no row is a bug, and nothing of its edit is kept", () => {
  const actor = anActor();
  const { db } = aProject(actor);
  takeTouched(db);
  const writes = createEntity("claim", actor.newId("clm"), { statement: "" });
  expect(() => writeEdit(db, actor, "Broken", writes)).toThrow("not whole");
  expect(must(listEdits(db, 10)).map(({ label }) => label)).toEqual(["Create project “Test”"]);
  expect(takeTouched(db)).toEqual([]);
});

test("an analyst whose initials were cut through a character can work", () => {
  const actor = anActor({ analyst: anAnalyst(1, { initials: "a\ud842" }) });
  const { db } = aProject(actor);
  writeEdit(db, actor, "Add", createEntity("claim", actor.newId("clm"), { statement: "S" }));
  expect(db.prepare("SELECT initials FROM analysts").all()).toEqual([{ initials: "a\ufffd" }]);
  expect(db.prepare("SELECT count(*) AS n FROM changes WHERE field = 'initials'").get()).toEqual({ n: 1 });
});
