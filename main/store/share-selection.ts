import type { Database } from "better-sqlite3";
import type { ShareAnnotations, ShareArticles, ShareOptions } from "../../shared/domain/share";
import type { AnalystId } from "../../shared/ids";
import { run } from "./statement";

/*
 * What of a project goes into a copy: worked out in temporary tables, so that it is counted before a copy is written by
 * the very rules by which it is written. `from` is the schema that holds the project: "main" when it is the open one.
 *
 * A thing goes along whole, or bare: of what was deleted only that it was, so that it is deleted where the copy is
 * merged. A change that refers to something that stays out stays out, too: what a merge does not know it leaves alone.
 */

/** Name of the schema that the project's tables are read from. */
export type From = "main" | "project";

const tables = ["articles", "highlights", "claims", "evidence", "sources"] as const;

/** Forgets the selection of a connection. */
export const dropSelection = (db: Database): void => {
  for (const table of [...tables, "entities"]) db.exec(`DROP TABLE IF EXISTS temp.share_${table}`);
};

const makeTables = (db: Database): void => {
  dropSelection(db);
  for (const table of tables)
    db.exec(`CREATE TEMP TABLE share_${table} (id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID`);
  db.exec(`CREATE TEMP TABLE share_entities (
    n INTEGER PRIMARY KEY, entity TEXT NOT NULL, id TEXT NOT NULL UNIQUE, is_bare INTEGER NOT NULL)`);
};

const put = (table: (typeof tables)[number]) => `INSERT OR IGNORE INTO temp.share_${table} (id)`;
/** The condition that an id was selected. */
export const isIn = (table: (typeof tables)[number], id: string) =>
  `${id} IN (SELECT id FROM temp.share_${table})`;

/** The tags that are named and all below them, as the table `wanted`; takes one parameter. */
const wantedTags = (from: From) => `WITH RECURSIVE wanted (id) AS (SELECT value FROM json_each(?) UNION
  SELECT tags.id FROM ${from}.tags JOIN wanted ON tags.parent_id = wanted.id WHERE tags.is_deleted = 0)`;

/** Earlier and later revisions: the highlights that wait in an earlier text belong to the newest one. */
const wholeLines = (from: From) => `WITH RECURSIVE line (id) AS (SELECT id FROM temp.share_articles
    UNION SELECT revision_of FROM ${from}.articles JOIN line USING (id) WHERE revision_of IS NOT NULL
    UNION SELECT articles.id FROM ${from}.articles JOIN line ON revision_of = line.id)
  ${put("articles")} SELECT id FROM line JOIN ${from}.articles USING (id) WHERE is_deleted = 0`;

const selectArticles = (db: Database, from: From, choice: ShareArticles): void => {
  const there = `${put("articles")} SELECT id FROM ${from}.articles WHERE is_deleted = 0`;
  if (choice.kind === "all") {
    run(db, there);
    return;
  }
  if (choice.kind === "these")
    run(db, `${there} AND id IN (SELECT value FROM json_each(?))`, JSON.stringify(choice.ids));
  else
    run(
      db,
      `${wantedTags(from)} ${there} AND id IN (SELECT article_id FROM ${from}.highlights
         JOIN ${from}.highlight_tags ON highlight_id = highlights.id
         WHERE is_deleted = 0 AND tag_id IN (SELECT id FROM wanted))`,
      JSON.stringify(choice.tagIds),
    );
  run(db, wholeLines(from));
};

/** Evidence that somebody can see: it, its claim and its highlight are there, and the article goes along. */
const seenEvidence = (from: From) => `${from}.evidence
  JOIN ${from}.highlights ON highlights.id = highlight_id AND highlights.is_deleted = 0
  JOIN ${from}.claims ON claims.id = claim_id AND claims.is_deleted = 0
  WHERE evidence.is_deleted = 0 AND ${isIn("articles", "highlights.article_id")}`;

