import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";
import { Block } from "../../shared/domain/article";
import type { VerifyCheck, VerifyReport } from "../../shared/domain/project";
import { isSameButBlanks } from "../../shared/domain/redaction";
import { countCodePoints } from "../../shared/text/offsets";
import { entities } from "./entities";
import { changesOf, differences, foldChanges, loggedEntities, storedFold } from "./fold";
import { problemOfOriginal, problemOfText } from "./integrity";
import { applicationId, currentVersion, foreignSchema, versionOf } from "./migrate";
import { all, first } from "./statement";
import { captureCheck, nearCopyCheck, revisionCheck } from "./verify-imports";

type Check = z.infer<typeof VerifyCheck>;
/** What a check found; `note` says what of it could not be done. */
type Found = { readonly checked: number; readonly problems: readonly string[]; readonly note?: string };

/** A check in steps of one item, so that other calls are answered between them. */
type Steps = Generator<undefined, Found>;

/** Problems named one by one; a file that is wholly broken need not be listed to its end. */
const mostProblems = 100;

const summed = (checked: number, problems: readonly string[]): Found => ({
  checked,
  problems:
    problems.length <= mostProblems
      ? [...problems]
      : [...problems.slice(0, mostProblems), `and ${problems.length - mostProblems} more`],
});

const Id = z.object({ id: z.string() });

function* fileCheck(db: Database): Steps {
  yield;
  const problems: string[] = [];
  const id = db.pragma("application_id", { simple: true });
  if (id !== applicationId) problems.push("The file does not say that it is an Assay project.");
  if (versionOf(db) !== currentVersion)
    problems.push("The file does not say which version of Assay wrote it.");
  for (const foreign of foreignSchema(db))
    problems.push(`The file's tables are not as Assay makes them: ${foreign}.`);
  return summed(1, problems);
}

const Message = z.object({ message: z.string() });

function* pageCheck(db: Database): Steps {
  yield;
  const pages = db.pragma("page_count", { simple: true }) as number;
  const rows = db.pragma("integrity_check(100)") as { integrity_check: string }[];
  const problems = rows.map(({ integrity_check: message }) => message).filter((message) => message !== "ok");
  return summed(
    pages,
    problems.map((problem) => `SQLite reports: ${problem}.`),
  );
}

const Dangling = z.object({ table: z.string(), parent: z.string() });

function* referenceCheck(db: Database): Steps {
  yield;
  const rows = z.array(Dangling).parse(db.pragma("foreign_key_check"));
  const problems = rows.map(
    ({ table, parent }) => `A row of ${table} refers to something that is not in ${parent}.`,
  );
  return summed(Object.keys(entities).length, problems);
}

const BlocksRow = z.object({ blocks: z.string(), text: z.string(), characters: z.number() });

