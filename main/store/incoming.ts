import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import type { Entity } from "../../shared/domain/change";
import type { LoggedChange } from "./fold";
import { rowKeeper } from "./incoming-rows";
import { exists, first, prepare, run } from "./statement";

/*
 * What a received file holds, row by row as it was examined, in a private file of our own: the received file itself is
 * never attached. Our file is, to the project's connection while a merge is looked at and carried out, under the name
 * `came`. Nobody needs it after a crash, so it is written without a journal.
 */

/** Greatest clock that the log takes, and how far ahead of this project's own a received one may be. */
const greatestClock = 1_000_000_000_000;
const mostAhead = 1_000_000;

const tables = `
CREATE TABLE edits (
  id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, undoes TEXT, label TEXT NOT NULL, analyst TEXT NOT NULL,
  clock INTEGER NOT NULL, at TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE changes (
  entity TEXT NOT NULL, entity_id TEXT NOT NULL, field TEXT NOT NULL, clock INTEGER NOT NULL, id TEXT NOT NULL,
  edit TEXT NOT NULL, value TEXT NOT NULL, before TEXT, analyst TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (entity, entity_id, field, clock, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE things (
  entity TEXT NOT NULL, id TEXT NOT NULL, changes INTEGER NOT NULL, mine INTEGER NOT NULL,
  is_folded INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (entity, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE texts (
  id TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL, characters INTEGER NOT NULL, blocks TEXT NOT NULL, kept TEXT,
  stored TEXT, text TEXT NOT NULL
) STRICT;
CREATE TABLE originals (sha256 TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE captures (
  n INTEGER PRIMARY KEY, article_id TEXT NOT NULL, original TEXT, file_name TEXT NOT NULL, media_type TEXT NOT NULL,
  importer TEXT NOT NULL, imported_at TEXT NOT NULL, analyst TEXT NOT NULL, steps TEXT NOT NULL, part TEXT NOT NULL,
  doubts TEXT NOT NULL, findings TEXT NOT NULL
) STRICT;
`;

/** An edit as a received file has it. */
type IncomingEdit = {
  readonly id: string;
  readonly kind: string;
  readonly undoes: string | null;
  readonly label: string;
  readonly analyst: string;
  readonly clock: number;
  readonly at: string;
};

type IncomingChange = {
  readonly entity: Entity;
  readonly entityId: string;
  readonly field: string;
  readonly clock: number;
  readonly id: string;
  readonly edit: string;
  readonly value: string;
  readonly before: string | null;
};

type IncomingText = {
  readonly id: string;
  readonly sha256: string;
  readonly characters: number;
  readonly blocks: string;
  readonly text: string;
  readonly redacted: { readonly kept: string; readonly sha256: string } | null;
};

type IncomingOriginal = { readonly sha256: string; readonly size: number; readonly bytes: Uint8Array };

type IncomingCapture = {
  readonly articleId: string;
  readonly original: string | null;
  readonly fileName: string;
  readonly mediaType: string;
  readonly importer: string;
  readonly importedAt: string;
  readonly analyst: string;
  readonly steps: string;
  readonly part: string;
  readonly doubts: string;
  readonly findings: string;
};

/** Writes what comes out of a received file. Rows that the log cannot take are counted by the reason why. */
export type IncomingWriter = {
  readonly edits: (rows: readonly IncomingEdit[]) => void;
  readonly changes: (rows: readonly IncomingChange[]) => void;
  readonly texts: (rows: readonly IncomingText[]) => void;
  readonly originals: (rows: readonly IncomingOriginal[]) => void;
  readonly captures: (rows: readonly IncomingCapture[]) => void;
  /** Closes the file; answers with the reasons why rows were refused, in words. */
  readonly finish: () => string[];
  /** Closes the file, whatever is in it. */
  readonly abandon: () => void;
};

/** What the project knows against which received rows are held. */
type Against = {
  /** Clock of its newest edit. */
  readonly clock: number;
  /** The analyst at work. */
  readonly analyst: string;
};

type EditCell = Pick<IncomingEdit, "analyst" | "clock" | "at">;

/** A thing whose changes are coming in. */
type OpenThing = {
  readonly entity: Entity;
  readonly id: string;
  readonly changes: LoggedChange[];
  mine: number;
};