/** That nothing is to be marked may be what was agreed: such a highlight is deleted and stands. */
const standingHighlight = `(is_deleted = 0 OR settles <> '[]') AND ${isIn("articles", "article_id")}`;

const selectTagged = (db: Database, from: From, tagIds: readonly string[]): void => {
  const tags = JSON.stringify(tagIds);
  const wanted = wantedTags(from);
  const tagged = (table: "highlight" | "claim") =>
    `id IN (SELECT ${table}_id FROM ${from}.${table}_tags WHERE tag_id IN (SELECT id FROM wanted))`;
  run(
    db,
    `${wanted} ${put("highlights")} SELECT id FROM ${from}.highlights WHERE ${standingHighlight} AND ${tagged("highlight")}`,
    tags,
  );
  run(
    db,
    `${wanted} ${put("claims")} SELECT id FROM ${from}.claims WHERE is_deleted = 0 AND ${tagged("claim")}`,
    tags,
  );
  run(
    db,
    `${put("evidence")} SELECT evidence.id FROM ${seenEvidence(from)}
       AND (${isIn("highlights", "highlight_id")} OR ${isIn("claims", "claim_id")})`,
  );
};

/** Highlights, evidence and claims. Evidence takes along what it stands on. */
const selectAnnotations = (
  db: Database,
  from: From,
  me: AnalystId,
  choice: ShareAnnotations,
  hasAllArticles: boolean,
): void => {
  if (choice.kind === "none") return;
  if (choice.kind === "tagged") selectTagged(db, from, choice.tagIds);
  else {
    const own = (table: string) => (choice.kind === "mine" ? `AND ${table}.created_by = ?` : "");
    const bound = choice.kind === "mine" ? [me] : [];
    run(
      db,
      `${put("highlights")} SELECT id FROM ${from}.highlights WHERE ${standingHighlight} ${own("highlights")}`,
      ...bound,
    );
    run(db, `${put("evidence")} SELECT evidence.id FROM ${seenEvidence(from)} ${own("evidence")}`, ...bound);
    if (hasAllArticles)
      run(
        db,
        `${put("claims")} SELECT id FROM ${from}.claims WHERE is_deleted = 0 ${own("claims")}`,
        ...bound,
      );
  }
  // A claim says what its articles say: one without evidence in the articles that go along stays.
  if (!hasAllArticles)
    run(
      db,
      `DELETE FROM temp.share_claims WHERE id NOT IN (SELECT claim_id FROM ${from}.evidence WHERE ${isIn("evidence", "id")})`,
    );
  const ofEvidence = `FROM ${from}.evidence WHERE ${isIn("evidence", "id")}`;
  run(db, `${put("highlights")} SELECT highlight_id ${ofEvidence}`);
  run(db, `${put("claims")} SELECT claim_id ${ofEvidence}`);
};

const selectSources = (db: Database, from: From, hasAllArticles: boolean): void => {
  if (hasAllArticles) {
    run(db, `${put("sources")} SELECT id FROM ${from}.sources WHERE is_deleted = 0`);
    return;
  }
  run(
    db,
    `WITH RECURSIVE named (id) AS (
       SELECT source_id FROM ${from}.articles WHERE ${isIn("articles", "id")}
       UNION SELECT asserter_source_id FROM ${from}.claims WHERE ${isIn("claims", "id")}
       UNION SELECT parent_id FROM ${from}.sources JOIN named USING (id))
     ${put("sources")} SELECT id FROM named JOIN ${from}.sources USING (id) WHERE is_deleted = 0`,
  );
};

const enter = (
  db: Database,
  entity: string,
  isBare: boolean,
  ids: string,
  ...bound: readonly string[]
): void => {
  run(
    db,
    `INSERT OR IGNORE INTO temp.share_entities (entity, id, is_bare) SELECT '${entity}', id, ${isBare ? 1 : 0} FROM (${ids})`,
    ...bound,
  );
};

