import type { ColumnMap, ImportOutcome } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import type { ArticleId, EditId } from "../../shared/ids";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { ParsedInputOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { fileNameOf, findFiles, readFileBytes } from "../import/import-files";
import type { Known } from "../import/imported-article";
import { quoted } from "../store/change-log";
import { getColumnMaps, setColumnMap } from "../store/column-maps";
import { firstFindings } from "../store/provenance";
import { rehearse } from "../store/rehearse";
import { replaceText } from "../store/replace-text";
import type { Context, Jobs, NamedColumns, Progress } from "./context";
import { type AskingTable, type Imported, importAll } from "./import-all";
import { metadataOf, typedBy, typedProposals } from "./imported-metadata";
import { readOriginal } from "./originals";
import { givenMetadata, prepareArticle } from "./prepare-article";
import { type FileToRead, type Read, readInOrder } from "./read-in-order";
import { requireWritable } from "./require";
import { storeReads } from "./store-reads";

type Columns = Readonly<Record<string, ColumnMap>>;

/** What is known of tables, without those that ask: they are told by asking again. */
const withoutAsking = (known: Columns, columns: NamedColumns | undefined): Columns =>
  Object.fromEntries(Object.entries(known).filter(([key]) => key !== columns?.key));

/**
 * Imports files that came as bytes and names (dropped on the window), in one edit for each batch. With `columns` it reads
 * only the tables among them that ask for those.
 */
export const importBytes = async (
  context: Context,
  { files, columns }: ParsedInputOf<StoreCalls["articles"]["createFromFiles"]>,
): Promise<Result<ImportOutcome[]>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  if (columns !== undefined) setColumnMap(db.value, columns.key, columns.map);
  const known = withoutAsking(getColumnMaps(db.value), columns);
  const toRead = files.map(({ name, bytes }) => ({
    known: { fileName: fileNameOf(name), columns: known },
    bytes: () => ok(bytes),
    path: "",
  }));
  const imported = await importAll(context, toRead, files.length, { columns });
  return imported.ok ? ok(imported.value.outcomes) : imported;
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
  const files = [{ known, bytes: () => ok(bytes), path: "" }];
  const imported = await importAll(context, files, 1, { given: { sourceName } });
  if (!imported.ok) return imported;
  const [outcome] = imported.value.outcomes;
  if (outcome === undefined) return fail("invalid-input", "There is no text in it");
  const [problem, advice] = outcome.remarks;
  return outcome.outcome === "failed" && problem !== undefined
    ? fail("invalid-input", problem, advice)
    : ok(outcome);
};

function* fromDisk(
  found: readonly { readonly path: string; readonly problem: string | null }[],
  columns: Columns,
): Generator<FileToRead> {
  for (const { path, problem } of found)
    yield {
      known: { fileName: fileNameOf(path), columns },
      bytes: () => (problem === null ? readFileBytes(path) : fail("file-unreadable", problem)),
      path,
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
): Promise<Result<Imported>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  context.guest.wake();
  const found = findFiles(paths, context.path);
  if (!found.ok) return found;
  const files = fromDisk(found.value, { ...getColumnMaps(db.value), ...columns });
  const run = () => importAll(context, files, found.value.length, { given: { sourceName }, progress });
  return isDryRun ? rehearse(db.value, run) : run();
};

/** Reads tables that asked for the names of their columns again, now that those have some; the names are remembered. */
export const importTables = async (
  context: Context,
  columns: NamedColumns,
  asked: readonly AskingTable[],
  progress: Progress,
): Promise<Result<Imported>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  setColumnMap(db.value, columns.key, columns.map);
  const paths = asked.filter(({ key }) => key === columns.key).map(({ path }) => path);
  const found = findFiles([...new Set(paths)], context.path);
  if (!found.ok) return found;
  const files = fromDisk(found.value, withoutAsking(getColumnMaps(db.value), columns));
  return importAll(context, files, found.value.length, { progress, columns });
};

/** Reads one file that holds a newer or better copy of an article, and makes it the article's next revision. */
export const reviseArticle = async (
  context: Context,
  { articleId, path }: Parameters<Jobs["revise"]>[0],
): Promise<Result<ImportOutcome>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
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
  // Now, not before: somebody may have worked on the article while its file was read.
  const inherited = givenMetadata(db.value, context, articleId);
  if (!inherited.ok) return inherited;
  const outcomes = storeReads(context, [read], { revisionOf: articleId, inherited: inherited.value });
  if (!outcomes.ok) return outcomes;
  const [outcome] = outcomes.value;
  const [problem, advice] = outcome?.remarks ?? [];
  if (outcome?.outcome === "failed" && problem !== undefined) return fail("invalid-input", problem, advice);
  return outcome === undefined ? fail("invalid-input", "There is no text in it") : ok(outcome);
};

/**
 * Reads an article's original again with another encoding, and puts the text that results in its place. What the article
 * has been given stays; only a title that is still the one of the reading before gives way to the new one.
 */
export const redecode = async (
  context: Context,
  { id, encoding }: ParsedInputOf<StoreCalls["articles"]["redecode"]>,
): Promise<Result<{ edit: EditId | null; articleId: ArticleId }>> => {
  const before = requireWritable(context);
  if (!before.ok) return before;
  const original = await readOriginal(context, { articleId: id });
  if (!original.ok) return original;
  const { bytes, capture } = original.value;
  const { fileName, part } = capture;
  const known = { fileName, encoding, columns: getColumnMaps(before.value) };
  const content = await context.guest.read(bytes, known);
  if (!content.ok) return content;
  // The project may have been moved, and the article worked on, while the file was read.
  const db = requireWritable(context);
  if (!db.ok) return db;
  const given = givenMetadata(db.value, context, id);
  if (!given.ok) return given;
  const article =
    content.value.kind === "articles" ? content.value.articles.find((one) => one.part === part) : undefined;
  if (article === undefined)
    return fail(
      "invalid-input",
      `Nothing of ${quoted(given.value.title)} can be read with this encoding.`,
      "Choose another one.",
    );
  const read = { kind: "article", fileName, bytes, article, isOnlyOne: part === "" } as const;
  const proposed = firstFindings(db.value, id).proposals.filter(({ from }) => from !== typedBy);
  const isTitleOfReading = given.value.title === metadataOf(proposed, fileName).title;
  const title = isTitleOfReading ? metadataOf(article.proposals, fileName).title : given.value.title;
  return replaceText(db.value, context, id, {
    ...prepareArticle(db.value, read, {}).article,
    metadata: { ...given.value, title },
  });
};
