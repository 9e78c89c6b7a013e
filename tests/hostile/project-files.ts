import { redefine, withSql } from "./tamper";

/** A project file that is not as Assay makes them; `make` turns a sound one into it. */
export type HostileFile = { readonly name: string; readonly make: (sound: Buffer) => Buffer };

/** An endless query: nothing in the process that runs it can stop it. */
const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

/** What a schema can bring along that runs when somebody reads, checks or writes. */
export const schemaFiles: readonly HostileFile[] = [
  {
    name: "a view that never ends in the place of the edits",
    make: (sound) =>
      withSql(
        sound,
        "ALTER TABLE edits RENAME TO edits_then",
        `CREATE VIEW edits AS ${endless} SELECT i AS id, 'edit' AS kind, NULL AS undoes, '' AS label, '' AS analyst, 1 AS clock, '' AS at FROM n`,
      ),
  },
  {
    name: "a view that never ends beside the tables",
    make: (sound) => withSql(sound, `CREATE VIEW extra AS ${endless} SELECT max(i) FROM n`),
  },
  {
    name: "a view that fills the memory",
    make: (sound) => withSql(sound, "CREATE VIEW extra AS SELECT hex(zeroblob(400000000)) AS x"),
  },
  {
    name: "a view that calls a function of the app",
    make: (sound) => withSql(sound, "CREATE VIEW extra AS SELECT app_fn('called') AS x"),
  },
  {
    name: "a trigger that deletes all articles",
    make: (sound) => withSql(sound, "CREATE TRIGGER t AFTER INSERT ON edits BEGIN DELETE FROM articles; END"),
  },
  {
    name: "a trigger that never ends",
    make: (sound) =>
      withSql(
        sound,
        `CREATE TRIGGER t AFTER UPDATE ON meta BEGIN INSERT INTO meta SELECT i, '' FROM (${endless} SELECT i FROM n); END`,
      ),
  },
  {
    name: "a generated column that takes for ever",
    make: (sound) =>
      withSql(
        sound,
        redefine(
          "reading",
          "at TEXT NOT NULL",
          "at TEXT NOT NULL, bomb INTEGER AS (length(hex(zeroblob(300000000)))) VIRTUAL",
        ),
      ),
  },
  {
    name: "a CHECK that takes for ever",
    make: (sound) =>
      withSql(
        sound,
        redefine(
          "meta",
          "value TEXT NOT NULL",
          "value TEXT NOT NULL CHECK (length(hex(zeroblob(300000000))) > 0)",
        ),
      ),
  },
  {
    name: "a virtual table more",
    make: (sound) => withSql(sound, "CREATE VIRTUAL TABLE extra USING fts5 (words)"),
  },
  {
    name: "an index on an expression",
    make: (sound) => withSql(sound, "CREATE INDEX extra ON edits (upper(label))"),
  },
  {
    name: "a partial index",
    make: (sound) => withSql(sound, "CREATE INDEX extra ON edits (label) WHERE clock > 1"),
  },
  {
    name: "5,000 tables",
    make: (sound) =>
      withSql(sound, (db) => {
        db.transaction(() => {
          for (let at = 0; at < 5000; at += 1) db.exec(`CREATE TABLE extra_${at} (x)`);
        })();
      }),
  },
  {
    name: "a schema of 9 MB",
    make: (sound) =>
      withSql(sound, `CREATE TABLE extra (x TEXT DEFAULT '${"x".repeat(900_000)}')`, (db) => {
        for (let at = 0; at < 9; at += 1)
          db.exec(`CREATE TABLE extra_${at} (x TEXT DEFAULT '${"x".repeat(900_000)}')`);
      }),
  },
  {
    name: "a table of 2,000 columns",
    make: (sound) =>
      withSql(sound, `CREATE TABLE extra (${Array.from({ length: 2000 }, (_, at) => `c${at}`).join(", ")})`),
  },
  {
    name: "a column called __proto__",
    make: (sound) => withSql(sound, 'ALTER TABLE edits ADD COLUMN "__proto__" TEXT'),
  },
  {
    name: "a column with a name that is code",
    make: (sound) =>
      withSql(
        sound,
        'ALTER TABLE changes ADD COLUMN "value\\"]; process.exit(1); //" TEXT'.replaceAll('\\"', ""),
      ),
  },
  {
    name: "a table less",
    make: (sound) => withSql(sound, "DROP TABLE captures"),
  },
  {
    name: "a table that is not STRICT",
    make: (sound) => withSql(sound, redefine("article_texts", "STRICT", "")),
  },
  {
    name: "two tables that share their first page",
    make: (sound) =>
      withSql(
        sound,
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'tags') WHERE name = 'sources'",
      ),
  },
  {
    name: "a table on the page of the schema",
    make: (sound) => withSql(sound, "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'edits'"),
  },
  {
    name: "a table on a page that there is not",
    make: (sound) => withSql(sound, "UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'edits'"),
  },
  {
    name: "a definition that is no SQL",
    make: (sound) =>
      withSql(sound, "UPDATE sqlite_schema SET sql = 'CREATE TABLE this is not' WHERE name = 'reading'"),
  },
];
