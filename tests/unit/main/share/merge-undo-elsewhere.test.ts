import { expect, test } from "vitest";
import { anAnalyst, aSession, must, withArticle } from "../../../builders";
import { aColleague, mergeWith, sent, someWork } from "../../../merge-work";

test("a merge can be undone here though a colleague has undone, in their file, what it wrote of its own", async () => {
  const ada = await aColleague(1);
  const { highlightId } = await someWork(ada);
  const bea = aSession({ analyst: anAnalyst(2) });
  must(await bea.jobs.open({ path: await sent(ada) }));
  must(await ada.call("highlights", "update", { id: highlightId, set: { note: "mine" } }));
  must(await bea.call("highlights", "update", { id: highlightId, set: { note: "theirs" } }));
  await withArticle(bea, "Another text that Bea has brought in.", "Bea's own");
  const { edit } = await mergeWith(ada, bea, "mine");
  if (edit === null) throw new Error("nothing was merged");
  await mergeWith(bea, ada);
  must(await bea.call("history", "undo", { edit }));
  const later = await mergeWith(ada, bea);
  const titles = async () => must(await ada.call("articles", "list", {})).map(({ title }) => title);
  expect(await titles()).toContain("Bea's own");
  if (later.edit !== null) must(await ada.call("history", "undo", { edit: later.edit }));
  must(await ada.call("history", "undo", { edit }));
  expect(await titles()).not.toContain("Bea's own");
  must(await ada.call("history", "redo", undefined));
  expect(await titles()).toContain("Bea's own");
});
