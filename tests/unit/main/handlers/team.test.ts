import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Session } from "../../../../main/handlers/session";
import { noMemory, ownFileName, type TeamMemory } from "../../../../main/share/team-folder";
import type { Analyst } from "../../../../shared/domain/analyst";
import { aFolder, anActor, aSession, must, withArticle } from "../../../builders";
import { ada, aTeam, bea, copyOf, goOn, texts } from "../../../sharing";

/** One analyst with a project and what their machine remembers of the folder. */
const aMember = (session: Session, analyst: Analyst, folder: string) => {
  let memory: TeamMemory = noMemory;
  return {
    session,
    file: join(folder, ownFileName(analyst)),
    exchange: async () => {
      const done = must(await session.jobs.exchange({ folder, memory }, goOn));
      memory = done.memory;
      return done;
    },
    memory: () => memory,
  };
};

const open = async (path: string, analyst: Analyst): Promise<Session> => {
  const session = aSession({ ...anActor(), analyst });
  must(await session.jobs.open({ path }));
  return session;
};

/** Two members who began with the same project. */
const twoMembers = async () => {
  const { ada: first, ids } = await aTeam();
  const folder = join(aFolder(), "team");
  mkdirSync(folder);
  const second = await open(await copyOf(first), bea);
  return { folder, ids, a: aMember(first, ada, folder), b: aMember(second, bea, folder) };
};

const tagNames = async (session: Session) =>
  must(await session.call("tags", "list", undefined))
    .map(({ name }) => name)
    .sort();

describe("an exchange through a folder", () => {
  it("brings each one's work to the other, and comes to rest", async () => {
    const { a, b, folder, ids } = await twoMembers();
    must(await a.session.call("tags", "create", { name: "Of Ada" }));
    must(await b.session.call("tags", "create", { name: "Of Bea" }));
    expect(await a.exchange()).toMatchObject({ isWritten: true, merged: 0 });
    expect(await b.exchange()).toMatchObject({ isWritten: true, merged: 1, conflicts: 0 });
    expect(await a.exchange()).toMatchObject({ isWritten: true, merged: 1, conflicts: 0 });
    expect(await tagNames(a.session)).toEqual(["Dates", "Of Ada", "Of Bea", "Places"]);
    expect(await tagNames(b.session)).toEqual(await tagNames(a.session));
    await b.exchange();
    // From here on nothing is written or merged however often they exchange.
    const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]);
    for (const member of [a, b, a, b])
      expect(await member.exchange()).toMatchObject({ isWritten: false, merged: 0 });
    expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual([ownFileName(ada), ownFileName(bea)].sort());
    expect(must(await b.session.call("articles", "get", { id: ids.ferry })).text).toBe(texts.ferry);
    for (const { session } of [a, b]) expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
  });

  it("lists a torn file as not whole yet, changes nothing, and takes it when it is whole", async () => {
    const { a, b, folder } = await twoMembers();
    must(await b.session.call("tags", "create", { name: "Of Bea" }));
    await b.exchange();
    const whole = readFileSync(b.file);
    for (const length of [0, 50, 5000, whole.length - 4096, whole.length - 1]) {
      writeFileSync(b.file, whole.subarray(0, length));
      const done = await a.exchange();
      expect(done).toMatchObject({ merged: 0, error: null });
      expect(done.memory.files).toMatchObject([{ fileName: ownFileName(bea), state: "not-whole" }]);
      expect(await tagNames(a.session)).not.toContain("Of Bea");
    }
    // As syncs that make a file of its full length and fill it in: the end is still empty.
    writeFileSync(
      b.file,
      Buffer.concat([whole.subarray(0, whole.length / 2), Buffer.alloc(whole.length / 2)]),
    );
    expect((await a.exchange()).memory.files).toMatchObject([{ state: "not-whole" }]);
    writeFileSync(b.file, whole);
    expect(await a.exchange()).toMatchObject({ merged: 1 });
    expect(a.memory().files).toMatchObject([{ state: "merged", analyst: bea.name }]);
    expect(await tagNames(a.session)).toContain("Of Bea");
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("never writes over a file that somebody else wrote", async () => {
    const { a, b, folder } = await twoMembers();
    await b.exchange();
    copyFileSync(b.file, a.file);
    const theirs = readFileSync(a.file);
    const done = await a.exchange();
    expect(done.error).toMatchObject({ kind: "conflict" });
    expect(readFileSync(a.file).equals(theirs)).toBe(true);
    truncateSync(a.file, 0);
    expect((await a.exchange()).error).toMatchObject({ kind: "conflict" });
    // Its own of an earlier day, of which this machine knows nothing more, it does.
    const { a: other } = await twoMembers();
    await other.exchange();
    expect(other.memory().own?.fileName).toBe(ownFileName(ada));
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it("knows its own file again without a memory of it", async () => {
    const { a, folder } = await twoMembers();
    await a.exchange();
    must(await a.session.call("tags", "create", { name: "More" }));
    const again = aMember(a.session, ada, folder);
    expect(await again.exchange()).toMatchObject({ isWritten: true, error: null });
  });

  it("takes its file along when the initials change", async () => {
    const { a, folder } = await twoMembers();
    await a.exchange();
    const renamed = { ...ada, name: "Ada Berg", initials: "AB" };
    must(await a.session.jobs.setAnalyst(renamed));
    must(await a.session.call("tags", "create", { name: "More" }));
    expect(await a.exchange()).toMatchObject({ isWritten: true, error: null });
    expect(readdirSync(folder)).toEqual([ownFileName(renamed)]);
  });

  it("leaves the file of another project alone, and what was undone undone", async () => {
    const { a, b, folder } = await twoMembers();
    const stranger = aSession({ ...anActor() });
    must(await stranger.jobs.create({ path: join(aFolder(), "other.assay"), name: "Other" }));
    await withArticle(stranger, "Something else entirely.");
    await copyOf(stranger, {}, join(folder, "stranger.assay"));
    must(await b.session.call("tags", "create", { name: "Of Bea" }));
    await b.exchange();
    expect(await a.exchange()).toMatchObject({ merged: 1 });
    expect(a.memory().files.find(({ fileName }) => fileName === "stranger.assay")).toMatchObject({
      state: "refused",
      words: expect.stringContaining("another project, “Other”"),
    });
    must(await a.session.call("history", "undo", {}));
    expect(await tagNames(a.session)).not.toContain("Of Bea");
    writeFileSync(b.file, readFileSync(b.file));
    expect(await a.exchange()).toMatchObject({ merged: 0 });
    expect(await tagNames(a.session)).not.toContain("Of Bea");
  });

  it("says in words when the folder is gone", async () => {
    const { a } = await twoMembers();
    const answer = await a.session.jobs.exchange({ folder: join(aFolder(), "gone"), memory: noMemory }, goOn);
    expect(answer).toMatchObject({ ok: false, error: { kind: "not-found" } });
  });
});
