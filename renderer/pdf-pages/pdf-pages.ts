import { getDocument, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
// It leaves its other half as a global, where PDF.js finds it instead of starting a worker: this process does nothing else.
import "pdfjs-dist/legacy/build/pdf.worker.mjs";

/*
 * The page of the process that draws PDFs (main/originals/pdf-pages.ts). It stands in Chromium's sandbox, without a
 * preload script and without a network; nobody sees it. The main process calls the functions at the end of this file.
 */

/** A run of text at its place on the page; points, y downwards. */
type Run = {
  readonly text: string;
  /** `a b c d e f` of the matrix that brings a run at the origin with letters of `size` to its place. */
  readonly matrix: readonly number[];
  readonly size: number;
  readonly length: number;
};

type Item = { readonly str: string; readonly width: number; readonly transform: readonly number[] };

/** Pictures larger than this, in pixels, are left out of a page: a damaged or hostile one would take all memory. */
const largestImage = 100_000_000;

const folder = new URL("../pdfjs/", location.href).href;
let opened: PDFDocumentProxy | null = null;

const theDocument = (): PDFDocumentProxy => {
  if (opened === null) throw new Error("No document is open");
  return opened;
};

/** Opens the document that this page was given and tells how many pages it has. */
const open = async (): Promise<number> => {
  const bytes = await (await fetch(`../document.pdf${location.search}`)).arrayBuffer();
  opened = await getDocument({
    data: bytes,
    cMapUrl: `${folder}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${folder}standard_fonts/`,
    wasmUrl: `${folder}wasm/`,
    iccUrl: `${folder}iccs/`,
    useWorkerFetch: true,
    enableXfa: false,
    isEvalSupported: false,
    useSystemFonts: false,
    stopAtErrors: false,
    maxImageSize: largestImage,
    verbosity: 0,
  }).promise;
  return opened.numPages;
};

const multiply = (m: readonly number[], n: readonly number[]): number[] => {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = n;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
};

/** The size of a page (from 1) in points as it is read, and its text where it stands: so many runs, each so long. */
const describe = async (at: number, mostRuns: number, longestRun: number) => {
  const page = await theDocument().getPage(at);
  const view = page.getViewport({ scale: 1 });
  const runs: Run[] = [];
  if (mostRuns > 0) {
    const { items } = await page.getTextContent({ disableNormalization: true });
    for (const { str, width, transform } of items as readonly Item[]) {
      if (str.trim() === "" || runs.length === mostRuns) continue;
      // Text space has y upwards: turned over twice, once for the page and once for the letters.
      const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = multiply(
        view.transform,
        multiply(transform, [1, 0, 0, -1]),
      );
      const size = Math.hypot(c, d);
      if (!(size > 0)) continue;
      runs.push({
        text: str.slice(0, longestRun),
        matrix: [a / size, b / size, c / size, d / size, e, f],
        size,
        length: width,
      });
    }
  }
  return { width: view.width, height: view.height, runs };
};

/** A page (from 1) as a PNG in Base64, so wide in pixels but with no more than so many of them in all. */
const draw = async (at: number, width: number, mostPixels: number): Promise<string> => {
  const page = await theDocument().getPage(at);
  const own = page.getViewport({ scale: 1 });
  const scale = Math.min(width / own.width, Math.sqrt(mostPixels / (own.width * own.height)));
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(viewport.width));
  canvas.height = Math.max(1, Math.round(viewport.height));
  // Drawn in this very process, as all that PDF.js draws; without the wish to read it might be the GPU's, which has no limits.
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error("There is no canvas");
  await page.render({
    canvas: null,
    canvasContext: context,
    viewport,
    background: "#ffffff",
    // For paper: drawn in one go, where "display" waits for frames of a window that nobody sees.
    intent: "print",
  }).promise;
  page.cleanup();
  // Not `toBlob`: in a page that nobody sees it waits a second for an idle moment that never comes.
  return canvas.toDataURL("image/png").replace(/^[^,]*,/, "");
};

Object.assign(globalThis, { pdfPages: { open, describe, draw } });
