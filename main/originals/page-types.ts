/** Media types that the importers write for what cannot be shown as it is, and that `pageOf` makes a page from. */
const shown: ReadonlySet<string> = new Set([
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.oasis.opendocument.text",
  "application/epub+zip",
  "application/rtf",
  "multipart/related",
]);

/** What an original is, as its importer wrote it down; `encoding` is a WHATWG label, null when the format says itself. */
export type OriginalType = { readonly mediaType: string; readonly encoding: string | null };

/** Media types of originals that are shown as a page made from them. */
export const isShownAsPage = (mediaType: string): boolean => shown.has(mediaType);
