import { fail } from "../../shared/errors";
import type { Result } from "../../shared/result";

type MakePage = (
  bytes: Uint8Array,
  alive: () => void,
  encoding: string | null,
) => Result<string> | Promise<Result<string>>;

/** What an original is, as its importer wrote it down; `encoding` is a WHATWG label, null when the format says itself. */
export type OriginalType = { readonly mediaType: string; readonly encoding: string | null };

/** By the media type that an importer writes. Each maker is loaded when it is first needed: the readers behind them are large. */
const makers: Readonly<Record<string, () => Promise<MakePage>>> = {
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": async () =>
    (await import("./page-of-docx")).pageOfDocx,
  "application/vnd.oasis.opendocument.text": async () => (await import("./page-of-odt")).pageOfOdt,
  "application/epub+zip": async () => (await import("./page-of-epub")).pageOfEpub,
  "application/rtf": async () => (await import("./page-of-rtf")).pageOfRtf,
  "multipart/related": async () => (await import("./page-of-mhtml")).pageOfMhtml,
};

/** Whether originals of a media type are shown as a page made from them. */
export const isShownAsPage = (mediaType: string): boolean => Object.hasOwn(makers, mediaType);

/**
 * Makes one self-contained page from an original that cannot be shown as it is: all that it shows is in it, nothing in
 * it runs or is fetched. Runs in the guest process. `encoding` is the one that it was read with, for formats that do not
 * always say it themselves; `alive` says that a long work is getting on. Fails as the importer of the format does, when
 * the page would be larger than a window takes, or for a media type that is not shown as a page.
 */
export const pageOf = async (
  bytes: Uint8Array,
  { mediaType, encoding }: OriginalType,
  alive: () => void,
): Promise<Result<string>> => {
  const load = isShownAsPage(mediaType) ? makers[mediaType] : undefined;
  if (load === undefined)
    return fail(
      "invalid-input",
      `Originals of the type ${mediaType} are not shown as a page`,
      "Export the original, and open it in the program that made it.",
    );
  const make = await load();
  return make(bytes, alive, encoding);
};
