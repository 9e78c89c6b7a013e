import { type FSWatcher, watch } from "node:fs";
import { type BrowserWindow, dialog } from "electron";
import type { Analyst } from "../../shared/domain/analyst";
import { Project } from "../../shared/domain/project";
import type { Exchange, TeamFolder } from "../../shared/domain/team";
import { fail } from "../../shared/errors";
import type { Topic } from "../../shared/ipc/contract";
import { ok, type Result } from "../../shared/result";
import { folderInWords } from "../folder-in-words";
import type { ShellHandlers } from "../ipc";
import { listOthers, membersOf, noMemory, ownFileName } from "../share/team-folder";
import type { TeamEntry, TeamFolders } from "../team-folders";
import type { StoreHost } from "../worker/store-host";
import type { Publish } from "./context";

/** Own work is exchanged when nothing was written for so long, in milliseconds. */
const quietMs = 30_000;
/** A file that a sync writes changes many times in a row; also how often a look at the window may lead to an exchange. */
const settleMs = 3000;

type Parts = {
  readonly folders: TeamFolders;
  readonly store: StoreHost;
  readonly publish: Publish;
  readonly analyst: () => Analyst;
  /** The parent of the dialog. */
  readonly window: () => BrowserWindow;
};

type Calls = Pick<
  ShellHandlers["files"],
  "team" | "chooseTeamFolder" | "setTeamAutomatic" | "exchange" | "leaveTeamFolder"
>;

/** The team folder's calls, and what it has to be told to work by itself. */
export type Team = {
  readonly calls: Calls;
  /** Something was written, or another project was opened. */
  readonly note: (topics: readonly Topic[]) => void;
  /** Somebody looks at the window. */
  readonly look: () => void;
};

const work: ReadonlySet<Topic> = new Set(["articles", "highlights", "tags", "sources", "claims", "evidence"]);

const noFolder = () =>
  fail("not-found", "This project has no team folder.", "Choose one under Share, Team folder.");

/** Runs something a while after it was last asked for. */
const after = (ms: number, run: () => void) => {
  let timer: NodeJS.Timeout | undefined;
  return {
    ask: () => {
      clearTimeout(timer);
      timer = setTimeout(run, ms);
      // No process is kept alive for it.
      timer.unref();
    },
    forget: () => clearTimeout(timer),
  };
};

/** Watches a folder for files that others write; a file system that cannot be watched is looked at when the window is. */
const watchFolder = (folder: string, own: string, changed: () => void): FSWatcher | null => {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name === null || (!name.startsWith(".") && name !== own)) changed();
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
};

/** Exchanging work through a folder: by a button, and by itself where that is switched on. */
export const createTeam = ({ folders, store, publish, analyst, window }: Parts): Team => {
  let running: Promise<Result<Exchange>> | null = null;
  let watched: { readonly folder: string; readonly watcher: FSWatcher | null } | null = null;
  let lastLook = 0;

  const openProject = async (): Promise<Project | null> => {
    const project = await store.call("project", "get", undefined);
    return project.ok ? Project.nullable().parse(project.value) : null;
  };
  const projectId = async (): Promise<string | null> => (await openProject())?.id ?? null;
  const entryOf = async () => {
    const id = await projectId();
    const entry = id === null ? null : folders.get(id);
    return id === null || entry === null ? null : { id, entry };
  };
  const keep = (id: string, entry: TeamEntry | null): void => {
    folders.set(id, entry);
    publish("changed", { topics: ["team"] });
  };

  const inWords = ({ folder, isOn, memory, problem }: TeamEntry): TeamFolder => {
    const ownFile = ownFileName(analyst());
    const files = listOthers(folder, ownFile);
    return {
      folder: folderInWords(folder),
      isOn,
      ownFile,
      members: files.ok ? membersOf(files.value, memory) : [],
      lastAt: memory.lastAt,
      problem: files.ok ? problem : files.error.message,
    };
  };

  const exchangeNow = async (label: string | undefined): Promise<Result<Exchange>> => {
    const found = await entryOf();
    if (found === null) return noFolder();
    const { id, entry } = found;
    const done = await store.job("exchange", { folder: entry.folder, memory: entry.memory }, label);
    // It may have been left, or another one chosen, meanwhile.
    const now = folders.get(id);
    if (now === null || now.folder !== entry.folder) return done.ok ? noFolder() : done;
    if (!done.ok) {
      const { kind, message } = done.error;
      // Whatever stands in the way for now, as an import, is over soon: only who asked is told of it.
      const isPassing =
        kind === "cancelled" || (label === undefined && (kind === "conflict" || kind === "locked"));
      if (!isPassing) keep(id, { ...now, problem: message });
      else if (label === undefined) quiet.ask();
      return done;
    }
    const { memory, isWritten, merged, conflicts, error } = done.value;
    const next = { ...now, memory, problem: error?.message ?? "" };
    keep(id, next);
    return error === null ? ok({ isWritten, merged, conflicts, team: inWords(next) }) : { ok: false, error };
  };

  const exchange = (label?: string): Promise<Result<Exchange>> => {
    running ??= exchangeNow(label).finally(() => {
      running = null;
    });
    return running;
  };
  const byItself = async (): Promise<void> => {
    const project = await openProject();
    const isWritable = project !== null && !project.isReadOnly && project.asOf === null;
    if (isWritable && folders.get(project.id)?.isOn === true) await exchange();
  };
  const quiet = after(quietMs, () => void byItself());
  const settled = after(settleMs, () => void byItself());

  const rewatch = async (): Promise<void> => {
    const entry = (await entryOf())?.entry;
    const folder = entry?.isOn === true ? entry.folder : null;
    if (folder === (watched?.folder ?? null)) return;
    watched?.watcher?.close();
    watched =
      folder === null ? null : { folder, watcher: watchFolder(folder, ownFileName(analyst()), settled.ask) };
  };

  const calls: Calls = {
    team: async () => {
      const found = await entryOf();
      return ok(found === null ? null : inWords(found.entry));
    },
    chooseTeamFolder: async () => {
      const id = await projectId();
      if (id === null) return fail("not-found", "No project is open.");
      const answer = await dialog.showOpenDialog(window(), {
        title: "Choose the folder that your team shares",
        properties: ["openDirectory", "createDirectory"],
      });
      const folder = answer.filePaths[0];
      if (answer.canceled || folder === undefined) return ok(null);
      const files = listOthers(folder, ownFileName(analyst()));
      if (!files.ok) return files;
      const entry = { folder, isOn: true, problem: "", memory: noMemory };
      keep(id, entry);
      await rewatch();
      return ok(inWords(entry));
    },
    setTeamAutomatic: async (_context, { isOn }) => {
      const found = await entryOf();
      if (found === null) return noFolder();
      keep(found.id, { ...found.entry, isOn });
      await rewatch();
      return ok(undefined);
    },
    exchange: () => exchange("Exchanging with the team"),
    leaveTeamFolder: async () => {
      const found = await entryOf();
      if (found !== null) keep(found.id, null);
      await rewatch();
      return ok(undefined);
    },
  };

  return {
    calls,
    note: (topics) => {
      if (topics.includes("recent")) {
        quiet.forget();
        void rewatch().then(settled.ask);
      } else if (topics.some((topic) => work.has(topic))) quiet.ask();
    },
    look: () => {
      if (Date.now() - lastLook < settleMs) return;
      lastLook = Date.now();
      void byItself();
    },
  };
};
