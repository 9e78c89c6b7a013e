import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Publish } from "../../../../main/handlers/context";
import { type StoreHost, startStore } from "../../../../main/worker/store-host";
import { AnalystId } from "../../../../shared/ids";

/** A thread that speaks the store's messages and misbehaves on demand. */
const thread = `
import { parentPort as port, workerData } from "node:worker_threads";
import { writeFileSync } from "node:fs";
const cancelled = new Set(); let opened = null; let running = 0;
port.on("message", async (m) => {
  if (m.kind === "cancel") return cancelled.add(m.id);
  const answer = (value) => port.postMessage({ kind: "answer", id: m.id, result: { ok: true, value } });
  if (m.kind === "job") {
    if (m.job === "open") { opened = m.input.path; return answer({ analyst: workerData.analyst }); }
    if (m.job === "close") { writeFileSync(new URL("ends.txt", import.meta.url), running + " jobs ran at the close"); opened = null; return answer(undefined); }
    running += 1;
    for (let done = 0; done < 50; done += 1) {
      port.postMessage({ kind: "progress", id: m.id, done, total: 50 });
      await new Promise((r) => setTimeout(r, 4));
      if (cancelled.has(m.id)) { running -= 1; return port.postMessage({ kind: "answer", id: m.id, result: { ok: false, error: { kind: "cancelled", message: "cancelled" } } }); }
    }
    running -= 1;
    return answer([]);
  }
  if (m.verb === "die") setTimeout(() => { throw new Error("out of luck"); });
  else if (m.verb === "exit") process.exit(7);
  else if (m.verb === "hang") return;
  else if (m.verb === "throw") port.postMessage({ kind: "threw", id: m.id, description: "TypeError: x" });
  else if (m.verb === "say") { port.postMessage({ kind: "event", event: "changed", payload: { topics: ["tags"] } }); answer(null); }
  else answer({ opened, input: m.input });
});
`;

let folder = "";
let store: StoreHost;
const publish = vi.fn<Publish>();
const log = { info: vi.fn(), warn: vi.fn(), incident: vi.fn(() => "TEST-0001") };
const analyst = {
  id: AnalystId.parse("ana-01900000-0000-7000-8000-000000000001"),
  name: "Ana",
  initials: "A",
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-store-host-"));
  writeFileSync(join(folder, "thread.mjs"), thread);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  vi.clearAllMocks();
  store = startStore({
    guest: { file: "", args: [] },
    threadFile: pathToFileURL(join(folder, "thread.mjs")),
    analyst: () => analyst,
    backupFolder: join(folder, "backups"),
    profileFolder: folder,
    publish,
    log,
  });
});
afterEach(() => store.stop());

const ask = (verb: string) => store.call("project", verb, verb);

test("Answers find the call that they belong to", async () => {
  const answers = await Promise.all(["a", "b", "c"].map(ask));
  expect(answers).toEqual(["a", "b", "c"].map((input) => ({ ok: true, value: { opened: null, input } })));
});

test("What the thread publishes is published", async () => {
  await ask("say");
  expect(publish.mock.calls).toEqual([["changed", { topics: ["tags"] }]]);
});

test("A bug in the thread becomes an incident, and the thread goes on", async () => {
  expect(await ask("throw")).toMatchObject({
    ok: false,
    error: { kind: "unexpected", incident: "TEST-0001" },
  });
  expect(await ask("a")).toMatchObject({ ok: true });
});

test("Reads are answered while a long job runs, and its progress ends at its total", async () => {
  const job = store.job("importFiles", { paths: [] }, "Importing 50 files");
  let isDone = false;
  void job.then(() => {
    isDone = true;
  });
  expect(await ask("a")).toMatchObject({ ok: true });
  expect(isDone).toBe(false);
  expect(await job).toEqual({ ok: true, value: [] });
  const shown = publish.mock.calls.map(([event, payload]) => ({ event, ...payload }));
  expect(shown[0]).toMatchObject({
    event: "progressed",
    label: "Importing 50 files",
    done: 0,
    total: 50,
    isCancellable: true,
  });
  expect(shown.at(-1)).toMatchObject({ done: 50, total: 50 });
});

test("A job that is cancelled says so and ends its progress; unknown names are passed over", async () => {
  const job = store.job("importFiles", { paths: [] }, "Importing");
  await vi.waitFor(() => expect(publish).toHaveBeenCalled());
  const [, { job: name }] = publish.mock.calls[0] as unknown as ["progressed", { job: string }];
  for (const other of ["", "job-99", "job-x", "__proto__"]) store.cancel(other);
  store.cancel(name);
  expect(await job).toMatchObject({ ok: false, error: { kind: "cancelled" } });
  expect(publish.mock.calls.at(-1)).toMatchObject(["progressed", { job: name, done: 50, total: 50 }]);
});

test.each(["die", "exit"])(
  "When the thread does %s, every waiting call is told, and the project is open again",
  async (how) => {
    await store.job("open", { path: "/p/x.assay" });
    const waiting = [ask("hang"), ask(how)];
    for (const result of await Promise.all(waiting)) {
      expect(result).toMatchObject({ ok: false, error: { kind: "unexpected", incident: "TEST-0001" } });
    }
    expect(await ask("a")).toEqual({ ok: true, value: { opened: "/p/x.assay", input: "a" } });
    expect(store.openPath()).toBe("/p/x.assay");
    await vi.waitFor(() =>
      expect(publish).toHaveBeenCalledWith("changed", { topics: expect.arrayContaining(["articles"]) }),
    );
    expect(log.incident).toHaveBeenCalledTimes(1);
  },
);

test("A thread that dies again and again is left dead, and calls say so at once", async () => {
  for (let death = 0; death < 3; death += 1) await ask("exit");
  expect(await ask("a")).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining("again and again") },
  });
});

test("After a close there is nothing to open again", async () => {
  await store.job("open", { path: "/p/x.assay" });
  await store.job("close", undefined);
  expect(store.openPath()).toBeNull();
  await ask("exit");
  expect(await ask("a")).toMatchObject({ ok: true, value: { opened: null } });
});

test("A quit cancels the jobs that run and waits for their end before the project is closed", async () => {
  const job = store.job(
    "exportClaims",
    { path: "/p/x.csv", query: {}, hasHighlights: false, format: "raw-csv" },
    "Exporting",
  );
  await vi.waitFor(() => expect(publish).toHaveBeenCalled());
  await store.stop();
  expect(await job).toMatchObject({ ok: false, error: { kind: "cancelled" } });
  expect(readFileSync(join(folder, "ends.txt"), "utf8")).toBe("0 jobs ran at the close");
});
