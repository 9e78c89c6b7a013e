import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { isEverything, type ShareOptions, settledOptions } from "../../shared/domain/share";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { checkTarget, moveIntoPlace, temporaryNameFor, writeFailure } from "../export/write-export";
import {
  finishCopy,
  openNewCopy,
  openSnapshot,
  setManifest,
  snapshotInto,
  stripSnapshot,
} from "../store/copy";
import { nearCopyWriter } from "../store/near-copies";
import { countEdits, receivedMeta } from "../store/received-file";
import { countSelection } from "../store/share-counts";
import {
  anchorsToShare,
  copyLog,
  copyOrigins,
  foldCopy,
  textsToShare,
  writeAnchor,
  writeText,
} from "../store/share-rows";
import { selectForCopy } from "../store/share-selection";
import { digestSteps, type Maker, manifestOf } from "./manifest";
import { makePrivateFolder } from "./private-folder";
import { writePseudonyms } from "./pseudonyms";
import { redactArticle } from "./redact";

/*
 * A copy of the open project for somebody else. Never a copy of the live file: that may be half-way through a
 * write and keeps, in its free pages, text that was deleted long ago. One of everything is a file of live rows (VACUUM
 * INTO) less what belongs to this machine. Any other is built anew, row by row, from such a snapshot, which stands
 * still while the project is worked on: what is left out never gets near the file.
 */

/** SQLite cannot say why it could not make a file, so an attempt of our own does. */
const reasonNotToCreate = (temporary: string): string => {
  try {
    closeSync(openSync(temporary, "ax"));
    return "EIO";
  } catch (cause) {
    return cause instanceof Error && "code" in cause ? String(cause.code) : "EIO";
  }
};

const failureOf = (cause: unknown, temporary: string, path: string): ReturnType<typeof writeFailure> => {
  const code = cause instanceof Sqlite.SqliteError ? cause.code : "";
  if (code.startsWith("SQLITE_CANTOPEN"))
    return writeFailure(Object.assign(new Error("no access"), { code: reasonNotToCreate(temporary) }), path);
  if (code.startsWith("SQLITE_IOERR"))
    return writeFailure(Object.assign(new Error("failed"), { code: "EIO" }), path);
  return writeFailure(cause, path);
};

type Steps<T> = Generator<undefined, T>;

/** What is copied, by whom, into which file. */
export type Copying = {
  readonly options: ShareOptions;
  readonly maker: Maker;
  /** The path of the project itself, which is never overwritten. */
  readonly own: string | null;
  readonly path: string;
  /** It is a view of the project as it stood. */
  readonly isPast: boolean;
};

/** Texts whose wording is compared together. */
const textsAtOnce = 500;

function* writeTexts(db: Database, options: ShareOptions): Steps<void> {
  const nearCopies = nearCopyWriter(db);
  for (const text of textsToShare(db)) {
    const redacted =
      options.text === "whole"
        ? { text, anchors: [] }
        : redactArticle(text, anchorsToShare(db, text.id, options), options.text);
    for (const { id, value } of redacted.anchors) writeAnchor(db, id, JSON.stringify(value));
    const n = writeText(db, redacted.text);
    // What is left out of a text says nothing about what it is like.
    if (redacted.text.kept === null) nearCopies.enter(n, redacted.text.text);
    // What was entered is kept in memory until it is compared.
    if (n % textsAtOnce === 0) nearCopies.flush();
    yield;
  }
  nearCopies.flush();
}

/** Writes the manifest, ends the writing and looks the copy through. */
function* seal(db: Database, options: ShareOptions, maker: Maker): Steps<boolean> {
  // Of the project's own counts only those of what is in the copy: both have the same tables now.
  selectForCopy(db, "main", maker.analyst.id, {
    ...options,
    articles: { kind: "all" },
    annotations: { kind: "all" },
  });
  const { counts } = countSelection(db, "main", options);
  setManifest(
    db,
    JSON.stringify(
      manifestOf(
        options,
        maker,
        { ...counts, edits: countEdits(db) },
        { projectId: receivedMeta(db)?.get("project") ?? "", rows: yield* digestSteps(db) },
      ),
    ),
  );
  return finishCopy(db);
}

/** Makes a file of everything less what belongs to this machine. */
function* copyEverything(
  project: Database,
  temporary: string,
  { options, maker, isPast }: Copying,
): Steps<boolean> {
  snapshotInto(project, temporary);
  yield;
  const db = openSnapshot(temporary);
  try {
    stripSnapshot(db, isPast);
    yield;
    return yield* seal(db, options, maker);
  } finally {
    db.close();
  }
}

function* copyFrom(snapshot: string, temporary: string, { options, maker }: Copying): Steps<boolean> {
  const db = openNewCopy(temporary, snapshot);
  try {
    selectForCopy(db, "project", maker.analyst.id, options);
    yield;
    yield* writeTexts(db, options);
    yield* copyOrigins(db, options);
    yield* copyLog(db, options);
    if (!options.hasNames) writePseudonyms(db);
    yield* foldCopy(db);
    return yield* seal(db, options, maker);
  } finally {
    db.close();
  }
}

/** The snapshot is as large as the project, and its disk may be another one than the copy's. */
const takeSnapshot = (project: Database, folder: string): Result<string> => {
  const snapshot = join(folder, "snapshot.assay");
  try {
    snapshotInto(project, snapshot);
    return ok(snapshot);
  } catch (cause) {
    if (!(cause instanceof Sqlite.SqliteError && cause.code === "SQLITE_FULL")) throw cause;
    return fail(
      "disk-full",
      "There is no room left where temporary files are kept, which a copy of a part needs for a while",
      `Nothing was changed. Free as much space in ${tmpdir()} as the project takes.`,
    );
  }
};

/** Makes a file of what was chosen. */
function* copySelected(project: Database, temporary: string, copying: Copying): Steps<Result<boolean>> {
  const folder = makePrivateFolder();
  try {
    const snapshot = takeSnapshot(project, folder.path);
    if (!snapshot.ok) return snapshot;
    yield;
    return ok(yield* copyFrom(snapshot.value, temporary, copying));
  } finally {
    void folder.remove();
  }
}

/**
 * Writes a copy of the project to `path` as one file and answers with its size in bytes, in steps between which the
 * project may be worked on. Another file there is replaced only when the copy is whole. To give up, end the generator.
 */
export function* shareCopy(db: Database, asked: Copying): Steps<Result<{ bytes: number }>> {
  const { own, path } = asked;
  const copying = { ...asked, options: settledOptions(asked.options) };
  const target = checkTarget(path, [own]);
  if (!target.ok) return target;
  if (db.inTransaction)
    return fail("conflict", "A merge is running.", "Wait for it to end, then save the copy.");
  const temporary = temporaryNameFor(path);
  try {
    const isSound = isEverything(copying.options)
      ? ok(yield* copyEverything(db, temporary, copying))
      : yield* copySelected(db, temporary, copying);
    if (!isSound.ok) return isSound;
    if (!isSound.value)
      return fail(
        "damaged",
        "The copy did not pass its check and was not kept",
        "Run a check of the project's file.",
      );
    moveIntoPlace(temporary, path, target.value);
    return ok({ bytes: statSync(path).size });
  } catch (cause) {
    return failureOf(cause, temporary, path);
  } finally {
    // SQLite leaves an empty file behind when the disk is full.
    for (const suffix of ["", "-journal"]) rmSync(temporary + suffix, { force: true });
  }
}
