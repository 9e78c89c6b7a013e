import { detectAll } from "tinyld";
import { type Block, CalendarDate } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { blocksOfPlainText } from "../../shared/text/blocks";
import { sentencesOf } from "../../shared/text/segment";
import { canonicalText, type DecodedText, decodeText } from "./decode-text";
import { detectFormat } from "./detect-format";
import type { ImportedArticle } from "./imported-article";

/** What the person who imports already knows; it takes precedence over what the text suggests. */
export type KnownMetadata = {
  readonly fileName: string;
  readonly title?: string | undefined;
  readonly publishedOn?: string | undefined;
  readonly url?: string | undefined;
};

type Proposal<T> = { readonly value: T; readonly remark: string | null };

const isDate = (text: string): boolean => CalendarDate.safeParse(text).success;

/**
 * A collector's own first line, " date 2024-04-21 ". It is not a part of the report, so it leaves the text with
 * the blank lines after it; the original bytes keep it.
 */
const takeDateLine = (text: string): { text: string; publishedOn: string | null } => {
  const line = /^\s*date[ \t]*:?[ \t]+(\d{4}-\d{2}-\d{2})[^\S\n]*(?:\n\s*|$)/i.exec(text);
  const date = line?.[1];
  if (line === null || date === undefined || !isDate(date)) return { text, publishedOn: null };
  // White space before the first word of the body belongs to the body's line.
  const rest = text.slice(line[0].trimEnd().length);
  return { text: rest.replace(/^[^\S\n]*\n(?:[^\S\n]*\n)*/, ""), publishedOn: date };
};

const proposeDate = (fromLine: string | null, known: KnownMetadata): Proposal<string | null> => {
  if (known.publishedOn !== undefined) return { value: known.publishedOn, remark: null };
  if (fromLine !== null) return { value: fromLine, remark: null };
  const named = /^(\d{4}-\d{2}-\d{2})(?!\d)/.exec(known.fileName)?.[1];
  if (named !== undefined && isDate(named))
    return { value: named, remark: "date taken from the file's name" };
  return { value: null, remark: "no date found" };
};

const longestTitle = 160;
const cutTitle = 90;
/** As much of a paragraph as a title is looked for in (UTF-16 units). */
const titleSample = 2000;
/** A paragraph at least this long counts as body rather than a caption or a dateline. */
const shortestBody = 100;

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

const proposeTitle = (text: string, blocks: readonly Block[], known: KnownMetadata): Proposal<string> => {
  if (known.title !== undefined) return { value: known.title, remark: null };
  const first = blocks[0];
  if (first === undefined) return { value: known.fileName, remark: "title taken from the file's name" };
  const line = text.slice(first.start, first.end);
  if (blocks.length > 1 && isTitleLine(line)) return { value: line, remark: null };
  const body = blocks.find((block) => block.end - block.start >= shortestBody) ?? first;
  const start = { ...body, end: Math.min(body.end, body.start + titleSample) };
  const sentence = sentencesOf(text, [start], "")[0] ?? start;
  return {
    value: cutAtWord(text.slice(sentence.start, sentence.end)),
    remark: "title taken from the first sentence",
  };
};

/** Letters looked at to tell the language: enough to be sure, few enough for a text of any length. */
const languageSample = 4000;
const fewestLetters = 60;
const leastAccuracy = 0.3;

/** The text's language as a BCP 47 tag; "" when it is too short or the guess too weak. */
const detectLanguage = (text: string): string => {
  const sample = text.slice(0, languageSample);
  if (sample.replace(/[^\p{L}]/gu, "").length < fewestLetters) return "";
  const best = detectAll(sample)[0];
  return best === undefined || best.accuracy < leastAccuracy ? "" : best.lang;
};

/** The heading that gave the title its words is marked as one; no other block is touched. */
const withHeading = (blocks: Block[], text: string, title: string): Block[] =>
  blocks.map((block, at) =>
    at === 0 && blocks.length > 1 && text.slice(block.start, block.end) === title
      ? { ...block, kind: "heading", level: 1 }
      : block,
  );

const build = (decoded: DecodedText, original: Uint8Array, known: KnownMetadata): Result<ImportedArticle> => {
  const { text, publishedOn } = takeDateLine(decoded.text);
  const blocks = blocksOfPlainText(text);
  if (blocks.length === 0) return fail("invalid-input", "There is no text in it");
  const date = proposeDate(publishedOn, known);
  const title = proposeTitle(text, blocks, known);
  const remarks = [title.remark, date.remark].filter((remark) => remark !== null);
  return ok({
    fileName: known.fileName,
    original,
    text,
    blocks: withHeading(blocks, text, title.value),
    title: title.value,
    publishedOn: date.value,
    byline: "",
    url: known.url ?? "",
    language: detectLanguage(text),
    steps: publishedOn === null ? decoded.steps : [...decoded.steps, "date line taken out of the text"],
    remarks: [...decoded.remarks, ...remarks],
  });
};

/** Reads the bytes of a plain text file. Page furniture stays where it is: nothing is cleaned here. */
export const readTextFile = (bytes: Uint8Array, fileName: string): Result<ImportedArticle> => {
  const format = detectFormat(bytes);
  if (!format.ok) return format;
  const decoded = decodeText(bytes, format.value);
  return decoded.ok ? build(decoded.value, bytes, { fileName }) : decoded;
};

/** Reads pasted or typed text. */
export const readPastedText = (
  pasted: string,
  known: Omit<KnownMetadata, "fileName">,
): Result<ImportedArticle> => {
  const canonical = canonicalText(pasted);
  return build(canonical, Buffer.from(pasted, "utf8"), { ...known, fileName: "" });
};
