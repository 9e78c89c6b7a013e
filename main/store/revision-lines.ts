import type { Database } from "better-sqlite3";
import { z } from "zod";
import { ArticleId } from "../../shared/ids";
import { counting } from "./held";
import { all, exists } from "./statement";
import { liveParents } from "./trees";

/**
 * How the articles that are there follow each other as revisions: each line is one row of articles, so that every one
 * has at most one before it and one after it, and every line one newest. Where two replace the same article (after a
 * merge of two people's work, or when one that was removed comes back after another had taken its place), the one that
 * was made its revision last goes after the other and all that follows that. A revision that was deleted, or whose
 * import was undone, is passed over: what it replaced is the newest again, or has the next one after it.
 */
export type RevisionLines = {
  /** The article that comes before this one; null for a first version. */
  readonly before: (id: ArticleId) => ArticleId | null;
  /** All that come before it, the nearest first. */
  readonly earlier: (id: ArticleId) => ArticleId[];
  /** The article that comes after this one; null for the newest. */
  readonly after: (id: ArticleId) => ArticleId | null;
  readonly isNewest: (id: ArticleId) => boolean;
  /** The newest revision of its line; itself when nothing replaces it. */
  readonly newest: (id: ArticleId) => ArticleId;
  /** The first version: the same for all that are revisions of each other. */
  readonly line: (id: ArticleId) => ArticleId;
  /** Every article that something replaces. */
  readonly superseded: ReadonlySet<ArticleId>;
  /** Puts an article that is in no line after the newest of one. */
  readonly append: (id: ArticleId, newest: ArticleId) => void;
};

const Row = z.object({ id: ArticleId, parentId: ArticleId.nullable(), isDeleted: z.number() });
type Row = z.infer<typeof Row>;
const rows = `SELECT id, revision_of AS parentId, is_deleted AS isDeleted FROM articles
  WHERE revision_of IS NOT NULL OR id IN (SELECT revision_of FROM articles WHERE revision_of IS NOT NULL)`;

/**
 * Whether an article is a revision, at however many removes, of another one, those that are gone included: then the
 * other must not become a revision of it.
 */
export const descendsFrom = (db: Database, id: ArticleId, from: ArticleId): boolean =>
  exists(
    db,
    `WITH RECURSIVE older (id) AS (
       SELECT revision_of FROM articles WHERE id = ?
       UNION SELECT revision_of FROM older JOIN articles USING (id) WHERE revision_of IS NOT NULL)
     SELECT 1 FROM older WHERE id = ?`,
    id,
    from,
  );

/** Articles that an edit in the making brings, or brings back, with what each replaces. */
export type Coming = ReadonlyMap<ArticleId, ArticleId | null>;

const rowsWith = (
  db: Database,
  coming: Coming,
): { readonly found: Row[]; readonly moving: Set<ArticleId> } => {
  const found = new Map(all(db, Row, rows).map((row) => [row.id, row]));
  const moving = new Set<ArticleId>();
  for (const [id, parentId] of coming) {
    if (found.get(id)?.parentId !== parentId) moving.add(id);
    found.set(id, { id, parentId, isDeleted: 0 });
  }
  return { found: [...found.values()], moving };
};

const ClockRow = z.object({ id: ArticleId, clock: z.number() });
const clocks = `SELECT entity_id AS id, max(clock) AS clock FROM changes
  WHERE entity = 'article' AND field = 'revisionOf' AND entity_id IN (SELECT value FROM json_each(?)) AND ${counting()}
  GROUP BY entity_id`;

/** Brings those that replace the same article into the order in which they were made its revisions. */
const sortForks = (
  db: Database,
  children: ReadonlyMap<ArticleId, ArticleId[]>,
  moving: ReadonlySet<ArticleId>,
): void => {
  const forks = [...children.values()].filter(({ length }) => length > 1);
  if (forks.length === 0) return;
  const known = new Map(
    all(db, ClockRow, clocks, JSON.stringify(forks.flat())).map((row) => [row.id, row.clock]),
  );
  const clockOf = (id: ArticleId) => (moving.has(id) ? Number.MAX_SAFE_INTEGER : (known.get(id) ?? 0));
  for (const fork of forks) fork.sort((a, b) => clockOf(a) - clockOf(b) || (a < b ? -1 : 1));
};

/** Reads the lines of revisions; cheap, as it looks only at articles that are part of one. */
export const revisionLines = (db: Database, coming: Coming = new Map()): RevisionLines => {
  const { found, moving } = rowsWith(db, coming);
  const parents = liveParents(found.map((row) => ({ ...row, mergedInto: null })));
  const children = new Map<ArticleId, ArticleId[]>();
  const firsts: ArticleId[] = [];
  for (const [id, parent] of parents) {
    const siblings = parent === null ? firsts : (children.get(parent) ?? []);
    siblings.push(id);
    if (parent !== null) children.set(parent, siblings);
  }
  sortForks(db, children, moving);
  const [previous, next] = [new Map<ArticleId, ArticleId>(), new Map<ArticleId, ArticleId>()];
  const append = (id: ArticleId, newest: ArticleId): void => {
    previous.set(id, newest);
    next.set(newest, id);
  };
  for (const first of firsts) {
    // Depth first: a revision, all that follows it, then the next one of the same article.
    const open = [first];
    let last: ArticleId | null = null;
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (last !== null) append(id, last);
      last = id;
      open.push(...(children.get(id) ?? []).toReversed());
    }
  }
  const before = (id: ArticleId) => previous.get(id) ?? null;
  const after = (id: ArticleId) => next.get(id) ?? null;
  const earlier = (id: ArticleId) => {
    const passed: ArticleId[] = [];
    for (let at = before(id); at !== null; at = before(at)) passed.push(at);
    return passed;
  };
  const newest = (id: ArticleId): ArticleId => {
    let at = id;
    for (let later = after(at); later !== null; later = after(at)) at = later;
    return at;
  };
  return {
    before,
    earlier,
    after,
    newest,
    isNewest: (id) => !next.has(id),
    line: (id) => earlier(id).at(-1) ?? id,
    superseded: new Set(next.keys()),
    append,
  };
};
