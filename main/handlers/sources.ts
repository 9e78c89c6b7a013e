import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import { clearOverride, insertRating } from "../store/ratings";
import {
  deleteSource,
  getSource,
  insertSource,
  listSources,
  mergeSources,
  updateSource,
} from "../store/sources";
import { editing, reading, writing } from "./answer";
import type { Context } from "./context";

export const sources: HandlersOf<StoreCalls, Context>["sources"] = {
  list: reading((db, { analyst }) => ok(listSources(db, analyst.id))),
  get: reading((db, { analyst }, { id }) => getSource(db, analyst.id, id)),
  create: writing(insertSource),
  update: editing((db, context, { id, set }) => updateSource(db, context, id, set)),
  merge: editing((db, context, { from, into }) => mergeSources(db, context, from, into)),
  remove: editing((db, context, { id }) => deleteSource(db, context, id)),
  rate: editing((db, context, { target, reliability, reason }) =>
    insertRating(db, context, target, reliability, reason),
  ),
  clearOverride: editing((db, context, { articleId }) => clearOverride(db, context, articleId)),
};
