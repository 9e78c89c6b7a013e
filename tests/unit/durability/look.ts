import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { closeProject, openProject } from "../../../main/store/open";
import { aFolder, anOpenSession, aSession, must, withArticle } from "../../builders";

/** Makes a project with one long article in it, and closes it. */
export const aProjectFile = async (folder = aFolder()): Promise<string> => {
  const session = await anOpenSession({}, join(folder, "p.assay"));
  await withArticle(session, "The ferry closes in May, they say. ".repeat(60));
  must(await session.jobs.close(undefined));
  return session.path;
};

/** The edits of a project that can be opened and whose pages fit together, oldest first. */
export const editsOf = (path: string): readonly string[] => {
  const file = must(openProject(path));
  try {
    const fit = file.db.pragma("integrity_check(1)", { simple: true });
    if (fit !== "ok") throw new Error(`the pages of ${path} do not fit together: ${fit}`);
    return file.db.prepare("SELECT id FROM edits ORDER BY clock").pluck().all() as string[];
  } finally {
    closeProject(file);
  }
};

const checked = new Map<string, string | null>();

/** The first thing that is wrong with a project, in words or as the kind of the error; a check of all of it, once for each content. */
export const problemOf = async (path: string): Promise<string | null> => {
  const isAlone = !existsSync(`${path}-journal`);
  const digest = createHash("sha1").update(readFileSync(path)).digest("hex");
  const known = checked.get(digest);
  if (isAlone && known !== undefined) return known;
  const session = aSession();
  const opened = await session.jobs.open({ path });
  const report = opened.ok ? await session.jobs.verify(undefined) : opened;
  await session.jobs.close(undefined);
  if (!report.ok) return report.error.kind;
  const problems = "checks" in report.value ? report.value.checks.flatMap((check) => check.problems) : [];
  const problem = problems[0] ?? null;
  if (isAlone) checked.set(digest, problem);
  return problem;
};
