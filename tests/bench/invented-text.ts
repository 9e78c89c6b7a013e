/** Numbers in [0, 1) that are the same on every run (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** A whole number from `least` to `most`, both included. */
export const between = (random: () => number, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

const consonants = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "br", "tr"];
const vowels = ["a", "e", "i", "o", "u", "ai", "ou"];
const endings = ["", "", "n", "r", "s", "t"];

const pick = (random: () => number, from: readonly string[]): string =>
  from[between(random, 0, from.length - 1)] ?? "";

const inventWord = (random: () => number): string =>
  Array.from(
    { length: between(random, 1, 3) },
    () => pick(random, consonants) + pick(random, vowels) + pick(random, endings),
  ).join("");

/** Prose of `words` invented words: sentences of 8-24, paragraphs of 40-130, as news is set. */
export const inventText = (random: () => number, words: number): string => {
  const paragraphs: string[] = [];
  for (let left = words; left > 0; ) {
    const inParagraph = Math.min(left, between(random, 40, 130));
    const sentences: string[] = [];
    for (let open = inParagraph; open > 0; ) {
      const inSentence = Math.min(open, between(random, 8, 24));
      const text = Array.from({ length: inSentence }, () => inventWord(random)).join(" ");
      sentences.push(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
      open -= inSentence;
    }
    paragraphs.push(sentences.join(" "));
    left -= inParagraph;
  }
  return paragraphs.join("\n\n");
};
