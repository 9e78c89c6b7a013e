import { z } from "zod";
import { Manifest } from "../../shared/domain/merge";
import type { Result } from "../../shared/result";
import type { ReceivedRow, ReceivedTable } from "./check-rows";

/** What is known of a received project file once it was examined. It comes out of the guest, so it is parsed. */
export const Examined = z.object({
  /** Of the main file as it was received, byte for byte. */
  sha256: z.string().length(64),
  /** Its size in bytes. */
  bytes: z.number().int().nonnegative(),
  /** The version of Assay's files that it has: this one or an older one. Its rows come as this version's. */
  version: z.number().int().min(1),
  /** Of a copy that was made to be shared; null for a plain project. */
  manifest: Manifest.nullable(),
  projectId: z.string().max(60),
  /** As the greatest of its changes says; the file's name where none does. */
  projectName: z.string().max(200),
  /** What could not be read of a damaged file, rows that were refused, and what may be missing, in words. */
  unreadable: z.array(z.string().max(500)).max(110),
  /** Its pages do not fit together, or it is not what its manifest says: what follows is what can be read of it. */
  isDamaged: z.boolean(),
  /** Recent work may be missing: it was copied while it was open (a second file with it lies beside it, or should). */
  isIncomplete: z.boolean(),
  /** Rows that were found good, by table. */
  rows: z.object({
    edits: z.number().int(),
    changes: z.number().int(),
    article_texts: z.number().int(),
    originals: z.number().int(),
    captures: z.number().int(),
  }),
});
export type Examined = z.infer<typeof Examined>;

/** Some rows of one table, checked. Tables come in the order of `receivedTables`, each in one stretch. */
export type RowBatch = {
  readonly [T in ReceivedTable]: { readonly table: T; readonly rows: readonly ReceivedRow[T][] };
}[ReceivedTable];

export type ExamineOptions = {
  /**
   * merge: every row is handed to `rows`, and of a damaged file those that can be read.
   * open: the rows are checked and stay where they are; a damaged or incomplete file is refused.
   */
  readonly purpose: "merge" | "open";
  /** Takes some rows; the next ones are not read before it is done (but for a few that are on their way). */
  readonly rows?: (batch: RowBatch) => Promise<void> | void;
  /** Gives the examination up: its outcome is then `cancelled`. */
  readonly signal?: AbortSignal;
};

/**
 * Examines a received file: in a process that may die over it, on a private copy, without ever running what the file
 * brings along. Fails in words with `file-unreadable`, `not-a-project`, `damaged`, `newer-file`, `disk-full`,
 * `invalid-input` (it took too long or too much memory) or `cancelled`.
 */
export type Examine = (path: string, options: ExamineOptions) => Promise<Result<Examined>>;
