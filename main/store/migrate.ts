import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { first } from "./migrations/0001-first";
import { imports } from "./migrations/0002-imports";
import { fillImports } from "./migrations/0002-imports-fill";
import { sharing } from "./migrations/0003-sharing";
import { all, transact } from "./statement";

/** "ASAY": tells `file(1)`, and us, that a SQLite file is an Assay project. */
export const applicationId = 0x41534159;

/** A step from one version to the next: the schema, and what is worked out anew for the rows that are there. */
type Migration = { readonly schema: string; readonly fill?: (db: Database) => void };

/** What each version adds, oldest first. Append-only: a step that was released never changes. */
const migrations: readonly Migration[] = [
  { schema: first },
  { schema: imports, fill: fillImports },
  { schema: sharing },
];

/** The version that this program writes. */
export const currentVersion = migrations.length;

/** The version of an open file: how many migrations it has had. */
export const versionOf = (db: Database): number => db.pragma("user_version", { simple: true }) as number;

/** Runs the migrations that a file lacks, all of them or none. The caller has made a backup of an old file. */
export const migrate = (db: Database, to = currentVersion): void =>
  transact(db, () => {
    for (let version = versionOf(db); version < to; version += 1) {
      const step = migrations[version];
      if (step === undefined) throw new RangeError(`there is no version ${version + 1}`);
      db.exec(step.schema);
      step.fill?.(db);
      db.pragma(`user_version = ${version + 1}`);
    }
  });

const SchemaRow = z.object({ type: z.string(), name: z.string(), sql: z.string().nullable() });

const schemaOf = (db: Database): string[] =>
  all(db, SchemaRow, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").map(
    ({ type, name, sql }) => `${type} ${name} ${sql ?? ""}`,
  );

const expected = new Map<number, ReadonlySet<string>>();

const expectedSchema = (version: number): ReadonlySet<string> => {
  const known = expected.get(version);
  if (known !== undefined) return known;
  const own = new Sqlite(":memory:");
  migrate(own, version);
  const schema = new Set(schemaOf(own));
  own.close();
  expected.set(version, schema);
  return schema;
};

/**
 * What a file has beside or instead of the schema that Assay gave it in a version: a trigger, a view, a table more or
 * less. Empty when it is exactly ours. Reading `sqlite_schema` runs nothing that the file brings along.
 */
export const foreignSchema = (db: Database, version = currentVersion): string[] => {
  const ours = expectedSchema(version);
  const found = new Set(schemaOf(db));
  const names = (entries: readonly string[]) => entries.map((entry) => entry.split(" ", 2).join(" "));
  return names([
    ...[...found].filter((entry) => !ours.has(entry)),
    ...[...ours].filter((entry) => !found.has(entry)),
  ]);
};
