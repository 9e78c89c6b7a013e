import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { FieldValue } from "../../shared/domain/change";
import { Tag, TagColour, type TagSummary } from "../../shared/domain/tag";
import { fail } from "../../shared/errors";
import { type EditId, TagId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { normaliseName } from "../ids";
import { type Actor, createEntity, quoted, setFields, type Write, writeEdit } from "./change-log";
import { compareText } from "./compare-text";
import { tagField } from "./entities";
import { idForName } from "./source-names";
import { all, first } from "./statement";
import { liveParents } from "./trees";

const Row = Tag.extend({ isDeleted: z.number(), mergedInto: TagId.nullable() });

const rows = `SELECT id, name, parent_id AS parentId, colour, description, shortcut, position,
  is_deleted AS isDeleted, merged_into AS mergedInto FROM tags`;

const UseRow = z.object({ id: z.string(), count: z.number().int(), lastUsedAt: z.string() });
const uses = (db: Database, sql: string) => new Map(all(db, UseRow, sql).map((row) => [row.id, row]));

const highlightUses = `SELECT tag_id AS id, count(*) AS count, max(highlight_tags.at) AS lastUsedAt
  FROM highlight_tags CROSS JOIN highlights ON highlights.id = highlight_id
  WHERE is_deleted = 0 AND article_id NOT IN (SELECT id FROM articles WHERE is_deleted = 1) GROUP BY tag_id`;
const claimUses = `SELECT tag_id AS id, count(*) AS count, max(claim_tags.at) AS lastUsedAt
  FROM claim_tags CROSS JOIN claims ON claims.id = claim_id WHERE is_deleted = 0 GROUP BY tag_id`;

/** The codebook by position, then name, with how often each tag is on something that is there. */
export const listTags = (db: Database): TagSummary[] => {
  const found = all(db, Row, rows);
  const parents = liveParents(found);
  const onHighlights = uses(db, highlightUses);
  const onClaims = uses(db, claimUses);
  return found
    .filter((tag) => tag.isDeleted === 0)
    .map(({ isDeleted: _, mergedInto: __, ...tag }) => {
      const highlights = onHighlights.get(tag.id);
      const claims = onClaims.get(tag.id);
      const lastUsedAt = [highlights?.lastUsedAt ?? "", claims?.lastUsedAt ?? ""].sort()[1] ?? "";
      const parentId = parents.get(tag.id) ?? null;
      return { ...tag, parentId, highlights: highlights?.count ?? 0, claims: claims?.count ?? 0, lastUsedAt };
    })
    .sort((a, b) => a.position - b.position || compareText(a.name, b.name) || (a.id < b.id ? -1 : 1));
};

/** One tag that is there; `not-found` otherwise. */
export const getTag = (db: Database, id: TagId): Result<Tag> => {
  const row = first(db, Row, `${rows} WHERE id = ? AND is_deleted = 0`, id);
  if (row === undefined) return fail("not-found", "This tag is not in the codebook.");
  const { isDeleted: _, mergedInto: __, ...tag } = row;
  return ok(tag);
};

/** Fails with `not-found` unless all of these tags are there. */
export const checkTags = (db: Database, ids: readonly TagId[]): Result<undefined> => {
  for (const id of ids) {
    const tag = getTag(db, id);
    if (!tag.ok) return tag;
  }
  return ok(undefined);
};

/** The fields that put tags on a new thing, in this order. */
export const newTagFields = (ids: readonly TagId[]): Record<string, FieldValue> =>
  Object.fromEntries([...new Set(ids)].map((id, at) => [tagField(id), at + 1]));

/** The live tag whose name reads the same, whatever its case and spacing. */
const findTagByName = (db: Database, name: string): TagId | null =>
  first(
    db,
    z.object({ id: TagId }),
    "SELECT id FROM tags WHERE name_key = ? AND is_deleted = 0 ORDER BY created_at, id LIMIT 1",
    normaliseName(name),
  )?.id ?? null;

const checkName = (db: Database, name: string, except: TagId | null): Result<undefined> => {
  const holder = findTagByName(db, name);
  return holder === null || holder === except
    ? ok(undefined)
    : fail("conflict", `There is already a tag ${quoted(name)}.`, "Choose another name, or merge the two.");
};

/** Takes a shortcut from whatever tag has it. */
const freeShortcut = (db: Database, shortcut: number | null | undefined, except: TagId | null): Write[] =>
  shortcut === null || shortcut === undefined
    ? []
    : all(db, Row, `${rows} WHERE shortcut = ? AND is_deleted = 0`, shortcut)
        .filter(({ id }) => id !== except)
        .flatMap(({ id }) => setFields("tag", id, { shortcut: null }));

/** Fails unless `parentId` is there and is neither `id` nor below it. */
const checkParent = (
  db: Database,
  id: TagId | null,
  parentId: TagId | null | undefined,
): Result<undefined> => {
  if (parentId === null || parentId === undefined) return ok(undefined);
  const parents = liveParents(all(db, Row, rows));
  if (!parents.has(parentId)) return fail("not-found", "The tag to put it under is not in the codebook.");
  for (let at: TagId | null = parentId; at !== null; at = parents.get(at) ?? null)
    if (at === id) return fail("invalid-input", "A tag cannot be put below itself.");
  return ok(undefined);
};

export type NewTag = {
  readonly name: string;
  readonly parentId?: TagId | null | undefined;
  readonly colour?: TagColour | undefined;
  readonly description?: string | undefined;
  readonly shortcut?: number | null | undefined;
};

/** A colour of its own for a tag without one: its parent's, else the next in turn. */
const nextColour = (db: Database, parentId: TagId | null): TagColour => {
  const tags = all(db, Row, `${rows} WHERE is_deleted = 0`);
  const parent = tags.find(({ id }) => id === parentId);
  return parent?.colour ?? TagColour.options[tags.length % TagColour.options.length] ?? "slate";
};

const lastPosition = (db: Database, parentId: TagId | null): number =>
  first(
    db,
    z.object({ last: z.number() }),
    "SELECT coalesce(max(position), 0) AS last FROM tags WHERE parent_id IS ? AND is_deleted = 0",
    parentId,
  )?.last ?? 0;

/** Adds a tag at the end of its siblings. */
export const insertTag = (
  db: Database,
  actor: Actor,
  tag: NewTag,
): Result<{ readonly id: TagId; readonly edit: EditId | null }> => {
  const { name, parentId = null, description = "", shortcut = null } = tag;
  const isNameFree = checkName(db, name, null);
  if (!isNameFree.ok) return isNameFree;
  const isParentFit = checkParent(db, null, parentId);
  if (!isParentFit.ok) return isParentFit;
  const id = TagId.parse(idForName(db, actor, "tag", name));
  const colour = tag.colour ?? nextColour(db, parentId);
  const position = lastPosition(db, parentId) + 1;
  const edit = writeEdit(db, actor, `Add tag ${quoted(name)}`, [
    ...freeShortcut(db, shortcut, null),
    ...createEntity("tag", id, { name, parentId, colour, description, shortcut, position }),
  ]);
  return ok({ id, edit });
};

/** Changes a tag. A shortcut that another tag has is taken from it. */
export const updateTag = (
  db: Database,
  actor: Actor,
  id: TagId,
  set: { readonly [K in keyof Omit<Tag, "id">]?: Tag[K] | undefined },
): Result<EditId | null> => {
  const tag = getTag(db, id);
  if (!tag.ok) return tag;
  const isNameFree = set.name === undefined ? ok(undefined) : checkName(db, set.name, id);
  if (!isNameFree.ok) return isNameFree;
  const isParentFit = checkParent(db, id, set.parentId);
  if (!isParentFit.ok) return isParentFit;
  const label =
    set.name === undefined || set.name === tag.value.name
      ? `Change tag ${quoted(tag.value.name)}`
      : `Rename tag ${quoted(tag.value.name)} to ${quoted(set.name)}`;
  return ok(
    writeEdit(db, actor, label, [...freeShortcut(db, set.shortcut, id), ...setFields("tag", id, set)]),
  );
};

const Child = z.object({ id: TagId });
const children = (db: Database, id: TagId) =>
  all(db, Child, "SELECT id FROM tags WHERE parent_id = ? AND is_deleted = 0", id);

const OnRow = z.object({ owner: z.string(), place: z.number().int(), hasOther: z.number() });

const retag = (db: Database, entity: "highlight" | "claim", from: TagId, into: TagId): Write[] => {
  const [table, owner] =
    entity === "highlight" ? ["highlight_tags", "highlight_id"] : ["claim_tags", "claim_id"];
  const sql = `SELECT ${owner} AS owner, place,
      EXISTS (SELECT 1 FROM ${table} AS other WHERE other.${owner} = own.${owner} AND tag_id = ?) AS hasOther
    FROM ${table} AS own WHERE tag_id = ?`;
  return all(db, OnRow, sql, into, from).flatMap(({ owner: id, place, hasOther }) =>
    setFields(entity, id, {
      [tagField(from)]: false,
      ...(hasOther === 1 ? {} : { [tagField(into)]: place }),
    }),
  );
};

/** Puts `into` wherever `from` is, moves its children, and deletes it. */
export const mergeTags = (db: Database, actor: Actor, from: TagId, into: TagId): Result<EditId | null> => {
  const [old, kept] = [getTag(db, from), getTag(db, into)];
  if (!old.ok) return old;
  if (!kept.ok) return kept;
  if (from === into) return fail("invalid-input", "A tag cannot be merged with itself.");
  const parents = liveParents(all(db, Row, rows));
  const isBelow = (id: TagId): boolean => {
    for (let at: TagId | null = id; at !== null; at = parents.get(at) ?? null) if (at === from) return true;
    return false;
  };
  const moved = children(db, from).filter(({ id }) => id !== into);
  return ok(
    writeEdit(db, actor, `Merge tag ${quoted(old.value.name)} into ${quoted(kept.value.name)}`, [
      ...retag(db, "highlight", from, into),
      ...retag(db, "claim", from, into),
      // A tag that stands below the one it swallows takes that one's place first, or the tree would close on itself.
      ...(isBelow(into) ? setFields("tag", into, { parentId: parents.get(from) ?? null }) : []),
      ...moved.flatMap(({ id }) => setFields("tag", id, { parentId: into })),
      ...setFields("tag", from, { deleted: true, mergedInto: into, shortcut: null }),
    ]),
  );
};

/** Deletes a tag; its children move up. What it is on keeps it out of sight, for an undo. */
export const deleteTag = (db: Database, actor: Actor, id: TagId): Result<EditId | null> => {
  const tag = getTag(db, id);
  if (!tag.ok) return tag;
  const parentId = liveParents(all(db, Row, rows)).get(id) ?? null;
  return ok(
    writeEdit(db, actor, `Remove tag ${quoted(tag.value.name)}`, [
      ...children(db, id).flatMap((child) => setFields("tag", child.id, { parentId })),
      ...setFields("tag", id, { deleted: true }),
    ]),
  );
};
