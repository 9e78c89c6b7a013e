import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Manifest } from "../../shared/domain/merge";
import type { Project } from "../../shared/domain/project";
import { type EditId, ProjectId } from "../../shared/ids";
import { type Actor, createEntity, quoted, setFields, writeEdit } from "./change-log";
import { setMeta } from "./open";
import { revisionLines } from "./revision-lines";
import { first } from "./statement";

const IdRow = z.object({ value: ProjectId });

/** The project's own id. Throws when the file has none: `openProject` lets no such file in. */
export const projectId = (db: Database): ProjectId =>
  IdRow.parse(first(db, IdRow, "SELECT value FROM meta WHERE key = 'project'")).value;

/** Gives a new file its id and name. Naming it is the first edit. */
export const insertProject = (db: Database, actor: Actor, name: string): void => {
  const id = ProjectId.parse(actor.newId("prj"));
  setMeta(db, "project", id);
  writeEdit(db, actor, `Create project ${quoted(name)}`, createEntity("project", id, { name }));
};

/** Renames the project. */
export const updateProject = (db: Database, actor: Actor, name: string): EditId | null =>
  writeEdit(
    db,
    actor,
    `Rename the project to ${quoted(name)}`,
    setFields("project", projectId(db), { name }),
  );

const Row = z.object({
  name: z.string(),
  articles: z.number().int(),
  highlights: z.number().int(),
  claims: z.number().int(),
  evidence: z.number().int(),
  sources: z.number().int(),
  tags: z.number().int(),
});

/** Counts what can be seen. What is hidden is rare, so it is listed and left out, which is cheaper than a join. */
const counts = `
  SELECT name,
    (SELECT count(*) FROM articles WHERE is_deleted = 0) AS articles,
    (SELECT count(*) FROM highlights WHERE is_deleted = 0
      AND article_id NOT IN (SELECT id FROM articles WHERE is_deleted = 1)) AS highlights,
    (SELECT count(*) FROM claims WHERE is_deleted = 0) AS claims,
    (SELECT count(*) FROM evidence WHERE is_deleted = 0
      AND claim_id NOT IN (SELECT id FROM claims WHERE is_deleted = 1)
      AND highlight_id NOT IN (SELECT id FROM highlights WHERE is_deleted = 1
        OR article_id IN (SELECT id FROM articles WHERE is_deleted = 1))) AS evidence,
    (SELECT count(*) FROM sources WHERE is_deleted = 0) AS sources,
    (SELECT count(*) FROM tags WHERE is_deleted = 0) AS tags
  FROM project WHERE id = ?`;

const ManifestRow = z.object({ value: z.string() });

/** The marking of the copy that a project came from; "" for none. */
const markingOf = (db: Database): string => {
  const row = first(db, ManifestRow, "SELECT value FROM meta WHERE key = 'manifest'");
  try {
    return row === undefined ? "" : Manifest.parse(JSON.parse(row.value)).marking;
  } catch {
    // A file that says nonsense of itself is refused when it is examined; one's own must still open.
    return "";
  }
};

/** Name, marking and counts of the open project. */
export const getProject = (db: Database): Pick<Project, "id" | "name" | "marking" | "counts"> => {
  const id = projectId(db);
  const { name, ...found } = Row.parse(first(db, Row, counts, id));
  // An article and its revisions are one.
  const articles = found.articles - revisionLines(db).superseded.size;
  return { id, name, marking: markingOf(db), counts: { ...found, articles } };
};