/** Counts refusals by their words: "3 changes: their clock is out of range". */
const refusals = () => {
  const counts = new Map<string, number>();
  return {
    add: (what: string): void => {
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    words: (): string[] => [...counts].map(([what, number]) => `${what} (${number.toLocaleString("en-US")})`),
  };
};

const putEdit =
  "INSERT OR IGNORE INTO edits (id, kind, undoes, label, analyst, clock, at) VALUES (?, ?, ?, ?, ?, ?, ?)";
const putChange = `INSERT OR IGNORE INTO changes (entity, entity_id, field, clock, id, edit, value, before, analyst, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** A thing whose changes do not stand together, in a damaged file, is folded when it comes in. */
const putThing = `INSERT INTO things (entity, id, changes, mine, is_folded) VALUES (?, ?, ?, ?, 1)
  ON CONFLICT DO UPDATE SET changes = changes + excluded.changes, mine = mine + excluded.mine, is_folded = 0`;
const putText = `INSERT OR IGNORE INTO texts (id, sha256, characters, blocks, kept, stored, text)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;
const putCapture = `INSERT INTO captures (article_id, original, file_name, media_type, importer, imported_at, analyst, steps,
  part, doubts, findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** An edit that another one undoes is named by it, even where its changes did not come along. */
const useUndone =
  "UPDATE edits SET used = 1 WHERE used = 0 AND id IN (SELECT undoes FROM edits WHERE used = 1)";

/** Makes the file `path`, which must not be there yet, for what comes out of a received one. */
export const createIncoming = (path: string, against: Against): IncomingWriter => {
  const db = new Sqlite(path);
  db.pragma("journal_mode = OFF");
  db.pragma("synchronous = OFF");
  db.pragma("locking_mode = EXCLUSIVE");
  db.exec(tables);
  db.exec("BEGIN");
  const refused = refusals();
  const lastClock = Math.min(greatestClock - 1, against.clock + mostAhead);
  let edit: { readonly id: string; readonly row: EditCell | undefined } = { id: "", row: undefined };
  let hasUndos = false;
  const rows = rowKeeper(db);
  let thing: OpenThing | null = null;

  const editOf = (id: string): EditCell | undefined => {
    if (edit.id !== id) {
      const row = prepare(db, "SELECT analyst, clock, at FROM edits WHERE id = ?").get(id);
      edit = { id, row: row as EditCell | undefined };
      if (row !== undefined) run(db, "UPDATE edits SET used = 1 WHERE id = ?", id);
    }
    return edit.row;
  };
  const putThingAway = (): void => {
    if (thing === null) return;
    run(db, putThing, thing.entity, thing.id, thing.changes.length, thing.mine);
    rows.keep(thing.entity, thing.id, thing.changes);
  };
  const addChange = (row: IncomingChange, own: EditCell): void => {
    const { entity, entityId, field, clock, id, value, before } = row;
    const { analyst, at } = own;
    if (run(db, putChange, entity, entityId, field, clock, id, row.edit, value, before, analyst, at) === 0)
      return;
    if (thing?.id !== entityId || thing.entity !== entity) {
      putThingAway();
      thing = { entity, id: entityId, changes: [], mine: 0 };
    }
    thing.changes.push({ id, field, clock, value, at, analyst });
    if (analyst === against.analyst) thing.mine += 1;
  };

  return {
    edits: (rows) => {
      for (const { id, kind, undoes, label, analyst, clock, at } of rows)
        if (clock < 1 || clock > lastClock || !Number.isSafeInteger(clock))
          refused.add("Edits whose clock is out of range");
        else {
          run(db, putEdit, id, kind, undoes, label, analyst, clock, at);
          if (undoes !== null) hasUndos = true;
        }
    },
    changes: (rows) => {
      for (const row of rows) {
        const own = editOf(row.edit);
        if (own === undefined) refused.add("Changes whose edit is missing or was refused");
        else if (own.clock !== row.clock) refused.add("Changes with another clock than their edit");
        else addChange(row, own);
      }
    },
    texts: (rows) => {
      for (const { id, sha256, characters, blocks, text, redacted } of rows)
        run(
          db,
          putText,
          id,
          sha256,
          characters,
          blocks,
          redacted?.kept ?? null,
          redacted?.sha256 ?? null,
          text,
        );
    },
    originals: (rows) => {
      for (const { sha256, size, bytes } of rows)
        run(
          db,
          "INSERT OR IGNORE INTO originals (sha256, size, bytes) VALUES (?, ?, ?)",
          sha256,
          size,
          bytes,
        );
    },
    captures: (rows) => {
      for (const row of rows)
        run(
          db,
          putCapture,
          row.articleId,
          row.original,
          row.fileName,
          row.mediaType,
          row.importer,
          row.importedAt,
          row.analyst,
          row.steps,
          row.part,
          row.doubts,
          row.findings,
        );
    },
    finish: () => {
      putThingAway();
      while (hasUndos && run(db, useUndone) > 0);
      db.exec("COMMIT");
      db.close();
      return refused.words();
    },
    abandon: () => {
      if (db.open) db.close();
    },
  };
};

/** Attaches the file of what came in to the project's connection, as `came`. Not inside a transaction. */
export const attachIncoming = (db: Database, path: string): void => {
  db.prepare("ATTACH ? AS came").run(path);
};

/** Whether something is attached already. */
const isAttached = (db: Database): boolean =>
  exists(db, "SELECT 1 FROM pragma_database_list WHERE name = 'came'");

const CountRow = z.object({ count: z.number().int() });

/** Rows and things that a merge goes through. */
export const countIncoming = (db: Database): number =>
  first(
    db,
    CountRow,
    `SELECT (SELECT count(*) FROM came.texts) + (SELECT count(*) FROM came.originals) + (SELECT count(*) FROM came.captures)
      + (SELECT count(*) FROM came.edits) + (SELECT count(*) FROM came.things) AS count`,
  )?.count ?? 0;

/** The greatest clock of what came in; 0 when nothing did. */
export const greatestIncomingClock = (db: Database): number =>
  first(db, CountRow, "SELECT coalesce(max(clock), 0) AS count FROM came.edits")?.count ?? 0;

/** Lets go of the file of what came in. */
export const detachIncoming = (db: Database): void => {
  if (db.open && isAttached(db)) db.exec("DETACH came");
};
