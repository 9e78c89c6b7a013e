import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import type { PDFDocumentProxy } from "pdfjs-dist";

/*
 * PDF.js in this very thread (it runs in the guest process already), for its text and nothing else: no drawing, no
 * scripts, no forms, no fonts of the system, nothing fetched.
 */

type Library = Pick<typeof import("pdfjs-dist"), "getDocument">;

/** PDF.js tries to load a native canvas for drawing when it starts; untrusted bytes are not to come near one. */
const withoutModules = async <T>(load: () => Promise<T>): Promise<T> => {
  const real = process.getBuiltinModule;
  process.getBuiltinModule = (() => {
    throw new Error("Not while PDF.js starts");
  }) as typeof real;
  try {
    return await load();
  } finally {
    process.getBuiltinModule = real;
  }
};

/** Names of the DOM that PDF.js mentions when it starts. They are used for drawing only. */
const drawingNames = ["DOMMatrix", "ImageData", "Path2D"];

const loadLibrary = (): Promise<Library> =>
  withoutModules(async () => {
    const scope = globalThis as Record<string, unknown>;
    const missing = drawingNames.filter((name) => scope[name] === undefined);
    for (const name of missing) scope[name] = function unused() {};
    const library = await import("pdfjs-dist/legacy/build/pdf.mjs");
    // It leaves its other half as a global, where the first finds it instead of starting a worker.
    await import("pdfjs-dist/legacy/build/pdf.worker.mjs");
    return library as Library;
  });

let library: Promise<Library> | null = null;

/**
 * Tables of the encodings of Chinese, Japanese and Korean fonts that are not in the file. With the window's files,
 * in the packaged app too; in a checkout they are where npm put them.
 */
const tablesFolder = (): string | null => {
  const folders = [
    "../renderer/pdfjs/cmaps",
    "../../renderer/pdfjs/cmaps",
    "../../../node_modules/pdfjs-dist/cmaps",
  ];
  const found = folders
    .map((folder) => join(import.meta.dirname, folder))
    .find((folder) => existsSync(folder));
  return found === undefined ? null : `${found}${sep}`;
};

/** Opens a document. Rejects with an error of PDF.js, told apart by `name`. */
export const openPdf = async (bytes: Uint8Array): Promise<PDFDocumentProxy> => {
  library ??= loadLibrary();
  const { getDocument } = await library;
  const folder = tablesFolder();
  return getDocument({
    // A copy, since PDF.js takes the buffer away from whoever gives it; and no Buffer, which it refuses.
    data: new Uint8Array(bytes),
    ...(folder === null ? {} : { cMapUrl: folder, cMapPacked: true }),
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    stopAtErrors: false,
    disableAutoFetch: true,
    verbosity: 0,
  }).promise;
};
