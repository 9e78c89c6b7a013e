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

const sharing = "SELECT hash, n FROM json_each(?) CROSS JOIN shingles ON hash = value";

const TextRow = z.object({ text: z.string() });

/** Texts whose wording is kept in mind: of wire copy that comes in today the same ones are compared again and again. */
const mostRemembered = 100;

/** The wording of texts by their row numbers, as far as it is needed again soon. */
const wordingReader = (db: Database) => {
  const known = new Map<number, Wording>();
  return (n: number): Wording => {
    const found = known.get(n);
    if (found !== undefined) return found;
    const wording = wordingOf(
      first(db, TextRow, "SELECT text FROM article_texts WHERE n = ?", n)?.text ?? "",
    );
    const [oldest] = known.keys();
    if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
    known.set(n, wording);
    return wording;
  };
};

/** How much of a text's wording stands in another, in thousandths. */
export const nearShare = (text: Wording, other: Wording): number =>
  Math.round(shareOfWording(text, other) * 1000);

const keep = (db: Database, n: number, other: number, share: number): void => {
  if (share >= leastShare)
    run(db, "INSERT OR REPLACE INTO near_copies (n, other, share) VALUES (?, ?, ?)", n, other, share);
};

/** A text that is to be compared. */
type Entered = { readonly n: number; readonly text: string; readonly hashes: Int32Array };

/** So many row numbers are told apart in an entry of the index as it travels to SQLite: the hash stands above them. */
const rowsTogether = 2 ** 20;
const putEntries = `INSERT INTO shingles (hash, n) SELECT value >> 20, ? + (value & ${rowsTogether - 1}) FROM json_each(?)`;

/** The texts that are entered together, by their hashes; in no table before they are all there. */
const hashesInMaking = (db: Database) => {
  /** The text that had each hash first, and those that have it besides. */
  const earliest = new Map<number, number>();
  const further = new Map<number, number[]>();
  /** Entries as numbers of at most 52 bits, by the row number at which their count begins. */
  const entries = new Map<number, number[]>();
  const none: readonly number[] = [];
  return {
    has: (hash: number): boolean => earliest.has(hash),
    of: (hash: number): readonly number[] => {
      const one = earliest.get(hash);
      return one === undefined ? none : [one, ...(further.get(hash) ?? none)];
    },
    add: (n: number, hashes: Int32Array): void => {
      const at = n % rowsTogether;
      const own = entries.get(n - at) ?? [];
      entries.set(n - at, own);
      for (const hash of hashes) {
        own.push(hash * rowsTogether + at);
        const others = further.get(hash);
        if (!earliest.has(hash)) earliest.set(hash, n);
        else if (others === undefined) further.set(hash, [n]);
        else others.push(n);
      }
    },
    /** In the order of the index, so that each of its pages is written once. */
    write: (): void => {
      for (const [base, own] of entries)
        run(db, putEntries, base, `[${Float64Array.from(own).sort().join(",")}]`);
      for (const map of [earliest, further, entries]) map.clear();
    },
  };
};

type NearCopyWriter = {
  /** Takes a text that has just come in. `n` is its row number; `hashes` its sampled shingles, where they are known. */
  readonly enter: (n: number, text: string, hashes?: Int32Array) => void;
  /** Finds out what each of the texts that were entered shares with those before it, and enters them into the index. */
  readonly flush: () => void;
};

const met = "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM shingles WHERE hash = value)";

/**
 * Enters texts into the index of near copies. What it remembers of the file, so as not to read it again for every
 * article of a large import, is good for one transaction: a row number that is rolled back is given to another text.
 */
export const nearCopyWriter = (db: Database): NearCopyWriter => {
  /** Hashes that were found in too many texts. */
  const phrases = new Set<number>();
  const wordingAt = wordingReader(db);
  const making = hashesInMaking(db);
  let waiting: Entered[] = [];

  /** Texts that have each hash, one hash after the other. */
  function* textsByHash(hashes: readonly number[]): Generator<readonly [number, readonly number[]]> {
    const rows = prepare(db, sharing).raw().iterate(JSON.stringify(hashes)) as IterableIterator<
      [number, number]
    >;
    try {
      let row = rows.next();
      for (const hash of hashes) {
        const texts: number[] = [];
        for (; row.done !== true && row.value[0] === hash; row = rows.next()) texts.push(row.value[1]);
        const own = making.of(hash);
        if (texts.length + own.length > 0) yield [hash, texts.length === 0 ? own : [...texts, ...own]];
      }
    } finally {
      rows.return?.();
    }
  }

  /** The hashes of the waiting texts that the index has: of news that nobody has copied there are few. */
  const metBefore = (): ReadonlySet<number> => {
    // In the order of the index, so that each of its pages is sought once.
    const sorted = Int32Array.from(waiting.flatMap(({ hashes }) => [...hashes])).sort();
    return new Set(
      prepare(db, met)
        .pluck()
        .all(`[${sorted.join(",")}]`) as number[],
    );
  };

  const candidatesOf = (hashes: readonly number[]): number[] => {
    const shared = new Map<number, number>();
    let looked = 0;
    for (const [hash, texts] of textsByHash(hashes)) {
      if (texts.length > mostTexts) {
        phrases.add(hash);
        continue;
      }
      for (const other of texts) shared.set(other, (shared.get(other) ?? 0) + 1);
      looked += texts.length;
      if (looked > mostLooked) break;
    }
    return [...shared]
      .sort(([a, countA], [b, countB]) => countB - countA || a - b)
      .slice(0, mostCandidates)
      .map(([other]) => other);
  };

  const compare = ({ n, text, hashes }: Entered, isMet: (hash: number) => boolean): void => {
    const others = candidatesOf([...hashes].filter((one) => isMet(one) && !phrases.has(one)));
    const wording = others.length === 0 ? undefined : wordingOf(text);
    for (const other of others) {
      if (wording === undefined) break;
      const old = wordingAt(other);
      keep(db, n, other, nearShare(wording, old));
      keep(db, other, n, nearShare(old, wording));
    }
  };

  return {
    enter: (n, text, hashes = sampledShingles(text)) => {
      waiting.push({ n, text, hashes });
    },
    flush: () => {
      const before = metBefore();
      for (const entered of waiting) {
        compare(entered, (hash) => before.has(hash) || making.has(hash));
        making.add(entered.n, entered.hashes);
      }
      waiting = [];
      making.write();
    },
  };
};

const Numbered = z.object({ n: z.number().int() });
/** Texts whose hashes are written together when the index is made anew. */
const atOnce = 500;

const allTexts = "SELECT n FROM article_texts ORDER BY n";
const wholeTexts = `SELECT n FROM article_texts
  WHERE NOT EXISTS (SELECT 1 FROM redacted_texts WHERE article_id = article_texts.id) ORDER BY n`;

/**
 * Makes the index of near copies anew from the texts, in the order in which they came. Texts of which only a part is here
 * have no place in it: what is left out says nothing of what they are like.
 *
 * @param hasRedacted false for a file of a version that knew no such texts
 */
export const rebuildNearCopies = (db: Database, hasRedacted = true): void => {
  run(db, "DELETE FROM near_copies");
  run(db, "DELETE FROM shingles");
  const writer = nearCopyWriter(db);
  for (const [at, { n }] of all(db, Numbered, hasRedacted ? wholeTexts : allTexts).entries()) {
    const row = first(db, TextRow, "SELECT text FROM article_texts WHERE n = ?", n);
    if (row !== undefined) writer.enter(n, row.text);
    if (at % atOnce === atOnce - 1) writer.flush();
  }
  writer.flush();
};
