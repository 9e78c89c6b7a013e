import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Entity, type FieldValue } from "../../shared/domain/change";
import type { ChangeInWords, EditDetail } from "../../shared/domain/history";
import { fail } from "../../shared/errors";
import type { EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { aboutOf, fieldInWords, valueInWords } from "./change-words";
import { getEdit } from "./history";
import { origin } from "./origin";
import { all, first } from "./statement";

/** Changes of one edit that are put into words; an import of a thousand articles has many more. */
const mostChanges = 400;

const Row = z.object({
  id: z.string(),
  entity: Entity,
  entityId: z.string(),
  field: z.string(),
  value: z.string(),
  before: z.string().nullable(),
  old: z.string().nullable(),
  isHeld: z.number(),
});
type Row = z.infer<typeof Row>;

/** An analyst's name is written along with an edit, but it is no part of it. */
const changes = `FROM changes AS own
  WHERE own.entity <> 'analyst' AND (edit = ? OR id IN (SELECT change FROM merged_changes WHERE merged_changes.edit = ?))`;
const rows = `
  SELECT id, entity, entity_id AS entityId, field, value, before,
    (SELECT value FROM changes WHERE id = own.before) AS old,
    id IN (SELECT change FROM held_changes) AS isHeld
  ${changes} ORDER BY clock, id LIMIT ?`;

/** What a change did to its thing: whether a removal's end is a beginning depends on what was there before. */
const whatOf = (db: Database, { field, value, before }: Row): ChangeInWords["what"] => {
  if (field !== "deleted") return "set";
  if (value === "true") return "removed";
  return before === null || origin(db, before) === null ? "made" : "restored";
};

const inWords = (db: Database, row: Row): ChangeInWords => {
  const { id, entity, entityId, field, value, old, isHeld } = row;
  const { words, articleId } = aboutOf(db, entity, entityId);
  const say = (json: string) => valueInWords(db, entity, field, JSON.parse(json) as FieldValue);
  return {
    id,
    entity,
    entityId,
    about: words,
    what: whatOf(db, row),
    field: fieldInWords(db, field),
    before: old === null ? null : say(old),
    after: say(value),
    articleId,
    isHeld: isHeld === 1,
  };
};

const Count = z.object({ count: z.number().int() });
const Merged = z.object({ fileName: z.string() });

/** One edit with what it changed, or brought in, in words. Fails with `not-found`. */
export const getEditDetail = (db: Database, id: EditId): Result<EditDetail> => {
  const edit = getEdit(db, id);
  if (edit === undefined) return fail("not-found", "This edit is not in the project's history.");
  const total = first(db, Count, `SELECT count(*) AS count ${changes}`, id, id)?.count ?? 0;
  const found = all(db, Row, rows, id, id, mostChanges);
  return ok({
    edit,
    changes: found.map((row) => inWords(db, row)),
    more: total - found.length,
    merged: first(db, Merged, "SELECT file_name AS fileName FROM merges WHERE edit = ?", id) ?? null,
  });
};
