import type { Database } from "better-sqlite3";
import { z } from "zod";
import { type Trashed, TrashKind, type TrashList, type TrashPage } from "../../shared/domain/history";
import { fail } from "../../shared/errors";
import { EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { standingChange, writeCount } from "./change-log";
import { counting } from "./held";
import { origin } from "./origin";
import { all, exists, first } from "./statement";

/*
 * What somebody removed stays in the project as a tombstone, and can be brought back. Not in the trash is what is gone
 * because its making was undone (redo brings that back), and what was removed along with something else.
 */

const from: Readonly<Record<TrashKind, string>> = {
  article: "articles",
  highlight: "highlights",
  claim: "claims",
  evidence: "evidence",
  tag: "tags",
  source: "sources",
};
const kinds = Object.keys(from) as TrashKind[];

const Words = z.object({ words: z.string() });
const wordsOf: Readonly<Record<TrashKind, string>> = {
  article: "SELECT title AS words FROM articles WHERE id = ? AND is_deleted = 1",
  highlight: "SELECT quote AS words FROM highlights WHERE id = ? AND is_deleted = 1",
  claim: "SELECT statement AS words FROM claims WHERE id = ? AND is_deleted = 1",
  evidence: `SELECT quote AS words FROM evidence JOIN highlights ON highlights.id = highlight_id
    WHERE evidence.id = ? AND evidence.is_deleted = 1`,
  tag: "SELECT name AS words FROM tags WHERE id = ? AND is_deleted = 1",
  source: "SELECT name AS words FROM sources WHERE id = ? AND is_deleted = 1",
};

/** Names something that was removed. */
export type TrashItem = Pick<Trashed, "entity" | "id">;

const Deletion = z.object({
  edit: EditId,
  label: z.string(),
  at: z.string(),
  by: z.string(),
  before: z.string().nullable(),
});
const deletion = `SELECT edit, label, at, coalesce(name, '') AS by, before
  FROM changes JOIN edits ON edits.id = edit LEFT JOIN analysts ON analysts.id = edits.analyst WHERE changes.id = ?`;

/** The edit that removed something; null when nobody did: its making was undone, or it was never there. */
const deletionOf = (db: Database, entity: TrashKind, id: string): z.infer<typeof Deletion> | null => {
  const standing = standingChange(db, entity, id, "deleted");
  if (standing === undefined || standing.value !== "true") return null;
  const meant = origin(db, standing.id);
  const own = meant === null ? undefined : first(db, Deletion, deletion, meant);
  return own === undefined || own.before === null ? null : own;
};

const Along = z.object({ id: z.string() });

/** Evidence that an edit removed along with a claim or a highlight. */
export const evidenceAlong = (db: Database, entity: TrashKind, id: string, edit: EditId): string[] => {
  if (entity !== "claim" && entity !== "highlight") return [];
  const owner = entity === "claim" ? "claim_id" : "highlight_id";
  return all(
    db,
    Along,
    `SELECT evidence.id FROM evidence JOIN changes ON entity = 'evidence' AND entity_id = evidence.id
       AND field = 'deleted' AND changes.edit = ?
     WHERE ${owner} = ? AND is_deleted = 1`,
    edit,
    id,
  ).map((evidence) => evidence.id);
};

const remarkOf = (label: string, along: number): string => {
  if (!label.startsWith("Remove ")) return label;
  return along === 0 ? "" : `with ${along} ${along === 1 ? "piece" : "pieces"} of evidence`;
};

const Owners = z.object({ claimId: z.string(), highlightId: z.string() });
const owners = "SELECT claim_id AS claimId, highlight_id AS highlightId FROM evidence WHERE id = ?";
const isRemovedIn =
  "SELECT 1 FROM changes WHERE edit = ? AND entity = 'evidence' AND entity_id = ? AND field = 'deleted'";

/** Whether evidence went along with its claim or its passage, and comes back with that. */
const isAlong = (db: Database, evidence: string): boolean => {
  const of = first(db, Owners, owners, evidence);
  const things = [
    ["claim", of?.claimId ?? ""],
    ["highlight", of?.highlightId ?? ""],
  ] as const;
  return things.some(([entity, id]) => {
    const gone = first(db, Words, wordsOf[entity], id) === undefined ? null : deletionOf(db, entity, id);
    return gone !== null && exists(db, isRemovedIn, gone.edit, evidence);
  });
};

/** Something that is in the trash; null when it is not: it is there, or nobody removed it, or only along with something. */
export const trashed = (db: Database, { entity, id }: TrashItem): Trashed | null => {
  const row = first(db, Words, wordsOf[entity], id);
  const gone = row === undefined ? null : deletionOf(db, entity, id);
  if (row === undefined || gone === null || (entity === "evidence" && isAlong(db, id))) return null;
  const remark = remarkOf(gone.label, evidenceAlong(db, entity, id, gone.edit).length);
  return { entity, id, words: row.words, remark, deletedAt: gone.at, deletedBy: gone.by, edit: gone.edit };
};

const Place = z.object({ id: z.string(), clock: z.number().int() });
/** Where a removed thing is in the list: at the change by which it is gone, of whatever kind. */
type Place = z.infer<typeof Place> & { readonly entity: TrashKind };

const placesSql = (entity: TrashKind): string =>
  `SELECT id, coalesce((SELECT clock FROM changes WHERE entity = '${entity}' AND entity_id = own.id AND field = 'deleted'
     AND ${counting()} ORDER BY clock DESC, changes.id DESC LIMIT 1), 0) AS clock
   FROM ${from[entity]} AS own WHERE is_deleted = 1`;

const isBehind = (a: Place, b: Place): boolean =>
  a.clock === b.clock ? (a.entity === b.entity ? a.id > b.id : a.entity > b.entity) : a.clock < b.clock;

const keptPlaces = new WeakMap<Database, { readonly count: number; readonly places: readonly Place[] }>();

/** Everything that is gone, for whatever reason, what went last first. Worked out once for all pages. */
const placesOf = (db: Database): readonly Place[] => {
  const count = writeCount(db);
  const kept = keptPlaces.get(db);
  if (kept?.count === count) return kept.places;
  const places = kinds
    .flatMap((entity) => all(db, Place, placesSql(entity)).map((place) => ({ ...place, entity })))
    .sort((a, b) => (isBehind(a, b) ? 1 : -1));
  keptPlaces.set(db, { count, places });
  return places;
};

const Cursor = z.tuple([z.number().int(), TrashKind, z.string()]);

const readCursor = (text: string): Place | null => {
  try {
    const [clock, entity, id] = Cursor.parse(JSON.parse(text));
    return { clock, entity, id };
  } catch {
    return null;
  }
};

/**
 * A page of what was removed and can be brought back, what went last first. `next` is for `before`, to get the page
 * after it; null when there is none. Fails with `invalid-input` when `before` is nothing that was answered as `next`.
 */
export const listTrash = (db: Database, { limit, before }: TrashPage): Result<TrashList> => {
  const last = before === undefined ? undefined : readCursor(before);
  if (last === null) return fail("invalid-input", "This is no place in the list of what was removed.");
  const items: Trashed[] = [];
  let next = "";
  for (const place of placesOf(db)) {
    if (last !== undefined && !isBehind(place, last)) continue;
    const thing = trashed(db, place);
    if (thing === null) continue;
    if (items.length === limit) return ok({ items, next });
    items.push(thing);
    next = JSON.stringify([place.clock, place.entity, place.id] satisfies z.infer<typeof Cursor>);
  }
  return ok({ items, next: null });
};
