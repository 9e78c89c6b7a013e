import { app, type Session, session, WebContentsView } from "electron";
import { z } from "zod";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { answerFromBundle } from "../bundle-files";
import { bundleOrigin } from "../protocol";

/** A page of a PDF as the view needs it. Points; `runs` is its text at its places, for selecting, copying and reading aloud. */
export const PdfPage = z.object({
  width: z.number().positive().finite(),
  height: z.number().positive().finite(),
  runs: z.array(
    z.object({
      text: z.string(),
      matrix: z.array(z.number().finite()).length(6),
      size: z.number().positive().finite(),
      length: z.number().nonnegative().finite(),
    }),
  ),
});
export type PdfPage = z.infer<typeof PdfPage>;

/** A PDF that is open for drawing. What cannot be drawn or read is null; the other pages go on. */
export type PdfPages = {
  readonly count: number;
  /** Of the page `at`, from 1, at most so many runs of text. */
  readonly describe: (at: number, mostRuns: number) => Promise<PdfPage | null>;
  /** A PNG of the page `at`, from 1. Goes before what else is waited for, the last that was asked for first. */
  readonly draw: (at: number) => Promise<Uint8Array | null>;
  /** Ends the process. What is waited for is null. */
  readonly close: () => void;
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
/** Addresses of the drawing page and of its document; each opening has a number of its own. */
const pageAddress = (opening: number): string => `${bundleOrigin}/pdf-pages/index.html?${opening}`;
const documentAddress = (opening: number): string => `${bundleOrigin}/document.pdf?${opening}`;

/** The documents that are open, by their addresses. */
const documents = new Map<string, Uint8Array>();
let openings = 0;

/** In pixels: twice the width at which a page is shown, and no more than this in all however long a page is. */
const width = 1600;
const mostPixels = 12_000_000;

/** Milliseconds that one page, and that opening the document, may take. */
const limits = { page: 20_000, open: 30_000 };
/** Bytes that the process may take, looked at so often (milliseconds). */
const mostMemory = 1_500_000_000;
const lookEvery = 250;
/** A document that has ended so many processes is drawn no further. */
const mostDeaths = 3;

const failed = fail(
  "damaged",
  "The pages of this PDF could not be drawn",
  "“Export original” in the article's details writes the very same bytes to a file, for a PDF viewer.",
);

/** A process for drawing. `ask` is null when what was asked failed; whether the process lives on is another question. */
type Drawing = {
  readonly ask: (script: string, time: number) => Promise<unknown>;
  readonly isAlive: () => boolean;
  readonly end: () => void;
};

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

/** The pages that draw: a view that nothing holds is collected, and its page goes with it. */
const views = new Set<WebContentsView>();

/** Starts a sandboxed process that has no window, no preload script and no network. */
const startDrawing = async (own: Session, address: string): Promise<Drawing> => {
  const view = new WebContentsView({
    webPreferences: {
      session: own,
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
  const { webContents } = view;
  views.add(view);
  let end = () => {};
  let isAlive = true;
  const gone = new Promise<null>((resolve) => {
    const watch = setInterval(() => {
      const pid = webContents.getOSProcessId();
      const metrics = app.getAppMetrics().find((one) => one.pid === pid);
      // Chromium tells kilobytes.
      if ((metrics?.memory.workingSetSize ?? 0) * 1024 > mostMemory) end();
    }, lookEvery);
    end = () => {
      if (!isAlive) return;
      isAlive = false;
      clearInterval(watch);
      resolve(null);
      views.delete(view);
      if (webContents.isDestroyed()) return;
      // A page that is busy for ever does not close; its process can be ended all the same.
      webContents.forcefullyCrashRenderer();
      webContents.close();
    };
  });
  webContents.once("render-process-gone", () => end());
  webContents.once("destroyed", () => end());
  const within = async (work: Promise<unknown>, time: number): Promise<unknown> => {
    const timer = setTimeout(() => end(), time);
    const answer = await Promise.race([work.catch(() => null), gone]);
    clearTimeout(timer);
    return answer;
  };
  await within(webContents.loadURL(address), limits.open);
  return {
    ask: (script, time) =>
      isAlive ? within(webContents.executeJavaScript(script), time) : Promise.resolve(null),
    isAlive: () => isAlive,
    end,
  };
};

type Waiting = {
  readonly at: number;
  readonly isUrgent: boolean;
  readonly script: string;
  readonly settle: (answer: unknown) => void;
};

/**
 * Opens a PDF in a process of its own: PDF.js draws there, in Chromium's sandbox, because untrusted bytes are not to come
 * near a canvas or a font anywhere else. `bundle` is the folder of the window's files.
 */
export const openPdfPages = async (bytes: Uint8Array, bundle: string): Promise<Result<PdfPages>> => {
  openings += 1;
  const opening = openings;
  documents.set(documentAddress(opening), bytes);
  let drawing: Drawing | null = null;
  let deaths = 0;
  let isClosed = false;
  let isBusy = false;
  let waiting: Waiting[] = [];
  /** Pages over which a process has ended. */
  const deadly = new Set<number>();

  /** Null when no process can be had any more, or when it does not open the document. */
  const living = async (): Promise<{ drawing: Drawing; count: unknown } | null> => {
    drawing = await startDrawing(drawingSession(bundle), pageAddress(opening));
    const count = await drawing.ask("pdfPages.open()", limits.open);
    if (count !== null) return { drawing, count };
    drawing.end();
    deaths = mostDeaths;
    return null;
  };

  const answer = async ({ at, script }: Waiting): Promise<unknown> => {
    if (deadly.has(at) || deaths >= mostDeaths) return null;
    if (drawing?.isAlive() !== true && (await living()) === null) return null;
    const found = await drawing?.ask(script, limits.page);
    if (drawing?.isAlive() === false && !isClosed) {
      deadly.add(at);
      deaths += 1;
    }
    return found ?? null;
  };

  const work = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    while (!isClosed && waiting.length > 0) {
      // Who scrolls through many pages waits for the one that they came to.
      const next = waiting.findLast(({ isUrgent }) => isUrgent) ?? waiting[0];
      if (next === undefined) break;
      waiting = waiting.filter((one) => one !== next);
      next.settle(await answer(next));
    }
    isBusy = false;
  };

  const ask = (at: number, isUrgent: boolean, script: string): Promise<unknown> =>
    isClosed
      ? Promise.resolve(null)
      : new Promise((settle) => {
          waiting.push({ at, isUrgent, script, settle });
          void work();
        });

  const first = await living();
  const count = z.number().int().positive().max(100_000).safeParse(first?.count);
  const close = () => {
    isClosed = true;
    documents.delete(documentAddress(opening));
    drawing?.end();
    for (const { settle } of waiting) settle(null);
    waiting = [];
  };
  if (!count.success) {
    close();
    return failed;
  }
  return ok({
    count: count.data,
    describe: async (at, mostRuns) => {
      const page = PdfPage.safeParse(await ask(at, false, `pdfPages.describe(${at}, ${mostRuns})`));
      return page.success ? page.data : null;
    },
    draw: async (at) => {
      const picture = await ask(at, true, `pdfPages.draw(${at}, ${width}, ${mostPixels})`);
      return typeof picture === "string" ? Buffer.from(picture, "base64") : null;
    },
    close,
  });
};
