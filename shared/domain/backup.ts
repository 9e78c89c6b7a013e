import { z } from "zod";

/** Why a backup was made: the words of its file's name. */
export const BackupReason = z.enum([
  "by hand",
  "before merging",
  "before going back",
  "before deleting",
  "on opening",
  "while working",
]);
export type BackupReason = z.infer<typeof BackupReason>;

/** A copy of the open project as it was. `key` names it to `restoreBackup`. */
export const Backup = z.object({
  key: z.string().max(200),
  at: z.string(),
  reason: BackupReason,
  bytes: z.number().int().nonnegative(),
  /** It is not beside the project, because no folder could be made there, but in the profile's folder. */
  isElsewhere: z.boolean(),
});
export type Backup = Readonly<z.infer<typeof Backup>>;
