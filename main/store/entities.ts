import { z } from "zod";
import { ArticleTitle, CalendarDate } from "../../shared/domain/article";
import type { Entity, FieldValue } from "../../shared/domain/change";
import { Asserter, ClaimKind, Confidence, Likelihood, Statement } from "../../shared/domain/claim";
import { EvidenceNote } from "../../shared/domain/evidence";
import { Credibility, Reliability } from "../../shared/domain/grade";
import { Anchor, Note } from "../../shared/domain/highlight";
import { SourceKind, SourceName } from "../../shared/domain/source";
import { Stance } from "../../shared/domain/stance";
import { TagColour, TagName, TagShortcut } from "../../shared/domain/tag";
import { ArticleId, ClaimId, HighlightId, SourceId, TagId } from "../../shared/ids";
import { normaliseName } from "../ids";
import type { Bound } from "./statement";
import { urlKey } from "./url-keys";

/** One field of an entity. Without `absent` the field is required: an entity that lacks it has no row. */
type Field = { readonly schema: z.ZodType; readonly absent?: FieldValue };
type Values<F> = {
  readonly [K in keyof F]: F[K] extends { readonly schema: infer S extends z.ZodType } ? z.output<S> : never;
};

/** How an entity of the change log becomes a row of its table. */
export type EntitySpec = {
  readonly table: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** The row's own columns; `id`, `is_deleted` and the times are the same for all. */
  readonly columns: (values: Readonly<Record<string, unknown>>) => Readonly<Record<string, Bound>>;
  /** Table of the tags that are put on it: members of a set, each a field `tag:<id>`. */
  readonly tags?: { readonly table: string; readonly owner: string };
  /** Full-text index over some of its columns. */
  readonly search?: { readonly table: string; readonly columns: readonly string[] };
  /** Its table has a `clock` column: that of its first change. */
  readonly hasClock?: true;
};

const required = <S extends z.ZodType>(schema: S) => ({ schema });
const optional = <S extends z.ZodType>(schema: S, absent: FieldValue) => ({ schema, absent });
const orNull = <S extends z.ZodType>(schema: S) => ({ schema: schema.nullable(), absent: null });

const define = <const F extends Readonly<Record<string, Field>>>(
  spec: Omit<EntitySpec, "fields" | "columns"> & {
    readonly fields: F;
    readonly columns: (values: Values<F>) => Readonly<Record<string, Bound>>;
  },
): EntitySpec => spec as unknown as EntitySpec;

const anyId = z.string().max(60);

/**
 * Every entity of the change log with its fields. A field that no change sets has its `absent` value, so a
 * creation writes only what differs from it; undoing the first change of a field writes the `absent` value.
 */
