import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Progress } from "../../../../main/handlers/context";
import { createSession } from "../../../../main/handlers/session";
import type { Guest } from "../../../../main/worker/guest-host";
import type { ArticleMetadata } from "../../../../shared/domain/article";
import type { ArticleId } from "../../../../shared/ids";
import type { StoreCalls } from "../../../../shared/ipc/contract";
import type { InputOf } from "../../../../shared/ipc/define";
import { aFolder, anActor, must } from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";
import { aCsv, aStory } from "../../../samples/csv";
import { aZip } from "../../../samples/zip";

const goOn: Progress = () => Promise.resolve("go-on");

const aSession = async (guest: Guest = guestInProcess) => {
  const session = createSession({ guest, ...anActor(), publish: () => {} });
  const folder = aFolder();
  const path = join(folder, "p.assay");
  must(await session.jobs.create({ path, name: "P" }));
  const put = (name: string, content: string | Uint8Array): string => {
    const target = join(folder, name);
    mkdirSync(join(target, ".."), { recursive: true });
    writeFileSync(target, content);
    return target;
  };
  const bring = async (paths: readonly string[], progress = goOn) =>
    must(await session.jobs.importFiles({ paths }, progress));
  const article = async (id: ArticleId) => must(await session.call("articles", "get", { id }));
  const count = async () => must(await session.call("articles", "list", {})).length;
  return { ...session, folder, path, put, bring, article, count };
};

const aText = (number: number): string =>
  `Report ${number} of the harbour\n\nIn year ${1000 + number} the ferry carried ${number * 7} people over the sound, the office said on a Monday.`;
const rows = (many: number, pad = ""): string =>
  Array.from({ length: many }, (_, at) =>
    JSON.stringify({ title: `Row ${at}`, text: aText(at), pad: `${at}${pad}` }),
  ).join("\n");

/** A guest that answers when it is told to. */
const heldGuest = () => {
  let release: () => void = () => {};
  let ask: () => void = () => {};
  const asked = new Promise<void>((resume) => (ask = resume));
  const dropped: symbol[] = [];
  const state = { isHeld: false };
  const guest: Guest = {
    ...guestInProcess,
    read: async (bytes, known) => {
      if (state.isHeld)
        await new Promise<void>((resume) => {
          release = resume;
          ask();
        });
      return guestInProcess.read(bytes, known);
    },
    drop: (owner) => dropped.push(owner),
  };
  return { guest, state, dropped, asked, release: () => release() };
};

test("Nothing more is written once the project's file was moved, and what was stored before is answered", async () => {
  let batches = 0;
  const handed = (): Promise<void> => {
    batches += 1;
    if (batches === 2) renameSync(path, `${path}.moved`);
    return Promise.resolve();
  };
  const { jobs, folder, path, put, bring, count } = await aSession({ ...guestInProcess, handed });
  for (let at = 0; at < 1100; at += 1) put(`in/${String(at).padStart(4, "0")}.txt`, aText(at));
  const outcomes = await bring([join(folder, "in")]);
  expect(outcomes).toHaveLength(1001);
  expect(outcomes.slice(0, 500).every(({ articleId }) => articleId !== null)).toBe(true);
  const unstored = outcomes.slice(500, 1000);
  expect(unstored.map(({ fileName, outcome }) => [fileName, outcome])).toEqual(
    unstored.map((_, at) => [`${String(500 + at).padStart(4, "0")}.txt`, "failed"]),
  );
  expect(unstored[0]?.remarks.join()).toMatch(/moved|no longer/);
  expect(outcomes[1000]).toMatchObject({ fileName: "", outcome: "failed" });
  expect(outcomes[1000]?.remarks.join()).toContain("broken off: 100 files were not read");
  renameSync(`${path}.moved`, path);
  expect(await count()).toBe(500);
  await jobs.close(undefined);
});

test("A project that was moved at the very beginning is told as such", async () => {
  const { jobs, path, put } = await aSession();
  const file = put("a.txt", aText(1));
  const moving: Progress = () => {
    renameSync(path, `${path}.moved`);
    return Promise.resolve("go-on");
  };
  let isFirst = true;
  const answer = await jobs.importFiles({ paths: [file] }, (done, total) => {
    const once = isFirst ? moving : goOn;
    isFirst = false;
    return once(done, total);
  });
  expect(answer).toMatchObject({ ok: false, error: { message: expect.stringMatching(/moved|no longer/) } });
  renameSync(`${path}.moved`, path);
  await jobs.close(undefined);
});

