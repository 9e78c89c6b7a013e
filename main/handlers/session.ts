import { type Stats, statSync } from "node:fs";
import type { z } from "zod";
import type { Analyst } from "../../shared/domain/analyst";
import type { Project } from "../../shared/domain/project";
import { type AppError, fail } from "../../shared/errors";
import { type StoreCalls, storeCalls, Topic } from "../../shared/ipc/contract";
import type { CallSpec, HandlersOf, InputOf, OutputOf } from "../../shared/ipc/define";
import { err, ok, type Result } from "../../shared/result";
import { newId as freshId } from "../ids";
import { takeTouched } from "../store/change-log";
import { checkInPlace, closeProject, createProject, type OpenFile, openProject } from "../store/open";
import { insertProject } from "../store/project";
import { errorOfSqlite } from "../store/statement";
import { hasOnlyWellFormed } from "../well-formed";
import { articles } from "./articles";
import { claims } from "./claims";
import type { Context, Jobs, Progress } from "./context";
import { evidence } from "./evidence";
import { exportClaims } from "./export-claims";
import { highlights } from "./highlights";
import { history } from "./history";
import type { AskingTable } from "./import-all";
import { importPaths, importTables, reviseArticle } from "./import-articles";
import { noteForIntegrity, startIntegrity } from "./integrity";
import { exportOriginal, readOriginal } from "./originals";
import { describeProject, project, verify } from "./project";
import { sampleFiller } from "./sample-project";
import { shareCopy } from "./share-copy";
import { sources } from "./sources";
import { tags } from "./tags";
import { topicsOf } from "./topics";

/** The contract's calls and who answers them. A call without a handler does not compile. */
const handlers: HandlersOf<StoreCalls, Context> = {
  project,
  articles,
  highlights,
  tags,
  sources,
  claims,
  evidence,
  history,
};

type SpecOf<
  N extends keyof StoreCalls,
  V extends keyof StoreCalls[N],
> = StoreCalls[N][V] extends infer C extends CallSpec ? C : never;

/** Calls by name. The second shape is for whoever has lost the types on the way (a message between threads). */
type Call = {
  <N extends keyof StoreCalls, V extends keyof StoreCalls[N]>(
    noun: N,
    verb: V,
    input: InputOf<SpecOf<N, V>>,
  ): Promise<Result<OutputOf<SpecOf<N, V>>>>;
  (noun: keyof StoreCalls, verb: string, input: unknown): Promise<Result<unknown>>;
};

export type Session = { readonly call: Call; readonly jobs: Jobs };

/** `now` and `newId` are the real clock and fresh ids unless a test says otherwise. */
export type SessionParts = Pick<Context, "analyst" | "publish" | "guest"> &
  Partial<Pick<Context, "now" | "newId">> & {
    /** Puts off what may follow the answer to a call: at once, unless whoever asked waits on another thread. */
    readonly later?: (work: () => void) => void;
  };

type State = {
  file: OpenFile | null;
  analyst: Analyst;
  running: number;
  /** Of the latest import. */
  asking: readonly AskingTable[];
};

