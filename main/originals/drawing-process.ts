import { app, type Session, session, WebContentsView } from "electron";
import { answerFromBundle } from "../bundle-files";
import { bundleOrigin } from "../protocol";

/*
 * The process in which PDF.js draws: Chromium's sandbox round it, no window, no preload script, no network. Untrusted
 * bytes are not to come near a canvas or a font anywhere else.
 */

/** A process for drawing. `ask` is null when what was asked failed; whether the process lives on is another question. */
export type Drawing = {
  readonly ask: (script: string, time: number) => Promise<unknown>;
  readonly isAlive: () => boolean;
  readonly end: () => void;
};

/**
 * Nothing but the scripts of the bundle and what they fetch from it. The code of PDF.js for some kinds of pictures is
 * WebAssembly.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "img-src blob: data:",
  "font-src data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const partition = "pdf-pages";

/** Milliseconds that the page may take to load. */
const loadTime = 30_000;
/** Bytes that the process may take, looked at so often (milliseconds) while it works. */
const mostMemory = 1_500_000_000;
const lookEvery = 250;

/** The documents that are open, by the addresses under which the drawing pages fetch them. */
const documents = new Map<string, Uint8Array>();

/** The pages that draw: a view that nothing holds is collected, and its page goes with it. */
const views = new Set<WebContentsView>();

/** The session of all drawing pages: the bundle's files and the documents, and nothing else. */
const drawingSession = (bundle: string): Session => {
  const own = session.fromPartition(partition, { cache: false });
  if (own.protocol.isProtocolHandled("app")) return own;
  own.protocol.handle("app", (request) => {
    const bytes = documents.get(request.url);
    return bytes === undefined
      ? answerFromBundle(bundle, request, policy)
      : new Response(new Uint8Array(bytes), { headers: { "Content-Security-Policy": policy } });
  });
  return own;
};

/** A document that drawing processes may fetch, until it is taken back. Each has a number of its own. */
export const lendDocument = (bytes: Uint8Array): { readonly page: string; readonly takeBack: () => void } => {
  lent += 1;
  const address = `${bundleOrigin}/document.pdf?${lent}`;
  documents.set(address, bytes);
  return {
    page: `${bundleOrigin}/pdf-pages/index.html?${lent}`,
    takeBack: () => void documents.delete(address),
  };
};
let lent = 0;

const newView = (bundle: string): WebContentsView =>
  new WebContentsView({
    webPreferences: {
      session: drawingSession(bundle),
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      webviewTag: false,
      plugins: false,
      spellcheck: false,
      devTools: false,
    },
  });

/** Starts a process with the drawing page of a lent document. `bundle` is the folder of the window's files. */
export const startDrawing = async (bundle: string, page: string): Promise<Drawing> => {
  const view = newView(bundle);
  const { webContents } = view;
  views.add(view);
  let isAlive = true;
  let tellGone = () => {};
  const gone = new Promise<null>((resolve) => {
    tellGone = () => resolve(null);
  });

  const end = () => {
    if (!isAlive) return;
    isAlive = false;
    tellGone();
    views.delete(view);
    if (webContents.isDestroyed()) return;
    // A page that is busy for ever does not close; its process can be ended all the same.
    webContents.forcefullyCrashRenderer();
    webContents.close();
  };
  webContents.once("render-process-gone", end);
  webContents.once("destroyed", end);

  const endIfLarge = () => {
    const pid = webContents.getOSProcessId();
    const size = app.getAppMetrics().find((one) => one.pid === pid)?.memory.workingSetSize ?? 0;
    // Chromium tells kilobytes.
    if (size * 1024 > mostMemory) end();
  };
  const within = async (work: Promise<unknown>, time: number): Promise<unknown> => {
    const watch = setInterval(() => isAlive && endIfLarge(), lookEvery);
    const timer = setTimeout(end, time);
    const answer = await Promise.race([work.catch(() => null), gone]);
    clearTimeout(timer);
    clearInterval(watch);
    return answer;
  };
  await within(webContents.loadURL(page), loadTime);
  return {
    ask: async (script, time) => (isAlive ? within(webContents.executeJavaScript(script), time) : null),
    isAlive: () => isAlive,
    end,
  };
};
