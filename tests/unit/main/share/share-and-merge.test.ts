import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Session } from "../../../../main/handlers/session";
import { blindCopy, everything, quotesOnly, type ShareOptions } from "../../../../shared/domain/share";
import { aFolder, anActor, aSession, fullDump, must } from "../../../builders";
import { ada, aTeam, bea, copyOf, goOn, read, verified, wordsIn } from "../../../sharing";

const merge = async (session: Session, path: string) => {
  const preview = must(await session.jobs.stageMerge({ path }, goOn));
  const done = must(await session.jobs.applyMerge({ take: "newest" }, goOn));
  return { preview, done };
};

const choices: Readonly<Record<string, Partial<ShareOptions>>> = {
  everything,
  "without history": { hasHistory: false },
  blind: blindCopy,
  "quotes only": quotesOnly,
  "no text": { text: "none", hasHistory: false },
  "quotes with history": { text: "quotes" },
  pseudonyms: { hasNames: false },
  "pseudonyms without history": { hasNames: false, hasHistory: false },
  "without notes": { hasNotes: false },
  "without originals": { hasOriginals: false },
  mine: { annotations: { kind: "mine" }, hasHistory: false },
};

describe("a copy that comes back", () => {
  it.each(Object.keys(choices))("changes nothing: %s", async (name) => {
    const { ada: session, path } = await aTeam();
    const copy = await copyOf(session, choices[name]);
    const { preview, done } = await merge(session, copy);
    expect(preview).toMatchObject({ isNothingNew: true, claimsMine: 0, unreadable: [] });
    expect(done).toMatchObject({ edit: null, conflicts: 0 });
    const before = await copyOf(session);
    expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
    must(await session.jobs.close(undefined));
    expect(fullDump(read(path))).toBe(fullDump(read(before)));
  });

  it.each(Object.keys(choices))("brings what a colleague did in it: %s", async (name) => {
    const { ada: session, ids } = await aTeam();
    const copy = await copyOf(session, choices[name]);
    const colleague = aSession({ ...anActor(), analyst: bea });
    must(await colleague.jobs.open({ path: copy }));
    must(
      await colleague.call("highlights", "create", {
        articleId: ids.ferry,
        span: { start: 4, end: 9 },
        tagIds: [ids.places],
        note: "From the copy",
      }),
    );
    must(await colleague.jobs.close(undefined));
    await merge(session, copy);
    const [first] = must(await session.call("highlights", "list", { articleId: ids.ferry }));
    expect(first).toMatchObject({ note: "From the copy", placement: "exact", analystId: bea.id });
    expect(must(await session.jobs.verify(undefined)).checks.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it("holds nothing of a merge that was undone, and nothing of this project's own record of merges", async () => {
    const { ada: session, ids } = await aTeam();
    const copy = await copyOf(session);
    const colleague = aSession({ ...anActor(), analyst: bea });
    must(await colleague.jobs.open({ path: copy }));
    must(await colleague.call("highlights", "update", { id: ids.beas, set: { note: "HELDNOTE" } }));
    must(await colleague.jobs.close(undefined));
    await merge(session, copy);
    must(await session.call("history", "undo", {}));
    for (const options of [everything, { hasHistory: false }, { hasNotes: true, hasOriginals: false }]) {
      const again = await copyOf(session, options);
      expect(wordsIn(again, ["HELDNOTE"])).toEqual([]);
      expect((await verified(again)).problems).toEqual([]);
      for (const table of ["merges", "merged_changes", "held_changes", "conflicts"])
        expect(read(again).prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
  });

  it("without the texts shows its quotes in full where the texts are known", async () => {
    const { ada: session, ids } = await aTeam();
    const bare = await copyOf(session, { text: "none", hasHistory: false });
    const { session: knowing } = await verified(await copyOf(session, blindCopy));
    await merge(knowing, bare);
    const claim = must(await knowing.call("claims", "get", { id: ids.claim }));
    expect(claim.evidence.map(({ quote }) => quote).sort()).toEqual(["closes in May", "open before that"]);
    const [highlight] = must(await knowing.call("highlights", "list", { articleId: ids.ferry }));
    expect(highlight).toMatchObject({ placement: "exact", anchor: { quote: "closes in May" } });
    expect(must(await knowing.jobs.verify(undefined)).checks.flatMap(({ problems }) => problems)).toEqual([]);
    const path = join(aFolder(), "claims.csv");
    must(await knowing.jobs.exportClaims({ path, query: {}, hasHighlights: true, format: "raw-csv" }, goOn));
    expect(wordsIn(path, ["closes in May", "open before that", "▒"])).toEqual([
      "closes in May",
      "open before that",
    ]);
  });

  it("of a copy without the texts is no more than that, and sound", async () => {
    const { ada: session, ids } = await aTeam();
    const { session: theirs } = await verified(await copyOf(session, { text: "none", hasHistory: false }));
    for (const options of [everything, quotesOnly, { hasHistory: false }]) {
      const { session: third, problems } = await verified(await copyOf(theirs, options));
      expect(problems).toEqual([]);
      expect(must(await third.call("articles", "get", { id: ids.ferry })).kept).toBe("none");
      must(await third.jobs.close(undefined));
    }
  });

  it("is made whole by a copy that holds more", async () => {
    const { ada: session, ids } = await aTeam();
    const lean = await copyOf(session, { ...quotesOnly, hasNames: false, hasNotes: false });
    const { session: theirs } = await verified(lean);
    await merge(theirs, await copyOf(session));
    expect(must(await theirs.jobs.verify(undefined)).checks.flatMap(({ problems }) => problems)).toEqual([]);
    expect(must(await theirs.call("articles", "get", { id: ids.ferry }))).toMatchObject({ kept: "whole" });
    const [highlight] = must(await theirs.call("highlights", "list", { articleId: ids.ferry }));
    expect(highlight).toMatchObject({ note: "SECONDNOTE", analyst: ada.name, placement: "exact" });
    expect(highlight?.anchor.prefix).not.toBe("");
  });
});