test("Archives within an archive have one limit together", async () => {
  const { jobs, put, bring } = await aSession();
  const blanks = Buffer.alloc(4_000_000, " ");
  const inner = (number: number) =>
    aZip([{ name: "t.txt", bytes: Buffer.concat([Buffer.from(aText(number)), blanks]) }]);
  const archives = [1, 2, 3, 4, 5].map((at) => ({ name: `in${at}.zip`, bytes: inner(at) }));
  const path = put("outer.zip", aZip([...archives, { name: "last.txt", bytes: aText(9) }]));
  const outcomes = await bring([path]);
  const failed = outcomes.filter(({ outcome }) => outcome === "failed");
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ fileName: "outer.zip" });
  expect(failed[0]?.remarks.join()).toContain("The archives in it were not all unpacked");
  // Two of four million fit into ten million; what stands beside the archives is read all the same.
  expect(outcomes.filter(({ articleId }) => articleId !== null).map(({ fileName }) => fileName)).toEqual([
    "outer.zip/last.txt",
    "outer.zip/in1.zip/t.txt",
    "outer.zip/in2.zip/t.txt",
  ]);
  await jobs.close(undefined);
});

test.each(["zip", "jsonl"])(
  "What is in a file counts, and its import can be cancelled (%s)",
  async (kind) => {
    const { jobs, put, bring, count } = await aSession();
    const members = Array.from({ length: 90 }, (_, at) => ({ name: `${at}.txt`, bytes: aText(at) }));
    const path = put(`many.${kind}`, kind === "zip" ? aZip(members) : rows(90));
    const seen: (readonly [number, number])[] = [];
    const outcomes = await bring([path], (done, total) => {
      seen.push([done, total]);
      return Promise.resolve(done >= 40 ? "cancelled" : "go-on");
    });
    const isArchive = kind === "zip";
    expect(seen[0]).toEqual([0, 1]);
    expect(seen.at(-1)).toEqual([40, 90]);
    expect(outcomes).toHaveLength(41);
    expect(outcomes.at(-1)?.remarks.join()).toContain("cancelled: 50 files were not read");
    expect(await count()).toBe(40);
    // Without a cancel it comes to its end.
    const all: (readonly [number, number])[] = [];
    expect(
      await bring([path], (done, total) => {
        all.push([done, total]);
        return Promise.resolve("go-on");
      }),
    ).toHaveLength(90);
    expect(all.at(-1)).toEqual([90, 90]);
    expect(isArchive || all.length > 50).toBe(true);
    await jobs.close(undefined);
  },
);

test("A cancelled import returns within a second in the middle of a slow file, and frees the guest", async () => {
  const held = heldGuest();
  const { jobs, put, bring, count } = await aSession(held.guest);
  held.state.isHeld = true;
  const paths = [1, 2, 3].map((at) => put(`${at}.txt`, aText(at)));
  const from = performance.now();
  const isLate = () => performance.now() - from > 200;
  const outcomes = await bring(paths, () => Promise.resolve(isLate() ? "cancelled" : "go-on"));
  expect(performance.now() - from).toBeLessThan(1000);
  expect(outcomes).toMatchObject([{ fileName: "", outcome: "failed" }]);
  expect(outcomes[0]?.remarks.join()).toContain("3 files were not read");
  expect(held.dropped).toHaveLength(1);
  expect(await count()).toBe(0);
  held.release();
  await jobs.close(undefined);
});

test("The rows of one large file are one edit", async () => {
  const { jobs, call, put, bring } = await aSession();
  await bring([put("rows.jsonl", rows(60, "x".repeat(200_000)))]);
  const edits = must(await call("history", "list", { limit: 100 })).map(({ label }) => label);
  expect(edits.filter((label) => label.startsWith("Import"))).toEqual(["Import 60 articles"]);
  await jobs.close(undefined);
});

test("Much text is stored in several edits, so that nobody waits long for any of them", async () => {
  const { jobs, call, put, bring } = await aSession();
  const long = (at: number) => `${aText(at)} `.repeat(Math.ceil(2_000_000 / aText(at).length));
  await bring([1, 2, 3].map((at) => put(`${at}.txt`, long(at))));
  const edits = must(await call("history", "list", { limit: 100 })).map(({ label }) => label);
  expect(edits.filter((label) => label.startsWith("Import"))).toHaveLength(2);
  await jobs.close(undefined);
});

const latin = (title: string, text: string): Uint8Array =>
  Buffer.from(
    `<html><head><title>${title}</title><meta name="author" content="Ren\xe9e Doc"></head><body><article><p>${text} caf\xe9</p><p>${text.toUpperCase()}</p></article></body></html>`,
    "latin1",
  );

const readAgain = async (
  set: Partial<ArticleMetadata> | null,
  meanwhile: Partial<ArticleMetadata> | null,
) => {
  const held = heldGuest();
  const { call, jobs, put, bring, article } = await aSession(held.guest);
  const [outcome] = await bring([put("p.html", latin("The caf\xe9 of the port", aText(3)))]);
  const id = outcome?.articleId as ArticleId;
  if (set !== null) must(await call("articles", "confirm", { items: [{ id, set }] }));
  held.state.isHeld = true;
  const answer = call("articles", "redecode", { id, encoding: "windows-1251" });
  await held.asked;
  if (meanwhile !== null) must(await call("articles", "update", { id, set: meanwhile }));
  held.release();
  const after = await article(must(await answer).articleId);
  await jobs.close(undefined);
  return after;
};

