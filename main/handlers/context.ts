import type { Database } from "better-sqlite3";
import type { z } from "zod";
import type { AgreementQuery } from "../../shared/domain/agreement";
import type { Analyst } from "../../shared/domain/analyst";
import type { ColumnMap, ImportOutcome } from "../../shared/domain/article";
import type { Backup } from "../../shared/domain/backup";
import type { ClaimsFormat } from "../../shared/domain/claims-export";
import type { AsOf, HistoryFilter, Moment } from "../../shared/domain/history";
import type { MergePreview, MergeTake } from "../../shared/domain/merge";
import type { Project, VerifyReport } from "../../shared/domain/project";
import type { ClaimQuery } from "../../shared/domain/query";
import type { ShareOptions } from "../../shared/domain/share";
import type { AppError } from "../../shared/errors";
import type { ArticleId, IdPrefix } from "../../shared/ids";
import type { Events } from "../../shared/ipc/contract";
import type { Result } from "../../shared/result";
import type { TeamMemory } from "../share/team-folder";
import type { Guest } from "../worker/guest-host";
import type { MergeDone, Merging } from "./merge-project";
import type { OriginalFile } from "./originals";

/** Announces something to whoever listens (windows, the command line's progress). */
export type Publish = <E extends keyof Events>(event: E, payload: z.output<Events[E]>) => void;

/** What every handler gets: the open project's only connection, who acts, time and ids from outside. */
export type Context = {
  /** Null on the start screen. Handlers that need it answer `not-found` through `requireProject`. */
  readonly db: Database | null;
  readonly path: string | null;
  readonly isReadOnly: boolean;
  /** Path of the copy that was made when this opening updated the file; see `OpenFile`. */
  readonly backup: string | null;
  /** The moment that is open in place of the present, for reading; null: the present. */
  readonly asOf: AsOf | null;
  /** Where backups go when no folder can be made beside the project. Given by the window, whose projects back themselves up. */
  readonly backupFolder?: string | undefined;
  readonly analyst: Analyst;
  /** The file that waits to be merged; while one is merged, nobody writes. Of a session. */
  readonly merging?: Pick<Merging, "preview" | "isRunning" | "turn">;
  /** Whoever works in it holds the project still for others; see hold-still.ts. */
  readonly holdsStill?: true;
  readonly now: () => string;
  readonly newId: (prefix: IdPrefix) => string;
  readonly publish: Publish;
  /** Reads untrusted files, in a process of its own. */
  readonly guest: Guest;
};

/** Lets a long job report how far it is, and asks whether to go on. Called between batches; yields to reads. */
export type Progress = (done: number, total: number) => Promise<"go-on" | "cancelled">;

/** The answer to a table that asks: `key` tells tables of its make (`UnmappedTable`). */
export type NamedColumns = { readonly key: string; readonly map: ColumnMap };

/**
 * Jobs that take a path, so no window may ask for them directly: the main process does after a dialog, and the
 * command line after parsing its words. They run on the store thread, beside the contract's calls.
 */
export type Jobs = {
  readonly open: (input: { path: string }) => Promise<Result<Project>>;
  readonly create: (input: { path: string; name: string }) => Promise<Result<Project>>;
  readonly createSample: (input: { path: string }) => Promise<Result<Project>>;
  readonly close: (input: undefined) => Promise<Result<undefined>>;
  readonly setAnalyst: (input: Analyst) => Promise<Result<undefined>>;
  readonly importFiles: (
    /** `sourceName` is who published what is new of it; a source of that name is made when there is none. */
    input: {
      paths: readonly string[];
      sourceName?: string | undefined;
      /** Columns of tables by `UnmappedTable.key`, or "*" for any. */
      columns?: Readonly<Record<string, ColumnMap>> | undefined;
      /** Reports what would become of every file, and changes nothing. */
      isDryRun?: boolean | undefined;
    },
    progress: Progress,
  ) => Promise<Result<ImportOutcome[]>>;
  /** Reads a newer or better copy of an article and makes it the next revision. */
  readonly revise: (input: { articleId: ArticleId; path: string }) => Promise<Result<ImportOutcome>>;
  /** Reads the tables of the latest import that asked for these columns, and remembers the names. */
  readonly importTables: (input: NamedColumns, progress: Progress) => Promise<Result<ImportOutcome[]>>;
  /** The very bytes of an original, for the window that shows it. Without `original`: the first one. */
  readonly readOriginal: (input: {
    articleId: ArticleId;
    original?: string | undefined;
  }) => Promise<Result<OriginalFile>>;
  /** Writes the very bytes of an original to `path`. */
  readonly exportOriginal: (input: {
    articleId: ArticleId;
    original?: string | undefined;
    path: string;
  }) => Promise<Result<{ bytes: number }>>;
  readonly exportClaims: (
    input: { path: string; query: ClaimQuery; hasHighlights: boolean; format: ClaimsFormat },
    progress: Progress,
  ) => Promise<Result<{ rows: number; cutCells: number }>>;
  /** Writes all figures of agreement, with intervals; `rows` counts figures. */
  readonly exportAgreement: (
    input: { path: string; query: AgreementQuery; format: "csv" | "json" },
    progress: Progress,
  ) => Promise<Result<{ rows: number }>>;
  readonly shareCopy: (
    input: { path: string; options: ShareOptions },
    progress: Progress,
  ) => Promise<Result<{ bytes: number }>>;
  /** Exchanges work through a team folder. `memory` is what the last exchange answered; `error` is why nothing was written. */
  readonly exchange: (
    input: { folder: string; memory: TeamMemory },
    progress: Progress,
  ) => Promise<
    Result<{
      memory: TeamMemory;
      isWritten: boolean;
      merged: number;
      conflicts: number;
      error: AppError | null;
    }>
  >;
  /** Examines a received project and says what merging it would do; it waits then. `total` of its progress is not known. */
  readonly stageMerge: (input: { path: string }, progress: Progress) => Promise<Result<MergePreview>>;
  /** Merges the file that waits, after a backup, in one edit. Cancelled, it leaves the project as it was. */
  readonly applyMerge: (input: { take: MergeTake }, progress: Progress) => Promise<Result<MergeDone>>;
  readonly discardMerge: (input: undefined) => Promise<Result<undefined>>;
  readonly verify: (input: undefined) => Promise<Result<VerifyReport>>;
  /** Writes the edits that pass the filter, change by change, as JSON lines; `rows` counts lines. */
  readonly exportAudit: (
    input: { path: string; filter: HistoryFilter },
    progress: Progress,
  ) => Promise<Result<{ rows: number }>>;
  /** Opens the project as it stood, for reading, until `leaveAsOf`. */
  readonly openAsOf: (input: Moment, progress: Progress) => Promise<Result<Project>>;
  readonly leaveAsOf: (input: undefined) => Promise<Result<Project>>;
  readonly backups: (input: undefined) => Promise<Result<Backup[]>>;
  /** How far it is is not known: its progress is for cancelling. */
  readonly backUpNow: (input: undefined, progress?: Progress) => Promise<Result<Backup>>;
  /** Puts a backup in the project's place; `kept` is the name of the file that holds how it was. */
  readonly restoreBackup: (input: { key: string }, progress?: Progress) => Promise<Result<{ kept: string }>>;
};