/** What is there and goes along. */
const enterLive = (db: Database, from: From, me: AnalystId, { annotations }: ShareOptions): void => {
  enter(db, "project", false, `SELECT value AS id FROM ${from}.meta WHERE key = 'project'`);
  enter(db, "source", false, "SELECT id FROM temp.share_sources");
  enter(db, "tag", false, `SELECT id FROM ${from}.tags WHERE is_deleted = 0`);
  enter(db, "article", false, "SELECT id FROM temp.share_articles");
  enter(db, "highlight", false, "SELECT id FROM temp.share_highlights");
  enter(db, "claim", false, "SELECT id FROM temp.share_claims");
  enter(db, "evidence", false, "SELECT id FROM temp.share_evidence");
  if (annotations.kind === "none") return;
  const rated = `SELECT id FROM ${from}.ratings WHERE is_deleted = 0
    AND (${isIn("sources", "source_id")} OR ${isIn("articles", "article_id")})`;
  if (annotations.kind === "mine") enter(db, "rating", false, `${rated} AND created_by = ?`, me);
  else enter(db, "rating", false, rated);
};

/**
 * What was deleted: of those who get everything, or everything of some articles. With the history it goes along
 * whole where what it stands on does, except for articles: their text is gone from the copy, so all of them is.
 */
const enterGone = (db: Database, from: From, me: AnalystId, options: ShareOptions): void => {
  const { articles, annotations, hasHistory } = options;
  const hasAllArticles = articles.kind === "all";
  const isThere = (id: string) =>
    `${id} IN (SELECT share_entities.id FROM temp.share_entities WHERE is_bare = 0)`;
  const gone = (entity: string, table: string, where: string, standsOn: string, isMade: boolean) => {
    const own = isMade && annotations.kind === "mine";
    const ids = `SELECT id FROM ${from}.${table} WHERE is_deleted = 1 AND ${where}${own ? " AND created_by = ?" : ""}`;
    const bound = own ? [me] : [];
    if (hasHistory) enter(db, entity, false, `${ids} AND ${standsOn}`, ...bound);
    enter(db, entity, true, ids, ...bound);
  };
  gone("tag", "tags", "true", "true", false);
  if (hasAllArticles) {
    gone("source", "sources", "true", "true", false);
    enter(db, "article", true, `SELECT id FROM ${from}.articles WHERE is_deleted = 1`);
  }
  if (annotations.kind === "none" || annotations.kind === "tagged") return;
  const held = `SELECT claim_id FROM ${from}.evidence JOIN ${from}.highlights ON highlights.id = highlight_id
    WHERE ${isIn("articles", "article_id")}`;
  gone("highlight", "highlights", isIn("articles", "article_id"), "true", true);
  gone("claim", "claims", hasAllArticles ? "true" : `id IN (${held})`, "true", true);
  const stands = `highlight_id IN (SELECT id FROM ${from}.highlights WHERE ${isIn("articles", "article_id")})`;
  gone("evidence", "evidence", stands, `${isThere("claim_id")} AND ${isThere("highlight_id")}`, true);
  // A rating without its fields would be one of nothing: it goes along whole or not at all.
  const target = isThere("coalesce(source_id, article_id)");
  const own = annotations.kind === "mine" ? ["AND created_by = ?", me] : [""];
  const [mine = "", ...bound] = own;
  if (hasHistory)
    enter(
      db,
      "rating",
      false,
      `SELECT id FROM ${from}.ratings WHERE is_deleted = 1 AND ${target} ${mine}`,
      ...bound,
    );
};

/** Works out what goes into a copy with these choices, in temporary tables of the connection. */
export const selectForCopy = (db: Database, from: From, me: AnalystId, options: ShareOptions): void => {
  const hasAllArticles = options.articles.kind === "all";
  makeTables(db);
  selectArticles(db, from, options.articles);
  selectAnnotations(db, from, me, options.annotations, hasAllArticles);
  selectSources(db, from, hasAllArticles);
  enterLive(db, from, me, options);
  enterGone(db, from, me, options);
};
