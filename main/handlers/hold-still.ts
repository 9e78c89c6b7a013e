import type { Database } from "better-sqlite3";
import { type AppError, fail } from "../../shared/errors";
import type { Context } from "./context";

/*
 * Work during which the project must stay as it is, though other calls are answered meanwhile: a backup before a removal,
 * and one before the project goes back to another. Whoever wants to write waits for the first, in order, so that an undo
 * does not overtake the removal that it is meant for; during the second they are refused, because the project that they
 * want to write to will not be there any more.
 */

type Refusal = { readonly ok: false; readonly error: AppError };

/** What becomes of those who want to write: they are refused in these words, or, without any, wait. */
type Words = (() => Refusal) | null;

type Hold = { readonly words: Words; readonly over: Promise<void> };

const holds = new WeakMap<Database, Hold>();

/** The words for whoever wants to write while the project goes back to a backup. */
export const goingBack = () =>
  fail(
    "conflict",
    "The project is going back to a backup: nothing can be changed until it is done.",
    "Wait for it to end, or cancel it.",
  );

const holdOf = ({ db, holdsStill }: Context): Hold | undefined =>
  db === null || holdsStill === true ? undefined : holds.get(db);

/** Why nothing can be written now; null when it can be, if need be after a wait. */
export const refusalNow = (context: Context): Refusal | null => holdOf(context)?.words?.() ?? null;

/** Does something once whoever holds the project still is done with it: at once when nobody does. */
export const inOrder = <T>(context: Context, work: () => T | Promise<T>): T | Promise<T> => {
  const hold = holdOf(context);
  if (hold === undefined || hold.words !== null) return work();
  // Another one may have begun by then.
  return hold.over.then(() => inOrder(context, work));
};

/**
 * Holds the open project still during some work, which writes in the context that it is given. Not while somebody else
 * holds it (`inOrder`, `refusalNow`).
 */
export const holdingStill = async <T>(
  context: Context,
  words: Words,
  work: (own: Context) => Promise<T>,
): Promise<T> => {
  const { db } = context;
  if (db === null || holds.has(db)) throw new Error("nothing is open, or it is held still already");
  let letGo = () => {};
  const over = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  holds.set(db, { words, over });
  try {
    return await work({ ...context, holdsStill: true });
  } finally {
    holds.delete(db);
    letGo();
  }
};
