import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import type { Entity, FieldValue } from "../../shared/domain/change";
import type { MergeTake, Settlement } from "../../shared/domain/merge";
import { fail } from "../../shared/errors";
import { type EditId, HighlightId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { acceptClaims } from "./accept-claims";
import {
  type Actor,
  beginEdit,
  createEntity,
  quoted,
  type Touched,
  type Write,
  writeEdit,
} from "./change-log";
import { aboutOf } from "./change-words";
import { canKeepBoth, type OpenConflict, openConflicts, ownProject } from "./conflicts";
import { absentValue, seenField, tagField } from "./entities";
import { noteOwnChanges } from "./merges";
import { all, transact } from "./statement";

type Take = Settlement["take"];

/** The values that the writes of one settling edit have given fields so far. */
type Pending = Map<string, FieldValue>;

const keyOf = (entity: Entity, id: string, field: string): string => `${entity} ${id} ${field}`;

const GoneRow = z.object({ entity: z.enum(["evidence"]), id: z.string() });
/** Evidence that went along when something was deleted. */
const goneAlong = `SELECT changes.entity, changes.entity_id AS id FROM changes JOIN evidence ON evidence.id = entity_id
  WHERE edit = ? AND changes.entity = 'evidence' AND field = 'deleted' AND changes.value = 'true' AND is_deleted = 1
    AND (claim_id = ? OR highlight_id = ?)`;

const bringBack = (db: Database, entity: Entity, id: string, edit: string): Write[] => [
  { entity, entityId: id, field: "deleted", value: false },
  ...all(db, GoneRow, goneAlong, edit, id, id).map((gone) => ({
    entity: gone.entity,
    entityId: gone.id,
    field: "deleted",
    value: false,
  })),
];

const TagRow = z.object({ id: z.string(), place: z.number().int() });
const ArticleRow = z.object({ id: z.string() });

/** A second highlight with the other side's passage and the same tags. */
const secondHighlight = (db: Database, actor: Actor, id: string, anchor: FieldValue): Write[] => {
  const articleId =
    all(db, ArticleRow, "SELECT article_id AS id FROM highlights WHERE id = ?", id)[0]?.id ?? "";
  const tags = all(db, TagRow, "SELECT tag_id AS id, place FROM highlight_tags WHERE highlight_id = ?", id);
  return createEntity("highlight", HighlightId.parse(actor.newId("hl")), {
    articleId,
    anchor,
    ...Object.fromEntries(tags.map((tag) => [tagField(tag.id), tag.place])),
  });
};

const valueIn = (change: { readonly value: string } | null): FieldValue | undefined =>
  change === null ? undefined : (JSON.parse(change.value) as FieldValue);

const joinTexts = (a: FieldValue, b: FieldValue): FieldValue => {
  const [one, other] = [String(a), String(b)];
  return one.includes(other) ? one : `${one}\n\n${other}`;
};

const valueWrites = (
  db: Database,
  actor: Actor,
  conflict: OpenConflict,
  take: Take,
  pending: Pending,
): Write[] => {
  const { row, sides } = conflict;
  const { entity, entityId, field } = row;
  const chosen = take === "both" ? null : sides[take];
  const other = sides.standing === "mine" ? sides.theirs : sides.mine;
  if (take === "both") {
    const value = valueIn(other) ?? "";
    if (field === "anchor") return secondHighlight(db, actor, entityId, value);
    const standing = sides.standing === "mine" ? sides.mine : sides.theirs;
    const base = pending.get(keyOf(entity, entityId, field)) ?? valueIn(standing) ?? "";
    return [{ entity, entityId, field, value: joinTexts(base, value) }];
  }
  if (take === sides.standing) return [];
  if (field === "deleted") {
    const deletion = sides[sides.standing];
    const isGone = deletion?.field === "deleted" && deletion.value === "true";
    return isGone
      ? bringBack(db, entity, entityId, deletion.edit)
      : [{ entity, entityId, field, value: true }];
  }
  return [{ entity, entityId, field, value: valueIn(chosen) ?? absentValue(entity, field) ?? null }];
};

/** The writes that settle a conflict: the chosen value where it does not stand yet, and that it was seen to. */
const writesOf = (
  db: Database,
  actor: Actor,
  conflict: OpenConflict,
  take: Take,
  pending: Pending,
): Write[] => {
  const { change, kind, entity, entityId } = conflict.row;
  if (kind === "claims-mine")
    return [{ entity: "project", entityId: ownProject(db), field: seenField(change), value: true }];
  const way: Take = take === "both" && !canKeepBoth(conflict) ? conflict.sides.standing : take;
  const writes = valueWrites(db, actor, conflict, way, pending);
  for (const write of writes) pending.set(keyOf(write.entity, write.entityId, write.field), write.value);
  return [...writes, { entity, entityId, field: seenField(change), value: true }];
};

/** The writes that settle everything that a merge has just left open, one way for all; nothing for "newest". */
export const settleAll = (
  db: Database,
  actor: Actor,
  conflicts: readonly OpenConflict[],
  take: MergeTake,
): Write[] => {
  if (take === "newest") return [];
  const pending: Pending = new Map();
  return conflicts
    .filter(({ row }) => row.kind !== "claims-mine")
    .flatMap((conflict) => writesOf(db, actor, conflict, take, pending));
};

const labelOf = (db: Database, conflicts: readonly OpenConflict[]): string => {
  const [only] = conflicts;
  return conflicts.length === 1 && only !== undefined
    ? `Settle a conflict about ${quoted(aboutOf(db, only.row.entity, only.row.entityId).words)}`
    : `Settle ${conflicts.length.toLocaleString("en-US")} conflicts`;
};

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Sqlite.SqliteError && thrown.code === "SQLITE_CONSTRAINT_FOREIGNKEY";

/**
 * Settles conflicts in one edit; those that are settled already are passed over. Null when none is left.
 *
 * @returns fails with `conflict` when something that is to be accepted refers to what is not there
 */
export const settle = (db: Database, actor: Actor, items: readonly Settlement[]): Result<EditId | null> => {
  const open = new Map(openConflicts(db, actor.analyst.id).map((one) => [one.row.change, one]));
  const meant = items.flatMap(({ id, take }) => {
    const conflict = open.get(id);
    return conflict === undefined ? [] : [{ conflict, take }];
  });
  if (meant.length === 0) return ok(null);
  const label = labelOf(
    db,
    meant.map(({ conflict }) => conflict),
  );
  const accepted = meant.filter(
    ({ conflict, take }) => conflict.row.kind === "claims-mine" && take !== "mine",
  );
  const others = meant.filter((one) => !accepted.includes(one));
  try {
    return transact(db, () => {
      const pending: Pending = new Map();
      const writes = others.flatMap(({ conflict, take }) => writesOf(db, actor, conflict, take, pending));
      if (accepted.length === 0) return ok(writeEdit(db, actor, label, writes));
      const begun = beginEdit(db, actor, 0);
      const claims = accepted.map(({ conflict }) => conflict.row);
      const touched: readonly Touched[] = acceptClaims(db, begun, claims);
      writeEdit(db, actor, label, writes, { besides: { begun, touched } });
      noteOwnChanges(db, begun);
      return ok(begun);
    });
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    return fail(
      "conflict",
      "What is to be accepted refers to something that is not in this project.",
      "Merge the file that holds it first.",
    );
  }
};
