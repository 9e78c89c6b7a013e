import { existsSync } from "node:fs";
import { join } from "node:path";
import { app, BrowserWindow, dialog, ipcMain, session } from "electron";
import { v7 as uuidv7 } from "uuid";
import { fail } from "../shared/errors";
import type { Topic } from "../shared/ipc/contract";
import { ok } from "../shared/result";
import { commandLineOf, missingProject, parseArgv, projectFile, showable } from "./argv";
import type { Publish } from "./handlers/context";
import { createTeam } from "./handlers/team-files";
import { createTransfer, type Transfer } from "./handlers/transfer";
import { createAnswerer, listen } from "./ipc";
import { openLog } from "./log";
import { setMenu } from "./menu";
import { shutNodeNetwork } from "./network-guard";
import { openProfile, type ProfileStore } from "./profile";
import { declareBundleScheme, serveBundle } from "./protocol";
import { guardWebContents, hardenSession, pageOrigin, setSwitches } from "./security";
import { createShellHandlers } from "./shell-handlers";
import { openTeamFolders } from "./team-folders";
import {
  applyTheme,
  findMainWindow,
  isOurWindow,
  mainWindow,
  openWindow,
  sendToWindows,
  showFailure,
  showTitle,
} from "./window";
import { guestCommand, guestVariable } from "./worker/guest-command";
import { startGuest } from "./worker/guest-host";
import { startStore } from "./worker/store-host";

/** How long nothing has to change before the title bar asks for the project's name, in milliseconds. */
const TITLE_QUIET_MS = 150;

const args = process.argv.slice(1);
const command = commandLineOf(args);
// Ends by itself when its host closes the pipe.
if (process.env[guestVariable] === "1") await import("./worker/guest");
else if (command === null) startWithWindow();
else {
  shutNodeNetwork();
  // Electron waits for this module before it looks for a display, so a command needs none.
  const { runCli } = await import("./cli");
  process.exit(await runCli([...command]));
}

function startWithWindow() {
  const userData = app.getPath("userData");
  const log = openLog(join(userData, "logs"), !app.isPackaged);
  const page = pageOrigin(process.env.ASSAY_DEV_URL, app.isPackaged);
  const asked = parseArgv(args, process.cwd()).project;
  const missing = missingProject(args, process.cwd());

  shutNodeNetwork((what) => log.warn(`Blocked Node's network: ${what}`));
  const surprised = (error: unknown) => {
    const incident = log.incident("the main process", error);
    // A bug in the shell is written down, and the window and the store go on; without a window there is nothing to go on with.
    if (BrowserWindow.getAllWindows().length > 0) return;
    dialog.showErrorBox("Assay could not start", `The log in ${userData} has the details under ${incident}.`);
    app.exit(1);
  };
  process.on("uncaughtException", surprised);
  process.on("unhandledRejection", surprised);
  setSwitches(page);
  declareBundleScheme();
  guardWebContents(page, log);
  // A second start hands its project over and ends; nothing opens one file twice.
  if (!app.requestSingleInstanceLock({ project: asked, missing })) return app.exit(0);

  let titleTimer: NodeJS.Timeout | undefined;
  const publish: Publish = (event, payload) => {
    sendToWindows(event, payload);
    if (event !== "changed") return;
    team.note((payload as { topics: Topic[] }).topics);
    // The store has better to do right after a change than to tell the title bar a name that hardly ever changes.
    clearTimeout(titleTimer);
    titleTimer = setTimeout(() => void showTitle(store), TITLE_QUIET_MS);
  };
  const profile = openProfile(userData, uuidv7);
  const store = startStore({
    threadFile: new URL("./store-thread.js", import.meta.url),
    analyst: () => profile.get().analyst,
    guest: guestCommand(),
    backupFolder: join(userData, "backups"),
    profileFolder: userData,
    publish,
    log,
  });
  const team = createTeam({
    folders: openTeamFolders(userData),
    store,
    publish,
    analyst: () => profile.get().analyst,
    window: mainWindow,
  });
  app.on("browser-window-focus", team.look);
  const bundle = join(import.meta.dirname, "../renderer");
  const guest = startGuest(guestCommand);
  const transfer = createTransfer({ profile, store, publish, team, window: mainWindow, guest, bundle });
  const shell = createShellHandlers({ profile, store, transfer, publish, window: mainWindow });
  listen(ipcMain, isOurWindow, createAnswerer({ trustedOrigin: page.origin, shell, store: store.call, log }));

  void app.whenReady().then(async () => {
    applyTheme(profile.get().settings);
    await hardenSession(session.defaultSession, page, log);
    serveBundle(session.defaultSession, bundle);
    setMenu({
      send: (name) => publish("commanded", { command: name }),
      newProject: () => void showFailure(shell.files.createProject(undefined, undefined)),
      openProject: () => void showFailure(shell.files.openProject(undefined, undefined)),
      closeProject: () => void showFailure(shell.files.closeProject(undefined, undefined)),
    });
    if (missing !== null) log.info("The project that was asked for is not there");
    const first = missing === null ? openFirstProject(transfer, profile, asked) : notThere(missing);
    openWindow({ page, profile, log });
    await showFailure(first);
  });

  const openAndFocus = (path: string | null) => {
    const window = findMainWindow();
    if (window?.isMinimized()) window.restore();
    window?.focus();
    if (path !== null) void showFailure(transfer.openPath(path));
  };
  app.on("second-instance", (_event, _argv, folder, handedOver) => {
    const { project, missing: name } = (handedOver ?? {}) as { project?: unknown; missing?: unknown };
    openAndFocus(projectFile(project, folder));
    const shown = showable(name);
    // Another program may start Assay with anything; only what looks like a project is worth a dialog in the open window.
    if (shown?.toLowerCase().endsWith(".assay")) void showFailure(notThere(shown));
  });
  app.on("open-file", (event, path) => {
    event.preventDefault();
    void app.whenReady().then(() => openAndFocus(projectFile(path, "/")));
  });
  app.on("activate", () => {
    if (app.isReady() && findMainWindow() === undefined) openWindow({ page, profile, log });
  });
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("will-quit", (event) => {
    event.preventDefault();
    guest.stop();
    void store.stop().then(() => app.exit(0));
  });
}

/** Whoever asks for one project and mistypes its name is told so, rather than given another. */
const notThere = (name: string) =>
  fail(
    "not-found",
    `There is no project “${name}” there.`,
    "Check the name and the folder, or open it with “Open project…”.",
  );

/** The one asked for, the sample at the very first start, the last one; else the window offers what there is. */
async function openFirstProject(transfer: Transfer, profile: ProfileStore, asked: string | null) {
  if (asked !== null) return transfer.openPath(asked);
  if (profile.isNew) return transfer.openSampleProject();
  const { lastProject } = profile.get();
  return lastProject !== null && existsSync(lastProject) ? transfer.openPath(lastProject) : ok(undefined);
}
