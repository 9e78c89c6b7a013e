/**
 * Words that tell something: numbers, and what has four letters or more. Scripts that write words without spaces come
 * as long words, which count too.
 */
const tellingWords = (text: string): ReadonlySet<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+(?:[.,]\p{N}+)*/gu) ?? []).filter(
      (word) => word.length > 3 || /\p{N}/u.test(word),
    ),
  );

/** How much of the shorter text's telling words must stand in the other one. */
const shareAlike = 0.25;

/**
 * Whether two statements are near enough that one may be offered in place of the other. The store finds claims that
 * share any word; "the" and "and" are shared by all of them.
 */
export const readsAlike = (one: string, other: string): boolean => {
  const [first, second] = [tellingWords(one), tellingWords(other)];
  const shorter = Math.min(first.size, second.size);
  // Nothing but short words: what the store found is all there is to go by.
  if (shorter === 0) return true;
  const common = [...first].filter((word) => second.has(word)).length;
  return common / shorter >= shareAlike;
};
