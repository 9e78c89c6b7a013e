import type { Database } from "better-sqlite3";
import { z } from "zod";
import { type ArticleMetadata, Block } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import { ArticleId, type EditId, SourceId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { articleIdOf, sha256 } from "../ids";
import { type Actor, createEntity, quoted, setFields, writeEdit } from "./change-log";
import { checkArticle, factWriter, type NewArticle } from "./new-article";
import { getOriginal } from "./originals";
import { firstFindings } from "./provenance";
import { putBack } from "./put-back";
import { descendsFrom, revisionLines } from "./revision-lines";
import { sourceNamer } from "./source-names";
import { exists, first, transact } from "./statement";

const Row = z.object({
  title: z.string(),
  sourceId: SourceId.nullable(),
  byline: z.string(),
  publishedOn: z.string().nullable(),
  url: z.string(),
  language: z.string(),
  isReviewed: z.number(),
  revisionOf: ArticleId.nullable(),
});
type Row = z.infer<typeof Row>;

const liveArticle = (db: Database, id: ArticleId): Result<Row> => {
  const row = first(
    db,
    Row,
    `SELECT title, source_id AS sourceId, byline, published_on AS publishedOn, url, language,
       is_reviewed AS isReviewed, revision_of AS revisionOf FROM articles WHERE id = ? AND is_deleted = 0`,
    id,
  );
  return row === undefined ? fail("not-found", "This article is not in the project.") : ok(row);
};

/** Why an article's text may not be replaced by another one, in words. */
const checkReplaceable = (db: Database, id: ArticleId, title: string): Result<undefined> => {
  const name = quoted(title);
  if (exists(db, "SELECT 1 FROM highlights WHERE article_id = ? AND is_deleted = 0", id))
    return fail(
      "conflict",
      `Something is highlighted in ${name}, so its text stays as it is.`,
      "Remove the highlights first, or import the text that you want as a revision.",
    );
  if (!revisionLines(db).isNewest(id))
    return fail("conflict", `${name} has a newer revision.`, "Change the text of that one instead.");
  // The override would stay behind on the text that goes.
  if (
    exists(
      db,
      "SELECT 1 FROM ratings WHERE article_id = ? AND is_deleted = 0 AND reliability IS NOT NULL",
      id,
    )
  )
    return fail(
      "conflict",
      `${name} has a rating of its own, which belongs to the text as it is.`,
      "Import the text that you want as a revision.",
    );
  return ok(undefined);
};

const ArrivalRow = z.object({ importedAt: z.string(), analyst: z.string() });
const firstArrival =
  "SELECT imported_at AS importedAt, analyst FROM captures WHERE article_id = ? ORDER BY imported_at, rowid LIMIT 1";

type Replaced = { readonly edit: EditId | null; readonly articleId: ArticleId };

/**
 * Puts a better reading of the same original in the place of an article's text, in one edit: the new text comes in
 * as an article of its own with `article.metadata`, takes over the old one's place among revisions, and the old one goes.
 * Its original came in when it did, by whom it did: the article keeps its place in lists, and history says who changed it.
 * Refused in words once something is highlighted, when a revision replaces it, or when the text is there already.
 */
export const replaceText = (
  db: Database,
  actor: Actor,
  oldId: ArticleId,
  article: NewArticle,
  label?: string,
): Result<Replaced> => {
  const old = liveArticle(db, oldId);
  if (!old.ok) return old;
  const isFit = checkArticle(article);
  if (!isFit.ok) return isFit;
  const isFree = checkReplaceable(db, oldId, old.value.title);
  if (!isFree.ok) return isFree;
  const digest = sha256(article.text);
  const id = articleIdOf(digest);
  if (id === oldId) return fail("conflict", "The text would be the same.");
  if (exists(db, "SELECT 1 FROM articles WHERE id = ? AND is_deleted = 0", id))
    return fail("conflict", "An article with this text is in the project already.", "Open that one instead.");
  const { sourceName, sourceId = null, ...fields } = article.metadata;
  const before = revisionLines(db).before(oldId);
  const revisionOf = before !== null && descendsFrom(db, before, id) ? null : before;
  return transact(db, () => {
    const facts = factWriter(db, actor);
    if (!exists(db, "SELECT 1 FROM article_texts WHERE id = ?", id)) facts.addText(id, digest, article);
    facts.addCapture(id, article, first(db, ArrivalRow, firstArrival, oldId));
    facts.finish();
    const source = (sourceName ?? "").trim() === "" ? null : sourceNamer(db, actor)(sourceName ?? "");
    const edit = writeEdit(db, actor, label ?? `Change the text of ${quoted(old.value.title)}`, [
      ...(source?.writes ?? []),
      ...createEntity("article", id, {
        ...fields,
        sourceId: source?.id ?? sourceId,
        revisionOf,
        isReviewed: article.isReviewed,
      }),
      ...setFields("article", oldId, { deleted: true }),
    ]);
    return ok({ edit, articleId: id });
  });
};

const TextRow = z.object({ text: z.string(), blocks: z.string() });
const CaptureRow = z.object({
  original: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  importer: z.string(),
  steps: z.string(),
  part: z.string(),
});

/** The capture that `firstFindings` speaks of. */
const firstCapture = `SELECT original, file_name AS fileName, media_type AS mediaType, importer, steps, part FROM captures
  WHERE article_id = ? ORDER BY findings = '{}', imported_at, rowid LIMIT 1`;

/** Puts a piece that was set aside back into the text, as a paragraph of its own at its place. See `replaceText`. */
export const restoreAside = (db: Database, actor: Actor, id: ArticleId, aside: number): Result<Replaced> => {
  const old = liveArticle(db, id);
  if (!old.ok) return old;
  const body = first(db, TextRow, "SELECT text, blocks FROM article_texts WHERE id = ?", id);
  const capture = first(db, CaptureRow, firstCapture, id);
  const { part: _, ...findings } = firstFindings(db, id);
  const piece = findings.asides[aside];
  const bytes = capture === undefined ? undefined : getOriginal(db, capture.original);
  if (body === undefined || capture === undefined || piece === undefined || bytes === undefined)
    return fail("not-found", "This piece was not set aside from the article.");
  const { title, isReviewed, revisionOf, ...metadata } = old.value;
  const doubts: NewArticle["findings"]["doubts"] = [];
  const built = putBack(
    {
      text: body.text,
      blocks: z.array(Block).parse(JSON.parse(body.blocks)),
      asides: findings.asides,
      pages: findings.pages,
    },
    aside,
  );
  const article: NewArticle = {
    text: built.text,
    blocks: built.blocks,
    metadata: { ...metadata, title } satisfies ArticleMetadata,
    isReviewed: isReviewed === 1,
    revisionOf,
    isOnlyOne: false,
    original: { bytes, fileName: capture.fileName, mediaType: capture.mediaType },
    part: capture.part,
    importer: capture.importer,
    steps: [...z.array(z.string()).parse(JSON.parse(capture.steps)), `put back ${quoted(piece.text)}`],
    findings: { ...findings, doubts, asides: built.asides, pages: built.pages },
  };
  return replaceText(db, actor, id, article, `Put back ${quoted(piece.text)} in ${quoted(title)}`);
};
