import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Entity } from "../../shared/domain/change";
import { normaliseName } from "../ids";
import { quoted, type Write } from "./change-log";
import { tagField } from "./entities";
import { changesOf, foldChanges } from "./fold";
import { all } from "./statement";

/*
 * Why an undo may not be carried out though the fields that it gives back are as the edit left them: other people,
 * and other edits, have built on the state that it would take away.
 */

/** Why an undo is refused, as the end of a sentence, and what to do about it. */
export type Obstacle = { readonly why: string; readonly advice: string };

const Holder = z.object({
  id: z.string(),
  name: z.string(),
  shortcut: z.number().int().nullable(),
  isDeleted: z.number(),
});
type Holder = z.infer<typeof Holder>;

const named = ["tag", "source"] as const;
const holders: Readonly<Record<(typeof named)[number], string>> = {
  tag: "SELECT id, name, shortcut, is_deleted AS isDeleted FROM tags",
  source: "SELECT id, name, NULL AS shortcut, is_deleted AS isDeleted FROM sources",
};

/** The tags or sources as the writes would leave them. */
const holdersAfter = (
  db: Database,
  entity: (typeof named)[number],
  writes: readonly Write[],
): ReadonlyMap<string, Holder> => {
  const after = new Map(all(db, Holder, holders[entity]).map((holder) => [holder.id, holder]));
  for (const { entityId, field, value } of writes) {
    const holder = after.get(entityId);
    if (holder === undefined) continue;
    if (field === "name" && typeof value === "string") holder.name = value;
    if (field === "shortcut") holder.shortcut = typeof value === "number" ? value : null;
    if (field === "deleted") holder.isDeleted = value === true ? 1 : 0;
  }
  return after;
};

/** The row of a tag or a source as it was just before a moment of the log; null when it was not there. */
const liveBefore = (db: Database, entity: Entity, id: string, clock: number) => {
  const changes = changesOf(db, entity, id).filter((change) => change.clock < clock);
  const columns = foldChanges(entity, id, changes)?.columns;
  return columns === undefined || columns.is_deleted === 1 ? null : columns;
};

/**
 * A name or a key that an undo would give back although another tag or source has it by now. Two that had it together
 * before the edit, as after a merge of two people's work, may have it together again.
 *
 * @param clock that of the edit to be undone
 */
export const heldByAnother = (db: Database, writes: readonly Write[], clock: number): Obstacle | null => {
  for (const entity of named) {
    const own = writes.filter((write) => write.entity === entity);
    const claiming = own.filter(({ field, value }) =>
      field === "deleted" ? value === false : field === "name" || (field === "shortcut" && value !== null),
    );
    if (claiming.length === 0) continue;
    const after = holdersAfter(db, entity, own);
    for (const { entityId, field } of claiming) {
      const one = after.get(entityId);
      if (one === undefined || one.isDeleted === 1) continue;
      const key = normaliseName(one.name);
      for (const other of after.values()) {
        if (other.id === one.id || other.isDeleted === 1) continue;
        if (
          field !== "shortcut" &&
          normaliseName(other.name) === key &&
          liveBefore(db, entity, other.id, clock)?.name_key !== key
        )
          return {
            why: `there is another ${entity} ${quoted(other.name)} now`,
            advice: "Rename that one or merge something into it instead.",
          };
        if (
          field !== "name" &&
          one.shortcut !== null &&
          other.shortcut === one.shortcut &&
          liveBefore(db, entity, other.id, clock)?.shortcut !== one.shortcut
        )
          return {
            why: `key ${one.shortcut} belongs to the tag ${quoted(other.name)} now`,
            advice: "Give that tag another key, or none, then undo again.",
          };
      }
    }
  }
  return null;
};

const User = z.object({ id: z.string(), words: z.string() });

/** How something that can be seen refers to something else. `sql` finds its id and its words by the other's id. */
type Reference = {
  readonly by: Entity;
  readonly field: (id: string) => string;
  readonly what: string;
  readonly sql: string;
};

const highlightsInSight = `SELECT highlights.id, quote AS words FROM highlights
  JOIN articles ON articles.id = article_id AND articles.is_deleted = 0`;
const evidenceInSight = `SELECT evidence.id, statement AS words FROM evidence
  JOIN claims ON claims.id = claim_id AND claims.is_deleted = 0
  JOIN highlights ON highlights.id = highlight_id AND highlights.is_deleted = 0
  JOIN articles ON articles.id = article_id AND articles.is_deleted = 0`;
