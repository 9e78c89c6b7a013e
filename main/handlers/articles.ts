import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import { deleteArticle, getArticle, listArticles, setRead, updateArticle } from "../store/articles";
import { editing, reading } from "./answer";
import type { Context } from "./context";
import { createFromText, importBytes } from "./import-articles";
import { requireProject } from "./require";

export const articles: HandlersOf<StoreCalls, Context>["articles"] = {
  list: reading((db, { analyst }, query) => ok(listArticles(db, analyst.id, query))),
  get: reading((db, { analyst }, { id }) => getArticle(db, analyst.id, id)),
  update: editing((db, context, { id, set }) => updateArticle(db, context, id, set)),
  remove: editing((db, context, { id }) => deleteArticle(db, context, id)),
  markRead: (context, { id, isRead }) => {
    const db = requireProject(context);
    if (!db.ok) return db;
    // Opening an article must not fail because the project may only be read.
    if (context.isReadOnly) return ok(undefined);
    const done = setRead(db.value, context.now(), id, isRead);
    if (done.ok) context.publish("changed", { topics: ["articles"] });
    return done;
  },
  createFromText,
  createFromFiles: importBytes,
};
