import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import {
  deleteHighlight,
  insertHighlight,
  listHighlights,
  setHighlightTag,
  updateHighlight,
} from "../store/highlights";
import { editing, reading, writing } from "./answer";
import type { Context } from "./context";

export const highlights: HandlersOf<StoreCalls, Context>["highlights"] = {
  list: reading((db, _, { articleId, before }) => listHighlights(db, articleId, before)),
  create: writing(insertHighlight),
  update: editing((db, context, { id, set }) => updateHighlight(db, context, id, set)),
  setTag: editing((db, context, { id, tagId, isOn }) => setHighlightTag(db, context, id, tagId, isOn)),
  remove: editing((db, context, { id }) => deleteHighlight(db, context, id)),
};
