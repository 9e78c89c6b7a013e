import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { isMetaKey } from "./meta-keys";
import { currentVersion, foreignSchema, migrate, versionOf } from "./migrate";
import { first } from "./statement";

/*
 * Reading a private copy of a project that somebody sent. Nothing that the file brings along is ever run: it is opened
 * by its path and read-only, which keeps SQLite from so much as parsing its CHECKs; its schema is compared with ours
 * before any check; only the log and the facts are read, with columns that are named, and never through an index or a
 * full-text table of its own.
 */

/**
 * Opens a private copy for reading.
 *
 * @throws SqliteError when it is no database at all
 * @see https://www.sqlite.org/security.html
 */
export const openReceived = (path: string): Database => {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 });
  db.pragma("trusted_schema = OFF");
  db.pragma("cell_size_check = ON");
  db.pragma("query_only = 1");
  db.pragma("mmap_size = 0");
  db.pragma("temp_store = 2");
  return db;
};

/**
 * Brings a private copy up to this version, as opening the file as one's own would do with the file: only for a copy of
 * which everything else was found good.
 *
 * @throws SqliteError, ZodError when something in it does not let itself be updated
 */
export const updateReceived = (path: string): void => {
  const db = new Sqlite(path, { fileMustExist: true, timeout: 0 });
  try {
    db.pragma("trusted_schema = OFF");
    db.pragma("cell_size_check = ON");
    db.pragma("journal_mode = MEMORY");
    db.pragma("synchronous = OFF");
    if (versionOf(db) < currentVersion) migrate(db);
  } finally {
    db.close();
  }
};

const Size = z.object({ entries: z.number(), bytes: z.number() });
const Roots = z.object({ roots: z.number(), pages: z.number(), least: z.number(), most: z.number() });

/** Far more than any version of Assay's schema has. */
const mostEntries = 200;
const mostSql = 200_000;

/**
 * What the schema of a file has that ours of that version has not, or the other way round; empty when it is ours. Tables
 * that share a page, or have one that there is not, are not ours either. Runs nothing of the file's.
 */
export const strangeSchema = (db: Database, version: number): readonly string[] => {
  const size = first(
    db,
    Size,
    "SELECT count(*) AS entries, coalesce(sum(octet_length(sql)), 0) AS bytes FROM sqlite_schema",
  );
  if (size === undefined || size.entries > mostEntries || size.bytes > mostSql)
    return [`${size?.entries ?? 0} tables and indexes`];
  const foreign = foreignSchema(db, version);
  if (foreign.length > 0) return foreign;
  const roots = first(
    db,
    Roots,
    `SELECT count(rootpage) AS roots, count(DISTINCT rootpage) AS pages, min(rootpage) AS least, max(rootpage) AS most
    FROM sqlite_schema WHERE type = 'index' OR type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`,
  );
  const pages = db.pragma("page_count", { simple: true }) as number;
  return roots !== undefined && roots.roots === roots.pages && roots.least >= 2 && roots.most <= pages
    ? []
    : ["tables that share their pages"];
};

const Message = z.record(z.string(), z.unknown());

/** What one of SQLite's own checks says first; null when all is well. Only for a file whose schema is ours. */
export const firstProblem = (
  db: Database,
  check: "integrity_check(1)" | "foreign_key_check",
): string | null => {
  // Stepped, since a file could have any number of wrong references.
  for (const row of db.prepare(`PRAGMA ${check}`).iterate()) {
    const [found] = Object.values(Message.parse(row));
    if (check === "foreign_key_check")
      return `a row of ${String(found)} refers to something that is not there`;
    return found === "ok" ? null : String(found).slice(0, 200);
  }
  return null;
};

/**
 * How a table is read: its cells, and the key by which it is stored. Where that is not what the cells begin with, it
 * stands before them.
 */
type Reading = {
  readonly cells: string;
  readonly from: string;
  readonly key: readonly string[];
  readonly hasKeyApart: boolean;
};

/**
 * Cells of at most so many bytes; what is longer comes as null, and is not even read. Ids have no such bound: one of a
 * hundred megabytes costs the guest that reads it.
 */
const atMost = (bytes: number, ...columns: readonly string[]): string =>
  columns.map((column) => `iif(octet_length(${column}) <= ${bytes}, ${column}, NULL)`).join(", ");

const words = 100_000;
/** No text of the log or of an article is longer in any encoding. */
const texts = 240_000_000;

