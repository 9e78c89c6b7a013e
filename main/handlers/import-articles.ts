import type { Database } from "better-sqlite3";
import type { ArticleMetadata, ColumnMap, ImportOutcome } from "../../shared/domain/article";
import { type AppError, fail } from "../../shared/errors";
import type { ArticleId, EditId } from "../../shared/ids";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { ParsedInputOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { countCodePoints } from "../../shared/text/offsets";
import { fileNameOf, findFiles, readFileBytes } from "../import/import-files";
import type { ImportedArticle, Known } from "../import/imported-article";
import { type AddedArticle, addArticles } from "../store/add-articles";
import { getArticle } from "../store/articles";
import { quoted } from "../store/change-log";
import { getColumnMaps, setColumnMap } from "../store/column-maps";
import { matchSource } from "../store/match-source";
import type { NewArticle } from "../store/new-article";
import { rehearse } from "../store/rehearse";
import { replaceText } from "../store/replace-text";
import type { Context, Jobs, Progress } from "./context";
import { type Filled, metadataOf, typedProposals } from "./imported-metadata";
import { readOriginal } from "./originals";
import { type FileToRead, type Read, readInOrder } from "./read-in-order";
import { requireProject, requireWritable } from "./require";

/** What was read is stored, as an edit of its own, when this much of it waits. */
const mostWaiting = { articles: 500, bytes: 64_000_000 };

/** Between two reports of progress, in milliseconds; a few files are reported one by one. */
const progressPause = 50;
const fewFiles = 100;

type Inherited = Filled & Pick<ArticleMetadata, "sourceId">;

type Given = {
  /** Who published all of it, in the words of the person who imports. */
  readonly sourceName?: string | undefined;
  readonly revisionOf?: ArticleId | undefined;
  /** What the article has been given so far, where its file says nothing. */
  readonly inherited?: Inherited | undefined;
};

const inheritedOf = (db: Database, { analyst }: Context, id: ArticleId): Result<Inherited> => {
  const article = getArticle(db, analyst.id, id);
  if (!article.ok) return article;
  const { title, byline, publishedOn, url, language, sourceId } = article.value;
  return ok({ title, byline, publishedOn, url, language, sourceId });
};

/** An article as the store takes it, and the name of the source that was filled in. */
type Prepared = { readonly article: NewArticle; readonly source: string };

const prepare = (
  db: Database,
  { fileName, bytes, article, isOnlyOne }: Extract<Read, { kind: "article" }>,
  { sourceName, revisionOf, inherited }: Given,
): Prepared => {
  const { text, blocks, part, mediaType, importer, steps } = article;
  const { proposals, doubts, asides, pages, encoding } = article;
  const own = metadataOf(article, fileName);
  // Names in the running text are mentions: only what the document states of itself points to its source.
  const stated = proposals.filter(({ strength }) => strength === "stated");
  const matched = sourceName === undefined ? matchSource(db, stated) : null;
  const prepared: NewArticle = {
    text,
    blocks,
    metadata: {
      title: doubts.includes("title") && inherited !== undefined ? inherited.title : own.title,
      byline: own.byline || (inherited?.byline ?? ""),
      publishedOn: own.publishedOn ?? inherited?.publishedOn ?? null,
      url: own.url || (inherited?.url ?? ""),
      language: own.language || (inherited?.language ?? ""),
      sourceName,
      sourceId: matched?.id ?? inherited?.sourceId ?? null,
    },
    isReviewed: false,
    revisionOf: revisionOf ?? "find",
    original: { bytes, fileName, mediaType },
    isOnlyOne,
    part,
    importer,
    steps,
    findings: { proposals, doubts, asides, pages, encoding },
  };
  return { article: prepared, source: sourceName ?? matched?.name ?? "" };
};

const nothing: Omit<ImportOutcome, "fileName" | "outcome" | "remarks"> = {
  part: "",
  articleId: null,
  title: "",
  publishedOn: null,
  source: "",
  characters: 0,
  steps: [],
  proposals: [],
  revisionOf: null,
  table: null,
};

/** A file of which nothing came in. */
const failedOutcome = (fileName: string, error: AppError, part = ""): ImportOutcome => ({
  ...nothing,
  fileName,
  part,
  outcome: "failed",
  remarks: error.advice === undefined ? [error.message] : [error.message, error.advice],
});

const words: Readonly<Record<AddedArticle["outcome"], string | null>> = {
  new: null,
  known: "this text is in the project already",
  returned: "this text was in the project before and is back",
  revision: null,
};

const outcomeOf = ({ outcome, gaps }: AddedArticle): ImportOutcome["outcome"] => {
  if (outcome === "known") return "already-there";
  if (outcome === "revision") return "revision";
  return gaps.length > 0 ? "needs-look" : "imported";
};

const addedOutcome = (
  fileName: string,
  article: ImportedArticle,
  { article: { metadata }, source }: Prepared,
  added: AddedArticle,
): ImportOutcome => {
  const remark = words[added.outcome];
  const carried =
    added.carried + added.waiting === 0
      ? []
      : [`${added.carried} of ${added.carried + added.waiting} highlights carried over`];
  return {
    fileName,
    part: article.part,
    outcome: outcomeOf(added),
    articleId: added.articleId,
    title: metadata.title,
    publishedOn: metadata.publishedOn,
    source,
    characters: countCodePoints(article.text),
    steps: article.steps,
    remarks: [...(remark === null ? [] : [remark]), ...carried, ...article.remarks],
    proposals: article.proposals,
    revisionOf: added.revisionOf,
    table: null,
  };
};

/** Names what is new of a batch. */
const labelOf = (articles: readonly Prepared[], added: readonly Pick<AddedArticle, "outcome">[]): string => {
  const isNew = (_: Prepared, at: number) => added[at]?.outcome !== "known";
  const [first, ...others] = articles.filter(isNew);
  const verb = added.every(({ outcome }) => outcome === "revision") ? "Revise" : "Import";
  return others.length === 0
    ? `${verb} ${quoted(first?.article.metadata.title ?? "")}`
    : `Import ${others.length + 1} articles`;
};

/** Stores what was read in one edit, and answers with what became of every file. */
const store = (context: Context, reads: readonly Read[], given: Given): Result<ImportOutcome[]> => {
  const db = requireProject(context);
  if (!db.ok) return db;
  const articles = reads.flatMap((read) => (read.kind === "article" ? [prepare(db.value, read, given)] : []));
  const stored = addArticles(
    db.value,
    context,
    (added) => labelOf(articles, added),
    articles.map(({ article }) => article),
  );
  if (!stored.ok) return stored;
  let at = -1;
  return ok(
    reads.map((read): ImportOutcome => {
      if (read.kind === "failed") return failedOutcome(read.fileName, read.error, read.part);
      if (read.kind === "table")
        return {
          ...nothing,
          fileName: read.fileName,
          outcome: "needs-columns",
          remarks: ["its columns have no names that Assay knows: say which one holds the text"],
          table: read.table,
        };
      at += 1;
      const [article, added] = [articles[at], stored.value.added[at]];
      if (article === undefined || added === undefined) throw new Error("an article without an answer");
      return addedOutcome(read.fileName, read.article, article, added);
    }),
  );
};

const sizeOf = (read: Read): number =>
  read.kind === "article" ? read.bytes.length + 2 * read.article.text.length : 0;

const cancelled = (left: number): ImportOutcome => ({
  ...nothing,
  fileName: "",
  outcome: "failed",
  remarks: [
    `The import was cancelled: ${left} ${left === 1 ? "file was" : "files were"} not read. What was read before is kept.`,
  ],
});

/** Reads files and stores them in batches. Cancelled between two of them, it keeps what was read. */
const importAll = async (
  context: Context,
  files: Iterable<FileToRead>,
  total: number,
  given: Given,
  progress: Progress,
): Promise<Result<ImportOutcome[]>> => {
  const outcomes: ImportOutcome[] = [];
  let waiting: Read[] = [];
  let held = 0;
  let done = 0;
  let told = 0;
  const storeWaiting = (): Result<undefined> => {
    const stored = store(context, waiting, given);
    if (!stored.ok) return stored;
    for (const outcome of stored.value) outcomes.push(outcome);
    waiting = [];
    held = 0;
    return ok(undefined);
  };
  await progress(0, total);
  const reads = readInOrder(context.guest, files, () => {
    done += 1;
  });
  for await (const read of reads) {
    waiting.push(read);
    held += sizeOf(read);
    if (waiting.length >= mostWaiting.articles || held >= mostWaiting.bytes) {
      await context.guest.handed();
      const stored = storeWaiting();
      if (!stored.ok) return stored;
    }
    if (total > fewFiles && Date.now() - told < progressPause) continue;
    told = Date.now();
    if ((await progress(Math.min(done, total), total)) === "go-on" || done >= total) continue;
    const stored = storeWaiting();
    return stored.ok ? ok([...outcomes, cancelled(total - done)]) : stored;
  }
  const stored = storeWaiting();
  if (!stored.ok) return stored;
  await progress(total, total);
  return ok(outcomes);
};

const goOn: Progress = () => Promise.resolve("go-on");

/** Imports files that came as bytes and names (dropped on the window), in one edit for each batch. */
export const importBytes = async (
  context: Context,
  { files, columns }: ParsedInputOf<StoreCalls["articles"]["createFromFiles"]>,
): Promise<Result<ImportOutcome[]>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  if (columns !== undefined) setColumnMap(db.value, columns.key, columns.map);
  const known = getColumnMaps(db.value);
  const toRead = files.map(({ name, bytes }) => ({
    known: { fileName: fileNameOf(name), columns: known },
    bytes: () => ok(bytes),
  }));
  return importAll(context, toRead, files.length, {}, goOn);
};

