import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { onTestFinished } from "vitest";
import type { Session } from "../main/handlers/session";
import { everything, type ShareOptions } from "../shared/domain/share";
import type { ArticleId, ClaimId, HighlightId, SourceId, TagId } from "../shared/ids";
import { aFolder, anActor, anAnalyst, aSession, must, withArticle } from "./builders";

/*
 * A project that two people have worked on, with something of every kind in it: deleted, undone, renamed, noted. Each
 * word in it that tells something is one of a kind, so that it can be looked for in a copy's bytes.
 */

/** Goes on whatever is asked. */
export const goOn = async () => "go-on" as const;

export const texts = {
  ferry:
    "The ferry KARLSKRONA closes in May. Nobody on the quay had HEARD of it.\n\nThe owners said 🛩 nothing more.",
  bridge: "The bridge at VAXHOLM will open before that. Two engineers doubted the DATE.",
  gone: "A text that was DISCARDED later on, with a passage to mark.",
} as const;

export type Team = {
  readonly ada: Session;
  readonly path: string;
  readonly ids: {
    readonly ferry: ArticleId;
    readonly bridge: ArticleId;
    readonly gone: ArticleId;
    readonly source: SourceId;
    readonly dates: TagId;
    readonly places: TagId;
    readonly adas: HighlightId;
    readonly beas: HighlightId;
    readonly removed: HighlightId;
    readonly claim: ClaimId;
  };
};

export const ada = anAnalyst(1, { name: "Ada Lindqvist", initials: "AL" });
export const bea = anAnalyst(2, { name: "Bea Ortiz", initials: "BO" });

const spanOf = (text: string, words: string) => {
  const start = text.indexOf(words);
  return { start, end: start + words.length };
};

/** The work of the first analyst. */
const begin = async (session: Session) => {
  const ferry = await withArticle(session, texts.ferry, "FERRYTITLE");
  const bridge = await withArticle(session, texts.bridge, "BRIDGETITLE");
  const gone = await withArticle(session, texts.gone, "GONETITLE");
  const { id: source } = must(
    await session.call("sources", "create", { name: "Harbour Wire", kind: "agency", note: "SOURCENOTE" }),
  );
  must(await session.call("articles", "update", { id: ferry, set: { sourceId: source } }));
  must(
    await session.call("sources", "rate", {
      target: { sourceId: source },
      reliability: "B",
      reason: "RATINGREASON",
    }),
  );
  const { id: places } = must(await session.call("tags", "create", { name: "Places" }));
  const { id: dates } = must(await session.call("tags", "create", { name: "Dates", parentId: places }));
  const made = must(
    await session.call("claims", "create", {
      statement: "The ferry closes in spring",
      kind: "fact",
      asserter: { sourceId: source },
      evidence: {
        passage: { articleId: ferry, span: spanOf(texts.ferry, "closes in May"), tagIds: [dates] },
        stance: "supports",
        credibility: 2,
        note: "EVIDENCENOTE",
      },
    }),
  );
  const adas = made.highlightId as HighlightId;
  must(await session.call("highlights", "update", { id: adas, set: { note: "FIRSTNOTE" } }));
  must(await session.call("highlights", "update", { id: adas, set: { note: "SECONDNOTE" } }));
  const removed = must(
    await session.call("highlights", "create", {
      articleId: ferry,
      span: spanOf(texts.ferry, "HEARD of it"),
      tagIds: [places],
      note: "REMOVEDNOTE",
    }),
  ).id;
  must(await session.call("highlights", "remove", { id: removed }));
  must(
    await session.call("highlights", "create", {
      articleId: gone,
      span: spanOf(texts.gone, "passage to mark"),
      tagIds: [places],
      note: "GONENOTE",
    }),
  );
  must(await session.call("articles", "remove", { id: gone }));
  must(
    await session.call("claims", "create", { statement: "LONELYCLAIM without evidence", kind: "opinion" }),
  );
  return { ferry, bridge, gone, source, places, dates, adas, removed, claim: made.id };
};

/** The work of the second. */
const goOnWorking = async (
  session: Session,
  { bridge, places, claim }: Awaited<ReturnType<typeof begin>>,
) => {
  const { highlightId } = must(
    await session.call("evidence", "create", {
      claimId: claim,
      passage: { articleId: bridge, span: spanOf(texts.bridge, "open before that"), tagIds: [places] },
      stance: "contradicts",
      credibility: 3,
      note: "BEASNOTE",
    }),
  );
  return highlightId;
};

/** Two analysts' project, open in a session of the first one's. */
export const aTeam = async (): Promise<Team> => {
  const path = join(aFolder(), "team.assay");
  const first = aSession({ ...anActor(), analyst: ada });
  must(await first.jobs.create({ path, name: "PROJECTNAME" }));
  const begun = await begin(first);
  must(await first.jobs.close(undefined));
  const second = aSession({ ...anActor(), analyst: bea });
  must(await second.jobs.open({ path }));
  const beas = await goOnWorking(second, begun);
  must(await second.jobs.close(undefined));
  must(await first.jobs.open({ path }));
  return { ada: first, path, ids: { ...begun, beas } };
};

/** Saves a copy; answers with its path. */
export const copyOf = async (
  session: Session,
  options: Partial<ShareOptions> = {},
  path = join(aFolder(), "copy.assay"),
): Promise<string> => {
  must(await session.jobs.shareCopy({ path, options: { ...everything, ...options } }, goOn));
  return path;
};

/** A file as SQLite sees it, to be read: a copy of it, as a session that has it open shares it with nobody. */
export const read = (path: string): Database => {
  const own = join(aFolder(), "read.assay");
  copyFileSync(path, own);
  const db = new Sqlite(own, { readonly: true, fileMustExist: true });
  onTestFinished(() => {
    db.close();
  });
  return db;
};

/** Which of the words stand anywhere in a file's bytes, as UTF-8, UTF-16 or in JSON's own form. */
export const wordsIn = (path: string, words: readonly string[]): string[] => {
  const bytes = readFileSync(path);
  return words.filter(
    (word) =>
      bytes.includes(word) ||
      bytes.includes(Buffer.from(word, "utf16le")) ||
      bytes.includes(JSON.stringify(word).slice(1, -1)),
  );
};

/** Opens a file as somebody else and checks all of it. */
export const verified = async (path: string, analyst = anAnalyst(9)) => {
  const session = aSession({ ...anActor(), analyst });
  const project = must(await session.jobs.open({ path }));
  const report = must(await session.jobs.verify(undefined));
  return { session, project, problems: report.checks.flatMap(({ problems }) => problems) };
};
