import { expect, test } from "vitest";
import { addArticles } from "../../../../main/store/add-articles";
import { deleteHighlight, insertHighlight } from "../../../../main/store/highlights";
import { emptyIntegrity, integrityOf, scanIntegrity } from "../../../../main/store/integrity";
import { anActor, anArticle, aProject, must } from "../../../builders";

test("A check takes a few highlights at a time, and does not count what is removed meanwhile", () => {
  const actor = anActor();
  const { db } = aProject(actor);
  const [added] = must(addArticles(db, actor, "Import", [anArticle()])).added;
  if (added?.articleId == null) throw new Error("nothing was added");
  const { articleId } = added;
  const made = Array.from({ length: 35 }, (_, at) =>
    must(insertHighlight(db, actor, { articleId, span: { start: at, end: at + 20 }, tagIds: [] })),
  );
  const state = emptyIntegrity();
  const steps = scanIntegrity(db, state);
  const counts: number[] = [];
  while (steps.next().done !== true) {
    counts.push(integrityOf(db, state).inPlace);
    const last = made.at(-1)?.id;
    if (counts.length === 2 && last !== undefined) must(deleteHighlight(db, actor, last));
  }
  expect(counts).toEqual([0, 10, 20, 30, 34, 34]);
});
