import type { Database } from "better-sqlite3";
import type { Entity } from "../../shared/domain/change";
import type { MergeTake } from "../../shared/domain/merge";
import type { EditId } from "../../shared/ids";
import { type Actor, beginEdit, dropEdit, quoted, type Touched, writeEdit } from "../store/change-log";
import { insertClaims, insertClashes } from "../store/conflicts";
import { countIncoming, greatestIncomingClock } from "../store/incoming";
import { rowCopier } from "../store/incoming-rows";
import { isMissingReference, mendReferences } from "../store/mend-references";
import { findRevisionPairs, revisionWrites } from "../store/merge-revisions";
import {
  dropMerge,
  getMerge,
  hasBrought,
  insertMerge,
  type MergedFile,
  noteOwnChanges,
} from "../store/merges";
import { settleAll } from "../store/settle";
import { type TextsTaken, takeInEdits, takeInOrigins, takeInTexts } from "../store/take-facts";
import { dropEmptyEdits, type MergeWork, takeInChanges } from "../store/take-in";
import { beginLong, commitLong, rollbackLong } from "../store/transactions";

/*
 * Merging is the union of two logs, and then the fold: what came in is put into ours in one transaction, the rows are
 * brought up to it, and one edit of this analyst's stands for all of it.
 */

/** What a merge is to do. */
export type MergeOrder = {
  readonly file: MergedFile;
  /** Who worked in the file, for the edit's label. */
  readonly analysts: readonly string[];
  readonly take: MergeTake;
};

/** What a merge did. `edit` is null when everything was here already. */
export type Merged = {
  readonly edit: EditId | null;
  /** Conflicts that it left open. */
  readonly conflicts: number;
  readonly things: { readonly new: number; readonly changed: number };
  /** What was refused, in words. */
  readonly refused: readonly string[];
};

/** How far it is: items done, of how many. */
export type MergeStep = { readonly done: number; readonly total: number };

const refusalCounter = () => {
  const counts = new Map<string, number>();
  return {
    refuse: (words: string, number = 1): void => {
      counts.set(words, (counts.get(words) ?? 0) + number);
    },
    words: (): string[] =>
      [...counts].map(([words, number]) => `${words} (${number.toLocaleString("en-US")})`),
  };
};

const labelOf = ({ file, analysts }: MergeOrder, { counts }: MergeWork): string => {
  const parts = [
    ...(counts.new > 0 ? [`${counts.new.toLocaleString("en-US")} new`] : []),
    ...(counts.changed > 0 ? [`${counts.changed.toLocaleString("en-US")} changed`] : []),
  ];
  const who =
    analysts.length === 0 ? "" : ` (${analysts.slice(0, 3).join(", ")}${analysts.length > 3 ? ", …" : ""})`;
  return `Merge ${quoted(file.fileName)}${who}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
};

const articlesOf = (texts: TextsTaken): Touched[] =>
  texts.completed.map((id): { entity: Entity; id: string } => ({ entity: "article", id }));

/** Everything of a merge but the transaction round it, in small steps. */
function* work(db: Database, actor: Actor, order: MergeOrder, own: MergeWork): Generator<undefined, number> {
  const texts: TextsTaken = { added: [], completed: [], refused: 0 };
  insertMerge(db, own.edit, order.file);
  const pairs = yield* findRevisionPairs(db);
  yield* takeInTexts(db, texts, own);
  yield* takeInOrigins(db, own);
  yield* takeInEdits(db, own);
  yield* takeInChanges(own);
  if (texts.refused > 0) own.refuse("Texts that are not the ones known here under their ids", texts.refused);
  if (own.hasRefused()) dropEmptyEdits(own);
  if (!hasBrought(db, own.edit) && own.counts.claims === 0) {
    dropMerge(db, own.edit);
    dropEdit(db, own.edit);
    return 0;
  }
  const open = insertClashes(db, own);
  const claims = insertClaims(db, own);
  yield;
  const touched = [...own.touched, ...articlesOf(texts)];
  const besides = { begun: own.edit, touched };
  const writes = [...revisionWrites(db, pairs, own.touched), ...settleAll(db, actor, open, order.take)];
  writeEdit(db, actor, labelOf(order, own), writes, { besides });
  noteOwnChanges(db, own.edit);
  return order.take === "newest" ? open.length + claims : claims;
}

/** Writes it for good; what refers to something that is not there is taken out before. */
function* commit(db: Database, own: MergeWork): Generator<undefined> {
  try {
    commitLong(db);
  } catch (thrown) {
    if (!isMissingReference(thrown)) throw thrown;
    yield* mendReferences(own);
    dropEmptyEdits(own);
    commitLong(db);
  }
}

/**
 * Merges what is attached as `came`, in one transaction and one edit, in small steps between which reads may be
 * answered. Ended before its time, or by an error, it leaves the project as it was.
 *
 * @returns steps with how far it is; the last answer is what was done
 */
export function* mergeIncoming(db: Database, actor: Actor, order: MergeOrder): Generator<MergeStep, Merged> {
  const { refuse, words } = refusalCounter();
  const total = countIncoming(db);
  let isDone = false;
  beginLong(db);
  try {
    const own: MergeWork = {
      db,
      // Before all else: while a row waits for the one that it refers to, SQLite looks for such rows at every step.
      edit: beginEdit(db, actor, greatestIncomingClock(db)),
      analyst: actor.analyst.id,
      touched: [],
      clashes: [],
      claims: [],
      counts: { new: 0, changed: 0, claims: 0 },
      copyRows: rowCopier(db),
      refuse,
      hasRefused: () => words().length > 0,
      done: 0,
    };
    const steps = work(db, actor, order, own);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) yield { done: own.done, total };
    for (const _ of commit(db, own)) yield { done: total, total };
    isDone = true;
    const edit = getMerge(db, own.edit) === undefined ? null : own.edit;
    return {
      edit,
      conflicts: step.value,
      things: { new: own.counts.new, changed: own.counts.changed },
      refused: words(),
    };
  } finally {
    if (!isDone) rollbackLong(db);
  }
}
