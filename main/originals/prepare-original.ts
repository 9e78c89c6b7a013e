import { fail } from "../../shared/errors";
import type { Result } from "../../shared/result";
import type { Guest } from "../worker/guest-host";
import { type Original, type ShownOriginal, typeAsItCame } from "./answer-original";
import { isShownAsPage } from "./page-types";
import type { PdfPages } from "./pdf-pages";

type Parts = {
  readonly page: Guest["page"];
  readonly openPdf: (bytes: Uint8Array) => Promise<Result<PdfPages>>;
};

const unknown = fail("invalid-input", "Nothing here can show a file of this type");

/** Makes of an original what its window can show, each format by the means that its risks ask for. */
export const prepareOriginal = async (
  original: Original,
  { page, openPdf }: Parts,
): Promise<ShownOriginal> => {
  const { bytes, mediaType, encoding } = original;
  if (typeAsItCame(original) !== null) return { original, kind: "as it came" };
  if (mediaType === "application/pdf") {
    const pages = await openPdf(bytes);
    return pages.ok
      ? { original, kind: "pdf", pages: pages.value }
      : { original, kind: "nothing", reason: pages.error };
  }
  const made = isShownAsPage(mediaType) ? await page(bytes, { mediaType, encoding }) : unknown;
  return made.ok
    ? { original, kind: "page", html: made.value }
    : { original, kind: "nothing", reason: made.error };
};
