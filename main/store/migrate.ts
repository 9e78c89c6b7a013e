import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { first } from "./migrations/0001-first";
import { all, transact } from "./statement";

/** "ASAY": tells `file(1)`, and us, that a SQLite file is an Assay project. */
export const applicationId = 0x41534159;

/** What each version adds, oldest first. Append-only: a step that was released never changes. */
const migrations: readonly string[] = [first];

/** The version that this program writes. */
export const currentVersion = migrations.length;

/** The version of an open file: how many migrations it has had. */
export const versionOf = (db: Database): number => db.pragma("user_version", { simple: true }) as number;

/** Runs the migrations that a file lacks, all of them or none. The caller has made a backup of an old file. */
export const migrate = (db: Database): void =>
  transact(db, () => {
    for (let version = versionOf(db); version < currentVersion; version += 1) {
      db.exec(migrations[version] ?? "");
      db.pragma(`user_version = ${version + 1}`);
    }
  });

const SchemaRow = z.object({ type: z.string(), name: z.string(), sql: z.string().nullable() });

const schemaOf = (db: Database): string[] =>
  all(db, SchemaRow, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").map(
    ({ type, name, sql }) => `${type} ${name} ${sql ?? ""}`,
  );

let expected: ReadonlySet<string> | undefined;

/**
 * What a file of the current version has beside or instead of our own schema: a trigger, a view, a table more
 * or less. Empty when it is exactly ours. Reading `sqlite_schema` runs nothing that the file brings along.
 */
export const foreignSchema = (db: Database): string[] => {
  if (expected === undefined) {
    const own = new Sqlite(":memory:");
    migrate(own);
    expected = new Set(schemaOf(own));
    own.close();
  }
  const found = new Set(schemaOf(db));
  const names = (entries: readonly string[]) => entries.map((entry) => entry.split(" ", 2).join(" "));
  return names([
    ...[...found].filter((entry) => !expected?.has(entry)),
    ...[...expected].filter((entry) => !found.has(entry)),
  ]);
};
