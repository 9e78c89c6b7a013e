import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Edit, Entity } from "../../shared/domain/change";
import { Editor, type HistoryFilter } from "../../shared/domain/history";
import { fail } from "../../shared/errors";
import { AnalystId, EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { isHeldBack } from "./held";
import { cameIn } from "./merges";
import { all, type Bound, first } from "./statement";

const Row = z.object({
  id: EditId,
  kind: z.enum(["edit", "undo", "redo"]),
  label: z.string(),
  analystId: AnalystId,
  analyst: z.string(),
  at: z.string(),
  clock: z.number().int(),
  changes: z.number().int(),
  links: z.number().int(),
  isHeldBack: z.number(),
});
type Row = z.infer<typeof Row>;

/**
 * Each edit with the number of undos and redos that follow it in its chain: an odd number has undone it. What was held back
 * with an undone merge is no link, and what came in is none of a merge.
 */
const rows = `
  SELECT own.id, kind, label, own.analyst AS analystId, coalesce(analysts.name, '') AS analyst, at, clock,
    (SELECT count(*) FROM changes WHERE edit = own.id AND entity <> 'analyst') AS changes,
    (WITH RECURSIVE chain (id) AS (
       SELECT own.id UNION SELECT later.id FROM edits AS later JOIN chain ON later.undoes = chain.id
         AND NOT ${isHeldBack("later")}
         AND NOT (EXISTS (SELECT 1 FROM merges WHERE merges.edit = own.id) AND ${cameIn("later")})
     ) SELECT count(*) - 1 FROM chain) AS links,
    ${isHeldBack("own")} AS isHeldBack
  FROM edits AS own LEFT JOIN analysts ON analysts.id = own.analyst`;
const asEdit = ({ links, isHeldBack: held, ...edit }: Row): Edit => ({
  ...edit,
  isUndone: held === 1 || links % 2 === 1,
});
const newestFirst = "ORDER BY clock DESC, own.id DESC LIMIT ?";

const Place = z.object({ clock: z.number().int() });

/** Part of a WHERE clause over `own`, an edit, with what is bound in it. */
type Condition = { readonly sql: string; readonly bound: readonly Bound[] };

/** CROSS JOIN keeps SQLite from beginning with the changes, of which there are most. */
const concernsArticle = `own.id IN (
  SELECT edit FROM changes WHERE entity = 'article' AND entity_id = ?
  UNION SELECT edit FROM highlights CROSS JOIN changes ON entity = 'highlight' AND entity_id = highlights.id
    WHERE article_id = ?
  UNION SELECT edit FROM ratings CROSS JOIN changes ON entity = 'rating' AND entity_id = ratings.id
    WHERE article_id = ?
  UNION SELECT edit FROM highlights CROSS JOIN evidence ON highlight_id = highlights.id
    CROSS JOIN changes ON entity = 'evidence' AND entity_id = evidence.id WHERE article_id = ?
  UNION SELECT edit FROM highlights CROSS JOIN evidence ON highlight_id = highlights.id
    CROSS JOIN changes ON entity = 'claim' AND entity_id = claim_id WHERE article_id = ?)`;

const asPattern = (words: string): string => `%${words.replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`;

/** SQLite takes only the letters of ASCII for the same in both cases, so others are looked for in each way they are written. */
const spellings = (text: string): string[] => {
  const [start = ""] = text;
  const rest = text.slice(start.length).toLowerCase();
  const ways = [text, text.toLowerCase(), text.toUpperCase(), start.toUpperCase() + rest];
  return [
    ...new Map(ways.map((way) => [way.replace(/[A-Z]/gu, (letter) => letter.toLowerCase()), way])).values(),
  ];
};

/** Values are JSON: numbers, yes and no are nothing that a person searches for. */
const holdsText = (text: string): Condition => {
  const words = spellings(text);
  const anyOf = (column: string) => words.map(() => `${column} LIKE ? ESCAPE '\\'`).join(" OR ");
  return {
    sql: `(${anyOf("label")} OR own.id IN (SELECT edit FROM changes
      WHERE substr(value, 1, 1) IN ('"', '{') AND (${anyOf("value")})))`,
    bound: [
      ...words.map(asPattern),
      ...words.map((spelling) => asPattern(JSON.stringify(spelling).slice(1, -1))),
    ],
  };
};

/** Kinds of which most projects have few changes: those are looked up; of the others most edits have one. */
const fewChanges: readonly Entity[] = ["tag", "source", "rating", "project", "analyst"];

const changesKind = (entity: Entity): Condition => ({
  sql: fewChanges.includes(entity)
    ? "own.id IN (SELECT edit FROM changes WHERE changes.entity = ?)"
    : "EXISTS (SELECT 1 FROM changes WHERE edit = own.id AND changes.entity = ?)",
  bound: [entity],
});

/** What an edit must be to pass a filter. */
export const editConditions = ({ analystId, entity, articleId, text }: HistoryFilter): Condition[] => [
  ...(analystId === undefined ? [] : [{ sql: "own.analyst = ?", bound: [analystId] }]),
  ...(entity === undefined ? [] : [changesKind(entity)]),
  ...(articleId === undefined
    ? []
    : [{ sql: concernsArticle, bound: Array.from({ length: 5 }, () => articleId) }]),
  ...(text === undefined || text === "" ? [] : [holdsText(text)]),
];

/** The WHERE clause of some conditions; empty without any. */
export const whereAll = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? "" : `WHERE ${conditions.map(({ sql }) => sql).join(" AND ")}`;

/**
 * The project's edits that pass a filter, newest first; with `before`, those older than that one.
 * Fails with `not-found` when `before` is no edit of the project.
 */
export const listEdits = (
  db: Database,
  limit: number,
  before?: EditId,
  filter: HistoryFilter = {},
): Result<Edit[]> => {
  const start =
    before === undefined ? undefined : first(db, Place, "SELECT clock FROM edits WHERE id = ?", before);
  if (before !== undefined && start === undefined)
    return fail("not-found", "This edit is not in the project's history.");
  const older: Condition[] =
    start === undefined || before === undefined
      ? []
      : [{ sql: "(clock, own.id) < (?, ?)", bound: [start.clock, before] }];
  const conditions = [...older, ...editConditions(filter)];
  const sql = `${rows} ${whereAll(conditions)} ${newestFirst}`;
  const found = all(db, Row, sql, ...conditions.flatMap(({ bound }) => bound), limit);
  return ok(found.map(asEdit));
};

/** One edit; undefined when there is none of that id. */
export const getEdit = (db: Database, id: EditId): Edit | undefined => {
  const found = first(db, Row, `${rows} WHERE own.id = ?`, id);
  return found === undefined ? undefined : asEdit(found);
};

/** Who has worked in the project, those with most edits first. */
export const listEditors = (db: Database): Editor[] =>
  all(
    db,
    Editor,
    `SELECT analyst AS id, coalesce(name, '') AS name, count(*) AS edits FROM edits
     LEFT JOIN analysts ON analysts.id = analyst GROUP BY analyst ORDER BY edits DESC, analyst`,
  );