const problemOfBlocks = (db: Database, id: string): string | null => {
  const row = first(db, BlocksRow, "SELECT blocks, text, characters FROM article_texts WHERE id = ?", id);
  if (row === undefined) return null;
  if (row.characters !== countCodePoints(row.text))
    return `The text of ${id} does not have as many characters as the file says.`;
  const parsed = z.array(Block).safeParse(parseJson(row.blocks));
  if (!parsed.success) return `The paragraphs of ${id} cannot be read.`;
  let end = 0;
  for (const block of parsed.data) {
    if (block.start < end || block.end <= block.start || block.end > row.text.length)
      return `The paragraphs of ${id} do not fit its text.`;
    end = block.end;
  }
  return null;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

function* textCheck(db: Database): Steps {
  const problems: string[] = [];
  const ids = all(db, Id, "SELECT id FROM article_texts");
  for (const { id } of ids) {
    for (const problem of [problemOfText(db, id), problemOfBlocks(db, id)])
      if (problem !== null) problems.push(problem);
    yield;
  }
  return summed(ids.length, problems);
}

function* originalCheck(db: Database): Steps {
  const problems: string[] = [];
  const ids = all(db, Id, "SELECT sha256 AS id FROM originals");
  for (const { id } of ids) {
    const problem = problemOfOriginal(db, id);
    if (problem !== null) problems.push(problem);
    yield;
  }
  return summed(ids.length, problems);
}

const AnchorRow = z.object({
  id: z.string(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  prefix: z.string(),
  suffix: z.string(),
});
const TitleRow = z.object({ id: z.string(), title: z.string(), text: z.string() });

function* anchorCheck(db: Database): Steps {
  const problems: string[] = [];
  let checked = 0;
  for (const { id } of all(db, Id, "SELECT id FROM articles WHERE is_deleted = 0")) {
    const article = first(
      db,
      TitleRow,
      "SELECT id, title, text FROM articles JOIN article_texts USING (id) WHERE id = ?",
      id,
    );
    const anchors = all(
      db,
      AnchorRow,
      "SELECT id, start, end, quote, prefix, suffix FROM highlights WHERE article_id = ? AND is_deleted = 0",
      id,
    );
    for (const { start, end, quote, prefix, suffix } of anchors) {
      checked += 1;
      const text = article?.text ?? "";
      const isThere =
        isSameButBlanks(text.slice(start, end), quote) &&
        isSameButBlanks(text.slice(Math.max(0, start - prefix.length), start), prefix) &&
        isSameButBlanks(text.slice(end, end + suffix.length), suffix);
      if (!isThere)
        problems.push(
          `A highlight of “${article?.title ?? id}” does not stand at ${start} to ${end}: “${quote.slice(0, 80)}”.`,
        );
    }
    yield;
  }
  return summed(checked, problems);
}

/** Asks each full-text index to compare itself with what it is about. The index may not be asked when it cannot be written. */
function* searchCheck(db: Database): Steps {
  const problems: string[] = [];
  const tables = ["article_search", "title_search", "claim_search"];
  for (const table of tables) {
    try {
      if (!db.readonly)
        db.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('integrity-check', 1)`).run();
    } catch (thrown) {
      if (!(thrown instanceof Sqlite.SqliteError) || !thrown.code.startsWith("SQLITE_CORRUPT")) throw thrown;
      problems.push(`The search index ${table} does not agree with what it is about.`);
    }
    yield;
  }
  return db.readonly
    ? { ...summed(tables.length, []), note: "structure only, as the file cannot be written" }
    : summed(tables.length, problems);
}

const CountRow = z.object({ count: z.number() });

/** Whether every folded row is what the log says, and none is there without it. */
export function* foldCheck(db: Database): Steps {
  const problems: string[] = [];
  const logged = loggedEntities(db);
  const expected = new Map<string, number>();
  for (const { entity, id } of logged) {
    const folded = foldChanges(entity, id, changesOf(db, entity, id));
    if (folded !== null) expected.set(entity, (expected.get(entity) ?? 0) + 1);
    const differing = differences(storedFold(db, entity, id), folded);
    if (differing.length > 0)
      problems.push(`The ${entity} ${id} is not what its history says: ${differing.join(", ")}.`);
    yield;
  }
  for (const [entity, { table }] of Object.entries(entities)) {
    const stored = first(db, CountRow, `SELECT count(*) AS count FROM ${table}`)?.count ?? 0;
    const surplus = stored - (expected.get(entity) ?? 0);
    if (surplus > 0) problems.push(`${surplus} rows of ${table} have no history.`);
  }
  return summed(logged.length, problems);
}

/**
 * Whether the log itself is in order: each change has the clock of its edit, its predecessor is older, and an edit has
 * changes, unless it is a merge, which has what came in, or one that is only named by what undid it.
 */
function* logCheck(db: Database): Steps {
  yield;
  const problems = all(
    db,
    Message,
    `SELECT 'The change ' || changes.id || ' has another clock than its edit.' AS message
       FROM changes JOIN edits ON edits.id = edit WHERE changes.clock <> edits.clock
     UNION ALL
     SELECT 'The change ' || own.id || ' names a later change as the one that it replaced.'
       FROM changes AS own JOIN changes AS old ON old.id = own.before
       WHERE (old.clock, old.id) >= (own.clock, own.id)
     UNION ALL
     SELECT 'The edit ' || edits.id || ' has no changes.' FROM edits
       WHERE kind = 'edit' AND NOT EXISTS (SELECT 1 FROM changes WHERE edit = edits.id)
         AND NOT EXISTS (SELECT 1 FROM merges WHERE edit = edits.id)
         AND NOT EXISTS (SELECT 1 FROM edits AS later WHERE later.undoes = edits.id)
     LIMIT 200`,
  ).map(({ message }) => message);
  return summed(first(db, CountRow, "SELECT count(*) AS count FROM changes")?.count ?? 0, problems);
}

/** A check from elsewhere, its problems cut to those that are named. */
const listed = (check: (db: Database) => Steps) =>
  function* (db: Database): Steps {
    const { checked, problems } = yield* check(db);
    return summed(checked, problems);
  };

const checks: readonly { readonly name: string; readonly steps: (db: Database) => Steps }[] = [
  { name: "file format", steps: fileCheck },
  { name: "pages and indexes", steps: pageCheck },
  { name: "references", steps: referenceCheck },
  { name: "texts", steps: textCheck },
  { name: "originals", steps: originalCheck },
  { name: "how articles came in", steps: listed(captureCheck) },
  { name: "revisions", steps: listed(revisionCheck) },
  { name: "near copies", steps: listed(nearCopyCheck) },
  { name: "highlights in place", steps: anchorCheck },
  { name: "search indexes", steps: searchCheck },
  { name: "change log", steps: logCheck },
  { name: "rows against the change log", steps: foldCheck },
];

/** Checks everything in a project file, in small steps. A check that cannot be carried out is a problem of its own. */
export function* verifyProject(db: Database): Generator<undefined, VerifyReport> {
  const done: Check[] = [];
  for (const { name, steps } of checks) {
    try {
      const { note, ...found } = yield* steps(db);
      done.push({
        name: note === undefined ? name : `${name} (${note})`,
        checked: found.checked,
        problems: [...found.problems],
      });
    } catch (thrown) {
      if (
        !(
          thrown instanceof Sqlite.SqliteError ||
          thrown instanceof z.ZodError ||
          thrown instanceof SyntaxError
        )
      )
        throw thrown;
      const reason =
        thrown instanceof Sqlite.SqliteError ? thrown.message : "a row has a value that cannot be";
      done.push({ name, checked: 0, problems: [`This check broke off: ${reason}.`] });
    }
  }
  return { isSound: done.every(({ problems }) => problems.length === 0), checks: done };
}