test("Read with another encoding, an article has the new title and all that it was given otherwise", async () => {
  expect(await readAgain(null, null)).toMatchObject({ title: "The cafй of the port", byline: "Renée Doc" });
});

test("Read with another encoding, an article keeps what was corrected", async () => {
  const set = { title: "Corrected", byline: "The right person", publishedOn: "2024-01-02" };
  expect(await readAgain(set, null)).toMatchObject(set);
});

test("What is edited while an article is read again is kept", async () => {
  const set = { title: "Edited meanwhile", url: "https://harbour.example/x" };
  expect(await readAgain(null, set)).toMatchObject(set);
});

test("A project that was moved while an article is read again is not written to", async () => {
  const held = heldGuest();
  const { call, jobs, path, put, bring } = await aSession(held.guest);
  const [outcome] = await bring([put("p.html", latin("The caf\xe9", aText(3)))]);
  held.state.isHeld = true;
  const answer = call("articles", "redecode", {
    id: outcome?.articleId as ArticleId,
    encoding: "windows-1251",
  });
  await held.asked;
  renameSync(path, `${path}.moved`);
  held.release();
  expect(await answer).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/moved|no longer/) },
  });
  renameSync(`${path}.moved`, path);
  await jobs.close(undefined);
});

/** Tables whose columns Assay does not know, and one that it does. */
const asking = (number: number): string =>
  aCsv([
    ["id", "inhalt"],
    ["1", aStory(`Ferry ${number}`)],
    ["2", aStory(`Market ${number}`)],
  ]);
const plain = (number: number): string =>
  aCsv([
    ["title", "text"],
    ["Known", aStory(`School ${number}`)],
  ]);

test("Naming columns reads the tables that asked for them again, and nothing else", async () => {
  const { jobs, put, bring } = await aSession();
  const paths = [
    put("one/data.csv", asking(10)),
    put("two/data.csv", plain(20)),
    put("a.txt", aText(30)),
    put(
      "set.zip",
      aZip([
        { name: "t.csv", bytes: asking(40) },
        { name: "t.txt", bytes: aText(50) },
      ]),
    ),
  ];
  const outcomes = await bring(paths);
  const tables = outcomes.filter(({ outcome }) => outcome === "needs-columns");
  expect(tables.map(({ fileName }) => fileName)).toEqual(["data.csv", "set.zip/t.csv"]);
  const key = tables[0]?.table?.key ?? "";
  const again = must(await jobs.importTables({ key, map: { text: "inhalt" } }, goOn));
  expect(again.map(({ fileName, outcome }) => [fileName, outcome])).toEqual([
    ["data.csv", "needs-look"],
    ["data.csv", "needs-look"],
    ["set.zip/t.csv", "needs-look"],
    ["set.zip/t.csv", "needs-look"],
  ]);
  // They ask no more, and the next table like them does not.
  expect(must(await jobs.importTables({ key, map: { text: "inhalt" } }, goOn))).toEqual([]);
  expect(await bring([put("three.csv", asking(60))])).toHaveLength(2);
  expect((await bring(paths)).map(({ outcome }) => outcome)).toEqual(Array(7).fill("already-there"));
  await jobs.close(undefined);
});

test("Dropped again with the names of their columns, only the tables that ask for them are read", async () => {
  const { call, jobs } = await aSession();
  const files = [asking(10), plain(20)].map((text) => ({ name: "data.csv", bytes: Buffer.from(text) }));
  const outcomes = must(await call("articles", "createFromFiles", { files }));
  const key = outcomes[0]?.table?.key ?? "";
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["needs-columns", "needs-look"]);
  const columns = { key, map: { text: "inhalt" } };
  const input: InputOf<StoreCalls["articles"]["createFromFiles"]> = { files, columns };
  const again = must(await call("articles", "createFromFiles", input));
  expect(again.map(({ outcome }) => outcome)).toEqual(["needs-look", "needs-look"]);
  await jobs.close(undefined);
});

test("The originals of many files are the very bytes that lay in the folder, and the project holds what it says", async () => {
  const { jobs, folder, put, bring } = await aSession();
  const contents = Array.from({ length: 130 }, (_, at) => `${aText(at)}${"\r\n".repeat(at % 7)}`);
  for (const [at, text] of contents.entries()) put(`in/${String(at).padStart(4, "0")}.txt`, text);
  put("in/9999.txt", `${aText(9999)}\n${"A long line of it. ".repeat(60_000)}`);
  const outcomes = await bring([join(folder, "in")]);
  expect(outcomes).toHaveLength(131);
  for (const [at, text] of contents.entries()) {
    const { fileName, articleId } = outcomes[at] ?? {};
    expect(fileName).toBe(`${String(at).padStart(4, "0")}.txt`);
    const { bytes } = must(await jobs.readOriginal({ articleId: articleId as ArticleId }));
    expect(Buffer.from(bytes).toString()).toBe(text);
  }
  expect(must(await jobs.verify(undefined)).isSound).toBe(true);
});
