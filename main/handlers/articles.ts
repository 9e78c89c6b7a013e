import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import { listNearCopies } from "../store/article-rows";
import { titleOf } from "../store/article-titles";
import { deleteArticle, getArticle, listArticles, setRead, updateArticle } from "../store/articles";
import { listCaptures } from "../store/provenance";
import { restoreAside } from "../store/replace-text";
import { confirmArticles, listReviewRows } from "../store/reviews";
import { listRevisions, setRevisionOf } from "../store/revisions";
import { editing, reading, writing } from "./answer";
import type { Context } from "./context";
import { createFromText, importBytes, redecode } from "./import-articles";
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
  review: reading((db, { analyst }, { ids }) => ok(listReviewRows(db, analyst.id, ids))),
  confirm: editing((db, context, { items }) => confirmArticles(db, context, items)),
  provenance: reading((db, _, { id }) => listCaptures(db, id)),
  revisions: reading((db, { analyst }, { id }) => listRevisions(db, analyst.id, id)),
  nearCopies: reading((db, _, { id }) => {
    const title = titleOf(db, id);
    return title.ok ? ok(listNearCopies(db, id)) : title;
  }),
  restoreAside: writing((db, context, { id, aside }) => restoreAside(db, context, id, aside)),
  redecode,
  setRevisionOf: editing((db, context, { id, of }) => setRevisionOf(db, context, id, of)),
};
