import { z } from "zod";
import {
  Aside,
  Block,
  type ColumnMap,
  Doubt,
  EncodingChoice,
  Proposal,
  UnmappedTable,
} from "../../shared/domain/article";
import { AppError } from "../../shared/errors";

/**
 * What reading a file yields: all that an article needs, and how it came about. Pure data; it comes out of the guest
 * process, which has read untrusted bytes, so it is parsed before it is believed.
 */
export const ImportedArticle = z.object({
  /** The part of a file that holds many ("article 3 of 12"); "" for the whole. */
  part: z.string().max(500),
  mediaType: z.string().max(200),
  /** Name and version of what read it, as "plain text 2". A new version is one that reads something otherwise. */
  importer: z.string().max(100),
  /** Canonical text: LF line ends, otherwise the characters as published. It never changes again. */
  text: z.string().min(1).max(60_000_000),
  /** Spans of `text` in UTF-16 units, in order, not overlapping. */
  blocks: z.array(Block),
  /** Furniture in the order in which it stood. */
  asides: z.array(Aside),
  /** Where each page begins in `text`; empty when there are no pages. */
  pages: z.array(z.number().int().nonnegative()),
  /** The best of each field first. A title is always among them. */
  proposals: z.array(Proposal).max(200),
  doubts: z.array(Doubt),
  encoding: EncodingChoice.nullable(),
  /** What was done between the bytes and the text, in order, in words. */
  steps: z.array(z.string()),
  /** What was assumed or is missing, for the person who imports. */
  remarks: z.array(z.string()),
});
export type ImportedArticle = z.infer<typeof ImportedArticle>;

/** A file found inside an archive, with what the archive says of it. */
export const Member = z.object({
  /** Path within the archive, or the address of a web page. */
  name: z.string().max(4000),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  proposals: z.array(Proposal).max(20),
  /** What the archive says of its encoding, where the bytes themselves say nothing: goes on as `Known.encoding`. */
  encoding: z.string().max(40).optional(),
  /** What was done to get it out of the archive: goes on as `Known.steps`. */
  steps: z.array(z.string().max(500)).max(20).optional(),
});
export type Member = z.infer<typeof Member>;

/** A part of a file that could not be read, with the reason; the rest went on. */
const UnreadPart = z.object({ part: z.string(), error: AppError });

/** What a file turned out to be. */
export const FileContent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("articles"), articles: z.array(ImportedArticle), unread: z.array(UnreadPart) }),
  /** An archive: its members are read one by one, each with limits of its own. */
  z.object({
    kind: z.literal("archive"),
    members: z.array(Member),
    unread: z.array(UnreadPart),
    /** What was passed over, in words. */
    remarks: z.array(z.string()).optional(),
  }),
  /** A table whose columns somebody has to name first. */
  z.object({ kind: z.literal("table"), table: UnmappedTable }),
]);
export type FileContent = z.infer<typeof FileContent>;

/** What is known before a file is read; it goes before what the file says. */
export type Known = {
  /** The file's name without its folder; "" for pasted text. */
  readonly fileName: string;
  /** Set when the format is not to be told by the bytes: what was pasted is what it was pasted as. */
  readonly format?: "text" | "html" | undefined;
  /** From the archive that held it, or from the person. */
  readonly proposals?: readonly Proposal[] | undefined;
  /** WHATWG label of the encoding that somebody chose. */
  readonly encoding?: string | undefined;
  /** What was done before, with the archive that held it. */
  readonly steps?: readonly string[] | undefined;
  /** Columns of tables by their `UnmappedTable.key`; "*" for whatever table comes. */
  readonly columns?: Readonly<Record<string, ColumnMap>> | undefined;
};
