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
  await window.loadURL(originalAddress);
  window.show();
  window.focus();
}

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
  window.on("page-title-updated", (event) => event.preventDefault());
  window.on("closed", () => {
    shown = null;
  });
  shown = window;
  return window;
}
