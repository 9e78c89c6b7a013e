import type { Database } from "better-sqlite3";
import { z } from "zod";
import { type Entity, Entity as EntityName } from "../../shared/domain/change";
import { Anchor } from "../../shared/domain/highlight";
import type { ShareOptions } from "../../shared/domain/share";
import { changesOf, foldNew } from "./fold";
import { all, first, prepare, run } from "./statement";

/*
 * Writes what is selected (`selectForCopy`, from "project") into the tables of a new file, "main". The connection has
 * both. Only rows that belong there are ever written, so that nothing else can be found in the file's bytes.
 */

/** What an edit is called in a copy that does not tell everything of it. */
const neutralLabel = "Shared work";

/** A change counts unless it is held; see the table `held_changes`. */
const counts = (change: string) =>
  `NOT EXISTS (SELECT 1 FROM project.held_changes WHERE held_changes.change = ${change}.id)`;

/** The change that holds a field: no other one that counts is later. */
const stands = (change: string) => `NOT EXISTS (SELECT 1 FROM project.changes AS later
  WHERE later.entity = ${change}.entity AND later.entity_id = ${change}.entity_id AND later.field = ${change}.field
    AND (later.clock, later.id) > (${change}.clock, ${change}.id) AND ${counts("later")})`;

/** The id that a change refers to; null for one that refers to nothing. */
const reference = (change: string) => `CASE
  WHEN ${change}.field IN ('parentId', 'mergedInto', 'sourceId', 'articleId', 'revisionOf', 'claimId', 'highlightId') THEN ${change}.value ->> '$'
  WHEN ${change}.field = 'asserter' THEN ${change}.value ->> '$.sourceId'
  WHEN ${change}.field GLOB 'tag:*' THEN substr(${change}.field, 5) END`;
const isAlong = (id: string) =>
  `(${id} IS NULL OR EXISTS (SELECT 1 FROM temp.share_entities AS target WHERE target.id = ${id} AND target.is_bare = 0))`;

/** Notes are those of people; what describes a tag is the codebook. */
const isNote = `((own.entity IN ('highlight', 'evidence', 'source') AND own.field = 'note') OR (own.entity = 'rating' AND own.field = 'reason'))`;

const isNamed = `field IN ('parentId', 'mergedInto', 'sourceId', 'revisionOf', 'asserter')`;

/**
 * Which changes of a thing go along. With the history a field whose standing change stays out stays out as a whole: an
 * earlier value would stand in its place.
 */
const wantedChanges = ({ hasHistory, hasNotes, text }: ShareOptions): string =>
  [
    counts("own"),
    hasHistory ? `(thing.is_bare = 0 OR (own.field = 'deleted' AND ${stands("own")}))` : stands("own"),
    "(thing.is_bare = 0 OR own.field = 'deleted')",
    isAlong(`(${reference("own")})`),
    hasHistory
      ? `(NOT own.${isNamed} OR NOT EXISTS (SELECT 1 FROM project.changes AS now WHERE now.entity = own.entity
          AND now.entity_id = own.entity_id AND now.field = own.field AND ${counts("now")} AND ${stands("now")}
          AND NOT ${isAlong(`(${reference("now")})`)}))`
      : "true",
    hasNotes ? "true" : `NOT ${isNote}`,
    text === "whole" ? "true" : "NOT (own.entity = 'highlight' AND own.field = 'anchor')",
  ].join(" AND ");

const changeColumns = "entity, entity_id, field, clock, id, edit, value, before";
const Range = z.object({ last: z.number().nullable() });
const lastOf = (db: Database): number =>
  first(db, Range, "SELECT max(n) AS last FROM temp.share_entities")?.last ?? 0;

/** Things whose changes are copied, or that are folded, between two looks at what else there is to do. */
const atOnce = 200;

/** Copies the changes of what was selected after the `after`th thing; answers with the number of the last one. */
function* copyChanges(db: Database, options: ShareOptions, after: number): Generator<undefined, number> {
  const last = lastOf(db);
  const sql = `INSERT INTO main.changes (${changeColumns})
    SELECT ${changeColumns
      .split(", ")
      .map((column) => `own.${column}`)
      .join(", ")}
    FROM temp.share_entities AS thing CROSS JOIN project.changes AS own ON own.entity = thing.entity AND own.entity_id = thing.id
    WHERE thing.n > ? AND thing.n <= ? AND ${wantedChanges(options)}`;
  for (let n = after; n < last; n += atOnce) {
    run(db, sql, n, Math.min(n + atOnce, last));
    yield;
  }
  return last;
}