const readings = (version: number) =>
  ({
    edits: {
      cells: `id, kind, undoes, ${atMost(words, "label")}, analyst, clock, at`,
      from: "edits",
      key: ["id"],
      hasKeyApart: false,
    },
    changes: {
      cells: `entity, entity_id, field, clock, id, edit, ${atMost(texts, "value")}, before`,
      // What its maker took back, or has not accepted, does not count there and is none of ours.
      from: `changes ${version >= 3 ? "WHERE NOT EXISTS (SELECT 1 FROM held_changes WHERE change = changes.id)" : ""}`,
      key: ["entity", "entity_id", "field", "clock", "id"],
      hasKeyApart: false,
    },
    article_texts: {
      cells: `article_texts.id, article_texts.sha256, characters, ${atMost(texts, "blocks", "text")},
        ${version >= 3 ? "redacted_texts.kept, redacted_texts.sha256" : "NULL, NULL"}`,
      from: `article_texts ${version >= 3 ? "LEFT JOIN redacted_texts ON redacted_texts.article_id = article_texts.id" : ""}`,
      key: ["article_texts.n"],
      hasKeyApart: true,
    },
    originals: {
      cells: `sha256, size, ${atMost(450_000_000, "bytes")}`,
      from: "originals",
      key: ["rowid"],
      hasKeyApart: true,
    },
    captures: {
      // What version 1 did not know yet is as its update fills it in.
      cells: `article_id, original, ${atMost(words, "file_name", "media_type", "importer")}, imported_at, analyst,
        ${atMost(texts, "steps")},
        ${version >= 2 ? `${atMost(words, "part", "doubts")}, ${atMost(texts, "findings")}` : "'', '[]', '{}'"}`,
      from: "captures",
      key: ["rowid"],
      hasKeyApart: true,
    },
  }) as const satisfies Readonly<Record<string, Reading>>;

const MetaRow = z.object({ key: z.string(), value: z.string() });
/** Column maps are one row for each make of table. */
const mostMeta = 1000;

/** What a file says of itself beside its log, by key; null when some of it is not what Assay writes there. */
export const receivedMeta = (db: Database): ReadonlyMap<string, string> | null => {
  const sql = `SELECT ${atMost(words, "key")} AS key, ${atMost(words, "value")} AS value FROM meta ORDER BY 1 LIMIT ${mostMeta + 1}`;
  const rows = z.array(MetaRow).safeParse(db.prepare(sql).all());
  return rows.success && rows.data.length <= mostMeta && rows.data.every(({ key }) => isMetaKey(key))
    ? new Map(rows.data.map(({ key, value }) => [key, value]))
    : null;
};

/** The project that the log of a file is about, for one that does not say it otherwise any more. */
export const loggedProject = (db: Database): unknown =>
  db.prepare("SELECT entity_id FROM changes WHERE entity = 'project' LIMIT 1").pluck().get();

/** One row: its cells, and what begins with the key by which rows are stored, in ascending order. */
export type ReadRow = { readonly key: readonly unknown[]; readonly cells: readonly unknown[] };

/** Columns of the key of a table. */
export const keyLengthOf = (table: keyof ReturnType<typeof readings>): number =>
  table === "changes" ? 5 : 1;

/**
 * The rows of one table of a file of some version, one by one as they are asked for, in the order in which they are
 * stored; `isBackwards` from the last one on. Columns that a version lacks are as its update fills them in.
 *
 * @throws SqliteError where a page cannot be read
 */
export function* readReceived(
  db: Database,
  version: number,
  table: keyof ReturnType<typeof readings>,
  { isBackwards = false }: { readonly isBackwards?: boolean } = {},
): Generator<ReadRow> {
  const { cells, from, key, hasKeyApart } = readings(version)[table];
  const order = key.map((column) => `${column}${isBackwards ? " DESC" : ""}`).join(", ");
  const columns = hasKeyApart ? `${key.join(", ")}, ${cells}` : cells;
  const statement = db.prepare(`SELECT ${columns} FROM ${from} ORDER BY ${order}`).raw();
  for (const row of statement.iterate() as IterableIterator<unknown[]>)
    yield { key: row, cells: hasKeyApart ? row.slice(key.length) : row };
}

const Count = z.object({ count: z.number().int() });

/** How many edits a file has: as many as its manifest says until somebody works in it. */
export const countEdits = (db: Database): number =>
  first(db, Count, "SELECT count(*) AS count FROM edits NOT INDEXED")?.count ?? 0;
