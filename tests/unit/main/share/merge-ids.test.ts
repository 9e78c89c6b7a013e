import { expect, test } from "vitest";
import { anAnalyst, must } from "../../../builders";
import { mergeFrom, preview, sent, tampered, withSharedStart } from "../../../merge-work";
import { reading, stateOf } from "./replicas";

test("an id of mine that a stranger uses for something else is theirs no more, and mine stays", async () => {
  const { a, b, articleId } = await withSharedStart();
  const made = must(
    await b.call("highlights", "create", { articleId, span: { start: 4, end: 20 }, tagIds: [] }),
  );
  must(await b.call("claims", "create", { statement: "Beside it", kind: "fact" }));
  // Things of A alone lie between those that come in.
  for (const start of [60, 70])
    must(await a.call("highlights", "create", { articleId, span: { start, end: start + 8 }, tagIds: [] }));
  must(await b.call("highlights", "create", { articleId, span: { start: 50, end: 59 }, tagIds: [] }));
  // A knows a change under the very id that the new highlight's anchor is given in the file.
  must(await a.call("highlights", "create", { articleId, span: { start: 30, end: 44 }, tagIds: [] }));
  const known = reading(a, (db) =>
    db.prepare("SELECT id FROM changes WHERE field = 'anchor' ORDER BY clock DESC").get(),
  ) as {
    id: string;
  };
  const forged = tampered(await sent(b), (db) => {
    db.prepare("UPDATE changes SET id = ? WHERE entity_id = ? AND field = 'anchor'").run(known.id, made.id);
  });
  const before = stateOf(a);
  const shown = await preview(a, forged);
  expect(shown.isNothingNew).toBe(false);
  const { refused } = await mergeFrom(a, forged);
  expect(refused.join(" ")).toContain("known here for something else");
  // Without its anchor the new highlight is no highlight; mine are as they were, and what was beside it came in.
  const mine = (state: string) =>
    state
      .split("\n")
      .filter((line) => line.startsWith("highlights ") && line.includes(`"created_by":"${anAnalyst(1).id}"`))
      .join("\n");
  expect(mine(stateOf(a))).toBe(mine(before));
  expect(must(await a.call("claims", "list", {})).total).toBe(1);
  expect(must(await a.call("project", "verify", undefined)).isSound).toBe(true);
});
