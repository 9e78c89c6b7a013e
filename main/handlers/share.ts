import type { Database } from "better-sqlite3";
import { type ShareOptions, type SharePreview, settledOptions } from "../../shared/domain/share";
import type { AnalystId } from "../../shared/ids";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import { remarksOn } from "../share/remarks";
import { countSelection, surprisesOf } from "../store/share-counts";
import { dropSelection, selectForCopy } from "../store/share-selection";
import type { Context } from "./context";
import { requireProject } from "./require";

const preview = (db: Database, me: AnalystId, asked: ShareOptions): SharePreview => {
  const options = settledOptions(asked);
  try {
    selectForCopy(db, "main", me, options);
    const counted = countSelection(db, "main", options);
    return { ...counted, remarks: remarksOn(options, counted.counts, surprisesOf(db, "main", me)) };
  } finally {
    dropSelection(db);
  }
};

export const share: HandlersOf<StoreCalls, Context>["share"] = {
  preview: (context, options) => {
    const db = requireProject(context);
    return db.ok ? ok(preview(db.value, context.analyst.id, options)) : db;
  },
};
