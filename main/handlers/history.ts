import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import { listEdits } from "../store/history";
import { historyState, redoLast, undoEdit, undoLast } from "../store/undo";
import { reading, writing } from "./answer";
import type { Context } from "./context";

export const history: HandlersOf<StoreCalls, Context>["history"] = {
  list: reading((db, _, { limit, before }) => listEdits(db, limit, before)),
  state: reading((db, { analyst }) => ok(historyState(db, analyst.id))),
  undo: writing((db, context, { edit }) =>
    edit === undefined ? undoLast(db, context) : undoEdit(db, context, edit),
  ),
  redo: writing((db, context) => redoLast(db, context)),
};
