import type { Database } from "better-sqlite3";
import { z } from "zod";
import { first } from "./statement";

const Mark = z.object({ mark: z.string() });

/**
 * A short text that changes whenever something is added to what a copy of everything holds, or stops counting, so that
 * nothing is written anew that is as it was. Of one file only: another one with the same content may have another mark.
 */
export const contentMark = (db: Database): string =>
  first(
    db,
    Mark,
    `SELECT json_array(
       (SELECT count(*) FROM changes), (SELECT max(clock) FROM edits), (SELECT count(*) FROM held_changes),
       (SELECT count(*) FROM captures), (SELECT count(*) FROM originals), (SELECT count(*) FROM redacted_texts)) AS mark`,
  )?.mark ?? "";
