import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { applicationId, currentVersion, foreignSchema, migrate, versionOf } from "./migrate";
import { all, errorOfSqlite, first, transact } from "./statement";

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

const Name = z.object({ name: z.string() });
const Count = z.object({ count: z.number() });

/** Rows of every table, as "table count". Only for a file whose schema is known to be ours. */
const rowCounts = (db: Database): string =>
  all(db, Name, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .map(({ name }) => `${name} ${first(db, Count, `SELECT count(*) AS count FROM "${name}"`)?.count}`)
    .join("\n");

/** Whether a copy is a sound project of the same version with as many rows of everything. */
const isSoundCopy = (db: Database, backup: string): boolean => {
  const copy = new Sqlite(backup, { readonly: true, fileMustExist: true });
  try {
    copy.pragma("trusted_schema = OFF");
    copy.pragma("cell_size_check = ON");
    return (
      copy.pragma("application_id", { simple: true }) === applicationId &&
      versionOf(copy) === versionOf(db) &&
      foreignSchema(copy, versionOf(db)).length === 0 &&
      copy.pragma("integrity_check(1)", { simple: true }) === "ok" &&
      rowCounts(copy) === rowCounts(db)
    );
  } finally {
    copy.close();
  }
};

const removeQuietly = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is removed at the next update.
  }
};

const toDisk = (path: string): void => {
  const fd = openSync(path, "r+");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};

/**
 * Copies the file as it is to a name of its own beside it. The copy gets that name when it is whole, on the disk and
 * looked through; until then it has another one, under which the next update removes what a killed one left.
 */
const backUp = (db: Database, path: string): Result<string> => {
  const partial = `${path}.before-update.partial`;
  try {
    rmSync(partial, { force: true });
    db.prepare("VACUUM INTO ?").run(partial);
    toDisk(partial);
    if (isSoundCopy(db, partial)) {
      const backup = freeName(path);
      renameSync(partial, backup);
      return ok(backup);
    }
    rmSync(partial, { force: true });
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
