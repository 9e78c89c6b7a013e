import { join } from "node:path";
import { expect, test } from "vitest";
import { everything } from "../../../../shared/domain/share";
import type { EditId } from "../../../../shared/ids";
import { mark, source } from "../../../agreement-work";
import { aFolder, anAnalyst, must, someText } from "../../../builders";
import {
  type Colleague,
  conflictsOf,
  goOn,
  mergeFrom,
  mergeWith,
  withSharedStart,
} from "../../../merge-work";

/*
 * What settling a conflict and agreeing on a disagreement write into a file are two things, and travel.
 */

const analystIds = [anAnalyst(1).id, anAnalyst(2).id];

const disagreements = async ({ call }: Colleague) =>
  must(await call("agreement", "disagreements", { analystIds }));

test("a settled conflict about a highlight that came back is no agreement that nothing is marked there", async () => {
  const { a, b, articleId, highlightId } = await withSharedStart();
  await mark(b, articleId, someText, "first troops");
  must(await a.call("highlights", "remove", { id: highlightId }));
  await mergeWith(b, a);
  must(await b.call("history", "restore", { items: [{ entity: "highlight", id: highlightId }] }));
  await mergeWith(a, b);
  const [conflict] = await conflictsOf(a);
  expect(conflict).toMatchObject({ kind: "mine-changed", field: "deleted" });
  must(await a.call("merges", "settle", { items: [{ id: conflict?.id ?? "", take: "theirs" }] }));
  expect(await conflictsOf(a)).toEqual([]);
  const own = (await disagreements(a)).find(({ sides }) =>
    sides.some((side) => side.highlightId === highlightId),
  );
  expect(own).toMatchObject({ kind: "span", isSettled: false });
});

test("that nothing is to be marked is agreed on in every copy and makes no conflict", async () => {
  const { a, b, articleId, highlightId } = await withSharedStart();
  await mark(b, articleId, someText, "first troops");
  await mergeWith(a, b);
  const own = async (colleague: Colleague) =>
    (await disagreements(colleague)).find(({ sides }) =>
      sides.some((side) => side.highlightId === highlightId),
    );
  const item = { id: (await own(a))?.id ?? "", span: null, tagIds: [] };
  must(await a.call("agreement", "settle", { items: [item] }));
  // Bea has come to the same by herself.
  must(await b.call("agreement", "settle", { items: [item] }));
  for (const [into, from] of [
    [b, a],
    [a, b],
  ] as const) {
    await mergeWith(into, from);
    expect([(await own(into))?.isSettled, await conflictsOf(into)]).toEqual([true, []]);
  }
  expect(must(await a.call("highlights", "list", { articleId }))).toHaveLength(2);
  const both = must(await a.call("history", "list", { limit: 30 })).filter(({ label }) =>
    label.startsWith("Agree on"),
  );
  expect(both).toHaveLength(2);
  const { changes } = must(await a.call("history", "get", { edit: both[0]?.id as never }));
  expect(changes).toMatchObject([{ field: "Agreement", after: "nothing is to be marked" }]);
});

test("that nothing is to be marked is not agreed on any more, in every copy, once somebody has undone it", async () => {
  const { a, b, articleId } = await withSharedStart();
  await mark(b, articleId, someText, "first troops");
  await mergeWith(a, b);
  const isSettled = async (colleague: Colleague) =>
    (await disagreements(colleague)).map((one) => one.isSettled);
  const [one] = await disagreements(a);
  const agreed = must(
    await a.call("agreement", "settle", { items: [{ id: one?.id ?? "", span: null, tagIds: [] }] }),
  );
  await mergeWith(b, a);
  expect(await isSettled(b)).toEqual([true, false]);
  must(await b.call("history", "undo", { edit: agreed.edit as EditId }));
  await mergeWith(a, b);
  expect([await isSettled(a), await conflictsOf(a)]).toEqual([[false, false], []]);
});

test("a letter whose reason somebody began with “Agreed:” is their own; one that was agreed on is known in a copy without notes", async () => {
  const { a, b, articleId } = await withSharedStart();
  await mark(b, articleId, someText, "first troops");
  await mergeWith(a, b);
  const sourceId = await source(a, articleId, "Harbour Wire");
  await mergeWith(b, a);
  for (const [who, letter] of [
    [a, "B"],
    [b, "D"],
  ] as const)
    must(
      await who.call("sources", "rate", {
        target: { sourceId },
        reliability: letter,
        reason: "Agreed: with the desk",
      }),
    );
  await mergeWith(a, b);
  const found = async (colleague: Colleague) =>
    (await disagreements(colleague)).find(({ kind }) => kind === "reliability");
  expect((await found(a))?.sides.map(({ grade }) => grade)).toEqual(["B", "D"]);
  const item = { id: (await found(a))?.id ?? "", span: null, tagIds: [], reliability: "C" as const };
  must(await a.call("agreement", "settle", { items: [item] }));
  expect(await found(a)).toMatchObject({ isSettled: true });
  const path = join(aFolder(), "without notes.assay");
  must(await a.jobs.shareCopy({ path, options: { ...everything, hasNotes: false } }, goOn));
  await mergeFrom(b, path);
  expect(await found(b)).toMatchObject({ isSettled: true });
});
