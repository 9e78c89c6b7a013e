import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { LikelySame } from "../../shared/domain/merge";
import { compareText } from "./compare-text";
import { setMeta } from "./open";
import { all, first } from "./statement";

/*
 * Two people name one thing in two ways. Tags and sources whose names differ by little are pointed out, for a person to
 * join or to keep apart; nothing is joined by itself.
 */

const Row = z.object({ id: z.string(), name: z.string(), uses: z.number().int() });
type Row = z.infer<typeof Row>;

const tags = `SELECT id, name, (SELECT count(*) FROM highlight_tags WHERE tag_id = tags.id)
    + (SELECT count(*) FROM claim_tags WHERE tag_id = tags.id) AS uses FROM tags WHERE is_deleted = 0`;
const sources = `SELECT id, name, (SELECT count(*) FROM articles WHERE source_id = sources.id AND is_deleted = 0)
    + (SELECT count(*) FROM claims WHERE asserter_source_id = sources.id AND is_deleted = 0) AS uses
  FROM sources WHERE is_deleted = 0`;

const folded = (name: string): string =>
  name.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase();

/** Ways of writing a name that come to the same; the first in which two names agree says why they look alike. */
const ways: readonly { readonly why: string; readonly of: (name: string) => string }[] = [
  { why: "have the same name", of: (name) => name.normalize("NFKC").replace(/\s+/gu, " ").trim() },
  { why: "differ only in capitals and accents", of: (name) => folded(name).replace(/\s+/gu, " ").trim() },
  { why: "differ only in spaces and signs", of: (name) => folded(name).replace(/[^\p{L}\p{N}]/gu, "") },
  {
    why: "differ only in “the”",
    of: (name) => folded(name).replace(/^the\s+|[^\p{L}\p{N}]|,?\s+the$/gu, ""),
  },
  {
    why: "differ only in an ending",
    of: (name) =>
      folded(name)
        .replace(/[^\p{L}\p{N}]/gu, "")
        .replace(/(?:e?s|\.com|com|ltd|inc)$/u, ""),
  },
];

/** Shorter names differ by a letter without being alike. */
const leastLetters = 6;

/** A name's letters with one left out, for each of them: two names that share one differ by a letter at most. */
const neighbours = (letters: string): string[] => {
  const points = [...letters];
  return [letters, ...points.map((_, at) => points.toSpliced(at, 1).join(""))];
};

const hasDigit = /\d/u;

const alike = (
  entity: LikelySame["entity"],
  rows: readonly Row[],
  isApart: (a: string, b: string) => boolean,
): LikelySame[] => {
  const found = new Map<string, LikelySame>();
  const add = (one: Row, other: Row, why: string): void => {
    const [a, b] = one.uses >= other.uses ? [one, other] : [other, one];
    const key = [a.id, b.id].sort().join(" ");
    if (a.id !== b.id && !found.has(key) && !isApart(a.id, b.id)) found.set(key, { entity, a, b, why });
  };
  const group = (keysOf: (name: string) => readonly string[], why: string): void => {
    const groups = new Map<string, Row>();
    for (const row of rows)
      for (const key of new Set(keysOf(row.name))) {
        if (key === "") continue;
        const other = groups.get(key);
        if (other === undefined) groups.set(key, row);
        else add(other, row, why);
      }
  };
  for (const { why, of } of ways) group((name) => [of(name)], why);
  // Numbers are what tells names apart: “Brigade 4” and “Brigade 5” are two.
  const letters = (name: string) => folded(name).replace(/[^\p{L}\p{N}]/gu, "");
  group((name) => {
    const own = letters(name);
    return own.length < leastLetters || hasDigit.test(own) ? [] : neighbours(own);
  }, "differ by one letter");
  return [...found.values()];
};

const Apart = z.array(z.tuple([z.string(), z.string()]));
const MetaRow = z.object({ value: z.string() });
const apartKey = "keptApart";

const apart = (db: Database): z.infer<typeof Apart> => {
  const row = first(db, MetaRow, "SELECT value FROM meta WHERE key = ?", apartKey);
  return row === undefined ? [] : Apart.parse(JSON.parse(row.value));
};

const inOrder = (a: string, b: string): [string, string] => (a < b ? [a, b] : [b, a]);

/** Tags and sources that look like one under two names, by name. */
export const likelySame = (db: Database): LikelySame[] => {
  const known = new Set(apart(db).map((pair) => pair.join(" ")));
  const isApart = (a: string, b: string) => known.has(inOrder(a, b).join(" "));
  return [
    ...alike("tag", all(db, Row, tags), isApart),
    ...alike("source", all(db, Row, sources), isApart),
  ].sort((one, other) => compareText(one.a.name, other.a.name) || (one.a.id < other.a.id ? -1 : 1));
};

/** Remembers that two are two. It belongs to the file, not to the log. */
export const keepApart = (db: Database, a: string, b: string): void => {
  const pair = inOrder(a, b);
  const known = apart(db).filter((one) => one.join(" ") !== pair.join(" "));
  setMeta(db, apartKey, JSON.stringify([...known, pair]));
};
