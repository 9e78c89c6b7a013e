import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSession } from "../../../../main/handlers/session";
import { Analyst } from "../../../../shared/domain/analyst";
import type { ArticleId } from "../../../../shared/ids";
import type { Result } from "../../../../shared/result";
import { guestInProcess } from "../../../guest-in-process";

const analyst = Analyst.parse({
  id: "ana-0190a000-0000-7000-8000-000000000001",
  name: "Mira Kessler",
  initials: "MK",
});

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

let folder: string;
let session: ReturnType<typeof createSession>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-import-"));
  session = createSession({ analyst, guest: guestInProcess, publish: () => {} });
  must(await session.jobs.create({ path: join(folder, "p.assay"), name: "Import" }));
});
afterEach(async () => {
  await session.jobs.close(undefined);
  rmSync(folder, { recursive: true, force: true });
});

const aText = (number: number) =>
  `Report ${number} on the ferry\n\nThe ferry will close in May, official number ${number} said, and nobody at all contradicted that on the day.`;
const labels = async () =>
  must(await session.call("history", "list", { limit: 100 })).map((edit) => edit.label);

describe("importing articles", () => {
  it("passes over the open project in its own folder, and keeps its hold on the file", async () => {
    writeFileSync(join(folder, "a.txt"), aText(1));
    const bring = async (path: string) =>
      must(await session.jobs.importFiles({ paths: [path] }, async () => "go-on"));
    expect(await bring(folder)).toMatchObject([{ fileName: "a.txt", outcome: "needs-look" }]);
    expect(await bring(join(folder, "p.assay"))).toMatchObject([
      { outcome: "failed", remarks: ["It is the project that is open"] },
    ]);
    // Another process must still be kept out: reading the file here would have dropped the lock.
    const script = `new (require("better-sqlite3"))(${JSON.stringify(join(folder, "p.assay"))}, { timeout: 0 }).exec("BEGIN IMMEDIATE")`;
    expect(spawnSync(process.execPath, ["-e", script], { encoding: "utf8" }).stderr).toContain("SQLITE_BUSY");
  });

  it("names their source in the same edit, and counts only what is new", async () => {
    const bring = async (paths: readonly string[]) =>
      must(
        await session.jobs.importFiles(
          { paths: paths.map((name) => join(folder, name)), sourceName: "Harbour Wire" },
          async () => "go-on",
        ),
      );
    const sources = async () =>
      must(await session.call("sources", "list", undefined)).map(({ name, articles }) => [name, articles]);
    for (let at = 0; at < 4; at += 1) writeFileSync(join(folder, `${at}.txt`), aText(at));
    writeFileSync(join(folder, "again.txt"), aText(3));
    await bring(["0.txt", "1.txt"]);
    expect(await labels()).toHaveLength(2);
    expect(await sources()).toEqual([["Harbour Wire", 2]]);
    await bring(["0.txt", "2.txt", "3.txt", "again.txt"]);
    expect((await labels())[0]).toBe("Import 2 articles");
    expect(await labels()).toHaveLength(3);
    expect(await sources()).toEqual([["Harbour Wire", 4]]);
    await bring(["0.txt"]);
    expect(await labels()).toHaveLength(3);
  });

  it("makes one source of a name whose first id was used before", async () => {
    const old = must(await session.call("sources", "create", { name: "Harbour Wire", kind: "outlet" }));
    must(await session.call("sources", "update", { id: old.id, set: { name: "Renamed" } }));
    for (let at = 0; at < 3; at += 1) writeFileSync(join(folder, `${at}.txt`), aText(at));
    const paths = [0, 1, 2].map((at) => join(folder, `${at}.txt`));
    must(await session.jobs.importFiles({ paths, sourceName: "Harbour Wire" }, async () => "go-on"));
    const listed = must(await session.call("sources", "list", undefined));
    expect(listed.map(({ name, articles }) => [name, articles])).toEqual(
      expect.arrayContaining([
        ["Harbour Wire", 3],
        ["Renamed", 0],
      ]),
    );
    expect(listed).toHaveLength(2);
  });

  it("brings files in with one edit, and one undo takes them out again", async () => {
    mkdirSync(join(folder, "in"));
    for (let at = 0; at < 7; at += 1) writeFileSync(join(folder, `in/${at}.txt`), aText(at));
    writeFileSync(join(folder, "in/8.txt"), "%PDF-1.4");
    const seen: [number, number][] = [];
    const outcomes = must(
      await session.jobs.importFiles({ paths: [join(folder, "in")] }, async (done, total) => {
        seen.push([done, total]);
        return "go-on";
      }),
    );
    // Nobody has said who published them.
    expect(outcomes.map((one) => one.outcome)).toEqual([
      ...Array.from({ length: 7 }, () => "needs-look"),
      "failed",
    ]);
    expect(seen.at(0)).toEqual([0, 8]);
    expect(seen.at(-1)).toEqual([8, 8]);
    expect(await labels()).toContain("Import 7 articles");
    must(await session.call("history", "undo", {}));
    expect(must(await session.call("articles", "list", {}))).toEqual([]);
  });

  it("cancelled, keeps what was read and says what was not", async () => {
    for (let at = 0; at < 3; at += 1) writeFileSync(join(folder, `${at}.txt`), aText(at));
    const paths = [0, 1, 2].map((at) => join(folder, `${at}.txt`));
    const result = await session.jobs.importFiles({ paths }, async (done) =>
      done === 2 ? "cancelled" : "go-on",
    );
    expect(must(result).map(({ fileName, outcome }) => [fileName, outcome])).toEqual([
      ["0.txt", "needs-look"],
      ["1.txt", "needs-look"],
      ["", "failed"],
    ]);
    expect(must(result).at(-1)?.remarks.join()).toContain("1 file was not read");
    expect(must(await session.call("articles", "list", {}))).toHaveLength(2);
  });

  it("tells a text that is there already, and what was the same within one import", async () => {
    const bytes = Buffer.from(aText(1));
    const files = [
      { name: "a.txt", bytes },
      { name: "../../b.txt", bytes },
      { name: "c.bin", bytes: Buffer.from([0, 0, 0, 0, 1]) },
    ];
    const outcomes = must(await session.call("articles", "createFromFiles", { files }));
    expect(outcomes.map((one) => [one.fileName, one.outcome])).toEqual([
      ["a.txt", "needs-look"],
      ["b.txt", "already-there"],
      ["c.bin", "failed"],
    ]);
    expect(outcomes[0]?.articleId).toBe(outcomes[1]?.articleId);
    const crlf = Buffer.from(aText(1).replaceAll("\n", "\r\n"));
    expect(
      must(await session.call("articles", "createFromFiles", { files: [{ name: "d.txt", bytes: crlf }] }))[0]
        ?.outcome,
    ).toBe("already-there");
    const last = await labels();
    must(await session.call("articles", "createFromFiles", { files }));
    expect(await labels()).toEqual(last);
  });

  it("takes pasted text with what is known of it", async () => {
    const outcome = must(
      await session.call("articles", "createFromText", {
        text: aText(2),
        title: "Given",
        sourceName: "Harbour Wire",
        publishedOn: "2024-05-01",
        url: "https://x.example",
      }),
    );
    expect(outcome).toMatchObject({
      outcome: "imported",
      title: "Given",
      publishedOn: "2024-05-01",
      remarks: [],
    });
    const article = must(await session.call("articles", "get", { id: outcome.articleId as ArticleId }));
    expect(article).toMatchObject({
      title: "Given",
      sourceName: "Harbour Wire",
      url: "https://x.example",
      language: "en",
      text: aText(2),
    });
    expect(await session.call("articles", "createFromText", { text: " \n " })).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
  });
});
