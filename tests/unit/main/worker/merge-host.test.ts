import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { runOnThread } from "../../../../main/worker/merge-host";
import { aFolder, anAnalyst, aSession, must } from "../../../builders";
import { aColleague, goOn, preview, sent, someWork } from "../../../merge-work";
import { stateOf } from "../share/replicas";

/** As the window does it: the thread is the built one. */
const runOnCopy = runOnThread(
  pathToFileURL(join(import.meta.dirname, "../../../../out/main/merge-thread.js")),
);

/** A project of some work that merges on a thread, and a file of a colleague's that waits to be merged into it. */
const aWaitingMerge = async () => {
  const a = await aColleague(1);
  await someWork(a);
  must(await a.jobs.close(undefined));
  const session = aSession({ analyst: anAnalyst(1), runOnCopy });
  must(await session.jobs.open({ path: a.path }));
  const b = await aColleague(2);
  await someWork(b, { tag: "theirs" });
  await preview(session, await sent(b));
  const ours = { ...session, path: a.path };
  const tags = async () => must(await ours.call("tags", "list", undefined)).map(({ name }) => name);
  const beside = () => readdirSync(dirname(a.path)).filter((name) => name.startsWith(".assay-"));
  return { ours, tags, beside };
};

test("a merge on a thread of its own: everything is answered from the project as it was until it is done, and is one undo", async () => {
  const { ours, tags, beside } = await aWaitingMerge();
  const mode = statSync(ours.path).mode;
  const before = stateOf(ours);
  const seen: string[][] = [];
  const done = must(
    await ours.jobs.applyMerge({ take: "newest" }, async () => {
      seen.push(await tags());
      expect((await ours.call("tags", "create", { name: "meanwhile" })).ok).toBe(false);
      return "go-on";
    }),
  );
  expect(done.things.new).toBeGreaterThan(0);
  expect(new Set(seen.map(String))).toEqual(new Set(["troops"]));
  expect((await tags()).sort()).toEqual(["theirs", "troops"]);
  expect(statSync(ours.path).mode).toBe(mode);
  must(await ours.call("history", "undo", {}));
  expect(await tags()).toEqual(["troops"]);
  must(await ours.call("history", "redo", undefined));
  expect((await tags()).sort()).toEqual(["theirs", "troops"]);
  expect(must(await ours.call("project", "verify", undefined)).isSound).toBe(true);
  expect(beside()).toEqual([]);
  expect(stateOf(ours)).not.toBe(before);
});

test("cancelled on its thread, a merge leaves the project as it was, nothing beside it, and can be done again", async () => {
  const { ours, beside } = await aWaitingMerge();
  const before = stateOf(ours);
  const cancelled = await ours.jobs.applyMerge({ take: "newest" }, async () => "cancelled");
  expect(cancelled.ok ? "" : cancelled.error.kind).toBe("cancelled");
  expect(stateOf(ours)).toBe(before);
  expect(beside()).toEqual([]);
  must(await ours.jobs.applyMerge({ take: "newest" }, goOn));
  expect(stateOf(ours)).not.toBe(before);
});

test("a thread that cannot be started is a bug that is told, and leaves the project as it was", async () => {
  const { ours, beside } = await aWaitingMerge();
  const before = stateOf(ours);
  must(await ours.jobs.close(undefined));
  const none = runOnThread(pathToFileURL(join(aFolder(), "none.js")));
  const session = aSession({ analyst: anAnalyst(1), runOnCopy: none });
  must(await session.jobs.open({ path: ours.path }));
  const b = await aColleague(2);
  await someWork(b, { tag: "theirs" });
  await preview(session, await sent(b));
  await expect(session.jobs.applyMerge({ take: "newest" }, goOn)).rejects.toThrow(/none\.js/u);
  expect(stateOf({ ...session, path: ours.path })).toBe(before);
  expect(beside()).toEqual([]);
  expect((await session.call("tags", "create", { name: "after" })).ok).toBe(true);
});
