import type { Database } from "better-sqlite3";
import { z } from "zod";
import { combineRedacted } from "../../shared/text/combine-redacted";
import { countCodePoints } from "../../shared/text/offsets";
import { sha256 } from "../ids";
import { nearCopyWriter } from "./near-copies";
import { all, prepare, run } from "./statement";

/*
 * The facts of a received file: edits, texts, originals, and how articles came in. They are taken in as they are, and
 * stay when the merge is undone: without changes that name them nobody sees them.
 */

/** Edits that are put in together, and texts, whose indexes take longer. */
const editsAtOnce = 500;
const textsAtOnce = 50;

/** Counts rows as they are done. */
type Done = { done: number };

const Id = z.object({ id: z.string() });
const nextEdits = `SELECT id FROM came.edits WHERE id > ? ORDER BY id LIMIT ${editsAtOnce}`;
const putEdits = `INSERT OR IGNORE INTO main.edits (id, kind, undoes, label, analyst, clock, at)
  SELECT id, kind, undoes, label, analyst, clock, at FROM came.edits WHERE id BETWEEN ? AND ? AND used = 1`;

/** Takes in the edits that have changes, or that others undo. */
export function* takeInEdits(db: Database, work: Done): Generator<undefined> {
  for (let last = ""; ; ) {
    const ids = all(db, Id, nextEdits, last);
    const [from, to] = [ids[0]?.id, ids.at(-1)?.id];
    if (from === undefined || to === undefined) return;
    run(db, putEdits, from, to);
    work.done += ids.length;
    last = to;
    yield;
  }
}

type TextCells = {
  readonly id: string;
  readonly sha256: string;
  readonly characters: number;
  readonly blocks: string;
  readonly text: string;
  readonly kept: string | null;
  readonly stored: string | null;
};
const nextTexts = `SELECT rowid AS n, id, sha256, characters, blocks, text, kept, stored FROM came.texts WHERE rowid > ?
  ORDER BY rowid LIMIT 1`;
const ownText = `SELECT n, text, blocks, kept FROM main.article_texts
  LEFT JOIN main.redacted_texts ON article_id = article_texts.id WHERE article_texts.id = ?`;
type OwnText = {
  readonly n: number;
  readonly text: string;
  readonly blocks: string;
  readonly kept: string | null;
};

const putText =
  "INSERT INTO main.article_texts (id, sha256, characters, blocks, text) VALUES (?, ?, ?, ?, ?)";
const redact = `INSERT INTO main.redacted_texts (article_id, kept, sha256) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET kept = excluded.kept, sha256 = excluded.sha256`;

/** What the texts of a merge leave behind for whoever comes next. */
export type TextsTaken = {
  /** Articles whose text is new here. */
  readonly added: string[];
  /** Articles of whose text there is more now. */
  readonly completed: string[];
  /** Texts that cannot be what is known under their id. */
  refused: number;
};

