import { app, BrowserWindow, type Session, session } from "electron";
import { ok, type Result } from "../../shared/result";
import { answerOriginal, originalAddress, type ShownOriginal } from "./answer-original";

/** A session of its own, in memory: it has nothing of the window's, and the window nothing of it. */
const partition = "original";

let window: BrowserWindow | null = null;
let shown: ShownOriginal | null = null;
/** The last wish for an original, while it is made ready. */
let wish = new AbortController();

/**
 * Shows an original: no scripts, no network (security.ts shuts every session), no way to the window's calls, and no link
 * that leads anywhere. One window; the next original takes its place, and the last one asked for is the one that is shown.
 *
 * @param prepare finds it and makes it ready, unless it is told that nobody wants it any more
 */
export async function showOriginal(
  prepare: (unwanted: AbortSignal) => Promise<Result<ShownOriginal>>,
): Promise<Result<undefined>> {
  wish.abort();
  wish = new AbortController();
  const { signal } = wish;
  const prepared = await prepare(signal);
  if (!prepared.ok) return signal.aborted ? ok(undefined) : prepared;
  if (signal.aborted) letGo(prepared.value);
  else await open(prepared.value);
  return ok(undefined);
}

async function open(next: ShownOriginal) {
  letGo(shown);
  shown = next;
  const own = session.fromPartition(partition, { cache: false });
  if (own.protocol.isProtocolHandled("app")) own.protocol.unhandle("app");
  own.protocol.handle("app", (request) => answerOriginal(next, request.url));
  window ??= openOriginalWindow(own);
  const its = window;
  its.setTitle(`${next.original.title} — original`);
  // The pages of a long PDF come one after the other: the first ones are enough.
  const begun = new Promise<void>((resolve) => its.webContents.once("did-navigate", () => resolve()));
  try {
    await Promise.race([begun, its.loadURL(originalAddress)]);
  } catch (error) {
    // Closed before it was there, or another original took its place: both are a person's wish.
    if (its.isDestroyed() || isAborted(error)) return;
    throw error;
  }
  if (its.isDestroyed()) return;
  its.show();
  its.focus();
}

/** Ends what stands behind an original: the process that draws a PDF. */
function letGo(original: ShownOriginal | null) {
  if (original?.kind === "pdf") original.pages.close();
}

/** Closes the window of the original with the window that it belongs to: alone it would keep the app running. */
export function closeOriginal() {
  wish.abort();
  window?.destroy();
}

const isAborted = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_ABORTED";

function openOriginalWindow(own: Session): BrowserWindow {
  const opened = new BrowserWindow({
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
  stayWithOriginal(opened);
  opened.on("page-title-updated", (event) => event.preventDefault());
  opened.on("closed", () => {
    window = null;
    letGo(shown);
    shown = null;
  });
  return opened;
}

/** No link leads anywhere, not even to the app's own page: security.ts allows that to every window. */
function stayWithOriginal(own: BrowserWindow) {
  const stay = (event: { preventDefault: () => void }) => event.preventDefault();
  own.webContents.on("will-navigate", stay);
  own.webContents.on("will-frame-navigate", stay);
  own.webContents.on("will-redirect", stay);
  // `about:blank` is reached without a navigation that could be refused.
  own.webContents.on("did-navigate", (_event, url) => {
    if (url !== originalAddress) void own.loadURL(originalAddress).catch(() => {});
  });
}
