import { createHash } from "node:crypto";
import type { Manifest } from "../../shared/domain/merge";
import { sha256 } from "../ids";
import type { Cells, ReceivedTable } from "./check-rows";

/*
 * What is in a shared copy, as one number. SQLite has no checksum of its own: a letter that flips on a stick or in a
 * mail leaves a file that passes all of its checks. The digest in a manifest has two halves. The first is over the
 * manifest itself and the project's id, and holds for good. The second is over the log and the facts, which all the
 * rest follows from, and holds until somebody goes on working in the copy.
 */

/** Hex digits of each half: 128 bits. */
const half = 32;

/** The cells of a row that count: of texts and originals their own digests stand for what is long. */
const counting = (table: ReceivedTable, cells: Cells): Cells => {
  if (table === "article_texts") {
    const [id, sha, characters, blocks, , kept, keptSha] = cells;
    return [id, sha, characters, blocks, kept, keptSha];
  }
  return table === "originals" ? cells.slice(0, 2) : cells;
};

/** Takes rows as they are read, table by table in the order of `receivedTables`. */
export type Digest = {
  readonly add: (table: ReceivedTable, cells: Cells) => void;
  /** The second half of a manifest's digest; once, when all rows are added. */
  readonly value: () => string;
};

/**
 * Digest over rows. Edits and changes are stored in the order of their ids and come in it; the facts are stored in the
 * order in which they were written, which a copy need not keep, so theirs are put in order here.
 */
export const createDigest = (): Digest => {
  const hash = createHash("sha256");
  const facts: string[] = [];
  return {
    add: (table, cells) => {
      const line = `${table} ${JSON.stringify(counting(table, cells))}\n`;
      if (table === "edits" || table === "changes") hash.update(line);
      else facts.push(sha256(line));
    },
    value: () => hash.update(facts.sort().join("\n")).digest("hex").slice(0, half),
  };
};

/** The first half of a manifest's digest: over what it says, whatever the order in which it says it. */
export const digestOfManifest = (
  { counts, digest: _, ...said }: Omit<Manifest, "digest"> & { readonly digest?: string },
  projectId: string,
): string => {
  const entries = [...Object.entries(said), ...Object.entries(counts), ["project", projectId]];
  return sha256(JSON.stringify(entries.map((entry) => JSON.stringify(entry)).sort())).slice(0, half);
};
