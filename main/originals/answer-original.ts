import type { AppError } from "../../shared/errors";
import { escapeHtml } from "./markup";
import type { PdfPages } from "./pdf-pages";
import { pictureAddress, undrawnPage, viewOfPdf } from "./pdf-view";

/** An original and what is told of it. Bytes are exactly those that came. */
export type Original = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
  /** WHATWG label of the encoding that it was read with; null when the format says itself. */
  readonly encoding: string | null;
  readonly title: string;
};

/** What the window of an original shows of it. */
export type ShownOriginal = { readonly original: Original } & (
  | { readonly kind: "as it came" }
  /** A page that was made from it: see page-of.ts. */
  | { readonly kind: "page"; readonly html: Uint8Array }
  | { readonly kind: "pdf"; readonly pages: PdfPages }
  | { readonly kind: "nothing"; readonly reason: AppError }
);

export const originalAddress = "app://original/";

/** Nothing runs, nothing is fetched, nothing is sent: what the page brings along (styles, inlined pictures) is all there is. */
const policy = (pictures: string): string =>
  `sandbox; default-src 'none'; img-src ${pictures}; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'`;

const html = "text/html; charset=utf-8";

const factsOf = (
  { bytes, fileName, mediaType, sha256 }: Original,
  reason: AppError,
): string => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Original</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1.5rem;color:#1d1c19}
dt{color:#5e5a52}dd{margin:0 0 .75rem;overflow-wrap:anywhere}</style></head><body>
<h1>This original cannot be shown here</h1>
<p>${escapeHtml(reason.message)}. ${escapeHtml(reason.advice ?? "")}</p>
<p>The text that was read from it is in the article; “Export original” in the article's details writes the very same bytes
to a file, for the program that made it.</p>
<dl><dt>File</dt><dd dir="auto">${escapeHtml(fileName)}</dd><dt>Type</dt><dd>${escapeHtml(mediaType)}</dd>
<dt>Size</dt><dd>${bytes.length.toLocaleString("en-GB")} bytes</dd><dt>SHA-256</dt><dd>${escapeHtml(sha256)}</dd></dl>
</body></html>`;

/** Media types whose bytes are text for people to read, so that they can be shown as they are. */
const isPlain = /^text\/|^message\/rfc822$|^application\/(?:json|jsonl|x-ndjson|xml|[\w.-]+\+(?:xml|json))$/;

/** As what an original is shown as it came; null when its bytes are nothing that a browser shows. */
export const typeAsItCame = ({ mediaType, encoding }: Original): string | null => {
  const charset = encoding === null ? "" : `; charset=${encoding}`;
  if (/^(text\/html|application\/xhtml\+xml)$/.test(mediaType)) return `text/html${charset}`;
  return isPlain.test(mediaType) ? `text/plain${charset === "" ? "; charset=utf-8" : charset}` : null;
};

type Body = {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | string;
};

const documentOf = (shown: ShownOriginal): Body => {
  switch (shown.kind) {
    case "as it came":
      return {
        type: typeAsItCame(shown.original) ?? "text/plain",
        body: new Uint8Array(shown.original.bytes),
      };
    case "page":
      return { type: html, body: new Uint8Array(shown.html) };
    case "pdf":
      return { type: html, body: viewOfPdf(shown.pages, shown.original.fileName) };
    case "nothing":
      return { type: html, body: factsOf(shown.original, shown.reason) };
  }
};

const pictureOf = async ({ count, draw }: PdfPages, address: string): Promise<Body | null> => {
  const at = Number(/(\d{1,6})$/.exec(address)?.[1]);
  if (address !== originalAddress + pictureAddress(at) || !(at >= 1 && at <= count)) return null;
  const png = await draw(at);
  return png === null
    ? { type: "image/svg+xml", body: undrawnPage }
    : { type: "image/png", body: new Uint8Array(png) };
};

/** The response to a request of the original's window: the original at its one address, the pages of a PDF below it. */
export const answerOriginal = async (shown: ShownOriginal, address: string): Promise<Response> => {
  const isPdf = shown.kind === "pdf";
  const found =
    address === originalAddress ? documentOf(shown) : isPdf ? await pictureOf(shown.pages, address) : null;
  const headers = {
    "Content-Security-Policy": policy(isPdf ? `${originalAddress}page/` : "data:"),
    "X-Content-Type-Options": "nosniff",
    ...(found === null ? {} : { "Content-Type": found.type }),
  };
  return new Response(found?.body ?? "Not found", { status: found === null ? 404 : 200, headers });
};
