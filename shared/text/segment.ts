import type { Block } from "../domain/article";

/** A sentence of an article: UTF-16 offsets, end exclusive, white space at its edges left out. */
export type Sentence = { readonly start: number; readonly end: number };

/*
 * Intl.Segmenter breaks after "U.S." and "Gen." (UAX #29 knows no abbreviations). A break is taken back when
 * what stands before it is an initial, an initialism or a common title, unless the next word looks like the
 * start of a sentence after a real initialism ("... in the U.S. The official ..."). It also breaks at every line
 * end, which in hard-wrapped text is no end at all.
 */
const abbreviation =
  /(?:^|[\s("“‘'—–-])(?:(?:\p{Lu}\.)+|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Sen|Rep|Gov|St|Jr|Sr|No|vs|Inc|Ltd|Co|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|al)\.)\s*$/u;
const sentenceStarter =
  /^["“‘'(]*(?:The|A|An|It|He|She|They|We|I|In|On|At|But|And|This|That|These|Those|There|Their|His|Her|For|As|If|When|While|After|Before|Both|Another|Some|Many|No|Not|So|Yet|Still|Last|Earlier|Officials)\b/u;
const title = /(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Sen|Rep|Gov|St|No|vs)\.\s*$/u;

/** A line at least this long that ends without a full stop was wrapped, not ended (UTF-16 units). */
const wrappedLine = 50;

/** UTF-16 units before a break that are looked at: more than any abbreviation and any line that counts as wrapped. */
const lookBehind = 200;

const isFalseBreak = (before: string, after: string): boolean => {
  if (/^["”’')\]\s]*\p{Ll}/u.test(after)) return true;
  const lastLine = before.trimEnd().split("\n").at(-1) ?? "";
  if (before.endsWith("\n") && !/[.!?…]["”’')\]]*$/u.test(lastLine)) return lastLine.length >= wrappedLine;
  if (!abbreviation.test(before)) return false;
  return title.test(before) || !sentenceStarter.test(after);
};

/** UTF-16 units that are segmented at once, and as much of their end as still depends on what follows. */
const pieceLength = 16_384;
const lookAhead = 256;

/**
 * Where Intl.Segmenter breaks a block. It takes time in proportion to the number of sentences times the length of
 * what it is given (V8; 18 s for a megabyte), so it is given a piece at a time, each from the last sure break on.
 */
function* breaksIn(text: string, { start, end }: Block, segmenter: Intl.Segmenter): Generator<number> {
  let from = start;
  let width = pieceLength;
  while (from < end) {
    const until = Math.min(end, from + width);
    const sure = until === end ? end : until - lookAhead;
    let last = from;
    for (const part of segmenter.segment(text.slice(from, until))) {
      const at = from + part.index + part.segment.length;
      if (at > sure) break;
      yield at;
      last = at;
      // After a sentence longer than a piece, go on with pieces of the usual length.
      if (width > pieceLength) break;
    }
    width = last === from ? width * 2 : pieceLength;
    from = last;
  }
}

/** The sentences of a text, block by block, so that none crosses a paragraph. */
export const sentencesOf = (text: string, blocks: readonly Block[], language: string): Sentence[] => {
  const segmenter = new Intl.Segmenter(language === "" ? "en" : language, { granularity: "sentence" });
  const sentences: Sentence[] = [];
  for (const block of blocks) {
    let start = block.start;
    for (const at of breaksIn(text, block, segmenter)) {
      const isLast = at >= block.end;
      // Not the whole sentence so far: a paragraph of a megabyte without a full stop would be looked at again at every line end.
      const before = text.slice(Math.max(start, at - lookBehind), at);
      if (!isLast && isFalseBreak(before, text.slice(at, at + 40))) continue;
      const trimmedStart = start + (/^\s*/u.exec(text.slice(start, at))?.[0].length ?? 0);
      const trimmedEnd = start + text.slice(start, at).trimEnd().length;
      if (trimmedStart < trimmedEnd) sentences.push({ start: trimmedStart, end: trimmedEnd });
      start = at;
    }
  }
  return sentences;
};