/** Takes in texts that are new, and what is missing of those that are not whole, with the indexes over them. */
export function* takeInTexts(db: Database, taken: TextsTaken, work: Done): Generator<undefined> {
  const nearCopies = nearCopyWriter(db);
  let added: number[] = [];
  const flush = (): void => {
    nearCopies.flush();
    const texts = "SELECT n, text FROM article_texts WHERE n IN (SELECT value FROM json_each(?))";
    if (added.length > 0) run(db, `INSERT INTO article_search (rowid, text) ${texts}`, JSON.stringify(added));
    added = [];
  };
  const enter = (n: number, text: string, isWhole: boolean): void => {
    added.push(n);
    // What is left out of a text says nothing about what it is like.
    if (isWhole) nearCopies.enter(n, text);
  };
  const insert = (row: TextCells): void => {
    const { id, characters, blocks, text, kept, stored } = row;
    const { lastInsertRowid } = prepare(db, putText).run(id, row.sha256, characters, blocks, text);
    if (kept !== null) run(db, redact, id, kept, stored);
    enter(Number(lastInsertRowid), text, kept === null);
    taken.added.push(id);
  };
  const complete = (row: TextCells, own: OwnText): void => {
    const both = combineRedacted(own.text, row.text);
    if (both === null) {
      taken.refused += 1;
      return;
    }
    const whole = row.kept === null ? row.text : both;
    if (whole === own.text && row.kept !== null) return;
    run(
      db,
      "INSERT INTO article_search (article_search, rowid, text) VALUES ('delete', ?, ?)",
      own.n,
      own.text,
    );
    const blocks = row.kept === null ? row.blocks : own.blocks;
    run(
      db,
      "UPDATE main.article_texts SET text = ?, characters = ?, blocks = ? WHERE id = ?",
      whole,
      countCodePoints(whole),
      blocks,
      row.id,
    );
    if (row.kept === null) run(db, "DELETE FROM main.redacted_texts WHERE article_id = ?", row.id);
    else run(db, redact, row.id, "quotes", sha256(whole));
    enter(own.n, whole, row.kept === null);
    taken.completed.push(row.id);
  };
  for (let last = 0, count = 1; ; count += 1) {
    const row = prepare(db, nextTexts).get(last) as (TextCells & { readonly n: number }) | undefined;
    if (row === undefined) break;
    last = row.n;
    const own = prepare(db, ownText).get(row.id) as OwnText | undefined;
    if (own === undefined) insert(row);
    else if (own.kept !== null) complete(row, own);
    else if (row.kept === null ? row.text !== own.text : combineRedacted(own.text, row.text) !== own.text)
      taken.refused += 1;
    if (count % textsAtOnce === 0) flush();
    work.done += 1;
    yield;
  }
  flush();
  yield;
}

const nextOriginal = "SELECT rowid AS n, sha256 FROM came.originals WHERE rowid > ? ORDER BY rowid LIMIT 1";
const putOriginal = `INSERT OR IGNORE INTO main.originals (sha256, size, bytes)
  SELECT sha256, size, bytes FROM came.originals WHERE sha256 = ?`;

const nextCaptures = "SELECT n FROM came.captures WHERE n > ? ORDER BY n LIMIT 200";
const captureColumns =
  "article_id, original, file_name, media_type, importer, imported_at, analyst, steps, part, doubts, findings";
/** A copy without originals names none: its captures are those that are here with one. */
const sameCapture = `own.article_id = came.captures.article_id AND own.imported_at = came.captures.imported_at
  AND own.analyst = came.captures.analyst AND own.file_name = came.captures.file_name AND own.part = came.captures.part`;
const heldOriginal = "(original IS NULL OR EXISTS (SELECT 1 FROM main.originals WHERE sha256 = original))";
const putCaptures = `INSERT OR IGNORE INTO main.captures (${captureColumns})
  SELECT ${captureColumns} FROM came.captures WHERE n BETWEEN ? AND ? AND ${heldOriginal}
    AND EXISTS (SELECT 1 FROM main.article_texts WHERE id = article_id)
    AND NOT EXISTS (SELECT 1 FROM main.captures AS own WHERE ${sameCapture}
      AND (came.captures.original IS NULL OR own.original IS came.captures.original))`;
const dropBare = `DELETE FROM main.captures WHERE original IS NULL AND EXISTS (
  SELECT 1 FROM main.captures AS own WHERE own.original IS NOT NULL AND own.article_id = captures.article_id
    AND own.imported_at = captures.imported_at AND own.analyst = captures.analyst AND own.file_name = captures.file_name
    AND own.part = captures.part)
  AND article_id IN (SELECT article_id FROM came.captures WHERE n BETWEEN ? AND ?)`;

const Numbered = z.object({ n: z.number() });

/** Takes in originals, and how articles came in. */
export function* takeInOrigins(db: Database, work: Done): Generator<undefined> {
  for (let last = 0; ; ) {
    const row = prepare(db, nextOriginal).get(last) as { n: number; sha256: string } | undefined;
    if (row === undefined) break;
    run(db, putOriginal, row.sha256);
    last = row.n;
    work.done += 1;
    yield;
  }
  for (let last = 0; ; ) {
    const rows = all(db, Numbered, nextCaptures, last);
    const [from, to] = [rows[0]?.n, rows.at(-1)?.n];
    if (from === undefined || to === undefined) return;
    run(db, putCaptures, from, to);
    run(db, dropBare, from, to);
    work.done += rows.length;
    last = to;
    yield;
  }
}
