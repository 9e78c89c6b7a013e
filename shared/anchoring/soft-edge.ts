/** Words on either side that are compared letter by letter. */
const mostWords = 14;
const gapCost = 0.55;
/** Beyond so many words a word in place of another is no more than chance. */
const fewWords = 4;

/** How alike two words are, 0 to 1: by the letters that have to be changed. */
const likeness = (a: string, b: string): number => {
  if (a === b) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1),
        ),
      );
    row = next;
  }
  return 1 - (row[b.length] ?? 0) / Math.max(a.length, b.length, 1);
};

/** Which word of `after` stands for which of `before`, and how like it it is. */
export type SoftPair = { readonly before: number; readonly after: number; readonly likeness: number };

/**
 * Pairs the words of two short gaps in order: words changed by typos with their originals, and, where only few words are
 * concerned, a word with what was put in its place. Of longer gaps the last words are taken when `isAtEnd`, else the first.
 */
export const pairWords = (
  before: readonly string[],
  after: readonly string[],
  isAtEnd: boolean,
): SoftPair[] => {
  const skip = (words: readonly string[]): number => (isAtEnd ? Math.max(0, words.length - mostWords) : 0);
  const [skipBefore, skipAfter] = [skip(before), skip(after)];
  const a = before.slice(skipBefore, skipBefore + mostWords);
  const b = after.slice(skipAfter, skipAfter + mostWords);
  const isFew = before.length <= fewWords && after.length <= fewWords;
  const width = b.length + 1;
  const costs = new Float64Array((a.length + 1) * width);
  const alike = new Float64Array((a.length + 1) * width);
  for (let i = 0; i <= a.length; i += 1)
    for (let j = 0; j <= b.length; j += 1) {
      const at = i * width + j;
      if (i === 0 || j === 0) {
        costs[at] = (i + j) * gapCost;
        continue;
      }
      const like = likeness(a[i - 1] ?? "", b[j - 1] ?? "");
      alike[at] = like;
      const change = like >= 0.5 || isFew ? 1 - like : 2;
      costs[at] = Math.min(
        (costs[at - width - 1] ?? 0) + change,
        (costs[at - 1] ?? 0) + gapCost,
        (costs[at - width] ?? 0) + gapCost,
      );
    }
  const pairs: SoftPair[] = [];
  for (let [i, j] = [a.length, b.length]; i > 0 && j > 0; ) {
    const at = i * width + j;
    if (costs[at] === (costs[at - 1] ?? 0) + gapCost) j -= 1;
    else if (costs[at] === (costs[at - width] ?? 0) + gapCost) i -= 1;
    else {
      pairs.push({ before: skipBefore + i - 1, after: skipAfter + j - 1, likeness: alike[at] ?? 0 });
      i -= 1;
      j -= 1;
    }
  }
  return pairs.reverse();
};
