import type { Result } from "../../../shared/result";
import { decodeUnknown } from "../decode-text";
import { finishDrafts } from "../finish-drafts";
import type { FileContent, Known } from "../imported-article";
import { mayBeNewsExport, newsExportOf } from "../news-export";
import { piecesOfHtml } from "./html-pieces";
import { readPage } from "./read-page";

/** As far as a browser looks for a declaration. @see https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding */
const declarationWithin = 1024;

/** The encoding that a page declares in itself: `meta charset`, `http-equiv`, or an XML declaration. */
export const declaredEncoding = (bytes: Uint8Array): string | undefined => {
  const head = Buffer.from(bytes.subarray(0, declarationWithin)).toString("latin1");
  return (/<meta\s[^>]*?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head) ??
    /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w:.-]+)/i.exec(head))?.[1];
};

/** Bytes of a page, with the encoding that a header round them declares (which goes before the page's own). */
type PageFile = {
  readonly bytes: Uint8Array;
  readonly declared?: string | undefined;
  /** Where it was saved from, for links that are relative. */
  readonly address?: string | undefined;
};

/** What was round the page and is put with what it says of itself. */
type Round = {
  readonly mediaType: string;
  readonly importer: string;
  readonly proposals?: NonNullable<Known["proposals"]>;
  readonly steps?: readonly string[];
};

/** Reads the bytes of a page in whatever stands round them. */
export const readPageFile = async (
  { bytes, declared, address }: PageFile,
  { mediaType, importer, proposals = [], steps = [] }: Round,
  known: Known,
): Promise<Result<FileContent>> => {
  const decoded = await decodeUnknown(bytes, {
    declared: declared ?? declaredEncoding(bytes),
    chosen: known.encoding,
  });
  const file = { mediaType, importer, encoding: decoded.encoding, remarks: decoded.remarks };
  const before = [...decoded.steps, ...steps];
  if (mayBeNewsExport(decoded.text)) {
    const exported = newsExportOf({ ...file, steps: before, pieces: piecesOfHtml(decoded.text) });
    if (exported !== null) return finishDrafts(exported, known);
  }
  // Somebody who pastes has already chosen what belongs to the article.
  const page = readPage(decoded.text, { isWhole: known.fileName === "", address });
  const draft = {
    ...file,
    ...page,
    proposals: [...page.proposals, ...proposals],
    steps: [...before, ...page.steps],
  };
  return finishDrafts([draft], known);
};

/** Reads a web page: a saved one, a single file, or the markup that somebody pasted. */
export const readHtml = (bytes: Uint8Array, known: Known): Promise<Result<FileContent>> =>
  readPageFile({ bytes }, { mediaType: "text/html", importer: "web page 1" }, known);
