import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { Entity } from "../../shared/domain/change";
import type { AsOf, Moment } from "../../shared/domain/history";
import { fail } from "../../shared/errors";
import { EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { foldEntity } from "./fold";
import { all, first, run } from "./statement";

/*
 * The project as it stood: a private copy of it from which the later part of the log is taken out, and in which what
 * that part had touched is folded again. So every screen shows it with the code that shows the present.
 */

const EditRow = z.object({ id: EditId, clock: z.number().int(), at: z.string(), label: z.string() });
type EditRow = z.infer<typeof EditRow>;

/**
 * The last edit until a time. Edits are in the order of the log and their times are other people's clocks, which may be
 * wrong: the place is taken where fewest edits lie on the wrong side of it.
 */
const lastUntil = (edits: readonly EditRow[], time: number): EditRow | undefined => {
  const isEarly = edits.map(({ at }) => Date.parse(at) <= time);
  // Wrong at the very beginning: every edit that is early enough comes after it.
  let wrong = isEarly.filter(Boolean).length;
  let [least, last]: [number, EditRow | undefined] = [wrong, undefined];
  for (const [index, edit] of edits.entries()) {
    wrong += isEarly[index] === true ? -1 : 1;
    if (wrong <= least) [least, last] = [wrong, edit];
  }
  return last;
};

/** Where the log ends: after an edit, and for merges, which may have brought that edit, after another one. */
type End = { readonly edit: EditRow; readonly merges: EditRow; readonly asOf: AsOf };

const editRow = "SELECT id, clock, at, label FROM edits";
/** Edits that a merge brought. */
const brought = "SELECT DISTINCT edit FROM changes WHERE id IN (SELECT change FROM merged_changes)";

/** The end of the log at a moment. Fails with `not-found`. */
const endOf = (db: Database, moment: Moment): Result<End> => {
  if ("edit" in moment) {
    const edit = first(db, EditRow, `${editRow} WHERE id = ?`, moment.edit);
    if (edit === undefined) return fail("not-found", "This edit is not in the project's history.");
    const merge = first(
      db,
      EditRow,
      `${editRow} WHERE (clock, id) > (?, ?) AND id IN (SELECT merged_changes.edit FROM merged_changes
         JOIN changes ON changes.id = change WHERE changes.edit = ?) ORDER BY clock, id LIMIT 1`,
      edit.clock,
      edit.id,
      edit.id,
    );
    return ok({ edit, merges: merge ?? edit, asOf: { at: edit.at, label: edit.label } });
  }
  // What colleagues did came here with a merge, whatever the time was with them.
  const own = all(db, EditRow, `${editRow} WHERE id NOT IN (${brought}) ORDER BY clock, id`);
  const edit = lastUntil(own, Date.parse(moment.at));
  return edit === undefined
    ? fail("not-found", "There was nothing in this project yet at that time.", "Choose a later one.")
    : ok({ edit, merges: edit, asOf: { at: new Date(moment.at).toISOString(), label: edit.label } });
};

const Thing = z.object({ entity: Entity, id: z.string() });
type Thing = z.infer<typeof Thing>;
const Gone = z.object({ edit: z.string() });

/** Edits that are taken out between two looks at whatever else is to be done. */
const editsAtOnce = 200;

/** Notes in `gone` what came after the end of the log: later edits, what later merges brought, and what undoes any of it. */
const findGone = (copy: Database, { edit: { clock, id }, merges }: End): void => {
  copy.exec("CREATE TEMP TABLE gone (edit TEXT PRIMARY KEY) WITHOUT ROWID");
  run(
    copy,
    `WITH RECURSIVE later (edit) AS (
       SELECT id FROM edits WHERE (clock, id) > (?, ?)
       UNION SELECT brought.edit FROM merged_changes JOIN changes AS brought ON brought.id = change
         JOIN edits AS merging ON merging.id = merged_changes.edit WHERE (merging.clock, merging.id) > (?, ?)
           AND NOT EXISTS (SELECT 1 FROM merged_changes AS other JOIN edits AS sooner ON sooner.id = other.edit
             WHERE other.change = merged_changes.change AND (sooner.clock, sooner.id) <= (?, ?))
       UNION SELECT edits.id FROM edits JOIN later ON undoes = later.edit)
     INSERT INTO gone SELECT edit FROM later`,
    clock,
    id,
    merges.clock,
    merges.id,
    merges.clock,
    merges.id,
  );
};

const Chain = z.object({ edit: z.string(), links: z.number().int() });

/** Merges of the moment, each with the undos and redos of it until then: an odd number had undone it. */
const mergesThen = `SELECT edit, (WITH RECURSIVE chain (id) AS (
    SELECT merges.edit UNION SELECT edits.id FROM edits JOIN chain ON undoes = chain.id
      WHERE edits.id NOT IN (SELECT edit FROM gone)
  ) SELECT count(*) - 1 FROM chain) AS links
  FROM merges WHERE edit NOT IN (SELECT edit FROM gone)`;

/**
 * Changes that a merge brought count, or do not, as that merge stood at the moment: it may have been undone, or that
 * undo redone, only later. Answers with what has to be folded again.
 */
const holdAsThen = (copy: Database): Thing[] => {
  const merges = all(copy, Chain, mergesThen);
  const idsOf = (isUndone: boolean) =>
    JSON.stringify(merges.filter(({ links }) => (links % 2 === 1) === isUndone).map(({ edit }) => edit));
  const of = "SELECT change FROM merged_changes WHERE edit IN (SELECT value FROM json_each(?))";
  copy.exec("CREATE TEMP TABLE turned (change TEXT PRIMARY KEY) WITHOUT ROWID");
  run(
    copy,
    `INSERT INTO turned SELECT change FROM held_changes WHERE reason = 'undone' AND change IN (${of})`,
    idsOf(false),
  );
  run(copy, "DELETE FROM held_changes WHERE change IN (SELECT change FROM turned)");
  const undone = `${of} EXCEPT ${of} EXCEPT SELECT change FROM held_changes`;
  run(copy, `INSERT OR IGNORE INTO turned ${undone}`, idsOf(true), idsOf(false));
  run(copy, `INSERT INTO held_changes SELECT change, 'undone' FROM (${undone})`, idsOf(true), idsOf(false));
  const touched =
    "SELECT DISTINCT entity, entity_id AS id FROM changes WHERE id IN (SELECT change FROM turned)";
  return all(copy, Thing, touched);
};

/** Takes what is gone out of a copy; answers with what has to be folded again. */
function* takeOut(copy: Database): Generator<undefined, Thing[]> {
  const touched = new Map<string, Thing>();
  const note = (things: readonly Thing[]) => {
    for (const thing of things) touched.set(thing.id, thing);
  };
  note(holdAsThen(copy));
  copy.exec(`DELETE FROM conflicts;
    DELETE FROM merged_changes WHERE edit IN (SELECT edit FROM gone);
    DELETE FROM merges WHERE edit IN (SELECT edit FROM gone)`);
  for (let last = ""; ; ) {
    const next = "SELECT edit FROM gone WHERE edit > ? ORDER BY edit LIMIT ?";
    const edits = all(copy, Gone, next, last, editsAtOnce).map(({ edit }) => edit);
    if (edits.length === 0) break;
    last = edits.at(-1) ?? last;
    const some = JSON.stringify(edits);
    const these = "(SELECT value FROM json_each(?))";
    note(
      all(copy, Thing, `SELECT DISTINCT entity, entity_id AS id FROM changes WHERE edit IN ${these}`, some),
    );
    const held = `SELECT id FROM changes WHERE edit IN ${these}`;
    run(copy, `DELETE FROM held_changes WHERE change IN (${held})`, some);
    run(copy, `DELETE FROM changes WHERE edit IN ${these}`, some);
    run(copy, `DELETE FROM edits WHERE id IN ${these}`, some);
    yield;
  }
  copy.exec("DROP TABLE gone; DROP TABLE turned");
  return [...touched.values()];
}

/** Pages that are copied between two looks at whatever else is to be done. */
const pagesAtOnce = 250;

/**
 * Writes the project as it stood at a moment to a new file, in steps between which other calls can be answered: "as it
 * stood" in this file, so that what a later merge brought is not in it, however early it was done elsewhere. Texts and
 * originals that came in later lie in the copy unseen. Not while a transaction runs on the project.
 *
 * @param path where nothing is; what was begun there is left behind when the steps are not taken to their end
 * @returns the moment; fails with `not-found` when the project did not exist then or has no such edit
 * @throws SqliteError when the copy cannot be written
 */
export async function* writeAsOf(
  db: Database,
  path: string,
  moment: Moment,
): AsyncGenerator<undefined, Result<AsOf>> {
  const end = endOf(db, moment);
  if (!end.ok) return end;
  // Nobody else gets this file, so it may be copied page by page, with what the pages hold unused.
  await db.backup(path, { progress: () => pagesAtOnce });
  const copy = new Sqlite(path, { fileMustExist: true });
  try {
    copy.pragma("trusted_schema = OFF");
    copy.pragma("foreign_keys = ON");
    // Nobody needs this file after a crash.
    copy.pragma("journal_mode = MEMORY");
    copy.pragma("synchronous = OFF");
    copy.exec("BEGIN");
    copy.pragma("defer_foreign_keys = ON");
    findGone(copy, end.value);
    yield;
    for (const { entity, id } of yield* takeOut(copy)) {
      foldEntity(copy, entity, id);
      yield;
    }
    copy.exec("COMMIT");
    copy.pragma("journal_mode = DELETE");
    return ok(end.value.asOf);
  } finally {
    copy.close();
  }
}
