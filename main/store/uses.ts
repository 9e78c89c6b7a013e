import type { Database } from "better-sqlite3";
import { z } from "zod";
import { first } from "./statement";

const Count = z.object({ count: z.number().int() });

/** What goes out of sight, or is rewritten, along with a thing that is removed or joined to another. */
const sql = {
  articles: ["SELECT count(*) AS count FROM highlights WHERE article_id = ? AND is_deleted = 0"],
  tags: [
    "SELECT count(*) AS count FROM highlight_tags WHERE tag_id = ?",
    "SELECT count(*) AS count FROM claim_tags WHERE tag_id = ?",
  ],
  sources: [
    "SELECT count(*) AS count FROM articles WHERE source_id = ?",
    "SELECT count(*) AS count FROM claims WHERE asserter_source_id = ?",
  ],
} as const;

/** How many things hang on an article, a tag or a source. */
export const countUses = (db: Database, noun: keyof typeof sql, id: string): number =>
  sql[noun].reduce((sum, count) => sum + (first(db, Count, count, id)?.count ?? 0), 0);
