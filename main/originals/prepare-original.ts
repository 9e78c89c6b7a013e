import { fail } from "../../shared/errors";
import type { Result } from "../../shared/result";
import type { Guest } from "../worker/guest-host";
import { type Original, type ShownOriginal, typeAsItCame } from "./answer-original";
import { isShownAsPage } from "./page-of";
import type { PdfPages } from "./pdf-pages";

/** Opens a PDF for drawing, unless nobody wants it any more. */
export type OpenPdf = (bytes: Uint8Array, unwanted: AbortSignal) => Promise<Result<PdfPages>>;

type Parts = { readonly guest: Pick<Guest, "page" | "drop">; readonly openPdf: OpenPdf };

const unknown = fail("invalid-input", "Nothing here can show a file of this type");

/** Makes of an original what its window can show, each format by the means that its risks ask for. */
export const prepareOriginal = async (
  original: Original,
  { guest, openPdf }: Parts,
  unwanted: AbortSignal,
): Promise<ShownOriginal> => {
  const { bytes, mediaType, encoding } = original;
  if (typeAsItCame(original) !== null) return { original, kind: "as it came" };
  if (mediaType === "application/pdf") {
    const pages = await openPdf(bytes, unwanted);
    return pages.ok
      ? { original, kind: "pdf", pages: pages.value }
      : { original, kind: "nothing", reason: pages.error };
  }
  const owner = Symbol("original");
  unwanted.addEventListener("abort", () => guest.drop(owner), { once: true });
  const made = isShownAsPage(mediaType) ? await guest.page(bytes, { mediaType, encoding }, owner) : unknown;
  return made.ok
    ? { original, kind: "page", html: made.value }
    : { original, kind: "nothing", reason: made.error };
};
