import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Capture } from "../../shared/domain/article";
import type { ArticleId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { titleOf } from "./article-titles";
import { Findings } from "./new-article";
import { all, first } from "./statement";

const Row = z.object({
  fileName: z.string(),
  part: z.string(),
  mediaType: z.string(),
  original: z.string().nullable(),
  size: z.number().int().nullable(),
  importer: z.string(),
  importedAt: z.string(),
  analyst: z.string(),
  steps: z.string(),
  findings: z.string(),
});

const rows = `
  SELECT file_name AS fileName, part, media_type AS mediaType, original, size, importer, imported_at AS importedAt,
    coalesce(analysts.name, '') AS analyst, steps, findings
  FROM captures LEFT JOIN originals ON originals.sha256 = original LEFT JOIN analysts ON analysts.id = analyst
  WHERE article_id = ? ORDER BY imported_at, captures.rowid`;

const nothing: Findings = { proposals: [], asides: [], pages: [], encoding: null };

/** Findings as a capture keeps them; those of a file of version 1 are empty. */
const parseFindings = (json: string): Findings =>
  json === "{}" ? nothing : Findings.parse(JSON.parse(json));

/** Every original that held an article's text, oldest first; those too that did not come with a copy. */
export const listCaptures = (db: Database, id: ArticleId): Result<Capture[]> => {
  const title = titleOf(db, id);
  if (!title.ok) return title;
  return ok(
    all(db, Row, rows, id).map(({ steps, findings, ...capture }) => ({
      ...capture,
      steps: z.array(z.string()).parse(JSON.parse(steps)),
      encoding: parseFindings(findings).encoding,
    })),
  );
};

const FindingsRow = z.object({ part: z.string(), findings: z.string() });

/** What the import (since version 2) that first brought an article's text found besides it, and in which part of its file it stood. */
export const firstFindings = (db: Database, id: ArticleId): Findings & { readonly part: string } => {
  const row = first(
    db,
    FindingsRow,
    "SELECT part, findings FROM captures WHERE article_id = ? ORDER BY findings = '{}', imported_at, rowid LIMIT 1",
    id,
  );
  return { ...parseFindings(row?.findings ?? "{}"), part: row?.part ?? "" };
};