/** Imports a pasted or typed text. With `html` it is read as the web page's fragment that it was copied from. */
export const createFromText = async (
  context: Context,
  input: ParsedInputOf<StoreCalls["articles"]["createFromText"]>,
): Promise<Result<ImportOutcome>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const { text, html, sourceName, ...typed } = input;
  const bytes = new Uint8Array(Buffer.from(html ?? text, "utf8"));
  const known: Known = {
    fileName: "",
    format: html === undefined ? "text" : "html",
    proposals: typedProposals(typed),
    encoding: "utf-8",
  };
  const outcomes = await importAll(context, [{ known, bytes: () => ok(bytes) }], 1, { sourceName }, goOn);
  if (!outcomes.ok) return outcomes;
  const outcome = outcomes.value[0];
  if (outcome === undefined) return fail("invalid-input", "There is no text in it");
  const [problem, advice] = outcome.remarks;
  return outcome.outcome === "failed" && problem !== undefined
    ? fail("invalid-input", problem, advice)
    : ok(outcome);
};

function* fromDisk(
  found: readonly { readonly path: string; readonly problem: string | null }[],
  columns: Readonly<Record<string, ColumnMap>>,
): Generator<FileToRead> {
  for (const { path, problem } of found)
    yield {
      known: { fileName: fileNameOf(path), columns },
      bytes: () => (problem === null ? readFileBytes(path) : fail("file-unreadable", problem)),
    };
}

