import { listBackups } from "../store/backup-list";
import { countUses } from "../store/uses";
import { backUpProject, placesOf } from "./backups";
import type { Context } from "./context";

/** More things than this going at once is worth a backup. */
const many = 100;
/** Unless there is one that is younger, in milliseconds: or a row of removals would push out all others. */
const youngMs = 10 * 60_000;

const isNoun = (noun: string): noun is Parameters<typeof countUses>[1] =>
  noun === "articles" || noun === "tags" || noun === "sources";

/** The thing that a call takes away; null when it takes away none. */
const goingId = (verb: string, input: unknown): string | null => {
  const { id, from } = (input ?? {}) as { readonly id?: unknown; readonly from?: unknown };
  const gone = verb === "remove" ? id : verb === "merge" ? from : null;
  return typeof gone === "string" ? gone : null;
};

/**
 * Backs the project up before a call that takes away an article, a tag or a source on which more than a hundred things
 * hang. Undo brings all of it back, too; this is for the day on which somebody finds that out too late. Where the backup
 * cannot be made the call goes on. Only where the window asked for such backups.
 */
export const backUpBeforeDeleting = (context: Context, noun: string, verb: string, input: unknown): void => {
  const { db, backupFolder, asOf, isReadOnly } = context;
  const id = goingId(verb, input);
  if (
    db === null ||
    backupFolder === undefined ||
    asOf !== null ||
    isReadOnly ||
    id === null ||
    !isNoun(noun)
  )
    return;
  if (countUses(db, noun, id) <= many) return;
  const places = placesOf(context);
  const [newest] = places === null ? [] : listBackups(places);
  const now = Date.parse(context.now());
  if (newest !== undefined && now - Date.parse(newest.at) < youngMs) return;
  backUpProject(context, "before deleting");
};
