import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Proposal } from "../../shared/domain/article";
import { SourceId } from "../../shared/ids";
import { normaliseName } from "../ids";
import { writeCount } from "./change-log";
import { all } from "./statement";
import { siteOf } from "./url-keys";

/** The source that some proposals point to, and by what. */
export type MatchedSource = { readonly id: SourceId; readonly name: string; readonly by: "name" | "domain" };

type Known = {
  readonly writes: number;
  readonly names: ReadonlyMap<SourceId, string>;
  /** Null where a name or a site belongs to more than one source. */
  readonly byName: ReadonlyMap<string, SourceId | null>;
  readonly bySite: ReadonlyMap<string, SourceId | null>;
};

const SourceRow = z.object({
  id: SourceId,
  name: z.string(),
  url: z.string(),
  isDeleted: z.number(),
  mergedInto: SourceId.nullable(),
});
const LinkRow = z.object({ sourceId: SourceId, url: z.string() });

const enter = (map: Map<string, SourceId | null>, key: string, id: SourceId): void => {
  const holder = map.get(key);
  if (key !== "") map.set(key, holder === undefined || holder === id ? id : null);
};

const readKnown = (db: Database, writes: number): Known => {
  const rows = all(
    db,
    SourceRow,
    "SELECT id, name, url, is_deleted AS isDeleted, merged_into AS mergedInto FROM sources",
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  /** The live source that a name belongs to by now: its own, or what that was merged into. */
  const holderOf = (id: SourceId): SourceId | null => {
    const seen = new Set<SourceId>();
    for (let at: SourceId | null = id; at !== null && !seen.has(at); ) {
      seen.add(at);
      const row = byId.get(at);
      if (row?.isDeleted === 0) return at;
      at = row?.mergedInto ?? null;
    }
    return null;
  };
  const [byName, bySite] = [new Map<string, SourceId | null>(), new Map<string, SourceId | null>()];
  const live = rows.filter((row) => row.isDeleted === 0);
  for (const row of live) enter(byName, normaliseName(row.name), row.id);
  const taken = new Set(byName.keys());
  for (const row of rows) {
    const holder = holderOf(row.id);
    const key = normaliseName(row.name);
    // A name in use by a source that is there is not that of one which went.
    if (holder !== null && row.isDeleted === 1 && !taken.has(key)) enter(byName, key, holder);
    if (holder !== null && row.url !== "") enter(bySite, siteOf(row.url), holder);
  }
  const links = all(
    db,
    LinkRow,
    "SELECT source_id AS sourceId, url FROM articles WHERE is_deleted = 0 AND url <> '' AND source_id IS NOT NULL",
  );
  for (const { sourceId, url } of links) {
    const holder = holderOf(sourceId);
    if (holder !== null) enter(bySite, siteOf(url), holder);
  }
  return { writes, names: new Map(live.map(({ id, name }) => [id, name])), byName, bySite };
};

const kept = new WeakMap<Database, Known>();

/**
 * Proposals by which a source may be told. Of guesses only the best one: a lesser guess (an agency in a photo credit)
 * must not win over a better one because its source, and not the other's, is in the project already.
 */
const telling = (proposals: readonly Proposal[]): readonly Proposal[] => {
  const isStated = ({ strength }: Proposal) => strength === "stated";
  const named = proposals.filter(({ field }) => field === "source");
  const best = named.some(isStated) ? named.filter(isStated) : named.slice(0, 1);
  return [...best, ...proposals.filter(({ field }) => field !== "source")];
};

/**
 * The source in the project that an import's proposals point to: by a name that it has, or that something merged into
 * it had; else by the site of a link, when that of one source alone is the same. Null when none is, or more than one.
 */
export const matchSource = (db: Database, proposals: readonly Proposal[]): MatchedSource | null => {
  const writes = writeCount(db);
  const last = kept.get(db);
  const known = last !== undefined && last.writes === writes && !db.readonly ? last : readKnown(db, writes);
  kept.set(db, known);
  const found = (field: Proposal["field"], by: MatchedSource["by"], key: (value: string) => string) => {
    for (const proposal of telling(proposals)) {
      if (proposal.field !== field) continue;
      const id = (by === "name" ? known.byName : known.bySite).get(key(proposal.value));
      const name = id === undefined || id === null ? undefined : known.names.get(id);
      if (id !== undefined && id !== null && name !== undefined) return { id, name, by };
    }
    return null;
  };
  return found("source", "name", normaliseName) ?? found("url", "domain", siteOf);
};
