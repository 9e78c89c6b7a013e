/** Most file systems take 255 bytes; an extension, a suffix on a clash and other people's tools want room too. */
const MAX_BYTES = 120;

/** Names that Windows gives to devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

/**
 * A file name, without folder or extension, made from a title that may be hostile: good on every system, never a path,
 * never hidden, at most 120 bytes of UTF-8. `fallback` is used when nothing is left.
 */
export function safeFileName(title: string, fallback: string): string {
  const readable = title
    // Bidi marks, zero-width characters, lone surrogates.
    .replace(/[\p{Cf}\p{Cs}]/gu, "")
    .replace(/[\s\p{Cc}/\\:*?"<>|]+/gu, " ");
  const cut = trimEdges(truncate(trimEdges(readable)));
  if (cut === "") return fallback;
  return RESERVED.test(cut) ? `_${cut}` : cut;
}

/** Without the dots and spaces that hide a file at the front and that Windows drops at the end. */
const trimEdges = (name: string) => name.replace(/^[. ]+|[. ]+$/g, "");

function truncate(name: string): string {
  let bytes = 0;
  let kept = "";
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES - 1) break;
    kept += character;
  }
  return kept;
}
