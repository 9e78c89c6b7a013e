import { z } from "zod";

/**
 * A colleague's file in the team folder. merged: everything in it is here; new: it has changed and waits for the next
 * exchange; not-whole: it is on its way still, and is tried again; refused: it is not taken, `words` say why.
 */
export const TeamMember = z.object({
  fileName: z.string(),
  /** Who works in it, as the file says; "" while that is not known. */
  analyst: z.string(),
  /** When it was last looked into; null: never. */
  at: z.string().nullable(),
  state: z.enum(["merged", "new", "not-whole", "refused"]),
  words: z.string(),
});
export type TeamMember = z.infer<typeof TeamMember>;

/** The folder through which a team exchanges its work on the open project, as this machine knows it. */
export const TeamFolder = z.object({
  /** As a person knows it, without the part that names them. */
  folder: z.string(),
  /** Exchanges by itself: when the window is looked at, after a quiet while, when a file there changes. */
  isOn: z.boolean(),
  /** The file that this analyst writes there; nobody else does. */
  ownFile: z.string(),
  members: z.array(TeamMember),
  lastAt: z.string().nullable(),
  /** Why the latest exchange did not do all that it should have, in words; "" when it did. */
  problem: z.string(),
});
export type TeamFolder = z.infer<typeof TeamFolder>;

/** What an exchange did. */
export const Exchange = z.object({
  /** Whether there was anything new of this analyst's to write. */
  isWritten: z.boolean(),
  /** Colleagues' files that brought something. */
  merged: z.number().int(),
  conflicts: z.number().int(),
  team: TeamFolder,
});
export type Exchange = z.infer<typeof Exchange>;
