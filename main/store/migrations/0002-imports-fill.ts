import type { Database } from "better-sqlite3";
import { z } from "zod";
import { rebuildNearCopies } from "../near-copies";
import { all, run } from "../statement";
import { urlKey } from "../url-keys";

const Row = z.object({ id: z.string(), url: z.string() });

/** What version 2 works out for the articles of version 1: their links as they are compared, and their near copies. */
export const fillImports = (db: Database): void => {
  for (const { id, url } of all(db, Row, "SELECT id, url FROM articles WHERE url <> ''"))
    run(db, "UPDATE articles SET url_key = ? WHERE id = ?", urlKey(url), id);
  rebuildNearCopies(db, false);
};
