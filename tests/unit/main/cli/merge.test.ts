import { afterEach, beforeEach, expect, test } from "vitest";
import { must } from "../../../builders";
import { sent, withSharedStart } from "../../../merge-work";
import { aCommandLine, type CommandLine } from "./command-line";

let line: CommandLine;
beforeEach(() => {
  line = aCommandLine();
});
afterEach(() => line.remove());

const ferry =
  "The ferry will stop\n\nThe northern ferry will stop sailing at the end of May, two officials said.\n";
const flood = "The river rose\n\nThe river rose by two metres on Monday, the mayor of the town said.\n";

/** The line's own analyst and Bea begin with one project; Bea brings a second article in. */
const apart = async (): Promise<void> => {
  line.write("ferry.txt", ferry);
  line.write("flood.txt", flood);
  await line.json(["new", "mine.assay"]);
  await line.json(["import", "mine.assay", "ferry.txt"]);
  await line.json(["share", "mine.assay", "bea.assay"]);
  await line.json(["import", "bea.assay", "flood.txt", "--analyst", "Bea Ortiz"]);
  await line.json(["share", "bea.assay", "from-bea.assay", "--analyst", "Bea Ortiz"]);
};

type Merged = {
  readonly preview: { readonly articles: unknown; readonly isNothingNew: boolean };
  readonly merged: { readonly edit: string | null; readonly backup: string } | null;
};
const articles = async (): Promise<number> =>
  ((await line.json(["articles", "mine.assay"])) as unknown[]).length;

test("a colleague's file is looked at, merged, and taken back", async () => {
  await apart();
  const shown = (await line.json(["merge", "mine.assay", "from-bea.assay", "--dry-run"])) as Merged;
  expect(shown).toMatchObject({ preview: { articles: { new: 1, same: 1 } }, merged: null });
  expect(await articles()).toBe(1);
  const { out } = await line.assay("merge", "mine.assay", "from-bea.assay");
  expect(out).toContain("Bea Ortiz: 1 new edit");
  expect(out).toContain("before merging.assay");
  expect(await articles()).toBe(2);
  const again = (await line.json(["merge", "mine.assay", "from-bea.assay"])) as Merged;
  expect(again.preview.isNothingNew).toBe(true);
  expect(again.merged?.edit).toBeNull();
  expect((await line.assay("undo", "mine.assay")).out).toContain("Merge “from-bea.assay”");
  expect(await articles()).toBe(1);
  expect((await line.assay("verify", "mine.assay")).code).toBe(0);
}, 60_000);

test("conflicts are listed with both versions and settled one way, and --take settles them at once", async () => {
  const { a, b, highlightId } = await withSharedStart();
  must(await a.call("highlights", "update", { id: highlightId, set: { note: "as A sees it" } }));
  must(await b.call("highlights", "update", { id: highlightId, set: { note: "as B sees it" } }));
  const theirs = await sent(b);
  must(await a.jobs.close(undefined));
  const { out } = await line.assay("merge", a.path, theirs);
  expect(out).toContain("1 conflict to settle");
  const listed = await line.assay("conflicts", a.path);
  expect(listed.out).toContain("as A sees it");
  expect(listed.out).toContain("as B sees it");
  expect(await line.json(["conflicts", a.path, "--settle", "mine"])).toMatchObject({ settled: 1 });
  expect(await line.json(["conflicts", a.path])).toEqual({ items: [], total: 0 });
  await line.assay("undo", a.path);
  await line.assay("undo", a.path);
  expect(await line.json(["merge", a.path, theirs, "--take", "theirs"])).toMatchObject({
    merged: { conflicts: 0 },
  });
}, 60_000);

test("a wrong word is told before anything is opened, and what is no project is refused", async () => {
  await apart();
  expect((await line.assay("merge", "mine.assay", "from-bea.assay", "--take", "both")).code).toBe(2);
  expect((await line.assay("conflicts", "mine.assay", "--settle", "both")).code).toBe(2);
  expect((await line.assay("merge", "mine.assay")).code).toBe(2);
  const self = await line.assay("merge", "mine.assay", "mine.assay");
  expect(self.code).toBe(1);
  expect(self.err).toContain("into itself");
  const text = await line.assay("merge", "mine.assay", "ferry.txt");
  expect(text.code).toBe(1);
  expect(text.err).toContain("ferry.txt");
  expect(await articles()).toBe(1);
}, 60_000);
