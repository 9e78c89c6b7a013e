/**
 * Whether an error that nobody awaited is one that PDF.js leaves behind: it fetches pages ahead, and where the file is
 * damaged such a fetch fails beside the one whose failure is told. What matters is also told by the promise that is awaited.
 */
export const isStrayOfPdf = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false;
  const isOwnKind =
    /^(?:XRef\w+|\w*(?:EOF|Data|PDF|Jpeg|Jpx|Jbig2|CMap|Password|Abort)\w*Exception|FormatError)/.test(
      cause.name,
    );
  return isOwnKind || /\bpdf\.worker\b/.test(String(cause.stack));
};
