/** Page trees that are looked at, and bytes round the word that names one. */
const mostTrees = 2000;
const around = 600;

/**
 * How many pages a PDF says it has, where that stands in it uncompressed; 0 where it does not. PDF.js leaves out, without a
 * word, what comes behind a page that it cannot find.
 */
export const statedPages = (bytes: Uint8Array): number => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let most = 0;
  let at = buffer.indexOf("/Pages");
  for (let seen = 0; at !== -1 && seen < mostTrees; seen += 1) {
    const near = buffer.toString("latin1", Math.max(0, at - around), at + around);
    const middle = Math.min(at, around);
    const start = near.lastIndexOf("<<", middle);
    const end = near.indexOf("endobj", middle);
    const dictionary = near.slice(Math.max(0, start), end === -1 ? near.length : end);
    if (/\/Type\s*\/Pages\b/.test(dictionary))
      most = Math.max(most, Number(/\/Count\s+(\d{1,7})\b/.exec(dictionary)?.[1] ?? 0));
    at = buffer.indexOf("/Pages", at + 6);
  }
  return most;
};
