import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { aFolder } from "../../../builders";
import { largeProjectBytes } from "../../../hostile/a-project";

const cli = join(import.meta.dirname, "../../../../out/main/cli.js");

/** Runs the command line as a program of its own, with temporary files and a profile of this test's own. */
const anEnvironment = () => {
  const folder = aFolder();
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  return {
    folder,
    temporary,
    env: { ...process.env, TMPDIR: temporary, XDG_CONFIG_HOME: join(folder, "config") },
  };
};

/** Resolves with the name of the first private folder that appears. */
const firstFolder = (temporary: string): Promise<string> =>
  new Promise((resolve) => {
    const watcher = watch(temporary, (_, name) => {
      if (name?.startsWith("assay-in-")) resolve(name);
    });
    onTestFinished(() => watcher.close());
  });

test("a program that is killed while it examines leaves a private copy, which goes at the next start", async () => {
  const { folder, temporary, env } = anEnvironment();
  const path = join(folder, "received.assay");
  writeFileSync(path, await largeProjectBytes());
  const appeared = firstFolder(temporary);
  const child = spawn(process.execPath, [cli, "articles", path], { env, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  const name = await appeared;
  expect(statSync(join(temporary, name)).mode & 0o777).toBe(0o700);
  child.kill("SIGKILL");
  expect(await ended).toBe("SIGKILL");
  expect(readdirSync(temporary)).toContain(name);
  // The next one examines too (nobody knows the file yet), and tidies up before it does.
  const next = spawnSync(process.execPath, [cli, "articles", path, "--json"], { env, encoding: "utf8" });
  expect(JSON.parse(next.stdout)).toHaveLength(60);
  expect(readdirSync(temporary)).toEqual([]);
}, 60_000);

test("an examination that ends well leaves nothing behind, and the file is known from then on", async () => {
  const { folder, temporary, env } = anEnvironment();
  const path = join(folder, "received.assay");
  writeFileSync(path, await largeProjectBytes());
  const seen: string[] = [];
  const watcher = watch(temporary, (_, name) => {
    if (name?.startsWith("assay-in-")) seen.push(name);
  });
  onTestFinished(() => watcher.close());
  const run = () =>
    new Promise((resolve) => {
      spawn(process.execPath, [cli, "articles", path], { env, stdio: "ignore" }).once("exit", resolve);
    });
  expect(await run()).toBe(0);
  expect(seen.length).toBeGreaterThan(0);
  expect(readdirSync(temporary)).toEqual([]);
  seen.length = 0;
  expect(await run()).toBe(0);
  expect(seen).toEqual([]);
}, 60_000);
