import { type Stats, statSync } from "node:fs";
import type { z } from "zod";
import type { Analyst } from "../../shared/domain/analyst";
import type { Project } from "../../shared/domain/project";
import { type AppError, fail } from "../../shared/errors";
import { type StoreCalls, storeCalls, Topic } from "../../shared/ipc/contract";
import type { CallSpec, HandlersOf, InputOf, OutputOf } from "../../shared/ipc/define";
import { err, ok, type Result } from "../../shared/result";
import { newId as freshId } from "../ids";
import type { KnownFiles } from "../known-files";
import type { RunOnCopy } from "../share/work-on-copy";
import { takeTouched } from "../store/change-log";
import { checkInPlace, closeProject, createProject, type OpenFile, openProject } from "../store/open";
import { insertProject } from "../store/project";
import { errorOfSqlite } from "../store/statement";
import { hasOnlyWellFormed } from "../well-formed";
import { agreement } from "./agreement";
import { articles } from "./articles";
import { dropView, makeView, type View } from "./as-of";
import { type AutomaticBackups, startAutomaticBackups } from "./automatic-backups";
import { backUpNow, backupsOf, restoreBackup, swapFile, withBackupAdvice } from "./backups";
import { afterBackup } from "./before-deleting";
import { claims } from "./claims";
import type { Context, Jobs, Progress } from "./context";
import { evidence } from "./evidence";
import { exportAgreement } from "./export-agreement";
import { exportAudit } from "./export-audit";
import { exportClaims } from "./export-claims";
import { highlights } from "./highlights";
import { history } from "./history";
import type { AskingTable } from "./import-all";
import { importPaths, importTables, reviseArticle } from "./import-articles";
import { endIntegrity, noteForIntegrity, startIntegrity } from "./integrity";
import { letIn } from "./let-in";
import { createMerging, runInSlices } from "./merge-project";
import { merges } from "./merges";
import { exportOriginal, readOriginal } from "./originals";
import { describeProject, project, verify } from "./project";
import { sampleFiller } from "./sample-project";
import { share } from "./share";
import { shareCopy } from "./share-copy";
import { sources } from "./sources";
import { tags } from "./tags";
import { exchange } from "./team";
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
  share,
  agreement,
  history,
  merges,
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

/**
 * After a file was replaced the window reads anew what it shows, and the disk lets go of the old one, which may take it a
 * while: what can wait comes after that (milliseconds).
 */
const calmMs = 1_500;

/** `now` and `newId` are the real clock and fresh ids unless a test says otherwise. */
export type SessionParts = Pick<Context, "analyst" | "publish" | "guest"> &
  Partial<Pick<Context, "now" | "newId" | "backupFolder">> & {
    /** Project files that need not be examined before they are opened; without it none are. */
    readonly known?: KnownFiles | undefined;
    /** Where merges are worked out; without it here, in slices between which calls are answered. */
    readonly runOnCopy?: RunOnCopy;
    /** Puts off what may follow the answer to a call: at once, unless whoever asked waits on another thread. */
    readonly later?: (work: () => void) => void;
  };

