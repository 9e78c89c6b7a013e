import { escapeHtml } from "./markup";
import type { PdfPage, PdfPages } from "./pdf-pages";

/** Where the view fetches the picture of a page from, relative to its own address. */
export const pictureAddress = (at: number): string => `page/${at}`;

/** Runs of text that a view takes; a longer document goes on as pictures alone. */
const mostRuns = 300_000;

/** A4, for a page of which nothing is known. */
const unknownPage: PdfPage = { width: 595, height: 842, runs: [] };

/**
 * Pages are made by the browser only when they come near the screen, and their pictures are backgrounds of what is in
 * them, because lazy pictures need scripts. Colours as in renderer/styles/tokens.css, light: a PDF is made for paper.
 */
const style = `
html { color-scheme: light; background: #e9e7e0; font: 13px/1.5 system-ui, sans-serif; color: #5e5a52 }
body { margin: 0; padding: 24px 16px }
section { content-visibility: auto; position: relative; max-width: 100%; margin: 0 auto; background: #fff; box-shadow: 0 0 0 1px #d8d4ca }
.picture, svg { position: absolute; inset: 0; width: 100%; height: 100% }
.picture { background: no-repeat 0 0 / 100% 100% }
text { fill: transparent; white-space: pre; font-family: serif }
::selection { background: #2f6f6b55 }
footer { margin: 6px auto 24px; text-align: center; user-select: none; font-variant-numeric: tabular-nums }`;

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

const runOf = ({ text, matrix, size, length }: PdfPage["runs"][number]): string => {
  const width = length > 0 ? ` textLength="${rounded(length)}" lengthAdjust="spacingAndGlyphs"` : "";
  const place = matrix.map((value) => String(Math.round(value * 10_000) / 10_000)).join(" ");
  return `<text transform="matrix(${place})" font-size="${rounded(size)}"${width}>${escapeHtml(text)}</text>`;
};

/** A page: its picture, and its text over it, which is not seen but can be selected, copied and read aloud. */
const sectionOf = (at: number, count: number, { width, height, runs }: PdfPage): string =>
  `<section aria-label="Page ${at} of ${count}" style="width:${rounded((width * 4) / 3)}px;aspect-ratio:${rounded(width)}/${rounded(height)}">` +
  `<div class="picture" style="background-image:url(${pictureAddress(at)})"></div>` +
  `<svg viewBox="0 0 ${rounded(width)} ${rounded(height)}">${runs.map(runOf).join("")}</svg></section>` +
  `<footer aria-hidden="true">${at} / ${count}</footer>\n`;

/** The picture that stands for a page that could not be drawn. */
export const undrawnPage = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 200" preserveAspectRatio="xMidYMin"><text x="297" y="100" text-anchor="middle"
font-family="sans-serif" font-size="14" fill="#5e5a52">This page could not be drawn</text></svg>`;

/** The view of a PDF as HTML, page by page as they become known: the first ones are there before the last. */
export const viewOfPdf = (pages: PdfPages, fileName: string): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let at = 0;
  let left = mostRuns;
  return new ReadableStream({
    start: (stream) =>
      stream.enqueue(
        encoder.encode(
          `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${escapeHtml(fileName)}</title><style>${style}</style></head><body>\n`,
        ),
      ),
    pull: async (stream) => {
      at += 1;
      if (at > pages.count) return stream.close();
      const page = (await pages.describe(at, left)) ?? unknownPage;
      left -= page.runs.length;
      stream.enqueue(encoder.encode(sectionOf(at, pages.count, page)));
    },
  });
};
