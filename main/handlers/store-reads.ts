import type { ImportOutcome } from "../../shared/domain/article";
import { err, ok, type Result } from "../../shared/result";
import { type AddedArticle, addArticles } from "../store/add-articles";
import { quoted } from "../store/change-log";
import { checkArticle } from "../store/new-article";
import { errorOfSqlite } from "../store/statement";
import type { Context } from "./context";
import { addedOutcome, tableOutcome, unstoredOutcome } from "./import-outcomes";
import { type Given, type Prepared, prepareArticle } from "./prepare-article";
import type { Read } from "./read-in-order";
import { requireWritable } from "./require";

/** Names what is new of a batch. */
const labelOf = (articles: readonly Prepared[], added: readonly Pick<AddedArticle, "outcome">[]): string => {
  const isNew = (_: Prepared, at: number) => added[at]?.outcome !== "known";
  const [first, ...others] = articles.filter(isNew);
  const verb = added.every(({ outcome }) => outcome === "revision") ? "Revise" : "Import";
  return others.length === 0
    ? `${verb} ${quoted(first?.article.metadata.title ?? "")}`
    : `Import ${others.length + 1} articles`;
};

const storeAll = (context: Context, reads: readonly Read[], given: Given): Result<ImportOutcome[]> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const prepared = reads.map((read) =>
    read.kind === "article" ? prepareArticle(db.value, read, given) : null,
  );
  // The store takes all of them or none: one that is broken must not cost the others their place.
  const fits = prepared.map((one) => (one === null ? ok(undefined) : checkArticle(one.article)));
  const articles = prepared.filter((one, at): one is Prepared => one !== null && fits[at]?.ok === true);
  const stored = addArticles(
    db.value,
    context,
    (added) => labelOf(articles, added),
    articles.map(({ article }) => article),
  );
  if (!stored.ok) return stored;
  const added = stored.value.added[Symbol.iterator]();
  return ok(
    reads.map((read, at): ImportOutcome => {
      const [article, fit] = [prepared[at], fits[at]];
      if (read.kind === "table") return tableOutcome(read);
      if (read.kind === "failed") return unstoredOutcome(read, read.error);
      if (fit?.ok === false) return unstoredOutcome(read, fit.error);
      const one: AddedArticle | undefined = added.next().value;
      if (article == null || one === undefined) throw new Error("an article without an answer");
      return addedOutcome(db.value, read.fileName, read.article, article, one);
    }),
  );
};

/** Stores what was read in one edit, and answers with what became of every file; when that fails nothing is stored. */
export const storeReads = (
  context: Context,
  reads: readonly Read[],
  given: Given,
): Result<ImportOutcome[]> => {
  try {
    return storeAll(context, reads, given);
  } catch (thrown) {
    const error = errorOfSqlite(thrown);
    if (error === null) throw thrown;
    return err(error);
  }
};
