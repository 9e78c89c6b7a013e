import type { AppError } from "../../shared/errors";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { type Draft, finishArticle } from "./finish-article";
import type { FileContent, ImportedArticle, Known } from "./imported-article";

/** Finishes every article of a file. One that fails is told with its reason; only when all fail does the file. */
export const finishDrafts = (drafts: readonly Draft[], known: Known): Result<FileContent> => {
  const articles: ImportedArticle[] = [];
  const unread: { part: string; error: AppError }[] = [];
  for (const draft of drafts) {
    const article = finishArticle(draft, known);
    if (article.ok) articles.push(article.value);
    else unread.push({ part: draft.part ?? "", error: article.error });
  }
  const first = unread[0];
  if (articles.length > 0) return ok({ kind: "articles", articles, unread });
  return first === undefined
    ? fail("invalid-input", "There is no text in it")
    : { ok: false, error: first.error };
};
