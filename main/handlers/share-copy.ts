import { fail } from "../../shared/errors";
import type { Result } from "../../shared/result";
import { shareCopy as copySteps } from "../share/share-copy";
import type { Context, Jobs, Progress } from "./context";
import { requireProject } from "./require";
import { inSlices, nowAndThen } from "./slices";

/** A copy of how many milliseconds is half done; how much there is to do is not known before. */
const halfway = 2000;

/** Says how far a copy probably is. */
const telling = (progress: Progress) => {
  const begun = performance.now();
  return nowAndThen(() => {
    const passed = performance.now() - begun;
    return progress(Math.floor((passed / (passed + halfway)) * 100), 100);
  });
};

/** Saves a copy of the open project to `path`: a job, because only the main process and the command line name paths. */
export const shareCopy = async (
  context: Context,
  { path, options }: Parameters<Jobs["shareCopy"]>[0],
  progress: Progress,
): Promise<Result<{ bytes: number }>> => {
  const project = requireProject(context);
  if (!project.ok) return project;
  const maker = { analyst: context.analyst, at: context.now() };
  const isPast = context.asOf !== null;
  const steps = copySteps(project.value, { options, maker, own: context.path, path, isPast });
  return (
    (await inSlices(steps, telling(progress))) ??
    fail("cancelled", "The copy was given up. Nothing was written.")
  );
};
