import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { createSession, type Session, type SessionParts } from "../main/handlers/session";
import { newId } from "../main/ids";
import type { Actor } from "../main/store/change-log";
import { entities } from "../main/store/entities";
import type { NewArticle } from "../main/store/new-article";
import { closeProject, createProject, type OpenFile } from "../main/store/open";
import { insertProject } from "../main/store/project";
import { all } from "../main/store/statement";
import type { Analyst } from "../shared/domain/analyst";
import { AnalystId, type ArticleId } from "../shared/ids";
import type { Result } from "../shared/result";
import { blocksOfPlainText } from "../shared/text/blocks";
import { guestInProcess } from "./guest-in-process";

/*
 * Makers of valid things for tests: real files in temporary folders that go when the test ends, real SQLite, and
 * every value can be replaced by the one that a test is about.
 */

/** A folder of this test's own. */
export const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "assay-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** The value of a result that a test takes for granted; throws with the error's words otherwise. */
export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  return result.value;
};

/** `analyst(1)`, `analyst(2)`: different people with valid ids. */
export const anAnalyst = (number = 1, set: Partial<Analyst> = {}): Analyst => ({
  id: AnalystId.parse(`ana-${String(number).padStart(32, "0")}`),
  name: `Analyst ${number}`,
  initials: `A${number}`,
  ...set,
});

/** Somebody who acts, with a clock that goes on by a second each time it is looked at. */
export const anActor = (set: Partial<Actor> = {}): Actor => {
  let moment = Date.parse("2024-05-21T09:00:00Z");
  return {
    analyst: anAnalyst(),
    now: () => {
      moment += 1000;
      return new Date(moment).toISOString();
    },
    newId,
    ...set,
  };
};

/** Three paragraphs with an astral character in the first. */
export const someText =
  "The first troops 🛩 left the base on Friday.\n\nMore than 1,000 remain, two officials said.\n\nNobody would say for how long.";

/** An article that is to come in. */
export const anArticle = (
  set: Partial<Omit<NewArticle, "metadata" | "findings">> & {
    readonly title?: string;
    readonly sourceName?: string;
    readonly publishedOn?: string | null;
    readonly url?: string;
    readonly findings?: Partial<NewArticle["findings"]>;
  } = {},
): NewArticle => {
  const { title = "Troops leave", sourceName, publishedOn = "2024-05-20", url = "", findings, ...own } = set;
  const { text = someText } = own;
  return {
    text,
    blocks: blocksOfPlainText(text),
    metadata: { title, sourceName, byline: "", publishedOn, url, language: "en" },
    isReviewed: false,
    revisionOf: null,
    isOnlyOne: true,
    original: { bytes: new TextEncoder().encode(text), fileName: `${title}.txt`, mediaType: "text/plain" },
    part: "",
    importer: "test 1",
    steps: ["read as UTF-8"],
    findings: { proposals: [], doubts: [], asides: [], pages: [], encoding: null, ...findings },
    ...own,
  };
};

/** A new project file, open; closed when the test ends. */
export const aProject = (actor: Actor = anActor(), path = join(aFolder(), "test.assay")): OpenFile => {
  const file = must(createProject(path, (db) => insertProject(db, actor, "Test")));
  onTestFinished(() => {
    if (file.db.open) closeProject(file);
  });
  return file;
};

type Published = { readonly event: string; readonly payload: unknown };

/** A session with nothing open; what it publishes is kept. */
export const aSession = (
  set: Partial<Omit<SessionParts, "publish">> = {},
): Session & { readonly published: Published[] } => {
  const published: Published[] = [];
  const session = createSession({
    guest: guestInProcess,
    ...anActor(),
    ...set,
    publish: (event, payload) => {
      published.push({ event, payload });
    },
  });
  onTestFinished(async () => {
    await session.jobs.close(undefined);
  });
  return { ...session, published };
};

/** A session with a new project open. */
export const anOpenSession = async (
  set: Parameters<typeof aSession>[0] = {},
  path = join(aFolder(), "test.assay"),
) => {
  const session = aSession(set);
  must(await session.jobs.create({ path, name: "Test" }));
  return { ...session, path };
};

/** Puts articles into the open project of a session, as an import does. */
export const withArticle = async (session: Session, text = someText, title?: string): Promise<ArticleId> => {
  const outcome = must(
    await session.call("articles", "createFromText", { text, ...(title === undefined ? {} : { title }) }),
  );
  if (outcome.articleId === null) throw new Error("the article did not come in");
  return outcome.articleId;
};

const Row = z.record(z.string(), z.unknown());
const volatile = new Set(["n", "created_at", "created_by", "updated_at", "updated_by", "clock", "at"]);

/**
 * The folded state of a project as text, for comparing: every row of every folded table and every tag, sorted,
 * without what says when and by whom. `onlyLive` leaves deleted things out, as the screens do.
 */
export const dump = (db: Database, { onlyLive = false }: { readonly onlyLive?: boolean } = {}): string => {
  const lines: string[] = [];
  for (const { table, tags } of Object.values(entities)) {
    const rows = all(db, Row, `SELECT * FROM ${table}${onlyLive ? " WHERE is_deleted = 0" : ""}`);
    // Who works here is no part of what was worked out: an undo leaves it alone.
    for (const row of table === "analysts" ? [] : rows) lines.push(`${table} ${plain(row)}`);
    if (tags === undefined) continue;
    const live = `WHERE ${tags.owner} IN (SELECT id FROM ${table} WHERE is_deleted = 0) AND tag_id IN (SELECT id FROM tags WHERE is_deleted = 0)`;
    for (const row of all(db, Row, `SELECT * FROM ${tags.table} ${onlyLive ? live : ""}`))
      lines.push(`${tags.table} ${plain(row)}`);
  }
  return lines.sort().join("\n");
};

const plain = (row: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.entries(row)
      .filter(([name]) => !volatile.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Every row of every folded table, times and authors included: what a rebuild must give back. */
export const fullDump = (db: Database): string => {
  const lines: string[] = [];
  for (const { table, tags } of Object.values(entities))
    for (const name of [table, ...(tags === undefined ? [] : [tags.table])])
      for (const { n: _, ...row } of all(db, Row, `SELECT * FROM ${name}`))
        lines.push(`${name} ${JSON.stringify(row)}`);
  return lines.sort().join("\n");
};
