import type { Database } from "better-sqlite3";
import type { EditId } from "../../shared/ids";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { restoreTrashed } from "../store/bring-back";
import { listEditors, listEdits } from "../store/history";
import { getEditDetail } from "../store/history-detail";
import { mergeOfChain } from "../store/merges";
import { listTrash } from "../store/trash";
import { historyState, mergeTurn, redoLast, undoEdit, undoLast } from "../store/undo";
import { mergeBlockers, type Undone } from "../store/undo-merge";
import { editing, reading } from "./answer";
import type { Context } from "./context";
import { inOrder } from "./hold-still";
import { requireWritable } from "./require";

/** An undo or a redo: of a merge in steps, between which other calls are answered; of anything else at once. */
const inStepsOrAtOnce = async (
  context: Context,
  which: "redo" | EditId | undefined,
  atOnce: (db: Database) => Result<Undone>,
): Promise<Result<Undone>> => {
  const db = requireWritable(context);
  if (!db.ok) return db;
  const turn = mergeTurn(db.value, context.analyst.id, which);
  const turned = turn === null ? null : await context.merging?.turn(context, turn);
  return turned ?? atOnce(db.value);
};

export const history: HandlersOf<StoreCalls, Context>["history"] = {
  list: reading((db, _, { limit, before, ...filter }) => listEdits(db, limit, before, filter)),
  editors: reading((db) => ok(listEditors(db))),
  get: reading((db, _, { edit }) => getEditDetail(db, edit)),
  trash: reading((db, _, page) => listTrash(db, page)),
  restore: editing((db, context, { items }) => restoreTrashed(db, context, items)),
  state: reading((db, { analyst }) => ok(historyState(db, analyst.id))),
  blockers: reading((db, { analyst }, { edit }) => {
    const merge = mergeOfChain(db, edit);
    return ok(merge === null ? null : mergeBlockers(db, analyst.id, merge));
  }),
  undo: (context, { edit }) =>
    inOrder(context, () =>
      inStepsOrAtOnce(context, edit, (db) =>
        edit === undefined ? undoLast(db, context) : undoEdit(db, context, edit),
      ),
    ),
  redo: (context) => inOrder(context, () => inStepsOrAtOnce(context, "redo", (db) => redoLast(db, context))),
};
