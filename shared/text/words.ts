/** Words of a text in reading order, as numbers. Offsets are UTF-16 units, end exclusive. */
export type Words = {
  /** The same number for the same word, whatever its case and its soft hyphens; also across texts, see `wordIds`. */
  readonly ids: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
};

/*
 * Letters and digits with what may stand invisibly inside a word; a script that sets no spaces is taken sign by sign, and
 * so are symbols (currency, emoji). Punctuation and white space belong to no word.
 */
const unspaced =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const word = new RegExp(
  `[${unspaced}]\\p{M}*|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}])(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}\\u00ad\\u200b-\\u200d\\u2060\\ufeff])*|\\p{S}`,
  "gu",
);
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** What a word is compared by: lower case, without soft hyphens and zero-width characters. */
const wordKey = (raw: string): string => raw.replace(invisible, "").toLowerCase();

/** Numbers words so that equal ones of several texts get equal numbers: pass the same map for each. */
export const wordIds = (text: string, known: Map<string, number>): Words => {
  const ids: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(word)) {
    const key = wordKey(match[0]);
    let id = known.get(key);
    if (id === undefined) {
      id = known.size + 1;
      known.set(key, id);
    }
    ids.push(id);
    starts.push(match.index);
    ends.push(match.index + match[0].length);
  }
  return { ids: Int32Array.from(ids), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
};

/** Index of the first of the ascending numbers that is greater than `offset`; their count when none is. */
export const firstAfter = (ascending: Int32Array, offset: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
};
