/**
 * Whether a string has no lone surrogate. SQLite would store U+FFFD in the place of one without a word, and
 * every offset into the text would still look right while the words are not the same.
 */
export const isWellFormed = (text: string): boolean =>
  (text as string & { isWellFormed: () => boolean }).isWellFormed();

/** Whether every string inside a value is well formed; bytes are not looked into. */
export const hasOnlyWellFormed = (value: unknown): boolean => {
  if (typeof value === "string") return isWellFormed(value);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return true;
  return Object.entries(value).every(([key, inner]) => isWellFormed(key) && hasOnlyWellFormed(inner));
};
