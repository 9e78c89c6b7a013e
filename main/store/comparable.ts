import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Comparable } from "../../shared/domain/agreement";
import { AnalystId, ArticleId } from "../../shared/ids";
import { compareText } from "./compare-text";
import { all } from "./statement";

/*
 * Who can be compared with whom: whoever highlighted something in an article in which somebody else did, too. An agreed
 * version (a highlight that settles others) is nobody's work here.
 */

const Named = z.object({ id: AnalystId, name: z.string() });
const WorkRow = z.object({ id: AnalystId, articleId: ArticleId, highlights: z.number().int() });
const workRows = `
  SELECT highlights.created_by AS id, articles.id AS articleId, count(*) AS highlights
  FROM highlights CROSS JOIN articles ON articles.id = article_id AND articles.is_deleted = 0
  WHERE highlights.is_deleted = 0 AND settles = '[]' GROUP BY highlights.created_by, articles.id`;

/** One analyst with the articles in which they highlighted something. */
type Worker = z.infer<typeof Named> & {
  readonly highlights: number;
  readonly articles: ReadonlySet<ArticleId>;
};

const workersOf = (db: Database): Worker[] => {
  const rows = new Map<AnalystId, z.infer<typeof WorkRow>[]>();
  for (const row of all(db, WorkRow, workRows)) rows.set(row.id, [...(rows.get(row.id) ?? []), row]);
  return all(db, Named, "SELECT id, name FROM analysts")
    .map(({ id, name }): Worker => {
      const own = rows.get(id) ?? [];
      const highlights = own.reduce((sum, row) => sum + row.highlights, 0);
      return { id, name, highlights, articles: new Set(own.map(({ articleId }) => articleId)) };
    })
    .sort((a, b) => b.highlights - a.highlights || compareText(a.name, b.name) || (a.id < b.id ? -1 : 1));
};

/** More are never compared at once. */
const comparedAtMost = 20;

/**
 * Everybody who can be compared at once: from who highlighted most on, all who keep at least one article that each of
 * them worked on.
 */
const togetherOf = (workers: readonly Worker[]): ReadonlySet<AnalystId> => {
  const chosen = new Set<AnalystId>();
  let common: readonly ArticleId[] | null = null;
  for (const { id, articles } of workers) {
    const left: readonly ArticleId[] =
      common === null ? [...articles] : common.filter((one) => articles.has(one));
    if (left.length === 0 || chosen.size === comparedAtMost) continue;
    common = left;
    chosen.add(id);
  }
  return chosen;
};

/** Everybody who has worked in the project, who highlighted most first. */
export const listComparable = (db: Database): Comparable[] => {
  const workers = workersOf(db);
  const counts = new Map<ArticleId, number>();
  for (const { articles } of workers) for (const id of articles) counts.set(id, (counts.get(id) ?? 0) + 1);
  const sharedOf = ({ articles }: Worker) => [...articles].filter((id) => (counts.get(id) ?? 0) > 1).length;
  const together = togetherOf(workers.filter((worker) => sharedOf(worker) > 0));
  return workers.map((worker) => ({
    id: worker.id,
    name: worker.name,
    highlights: worker.highlights,
    articles: worker.articles.size,
    sharedArticles: sharedOf(worker),
    isCompared: together.has(worker.id),
  }));
};
