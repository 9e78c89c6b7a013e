import { expect, test } from "vitest";
import type { HistoryFilter } from "../../../../shared/domain/history";
import { anAnalyst, anOpenSession, must, withArticle } from "../../../builders";

/** A project with two articles, a highlight and a claim in the first, by one analyst, and a tag by another. */
const aWorkedProject = async () => {
  const session = await anOpenSession();
  const { call, jobs } = session;
  const troops = await withArticle(
    session,
    "Troops leave\n\nThe first troops left on Friday.",
    "Troops leave",
  );
  const ferry = await withArticle(session, "The ferry ends\n\nThe last boat sails in May.", "The ferry ends");
  const { id: highlight } = must(
    await call("highlights", "create", { articleId: troops, span: { start: 14, end: 30 }, tagIds: [] }),
  );
  const { id: claim } = must(
    await call("claims", "create", {
      statement: "The troops left Tamoudi in MÄRZ",
      kind: "fact",
      evidence: { passage: { highlightId: highlight }, stance: "supports", credibility: 2 },
    }),
  );
  must(await jobs.setAnalyst(anAnalyst(2, { name: "Bea Ortiz" })));
  const { id: tag } = must(await call("tags", "create", { name: "numbers", colour: "teal" }));
  const labels = async (filter: HistoryFilter) =>
    must(await call("history", "list", { ...filter, limit: 100 })).map(({ label }) => label);
  return { ...session, troops, ferry, highlight, claim, tag, labels };
};

test("edits are filtered by person, by kind, by article and by words, alone and together", async () => {
  const { labels, ferry, troops } = await aWorkedProject();
  const all = await labels({});
  expect(all).toHaveLength(6);
  expect(await labels({ analystId: anAnalyst(2).id })).toEqual(["Add tag “numbers”"]);
  expect(await labels({ entity: "tag" })).toEqual(["Add tag “numbers”"]);
  expect(await labels({ entity: "evidence" })).toEqual(["Add claim “The troops left Tamoudi in MÄRZ”"]);
  expect(await labels({ articleId: ferry })).toEqual(["Import “The ferry ends”"]);
  expect(await labels({ articleId: troops })).toEqual([
    "Add claim “The troops left Tamoudi in MÄRZ”",
    "Highlight “The first troops”",
    "Import “Troops leave”",
  ]);
  expect(await labels({ articleId: troops, entity: "highlight" })).toEqual(["Highlight “The first troops”"]);
  expect(await labels({ articleId: troops, analystId: anAnalyst(2).id })).toEqual([]);
});

test("words are found in labels and in values, whatever their case, and signs of a pattern stand for themselves", async () => {
  const { labels, call, tag } = await aWorkedProject();
  expect(await labels({ text: "tamoudi" })).toEqual(["Add claim “The troops left Tamoudi in MÄRZ”"]);
  expect(await labels({ text: "märz" })).toEqual(["Add claim “The troops left Tamoudi in MÄRZ”"]);
  must(await call("tags", "update", { id: tag, set: { description: 'He said "50%_\\ of it"' } }));
  expect(await labels({ text: '"50%_\\ of' })).toEqual(["Change tag “numbers”"]);
  expect(await labels({ text: "5%_" })).toEqual([]);
  expect(await labels({ text: "true" })).toEqual([]);
  expect(await labels({ text: "" })).toHaveLength(7);
});

test("a page of a filtered list goes on where the page before ended", async () => {
  const { call } = await aWorkedProject();
  const all = must(await call("history", "list", { limit: 100, analystId: anAnalyst(1).id }));
  const first = must(await call("history", "list", { limit: 2, analystId: anAnalyst(1).id }));
  const rest = must(
    await call("history", "list", { limit: 9, before: first[1]?.id, analystId: anAnalyst(1).id }),
  );
  expect([...first, ...rest]).toEqual(all);
});

test("who worked in the project is listed with how much", async () => {
  const { call } = await aWorkedProject();
  expect(must(await call("history", "editors", undefined))).toEqual([
    { id: anAnalyst(1).id, name: "Analyst 1", edits: 5 },
    { id: anAnalyst(2).id, name: "Bea Ortiz", edits: 1 },
  ]);
});

test("what an edit changed is said in words, with what was there before", async () => {
  const { call, claim, tag, highlight, troops } = await aWorkedProject();
  const detail = async (edit: string | null) => {
    const { changes, merged, more } = must(
      await call("history", "get", { edit: edit as Parameters<typeof String>[0] as never }),
    );
    expect([merged, more]).toEqual([null, 0]);
    return changes.map(({ about, what, field, before, after }) => [about, what, field, before, after]);
  };
  const { edit: graded } = must(
    await call("claims", "update", { id: claim, set: { likelihood: "likely", eventDate: "2024-04-20" } }),
  );
  expect(await detail(graded)).toEqual([
    ["The troops left Tamoudi in MÄRZ", "set", "Event date", null, "20 Apr 2024"],
    ["The troops left Tamoudi in MÄRZ", "set", "Likelihood", null, "likely"],
  ]);
  const { edit: moved } = must(await call("claims", "update", { id: claim, set: { eventDate: null } }));
  expect(await detail(moved)).toEqual([
    ["The troops left Tamoudi in MÄRZ", "set", "Event date", "20 Apr 2024", null],
  ]);
  const { edit: tagged } = must(
    await call("highlights", "setTag", { id: highlight, tagId: tag, isOn: true }),
  );
  expect(await detail(tagged)).toEqual([["The first troops", "set", "Tag “numbers”", null, "on"]]);
  const { edit: gone } = must(await call("highlights", "remove", { id: highlight }));
  expect((await detail(gone)).map(([, what]) => what)).toEqual(["removed", "removed"]);
  const undone = must(await call("history", "undo", { edit: gone ?? undefined }));
  expect((await detail(undone.edit)).map(([, what]) => what)).toEqual(["restored", "restored"]);
  const [made] = must(await call("history", "list", { limit: 1, entity: "evidence", text: "märz" }));
  const { changes } = must(await call("history", "get", { edit: made?.id as never }));
  expect(changes.filter(({ what }) => what === "made").map(({ entity }) => entity)).toEqual([
    "claim",
    "evidence",
  ]);
  expect(changes.find(({ entity }) => entity === "evidence")).toMatchObject({ articleId: troops });
});
