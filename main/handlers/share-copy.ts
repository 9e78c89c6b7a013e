import { shareCopy as writeCopy } from "../share/share-copy";
import type { Context, Jobs } from "./context";
import { requireProject } from "./require";

/** Saves a copy of the open project to `path`: a job, because only the main process and the command line name paths. */
export const shareCopy = async (
  context: Context,
  { path }: Parameters<Jobs["shareCopy"]>[0],
): ReturnType<Jobs["shareCopy"]> => {
  const project = requireProject(context);
  return project.ok ? writeCopy(project.value, context.path, path) : project;
};
