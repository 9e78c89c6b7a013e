import type { Database } from "better-sqlite3";
import { z } from "zod";
import {
  type ArticleMetadata,
  Aside,
  type Block,
  type Doubt,
  EncodingChoice,
  Proposal,
} from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import type { ArticleId, SourceId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { countCodePoints } from "../../shared/text/offsets";
import { hasOnlyWellFormed, isWellFormed } from "../well-formed";
import { type Actor, quoted } from "./change-log";
import { nearCopyWriter } from "./near-copies";
import { insertOriginal } from "./originals";
import type { Packed } from "./pack";
import { prepare, run } from "./statement";

/** What an import found besides the text, as a capture keeps it (`captures.findings`). */
export const Findings = z.object({
  proposals: z.array(Proposal),
  asides: z.array(Aside),
  /** Where each page begins in the text. */
  pages: z.array(z.number().int().nonnegative()),
  encoding: EncodingChoice.nullable(),
});
export type Findings = z.infer<typeof Findings>;

/** What follows from a text by itself. */
export type TextFacts = {
  readonly sha256: string;
  /** In Unicode code points. */
  readonly characters: number;
  /** See `sampledShingles`. */
  readonly shingles: Int32Array;
};

/** An article that is to come in. Its source is named by id, by name (made when there is none), or not at all. */
export type NewArticle = {
  readonly text: string;
  /** Of this very text, when they were worked out beforehand by this process. */
  readonly facts?: TextFacts | undefined;
  readonly blocks: readonly Block[];
  readonly metadata: Omit<ArticleMetadata, "sourceId"> & {
    readonly sourceId?: SourceId | null | undefined;
    readonly sourceName?: string | undefined;
  };
  readonly isReviewed: boolean;
  /** The article that it replaces; "find": the one that it is probably a newer copy of, if any. */
  readonly revisionOf: ArticleId | "find" | null;
  /** Its file holds no other article, so that the name of the file tells it. */
  readonly isOnlyOne: boolean;
  readonly original: {
    readonly bytes: Uint8Array;
    /** The same bytes as they are kept, when that was worked out beforehand by this process. */
    readonly packed?: Packed | undefined;
    readonly fileName: string;
    readonly mediaType: string;
  };
  /** The part of a file that holds many; "" for the whole. */
  readonly part: string;
  /** Name and version of what read it, as "plain text 2". */
  readonly importer: string;
  /** What was done between the bytes and the text, in order, in words. */
  readonly steps: readonly string[];
  readonly findings: {
    readonly proposals: readonly Proposal[];
    readonly doubts: readonly Doubt[];
    readonly asides: readonly Aside[];
    readonly pages: readonly number[];
    readonly encoding: EncodingChoice | null;
  };
};

const checkPlaces = ({ text, blocks, findings }: NewArticle, name: string): Result<undefined> => {
  let end = 0;
  for (const block of blocks) {
    if (block.start < end || block.end <= block.start || block.end > text.length)
      return fail("invalid-input", `The paragraphs of ${name} do not fit its text.`);
    end = block.end;
  }
  const isOutside = (at: number) => at < 0 || at > text.length;
  if (findings.asides.some(({ at }) => isOutside(at)) || findings.pages.some(isOutside))
    return fail("invalid-input", `The pages, or what was set aside, of ${name} do not fit its text.`);
  return ok(undefined);
};

/** Whether an article can be taken; `invalid-input` in words when not. */
export const checkArticle = (article: NewArticle): Result<undefined> => {
  const { text, original, metadata, part, findings } = article;
  const name = original.fileName === "" ? "the text" : quoted(original.fileName);
  if (text.trim() === "") return fail("invalid-input", `There is no text in ${name}.`);
  if (!isWellFormed(text) || !hasOnlyWellFormed([metadata, part, original.fileName, article.steps, findings]))
    return fail(
      "invalid-input",
      `There are broken characters in ${name}.`,
      "Choose another encoding for it.",
    );
  return checkPlaces(article, name);
};

/** When an original came in (ISO 8601, UTC), and who brought it. */
export type Arrival = { readonly importedAt: string; readonly analyst: string };

/** Writes the immutable rows of articles: texts with the indexes over them, originals, how they came in. */
export type FactWriter = {
  /** Enters a text that is not there yet. */
  readonly addText: (id: ArticleId, digest: string, article: NewArticle) => void;
  /** Keeps the bytes that an article came from; answers with their SHA-256. */
  readonly addOriginal: (article: NewArticle) => string;
  /** Notes that an article's text came from this original: now and by the actor, unless it came in before (`arrival`). */
  readonly addCapture: (id: ArticleId, article: NewArticle, arrival?: Arrival) => void;
  /** Enters the added texts into the indexes; to be called once, when all are added. */
  readonly finish: () => void;
};

/** `FactWriter` for a batch: bytes that many articles share are hashed and compressed once. */
export const factWriter = (db: Database, actor: Actor): FactWriter => {
  const digests = new Map<Uint8Array, string>();
  const added: number[] = [];
  const nearCopies = nearCopyWriter(db);
  const addOriginal = ({ original: { bytes, packed } }: NewArticle): string => {
    const known = digests.get(bytes);
    if (known !== undefined) return known;
    const digest = insertOriginal(db, bytes, packed);
    digests.set(bytes, digest);
    return digest;
  };
  return {
    addText: (id, digest, { text, blocks, facts }) => {
      const put = prepare(
        db,
        "INSERT INTO article_texts (id, sha256, characters, blocks, text) VALUES (?, ?, ?, ?, ?)",
      );
      const characters = facts?.characters ?? countCodePoints(text);
      const n = Number(put.run(id, digest, characters, JSON.stringify(blocks), text).lastInsertRowid);
      added.push(n);
      nearCopies.enter(n, text, facts?.shingles);
    },
    addOriginal,
    addCapture: (id, article, arrival) => {
      const { original, part, importer, steps } = article;
      const { doubts, ...findings } = article.findings;
      run(
        db,
        `INSERT INTO captures (article_id, original, file_name, media_type, importer, imported_at, analyst, steps, part, doubts, findings)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        id,
        addOriginal(article),
        original.fileName,
        original.mediaType,
        importer,
        arrival?.importedAt ?? actor.now(),
        arrival?.analyst ?? actor.analyst.id,
        JSON.stringify(steps),
        part,
        JSON.stringify(doubts),
        JSON.stringify(findings),
      );
    },
    finish: () => {
      nearCopies.flush();
      // One statement for all: FTS5 writes what it has gathered whenever a statement begins that may fail half-way, and
      // an index segment for every article would take most of the time of a large import.
      const texts = "SELECT n, text FROM article_texts WHERE n IN (SELECT value FROM json_each(?))";
      if (added.length > 0)
        run(db, `INSERT INTO article_search (rowid, text) ${texts}`, JSON.stringify(added));
    },
  };
};
