import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import fc from "fast-check";
import { z } from "zod";
import type { Session } from "../../../../main/handlers/session";
import { sha256 } from "../../../../main/ids";
import { entities } from "../../../../main/store/entities";
import { all } from "../../../../main/store/statement";
import type { IdPrefix } from "../../../../shared/ids";
import { aFolder, anAnalyst, aSession, must, someText, withArticle } from "../../../builders";
import { mergeFrom } from "../../../merge-work";

/*
 * Three analysts with a history in common, who work apart and merge each other's files, in any order: what generators
 * make for the laws that merging has to keep. Ids and times are those of the seed, so that a failure can be seen again.
 */

/** One thing that somebody does; `a` and `b` choose what to. */
type Op = {
  readonly who: number;
  readonly kind:
    | "highlight"
    | "note"
    | "tag"
    | "remove"
    | "claim"
    | "statement"
    | "removeClaim"
    | "rename"
    | "title"
    | "undo"
    | "settle"
    | "sync";
  readonly a: number;
  readonly b: number;
  readonly text: string;
};

/** What three people do in turn, and how wrong their clocks are, in milliseconds. */
export type Story = { readonly ops: readonly Op[]; readonly skews: readonly number[] };

const tenYears = 10 * 365 * 24 * 3600 * 1000;

export const story: fc.Arbitrary<Story> = fc.record({
  ops: fc.array(
    fc.record({
      who: fc.nat(2),
      kind: fc.constantFrom(
        "highlight" as const,
        "note" as const,
        "note" as const,
        "tag" as const,
        "tag" as const,
        "remove" as const,
        "claim" as const,
        "statement" as const,
        "removeClaim" as const,
        "rename" as const,
        "title" as const,
        "undo" as const,
        "settle" as const,
        "sync" as const,
        "sync" as const,
      ),
      a: fc.nat(7),
      b: fc.nat(7),
      text: fc.constantFrom("one", "two", "three"),
    }),
    { minLength: 6, maxLength: 26 },
  ),
  skews: fc.array(fc.integer({ min: -tenYears, max: tenYears }), { minLength: 3, maxLength: 3 }),
});

export type Replica = Session & { readonly path: string; readonly number: number };

/** Ids that follow from who makes them and how many they have made, in no order. */
const idsOf = (name: string) => {
  let count = 0;
  return (prefix: IdPrefix): string => {
    count += 1;
    return `${prefix}-${sha256(`${name} ${count}`).slice(0, 32)}`;
  };
};

const clockOf = (skew: number) => {
  let moment = Date.parse("2024-05-21T09:00:00Z") + skew;
  return () => {
    moment += 1000;
    return new Date(moment).toISOString();
  };
};

let folders = 0;

/** Opens a copy of a file as another place where analyst `number` works; the file itself stays as it is. */
export const openCopy = async (path: string, number: number, skew = 0, name = "copy"): Promise<Replica> => {
  folders += 1;
  const own = join(aFolder(), `${name} ${folders}.assay`);
  copyFileSync(path, own);
  const session = aSession({
    analyst: anAnalyst(number),
    newId: idsOf(`${name} ${number} ${skew}`),
    now: clockOf(skew),
  });
  must(await session.jobs.open({ path: own }));
  return { ...session, path: own, number };
};

/** The file of somebody as it is now, to be merged by another. Nobody is in the middle of anything. */
export const fileOf = (replica: Replica): string => {
  folders += 1;
  const path = join(aFolder(), `sent ${folders}.assay`);
  copyFileSync(replica.path, path);
  return path;
};

/** A merge: of a file into a project. Broken ones do something else besides. */
export type Merge = (into: Replica, from: string) => Promise<unknown>;

export const realMerge: Merge = (into, from) => mergeFrom(into, from);

const nth = <T>(items: readonly T[], at: number): T | undefined =>
  items.length === 0 ? undefined : items[at % items.length];

