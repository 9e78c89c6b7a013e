import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import { deleteTag, insertTag, listTags, mergeTags, updateTag } from "../store/tags";
import { editing, reading, writing } from "./answer";
import type { Context } from "./context";

export const tags: HandlersOf<StoreCalls, Context>["tags"] = {
  list: reading((db) => ok(listTags(db))),
  create: writing(insertTag),
  update: editing((db, context, { id, set }) => updateTag(db, context, id, set)),
  merge: editing((db, context, { from, into }) => mergeTags(db, context, from, into)),
  remove: editing((db, context, { id }) => deleteTag(db, context, id)),
};
