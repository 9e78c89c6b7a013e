import { app, BrowserWindow, type Session, session } from "electron";
import { answerOriginal, originalAddress, type ShownOriginal } from "./original-page";

/** A session of its own, in memory: it has nothing of the window's, and the window nothing of it. */
const partition = "original";

let shown: BrowserWindow | null = null;

/**
 * Shows an original as it came: no scripts, no network (security.ts shuts every session), no way to the window's calls,
 * and no link that leads anywhere. One window; the next original takes its place.
 */
export async function showOriginal(original: ShownOriginal) {
  const own = session.fromPartition(partition, { cache: false });
  if (own.protocol.isProtocolHandled("app")) own.protocol.unhandle("app");
  own.protocol.handle("app", (request) => answerOriginal(original, request.url));
  const window = shown ?? openOriginalWindow(own);
  window.setTitle(`${original.title} — original`);
  try {
    await window.loadURL(originalAddress);
  } catch (error) {
    // Closed before it was there, or another original took its place: both are a person's wish.
    if (window.isDestroyed() || isAborted(error)) return;
    throw error;
  }
  if (window.isDestroyed()) return;
  window.show();
  window.focus();
}

/** Closes the window of the original with the window that it belongs to: alone it would keep the app running. */
export function closeOriginal() {
  shown?.destroy();
}

const isAborted = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_ABORTED";

function openOriginalWindow(own: Session): BrowserWindow {
  const window = new BrowserWindow({
    width: 900,
    height: 800,
    show: false,
    autoHideMenuBar: true,
    // Pages are made for white paper.
    backgroundColor: "#ffffff",
    webPreferences: {
      session: own,
      javascript: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      webviewTag: false,
      images: true,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  stayWithOriginal(window);
  window.on("page-title-updated", (event) => event.preventDefault());
  window.on("closed", () => {
    shown = null;
  });
  shown = window;
  return window;
}

/** No link leads anywhere, not even to the app's own page: security.ts allows that to every window. */
function stayWithOriginal(window: BrowserWindow) {
  const stay = (event: { preventDefault: () => void }) => event.preventDefault();
  window.webContents.on("will-navigate", stay);
  window.webContents.on("will-frame-navigate", stay);
  window.webContents.on("will-redirect", stay);
  // `about:blank` is reached without a navigation that could be refused.
  window.webContents.on("did-navigate", (_event, url) => {
    if (url !== originalAddress) void window.loadURL(originalAddress).catch(() => {});
  });
}
