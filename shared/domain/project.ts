import { z } from "zod";
import { ProjectId } from "../ids";
import { Analyst } from "./analyst";
import { AsOf } from "./history";

/** The open project, as the window's frame shows it. */
export const Project = z.object({
  id: ProjectId,
  name: z.string(),
  /** The file's name without its folder. */
  fileName: z.string(),
  /** True when the file or its folder cannot be written: everything can be read, nothing changed. */
  isReadOnly: z.boolean(),
  /** When this opening updated a file of an earlier version: the name of the copy of it as it was, beside it. */
  backup: z.string().nullable(),
  /** The moment that is shown in place of the present, for reading only; null: the present. */
  asOf: AsOf.nullable(),
  /** What the maker of the copy that this project came from wants to be kept to (TLP or free words); "" for none. */
  marking: z.string(),
  analyst: Analyst,
  counts: z.object({
    articles: z.number().int(),
    highlights: z.number().int(),
    claims: z.number().int(),
    evidence: z.number().int(),
    sources: z.number().int(),
    tags: z.number().int(),
  }),
});
export type Project = z.infer<typeof Project>;

/** A project opened before. `key` is an opaque handle: the window never sees or sends a path. */
export const RecentProject = z.object({ key: z.string(), fileName: z.string(), folder: z.string() });
export type RecentProject = z.infer<typeof RecentProject>;

/** Whether every quote stands in its text; counted on open and after each change. */
export const Integrity = z.object({
  highlights: z.number().int(),
  inPlace: z.number().int(),
  /** Those of earlier revisions that are yet to be placed in the newest text. */
  waiting: z.number().int(),
  moved: z.number().int(),
  lost: z.number().int(),
  /** Problems found in texts or originals on open (a digest that does not match), in words. */
  problems: z.array(z.string()),
});
export type Integrity = z.infer<typeof Integrity>;

/** One line of `verify`: what was checked, how many of it, and what is wrong. */
export const VerifyCheck = z.object({
  name: z.string(),
  checked: z.number().int(),
  problems: z.array(z.string()),
});
export const VerifyReport = z.object({ isSound: z.boolean(), checks: z.array(VerifyCheck) });
export type VerifyReport = z.infer<typeof VerifyReport>;
