import type { Database } from "better-sqlite3";
import type { EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import type { Context } from "./context";
import { inOrder } from "./hold-still";
import { requireProject, requireWritable } from "./require";

/** A handler that reads the open project. */
export const reading =
  <I, O>(read: (db: Database, context: Context, input: I) => Result<O>) =>
  (context: Context, input: I): Result<O> => {
    const db = requireProject(context);
    return db.ok ? read(db.value, context, input) : db;
  };

/** A handler that writes to the open project, after whoever holds it still. */
export const writing =
  <I, O>(write: (db: Database, context: Context, input: I) => Result<O>) =>
  (context: Context, input: I): Result<O> | Promise<Result<O>> =>
    inOrder(context, () => {
      const db = requireWritable(context);
      return db.ok ? write(db.value, context, input) : db;
    });

/** As `writing`, where the answer is the edit alone. */
export const editing = <I>(edit: (db: Database, context: Context, input: I) => Result<EditId | null>) =>
  writing<I, { edit: EditId | null }>((db, context, input) => {
    const done = edit(db, context, input);
    return done.ok ? ok({ edit: done.value }) : done;
  });
