import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { everything } from "../../shared/domain/share";
import type { TeamMember } from "../../shared/domain/team";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import {
  isSamePrint,
  listOthers,
  ownFileName,
  printOf,
  stateOf,
  type TeamFile,
  type TeamMemory,
} from "../share/team-folder";
import { contentMark } from "../store/content-mark";
import { getProject } from "../store/project";
import type { Context, Jobs, Progress } from "./context";
import type { Found, Merging } from "./merge-project";
import { requireWritable } from "./require";
import { shareCopy } from "./share-copy";

/** Automatic merges come often: of an hour of them one backup, made before the first, is kept. In milliseconds. */
const backupEvery = 3_600_000;

const notWhole = (words: string): AppError => ({ kind: "damaged", message: words });

/** Why what was found in a colleague's file is not taken by itself; null when it is. */
const refusalOf =
  (projectId: string) =>
  ({ examined, preview }: Found): AppError | null => {
    if (examined.isDamaged || examined.isIncomplete)
      return notWhole("It is not whole, as a file that is still being copied.");
    if (examined.projectId !== projectId)
      return {
        kind: "conflict",
        message: `It belongs to another project, “${examined.projectName}”. Merge it by hand if that is meant.`,
      };
    return preview.wasUndone
      ? { kind: "conflict", message: "You undid the merge of it. Merge it by hand to have it back." }
      : null;
  };

/** What the session lends: how a file is merged, whether this is the only job under way, and the project as it is then. */
type Session = {
  readonly takeIn: Merging["takeIn"];
  readonly isAlone: () => boolean;
  readonly context: () => Context;
};

/** Of the exchange that is under way, until the next file is merged: a merge puts another file in the project's place. */
type Exchanging = Omit<Session, "context"> & { readonly context: Context; readonly db: Database };

const begin = (session: Session): Result<Exchanging> => {
  const context = session.context();
  const db = requireWritable(context);
  return db.ok ? ok({ ...session, context, db: db.value }) : db;
};

type TakenIn = { readonly member: TeamMember; readonly isNew: boolean; readonly conflicts: number };

const analystOf = ({ examined, preview }: Found): string =>
  examined.manifest?.by ?? preview.analysts[0]?.name ?? "";

const takeIn = async (
  { context, db, takeIn: merge, isAlone }: Exchanging,
  { fileName, path }: TeamFile,
  isBackedUp: boolean,
  progress: Progress,
): Promise<Result<TakenIn>> => {
  let analyst = "";
  const refusal = (found: Found) => {
    analyst = analystOf(found);
    return refusalOf(getProject(db).id)(found);
  };
  const taken = await merge(context, path, { refusal, isBackedUp, isAlone }, progress);
  const at = context.now();
  if (!taken.ok) {
    const { error } = taken;
    if (error.kind === "cancelled" || error.kind === "disk-full" || error.kind === "locked") return taken;
    const member = { fileName, analyst, at, state: stateOf(error), words: error.message };
    return ok({ member, isNew: false, conflicts: 0 });
  }
  const { merged } = taken.value;
  const words = merged === null ? "" : `${merged.things.new} new, ${merged.things.changed} changed`;
  const member: TeamMember = { fileName, analyst, at, state: "merged", words };
  return ok({ member, isNew: merged !== null, conflicts: merged?.conflicts ?? 0 });
};

type FromOthers = { readonly memory: TeamMemory; readonly merged: number; readonly conflicts: number };

