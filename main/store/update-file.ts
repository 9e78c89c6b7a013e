import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { folderToDisk } from "../to-disk";
import { currentVersion, foreignSchema, migrate } from "./migrate";
import { errorOfSqlite, transact } from "./statement";
import { copyVerified } from "./verified-copy";

/*
 * A file of an older version becomes one of this version when it is opened: after a copy of it was made beside it and
 * looked through, and in one transaction, so that it is the old one or the new one whatever happens.
 */

type Failed = { readonly ok: false; readonly error: AppError };

const untouched = "It was left as it is.";

/** Why a file that can only be read is not opened: it would have to be written first. */
export const cannotUpdate = (path: string): Failed =>
  fail(
    "file-unreadable",
    `“${basename(path)}” was saved by an earlier version of Assay and has to be updated, but it cannot be written where it is.`,
    "Copy it to a folder that you may write, and open the copy.",
  );

const noBackup = (path: string, code: string): Failed => {
  const name = basename(path);
  if (code === "ENOSPC" || code === "EDQUOT" || code === "SQLITE_FULL") {
    const megabytes = Math.ceil(statSync(path).size / 1_000_000);
    return fail(
      "disk-full",
      `There is no room for a copy of “${name}”, which Assay makes beside it before it updates the file.`,
      `Free about ${2 * megabytes} MB on that disk, or copy the project to another one. ${untouched}`,
    );
  }
  return fail(
    "file-unreadable",
    `No copy of “${name}” can be made beside it, which Assay does before it updates the file.`,
    `See that its folder can be written, or copy the project to another one. ${untouched}`,
  );
};

/** A name beside the file that nothing has. */
const freeName = (path: string): string => {
  const stem = basename(path).replace(/\.assay$/iu, "");
  for (let attempt = 1; ; attempt += 1) {
    const number = attempt === 1 ? "" : ` (${attempt})`;
    const name = `${stem} before update to version ${currentVersion}${number}.assay`;
    if (!existsSync(join(dirname(path), name))) return join(dirname(path), name);
  }
};

const removeQuietly = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is removed at the next update.
  }
};

/**
 * Copies the file as it is to a name of its own beside it. The copy gets that name when it is whole, on the disk and
 * looked through; until then it has another one, under which the next update removes what a killed one left.
 */
const backUp = (db: Database, path: string): Result<string> => {
  const partial = `${path}.before-update.partial`;
  try {
    if (copyVerified(db, partial)) {
      const backup = freeName(path);
      renameSync(partial, backup);
      folderToDisk(dirname(path));
      return ok(backup);
    }
    return fail(
      "damaged",
      `“${basename(path)}” is damaged: no whole copy of it could be made.`,
      `Open a backup or another copy of it. ${untouched}`,
    );
  } catch (thrown) {
    removeQuietly(partial);
    const code = String((thrown as { code?: unknown }).code ?? "");
    if (errorOfSqlite(thrown)?.kind === "damaged") throw thrown;
    if (code.startsWith("SQLITE") || thrown instanceof Sqlite.SqliteError || code.startsWith("E"))
      return noBackup(path, code);
    throw thrown;
  }
};

/**
 * Brings an open file of an older version, which this process holds alone and whose schema is known to be ours, up to
 * the current one.
 *
 * @returns the name of the copy that was made before; fails with `disk-full`, `file-unreadable` or `damaged`: then the
 * file is as it was and there is no copy
 */
export const updateFile = (db: Database, path: string): Result<string> => {
  const backup = backUp(db, path);
  if (!backup.ok) return backup;
  try {
    transact(db, () => {
      migrate(db);
      const foreign = foreignSchema(db);
      if (foreign.length > 0) throw new TypeError(`the update came to another schema: ${foreign.join(", ")}`);
    });
    return ok(basename(backup.value));
  } catch (thrown) {
    if (db.inTransaction) db.exec("ROLLBACK");
    rmSync(backup.value, { force: true });
    if (errorOfSqlite(thrown)?.kind === "disk-full") return noBackup(path, "SQLITE_FULL");
    throw thrown;
  }
};
