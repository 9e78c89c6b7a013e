import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import { listConflicts } from "../store/conflicts";
import { keepApart, likelySame } from "../store/likely-same";
import { settle } from "../store/settle";
import { editing, reading, writing } from "./answer";
import type { Context } from "./context";

export const merges: HandlersOf<StoreCalls, Context>["merges"] = {
  pending: ({ merging }) => ok(merging?.preview() ?? null),
  conflicts: reading((db, { analyst }, page) => ok(listConflicts(db, analyst.id, page))),
  settle: editing((db, context, { items }) => settle(db, context, items)),
  joins: reading((db) => ok(likelySame(db))),
  keepApart: writing((db, { publish }, { a, b }) => {
    keepApart(db, a, b);
    publish("changed", { topics: ["merges"] });
    return ok(undefined);
  }),
};
