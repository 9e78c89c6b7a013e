import type { Database } from "better-sqlite3";
import { z } from "zod";
import { fail } from "../../shared/errors";
import type { ArticleId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { first } from "./statement";

const Row = z.object({ title: z.string() });

/** The title of an article that is there; `not-found` otherwise. */
export const titleOf = (db: Database, id: ArticleId): Result<string> => {
  const row = first(db, Row, "SELECT title FROM articles WHERE id = ? AND is_deleted = 0", id);
  return row === undefined ? fail("not-found", "This article is not in the project.") : ok(row.title);
};
