import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Session } from "../../../../main/handlers/session";
import { everything } from "../../../../shared/domain/share";
import type { EditId } from "../../../../shared/ids";
import { aFolder, must, withArticle } from "../../../builders";
import { aColleague, mergeWith, someWork } from "../../../merge-work";
import { goOn, read, verified } from "../../../sharing";

/** Which of some words stand in the bytes of a copy of everything; a search index keeps them in small letters. */
const found = async (session: Session, words: readonly string[]) => {
  const path = join(aFolder(), "copy.assay");
  must(await session.jobs.shareCopy({ path, options: everything }, goOn));
  const bytes = readFileSync(path).toString("latin1").toLowerCase();
  expect((await verified(path)).problems).toEqual([]);
  return { words: words.filter((word) => bytes.includes(word)), path };
};

test("a copy of everything holds no text, title or original of a merge that was undone", async () => {
  const ada = await aColleague(1);
  const bea = await aColleague(2);
  await someWork(ada);
  await withArticle(bea, "A text with a CONFIDENTIAL word in it.", "STRANGE title");
  await mergeWith(ada, bea);
  must(await ada.call("history", "undo", {}));
  const copy = await found(ada, ["confidential", "strange"]);
  expect(copy.words).toEqual([]);
  for (const table of ["article_texts", "captures", "originals"])
    expect([table, read(copy.path).prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([
      table,
      1,
    ]);
});

test("a copy of the project as it stood holds nothing of what came later", async () => {
  const ada = await aColleague(1);
  await someWork(ada);
  const [last] = must(await ada.call("history", "list", { limit: 1 }));
  await withArticle(ada, "A text with a LATERWORD in it.", "LATERTITLE");
  must(await ada.call("claims", "create", { statement: "LATERCLAIM", kind: "fact" }));
  must(await ada.jobs.openAsOf({ edit: last?.id as EditId }, goOn));
  const later = ["laterword", "latertitle", "laterclaim"];
  expect((await found(ada, later)).words).toEqual([]);
  must(await ada.jobs.leaveAsOf(undefined));
  expect((await found(ada, later)).words).toEqual(later);
});
