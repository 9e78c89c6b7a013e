import type { Database } from "better-sqlite3";
import type { Integrity } from "../../shared/domain/project";
import type { Touched } from "../store/change-log";
import {
  emptyIntegrity,
  type IntegrityState,
  integrityOf,
  scanIntegrity,
  updateIntegrity,
} from "../store/integrity";
import { errorOfSqlite } from "../store/statement";
import type { Publish } from "./context";
import { inSlices } from "./slices";

type Keeper = {
  readonly state: IntegrityState;
  readonly done: Promise<void>;
  /** Ends the wait for its beginning. */
  readonly beginNow: () => void;
};

/** One for each open project; it goes with its connection. */
const keepers = new WeakMap<Database, Keeper>();

const scan = async (db: Database, state: IntegrityState): Promise<void> => {
  try {
    await inSlices(scanIntegrity(db, state), () => db.open);
  } catch (thrown) {
    const error = errorOfSqlite(thrown);
    if (error === null) throw thrown;
    state.problems.push(`The check of this project broke off. ${error.message}`);
  }
};

/**
 * Begins to check the texts, originals and highlights of a project that was just opened, beside other calls.
 *
 * @param after milliseconds for which there is something better to do
 */
export const startIntegrity = (db: Database, publish: Publish, after = 0): void => {
  const state = emptyIntegrity();
  let beginNow = () => {};
  const due = new Promise<void>((resume) => {
    const timer = setTimeout(resume, after);
    beginNow = () => {
      clearTimeout(timer);
      resume();
    };
  });
  const done = due.then(async () => {
    if (!db.open) return;
    await scan(db, state);
    if (db.open) publish("changed", { topics: ["integrity"] });
  });
  keepers.set(db, { state, done, beginNow });
};

/** For a project that was closed: nothing is waited for any more. */
export const endIntegrity = (db: Database): void => keepers.get(db)?.beginNow();

/** Brings the counts up to date with what was written. */
export const noteForIntegrity = (db: Database, touched: readonly Touched[]): void => {
  const keeper = keepers.get(db);
  if (keeper !== undefined) updateIntegrity(db, keeper.state, touched);
};

/** The counts, once the check after opening is through; none of a project that was closed meanwhile. */
export const integrityWhenDone = async (db: Database): Promise<Integrity> => {
  const keeper = keepers.get(db);
  await keeper?.done;
  return db.open
    ? integrityOf(db, keeper?.state ?? emptyIntegrity())
    : { highlights: 0, inPlace: 0, waiting: 0, moved: 0, lost: 0, problems: [] };
};
