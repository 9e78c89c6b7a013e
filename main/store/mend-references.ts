import Sqlite from "better-sqlite3";
import { z } from "zod";
import type { Entity } from "../../shared/domain/change";
import { standingChange } from "./change-log";
import { tagField } from "./entities";
import { foldEntity } from "./fold";
import { holdChange } from "./held";
import { isBroughtBy } from "./merges";
import { all, exists, run } from "./statement";
import { type MergeWork, takeOut } from "./take-in";

/*
 * What came in may refer to what did not: a hostile file, or work that hangs on something that was set apart. SQLite
 * says so only when the merge is to be written for good; then whatever has no place to stand is taken out again, or set
 * apart along with what it hangs on.
 */

/** How rows refer to others: the field that says so, and a query for the rows (`id`) whose `parent` is not there. */
type Reference = {
  readonly entity: Entity;
  readonly field: (parent: string) => string;
  readonly sql: string;
};

const refers = (
  entity: Entity,
  table: string,
  column: string,
  parents: string,
  field: string,
): Reference => ({
  entity,
  field: () => field,
  sql: `SELECT id, ${column} AS parent FROM main.${table}
    WHERE ${column} IS NOT NULL AND ${column} NOT IN (SELECT id FROM main.${parents})`,
});
const tagged = (entity: Entity, table: string, owner: string): Reference => ({
  entity,
  field: tagField,
  sql: `SELECT ${owner} AS id, tag_id AS parent FROM main.${table} WHERE tag_id NOT IN (SELECT id FROM main.tags)`,
});

/** Every way in which a row refers to another. */
export const references: readonly Reference[] = [
  refers("source", "sources", "parent_id", "sources", "parentId"),
  refers("source", "sources", "merged_into", "sources", "mergedInto"),
  refers("tag", "tags", "parent_id", "tags", "parentId"),
  refers("tag", "tags", "merged_into", "tags", "mergedInto"),
  refers("article", "articles", "id", "article_texts", "title"),
  refers("article", "articles", "source_id", "sources", "sourceId"),
  refers("article", "articles", "revision_of", "articles", "revisionOf"),
  refers("rating", "ratings", "source_id", "sources", "sourceId"),
  refers("rating", "ratings", "article_id", "articles", "articleId"),
  refers("highlight", "highlights", "article_id", "articles", "articleId"),
  tagged("highlight", "highlight_tags", "highlight_id"),
  refers("claim", "claims", "asserter_source_id", "sources", "asserter"),
  tagged("claim", "claim_tags", "claim_id"),
  refers("evidence", "evidence", "claim_id", "claims", "claimId"),
  refers("evidence", "evidence", "highlight_id", "highlights", "highlightId"),
];

/** A row that refers to something that is not there. */
export const Dangling = z.object({ id: z.string(), parent: z.string() });
const Change = z.object({ id: z.string() });
const ownChanges = `SELECT id FROM changes WHERE entity = ? AND entity_id = ?
  AND id IN (SELECT change FROM merged_changes WHERE edit = ?)`;

/** Whether an error says that a row refers to something that is not there. */
export const isMissingReference = (thrown: unknown): boolean =>
  thrown instanceof Sqlite.SqliteError && thrown.code === "SQLITE_CONSTRAINT_FOREIGNKEY";

const isHeld = "SELECT 1 FROM changes JOIN held_changes ON change = changes.id WHERE entity_id = ? LIMIT 1";

/** Takes one dangling reference away; answers whether anything could be done about it. */
const mend = (work: MergeWork, { entity, field }: Reference, id: string, parent: string): boolean => {
  const { db, edit } = work;
  const name = field(parent);
  const standing = standingChange(db, entity, id, name);
  const isOwn = standing !== undefined && isBroughtBy(db, edit, standing.id);
  const changes = isOwn && name.includes(":") ? [standing] : all(db, Change, ownChanges, entity, id, edit);
  if (changes.length === 0) return false;
  if (exists(db, isHeld, parent))
    for (const change of changes) {
      holdChange(db, change.id, "claims-mine");
      run(db, "DELETE FROM merged_changes WHERE edit = ? AND change = ?", edit, change.id);
    }
  else {
    takeOut(work, changes);
    work.refuse("Things that refer to what is not in the file");
  }
  foldEntity(db, entity, id);
  return true;
};

/** Takes out, or sets apart, whatever came in and refers to something that is not there. */
export function* mendReferences(work: MergeWork): Generator<undefined> {
  for (let isMended = true; isMended; ) {
    isMended = false;
    for (const reference of references) {
      for (const { id, parent } of all(work.db, Dangling, reference.sql))
        if (mend(work, reference, id, parent)) isMended = true;
      yield;
    }
  }
}
