import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { aFolder, anOpenSession, aSession, must, withArticle } from "../../../builders";

/** Makes highlights until it is killed, and names each one on standard output once it was acknowledged. */
const script = `
  import { runnerImport } from "vite";
  const { createSession } = (await runnerImport(${JSON.stringify(join(import.meta.dirname, "../../../../main/handlers/session.ts"))})).module;
  const [path, articleId] = process.env.ASSAY_CRASH.split("|");
  const must = (result) => {
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  const analyst = { id: "ana-" + "0".repeat(32), name: "Child", initials: "C" };
  const session = createSession({ analyst, publish: () => {} });
  must(await session.jobs.open({ path }));
  for (let n = 0; ; n += 1) {
    const span = { start: n % 50, end: (n % 50) + 10 };
    const note = "x".repeat((n * 997) % 9000);
    const made = must(await session.call("highlights", "create", { articleId, span, tagIds: [], note }));
    console.log(made.id);
  }`;

/** Lets a process make highlights, kills it a little later, and answers with those that it said were saved. */
const killedWhileWriting = async (path: string, articleId: string, afterMs: number): Promise<string[]> => {
  const writer = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, ASSAY_CRASH: `${path}|${articleId}` },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  writer.stdout.on("data", (data) => (out += data));
  const closed = once(writer, "close");
  await Promise.race([once(writer.stdout, "data"), closed]);
  await new Promise((resume) => setTimeout(resume, afterMs));
  writer.kill("SIGKILL");
  await closed;
  // The last line may be cut.
  return out.split("\n").slice(0, -1);
};

test("killing the process at any moment loses nothing that was acknowledged", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  const acknowledged: string[] = [];
  for (const afterMs of [3, 61, 240]) {
    must(await session.jobs.close(undefined));
    acknowledged.push(...(await killedWhileWriting(session.path, articleId, afterMs)));
    must(await session.jobs.open({ path: session.path }));
    const there = new Set<string>(
      must(await session.call("highlights", "list", { articleId })).map(({ id }) => id),
    );
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
  }
  expect(acknowledged.length).toBeGreaterThan(5);
  expect(must(await session.jobs.verify(undefined))).toMatchObject({ isSound: true });
}, 120_000);

/** A small disk of this test's own; undefined where none may be mounted. */
const aSmallDisk = (): string | undefined => {
  const folder = join(aFolder(), "disk");
  mkdirSync(folder);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).status !== 0) return undefined;
  onTestFinished(() => void spawnSync("umount", ["-l", folder]));
  return folder;
};

test("a full disk is said so, nothing that was saved is lost, and work goes on when there is room", async ({
  skip,
}) => {
  const disk = aSmallDisk();
  if (disk === undefined) return skip("no disk can be mounted here");
  const session = aSession();
  const path = join(disk, "full.assay");
  must(await session.jobs.create({ path, name: "Full" }));
  const articleId = await withArticle(session);
  const saved: string[] = [];
  for (;;) {
    const made = await session.call("highlights", "create", {
      articleId,
      span: { start: 0, end: 9 },
      tagIds: [],
      note: "n".repeat(20_000),
    });
    if (!made.ok) {
      expect(made.error.kind).toBe("disk-full");
      break;
    }
    saved.push(made.value.id);
  }
  expect(saved.length).toBeGreaterThan(3);
  const ids = async () =>
    must(await session.call("highlights", "list", { articleId }))
      .map(({ id }) => id as string)
      .sort();
  expect(await ids()).toEqual([...saved].sort());
  spawnSync("mount", ["-o", "remount,size=4m", disk]);
  const made = must(
    await session.call("highlights", "create", {
      articleId,
      span: { start: 0, end: 9 },
      tagIds: [],
      note: "n".repeat(20_000),
    }),
  );
  expect((await ids()).length).toBe(saved.length + 1);
  expect(made.edit).not.toBeNull();
  must(await session.jobs.close(undefined));
  must(await session.jobs.open({ path }));
  expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
  must(await session.jobs.close(undefined));
});

test("a project cannot be made on a full disk, and nothing is left of it", async ({ skip }) => {
  const disk = aSmallDisk();
  if (disk === undefined) return skip("no disk can be mounted here");
  spawnSync("dd", ["if=/dev/zero", `of=${join(disk, "filler")}`, "bs=1k", "count=2000"]);
  const path = join(disk, "new.assay");
  const made = await aSession().jobs.create({ path, name: "New" });
  expect(made).toMatchObject({ ok: false, error: { kind: "disk-full" } });
  expect(existsSync(path)).toBe(false);
  expect(existsSync(`${path}-journal`)).toBe(false);
  expect(statSync(disk).isDirectory()).toBe(true);
});

test("a project whose file is deleted while it is open takes no more writes into nothing", async () => {
  const session = await anOpenSession();
  const articleId = await withArticle(session);
  spawnSync("rm", [session.path]);
  const made = await session.call("highlights", "create", {
    articleId,
    span: { start: 0, end: 9 },
    tagIds: [],
  });
  expect(made).toMatchObject({ ok: false, error: { kind: "file-unreadable" } });
  expect(must(await session.call("highlights", "list", { articleId }))).toEqual([]);
});
