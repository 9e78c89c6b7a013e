import { listBackups } from "../store/backup-list";
import { countUses } from "../store/uses";
import { backUpProjectInSlices, placesOf } from "./backups";
import type { Context } from "./context";
import { holdingStill, inOrder, refusalNow } from "./hold-still";

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

/** Whether a call takes away so much that a backup is to be made first. */
const isWorthABackup = (context: Context, noun: string, verb: string, input: unknown): boolean => {
  const { db, backupFolder, asOf, isReadOnly, merging } = context;
  const id = goingId(verb, input);
  // While a merge runs the call is refused anyway.
  if (
    db === null ||
    backupFolder === undefined ||
    asOf !== null ||
    isReadOnly ||
    merging?.isRunning() === true
  )
    return false;
  if (id === null || !isNoun(noun) || refusalNow(context) !== null) return false;
  if (countUses(db, noun, id) <= many) return false;
  const places = placesOf(context);
  const [newest] = places === null ? [] : listBackups(places);
  return newest === undefined || Date.parse(context.now()) - Date.parse(newest.at) >= youngMs;
};

/**
 * Answers a call, after a backup where it takes away an article, a tag or a source on which more than a hundred things
 * hang. Undo brings all of it back, too; this is for the day on which somebody finds that out too late. Where the backup
 * cannot be made the call goes on. Only where the window asked for such backups. Whoever reads is answered meanwhile, and
 * whoever writes has their turn after this call.
 *
 * @param answer is given the context to answer in
 */
export const afterBackup = <T>(
  context: Context,
  { noun, verb, input }: { readonly noun: string; readonly verb: string; readonly input: unknown },
  answer: (own: Context) => T | Promise<T>,
): T | Promise<T> => {
  if (goingId(verb, input) === null || !isNoun(noun)) return answer(context);
  return inOrder(context, () =>
    isWorthABackup(context, noun, verb, input)
      ? holdingStill(context, null, async (own) => {
          await backUpProjectInSlices(own, "before deleting", () => true);
          return answer(own);
        })
      : answer(context),
  );
};
