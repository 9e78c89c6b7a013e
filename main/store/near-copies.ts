import type { Database } from "better-sqlite3";
import { z } from "zod";
import { sampledShingles, shareOfWording, type Wording, wordingOf } from "../../shared/text/shingles";
import { all, first, prepare, run } from "./statement";

/*
 * Which texts share wording. Of every text the hashes of some of its word sequences are kept in `shingles`; texts that
 * share hashes are candidates; how much two of them share is found out from all their words and kept in `near_copies`,
 * in both directions. All of it follows from the texts in the order in which they came.
 */

/** Texts that are looked at closely, those that share the most hashes first. */
const mostCandidates = 20;
/** A word sequence in more texts than this is a standing phrase and tells nothing. */
const mostTexts = 500;
/** Entries of the index after which a text has been looked up for long enough: those that are likest were met by then. */
const mostLooked = 4000;
/** Thousandths of a text's wording below which a likeness is not kept. */
const leastShare = 100;

/**
 * Hashes that were found in too many texts, so that they are looked up once and not for every article of a large
 * import. A text never goes away, so a hash never leaves; one that a rolled-back transaction put in only makes a
 * standing phrase out of one that nearly was.
 */
const standing = new WeakMap<Database, Set<number>>();

const sharing = "SELECT hash, n FROM json_each(?) CROSS JOIN shingles ON hash = value";

/** Texts that have each hash, one hash after the other. The array is valid until the next one. */
function* textsByHash(
  db: Database,
  hashes: readonly number[],
): Generator<readonly [number, readonly number[]]> {
  const rows = prepare(db, sharing).raw().iterate(JSON.stringify(hashes)) as Iterable<[number, number]>;
  let texts: number[] = [];
  let current = 0;
  for (const [hash, n] of rows) {
    if (hash !== current && texts.length > 0) {
      yield [current, texts];
      texts = [];
    }
    current = hash;
    texts.push(n);
  }
  if (texts.length > 0) yield [current, texts];
}

const candidatesOf = (db: Database, n: number, hashes: readonly number[]): number[] => {
  const phrases = standing.get(db) ?? new Set();
  standing.set(db, phrases);
  const shared = new Map<number, number>();
  let looked = 0;
  for (const [hash, texts] of textsByHash(
    db,
    phrases.size === 0 ? hashes : hashes.filter((one) => !phrases.has(one)),
  )) {
    if (texts.length > mostTexts) {
      phrases.add(hash);
      continue;
    }
    for (const other of texts) if (other !== n) shared.set(other, (shared.get(other) ?? 0) + 1);
    looked += texts.length;
    if (looked > mostLooked) break;
  }
  return [...shared]
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .slice(0, mostCandidates)
    .map(([other]) => other);
};

const TextRow = z.object({ text: z.string() });

/** Texts whose wording is kept in mind: of wire copy that comes in today the same ones are compared again and again. */
const mostRemembered = 100;
const remembered = new WeakMap<Database, Map<number, Wording>>();

const wordingAt = (db: Database, n: number): Wording => {
  const known = remembered.get(db) ?? new Map<number, Wording>();
  remembered.set(db, known);
  const found = known.get(n);
  if (found !== undefined) return found;
  const wording = wordingOf(first(db, TextRow, "SELECT text FROM article_texts WHERE n = ?", n)?.text ?? "");
  const [oldest] = known.keys();
  if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
  known.set(n, wording);
  return wording;
};

/** How much of a text's wording stands in another, in thousandths. */
export const nearShare = (text: Wording, other: Wording): number =>
  Math.round(shareOfWording(text, other) * 1000);

const keep = (db: Database, n: number, other: number, share: number): void => {
  if (share >= leastShare)
    run(db, "INSERT OR REPLACE INTO near_copies (n, other, share) VALUES (?, ?, ?)", n, other, share);
};

/** Enters a text that has just come in: its hashes, and what it shares with the texts before it. `n` is its row number. */
export const enterText = (db: Database, n: number, text: string): void => {
  const hashes = [...sampledShingles(text)];
  const others = candidatesOf(db, n, hashes);
  const own = others.length === 0 ? undefined : wordingOf(text);
  for (const other of others) {
    if (own === undefined) break;
    const wording = wordingAt(db, other);
    keep(db, n, other, nearShare(own, wording));
    keep(db, other, n, nearShare(wording, own));
  }
  run(db, "INSERT INTO shingles (hash, n) SELECT value, ? FROM json_each(?)", n, JSON.stringify(hashes));
};

const Numbered = z.object({ n: z.number().int() });

/** Makes the index of near copies anew from the texts, in the order in which they came. */
export const rebuildNearCopies = (db: Database): void => {
  run(db, "DELETE FROM near_copies");
  run(db, "DELETE FROM shingles");
  standing.delete(db);
  remembered.delete(db);
  for (const { n } of all(db, Numbered, "SELECT n FROM article_texts ORDER BY n")) {
    const row = first(db, TextRow, "SELECT text FROM article_texts WHERE n = ?", n);
    if (row !== undefined) enterText(db, n, row.text);
  }
};