/** Says which part of an input is wrong, in words. */
const invalid = (error: z.ZodError): { readonly ok: false; readonly error: AppError } => {
  const issue = error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.map(String).join(".")}: `;
  return fail("invalid-input", `${place}${issue?.message ?? "This is not what was asked for"}`);
};

const specOf = (noun: string, verb: string): CallSpec | undefined => {
  const verbs = Object.hasOwn(storeCalls, noun) ? storeCalls[noun as keyof StoreCalls] : {};
  return Object.hasOwn(verbs, verb) ? (verbs as Readonly<Record<string, CallSpec>>)[verb] : undefined;
};

const handlerOf = (noun: string, verb: string) =>
  (
    handlers as unknown as Readonly<
      Record<string, Readonly<Record<string, (context: Context, input: unknown) => Result<unknown>>>>
    >
  )[noun]?.[verb];

/** An error that SQLite threw, as words; anything else is a bug and goes on. */
const settled = async <T>(work: () => Result<T> | Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await work();
  } catch (thrown) {
    const error = errorOfSqlite(thrown);
    if (error === null) throw thrown;
    return err(error);
  }
};

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A path that is too long, or in a folder that may not be read: `openProject` has the words for it.
    return undefined;
  }
};

const isSameFile = (a: string, b: string): boolean => {
  const [one, other] = [statOf(a), statOf(b)];
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
};

/** A project's name as the contract takes it, or why it cannot be one. */
const projectName = (name: string): Result<string> => {
  const parsed = storeCalls.project.update.input.safeParse({ name });
  return parsed.success && hasOnlyWellFormed(parsed.data)
    ? ok(parsed.data.name)
    : fail(
        "invalid-input",
        name.trim() === "" ? "A project needs a name." : "This cannot be the name of a project.",
        "Choose one of at most 200 characters. The name of a new file is the first name of its project.",
      );
};

const busy = () =>
  fail("conflict", "A long job is still running on the open project.", "Wait for it to end, or cancel it.");

/**
 * One analyst at work on one project at a time: what the store's thread, the command line and the tests call.
 * Every input is parsed here; whatever was written is announced by `changed`, with the topics concerned.
 */
export const createSession = ({
  analyst,
  publish,
  guest,
  now = () => new Date().toISOString(),
  newId = freshId,
  later = (work) => work(),
}: SessionParts): Session => {
  const state: State = { file: null, analyst, running: 0, asking: [] };

  const context = (): Context => ({
    db: state.file?.db ?? null,
    path: state.file?.path ?? null,
    isReadOnly: state.file?.isReadOnly ?? false,
    backup: state.file?.backup ?? null,
    analyst: state.analyst,
    now,
    newId,
    publish,
    guest,
  });

  /** Announces what was written since the last time. */
  const announce = (): void => {
    const db = state.file?.db;
    const touched = db === undefined ? [] : takeTouched(db);
    if (db === undefined || touched.length === 0) return;
    noteForIntegrity(db, touched);
    publish("changed", { topics: topicsOf(touched) });
  };

  const call = async (noun: string, verb: string, input: unknown): Promise<Result<unknown>> => {
    const parsed = specOf(noun, verb)?.input.safeParse(input);
    const handler = handlerOf(noun, verb);
    if (parsed === undefined || handler === undefined)
      return fail("invalid-input", `There is no call ${noun}.${verb}.`);
    if (!parsed.success) return invalid(parsed.error);
    if (!hasOnlyWellFormed(parsed.data))
      return fail("invalid-input", "The text has broken characters in it.", "Type or paste it again.");
    // Some calls wait for the guest, and the project must not be closed under them.
    state.running += 1;
    try {
      return await settled(async () => handler(context(), parsed.data));
    } finally {
      state.running -= 1;
      later(announce);
    }
  };

  const close = (): void => {
    if (state.file !== null) closeProject(state.file);
    state.file = null;
    state.asking = [];
  };

  /** Closes the project and says so. */
  const letGo = (): void => {
    close();
    publish("changed", { topics: [...Topic.options] });
  };

  /** Makes a file that was just opened the session's own, in the place of the one before. */
  const take = (opened: Result<OpenFile>): Result<Project> => {
    if (!opened.ok) return opened;
    close();
    state.file = opened.value;
    takeTouched(opened.value.db);
    startIntegrity(opened.value.db, publish);
    publish("changed", { topics: [...Topic.options] });
    return ok(describeProject(opened.value.db, context()));
  };

  /** Runs a job that needs the project to stay open, and announces what it wrote, batch by batch. */
  const long = async <T>(
    work: (announcing: (progress: Progress) => Progress) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> => {
    state.running += 1;
    try {
      return await settled(() =>
        work((progress) => (done, total) => {
          announce();
          return progress(done, total);
        }),
      );
    } finally {
      state.running -= 1;
      announce();
    }
  };

  const jobs: Jobs = {
    open: ({ path }) =>
      settled(() => {
        const isInPlace = state.file !== null && checkInPlace(state.file.db).ok;
        if (state.file !== null && isInPlace && isSameFile(state.file.path, path))
          return ok(describeProject(state.file.db, context()));
        if (state.running > 0) return busy();
        // A project whose file was moved or replaced can no longer be saved, and its handle would stand in the way
        // of the very file that is to be opened: at its new place, or the other one at its old place.
        if (state.file !== null && !isInPlace) letGo();
        return take(openProject(path));
      }),
    create: ({ path, name }) =>
      settled(() => {
        if (state.running > 0) return busy();
        const fit = projectName(name);
        return fit.ok ? take(createProject(path, (db) => insertProject(db, context(), fit.value))) : fit;
      }),
    createSample: ({ path }) =>
      settled(async () => {
        if (state.running > 0) return busy();
        const sample = await sampleFiller(newId);
        return take(
          createProject(path, (db) => {
            insertProject(db, sample.actor, sample.name);
            sample.fill(db);
          }),
        );
      }),
    close: () =>
      settled(() => {
        if (state.running > 0) return busy();
        letGo();
        return ok(undefined);
      }),
    setAnalyst: (next) =>
      settled(() => {
        state.analyst = next;
        publish("changed", { topics: [...Topic.options] });
        return ok(undefined);
      }),
    importFiles: (input, progress) =>
      long(async (announcing) => {
        const imported = await importPaths(context(), input, announcing(progress));
        if (!imported.ok) return imported;
        state.asking = imported.value.asking;
        return ok(imported.value.outcomes);
      }),
    importTables: (columns, progress) =>
      long(async (announcing) => {
        const imported = await importTables(context(), columns, state.asking, announcing(progress));
        if (!imported.ok) return imported;
        const others = state.asking.filter(({ key }) => key !== columns.key);
        state.asking = [...others, ...imported.value.asking];
        return ok(imported.value.outcomes);
      }),
    revise: (input) => long(() => reviseArticle(context(), input)),
    readOriginal: (input) => long(() => readOriginal(context(), input)),
    exportOriginal: (input) => long(() => exportOriginal(context(), input)),
    exportClaims: (input, progress) =>
      long((announcing) => exportClaims(context(), input, announcing(progress))),
    shareCopy: (input) => long(() => shareCopy(context(), input)),
    verify: () => long(() => verify(context())),
  };

  return { call: call as Call, jobs };
};
