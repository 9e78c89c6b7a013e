import type { Database } from "better-sqlite3";
import { z } from "zod";
import { ClaimDraft, PassageKey } from "../../shared/domain/claim-draft";
import { AnalystId } from "../../shared/ids";
import { setMeta } from "./open";
import { first } from "./statement";

/*
 * Claims that are being written, so that neither a crash nor a power cut costs more than the last words. They belong to
 * the file and to whoever writes them: they are no part of its history, of a copy to share or of a merge.
 */

const Kept = z.array(z.object({ passage: PassageKey, analyst: AnalystId, draft: ClaimDraft }));
type Kept = z.infer<typeof Kept>;

/** Who begins more than this forgets the oldest. */
const most = 20;

const Row = z.object({ value: z.string() });

const readDrafts = (db: Database): Kept => {
  const row = first(db, Row, "SELECT value FROM meta WHERE key = 'drafts'");
  if (row === undefined) return [];
  try {
    return Kept.parse(JSON.parse(row.value));
  } catch {
    // What another version of Assay kept here is not worth a refusal to work.
    return [];
  }
};

/** What an analyst had written into the panel of a passage; null when there is nothing. */
export const getDraft = (db: Database, analyst: AnalystId, passage: string): ClaimDraft | null =>
  readDrafts(db).find((kept) => kept.passage === passage && kept.analyst === analyst)?.draft ?? null;

/** Keeps what an analyst has written so far for a passage, or with null forgets it. */
export const keepDraft = (
  db: Database,
  analyst: AnalystId,
  passage: string,
  draft: ClaimDraft | null,
): void => {
  const all = readDrafts(db);
  const others = all.filter((kept) => kept.passage !== passage || kept.analyst !== analyst);
  if (draft === null && others.length === all.length) return;
  const next = draft === null ? others : [{ passage, analyst, draft }, ...others].slice(0, most);
  setMeta(db, "drafts", JSON.stringify(next));
};
