import { z } from "zod";
import { Block, Doubt } from "../../shared/domain/article";
import { Entity } from "../../shared/domain/change";
import { countCodePoints } from "../../shared/text/offsets";
import { articleIdOf, sha256 } from "../ids";
import { entities, markOfField } from "../store/entities";
import { Findings } from "../store/new-article";
import { digest, ids, idsOf, isClock, isCount, isId, isText, isTime, parseJson } from "./check-cells";

/*
 * The rows of a received project, one by one: what may come in at all. Pure, and run twice: in the guest process that
 * reads the file, and again where its answers arrive. Hand-written where a large project has a hundred thousand rows.
 */

/** The tables of a received file that are read, in the order in which they come. */
export const receivedTables = ["edits", "changes", "article_texts", "originals", "captures"] as const;
export type ReceivedTable = (typeof receivedTables)[number];

/** A row as it is read: its cells in the order in which main/store/received-file.ts selects them. */
export type Cells = readonly unknown[];

export type EditRow = {
  readonly id: string;
  readonly kind: "edit" | "undo" | "redo";
  readonly undoes: string | null;
  readonly label: string;
  readonly analyst: string;
  readonly clock: number;
  /** ISO 8601 UTC; for display only. */
  readonly at: string;
};

export type ChangeRow = {
  readonly entity: Entity;
  readonly entityId: string;
  readonly field: string;
  readonly clock: number;
  readonly id: string;
  readonly edit: string;
  /** JSON in the one form in which Assay writes it. */
  readonly value: string;
  readonly before: string | null;
};

export type TextRow = {
  readonly id: string;
  /** Of the whole text, also where only a part of it came: the id derives from it. */
  readonly sha256: string;
  /** Code points. */
  readonly characters: number;
  /** JSON of `Block[]`. */
  readonly blocks: string;
  readonly text: string;
  /** Only the quotes, or nothing, of the text came along: `sha256` is then that of `text` as it stands here. */
  readonly redacted: { readonly kept: "quotes" | "none"; readonly sha256: string } | null;
};

export type OriginalRow = {
  readonly sha256: string;
  /** Of the original, in bytes. */
  readonly size: number;
  /** Deflated (RFC 1951). */
  readonly bytes: Uint8Array;
};

export type CaptureRow = {
  readonly articleId: string;
  readonly original: string | null;
  readonly fileName: string;
  readonly mediaType: string;
  readonly importer: string;
  readonly importedAt: string;
  readonly analyst: string;
  /** JSON of `string[]`. */
  readonly steps: string;
  readonly part: string;
  /** JSON of `Doubt[]`. */
  readonly doubts: string;
  /** JSON of `Findings`, or "{}". */
  readonly findings: string;
};

export type ReceivedRow = {
  readonly edits: EditRow;
  readonly changes: ChangeRow;
  readonly article_texts: TextRow;
  readonly originals: OriginalRow;
  readonly captures: CaptureRow;
};

/** A row that may come in, or why not: words that end "3 rows of ... : ". */
export type Checked<R> = { readonly row: R } | { readonly refused: string };

const refuse = (refused: string): { readonly refused: string } => ({ refused });

const checkEdit = ([id, kind, undoes, label, analyst, clock, at]: Cells): Checked<EditRow> => {
  if (!isId(id, ids.edit)) return refuse("an id that Assay does not give");
  if (kind !== "edit" && kind !== "undo" && kind !== "redo") return refuse("a kind that there is not");
  if (kind === "edit" ? undoes !== null : !isId(undoes, ids.edit)) return refuse("an undo of nothing");
  if (!isText(label, 4000)) return refuse("words that are missing or too long");
  if (!isId(analyst, ids.analyst)) return refuse("an analyst's id that Assay does not give");
  if (!isClock(clock)) return refuse("a clock out of bounds");
  if (!isTime(at)) return refuse("a time that is none");
  return { row: { id, kind, undoes: undoes as string | null, label, analyst, clock, at } };
};

const anchorKeys = ["end", "prefix", "quote", "start", "suffix"];
/** UTF-16 units: twice the longest text that an import takes. */
const mostText = 120_000_000;

const isAnchor = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { start, end, quote, prefix, suffix } = value as Readonly<Record<string, unknown>>;
  return (
    isCount(start) &&
    isCount(end) &&
    start < end &&
    end <= mostText &&
    typeof quote === "string" &&
    quote !== "" &&
    quote.length <= mostText &&
    isText(prefix, 10_000) &&
    isText(suffix, 10_000) &&
    Object.keys(value).every((key) => anchorKeys.includes(key))
  );
};

const mostPlace = 1_000_000;
const isPlace = (value: unknown): boolean =>
  value === false || (isCount(value) && value >= 1 && value <= mostPlace);

/** A schema takes an object with more in it than it names; the log would keep the rest, and nobody would ever see it. */
const isWhole = (parsed: unknown, value: unknown): boolean =>
  typeof value !== "object" || JSON.stringify(parsed).length === JSON.stringify(value).length;