/** Edits keep their words only where the copy has everything that the words may be about. */
const copyEdits = (db: Database, options: ShareOptions): void => {
  const { hasHistory, hasNames, hasNotes, text } = options;
  const isOpen = hasHistory && hasNames && hasNotes && text === "whole";
  const isWhole = `(SELECT count(*) FROM main.changes WHERE edit = edits.id) = (SELECT count(*) FROM project.changes WHERE edit = edits.id)`;
  run(
    db,
    `INSERT OR IGNORE INTO main.edits (id, kind, undoes, label, analyst, clock, at)
     SELECT id, ${hasHistory ? "kind, undoes" : "'edit', NULL"},
       ${isOpen ? `CASE WHEN ${isWhole} THEN label ELSE ? END` : "?"}, analyst, clock, at
     FROM project.edits WHERE id IN (SELECT edit FROM main.changes)`,
    neutralLabel,
  );
};

/** An undo of something that is not in the copy is an edit like any other. */
const cutUndos = (db: Database): void => {
  run(
    db,
    "UPDATE main.edits SET kind = 'edit', undoes = NULL WHERE undoes IS NOT NULL AND undoes NOT IN (SELECT id FROM main.edits)",
  );
};

const enterAnalysts = (db: Database): number =>
  run(
    db,
    `INSERT OR IGNORE INTO temp.share_entities (entity, id, is_bare)
     SELECT 'analyst', id, 0 FROM project.analysts
     WHERE id IN (SELECT analyst FROM main.edits UNION SELECT analyst FROM main.captures)`,
  );

/** The log: changes of what was selected, their edits, and the names of whoever made them unless they stay out. */
export function* copyLog(db: Database, options: ShareOptions): Generator<undefined> {
  let done = yield* copyChanges(db, options, 0);
  copyEdits(db, options);
  yield;
  // Whoever corrected somebody's name has one, too.
  while (options.hasNames && enterAnalysts(db) > 0) {
    done = yield* copyChanges(db, options, done);
    copyEdits(db, options);
  }
  cutUndos(db);
}

const AnalystRow = z.object({ id: z.string(), at: z.string() });

/** Whoever works in the copy, in the order in which they began, with the time of their first edit in it. */
export const analystsOfCopy = (db: Database): z.infer<typeof AnalystRow>[] =>
  all(
    db,
    AnalystRow,
    `SELECT analyst AS id, at FROM (
       SELECT analyst, clock, at FROM main.edits UNION ALL SELECT analyst, 1, imported_at FROM main.captures)
     GROUP BY analyst HAVING min(clock) ORDER BY min(clock), analyst`,
  );

/** Writes changes of one thing as one edit of their own, at the beginning of time. */
export const writeFirstEdit = (
  db: Database,
  edit: { readonly id: string; readonly analyst: string; readonly at: string },
  entity: Entity,
  entityId: string,
  changes: readonly { readonly id: string; readonly field: string; readonly value: string }[],
): void => {
  run(
    db,
    "INSERT INTO main.edits (id, kind, undoes, label, analyst, clock, at) VALUES (?, 'edit', NULL, ?, ?, 1, ?)",
    edit.id,
    neutralLabel,
    edit.analyst,
    edit.at,
  );
  for (const { id, field, value } of changes)
    run(
      db,
      `INSERT INTO main.changes (${changeColumns}) VALUES (?, ?, ?, 1, ?, ?, ?, NULL)`,
      entity,
      entityId,
      field,
      id,
      edit.id,
      value,
    );
  run(db, "INSERT INTO temp.share_entities (entity, id, is_bare) VALUES (?, ?, 0)", entity, entityId);
};

const TextRow = z.object({
  id: z.string(),
  sha256: z.string(),
  characters: z.number(),
  blocks: z.string(),
  text: z.string(),
  kept: z.enum(["quotes", "none"]).nullable(),
  keptSha256: z.string().nullable(),
});
/** A text of the project, with what of it the project has. */
export type SharedText = z.infer<typeof TextRow>;

