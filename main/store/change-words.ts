import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Entity, FieldValue } from "../../shared/domain/change";
import { Likelihood, likelihoodWording } from "../../shared/domain/claim";
import { Credibility, credibilityWording, Reliability, reliabilityWording } from "../../shared/domain/grade";
import { ArticleId } from "../../shared/ids";
import { markOfField, tagOfField } from "./entities";
import { first } from "./statement";

/*
 * The change log as a person reads it: what a change is about, which field it sets, and to what.
 */

/** What something is called, and the article in which it stands, if any. */
export type About = { readonly words: string; readonly articleId: ArticleId | null };

const AboutRow = z.object({ words: z.string().nullable(), articleId: ArticleId.nullable() });

/** By the folded row, deleted ones too. */
const aboutSql: Readonly<Record<Entity, string>> = {
  project: "SELECT name AS words, NULL AS articleId FROM project WHERE id = ?",
  analyst: "SELECT name AS words, NULL AS articleId FROM analysts WHERE id = ?",
  source: "SELECT name AS words, NULL AS articleId FROM sources WHERE id = ?",
  rating: `SELECT coalesce(sources.name, title) AS words, article_id AS articleId FROM ratings
    LEFT JOIN sources ON sources.id = ratings.source_id LEFT JOIN articles ON articles.id = article_id
    WHERE ratings.id = ?`,
  article: "SELECT title AS words, id AS articleId FROM articles WHERE id = ?",
  tag: "SELECT name AS words, NULL AS articleId FROM tags WHERE id = ?",
  highlight: "SELECT quote AS words, article_id AS articleId FROM highlights WHERE id = ?",
  claim: "SELECT statement AS words, NULL AS articleId FROM claims WHERE id = ?",
  evidence: `SELECT quote AS words, article_id AS articleId FROM evidence
    JOIN highlights ON highlights.id = highlight_id WHERE evidence.id = ?`,
};

/** The field whose value names a thing, for things of which no row is left. */
const namingField: Readonly<Record<Entity, string>> = {
  project: "name",
  analyst: "name",
  source: "name",
  rating: "reason",
  article: "title",
  tag: "name",
  highlight: "anchor",
  claim: "statement",
  evidence: "note",
};

const ValueRow = z.object({ value: z.string() });

/** What a thing of the log is called: by its row, or, where changes that do not count are all there is of it, by those. */
export const aboutOf = (db: Database, entity: Entity, id: string): About => {
  const row = first(db, AboutRow, aboutSql[entity], id);
  if (row?.words != null) return { words: row.words, articleId: row.articleId };
  const logged = first(
    db,
    ValueRow,
    "SELECT value FROM changes WHERE entity = ? AND entity_id = ? AND field = ? ORDER BY clock DESC, id DESC LIMIT 1",
    entity,
    id,
    namingField[entity],
  );
  const words =
    logged === undefined
      ? null
      : valueInWords(db, entity, namingField[entity], JSON.parse(logged.value) as FieldValue);
  return { words: words ?? entity, articleId: row?.articleId ?? null };
};

const common: Readonly<Record<string, string>> = {
  name: "Name",
  initials: "Initials",
  kind: "Kind",
  note: "Note",
  mergedInto: "Merged into",
  deleted: "Removed",
  title: "Title",
  sourceId: "Source",
  articleId: "Article",
  byline: "Byline",
  publishedOn: "Date",
  url: "Link",
  language: "Language",
  revisionOf: "Revision of",
  isReviewed: "Reviewed",
  parentId: "Under",
  colour: "Colour",
  description: "Description",
  shortcut: "Key",
  position: "Place in the list",
  anchor: "Passage",
  settles: "Agreed version of",
  statement: "Statement",
  asserter: "Asserted by",
  eventDate: "Event date",
  likelihood: "Likelihood",
  confidence: "Confidence",
  claimId: "Claim",
  highlightId: "Passage",
  stance: "Stance",
  credibility: "Credibility",
  reliability: "Reliability",
  reason: "Reason",
  isAgreed: "Agreed on",
};

const markWords = { seen: "settled", agreed: "nothing is to be marked", none: "yes" } as const;

const nameOf = (db: Database, entity: Entity, id: unknown): string | null =>
  typeof id === "string" ? aboutOf(db, entity, id).words : null;

/** What a field of the log is called on the screen: "Note", "Tag “troops”", "Credibility". */
export const fieldInWords = (db: Database, field: string): string => {
  const tag = tagOfField(field);
  if (tag !== null) return `Tag “${nameOf(db, "tag", tag)}”`;
  const mark = markOfField(field);
  if (mark !== null) return mark.kind === "seen" ? "Conflict" : "Agreement";
  return common[field] ?? field;
};

const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

const dateInWords = (date: string): string => {
  const moment = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) ? date : day.format(moment).replace("Sept ", "Sep ");
};

const referred: Readonly<Record<string, Entity>> = {
  sourceId: "source",
  claimId: "claim",
  highlightId: "highlight",
  articleId: "article",
  revisionOf: "article",
};

const gradeInWords = (field: string, value: FieldValue): string | null => {
  const letter = Reliability.safeParse(value);
  if (field === "reliability" && letter.success)
    return `${letter.data}, ${reliabilityWording[letter.data].label.toLowerCase()}`;
  const digit = Credibility.safeParse(value);
  if (field === "credibility" && digit.success)
    return `${digit.data}, ${credibilityWording[digit.data].label.toLowerCase()}`;
  const term = Likelihood.safeParse(value);
  return field === "likelihood" && term.success ? likelihoodWording[term.data].label.toLowerCase() : null;
};

const objectInWords = (
  db: Database,
  field: string,
  value: Readonly<Record<string, FieldValue>>,
): string | null => {
  if (field === "anchor" && typeof value.quote === "string") return value.quote;
  if (field === "asserter")
    return typeof value.description === "string" ? value.description : nameOf(db, "source", value.sourceId);
  return JSON.stringify(value);
};

/** A field's value as a person reads it; null when there is none: nothing, an empty text, a tag that is not on it. */
export const valueInWords = (
  db: Database,
  entity: Entity,
  field: string,
  value: FieldValue,
): string | null => {
  if (value === null || value === "" || value === false) return null;
  if (tagOfField(field) !== null) return "on";
  if (value === true) return markWords[markOfField(field)?.kind ?? "none"];
  const grade = gradeInWords(field, value);
  if (grade !== null) return grade;
  const of = field === "parentId" || field === "mergedInto" ? entity : referred[field];
  if (of !== undefined) return nameOf(db, of, value);
  if (Array.isArray(value))
    return value.length === 0 ? null : `${value.length} ${value.length === 1 ? "highlight" : "highlights"}`;
  if (typeof value === "object") return objectInWords(db, field, value);
  return field === "publishedOn" || field === "eventDate" ? dateInWords(String(value)) : String(value);
};
