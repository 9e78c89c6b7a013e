import type { Block } from "../../shared/domain/article";
import { sentencesOf } from "../../shared/text/segment";
import { bylineIn } from "./contributors";
import { type Dateline, headlineBeforeDateline } from "./dateline";
import { dayOfLine } from "./dates";

/** A title that was found or made. */
export type FoundTitle = {
  readonly value: string;
  /** Where it stands, in words. */
  readonly from: string;
  /** Cut out of running text: somebody should have a look. */
  readonly isMade: boolean;
};

const longestTitle = 160;
const cutTitle = 90;
/** As much of a paragraph as a title is looked for in (UTF-16 units). */
const titleSample = 600;
/** A paragraph at least this long counts as body rather than a caption or a dateline. */
const shortestBody = 100;

/** Whether a line reads as a headline: short, more than one word, and not ended as a sentence or a label is. */
const isTitleLine = (line: string): boolean =>
  line.length >= 8 &&
  line.length <= longestTitle &&
  !line.includes("\n") &&
  /\p{L}\S*\s+\S*[\p{L}\p{N}]/u.test(line) &&
  // A heading may end in a question mark, a closing quote or an initialism, but not as a sentence or a label does.
  (!/[.…,;:!\-–—]["”’']?$/u.test(line) || /(?:\p{Lu}\.){2,}$/u.test(line));

const cutAtWord = (sentence: string): string => {
  const line = sentence.replace(/\s+/g, " ").trim();
  if (line.length <= cutTitle) return line.replace(/[.\s]+$/, "") || line;
  const cut = line.slice(0, cutTitle + 1);
  const space = cut.lastIndexOf(" ");
  const whole = space > cutTitle / 2 ? cut.slice(0, space) : Array.from(line).slice(0, cutTitle).join("");
  return `${whole.replace(/[\s,;:–—-]+$/u, "")}…`;
};

/** Blocks at the beginning among which the headline is looked for. */
const firstLines = 3;

const isAboveTitle = (line: string): boolean => bylineIn(line) !== null || dayOfLine(line) !== null;

/** The first sentence of the body, without the dateline before it. */
const firstSentence = (text: string, block: Block, skip: number): string => {
  const beginning = text.slice(block.start + skip, Math.min(block.end, block.start + skip + cutTitle + 2));
  // Where no sentence can end, none has to be looked for.
  if (beginning.length > cutTitle && !/[.!?…。！？؟।]/u.test(beginning)) return cutAtWord(beginning);
  const start = {
    ...block,
    start: block.start + skip,
    end: Math.min(block.end, block.start + skip + titleSample),
  };
  const sentence = sentencesOf(text, [start], "")[0] ?? start;
  return cutAtWord(text.slice(sentence.start, sentence.end));
};

/**
 * The title of an article that states none: its headline, a headline that runs into its dateline, else the beginning of
 * its first sentence. Null when there is no text.
 */
export const findTitle = (
  text: string,
  blocks: readonly Block[],
  dateline: { readonly found: Dateline; readonly block: number } | null,
): FoundTitle | null => {
  const first = blocks[0];
  if (first === undefined) return null;
  const lineOf = ({ start, end }: Block): string => text.slice(start, Math.min(end, start + titleSample));
  // A date or an author may stand over the headline.
  const head = blocks.slice(0, firstLines).find((block) => !isAboveTitle(lineOf(block))) ?? first;
  const line = lineOf(head);
  const isAlone = head !== blocks.at(-1) && (dateline === null || blocks[dateline.block] !== head);
  if (isAlone && head.kind === "heading" && line.length <= longestTitle && !line.includes("\n"))
    return { value: line, from: "heading", isMade: false };
  if (isAlone && isTitleLine(line))
    return { value: line, from: head === first ? "first line" : "line under the first", isMade: false };
  const until = headlineBeforeDateline(line);
  if (until > 0) return { value: line.slice(0, until), from: "words before the dateline", isMade: true };
  const at = blocks.findIndex((block) => block.end - block.start >= shortestBody);
  const body = blocks[at] ?? first;
  const skip = dateline !== null && blocks[dateline.block] === body ? dateline.found.end : 0;
  const isAll = body.start + skip >= body.end;
  return { value: firstSentence(text, body, isAll ? 0 : skip), from: "first sentence", isMade: true };
};
