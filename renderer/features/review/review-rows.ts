import type { ImportOutcome, ReviewRow } from "../../../shared/domain/article";
import type { ArticleId } from "../../../shared/ids";

/** One line of the review: a file or a part of one, and the article that came of it. */
export type Row = {
  /** Its identity on screen: two files of one import may share their name, and even their article. */
  readonly key: string;
  readonly fileName: string;
  readonly part: string;
  /** What to call it when there is no article to ask. */
  readonly title: string;
  readonly outcome: ImportOutcome["outcome"];
  readonly remarks: readonly string[];
  readonly steps: readonly string[];
  readonly table: ImportOutcome["table"];
  /** Null for a file of which nothing came in, and for an article that was deleted since. */
  readonly article: ReviewRow | null;
  /** An article came in and is no longer there. */
  readonly isGone: boolean;
  /** A line before this one has the same article: it is counted there. */
  readonly isDouble: boolean;
};

/** What a review can be narrowed to. "wants-look" follows what is done here; the others say what happened. */
export const facets = [
  "all",
  "wants-look",
  "imported",
  "revision",
  "already-there",
  "needs-columns",
  "failed",
] as const;
export type Facet = (typeof facets)[number];

/** True while somebody should look at this article. */
export const wantsLook = ({ article, isDouble }: Row): boolean =>
  article !== null && !isDouble && article.gaps.length > 0;

/** Whether a facet shows a row. */
export const isIn = (facet: Facet, row: Row): boolean => {
  switch (facet) {
    case "all":
      return true;
    case "wants-look":
      return wantsLook(row);
    case "imported":
      return row.outcome === "imported" || row.outcome === "needs-look";
    default:
      return row.outcome === facet;
  }
};

export type Successors = Readonly<Record<ArticleId, ArticleId>>;

/** An article and what took its place, one after the other; at any time one of them is there. */
export const lineOf = (id: ArticleId, successors: Successors): readonly ArticleId[] => {
  const line = [id];
  for (let next = successors[id]; next !== undefined && !line.includes(next); next = successors[next])
    line.push(next);
  return line;
};

/** The lines of an import, in its order, each with the article as it is now. */
export const rowsOfImport = (
  outcomes: readonly ImportOutcome[],
  articles: readonly ReviewRow[],
  isRead: boolean,
  successors: Successors = {},
): readonly Row[] => {
  const byId = new Map(articles.map((article) => [article.articleId, article]));
  const seen = new Set<string>();
  return outcomes.map((one, index) => {
    const line = one.articleId === null ? [] : lineOf(one.articleId, successors);
    const article = line.map((id) => byId.get(id)).findLast((found) => found !== undefined) ?? null;
    const isDouble = one.articleId !== null && seen.has(one.articleId);
    if (one.articleId !== null) seen.add(one.articleId);
    return {
      key: String(index),
      fileName: one.fileName,
      part: one.part,
      title: one.title === "" ? one.fileName : one.title,
      outcome: one.outcome,
      remarks: one.remarks,
      steps: one.steps,
      table: one.table,
      article,
      isGone: isRead && one.articleId !== null && article === null,
      isDouble,
    };
  });
};

/** The lines of a review without an import of this session: articles that wait, each on its own. */
export const rowsOfArticles = (articles: readonly ReviewRow[]): readonly Row[] =>
  articles.map((article) => ({
    key: article.articleId,
    fileName: article.fileName,
    part: article.part,
    title: article.metadata.title,
    outcome: article.revisionOf === null ? "imported" : "revision",
    remarks: [],
    steps: [],
    table: null,
    article,
    isGone: false,
    isDouble: false,
  }));

/** How many rows each facet shows; those that show none or all are left out, except "all" and the one that is on. */
export const countFacets = (
  rows: readonly Row[],
  current: Facet = "all",
): readonly { readonly facet: Facet; readonly rows: number }[] =>
  facets
    .map((facet) => ({ facet, rows: rows.filter((row) => isIn(facet, row)).length }))
    .filter(
      ({ facet, rows: shown }) => facet === "all" || facet === current || (shown > 0 && shown < rows.length),
    );

/** "report.docx", "report.docx, article 3 of 12", "pasted text"; what failed without a name is what a cancelled import left. */
export const fileWords = ({ fileName, part, outcome }: Pick<Row, "fileName" | "part" | "outcome">): string =>
  [
    fileName === "" ? (outcome === "failed" ? "The rest" : "pasted text") : fileName,
    ...(part === "" ? [] : [part]),
  ].join(", ");
