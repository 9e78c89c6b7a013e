import type { Database } from "better-sqlite3";
import { z } from "zod";
import { blank } from "../../shared/domain/redaction";
import { combineRedacted } from "../../shared/text/combine-redacted";
import { first } from "./statement";

/** A quote that came without its words, as far as the text at its place (a UTF-16 offset) has them. */
export const fullQuote = (text: string, start: number, quote: string): string =>
  quote.includes(blank) ? (combineRedacted(quote, text.slice(start, start + quote.length)) ?? quote) : quote;

const TextRow = z.object({ text: z.string() });

/** As `fullQuote`, reading the article's text where there is need of it, which is seldom. */
export const fullQuoteIn = (db: Database, articleId: string, start: number, quote: string): string => {
  if (!quote.includes(blank)) return quote;
  const row = first(db, TextRow, "SELECT text FROM article_texts WHERE id = ?", articleId);
  return row === undefined ? quote : fullQuote(row.text, start, quote);
};
