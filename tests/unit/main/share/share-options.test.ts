import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Manifest } from "../../../../shared/domain/merge";
import { blindCopy, everything, quotesOnly, type ShareOptions } from "../../../../shared/domain/share";
import { aFolder, must } from "../../../builders";
import { guestInProcess } from "../../../guest-in-process";
import { ada, aTeam, bea, copyOf, read, texts, verified, wordsIn } from "../../../sharing";

const deleted = ["FIRSTNOTE", "REMOVEDNOTE", "DISCARDED", "GONETITLE", "GONENOTE"];
const notes = ["SECONDNOTE", "EVIDENCENOTE", "BEASNOTE", "SOURCENOTE", "RATINGREASON"];
const names = [ada.name, bea.name, '"AL"', '"BO"'];
const left = ["FERRYTITLE", "BRIDGETITLE", "PROJECTNAME"];

const counts = (path: string, table: string) =>
  read(path).prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;

describe("a copy of what was chosen", () => {
  const choices: Readonly<Record<string, Partial<ShareOptions>>> = {
    everything,
    "without history": { hasHistory: false },
    blind: blindCopy,
    "quotes only": quotesOnly,
    "no text": { text: "none", hasHistory: false },
    "quotes with history": { text: "quotes" },
    "no text with history": { text: "none" },
    pseudonyms: { hasNames: false },
    "pseudonyms without history": { hasNames: false, hasHistory: false },
    "without notes": { hasNotes: false },
    "without originals": { hasOriginals: false },
    mine: { annotations: { kind: "mine" } },
    "mine without history": { annotations: { kind: "mine" }, hasHistory: false },
  };
  it.each(Object.keys(choices))("is sound and says so: %s", async (name) => {
    const { ada: session } = await aTeam();
    const path = await copyOf(session, choices[name]);
    const { problems, project } = await verified(path);
    expect(problems).toEqual([]);
    expect(project.name).toBe("PROJECTNAME");
    const db = read(path);
    const manifest = Manifest.parse(
      JSON.parse(db.prepare("SELECT value FROM meta WHERE key = 'manifest'").pluck().get() as string),
    );
    const received = join(aFolder(), "received.assay");
    copyFileSync(path, received);
    const { unreadable } = must(await guestInProcess.examine(received, { purpose: "open" }));
    expect(unreadable).toEqual([]);
    expect(manifest.counts["articles"]).toBe(project.counts.articles);
    expect(manifest.counts["highlights"]).toBe(project.counts.highlights);
    for (const table of ["reading", "merges", "merged_changes", "held_changes", "conflicts"])
      expect([table, counts(path, table)]).toEqual([table, 0]);
  });

  it.each(Object.keys(choices))("holds what was said before: %s", async (name) => {
    const { ada: session } = await aTeam();
    const preview = must(await session.call("share", "preview", { ...everything, ...choices[name] }));
    const path = await copyOf(session, choices[name]);
    const { project } = await verified(path);
    const { articles, highlights, claims, evidence, sources, tags } = preview.counts;
    expect({ articles, highlights, claims, evidence, sources, tags }).toEqual(project.counts);
    expect(preview.counts.originals).toBe(counts(path, "originals"));
    expect(preview.counts.ratings).toBe(counts(path, "ratings WHERE is_deleted = 0"));
  });

  it("has no byte of what was deleted when the history stays out, and all of it when it goes along", async () => {
    const { ada: session, ids } = await aTeam();
    const path = await copyOf(session, { hasHistory: false });
    expect(wordsIn(path, deleted)).toEqual([]);
    expect(wordsIn(path, [...left, ...notes, ...Object.values(texts).slice(0, 2)])).toHaveLength(10);
    const db = read(path);
    // That it was deleted goes along, and nothing else of it.
    expect(db.prepare("SELECT field FROM changes WHERE entity_id = ?").pluck().all(ids.removed)).toEqual([
      "deleted",
    ]);
    expect(wordsIn(await copyOf(session), deleted)).toEqual(deleted);
  });

  it("has no byte of a text of which only the quotes go along, and the quotes in their places", async () => {
    const { ada: session, ids } = await aTeam();
    const path = await copyOf(session, quotesOnly);
    expect(wordsIn(path, ["KARLSKRONA", "HEARD", "VAXHOLM", "DATE", "nothing more"])).toEqual([]);
    expect(wordsIn(path, ["closes in May", "open before that"])).toHaveLength(2);
    const text = read(path)
      .prepare("SELECT text FROM article_texts WHERE id = ?")
      .pluck()
      .get(ids.ferry) as string;
    expect(text).toBe(
      texts.ferry
        .replace(/[^\n]/g, "▒")
        .replace(/▒{13}/, (_, at: number) => (at === 0 ? "▒".repeat(13) : _))
        .slice(0, texts.ferry.indexOf("closes")) +
        "closes in May" +
        texts.ferry.slice(texts.ferry.indexOf("closes") + 13).replace(/[^\n]/g, "▒"),
    );
    const { session: theirs } = await verified(path);
    const [highlight] = must(await theirs.call("highlights", "list", { articleId: ids.ferry }));
    expect(highlight).toMatchObject({
      placement: "exact",
      anchor: { quote: "closes in May", prefix: "", suffix: "" },
    });
  });

  it("has not one word of a text that stays out, with and without history", async () => {
    const { ada: session, ids } = await aTeam();
    for (const hasHistory of [true, false]) {
      const path = await copyOf(session, { text: "none", hasHistory });
      const words = [...texts.ferry.matchAll(/\w{4,}/g), ...texts.bridge.matchAll(/\w{4,}/g)].map(
        ([word]) => word,
      );
      // What the analyst wrote about it, its title and the names of columns say some of them.
      const said = new Set("ferry closes note bridge before".split(" "));
      expect(
        wordsIn(
          path,
          words.filter((word) => !said.has(word)),
        ),
      ).toEqual([]);
      const { session: theirs } = await verified(path);
      const [highlight] = must(await theirs.call("highlights", "list", { articleId: ids.ferry }));
      expect(highlight?.placement).toBe("exact");
      expect(highlight?.anchor.quote).toBe("▒".repeat(13));
    }
  });

  it("has no byte of a name where pseudonyms were asked for", async () => {
    const { ada: session } = await aTeam();
    for (const hasHistory of [true, false]) {
      const path = await copyOf(session, { hasNames: false, hasHistory });
      expect(wordsIn(path, names)).toEqual([]);
      const { session: theirs } = await verified(path);
      const authors = must(await theirs.call("history", "list", { limit: 1000 })).map((edit) => edit.analyst);
      expect(new Set(authors)).toEqual(new Set(["Analyst 1", "Analyst 2"]));
    }
    expect(wordsIn(await copyOf(session, { hasHistory: false }), names)).toEqual(names);
  });

  it("has no byte of a note or a reason where notes stay out", async () => {
    const { ada: session } = await aTeam();
    const path = await copyOf(session, { hasNotes: false });
    expect(wordsIn(path, [...notes, "FIRSTNOTE", "REMOVEDNOTE"])).toEqual([]);
    const { session: theirs } = await verified(path);
    expect(must(await theirs.call("sources", "list", undefined))[0]?.rating?.reliability).toBe("B");
  });

  it("for a second analyst is blind: articles and codebook, no annotation, no rating, no name of who annotated", async () => {
    const { ada: session, ids } = await aTeam();
    const path = await copyOf(session, blindCopy);
    for (const table of ["highlights", "claims", "evidence", "ratings"]) expect(counts(path, table)).toBe(0);
    expect(
      read(path)
        .prepare("SELECT count(*) FROM changes WHERE entity IN ('highlight', 'claim', 'evidence', 'rating')")
        .pluck()
        .get(),
    ).toBe(0);
    expect(wordsIn(path, [...notes, ...deleted, "The ferry closes in spring", "LONELYCLAIM"])).toEqual([]);
    expect(wordsIn(path, [bea.name])).toEqual([]);
    const { session: theirs } = await verified(path);
    expect(must(await theirs.call("articles", "list", {}))).toHaveLength(2);
    expect(
      must(await theirs.call("tags", "list", undefined))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["Dates", "Places"]);
    expect(must(await theirs.call("articles", "get", { id: ids.ferry })).text).toBe(texts.ferry);
  });

  it("holds what I made, with what my evidence stands on", async () => {
    const { ada: session, ids, path: project } = await aTeam();
    const path = await copyOf(session, { annotations: { kind: "mine" }, hasHistory: false });
    expect(wordsIn(path, ["BEASNOTE"])).toEqual([]);
    expect(wordsIn(path, ["SECONDNOTE", "LONELYCLAIM"])).toHaveLength(2);
    must(await session.jobs.close(undefined));
    const { session: beas } = await verified(project, bea);
    const options = { ...everything, annotations: { kind: "mine" as const }, hasHistory: false };
    expect(must(await beas.call("share", "preview", options)).remarks.join()).toContain("by others");
    const other = await copyOf(beas, options);
    expect(wordsIn(other, ["SECONDNOTE", "LONELYCLAIM", "EVIDENCENOTE"])).toEqual([]);
    const { session: theirs } = await verified(other);
    const claim = must(await theirs.call("claims", "get", { id: ids.claim }));
    expect(claim.evidence.map(({ stance }) => stance)).toEqual(["contradicts"]);
  });

  it("holds some articles with what is in them, and no claim without evidence there", async () => {
    const { ada: session, ids } = await aTeam();
    const options = { articles: { kind: "these" as const, ids: [ids.bridge] }, hasHistory: false };
    const preview = must(await session.call("share", "preview", { ...everything, ...options }));
    expect(preview.counts).toMatchObject({ articles: 1, highlights: 1, claims: 1, evidence: 1 });
    expect(preview.remarks.join()).toContain("1 claim stays out");
    const path = await copyOf(session, options);
    expect(wordsIn(path, ["KARLSKRONA", "FERRYTITLE", "SECONDNOTE", "LONELYCLAIM", "EVIDENCENOTE"])).toEqual(
      [],
    );
    const { session: theirs, problems } = await verified(path);
    expect(problems).toEqual([]);
    expect(must(await theirs.call("claims", "get", { id: ids.claim })).evidence).toHaveLength(1);
  });

  it("holds the articles and annotations under a tag and the tags below it", async () => {
    const { ada: session, ids } = await aTeam();
    const preview = async (options: Partial<ShareOptions>) =>
      must(await session.call("share", "preview", { ...everything, ...options })).counts;
    expect(await preview({ articles: { kind: "tagged", tagIds: [ids.dates] } })).toMatchObject({
      articles: 1,
    });
    expect(await preview({ articles: { kind: "tagged", tagIds: [ids.places] } })).toMatchObject({
      articles: 2,
    });
    const path = await copyOf(session, {
      annotations: { kind: "tagged", tagIds: [ids.dates] },
      hasHistory: false,
    });
    const { project, problems } = await verified(path);
    expect(problems).toEqual([]);
    expect(project.counts).toMatchObject({ articles: 2, highlights: 1, claims: 1, evidence: 1 });
    expect(wordsIn(path, ["BEASNOTE"])).toEqual([]);
  });

  it("keeps the originals out, and how the articles came in", async () => {
    const { ada: session, ids } = await aTeam();
    const path = await copyOf(session, { hasOriginals: false });
    expect(counts(path, "originals")).toBe(0);
    const { session: theirs } = await verified(path);
    expect(must(await theirs.call("articles", "provenance", { id: ids.ferry }))).toMatchObject([
      { original: null },
    ]);
  });

  it("says what the edits were about only where the copy has all of it", async () => {
    const { ada: session } = await aTeam();
    const labels = async (options: Partial<ShareOptions>) =>
      new Set(
        read(await copyOf(session, options))
          .prepare("SELECT label FROM edits")
          .pluck()
          .all(),
      );
    expect(await labels({ hasHistory: false })).toEqual(new Set(["Shared work"]));
    expect(await labels({ hasOriginals: false })).toContain("Rate Harbour Wire B");
    expect(await labels({ hasOriginals: false, hasNotes: false })).toEqual(new Set(["Shared work"]));
  });

  it("is of one moment, whatever is written while it is made", async () => {
    const { ada: session } = await aTeam();
    const path = join(aFolder(), "moment.assay");
    let made = 0;
    const writing = async () => {
      made += 1;
      must(await session.call("tags", "create", { name: `Meanwhile ${made}` }));
      return "go-on" as const;
    };
    must(await session.jobs.shareCopy({ path, options: { ...everything, hasHistory: false } }, writing));
    expect(made).toBeGreaterThan(0);
    const { problems, project } = await verified(path);
    expect(problems).toEqual([]);
    expect(project.counts.tags).toBe(2);
  });

  it("is given up without a trace", async () => {
    const { ada: session } = await aTeam();
    const path = `${(await aTeam()).path}.copy.assay`;
    const answer = await session.jobs.shareCopy(
      { path, options: { ...everything, hasHistory: false } },
      async () => "cancelled",
    );
    expect(answer).toMatchObject({ ok: false, error: { kind: "cancelled" } });
    expect(must(await session.jobs.verify(undefined)).isSound).toBe(true);
  });
});