/** The texts that go along, in the order in which they came. */
export function* textsToShare(db: Database): Generator<SharedText> {
  const ids = all(
    db,
    z.object({ id: z.string() }),
    "SELECT id FROM temp.share_articles JOIN project.article_texts USING (id) ORDER BY n",
  );
  for (const { id } of ids)
    yield* all(
      db,
      TextRow,
      `SELECT id, article_texts.sha256, characters, blocks, text, kept, redacted_texts.sha256 AS keptSha256
       FROM project.article_texts LEFT JOIN project.redacted_texts ON article_id = id WHERE id = ?`,
      id,
    );
}

/** Writes a text into the copy; answers with its row number there. */
export const writeText = (db: Database, text: SharedText): number => {
  const put = "INSERT INTO main.article_texts (id, sha256, characters, blocks, text) VALUES (?, ?, ?, ?, ?)";
  const { lastInsertRowid } = prepare(db, put).run(
    text.id,
    text.sha256,
    text.characters,
    text.blocks,
    text.text,
  );
  run(db, "INSERT INTO main.article_search (rowid, text) VALUES (?, ?)", Number(lastInsertRowid), text.text);
  if (text.kept !== null)
    run(
      db,
      "INSERT INTO main.redacted_texts (article_id, kept, sha256) VALUES (?, ?, ?)",
      text.id,
      text.kept,
      text.keptSha256,
    );
  return Number(lastInsertRowid);
};

const AnchorRow = z.object({
  id: z.string(),
  value: z.string().transform((json) => Anchor.parse(JSON.parse(json))),
  isStanding: z.number(),
});

/** The anchors of what is highlighted in an article and goes along; with the history also those of before. */
export const anchorsToShare = (db: Database, articleId: string, { hasHistory }: ShareOptions) =>
  all(
    db,
    AnchorRow,
    `SELECT own.id, own.value, ${stands("own")} AND thing.id IN (SELECT id FROM temp.share_highlights) AS isStanding
     FROM project.highlights
       JOIN temp.share_entities AS thing ON thing.id = highlights.id AND thing.is_bare = 0
       JOIN project.changes AS own ON own.entity = 'highlight' AND own.entity_id = thing.id AND own.field = 'anchor'
     WHERE article_id = ? AND ${counts("own")} AND (${hasHistory ? "true" : stands("own")})`,
    articleId,
  );

/** Writes an anchor into the copy as it is to be read there. */
export const writeAnchor = (db: Database, change: string, value: string): void => {
  run(
    db,
    `INSERT INTO main.changes (${changeColumns})
     SELECT entity, entity_id, field, clock, id, edit, ?, before FROM project.changes WHERE id = ?`,
    value,
    change,
  );
};

/** How the articles came in, and the files that they came from. What an import found in a text stays with the text. */
export function* copyOrigins(db: Database, { hasOriginals, text }: ShareOptions): Generator<undefined> {
  const ids = all(
    db,
    z.object({ id: z.string() }),
    `SELECT DISTINCT original AS id FROM project.captures JOIN temp.share_articles ON id = article_id WHERE original IS NOT NULL`,
  );
  for (const { id } of hasOriginals ? ids : []) {
    run(
      db,
      "INSERT INTO main.originals (sha256, size, bytes) SELECT sha256, size, bytes FROM project.originals WHERE sha256 = ?",
      id,
    );
    yield;
  }
  const withoutWords = `json_set(findings, '$.proposals', json('[]'), '$.asides', json('[]'))`;
  const isWhole = text === "whole";
  run(
    db,
    `INSERT OR IGNORE INTO main.captures (article_id, original, file_name, media_type, importer, imported_at, analyst, steps, part, doubts, findings)
     SELECT article_id, ${hasOriginals ? "original" : "NULL"}, file_name, media_type, importer, imported_at, analyst,
       ${isWhole ? "steps" : "'[]'"}, part, doubts, ${isWhole ? "findings" : `iif(findings = '{}', '{}', ${withoutWords})`}
     FROM project.captures JOIN temp.share_articles ON id = article_id ORDER BY project.captures.rowid`,
  );
}

const ThingRow = z.object({ entity: EntityName, id: z.string() });

/** Makes the folded tables of the copy from its log. */
export function* foldCopy(db: Database): Generator<undefined> {
  const last = lastOf(db);
  for (let n = 0; n < last; n += atOnce) {
    const things = all(
      db,
      ThingRow,
      "SELECT entity, id FROM temp.share_entities WHERE n > ? AND n <= ? ORDER BY n",
      n,
      n + atOnce,
    );
    for (const { entity, id } of things) {
      foldNew(db, entity, id, changesOf(db, entity, id));
      yield;
    }
  }
}
