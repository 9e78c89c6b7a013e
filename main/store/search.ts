import type { Database } from "better-sqlite3";
import { z } from "zod";
import { all, first } from "./statement";

/** The words of what somebody typed, as the index cuts them: letters, digits and the marks on them. */
const wordsOf = (text: string): string[] => [
  ...new Set(text.toLowerCase().match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []),
];

/** Puts a word into an FTS5 query as a string, so that nothing typed can be read as an operator. */
const asString = (word: string): string => `"${word.replaceAll('"', '""')}"`;

/** An FTS5 query for all of the words, each as a beginning, so that any may be half typed; null when there is no word in the text. */
const allWords = (text: string): string | null => {
  const words = wordsOf(text);
  return words.length === 0 ? null : words.map((word) => `${asString(word)}*`).join(" AND ");
};

/** An FTS5 query for any of the words; null when there is none. Long texts are cut to their first words. */
export const anyWord = (text: string): string | null => {
  const words = wordsOf(text).slice(0, 80);
  return words.length === 0 ? null : words.map(asString).join(" OR ");
};

const Id = z.object({ id: z.string() });

/** Articles whose text, or whose title and byline, hold all the words. */
export const searchArticles = (
  db: Database,
  search: string,
): { readonly ids: ReadonlySet<string>; readonly match: string | null } => {
  const match = allWords(search);
  if (match === null) return { ids: new Set(), match };
  const texts =
    "SELECT id FROM article_search JOIN article_texts ON n = article_search.rowid WHERE article_search MATCH ?";
  const titles =
    "SELECT id FROM title_search JOIN articles ON n = title_search.rowid WHERE title_search MATCH ?";
  return {
    ids: new Set([...all(db, Id, texts, match), ...all(db, Id, titles, match)].map(({ id }) => id)),
    match,
  };
};

/**
 * An excerpt round the first hit in a text, with \u0002 and \u0003 round each hit; null when only the title hits.
 *
 * @param n the text's row number
 */
export const snippetOf = (db: Database, match: string | null, n: number): string | null =>
  match === null
    ? null
    : (first(
        db,
        z.object({ snippet: z.string() }),
        // Numbers are bound as reals, and FTS5 ignores a rowid that is not an integer.
        "SELECT snippet(article_search, 0, char(2), char(3), '…', 24) AS snippet FROM article_search WHERE rowid = CAST(? AS INTEGER) AND article_search MATCH ?",
        n,
        match,
      )?.snippet ?? null);

/** Claims whose statements hold all the words. */
export const searchClaims = (db: Database, search: string): ReadonlySet<string> => {
  const match = allWords(search);
  if (match === null) return new Set();
  const sql = "SELECT id FROM claim_search JOIN claims ON n = claim_search.rowid WHERE claim_search MATCH ?";
  return new Set(all(db, Id, sql, match).map(({ id }) => id));
};
