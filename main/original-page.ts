/** What the window of an original shows. Bytes are exactly those that came. */
export type ShownOriginal = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
  /** WHATWG label of the encoding that it was read with; null when the format says itself. */
  readonly encoding: string | null;
  readonly title: string;
};

export const originalAddress = "app://original/";

/** Nothing runs, nothing is fetched, nothing is sent: what the page brings along (styles, inlined pictures) is all there is. */
const policy =
  "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'";

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const facts = ({ bytes, fileName, mediaType, sha256 }: ShownOriginal): string => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Original</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1.5rem;color:#1d1c19}
dt{color:#5e5a52}dd{margin:0 0 .75rem;overflow-wrap:anywhere}</style></head><body>
<h1>This original cannot be shown here</h1>
<p>Its format would have to run a program to be shown. The text that was read from it is in the article; “Export original” in
the article's details writes the very same bytes to a file, for the program that made it.</p>
<dl><dt>File</dt><dd dir="auto">${escaped(fileName)}</dd><dt>Type</dt><dd>${escaped(mediaType)}</dd>
<dt>Size</dt><dd>${bytes.length.toLocaleString("en-GB")} bytes</dd><dt>SHA-256</dt><dd>${escaped(sha256)}</dd></dl>
</body></html>`;

/** Media types whose bytes are text for people to read, so that they can be shown as they are. */
const isPlain =
  /^text\/|^message\/rfc822$|^multipart\/related$|^application\/(?:json|jsonl|x-ndjson|xml|[\w.-]+\+(?:xml|json))$/;

const typeOf = ({ mediaType, encoding }: ShownOriginal): string | null => {
  const charset = encoding === null ? "" : `; charset=${encoding}`;
  if (/^(text\/html|application\/xhtml\+xml)$/.test(mediaType)) return `text/html${charset}`;
  return isPlain.test(mediaType) ? `text/plain${charset === "" ? "; charset=utf-8" : charset}` : null;
};

/** The response to a request of the original's window: the original at its one address, and nothing elsewhere. */
export const answerOriginal = (original: ShownOriginal, address: string): Response => {
  const headers = { "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff" };
  if (address !== originalAddress) return new Response("Not found", { status: 404, headers });
  const type = typeOf(original);
  return type === null
    ? new Response(facts(original), { headers: { ...headers, "Content-Type": "text/html; charset=utf-8" } })
    : new Response(new Uint8Array(original.bytes), { headers: { ...headers, "Content-Type": type } });
};