const mergeOthers = async (
  session: Session,
  files: readonly TeamFile[],
  before: TeamMemory,
  progress: Progress,
): Promise<Result<FromOthers>> => {
  const known = new Map(before.files.map((file) => [file.fileName, file]));
  let { backedUpAt } = before;
  let merged = 0;
  let conflicts = 0;
  for (const file of files) {
    const seen = known.get(file.fileName);
    // What is on its way is looked at again even if its size stays: some syncs write a file's whole length at once.
    if (seen !== undefined && seen.state !== "not-whole" && isSamePrint(seen.print, file.print)) continue;
    const exchanging = begin(session);
    if (!exchanging.ok) return exchanging;
    const { context } = exchanging.value;
    const age = Date.parse(context.now()) - Date.parse(backedUpAt ?? "1970-01-01T00:00:00Z");
    const taken = await takeIn(exchanging.value, file, age < backupEvery, progress);
    if (!taken.ok) return taken;
    const { member, isNew } = taken.value;
    known.set(file.fileName, { ...member, print: file.print });
    if (isNew && age >= backupEvery) backedUpAt = context.now();
    merged += isNew ? 1 : 0;
    conflicts += taken.value.conflicts;
  }
  const there = new Set(files.map(({ fileName }) => fileName));
  const left = [...known.values()].filter(({ fileName }) => there.has(fileName));
  return ok({ memory: { ...before, files: left, backedUpAt }, merged, conflicts });
};

/** Refuses to write over a file that this analyst did not write. */
const checkOwn = async (
  { context, db }: Exchanging,
  path: string,
  memory: TeamMemory,
): Promise<Result<undefined>> => {
  const print = printOf(path);
  if (print === null || isSamePrint(memory.own, print)) return ok(undefined);
  const examined = await context.guest.examine(path, { purpose: "open" });
  const isMine =
    examined.ok &&
    examined.value.projectId === getProject(db).id &&
    examined.value.manifest?.by === context.analyst.name;
  return isMine
    ? ok(undefined)
    : fail(
        "conflict",
        `“${ownFileName(context.analyst)}” in the team folder was written by somebody else, or is damaged.`,
        "Move it out of the folder, then exchange again.",
      );
};

const writeOwn = async (
  exchanging: Exchanging,
  folder: string,
  memory: TeamMemory,
  progress: Progress,
): Promise<Result<{ readonly memory: TeamMemory; readonly isWritten: boolean }>> => {
  const { context, db } = exchanging;
  const fileName = ownFileName(context.analyst);
  const path = join(folder, fileName);
  const mark = contentMark(db);
  const { own } = memory;
  if (own?.mark === mark && own.fileName === fileName && isSamePrint(own, printOf(path)))
    return ok({ memory, isWritten: false });
  const isMine = await checkOwn(exchanging, path, memory);
  if (!isMine.ok) return isMine;
  const copied = await shareCopy(
    context,
    { path, options: { ...everything, marking: getProject(db).marking } },
    progress,
  );
  if (!copied.ok) return copied;
  const print = printOf(path);
  // Under other initials it has another name; the file of before would stand there for a colleague who never writes.
  const before = own === null || own.fileName === fileName ? null : join(folder, own.fileName);
  if (before !== null && isSamePrint(own, printOf(before))) rmSync(before, { force: true });
  return ok({
    memory: { ...memory, own: print === null ? null : { ...print, fileName, mark } },
    isWritten: true,
  });
};

/**
 * Exchanges work through a team folder: merges the others' files that have changed, then writes this analyst's own if it is
 * not what it was. A file that cannot be taken is listed and stops nothing.
 */
export const exchange = async (
  session: Session,
  { folder, memory }: Parameters<Jobs["exchange"]>[0],
  progress: Progress,
): ReturnType<Jobs["exchange"]> => {
  const before = begin(session);
  if (!before.ok) return before;
  const files = listOthers(folder, ownFileName(before.value.context.analyst));
  if (!files.ok) return files;
  const others = await mergeOthers(session, files.value, memory, progress);
  if (!others.ok) return others;
  const { merged, conflicts } = others.value;
  const exchanging = begin(session);
  const written = exchanging.ok
    ? await writeOwn(exchanging.value, folder, others.value.memory, progress)
    : exchanging;
  // What was merged is merged: the next exchange must know, whatever became of the writing.
  const after = written.ok ? written.value.memory : others.value.memory;
  return ok({
    memory: { ...after, lastAt: session.context().now() },
    isWritten: written.ok && written.value.isWritten,
    merged,
    conflicts,
    error: written.ok ? null : written.error,
  });
};
