import type { Database } from "better-sqlite3";
import type { ImportOutcome } from "../../shared/domain/article";
import { type AppError, fail } from "../../shared/errors";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { ParsedInputOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { countCodePoints } from "../../shared/text/offsets";
import { articleIdOf, sha256 } from "../ids";
import { fileNameOf, findFiles, readFileBytes } from "../import/import-files";
import type { ImportedArticle } from "../import/imported-article";
import { readPastedText, readTextFile } from "../import/text";
import { addArticles, getText, type NewArticle } from "../store/articles";
import { quoted } from "../store/change-log";
import type { Context, Jobs, Progress } from "./context";
import { requireWritable } from "./require";

/** A file that was read, or could not be; in the order in which files were given. */
type Read =
  | { readonly fileName: string; readonly article: ImportedArticle }
  | { readonly fileName: string; readonly error: AppError };

/** Name and version of the reader, kept with each original so that a later one can tell what it would do differently. */
const importer = "plain text 1";

/** What is read and waits to be stored is held in memory: beyond this many bytes it is stored as an edit of its own. */
const mostHeld = 256_000_000;

const newArticle = (article: ImportedArticle, sourceName?: string): NewArticle => ({
  text: article.text,
  blocks: article.blocks,
  metadata: {
    title: article.title,
    byline: article.byline,
    publishedOn: article.publishedOn,
    url: article.url,
    language: article.language,
    sourceName,
  },
  original: { bytes: article.original, fileName: article.fileName, mediaType: "text/plain" },
  importer,
  steps: article.steps,
});

const failed = ({ fileName, error }: { fileName: string; error: AppError }): ImportOutcome => ({
  fileName,
  outcome: "failed",
  articleId: null,
  title: "",
  publishedOn: null,
  characters: 0,
  remarks: error.advice === undefined ? [error.message] : [error.message, error.advice],
});

const labelOf = (articles: readonly ImportedArticle[]): string =>
  articles.length === 1 ? `Import ${quoted(articles[0]?.title ?? "")}` : `Import ${articles.length} articles`;

/** Those that the project does not have yet, each text once. */
const newOnes = (db: Database, articles: readonly ImportedArticle[]): ImportedArticle[] => {
  const seen = new Set<string>();
  return articles.filter(({ text }) => {
    const id = articleIdOf(sha256(text));
    if (seen.has(id) || getText(db, id).ok) return false;
    seen.add(id);
    return true;
  });
};

/** One import names one source, so a source that it makes gets one id, however many articles ask for it. */
const withOneSource = (context: Context): Context => {
  let id: string | null = null;
  return {
    ...context,
    newId: (prefix) => {
      if (prefix !== "src") return context.newId(prefix);
      id ??= context.newId(prefix);
      return id;
    },
  };
};

/** Stores what could be read, in one edit, and answers with what became of every file. */
const store = (context: Context, reads: readonly Read[], sourceName?: string): Result<ImportOutcome[]> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const articles = reads.flatMap((read) => ("article" in read ? [read.article] : []));
  const stored = addArticles(
    db.value,
    withOneSource(context),
    labelOf(newOnes(db.value, articles)),
    articles.map((article) => newArticle(article, sourceName)),
  );
  if (!stored.ok) return stored;
  const added = [...stored.value.added];
  return ok(
    reads.map((read): ImportOutcome => {
      if ("error" in read) return failed(read);
      const { article } = read;
      const { articleId, isNew } = added.shift() ?? { articleId: null, isNew: false };
      return {
        fileName: read.fileName,
        outcome: isNew ? "imported" : "already-there",
        articleId,
        title: article.title,
        publishedOn: article.publishedOn,
        characters: countCodePoints(article.text),
        remarks: isNew ? [...article.remarks] : ["this text is in the project already"],
      };
    }),
  );
};

const read = (fileName: string, bytes: Uint8Array): Read => {
  const article = readTextFile(bytes, fileName);
  return article.ok ? { fileName, article: article.value } : { fileName, error: article.error };
};

/** Imports files that came as bytes and names (dropped on the window), in one edit. */
export const importBytes = (
  context: Context,
  { files }: { readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[] },
): Result<ImportOutcome[]> =>
  store(
    context,
    files.map(({ name, bytes }) => read(fileNameOf(name), bytes)),
  );

/** Imports a pasted or typed text. */
export const createFromText = (
  context: Context,
  input: ParsedInputOf<StoreCalls["articles"]["createFromText"]>,
): Result<ImportOutcome> => {
  const { text, sourceName, ...known } = input;
  const article = readPastedText(text, known);
  if (!article.ok) return article;
  const outcomes = store(context, [{ fileName: "", article: article.value }], sourceName);
  if (!outcomes.ok) return outcomes;
  const outcome = outcomes.value[0];
  return outcome === undefined ? fail("invalid-input", "There is no text in it") : ok(outcome);
};

const readPath = (path: string): Read => {
  const fileName = fileNameOf(path);
  const bytes = readFileBytes(path);
  return bytes.ok ? read(fileName, bytes.value) : { fileName, error: bytes.error };
};

/**
 * Imports files and folders with all that is in them. Reading reports how far it is after every file and can be
 * cancelled until storing begins: then nothing of it is in the project. All that was read is stored in one edit
 * (beyond 256 MB, in one edit for each 256 MB). One outcome for each file; a failing file stops no other.
 */
export const importPaths = async (
  context: Context,
  { paths, sourceName }: Parameters<Jobs["importFiles"]>[0],
  progress: Progress,
): Promise<Result<ImportOutcome[]>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const found = findFiles(paths, context.path);
  if (!found.ok) return found;
  const files = found.value;
  const outcomes: ImportOutcome[] = [];
  let waiting: Read[] = [];
  let held = 0;
  for (const [at, { path, problem }] of files.entries()) {
    if ((await progress(at, files.length)) === "cancelled")
      return fail(
        "cancelled",
        "The import was cancelled",
        outcomes.length > 0 ? "What was stored before can be undone." : "Nothing was imported.",
      );
    const one: Read =
      problem === null
        ? readPath(path)
        : { fileName: fileNameOf(path), error: { kind: "file-unreadable", message: problem } };
    waiting.push(one);
    if ("article" in one) held += one.article.original.length + 2 * one.article.text.length;
    if (held < mostHeld && at < files.length - 1) continue;
    const stored = store(context, waiting, sourceName);
    if (!stored.ok) return stored;
    outcomes.push(...stored.value);
    waiting = [];
    held = 0;
  }
  await progress(files.length, files.length);
  return ok(outcomes);
};