/** An override that its analyst took back no longer counts. */
const overrides = `SELECT id, reliability AS words FROM ratings AS own
  WHERE article_id = ? AND is_deleted = 0 AND reliability IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM ratings AS later WHERE later.article_id = own.article_id AND later.created_by = own.created_by
      AND later.is_deleted = 0 AND later.reliability IS NULL AND (later.clock, later.id) > (own.clock, own.id))`;

const references: Readonly<Partial<Record<Entity, readonly Reference[]>>> = {
  source: [
    {
      by: "article",
      field: () => "sourceId",
      what: "the article",
      sql: "SELECT id, title AS words FROM articles WHERE source_id = ? AND is_deleted = 0",
    },
    {
      by: "claim",
      field: () => "asserter",
      what: "the claim",
      sql: "SELECT id, statement AS words FROM claims WHERE asserter_source_id = ? AND is_deleted = 0",
    },
    {
      by: "source",
      field: () => "parentId",
      what: "the source",
      sql: "SELECT id, name AS words FROM sources WHERE parent_id = ? AND is_deleted = 0",
    },
    {
      by: "rating",
      field: () => "sourceId",
      what: "the rating",
      sql: "SELECT id, reliability AS words FROM ratings WHERE source_id = ? AND is_deleted = 0",
    },
  ],
  tag: [
    {
      by: "highlight",
      field: tagField,
      what: "the highlight",
      sql: `${highlightsInSight} JOIN highlight_tags ON highlight_id = highlights.id
        WHERE tag_id = ? AND highlights.is_deleted = 0`,
    },
    {
      by: "claim",
      field: tagField,
      what: "the claim",
      sql: `SELECT id, statement AS words FROM claims JOIN claim_tags ON claim_id = id
        WHERE tag_id = ? AND is_deleted = 0`,
    },
    {
      by: "tag",
      field: () => "parentId",
      what: "the tag",
      sql: "SELECT id, name AS words FROM tags WHERE parent_id = ? AND is_deleted = 0",
    },
  ],
  article: [
    {
      by: "highlight",
      field: () => "articleId",
      what: "the highlight",
      sql: `${highlightsInSight} WHERE article_id = ? AND highlights.is_deleted = 0`,
    },
    { by: "rating", field: () => "articleId", what: "the rating", sql: overrides },
    {
      by: "article",
      field: () => "revisionOf",
      what: "its revision",
      sql: "SELECT id, title AS words FROM articles WHERE revision_of = ? AND is_deleted = 0",
    },
  ],
  highlight: [
    {
      by: "evidence",
      field: () => "highlightId",
      what: "the evidence for",
      sql: `${evidenceInSight} WHERE highlight_id = ? AND evidence.is_deleted = 0`,
    },
  ],
  claim: [
    {
      by: "evidence",
      field: () => "claimId",
      what: "the evidence for",
      sql: `${evidenceInSight} WHERE claim_id = ? AND evidence.is_deleted = 0`,
    },
  ],
};

/**
 * What refers to something that an undo of its creation would take away. Nothing does when each analyst undoes
 * backwards; a colleague's work does, and one's own later work when an old edit is undone by name.
 *
 * @param uncreated what the edit created
 * @param writes all writes of the undo: what they take away or turn to something else is no use any more
 */
export const stillUsed = (
  db: Database,
  uncreated: ReadonlySet<string>,
  writes: readonly Write[],
): Obstacle | null => {
  const ending = new Set(writes.map(({ entity, entityId, field }) => `${entity} ${entityId} ${field}`));
  const gone = writes.filter(
    ({ entityId, field, value }) => field === "deleted" && value === true && uncreated.has(entityId),
  );
  for (const { entity, entityId } of gone)
    for (const { by, field, what, sql } of references[entity] ?? []) {
      const user = all(db, User, sql, entityId).find(
        ({ id }) => !ending.has(`${by} ${id} deleted`) && !ending.has(`${by} ${id} ${field(entityId)}`),
      );
      if (user !== undefined)
        return {
          why: `the ${entity} that it made is used by ${what} ${quoted(user.words)}`,
          advice: "Undo or change that first, or remove it by hand.",
        };
    }
  return null;
};
