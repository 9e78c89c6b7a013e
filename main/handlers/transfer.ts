import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, parse } from "node:path";
import { app, type BrowserWindow, dialog, type FileFilter } from "electron";
import type { ImportOutcome } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import type { ArticleId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { folderInWords } from "../folder-in-words";
import type { ShellHandlers } from "../ipc";
import { showOriginal } from "../originals/original-window";
import { openPdfPages } from "../originals/pdf-pages";
import { type OpenPdf, prepareOriginal } from "../originals/prepare-original";
import type { ProfileStore } from "../profile";
import { safeFileName } from "../safe-file-name";
import type { Guest } from "../worker/guest-host";
import type { StoreHost } from "../worker/store-host";
import { agreementFiles } from "./agreement-files";
import { backupFiles } from "./backup-files";
import type { Publish } from "./context";
import { mergeFiles } from "./merge-files";
import { shareFiles } from "./share-files";
import type { Team } from "./team-files";

const PROJECTS: FileFilter[] = [{ name: "Assay project", extensions: ["assay"] }];
const TABLES: FileFilter[] = [{ name: "CSV table", extensions: ["csv"] }];
const WORKBOOKS: FileFilter[] = [{ name: "Excel workbook", extensions: ["xlsx"] }];
/** Formats are told by the bytes, so a filter by name would only hide files. */
const ARTICLES: FileFilter[] = [{ name: "All files", extensions: ["*"] }];

type Parts = {
  readonly profile: ProfileStore;
  readonly store: StoreHost;
  readonly publish: Publish;
  readonly team: Team;
  /** The parent of the dialogs. */
  readonly window: () => BrowserWindow;
  /** Makes pages of originals. Not the one that imports, which may have thousands of files to read first. */
  readonly guest: Guest;
  /** The folder of the window's files. */
  readonly bundle: string;
};

export type Transfer = ShellHandlers["files"] & {
  /** Opens a project whose path was checked: from the command line, a file manager or the profile. */
  readonly openPath: (path: string) => Promise<Result<undefined>>;
  readonly openSampleProject: () => Promise<Result<undefined>>;
};

/**
 * Everything that asks the person for a place on the disk. The window sends no path and learns none: it gets file names,
 * and opaque keys for the recent projects.
 */
export function createTransfer({ profile, store, publish, team, window, guest, bundle }: Parts): Transfer {
  /** The store opened `path`, and said so: remember it. */
  const opened = (path: string) => {
    profile.remember(path);
    publish("changed", { topics: ["recent"] });
  };

  const openPdf: OpenPdf = (bytes, unwanted) => openPdfPages(bytes, bundle, unwanted);

  const openPath = async (path: string): Promise<Result<undefined>> => {
    const result = await store.job("open", { path });
    if (!result.ok) return result;
    opened(path);
    return ok(undefined);
  };

  const openSampleProject = async (): Promise<Result<undefined>> => {
    const known = profile.get().sampleProject;
    if (known !== null && existsSync(known)) return openPath(known);
    const path = freePath(documents(), "Assay sample project", ".assay");
    const result = await store.job("createSample", { path });
    if (!result.ok) return result;
    profile.set({ sampleProject: path });
    opened(path);
    return ok(undefined);
  };

  const askWhereToSave = async (
    name: string,
    extension: string,
    filters: FileFilter[],
  ): Promise<string | null> => {
    const folder = store.openPath() === null ? documents() : dirname(store.openPath() ?? "");
    const answer = await dialog.showSaveDialog(window(), {
      defaultPath: join(folder, `${name}${extension}`),
      filters,
      properties: ["createDirectory", "showOverwriteConfirmation"],
    });
    if (answer.canceled || answer.filePath === "") return null;
    return answer.filePath.toLowerCase().endsWith(extension)
      ? answer.filePath
      : `${answer.filePath}${extension}`;
  };

  const projectName = async (): Promise<string> => {
    const project = await store.call("project", "get", undefined);
    const { name } = (project.ok ? (project.value ?? {}) : {}) as { name?: string };
    return safeFileName(name ?? "", "Project");
  };

  const importFrom = async (kind: "openFile" | "openDirectory"): Promise<Result<ImportOutcome[] | null>> => {
    const answer = await dialog.showOpenDialog(window(), {
      title: kind === "openFile" ? "Import articles" : "Import a folder",
      properties: [kind, "multiSelections"],
      filters: ARTICLES,
    });
    if (answer.canceled || answer.filePaths.length === 0) return ok(null);
    return store.job("importFiles", { paths: answer.filePaths }, "Importing");
  };

  /** The article's original, with the words that a window or a dialog needs. */
  const originalOf = async (id: ArticleId, original: string) => {
    const found = await store.job("readOriginal", { articleId: id, original });
    if (!found.ok) return found;
    const { bytes, capture } = found.value;
    const { fileName, mediaType, encoding } = capture;
    // Of a member of an archive, the member's own name.
    const title = safeFileName(basename(fileName), "Original");
    return ok({ bytes, fileName, mediaType, sha256: original, encoding: encoding?.name ?? null, title });
  };

  return {
    ...agreementFiles({ store, askWhereToSave, projectName }),
    ...backupFiles({ store, askWhereToSave, projectName }),
    ...mergeFiles({ store, window }),
    ...shareFiles({ store, askWhereToSave, projectName }),
    ...team.calls,
    openPath,
    openSampleProject,
    openSample: () => openSampleProject(),
    createProject: async () => {
      const path = await askWhereToSave("Untitled project", ".assay", PROJECTS);
      if (path === null) return ok(null);
      const result = await store.job("create", { path, name: basename(path, ".assay") });
      if (!result.ok) return result;
      opened(path);
      return ok({ fileName: basename(path) });
    },
    openProject: async () => {
      const answer = await dialog.showOpenDialog(window(), { properties: ["openFile"], filters: PROJECTS });
      const path = answer.filePaths[0];
      if (answer.canceled || path === undefined) return ok(null);
      // The filter of a dialog can be typed past. A project under another name could be taken for an article, and
      // reading an open project's file drops its lock.
      if (!path.toLowerCase().endsWith(".assay"))
        return fail(
          "not-a-project",
          `${basename(path)} does not end in .assay`,
          "Choose an Assay project, or give the file its ending back.",
        );
      const result = await openPath(path);
      return result.ok ? ok({ fileName: basename(path) }) : result;
    },
    openRecent: async (_context, { key }) => {
      const path = profile.get().recent.find((recent) => recent.key === key)?.path;
      if (path === undefined)
        return fail("not-found", "This project is no longer on the list of recent ones.");
      if (!existsSync(path)) {
        return fail(
          "not-found",
          `${basename(path)} is no longer in ${folderName(path)}.`,
          "If you moved it, open it with “Open project…” from where it is now.",
        );
      }
      return openPath(path);
    },
    recent: () =>
      ok(
        profile
          .get()
          .recent.map(({ key, path }) => ({ key, fileName: basename(path), folder: folderName(path) })),
      ),
    closeProject: async () => {
      const result = await store.job("close", undefined);
      if (!result.ok) return result;
      profile.set({ lastProject: null });
      return ok(undefined);
    },
    importArticles: () => importFrom("openFile"),
    importFolder: () => importFrom("openDirectory"),
    importTables: (_context, columns) => store.job("importTables", columns, "Importing"),
    reviseArticle: async (_context, { id }) => {
      const answer = await dialog.showOpenDialog(window(), {
        title: "Choose the newer text of this article",
        properties: ["openFile"],
        filters: ARTICLES,
      });
      const path = answer.filePaths[0];
      return answer.canceled || path === undefined ? ok(null) : store.job("revise", { articleId: id, path });
    },
    showOriginal: (_context, { id, original }) =>
      showOriginal(async (unwanted) => {
        const found = await originalOf(id, original);
        return found.ok ? ok(await prepareOriginal(found.value, { guest, openPdf }, unwanted)) : found;
      }),
    exportOriginal: async (_context, { id, original }) => {
      const found = await originalOf(id, original);
      if (!found.ok) return found;
      const { title } = found.value;
      const { name, ext } = parse(title);
      const path = await askWhereToSave(name, ext, ARTICLES);
      if (path === null) return ok(null);
      const result = await store.job("exportOriginal", { articleId: id, original, path });
      return result.ok ? ok({ fileName: basename(path), rows: 0 }) : result;
    },
    exportClaims: async (_context, { query, hasHighlights, format }) => {
      const name = `${await projectName()} claims`;
      const path = await (format === "xlsx"
        ? askWhereToSave(name, ".xlsx", WORKBOOKS)
        : askWhereToSave(name, ".csv", TABLES));
      if (path === null) return ok(null);
      const input = { path, query, hasHighlights, format };
      const result = await store.job("exportClaims", input, "Exporting claims");
      return result.ok ? ok({ fileName: basename(path), ...result.value }) : result;
    },
  };
}

/** The person's documents folder where there is one, else the app's own. */
function documents(): string {
  const home = app.getPath("home");
  const named = app.getPath("documents");
  // Without a desktop's settings Linux names the home folder itself.
  const folder = named === home ? join(home, "Documents") : named;
  return existsSync(folder) && statSync(folder).isDirectory() ? folder : app.getPath("userData");
}

/** The first of `name`, `name 2`, `name 3`... that is free. */
function freePath(folder: string, name: string, extension: string): string {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${name}${count === 1 ? "" : ` ${count}`}${extension}`);
    if (!existsSync(path)) return path;
  }
}

/** The folder of a file as a person knows it. */
function folderName(path: string): string {
  return folderInWords(dirname(path));
}