type State = {
  file: OpenFile | null;
  /** The project as it stood, in place of itself. */
  view: View | null;
  /** Views that were left while a job may still read them. */
  readonly left: View[];
  backups: AutomaticBackups | null;
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

/** Things whose places in the text are looked up at once when they were written. */
const mostNoted = 2000;

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
  backupFolder,
  known,
  runOnCopy = runInSlices,
  later = (work) => work(),
}: SessionParts): Session => {
  const state: State = { file: null, view: null, left: [], backups: null, analyst, running: 0, asking: [] };

  const isAlone = () => state.running === 1;
  let others: (() => void)[] = [];
  /** Resolves when whoever asks is the only one at work: there may be calls that read in slices. */
  const whenAlone = async (): Promise<void> => {
    while (!isAlone())
      await new Promise<void>((resume) => {
        others.push(resume);
      });
  };

  /** Begins and ends a piece of work on the open project. */
  const begin = (): void => {
    state.running += 1;
  };
  const end = (): void => {
    state.running -= 1;
    dropLeft();
    const woken = others;
    others = [];
    for (const wake of woken) wake();
  };

  const merging = createMerging({
    isAlone,
    whenAlone,
    runOnCopy,
    swap: (replace) => swap(replace),
  });

  /** What calls are answered from: the project, or a view of it as it stood. */
  const context = (view = state.view): Context => ({
    db: (view?.file ?? state.file)?.db ?? null,
    path: state.file?.path ?? null,
    isReadOnly: (view?.file ?? state.file)?.isReadOnly ?? false,
    backup: state.file?.backup ?? null,
    asOf: view?.asOf ?? null,
    backupFolder,
    analyst: state.analyst,
    merging,
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
    // After a large import it is quicker, and stands in nobody's way, to look at everything again beside other calls.
    if (touched.length > mostNoted) startIntegrity(db, publish);
    else noteForIntegrity(db, touched);
    state.backups?.noteWrite();
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
    // Some calls wait for the guest, and the project must not be closed under them; who waits for its check can go without.
    const isAtWork = !(noun === "project" && verb === "integrity");
    if (isAtWork) begin();
    state.backups?.noteUse();
    try {
      return await settled(() =>
        afterBackup(context(), { noun, verb, input: parsed.data }, (own) => handler(own, parsed.data)),
      );
    } finally {
      if (isAtWork) end();
      later(announce);
    }
  };

  /** Lets go of views that were left, once nothing reads them. */
  const dropLeft = (): void => {
    if (state.running > 0) return;
    for (const view of state.left.splice(0)) dropView(view);
  };

  const leaveView = (): void => {
    if (state.view !== null) state.left.push(state.view);
    state.view = null;
    dropLeft();
  };

  const closeFile = (): void => {
    leaveView();
    state.backups?.stop();
    state.backups = null;
    if (state.file !== null) {
      const isInPlace = checkInPlace(state.file.db).ok;
      closeProject(state.file);
      endIntegrity(state.file.db);
      if (isInPlace) known?.noteClosed(state.file.path);
    }
    state.file = null;
  };

  const close = (): void => {
    closeFile();
    merging.discard();
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
    goOnWith(opened.value);
    return ok(describeProject(opened.value.db, context()));
  };

  const goOnWith = (file: OpenFile, checkAfter = 0): void => {
    state.file = file;
    known?.noteOpen(file.path);
    takeTouched(file.db);
    startIntegrity(file.db, publish, checkAfter);
    if (backupFolder !== undefined)
      state.backups = startAutomaticBackups(
        () => context(null),
        () => state.running > 0,
      );
    publish("changed", { topics: [...Topic.options] });
  };

  /** Has the open file replaced by another state of the same project, and goes on with that. */
  const swap = (replace: () => void): Result<undefined> => {
    const { path = "", backup = null } = state.file ?? {};
    closeFile();
    const swapped = swapFile(path, replace, () => {
      const opened = openProject(path);
      if (opened.ok) goOnWith({ ...opened.value, backup }, calmMs);
      return opened.ok ? ok(undefined) : opened;
    });
    if (state.file === null) letGo();
    else state.backups?.noteWrite();
    return swapped;
  };

  /** Shows a view in place of the project, or, with null, the project itself again. */
  const show = (view: View | null): Result<Project> => {
    leaveView();
    state.view = view;
    publish("changed", { topics: [...Topic.options] });
    const { db } = context();
    return db === null ? fail("not-found", "No project is open.") : ok(describeProject(db, context()));
  };

  /** Runs a job that needs the project to stay open, and announces what it wrote, batch by batch. */
  const long = async <T>(
    work: (announcing: (progress: Progress) => Progress) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> => {
    // Another file is about to take the project's place, and the job would lose what it works on.
    if (merging.isRunning()) return busy();
    begin();
    try {
      return await settled(() =>
        work((progress) => (done, total) => {
          announce();
          return progress(done, total);
        }),
      );
    } finally {
      end();
      announce();
    }
  };

  const jobs: Jobs = {
    open: ({ path }) =>
      settled(async () => {
        const isInPlace = state.file !== null && checkInPlace(state.file.db).ok;
        if (state.file !== null && isInPlace && isSameFile(state.file.path, path))
          return state.view === null ? ok(describeProject(state.file.db, context())) : show(null);
        if (state.running > 0) return busy();
        // A project whose file was moved or replaced can no longer be saved, and its handle would stand in the way
        // of the very file that is to be opened: at its new place, or the other one at its old place.
        if (state.file !== null && !isInPlace) letGo();
        if (known !== undefined) {
          const isLetIn = await letIn(path, known, guest);
          if (!isLetIn.ok) return isLetIn;
          if (state.running > 0) return busy();
          // Before anything is written: if this process dies over it, what it leaves is its own.
          known.noteOpen(path);
        }
        const taken = take(openProject(path));
        if (!taken.ok) known?.noteClosed(path);
        return taken;
      }).then((opened) => withBackupAdvice(opened, path)),
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
        // What waits to be merged was held against whoever worked here then.
        if (next.id !== state.analyst.id && merging.isRunning()) return busy();
        if (next.id !== state.analyst.id) merging.discard();
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
    exportAgreement: (input) => long(() => exportAgreement(context(), input)),
    shareCopy: (input, progress) => long((announcing) => shareCopy(context(), input, announcing(progress))),
    exchange: (input, progress) =>
      state.running > 0
        ? settled(busy)
        : long((announcing) =>
            exchange({ context, takeIn: merging.takeIn, isAlone }, input, announcing(progress)),
          ),
    stageMerge: ({ path }, progress) => long(() => merging.stage(context(), path, progress)),
    applyMerge: ({ take }, progress) =>
      state.running > 0 ? settled(busy) : long(() => merging.apply(context(), take, progress)),
    discardMerge: () =>
      settled(() => {
        if (merging.isRunning()) return busy();
        merging.discard();
        publish("changed", { topics: ["merges"] });
        return ok(undefined);
      }),
    verify: () => long(() => verify(context())),
    exportAudit: (input, progress) =>
      long((announcing) => exportAudit(context(), input, announcing(progress))),
    openAsOf: (moment, progress) =>
      long(async (announcing) => {
        const view = await makeView(context(null), moment, announcing(progress));
        if (!view.ok) return view;
        startIntegrity(view.value.file.db, publish);
        return show(view.value);
      }),
    leaveAsOf: () => settled(() => show(null)),
    backups: () => settled(() => backupsOf(context(null))),
    backUpNow: (_, progress) => long(() => backUpNow(context(), progress)),
    restoreBackup: ({ key }, progress) =>
      long(() =>
        restoreBackup(
          context(),
          key,
          {
            isAlone,
            swap: (replace) => {
              merging.discard();
              return swap(replace);
            },
          },
          progress,
        ),
      ),
  };

  return { call: call as Call, jobs };
};