/**
 * Imports files and folders with all that is in them. What was read is stored in batches, each an edit of its own, and
 * is kept when the import is cancelled. One outcome for each article or file; a failing file stops no other.
 */
export const importPaths = async (
  context: Context,
  { paths, sourceName, columns, isDryRun = false }: Parameters<Jobs["importFiles"]>[0],
  progress: Progress,
): Promise<Result<ImportOutcome[]>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const found = findFiles(paths, context.path);
  if (!found.ok) return found;
  const known = { ...getColumnMaps(db.value), ...columns };
  const run = () =>
    importAll(context, fromDisk(found.value, known), found.value.length, { sourceName }, progress);
  return isDryRun ? rehearse(db.value, run) : run();
};

/** Reads one file that holds a newer or better copy of an article, and makes it the article's next revision. */
export const reviseArticle = async (
  context: Context,
  { articleId, path }: Parameters<Jobs["revise"]>[0],
): Promise<Result<ImportOutcome>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const inherited = inheritedOf(db.value, context, articleId);
  if (!inherited.ok) return inherited;
  const found = findFiles([path], context.path);
  if (!found.ok) return found;
  const reads: Read[] = [];
  for await (const read of readInOrder(context.guest, fromDisk(found.value, getColumnMaps(db.value))))
    reads.push(read);
  const [read] = reads;
  if (read?.kind === "failed") return { ok: false, error: read.error };
  if (read?.kind !== "article" || reads.length > 1)
    return fail(
      "invalid-input",
      `“${fileNameOf(path)}” does not hold one article`,
      "Choose a file with the new text of this article alone.",
    );
  const outcomes = store(context, [read], { revisionOf: articleId, inherited: inherited.value });
  if (!outcomes.ok) return outcomes;
  const [outcome] = outcomes.value;
  return outcome === undefined ? fail("invalid-input", "There is no text in it") : ok(outcome);
};

/** Reads an article's original again with another encoding, and puts the text that results in its place. */
export const redecode = async (
  context: Context,
  { id, encoding }: ParsedInputOf<StoreCalls["articles"]["redecode"]>,
): Promise<Result<{ edit: EditId | null; articleId: ArticleId }>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const inherited = inheritedOf(db.value, context, id);
  if (!inherited.ok) return inherited;
  const original = await readOriginal(context, { articleId: id });
  if (!original.ok) return original;
  const { bytes, capture } = original.value;
  const { fileName, part } = capture;
  const content = await context.guest.read(bytes, { fileName, encoding, columns: getColumnMaps(db.value) });
  if (!content.ok) return content;
  const article =
    content.value.kind === "articles" ? content.value.articles.find((one) => one.part === part) : undefined;
  if (article === undefined)
    return fail(
      "invalid-input",
      `Nothing of ${quoted(inherited.value.title)} can be read with this encoding.`,
      "Choose another one.",
    );
  const read = {
    kind: "article",
    fileName,
    bytes,
    article,
    isOnlyOne: part === "",
  } as const;
  return replaceText(db.value, context, id, prepare(db.value, read, { inherited: inherited.value }).article);
};
