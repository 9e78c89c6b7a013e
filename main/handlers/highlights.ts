import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import {
  deleteHighlight,
  insertHighlight,
  listHighlights,
  readNewHighlight,
  setHighlightTag,
  updateHighlight,
} from "../store/highlights";
import { placeHighlights, waitingHighlights } from "../store/waiting-highlights";
import { editing, reading, writing } from "./answer";
import type { Context } from "./context";

export const highlights: HandlersOf<StoreCalls, Context>["highlights"] = {
  list: reading((db, _, { articleId, before }) => listHighlights(db, articleId, before)),
  create: writing((db, context, input) => {
    const made = insertHighlight(db, context, input);
    return made.ok ? ok({ ...made.value, highlight: readNewHighlight(db, made.value.id) }) : made;
  }),
  update: editing((db, context, { id, set }) => updateHighlight(db, context, id, set)),
  setTag: editing((db, context, { id, tagId, isOn }) => setHighlightTag(db, context, id, tagId, isOn)),
  remove: editing((db, context, { id }) => deleteHighlight(db, context, id)),
  waiting: reading((db, _, { articleId }) => waitingHighlights(db, articleId)),
  place: editing((db, context, { articleId, items }) => placeHighlights(db, context, articleId, items)),
};