const act = async (replica: Replica, op: Op): Promise<unknown> => {
  const articles = must(await replica.call("articles", "list", {}));
  const articleId = nth(articles, 0)?.id;
  if (articleId === undefined) return;
  const highlights = must(await replica.call("highlights", "list", { articleId }));
  const tags = must(await replica.call("tags", "list", undefined));
  const { claims } = must(await replica.call("claims", "list", {}));
  const [highlight, tag, claim] = [nth(highlights, op.a), nth(tags, op.b), nth(claims, op.a)];
  switch (op.kind) {
    case "highlight": {
      const start = op.a * 9;
      const tagIds = tag === undefined ? [] : [tag.id];
      return replica.call("highlights", "create", {
        articleId,
        span: { start, end: start + 8 + op.b },
        tagIds,
      });
    }
    case "note":
      return highlight && replica.call("highlights", "update", { id: highlight.id, set: { note: op.text } });
    case "tag":
      return (
        highlight &&
        tag &&
        replica.call("highlights", "setTag", {
          id: highlight.id,
          tagId: tag.id,
          isOn: !highlight.tagIds.includes(tag.id),
        })
      );
    case "remove":
      return highlight && replica.call("highlights", "remove", { id: highlight.id });
    case "claim":
      return replica.call("claims", "create", {
        statement: `The ${op.text} claim`,
        kind: "fact",
        ...(highlight === undefined
          ? {}
          : { evidence: { passage: { highlightId: highlight.id }, stance: "supports", credibility: 2 } }),
      });
    case "statement":
      return (
        claim && replica.call("claims", "update", { id: claim.id, set: { statement: `Now ${op.text}` } })
      );
    case "removeClaim":
      return claim && replica.call("claims", "remove", { id: claim.id });
    case "rename":
      return tag && replica.call("tags", "update", { id: tag.id, set: { name: `${op.text} ${op.a}` } });
    case "title":
      return replica.call("articles", "update", { id: articleId, set: { title: `${op.text} ${op.b}` } });
    case "undo":
      return replica.call("history", "undo", {});
    case "settle": {
      const { items } = must(await replica.call("merges", "conflicts", { limit: 100 }));
      const take = op.b % 2 === 0 ? ("mine" as const) : ("theirs" as const);
      const settled = items.map(({ id }) => ({ id, take }));
      return settled.length > 0 && replica.call("merges", "settle", { items: settled });
    }
    case "sync":
      return undefined;
  }
};

/** Tells a story: three files that have grown apart from one beginning. */
export const tell = async ({ ops, skews }: Story, merge: Merge = realMerge): Promise<Replica[]> => {
  const seed = join(aFolder(), "beginning.assay");
  const first = aSession({ analyst: anAnalyst(1), newId: idsOf("beginning"), now: clockOf(0) });
  must(await first.jobs.create({ path: seed, name: "Test" }));
  await withArticle(first, someText, "Troops leave");
  for (const name of ["troops", "losses"]) must(await first.call("tags", "create", { name }));
  must(await first.jobs.close(undefined));
  const replicas = await Promise.all(
    [0, 1, 2].map((at) => openCopy(seed, at + 1, skews[at] ?? 0, `replica ${at}`)),
  );
  for (const op of ops) {
    const [own, other] = [replicas[op.who], replicas[(op.who + 1 + (op.a % 2)) % 3]];
    if (own === undefined || other === undefined) continue;
    if (op.kind === "sync") await merge(own, fileOf(other));
    else await act(own, op);
  }
  return replicas;
};

const Row = z.record(z.string(), z.unknown());

/** Runs something on a project's file as it is. */
export const reading = <T>({ path }: Pick<Replica, "path">, read: (db: Database) => T): T => {
  folders += 1;
  const copy = join(aFolder(), `read ${folders}.assay`);
  copyFileSync(path, copy);
  const db = new Sqlite(copy);
  try {
    return read(db);
  } finally {
    db.close();
  }
};

/** Every folded row with its times and authors, and every tag; not who has an entry, which each merge may add to. */
export const stateOf = (replica: Pick<Replica, "path">): string =>
  reading(replica, (db) => {
    const lines: string[] = [];
    for (const { table, tags } of Object.values(entities))
      for (const name of table === "analysts" ? [] : [table, ...(tags === undefined ? [] : [tags.table])])
        for (const { n: _, ...row } of all(db, Row, `SELECT * FROM ${name}`))
          lines.push(`${name} ${JSON.stringify(row)}`);
    return lines.sort().join("\n");
  });

const Counted = z.object({ id: z.string(), value: z.string() });

/** The changes that count. */
export const changesIn = (replica: Pick<Replica, "path">): ReadonlyMap<string, string> =>
  reading(
    replica,
    (db) =>
      new Map(
        all(
          db,
          Counted,
          `SELECT id, value FROM changes WHERE entity <> 'analyst'
             AND NOT EXISTS (SELECT 1 FROM held_changes WHERE change = changes.id) ORDER BY id`,
        ).map(({ id, value }) => [id, value]),
      ),
  );
