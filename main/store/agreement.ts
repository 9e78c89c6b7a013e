import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Graded, Marked, MarkedArticle } from "../../shared/agreement/digest";
import type { AgreementQuery } from "../../shared/domain/agreement";
import { Credibility, Reliability } from "../../shared/domain/grade";
import { blank } from "../../shared/domain/redaction";
import { fail } from "../../shared/errors";
import { AnalystId, ArticleId, EvidenceId, HighlightId, SourceId, TagId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { compareText } from "./compare-text";
import { counting } from "./held";
import { all, first } from "./statement";

/*
 * What some analysts did on the same articles, read for agreement figures and for adjudication. An agreed version
 * (a highlight that settles others, a rating that was agreed on) is nobody's independent judgement: it is passed over.
 */

/** A highlight of one of them. */
export type MarkedHighlight = Marked & { readonly id: HighlightId; readonly quote: string };

/** A graded piece of evidence of one of them. */
export type GradedEvidence = Graded & {
  readonly id: EvidenceId;
  readonly highlightId: HighlightId;
  readonly quote: string;
  readonly statement: string;
};

/** What they did in one article, with the words that a person needs to judge it. */
export type ComparedArticle = Omit<MarkedArticle, "highlights" | "evidence"> & {
  readonly sourceId: SourceId | null;
  readonly sourceName: string;
  readonly highlights: readonly MarkedHighlight[];
  readonly evidence: readonly GradedEvidence[];
};

/** One analyst's letter in force for a source or an article; `at` orders ratings by the log. */
export type OwnLetter = {
  readonly reliability: Reliability;
  readonly reason: string;
  readonly clock: number;
};

/** A source, or an article that one of them gave a letter of its own, with each analyst's letter. */
export type RatedTarget = {
  readonly sourceId: SourceId | null;
  readonly sourceName: string;
  /** Null for a source. */
  readonly articleId: ArticleId | null;
  readonly articleTitle: string;
  readonly letters: readonly (OwnLetter | null)[];
  /** The clock of the letter that was agreed on; null when none was. */
  readonly agreedAt: number | null;
};

/** Everything that agreement is worked out of. Analysts in the order of the query, articles and tags by name. */
export type AgreementMaterial = {
  readonly analysts: readonly { readonly id: AnalystId; readonly name: string }[];
  readonly articles: readonly ComparedArticle[];
  readonly tags: readonly { readonly id: TagId; readonly name: string }[];
  readonly rated: readonly RatedTarget[];
  readonly excluded: readonly string[];
};

const Named = z.object({ id: AnalystId, name: z.string() });

const analystsOf = (db: Database, ids: readonly AnalystId[]): Result<AgreementMaterial["analysts"]> => {
  const found: z.infer<typeof Named>[] = [];
  for (const id of ids) {
    const row = first(db, Named, "SELECT id, name FROM analysts WHERE id = ?", id);
    if (row === undefined)
      return fail(
        "not-found",
        `Nobody with the id ${id} has worked in this project.`,
        "Choose somebody else.",
      );
    found.push(row);
  }
  return ok(found);
};

const ArticleRow = z.object({
  id: ArticleId,
  title: z.string(),
  sourceId: SourceId.nullable(),
  sourceName: z.string(),
  /** How many of the analysts highlighted something in it. */
  workers: z.number().int(),
});
type ArticleRow = z.infer<typeof ArticleRow>;

const articleRows = `
  SELECT articles.id, title, sources.id AS sourceId, coalesce(sources.name, '') AS sourceName,
    (SELECT count(DISTINCT highlights.created_by) FROM highlights
      WHERE article_id = articles.id AND highlights.is_deleted = 0 AND settles = '[]'
        AND highlights.created_by IN (SELECT value FROM json_each(?))) AS workers
  FROM articles LEFT JOIN sources ON sources.id = source_id AND sources.is_deleted = 0
  WHERE articles.is_deleted = 0`;

const several = (count: number, one: string, many: string): string =>
  count === 1 ? `One ${one}` : `${count} ${many}`;

type Chosen = { readonly articles: ArticleRow[]; readonly excluded: string[] };

/** The articles that were named, or those that all analysts worked on. */
const chooseArticles = (db: Database, { analystIds, articleIds }: AgreementQuery): Chosen => {
  const rows = all(db, ArticleRow, articleRows, JSON.stringify(analystIds));
  const byTitle = (a: ArticleRow, b: ArticleRow) => compareText(a.title, b.title) || (a.id < b.id ? -1 : 1);
  if (articleIds !== undefined) {
    const named = new Set<string>(articleIds);
    const articles = rows.filter(({ id }) => named.has(id)).sort(byTitle);
    const gone = named.size - articles.length;
    const excluded =
      gone === 0 ? [] : [`${several(gone, "article that is", "articles that are")} not in the project.`];
    return { articles, excluded };
  }
  const articles = rows.filter(({ workers }) => workers === analystIds.length).sort(byTitle);
  const partly = rows.filter(({ workers }) => workers > 0 && workers < analystIds.length).length;
  const excluded =
    partly === 0
      ? []
      : [`${several(partly, "article", "articles")} in which not all of them highlighted something.`];
  return { articles, excluded };
};

const HighlightRow = z.object({
  id: HighlightId,
  start: z.number().int(),
  end: z.number().int(),
  quote: z.string(),
  analystId: AnalystId,
  tagIds: z.string(),
});
const highlightRows = `
  SELECT id, start, end, quote, created_by AS analystId,
    coalesce((SELECT group_concat(tag_id) FROM highlight_tags CROSS JOIN tags ON tags.id = tag_id AND tags.is_deleted = 0
      WHERE highlight_id = highlights.id), '') AS tagIds
  FROM highlights
  WHERE article_id = ? AND is_deleted = 0 AND settles = '[]' AND created_by IN (SELECT value FROM json_each(?))
  ORDER BY start, end, id`;

const EvidenceRow = z.object({
  id: EvidenceId,
  highlightId: HighlightId,
  start: z.number().int(),
  end: z.number().int(),
  quote: z.string(),
  analystId: AnalystId,
  claimId: z.string(),
  statement: z.string(),
  credibility: Credibility,
});
const evidenceRows = `
  SELECT evidence.id, highlight_id AS highlightId, start, end, quote, evidence.created_by AS analystId,
    claim_id AS claimId, statement, credibility
  FROM highlights
    CROSS JOIN evidence ON highlight_id = highlights.id AND evidence.is_deleted = 0 AND credibility IS NOT NULL
    CROSS JOIN claims ON claims.id = claim_id AND claims.is_deleted = 0
  WHERE article_id = ? AND highlights.is_deleted = 0 AND settles = '[]'
    AND evidence.created_by IN (SELECT value FROM json_each(?))
  ORDER BY start, end, evidence.id`;

const TextRow = z.object({ text: z.string() });

/** What they did in one article; `lost` counts highlights whose words do not stand where they should. */
const readArticle = (
  db: Database,
  { id, title, sourceId, sourceName }: ArticleRow,
  analystIds: readonly AnalystId[],
): { readonly article: ComparedArticle; readonly lost: number } => {
  const text = first(db, TextRow, "SELECT text FROM article_texts WHERE id = ?", id)?.text ?? "";
  const ids = JSON.stringify(analystIds);
  // Of a text that came with its quotes alone, or without any, blanks may stand for words on either side.
  const stands = ({ start, end, quote }: { start: number; end: number; quote: string }) => {
    const words = text.slice(start, end);
    return words === quote || words.includes(blank) || quote.includes(blank);
  };
  const found = all(db, HighlightRow, highlightRows, id, ids);
  const highlights = found.filter(stands).map(({ analystId, tagIds, ...row }) => ({
    ...row,
    coder: analystIds.indexOf(analystId),
    tagIds: tagIds === "" ? [] : tagIds.split(",").map((tag) => TagId.parse(tag)),
  }));
  const evidence = all(db, EvidenceRow, evidenceRows, id, ids)
    .filter(stands)
    .map(({ analystId, ...row }) => ({ ...row, coder: analystIds.indexOf(analystId) }));
  const article = { id, title, sourceId, sourceName, length: text.length, highlights, evidence };
  return { article, lost: found.length - highlights.length };
};

const TagRow = z.object({ id: TagId, name: z.string() });

/** The tags that stand on any of the highlights, by name. */
const usedTags = (db: Database, articles: readonly ComparedArticle[]): AgreementMaterial["tags"] => {
  const used = new Set(articles.flatMap(({ highlights }) => highlights.flatMap(({ tagIds }) => tagIds)));
  return all(db, TagRow, "SELECT id, name FROM tags WHERE is_deleted = 0")
    .filter(({ id }) => used.has(id))
    .sort((a, b) => compareText(a.name, b.name) || (a.id < b.id ? -1 : 1));
};

const RatingRow = z.object({
  target: z.string(),
  analystId: AnalystId,
  reliability: Reliability.nullable(),
  reason: z.string(),
  clock: z.number().int(),
  isAgreed: z.number(),
});
type RatingRow = z.infer<typeof RatingRow>;
const ratingRows = `
  SELECT coalesce(source_id, article_id) AS target, created_by AS analystId, reliability, reason, clock,
    coalesce((SELECT value FROM changes WHERE entity = 'rating' AND entity_id = ratings.id AND field = 'isAgreed'
      AND ${counting()} ORDER BY changes.clock DESC, changes.id DESC LIMIT 1), 'false') = 'true' AS isAgreed
  FROM ratings WHERE is_deleted = 0 ORDER BY clock, id`;

/** Each analyst's newest rating of a target, and the newest that was agreed on by anybody. */
const lettersReader = (db: Database, analystIds: readonly AnalystId[]) => {
  const own = new Map<string, RatingRow>();
  const agreed = new Map<string, RatingRow>();
  for (const row of all(db, RatingRow, ratingRows)) {
    if (row.isAgreed === 1) agreed.set(row.target, row);
    else own.set(`${row.target} ${row.analystId}`, row);
  }
  const letter = (target: string | null, analystId: AnalystId): OwnLetter | null => {
    const row = target === null ? undefined : own.get(`${target} ${analystId}`);
    if (row === undefined || row.reliability === null) return null;
    return { reliability: row.reliability, reason: row.reason, clock: row.clock };
  };
  return {
    of: (target: string) => analystIds.map((id) => letter(target, id)),
    /** An article's letters: that of its own, else that of its source. */
    inForce: (articleId: ArticleId, sourceId: SourceId | null) =>
      analystIds.map((id) => letter(articleId, id) ?? letter(sourceId, id)),
    agreedAt: (target: string) => agreed.get(target)?.clock ?? null,
  };
};

const readRated = (
  db: Database,
  articles: readonly ComparedArticle[],
  analystIds: readonly AnalystId[],
): RatedTarget[] => {
  const letters = lettersReader(db, analystIds);
  const targets: RatedTarget[] = [];
  const known = new Set<string>();
  for (const { sourceId, sourceName } of articles) {
    if (sourceId === null || known.has(sourceId)) continue;
    known.add(sourceId);
    const own = { letters: letters.of(sourceId), agreedAt: letters.agreedAt(sourceId) };
    targets.push({ sourceId, sourceName, articleId: null, articleTitle: "", ...own });
  }
  for (const { id, title, sourceId, sourceName } of articles) {
    if (letters.of(id).every((letter) => letter === null)) continue;
    const own = { letters: letters.inForce(id, sourceId), agreedAt: letters.agreedAt(id) };
    targets.push({ sourceId, sourceName, articleId: id, articleTitle: title, ...own });
  }
  return targets;
};

/**
 * Reads what agreement is worked out of. Pauses after each article, because their texts may be long; `not-found` when
 * one of the analysts is not in the project.
 */
export function* readAgreement(
  db: Database,
  query: AgreementQuery,
): Generator<undefined, Result<AgreementMaterial>> {
  const analysts = analystsOf(db, query.analystIds);
  if (!analysts.ok) return analysts;
  const chosen = chooseArticles(db, query);
  const articles: ComparedArticle[] = [];
  let lost = 0;
  for (const row of chosen.articles) {
    const read = readArticle(db, row, query.analystIds);
    articles.push(read.article);
    lost += read.lost;
    yield;
  }
  const gone =
    lost === 0
      ? []
      : [`${several(lost, "highlight whose words do", "highlights whose words do")} not stand in the text.`];
  return ok({
    analysts: analysts.value,
    articles,
    tags: usedTags(db, articles),
    rated: readRated(db, articles, query.analystIds),
    excluded: [...chosen.excluded, ...gone],
  });
}
