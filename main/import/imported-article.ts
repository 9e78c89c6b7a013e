import type { Block } from "../../shared/domain/article";

/** What reading a file yields: everything an article needs, and how it came about. Pure data, ready to store. */
export type ImportedArticle = {
  /** The file's name without its folder; "" for pasted text. */
  readonly fileName: string;
  /** The bytes exactly as they came. */
  readonly original: Uint8Array;
  /** Canonical text: LF line ends, otherwise the characters as published. It never changes again. */
  readonly text: string;
  /** Spans of `text` in UTF-16 units. */
  readonly blocks: Block[];
  readonly title: string;
  /** YYYY-MM-DD, null when none was found. */
  readonly publishedOn: string | null;
  readonly byline: string;
  readonly url: string;
  /** BCP 47 tag, "" when unsure. */
  readonly language: string;
  /** What was done between the bytes and the text, in order, in words. */
  readonly steps: readonly string[];
  /** What was assumed or is missing, for the person who imports. */
  readonly remarks: readonly string[];
};
