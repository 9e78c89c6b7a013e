import { once } from "node:events";
import { join } from "node:path";
import { app, BrowserWindow, dialog, Menu, nativeTheme, type Rectangle, screen } from "electron";
import type { Settings } from "../shared/domain/settings";
import type { Result } from "../shared/result";
import type { Publish } from "./handlers/context";
import type { Log } from "./log";
import { closeOriginal } from "./originals/original-window";
import { bringPageBack } from "./page-trouble";
import type { ProfileStore, WindowBounds } from "./profile";
import { isPageOf, type PageOrigin } from "./security";
import type { StoreHost } from "./worker/store-host";

const DEFAULT_SIZE = { width: 1440, height: 900 };
const MIN_SIZE = { minWidth: 960, minHeight: 640 };
/** The paper of each theme (renderer/styles/tokens.css), so that nothing flashes before the page is there. */
const PAPER = { light: "#faf9f6", dark: "#171614", contrast: "#ffffff" };
const BOUNDS_QUIET_MS = 500;

/** The windows opened here, by the id of their contents: whoever else asks over IPC is refused. */
const ours = new Map<number, BrowserWindow>();

export const isOurWindow = (contentsId: number): boolean => ours.has(contentsId);

/** The window of the project, which is there unless it was closed. */
export function findMainWindow(): BrowserWindow | undefined {
  const [window] = ours.values();
  return window;
}

/** The window that dialogs belong to. */
export function mainWindow(): BrowserWindow {
  const window = findMainWindow();
  if (window === undefined) throw new Error("There is no window.");
  return window;
}

export const sendToWindows: Publish = (event, payload) => {
  for (const window of ours.values()) window.webContents.send(`event.${event}`, payload);
};

/** The title bar names the project. */
export async function showTitle(store: StoreHost) {
  const project = await store.call("project", "get", undefined);
  const name = project.ok ? (project.value as { name?: string } | null)?.name : undefined;
  for (const window of ours.values())
    window.setTitle(name === undefined ? app.name : `${name} — ${app.name}`);
}

/** Says what went wrong with something that was not asked for by the page. */
export async function showFailure(outcome: Result<unknown> | Promise<Result<unknown>>) {
  const result = await outcome;
  if (result.ok || result.error.kind === "cancelled" || ours.size === 0) return;
  // A dialog on a window that is not there yet would be shown on its own, somewhere on the screen.
  if (!mainWindow().isVisible()) await once(mainWindow(), "show");
  const { message, advice } = result.error;
  await dialog.showMessageBox(mainWindow(), { type: "error", message, detail: advice ?? "", noLink: true });
}

type Parts = { readonly page: PageOrigin; readonly profile: ProfileStore; readonly log: Log };

/** Opens the window. Every rule about what its page may do is in security.ts; the preferences here are the other half. */
export function openWindow({ page, profile, log }: Parts): BrowserWindow {
  const bounds = profile.get().bounds;
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...(bounds !== null && isOnScreen(bounds) ? rectangleOf(bounds) : {}),
    ...MIN_SIZE,
    show: false,
    title: app.name,
    backgroundColor: paperOf(profile.get().settings),
    webPreferences: {
      preload: join(import.meta.dirname, "preload.cjs"),
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  const { id } = window.webContents;
  ours.set(id, window);
  window.on("closed", () => {
    ours.delete(id);
    closeOriginal();
  });
  if (bounds?.isMaximized) window.maximize();
  window.once("ready-to-show", () => {
    window.show();
    log.info("The window is shown");
  });
  // The title is ours: the project's name.
  window.on("page-title-updated", (event) => event.preventDefault());
  rememberBounds(window, profile);
  bringPageBack(window, log);
  returnFromEmptyPage(window, page);
  offerEditMenu(window);
  void window.loadURL(page.start).catch((error: unknown) => log.incident("loading the window's page", error));
  return window;
}

/** Puts a theme into effect for the window's frame, for menus and for `prefers-color-scheme`. */
export function applyTheme(settings: Settings) {
  nativeTheme.themeSource = settings.theme === "contrast" ? "light" : settings.theme;
  for (const window of ours.values()) window.setBackgroundColor(paperOf(settings));
}

function paperOf({ theme }: Settings): string {
  if (theme === "contrast") return PAPER.contrast;
  return nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light;
}

const rectangleOf = ({ x, y, width, height }: WindowBounds): Rectangle => ({ x, y, width, height });

/** A display may be gone since last time; enough of the title bar has to be within reach to drag the window. */
function isOnScreen({ x, y, width }: WindowBounds): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const visible = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    return visible >= 200 && y >= workArea.y && y < workArea.y + workArea.height - 100;
  });
}

function rememberBounds(window: BrowserWindow, profile: ProfileStore) {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isFullScreen()) return;
    profile.set({ bounds: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } });
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, BOUNDS_QUIET_MS);
  };
  window.on("resize", saveSoon);
  window.on("move", saveSoon);
  window.on("close", save);
}

/** `about:blank` is the one address that a page reaches without a navigation that could be refused (security.ts). */
function returnFromEmptyPage(window: BrowserWindow, page: PageOrigin) {
  window.webContents.on("did-navigate", (_event, url) => {
    if (!isPageOf(page, url)) void window.loadURL(page.start);
  });
}

/** Electron brings no menu for the right mouse button; text fields and selected text get the usual one. */
function offerEditMenu(window: BrowserWindow) {
  window.webContents.on("context-menu", (_event, { isEditable, selectionText }) => {
    if (!isEditable && selectionText.trim() === "") return;
    const items = isEditable ? (["cut", "copy", "paste", "selectAll"] as const) : (["copy"] as const);
    Menu.buildFromTemplate(items.map((role) => ({ role }))).popup({ window });
  });
}