const isFieldValue = (entity: Entity, field: string, value: unknown): boolean => {
  if (field === "deleted") return typeof value === "boolean";
  if (field === "anchor" && entity === "highlight") return isAnchor(value);
  if (field.startsWith("tag:"))
    return entities[entity].tags !== undefined && ids.tag.test(field.slice(4)) && isPlace(value);
  const mark = markOfField(field);
  if (mark !== null && (mark.kind === "seen" || entity === "highlight"))
    return ids.change.test(mark.change) && typeof value === "boolean";
  const schema = Object.hasOwn(entities[entity].fields, field)
    ? entities[entity].fields[field]?.schema
    : undefined;
  const parsed = schema?.safeParse(value);
  return parsed?.success === true && isWhole(parsed.data, value);
};

const entityNames: ReadonlySet<unknown> = new Set(Entity.options);

const checkChange = ([
  entity,
  entityId,
  field,
  clock,
  id,
  edit,
  value,
  before,
]: Cells): Checked<ChangeRow> => {
  if (!entityNames.has(entity)) return refuse("a kind of thing that there is not");
  const noun = entity as Entity;
  if (!isId(entityId, idsOf[noun]) || !isId(id, ids.change) || !isId(edit, ids.edit))
    return refuse("an id that Assay does not give");
  if (before !== null && !isId(before, ids.change)) return refuse("an id that Assay does not give");
  if (!isClock(clock)) return refuse("a clock out of bounds");
  const parsed = parseJson(value);
  if (typeof field !== "string" || parsed === undefined) return refuse("a value that cannot be read");
  if (!isFieldValue(noun, field, parsed.value)) return refuse("a value that its field cannot have");
  return { row: { entity: noun, entityId, field, clock, id, edit, value: value as string, before } };
};

const Blocks = z.array(Block.strict());

const problemOfBlocks = (cell: unknown, length: number): string | null => {
  const blocks = Blocks.safeParse(parseJson(cell)?.value);
  if (!blocks.success) return "paragraphs that cannot be read";
  let end = 0;
  for (const block of blocks.data) {
    if (block.start < end || block.end <= block.start || block.end > length)
      return "paragraphs that do not fit their text";
    end = block.end;
  }
  return null;
};

const checkText = ([id, sha, characters, blocks, text, kept, keptSha]: Cells): Checked<TextRow> => {
  if (!isId(sha, digest) || id !== articleIdOf(sha)) return refuse("an id that is not that of its text");
  if (!isText(text, mostText) || text === "") return refuse("a text that is missing or too long");
  const isRedacted = kept === "quotes" || kept === "none";
  if (!isRedacted && kept !== null) return refuse("a way of leaving text out that there is not");
  if (sha256(text) !== (isRedacted ? keptSha : sha))
    return refuse("a text that was changed (its SHA-256 differs)");
  if (!isCount(characters) || characters !== countCodePoints(text))
    return refuse("a length that is not its own");
  const problem = problemOfBlocks(blocks, text.length);
  if (problem !== null) return refuse(problem);
  const redacted = isRedacted ? { kept, sha256: keptSha as string } : null;
  return { row: { id, sha256: sha, characters, blocks: blocks as string, text, redacted } as TextRow };
};

/** Of an original, in bytes: an archive's 400 MB and something. */
const mostOriginal = 450_000_000;

const checkOriginal = ([sha, size, bytes]: Cells): Checked<OriginalRow> => {
  if (!isId(sha, digest)) return refuse("a digest that is none");
  if (!isCount(size) || size > mostOriginal) return refuse("a size that cannot be");
  if (!(bytes instanceof Uint8Array)) return refuse("bytes that are missing or too many");
  return { row: { sha256: sha, size, bytes } };
};

const Steps = z.array(z.string().max(20_000)).max(1000);
const Doubts = z.array(Doubt).max(20);
const isJson = (cell: unknown, schema: z.ZodType): boolean => {
  const parsed = parseJson(cell);
  return parsed !== undefined && schema.safeParse(parsed.value).success;
};

const checkCapture = (cells: Cells): Checked<CaptureRow> => {
  const [
    articleId,
    original,
    fileName,
    mediaType,
    importer,
    importedAt,
    analyst,
    steps,
    part,
    doubts,
    findings,
  ] = cells;
  if (!isId(articleId, ids.article) || !isId(analyst, ids.analyst))
    return refuse("an id that Assay does not give");
  if (original !== null && !isId(original, digest)) return refuse("a digest that is none");
  if (!isText(fileName, 8000) || !isText(mediaType, 400) || !isText(importer, 400) || !isText(part, 2000))
    return refuse("words that are missing or too long");
  if (!isTime(importedAt)) return refuse("a time that is none");
  if (!isJson(steps, Steps) || !isJson(doubts, Doubts) || (findings !== "{}" && !isJson(findings, Findings)))
    return refuse("notes of the import that cannot be read");
  const words = { fileName, mediaType, importer, importedAt, analyst, part };
  return {
    row: { articleId, original, ...words, steps, doubts, findings } as CaptureRow,
  };
};

const checks: { readonly [T in ReceivedTable]: (cells: Cells) => Checked<ReceivedRow[T]> } = {
  edits: checkEdit,
  changes: checkChange,
  article_texts: checkText,
  originals: checkOriginal,
  captures: checkCapture,
};

/**
 * Whether a row of a received project may come in. Looks at the row alone (texts against their digest too), not at what
 * it refers to, nor into compressed bytes.
 *
 * @param cells in the order of the columns that main/store/received-file.ts selects
 */
export const checkRow = <T extends ReceivedTable>(table: T, cells: Cells): Checked<ReceivedRow[T]> =>
  (checks[table] as (cells: Cells) => Checked<ReceivedRow[T]>)(cells);
