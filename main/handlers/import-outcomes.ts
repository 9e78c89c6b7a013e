import type { Database } from "better-sqlite3";
import type { ImportOutcome } from "../../shared/domain/article";
import type { AppError } from "../../shared/errors";
import { countCodePoints } from "../../shared/text/offsets";
import type { ImportedArticle } from "../import/imported-article";
import type { AddedArticle } from "../store/add-articles";
import { titleOf } from "../store/article-titles";
import { quoted } from "../store/change-log";
import type { Prepared } from "./prepare-article";
import type { Read } from "./read-in-order";

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

/** A file, or a part of one, of which nothing came in. */
const failedOutcome = (fileName: string, error: AppError, part = ""): ImportOutcome => ({
  ...nothing,
  fileName,
  part,
  outcome: "failed",
  remarks: error.advice === undefined ? [error.message] : [error.message, error.advice],
});

/** A table that asks which of its columns is which. */
export const tableOutcome = ({ fileName, table }: Extract<Read, { kind: "table" }>): ImportOutcome => ({
  ...nothing,
  fileName,
  outcome: "needs-columns",
  remarks: ["its columns have no names that Assay knows: say which one holds the text"],
  table,
});

/** Something that was read and could not be stored. */
export const unstoredOutcome = (read: Read, error: AppError): ImportOutcome => {
  if (read.kind === "failed") return failedOutcome(read.fileName, read.error, read.part);
  return failedOutcome(read.fileName, error, read.kind === "article" ? read.article.part : "");
};

/** The last line of an import that did not come to its end: no file's, so it has no name. */
export const leftOutcome = (why: "cancelled" | "broken off", left: number): ImportOutcome => ({
  ...nothing,
  fileName: "",
  outcome: "failed",
  remarks: [
    `The import was ${why}: ${left} ${left === 1 ? "file was" : "files were"} not read. What was read before is kept.`,
  ],
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

const remarksOf = (db: Database, added: AddedArticle): string[] => {
  const { outcome, carried, waiting, olderThan } = added;
  const remark = words[outcome];
  const newer = olderThan === null ? null : titleOf(db, olderThan);
  return [
    ...(remark === null ? [] : [remark]),
    ...(newer?.ok === true
      ? [`an older copy of ${quoted(newer.value)}, so it is kept as an article of its own`]
      : []),
    ...(carried + waiting === 0 ? [] : [`${carried} of ${carried + waiting} highlights carried over`]),
  ];
};

/** An article that came in, or that was there. */
export const addedOutcome = (
  db: Database,
  fileName: string,
  article: ImportedArticle,
  { article: { metadata }, source }: Prepared,
  added: AddedArticle,
): ImportOutcome => ({
  fileName,
  part: article.part,
  outcome: outcomeOf(added),
  articleId: added.articleId,
  title: metadata.title,
  publishedOn: metadata.publishedOn,
  source,
  characters: countCodePoints(article.text),
  steps: article.steps,
  remarks: [...remarksOf(db, added), ...article.remarks],
  proposals: article.proposals,
  revisionOf: added.revisionOf,
  table: null,
});
