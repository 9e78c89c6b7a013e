import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import type { Session } from "../main/handlers/session";
import type { MergeTake } from "../shared/domain/merge";
import { everything } from "../shared/domain/share";
import type { ArticleId, HighlightId, TagId } from "../shared/ids";
import { aFolder, anAnalyst, anOpenSession, aSession, must, someText, withArticle } from "./builders";

/*
 * Colleagues who work apart on files of their own and merge each other's, through the real calls.
 */

/** Progress that nobody watches and nobody stops. */
export const goOn = () => Promise.resolve("go-on" as const);

export type Colleague = Awaited<ReturnType<typeof anOpenSession>>;

/** Analyst `number` with a new project of their own. */
export const aColleague = (number: number): Promise<Colleague> =>
  anOpenSession({ analyst: anAnalyst(number) }, join(aFolder(), `${number}.assay`));

let copies = 0;

/** What a colleague sends: a whole copy of their project; answers with its path. */
export const sent = async (from: Session): Promise<string> => {
  copies += 1;
  const path = join(aFolder(), `sent ${copies}.assay`);
  must(await from.jobs.shareCopy({ path, options: everything }, goOn));
  return path;
};

/** Examines another's file; what a merge of it would do. */
export const preview = async (into: Session, path: string) =>
  must(await into.jobs.stageMerge({ path }, goOn));

/** Merges what another sends now. */
export const mergeWith = async (into: Session, from: Session, take: MergeTake = "newest") =>
  mergeFrom(into, await sent(from), take);

/** Merges another's file as it lies there. */
export const mergeFrom = async (into: Session, path: string, take: MergeTake = "newest") => {
  await preview(into, path);
  return must(await into.jobs.applyMerge({ take }, goOn));
};

/** Brings an article in, tags it and highlights its words. */
export const someWork = async (
  colleague: Session,
  { text = someText, words = "More than 1,000 remain", tag = "troops" } = {},
): Promise<{ articleId: ArticleId; tagId: TagId; highlightId: HighlightId }> => {
  const articleId = await withArticle(colleague, text);
  const tags = must(await colleague.call("tags", "list", undefined));
  const known = tags.find(({ name }) => name === tag)?.id;
  const tagId = known ?? must(await colleague.call("tags", "create", { name: tag })).id;
  const start = text.indexOf(words);
  const made = must(
    await colleague.call("highlights", "create", {
      articleId,
      span: { start, end: start + words.length },
      tagIds: [tagId],
    }),
  );
  return { articleId, tagId, highlightId: made.id };
};

/** What merges have left open here. */
export const conflictsOf = async (session: Session) =>
  must(await session.call("merges", "conflicts", { limit: 10_000 })).items;

/** Another session of the same analyst on the same file, as after a restart. */
export const reopened = async (colleague: Colleague, number: number) => {
  must(await colleague.jobs.close(undefined));
  const session = aSession({ analyst: anAnalyst(number) });
  must(await session.jobs.open({ path: colleague.path }));
  return { ...session, path: colleague.path };
};

/** Two colleagues who begin with the same project: an article with one highlight of the first one's. */
export const withSharedStart = async () => {
  const a = await aColleague(1);
  const work = await someWork(a);
  const path = join(aFolder(), "b.assay");
  must(await a.jobs.shareCopy({ path, options: everything }, goOn));
  const b: Colleague = { ...aSession({ analyst: anAnalyst(2) }), path };
  must(await b.jobs.open({ path }));
  return { a, b, ...work };
};

/** A file that was altered on its way; the manifest of what was made to be sent no longer says what is in it. */
export const tampered = (path: string, alter: (db: Database) => void): string => {
  copies += 1;
  const own = join(aFolder(), `tampered ${copies}.assay`);
  copyFileSync(path, own);
  const db = new Sqlite(own);
  db.pragma("foreign_keys = OFF");
  db.exec("DELETE FROM meta WHERE key = 'manifest'");
  alter(db);
  db.close();
  return own;
};
