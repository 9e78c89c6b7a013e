/**
 * The page on which an offset lies, counted from 1; null in a text without pages.
 *
 * @param pages where each page begins, UTF-16 offsets in ascending order
 */
export const pageAt = (pages: readonly number[], offset: number): number | null => {
  const page = pages.findLastIndex((start) => start <= offset);
  return pages.length === 0 ? null : Math.max(0, page) + 1;
};
