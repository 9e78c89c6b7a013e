import type { Database } from "better-sqlite3";
import { z } from "zod";
import { ArticleId } from "../../shared/ids";
import { all, exists } from "./statement";
import { liveParents } from "./trees";

/**
 * How the articles that are there follow each other as revisions. A revision that was deleted, or whose import was
 * undone, is passed over: what it replaced is the newest again, or has the next one after it.
 */
export type RevisionLines = {
  /** The article that this one replaces; null for a first version. */
  readonly before: (id: ArticleId) => ArticleId | null;
  /** All that it replaces, the nearest first. */
  readonly earlier: (id: ArticleId) => ArticleId[];
  /** The revisions that replace it, in the order of their ids; more than one only after a merge of two people's work. */
  readonly after: (id: ArticleId) => readonly ArticleId[];
  readonly isNewest: (id: ArticleId) => boolean;
  /** The newest revision of its line; itself when nothing replaces it. */
  readonly newest: (id: ArticleId) => ArticleId;
  /** The first version: the same for all that are revisions of each other. */
  readonly line: (id: ArticleId) => ArticleId;
  /** Every article that something replaces. */
  readonly superseded: ReadonlySet<ArticleId>;
};

const Row = z.object({ id: ArticleId, parentId: ArticleId.nullable(), isDeleted: z.number() });
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

/** Reads the lines of revisions; cheap, as it looks only at articles that are part of one. */
export const revisionLines = (db: Database): RevisionLines => {
  const parents = liveParents(all(db, Row, rows).map((row) => ({ ...row, mergedInto: null })));
  const children = new Map<ArticleId, ArticleId[]>();
  for (const [id, parent] of [...parents].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (parent === null) continue;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [id]);
    else siblings.push(id);
  }
  const before = (id: ArticleId) => parents.get(id) ?? null;
  const earlier = (id: ArticleId) => {
    const found: ArticleId[] = [];
    for (let at = before(id); at !== null; at = before(at)) found.push(at);
    return found;
  };
  const after = (id: ArticleId): readonly ArticleId[] => children.get(id) ?? [];
  const newest = (id: ArticleId): ArticleId => {
    let at = id;
    for (let next = after(at)[0]; next !== undefined; next = after(at)[0]) at = next;
    return at;
  };
  return {
    before,
    earlier,
    after,
    newest,
    isNewest: (id) => !children.has(id),
    line: (id) => earlier(id).at(-1) ?? id,
    superseded: new Set(children.keys()),
  };
};
