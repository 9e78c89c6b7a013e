import { fail } from "../../shared/errors";
import type { Result } from "../../shared/result";
import { shareCopy as copySteps } from "../share/share-copy";
import type { Context, Jobs, Progress } from "./context";
import { requireProject } from "./require";

/** Longest time in milliseconds between two looks at what else there is to do, but for one step of the work. */
const sliceMs = 8;
/** In milliseconds: how often it asks whether to go on. */
const tellEvery = 80;
/** A copy of how many milliseconds is half done; how much there is to do is not known before. */
const halfway = 2000;

const runWhileWanted = async <T>(
  steps: Generator<undefined, T>,
  progress: Progress,
): Promise<T | undefined> => {
  try {
    const begun = performance.now();
    let told = Number.NEGATIVE_INFINITY;
    for (;;) {
      const end = performance.now() + sliceMs;
      while (performance.now() < end) {
        const step = steps.next();
        if (step.done === true) return step.value;
      }
      await new Promise((resume) => setImmediate(resume));
      const now = performance.now();
      if (now - told < tellEvery) continue;
      told = now;
      const share = (now - begun) / (now - begun + halfway);
      if ((await progress(Math.floor(share * 100), 100)) === "cancelled") return undefined;
    }
  } finally {
    steps.return?.(undefined as T);
  }
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
    (await runWhileWanted(steps, progress)) ??
    fail("cancelled", "The copy was given up. Nothing was written.")
  );
};