export const entities: Readonly<Record<Entity, EntitySpec>> = {
  project: define({
    table: "project",
    fields: { name: required(z.string().min(1).max(200)) },
    columns: (v) => ({ name: v.name }),
  }),
  analyst: define({
    table: "analysts",
    fields: { name: required(z.string().min(1).max(120)), initials: required(z.string().min(1).max(4)) },
    columns: (v) => ({ name: v.name, initials: v.initials }),
  }),
  source: define({
    table: "sources",
    fields: {
      name: required(SourceName),
      kind: optional(SourceKind, "other"),
      parentId: orNull(SourceId),
      url: optional(z.string().max(2000), ""),
      note: optional(z.string().max(20_000), ""),
      mergedInto: orNull(SourceId),
    },
    columns: (v) => ({
      name: v.name,
      name_key: normaliseName(v.name),
      kind: v.kind,
      parent_id: v.parentId,
      url: v.url,
      note: v.note,
      merged_into: v.mergedInto,
    }),
  }),
  rating: define({
    table: "ratings",
    fields: {
      sourceId: orNull(SourceId),
      articleId: orNull(ArticleId),
      /** Null takes an article's override back: from then on its source's letter is in force again. */
      reliability: orNull(Reliability),
      reason: optional(z.string().max(4000), ""),
      /** It is what was agreed on where others differ, and takes no part in agreement figures. Has no column. */
      isAgreed: optional(z.boolean(), false),
    },
    columns: (v) => ({
      source_id: v.sourceId,
      article_id: v.articleId,
      reliability: v.reliability,
      reason: v.reason,
    }),
    hasClock: true,
  }),
  article: define({
    table: "articles",
    fields: {
      title: required(ArticleTitle),
      sourceId: orNull(SourceId),
      byline: optional(z.string().max(1000), ""),
      publishedOn: orNull(CalendarDate),
      url: optional(z.string().max(4000), ""),
      language: optional(z.string().max(35), ""),
      /** The article whose text it replaces. */
      revisionOf: orNull(ArticleId),
      /** Somebody has looked at its metadata and found them right. */
      isReviewed: optional(z.boolean(), false),
    },
    columns: (v) => ({
      title: v.title,
      source_id: v.sourceId,
      byline: v.byline,
      published_on: v.publishedOn,
      url: v.url,
      language: v.language,
      revision_of: v.revisionOf,
      is_reviewed: v.isReviewed ? 1 : 0,
      url_key: urlKey(v.url),
    }),
    search: { table: "title_search", columns: ["title", "byline"] },
  }),
  tag: define({
    table: "tags",
    fields: {
      name: required(TagName),
      parentId: orNull(TagId),
      colour: optional(TagColour, "slate"),
      description: optional(z.string().max(4000), ""),
      shortcut: orNull(TagShortcut),
      position: optional(z.number(), 0),
      mergedInto: orNull(TagId),
    },
    columns: (v) => ({
      name: v.name,
      name_key: normaliseName(v.name),
      parent_id: v.parentId,
      colour: v.colour,
      description: v.description,
      shortcut: v.shortcut,
      position: v.position,
      merged_into: v.mergedInto,
    }),
  }),
  highlight: define({
    table: "highlights",
    fields: {
      articleId: required(ArticleId),
      anchor: required(Anchor),
      note: optional(Note, ""),
      /** Highlights of which this one is the agreed version. */
      settles: optional(z.array(HighlightId).max(100), []),
    },
    columns: (v) => ({
      article_id: v.articleId,
      start: v.anchor.start,
      end: v.anchor.end,
      quote: v.anchor.quote,
      prefix: v.anchor.prefix,
      suffix: v.anchor.suffix,
      note: v.note,
      settles: JSON.stringify(v.settles),
    }),
    tags: { table: "highlight_tags", owner: "highlight_id" },
  }),
  claim: define({
    table: "claims",
    fields: {
      statement: required(Statement),
      kind: optional(ClaimKind, "fact"),
      asserter: orNull(Asserter),
      eventDate: orNull(CalendarDate),
      likelihood: orNull(Likelihood),
      confidence: orNull(Confidence),
    },
    columns: (v) => ({
      statement: v.statement,
      kind: v.kind,
      asserter_source_id: v.asserter !== null && "sourceId" in v.asserter ? v.asserter.sourceId : null,
      asserter_description:
        v.asserter !== null && "description" in v.asserter ? v.asserter.description : null,
      event_date: v.eventDate,
      likelihood: v.likelihood,
      confidence: v.confidence,
    }),
    tags: { table: "claim_tags", owner: "claim_id" },
    search: { table: "claim_search", columns: ["statement"] },
  }),
  evidence: define({
    table: "evidence",
    fields: {
      claimId: required(ClaimId),
      highlightId: required(HighlightId),
      stance: required(Stance),
      credibility: orNull(Credibility),
      note: optional(EvidenceNote, ""),
    },
    columns: (v) => ({
      claim_id: v.claimId,
      highlight_id: v.highlightId,
      stance: v.stance,
      credibility: v.credibility,
      note: v.note,
    }),
  }),
};

/** The field that puts a tag on something. */
export const tagField = (tagId: string): string => `tag:${tagId}`;

const tagPrefix = "tag:";

/** The tag that a field puts on something; null when the field is another one. */
export const tagOfField = (field: string): string | null =>
  field.startsWith(tagPrefix) && anyId.safeParse(field).success ? field.slice(tagPrefix.length) : null;

const seenPrefix = "seen:";
const agreedPrefix = "agreed:";

/** The field that says of a change which lost a conflict, or is to be looked at, that somebody has seen to it. */
export const seenField = (change: string): string => `${seenPrefix}${change}`;

/** The field that says of the change which made a highlight that the analysts agreed to mark nothing there. */
export const agreedField = (change: string): string => `${agreedPrefix}${change}`;

/**
 * The change of which a field says what became of it, and what: that its conflict was settled, or that nothing is to be
 * marked where it made a highlight. Null when the field is another one.
 */
export const markOfField = (
  field: string,
): { readonly kind: "seen" | "agreed"; readonly change: string } | null => {
  if (field.startsWith(seenPrefix)) return { kind: "seen", change: field.slice(seenPrefix.length) };
  return field.startsWith(agreedPrefix) ? { kind: "agreed", change: field.slice(agreedPrefix.length) } : null;
};

/** Whether a field only says what was settled or agreed on: every entity may have it, it has no column, and it is no work. */
export const isMarkField = (field: string): boolean => markOfField(field) !== null;

/** What a field is when no change sets it; undefined where there is no such value (a required field). */
export const absentValue = (entity: Entity, field: string): FieldValue | undefined => {
  if (tagOfField(field) !== null || isMarkField(field)) return false;
  return entities[entity].fields[field]?.absent;
};
